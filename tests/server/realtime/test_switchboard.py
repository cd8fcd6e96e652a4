"""Who is told what, and in how many writes."""

from __future__ import annotations

from typing import cast

import pytest

from server.metrics import Metrics
from server.realtime.guest import Guest
from server.realtime.hot_connection import HotConnection, text_frame
from server.realtime.switchboard import LARGE_ROOM, LARGE_ROOM_TICKS, MOST_RESTS, PEOPLE_A_REST, STORM, Switchboard
from server.realtime.world import InRoom, Seat, Seated, Unseated
from showroom.protocol.codec import Pose, encode_control, pack_pose_frame
from showroom.protocol.messages import Body, Done, Left
from showroom.protocol.session import Session
from showroom.room.effects import Tell, TellAll


class Line:
    """A connection that keeps every write."""

    def __init__(self) -> None:
        self.writes: list[bytes] = []
        self.reads_along = True
        self.close_code = 0

    def send_message_frame(self, frame: bytes) -> bool:
        self.writes.append(frame)
        return True

    def send_pose_frame(self, frame: bytes) -> bool:
        if self.reads_along:
            self.writes.append(frame)
        return self.reads_along

    def let_poses_wait(self) -> None:
        pass

    def let_nothing_wait(self) -> None:
        pass

    def take_waiting(self) -> None:
        pass

    def begin_close(self, code: int, _reason: str) -> None:
        self.close_code = code


class Stage:
    def __init__(self, people: int) -> None:
        self.metrics = Metrics()
        self.board = Switchboard()
        self.lines = [Line() for _ in range(people)]
        self.guests = [Guest(cast("HotConnection", line), Session("server"), self.metrics.tally) for line in self.lines]
        for number, guest in enumerate(self.guests):
            self.board.carry_out([Seated(guest, Seat("main", number), Body((0.0, 0.0, 0.0)))], 0.0)
        # They came as a crowd, which a full room is told of a little later.
        for _ in range(MOST_RESTS + 1):
            self.board.tick(0.0)
        self.forget()

    def forget(self) -> None:
        for line in self.lines:
            line.writes.clear()

    def tell_all(self, number: int) -> None:
        self.board.carry_out([InRoom("main", TellAll(Left(number)))], 0.0)


def left(number: int) -> bytes:
    return text_frame(encode_control(Left(number)))


def step(stage: Stage) -> None:
    board = stage.guests[0].board
    assert board is not None
    board.put(pack_pose_frame([Pose(0, 1, (0.1, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0))]), 0.1)


def test_in_a_small_room_news_are_told_at_once() -> None:
    stage = Stage(2)
    stage.tell_all(7)
    assert [line.writes for line in stage.lines] == [[left(7)]] * 2


def test_in_a_large_room_all_news_travel_in_one_write_with_the_poses() -> None:
    stage = Stage(LARGE_ROOM)
    stage.tell_all(7)
    stage.tell_all(8)
    step(stage)
    assert all(not line.writes for line in stage.lines)
    stage.board.tick(0.1, LARGE_ROOM_TICKS)
    for line in stage.lines:
        (write,) = line.writes
        assert write.startswith(left(7) + left(8))
        assert len(write) > len(left(7) + left(8))
    assert stage.metrics.tally.pose_frames_sent == 2 * LARGE_ROOM


def test_in_a_large_room_where_nobody_moves_news_come_with_the_tick_all_the_same() -> None:
    stage = Stage(LARGE_ROOM)
    stage.tell_all(7)
    stage.board.tick(0.1, LARGE_ROOM_TICKS)
    assert [line.writes for line in stage.lines] == [[left(7)]] * LARGE_ROOM


def test_an_answer_does_not_overtake_the_news_before_it_and_does_not_wait() -> None:
    stage = Stage(LARGE_ROOM)
    stage.tell_all(7)
    stage.board.carry_out([InRoom("main", Tell(3, Done(1)))], 0.0)
    assert stage.lines[3].writes == [left(7) + text_frame(encode_control(Done(1)))]
    assert stage.lines[4].writes == []


def test_of_the_news_of_a_tick_everybody_gets_what_is_for_them_once_and_in_order() -> None:
    stage = Stage(LARGE_ROOM)
    stage.tell_all(7)
    stage.board.carry_out([InRoom("main", TellAll(Left(8), but=3))], 0.0)
    stage.board.carry_out([InRoom("main", Tell(4, Done(1)))], 0.0)
    stage.tell_all(9)
    stage.board.tick(0.1, LARGE_ROOM_TICKS)
    stage.board.tick(0.2, 2 * LARGE_ROOM_TICKS)
    heard = [b"".join(line.writes) for line in stage.lines]
    assert heard[0] == left(7) + left(8) + left(9)
    assert heard[3] == left(7) + left(9)
    assert heard[4] == left(7) + left(8) + text_frame(encode_control(Done(1))) + left(9)


def test_a_newcomer_is_not_told_what_was_before_them() -> None:
    stage = Stage(LARGE_ROOM)
    stage.tell_all(7)
    line = Line()
    guest = Guest(cast("HotConnection", line), Session("server"), stage.metrics.tally)
    stage.board.carry_out([Seated(guest, Seat("main", 99), Body((0.0, 0.0, 0.0)))], 0.0)
    stage.tell_all(8)
    stage.board.tick(0.1, LARGE_ROOM_TICKS)
    assert left(7) not in b"".join(line.writes)
    assert left(8) in b"".join(line.writes)


def test_who_lags_gets_the_news_without_the_poses() -> None:
    stage = Stage(LARGE_ROOM)
    stage.lines[5].reads_along = False
    stage.tell_all(7)
    step(stage)
    stage.board.tick(0.1, LARGE_ROOM_TICKS)
    assert stage.lines[5].writes == [left(7)]
    assert stage.metrics.tally.pose_frames_skipped == 1


@pytest.mark.parametrize("code", [None, 4009])
def test_who_goes_hears_the_last_news_first(code: int | None) -> None:
    stage = Stage(LARGE_ROOM)
    stage.tell_all(7)
    stage.board.carry_out([Unseated(Seat("main", 5), code, "bye")], 0.0)
    assert stage.lines[5].writes == [left(7)]
    assert stage.lines[5].close_code == (code or 0)


def crowd_comes(stage: Stage, people: range) -> None:
    for number in people:
        line = Line()
        guest = Guest(cast("HotConnection", line), Session("server"), stage.metrics.tally)
        stage.board.carry_out([Seated(guest, Seat("main", number), Body((0.0, 0.0, 0.0)))], 0.0)


def large_ticks_until_told(stage: Stage) -> int:
    stage.forget()
    for count in range(1, 20):
        stage.board.tick(0.05 * count, count * LARGE_ROOM_TICKS)
        if stage.lines[0].writes:
            return count
    raise AssertionError("never told")


def test_while_a_crowd_comes_a_full_room_is_told_less_often_and_of_everything() -> None:
    stage = Stage(2 * PEOPLE_A_REST)
    crowd_comes(stage, range(1000, 1000 + STORM))
    for number in range(STORM):
        stage.tell_all(1000 + number)
    assert large_ticks_until_told(stage) == 3
    told = b"".join(stage.lines[0].writes)
    assert all(left(1000 + number) in told for number in range(STORM))


def test_who_comes_alone_delays_nobody() -> None:
    stage = Stage(2 * PEOPLE_A_REST)
    crowd_comes(stage, range(1000, 1000 + STORM - 1))
    assert large_ticks_until_told(stage) == 1


def test_a_crowd_in_a_room_that_is_not_full_delays_nobody() -> None:
    stage = Stage(LARGE_ROOM)
    crowd_comes(stage, range(1000, 1000 + 5 * STORM))
    assert large_ticks_until_told(stage) == 1
