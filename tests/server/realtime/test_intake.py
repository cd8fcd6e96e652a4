"""Sockets that are read at beats: everything comes, nobody keeps the others waiting, the end is noticed."""

from __future__ import annotations

import contextlib
import socket
from typing import TYPE_CHECKING, cast

import pytest

from server.realtime.intake import FIRST_BYTES, READ_BYTES, Intake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.realtime.hot_connection import HotConnection


class Line:
    """What a connection is to the intake."""

    def __init__(self, intake: Intake, sock: socket.socket) -> None:
        self.intake, self.sock = intake, sock
        self.heard: list[bytes] = []
        self.is_left = False
        self.sends_away: Line | None = None
        intake.add(sock.fileno(), cast("HotConnection", self))

    def data_received(self, data: bytes) -> None:
        self.heard.append(data)
        if self.sends_away is not None:
            self.sends_away.leave_intake()

    def leave_intake(self) -> None:
        self.is_left = True
        self.intake.remove(self.sock.fileno(), cast("HotConnection", self))


@contextlib.contextmanager
def lines(number: int) -> Iterator[tuple[Intake, list[Line], list[socket.socket]]]:
    intake = Intake(lambda: None)
    with contextlib.ExitStack() as stack:
        pairs = [socket.socketpair() for _ in range(number)]
        for pair in pairs:
            for end in pair:
                stack.enter_context(end)
                end.settimeout(0)
        yield intake, [Line(intake, ours) for ours, _ in pairs], [theirs for _, theirs in pairs]


def test_everybody_who_sent_something_is_read_at_the_beat() -> None:
    with lines(3) as (intake, ours, theirs):
        theirs[0].send(b"one")
        theirs[2].send(b"two")
        theirs[2].send(b"three")
        intake.take()
        assert [line.heard for line in ours] == [[b"one"], [], [b"twothree"]]
        intake.take()
        assert [line.heard for line in ours] == [[b"one"], [], [b"twothree"]]


@pytest.mark.parametrize("size", [FIRST_BYTES - 1, FIRST_BYTES, FIRST_BYTES + 1])
def test_every_length_comes_whole(size: int) -> None:
    with lines(1) as (intake, (line,), (other,)):
        other.send(b"x" * size)
        intake.take()
        assert b"".join(line.heard) == b"x" * size


def test_who_sends_a_lot_is_read_in_portions() -> None:
    with lines(1) as (intake, (line,), (other,)):
        other.send(b"x" * 20_000)
        intake.take()
        assert [len(data) for data in line.heard] == [FIRST_BYTES + READ_BYTES]
        for _ in range(5):
            intake.take()
        assert len(b"".join(line.heard)) == 20_000


def test_who_hangs_up_is_handed_back() -> None:
    with lines(2) as (intake, ours, theirs):
        theirs[0].close()
        theirs[1].send(b"still here")
        intake.take()
        assert [line.is_left for line in ours] == [True, False]
        assert ours[1].heard == [b"still here"]
        assert len(intake) == 1


def test_one_that_is_removed_by_another_in_the_same_beat_is_not_read() -> None:
    with lines(2) as (intake, (first, second), theirs):
        first.sends_away, second.sends_away = second, first
        for other_end in theirs:
            other_end.send(b"hello")
        intake.take()
        assert sorted([first.heard, second.heard]) == [[], [b"hello"]]


def test_a_number_that_the_system_gave_to_another_socket_is_left_alone() -> None:
    with lines(2) as (intake, (first, second), theirs):
        intake.remove(second.sock.fileno(), cast("HotConnection", first))
        theirs[1].send(b"mine")
        intake.take()
        assert second.heard == [b"mine"]
