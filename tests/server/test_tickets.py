from __future__ import annotations

import pytest

from server.clock import SystemRandomness
from server.store.people import VisitorRecord
from server.tickets import MAX_TICKETS, TICKET_LIFE_S, Admission, TicketOffice
from showroom.errors import NotPermitted, Unavailable
from tests.server.samples import SetClock

ADMISSION = Admission("v-1", "Zoë", "visitor", "main", "de", "", VisitorRecord("v-1", "hash", "Zoë", "de"))


def test_a_ticket_is_good_once() -> None:
    office = TicketOffice(SetClock(), SystemRandomness())
    ticket = office.issue(ADMISSION)
    assert office.redeem(ticket) == ADMISSION
    with pytest.raises(NotPermitted, match="bad-ticket"):
        office.redeem(ticket)


def test_a_ticket_is_over_after_a_minute() -> None:
    clock = SetClock()
    office = TicketOffice(clock, SystemRandomness())
    early, late = office.issue(ADMISSION), office.issue(ADMISSION)
    clock.seconds += TICKET_LIFE_S - 0.001
    assert office.redeem(early) == ADMISSION
    clock.seconds += 0.001
    with pytest.raises(NotPermitted, match="bad-ticket"):
        office.redeem(late)


def test_unused_tickets_are_bounded_and_make_room_when_they_are_over() -> None:
    clock = SetClock()
    office = TicketOffice(clock, SystemRandomness())
    for _ in range(MAX_TICKETS):
        office.issue(ADMISSION)
    with pytest.raises(Unavailable, match="too-many-tickets"):
        office.issue(ADMISSION)
    clock.seconds += TICKET_LIFE_S
    office.issue(ADMISSION)
