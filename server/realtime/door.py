"""Whether somebody who said hello gets in: here, or at a node of several, where the room may have to come first."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final, Protocol

from server.realtime.inputs import DESK, Enter
from showroom.errors import NotPermitted, Rejected, Unavailable
from showroom.protocol.closing import CloseCode
from showroom.room.refusal import refused
from showroom.service import desk as desks

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from server.metrics import Metrics
    from server.realtime.guest import Guest
    from server.realtime.house import House
    from server.revocation import Revocations
    from server.store.documents import Documents
    from server.tickets import Admission, TicketOffice
    from showroom.ports import Clock
    from showroom.room.notices import DeskView

_SERVICE_RESTART: Final = 1012
_TRY_AGAIN_LATER: Final = 1013
_log = logging.getLogger(__name__)


class Door(Protocol):
    """Lets in, or turns away."""

    def knock(self, guest: Guest, ticket: str) -> None:
        """Somebody said hello and showed a ticket."""
        ...


class HouseDoor:
    """The door of a server that has every room.

    Args:
        house: who owns the rooms.
        tickets: who may enter.
        metrics: what is counted.
        clock: the time.
        revocations: knows which sessions were ended.
    """

    def __init__(
        self,
        house: House,
        tickets: TicketOffice,
        metrics: Metrics,
        clock: Clock,
        revocations: Revocations,
    ) -> None:
        self._house = house
        self._tickets = tickets
        self._metrics = metrics
        self._clock = clock
        self._revocations = revocations

    def knock(self, guest: Guest, ticket: str) -> None:
        """Redeem the ticket and enter."""
        try:
            admission = self._tickets.redeem(ticket)
        except NotPermitted as error:
            _turn_away(guest, error, self._metrics)
            return
        if _greets(guest, admission, self._revocations):
            _enter(guest, admission, self._house, self._clock.now())


class NodeDoor:
    """The door of one node of several: tickets are in the database, and rooms come when somebody wants in.

    Args:
        house: who owns the rooms that are here.
        redeem: uses up a ticket; blocking.
        have: makes sure that a room is here.
        documents: where the desk can be read while it is on another node.
        metrics: what is counted.
        clock: the time.
        revocations: knows which sessions were ended.
    """

    def __init__(
        self,
        house: House,
        *,
        redeem: Callable[[str], Admission],
        have: Callable[[str], Awaitable[None]],
        documents: Documents,
        metrics: Metrics,
        clock: Clock,
        revocations: Revocations,
    ) -> None:
        self._house = house
        self._redeem = redeem
        self._have = have
        self._documents = documents
        self._metrics = metrics
        self._revocations = revocations
        self._clock = clock
        self._knocking: set[asyncio.Task[None]] = set()

    def knock(self, guest: Guest, ticket: str) -> None:
        """Redeem the ticket, have the room, and enter, while others go on."""
        knocking = asyncio.get_running_loop().create_task(self._let_in(guest, ticket))
        self._knocking.add(knocking)
        knocking.add_done_callback(self._knocking.discard)

    async def _let_in(self, guest: Guest, ticket: str) -> None:
        try:
            admission = await asyncio.to_thread(self._redeem, ticket)
            await self._have(admission.room)
            view = None if self._house.world.desk is not None else await asyncio.to_thread(self._view, admission)
        except NotPermitted as error:
            _turn_away(guest, error, self._metrics)
        except Rejected as error:
            guest.tell(refused(None, error))
            guest.close(CloseCode.ROOM_FULL, error.message)
        except Unavailable as error:
            guest.close(_SERVICE_RESTART if error.code == "moved" else _TRY_AGAIN_LATER, error.message)
        else:
            if not guest.is_gone and _greets(guest, admission, self._revocations):
                _enter(guest, admission, self._house, self._clock.now(), view)

    def _view(self, admission: Admission) -> DeskView:
        """What the desk has stored about somebody; it is on another node."""
        desk = desks.open_desk(self._documents.collection(DESK, but="transcript/"), self._clock.now())
        return desks.view(desk, admission.person_id)


def _turn_away(guest: Guest, error: NotPermitted, metrics: Metrics) -> None:
    metrics.refused.labels(error.code).inc()
    guest.tell(refused(None, error))
    guest.close(CloseCode.TICKET_REFUSED, error.message)


def _greets(guest: Guest, admission: Admission, revocations: Revocations) -> bool:
    """Know them by their ticket; False, and they are sent away, where the login behind it was ended meanwhile."""
    if not revocations.admit(guest, admission.session, admission.session_ends_s):
        guest.close(CloseCode.SESSION_ENDED, "your session was ended; log in again")
        return False
    guest.person_id, guest.role, guest.login = admission.person_id, admission.role, admission.session
    return True


def _enter(guest: Guest, admission: Admission, house: House, at_s: float, desk: DeskView | None = None) -> None:
    try:
        house.offer(Enter(guest, admission, at_s, desk))
    except Unavailable as error:
        guest.close(_TRY_AGAIN_LATER, error.message)
