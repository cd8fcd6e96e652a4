"""Which role may send which message: one table, checked before anything else is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from showroom.errors import NotPermitted
from showroom.protocol.messages import AcceptCall, CallAdviser, CancelCall, SetAgentStatus
from showroom.protocol.order import Remove, ResolveReport, SetLock

if TYPE_CHECKING:
    from showroom.protocol.messages import ClientMessage, Role

ONLY: Final[dict[type[ClientMessage], Role]] = {
    CallAdviser: "visitor",
    CancelCall: "visitor",
    SetAgentStatus: "agent",
    AcceptCall: "agent",
    ResolveReport: "agent",
    Remove: "agent",
    SetLock: "agent",
}
"""What only one role may do; everything else is for everybody in the room."""


def check_permitted(role: Role, message: ClientMessage) -> None:
    """Refuse what the role may not do.

    Raises:
        NotPermitted: ``not-permitted``.
    """
    only = ONLY.get(type(message))
    if only is None or only == role:
        return
    if only == "agent":
        raise NotPermitted(
            "not-permitted", "only agents may do this", got=role, allowed=only, hint="log in as an agent"
        )
    raise NotPermitted("not-permitted", "agents answer calls, they make none", got=role, allowed=only)
