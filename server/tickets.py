"""One-use tickets: the HTTP front hands them out, the room socket takes them back. They live in memory for a minute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from server.store.people import VisitorRecord  # noqa: TC001 - msgspec reads the annotations at run time
from showroom.catalogue import Language  # noqa: TC001
from showroom.errors import NotPermitted, Unavailable
from showroom.looks import AvatarLook  # noqa: TC001
from showroom.protocol.messages import Role  # noqa: TC001

if TYPE_CHECKING:
    from showroom.ports import Clock, Randomness

TICKET_LIFE_S: Final = 60.0
MAX_TICKETS: Final = 20_000
_TICKET_BYTES: Final = 24


@dataclass(frozen=True)
class Admission:
    """Who may enter which room; `record` is kept when a visitor does, staff are known already.

    `session` is the hash of the login by which somebody comes, empty for a guest; their connection ends with it.
    """

    person_id: str
    name: str
    role: Role
    room: str
    language: Language
    avatar: str
    record: VisitorRecord | None
    look: AvatarLook | None = None
    session: str = ""
    session_ends_s: float = 0.0


@dataclass(frozen=True)
class Entrance:
    """A ticket, and the address of the rooms that take it; empty where that is the host by which the caller came."""

    ticket: str
    address: str = ""


class Entrances(Protocol):
    """What the front asks for a way into a room."""

    async def issue(self, admission: Admission, protocol: int) -> Entrance:
        """A ticket for somebody whose client speaks a version of the protocol.

        Raises:
            Unavailable: nobody can be let in now.
        """
        ...


class TicketOffice:
    """Issues tickets and takes each back once.

    Args:
        clock: tells when a ticket is over.
        randomness: where tickets come from.
    """

    def __init__(self, clock: Clock, randomness: Randomness) -> None:
        self._clock = clock
        self._randomness = randomness
        # Insertion order is expiry order, for all live equally long.
        self._issued: dict[str, tuple[float, Admission]] = {}

    def issue(self, admission: Admission) -> str:
        """A new ticket.

        Raises:
            Unavailable: ``too-many-tickets`` where too many wait unused.
        """
        self._sweep()
        if len(self._issued) >= MAX_TICKETS:
            raise Unavailable("too-many-tickets", "too many tickets wait unused; try again in a minute")
        ticket = self._randomness.token(_TICKET_BYTES)
        self._issued[ticket] = (self._clock.monotonic() + TICKET_LIFE_S, admission)
        return ticket

    def redeem(self, ticket: str) -> Admission:
        """Use up a ticket.

        Raises:
            NotPermitted: ``bad-ticket`` where it is unknown, used or older than a minute.
        """
        self._sweep()
        if ticket not in self._issued:
            raise NotPermitted("bad-ticket", "the ticket is unknown, used or too old", hint="fetch another one")
        return self._issued.pop(ticket)[1]

    def _sweep(self) -> None:
        now = self._clock.monotonic()
        while self._issued:
            oldest = next(iter(self._issued))
            if self._issued[oldest][0] > now:
                return
            del self._issued[oldest]


class HouseEntrances:
    """Lets people into the rooms of this very process (`Entrances`): the socket says whose version it speaks."""

    def __init__(self, office: TicketOffice) -> None:
        self._office = office

    async def issue(self, admission: Admission, protocol: int) -> Entrance:  # noqa: ARG002 - one process, one version
        """A ticket of the office."""
        return Entrance(self._office.issue(admission))
