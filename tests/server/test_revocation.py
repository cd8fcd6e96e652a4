"""Connections end with the login by which they came."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from server.revocation import LOOK_EVERY_S, Revocations
from server.store.folder import open_in_memory
from server.store.people import hash_token
from server.tickets import TICKET_LIFE_S
from showroom.protocol.closing import CloseCode
from tests.server.samples import SetClock, quick_staff

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.store.folder import StoreFolder

SESSION = hash_token("token")
LATER = 10_000.0


class Connection:
    """Notes how it is closed."""

    def __init__(self) -> None:
        self.code = 0

    def close(self, code: int, reason: str) -> None:
        assert "log in again" in reason
        self.code = code


@pytest.fixture
def memory() -> Iterator[StoreFolder]:
    folder = open_in_memory()
    staff = quick_staff(folder)
    staff.add("eva", "correct horse", "agent")
    staff.open_session("eva", "token", LATER, 0.0)
    yield folder
    folder.close()


def test_what_ends_a_session_ends_its_connections_and_no_others(memory: StoreFolder) -> None:
    revocations = Revocations(memory.revocations, SetClock())
    desk, phone, guest, other = Connection(), Connection(), Connection(), Connection()
    assert revocations.admit(desk, SESSION, LATER)
    assert revocations.admit(phone, SESSION, LATER)
    assert revocations.admit(guest, "", 0.0)
    assert revocations.admit(other, "another", LATER)
    revocations.forget(phone, SESSION)
    memory.staff.disable("eva", 0.0)
    asyncio.run(revocations.look())
    assert desk.code == CloseCode.SESSION_ENDED
    assert (phone.code, guest.code, other.code) == (0, 0, 0)


def test_a_ticket_of_an_ended_session_opens_nothing(memory: StoreFolder) -> None:
    clock = SetClock()
    revocations = Revocations(memory.revocations, clock)
    memory.staff.close_session("token", 0.0)
    asyncio.run(revocations.look())
    clock.seconds += TICKET_LIFE_S
    assert not revocations.admit(Connection(), SESSION, LATER)


def test_a_session_that_is_over_ends_its_connections(memory: StoreFolder) -> None:
    clock = SetClock()
    revocations = Revocations(memory.revocations, clock)
    connection = Connection()
    assert not revocations.admit(Connection(), "old", clock.seconds)
    revocations.admit(connection, "short", clock.seconds + 5.0)
    asyncio.run(revocations.look())
    assert connection.code == 0
    clock.seconds += 5.0
    asyncio.run(revocations.look())
    assert connection.code == CloseCode.SESSION_ENDED


def test_the_look_comes_often_enough_for_a_second() -> None:
    assert LOOK_EVERY_S <= 0.5
