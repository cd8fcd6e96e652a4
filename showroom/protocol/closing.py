"""Why a connection is closed: our websocket close codes (RFC 6455 §7.4.2 leaves 4000 to 4999 to applications)."""

from __future__ import annotations

from enum import IntEnum


class CloseCode(IntEnum):
    """Close codes that a client can act on; the standard ones below 4000 keep RFC 6455's meaning."""

    GOING_AWAY = 1001
    PROTOCOL = 1002
    """The peer sent what no correct peer sends."""
    UNSUPPORTED_DATA = 1003
    TOO_LARGE = 1009
    TICKET_REFUSED = 4003
    """The ticket is unknown, used or too old: fetch another one."""
    ROOM_FULL = 4004
    SLOW_READER = 4008
    """The peer reads slower than the room speaks: reconnect."""
    REPLACED = 4009
    """The same visitor entered from elsewhere: do not reconnect by yourself."""
    REMOVED = 4011
    """The staff asks this visitor to stay away for a while: do not reconnect by yourself."""
    ROOM_LOCKED = 4012
    """No new visitor gets in for now."""
    WRONG_VERSION = 4010
    """Client and server speak different versions: update the older one."""
    SESSION_ENDED = 4013
    """The login that this connection came by was ended: do not reconnect by yourself."""
    TOO_MANY_ERRORS = 4029
    """Too many violations, or far too many messages."""
