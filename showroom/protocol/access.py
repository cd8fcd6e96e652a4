"""Who there is, and what they are in a room: the one list of roles.

    guest          anybody who comes with a name
    shopper        a guest with an account
    agent          advises; answers calls, keeps order in rooms
    merchandiser   brings models in and publishes
    approver       lets drafts go live
    admin          both of the former, the shop's settings, and may advise

What each may send to a room stands in `showroom.room.permissions`, what each may ask of the HTTP side in
`server.http.routes`; a test runs every message and every route by every role.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from showroom.protocol.messages import Role

Principal = Literal["guest", "shopper", "agent", "merchandiser", "approver", "admin"]
PRINCIPALS: Final[tuple[Principal, ...]] = get_args(Principal)

IN_ROOM: Final[dict[Principal, Role | None]] = {
    "guest": "visitor",
    "shopper": "visitor",
    "agent": "agent",
    "merchandiser": None,
    "approver": None,
    "admin": "agent",
}
"""As what they enter rooms; None where their login opens none (as guests, without it, they may)."""
