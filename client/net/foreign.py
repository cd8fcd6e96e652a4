"""Servers of another version than this client: which of the two is the older one, and so has to be updated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from showroom.errors import Rejected

if TYPE_CHECKING:
    import msgspec

CLIENT_TOO_OLD: Final = "client-too-old"
SERVER_TOO_OLD: Final = "server-too-old"
OTHER_VERSION: Final = frozenset({CLIENT_TOO_OLD, SERVER_TOO_OLD})
"""Codes of `Rejected` after which asking again makes no sense."""


def other_version(message: str) -> Rejected:
    """The refusal behind what client and server say to each other about versions (``wrong-version``)."""
    return _refusal(client_is_older=not message.endswith("update the server"), message=message)


def other_answer(error: msgspec.ValidationError, where: str) -> Rejected:
    """The refusal behind an answer that is whole and still not understood.

    A newer server tells more than we know; an older one leaves out what we need.
    """
    message = f"{where} answered in another version's words: {error}"
    return _refusal(client_is_older="missing required field" not in str(error), message=message)


def _refusal(*, client_is_older: bool, message: str) -> Rejected:
    older = "client" if client_is_older else "server"
    code = CLIENT_TOO_OLD if client_is_older else SERVER_TOO_OLD
    return Rejected(code, message, hint=f"update the {older}")
