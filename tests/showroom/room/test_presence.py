"""The pose board sends the newest of everybody, once."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from showroom.protocol.codec import Pose, iter_poses, pack_pose_frame
from showroom.protocol.messages import Body
from showroom.room.presence import PoseBoard

UPRIGHT = (0.0, 0.0, 0.0, 1.0)


def frame_of(number: int, sequence: int, x: float = 0.0, z: float = 0.0) -> bytes:
    return pack_pose_frame([Pose(number, sequence, (x, 0.0, z), UPRIGHT)])


def sequences(frame: bytes) -> dict[int, int]:
    return {pose.number: pose.sequence for pose in iter_poses(frame)} if frame else {}


def test_a_tick_holds_the_newest_pose_of_who_moved() -> None:
    board = PoseBoard()
    for number in (1, 2, 3):
        board.add(number, Body((0.0, 0.0, 0.0)), 0.0)
    assert sequences(board.frame(0.0)) == {1: 0, 2: 0, 3: 0}
    board.put(frame_of(2, 7), 0.0)
    board.put(frame_of(2, 8), 0.0)
    assert sequences(board.frame(0.05)) == {2: 8}
    assert board.frame(0.1) == b""


def test_everybody_is_sent_again_every_two_seconds() -> None:
    board = PoseBoard()
    board.add(1, Body((0.0, 0.0, 0.0)), 0.0)
    board.add(2, Body((0.0, 0.0, 0.0)), 0.0)
    frames = [board.frame(tick * 0.05) for tick in range(100)]
    assert [tick for tick, frame in enumerate(frames) if frame] == [0, 40, 80]


def test_who_went_is_sent_no_more() -> None:
    board = PoseBoard()
    board.add(1, Body((0.0, 0.0, 0.0)), 0.0)
    board.remove(1)
    board.put(frame_of(1, 5), 0.0)
    assert board.frame(0.0) == b""
    assert board.last_body(1) is None
    assert len(board) == 0


def test_the_last_body_is_where_somebody_stands() -> None:
    board = PoseBoard()
    board.add(300, Body((1.25, 0.0, -2.5)), 0.0)
    board.put(frame_of(300, 1, x=3.0, z=-4.0), 0.0)
    assert board.last_body(300) == Body((3.0, 0.0, -4.0), UPRIGHT)
    assert board.bodies() == {300: Body((3.0, 0.0, -4.0), UPRIGHT)}


def test_a_newcomer_gets_everybody() -> None:
    board = PoseBoard()
    board.add(1, Body((0.0, 0.0, 0.0)), 0.0)
    board.add(2, Body((0.0, 0.0, 0.0)), 0.0)
    board.frame(0.0)
    assert set(sequences(board.snapshot())) == {1, 2}


def test_in_a_small_room_all_get_the_same_frame() -> None:
    board = PoseBoard()
    board.add(1, Body((-100.0, 0.0, 0.0)), 0.0)
    board.add(2, Body((100.0, 0.0, 0.0)), 0.0)
    (delivery,) = board.tick(0.0)
    assert set(delivery.numbers) == {1, 2}
    assert set(sequences(delivery.frame)) == {1, 2}
    assert board.tick(0.05) == ()


def test_in_a_crowd_near_ones_come_at_every_tick_and_far_ones_within_five() -> None:
    board = PoseBoard(crowd=10)
    for number in range(20):
        board.add(number, Body((100.0 if number >= 10 else 0.0, 0.0, 0.0)), 0.0)
    board.tick(0.0)
    seen: set[int] = set()
    for tick in range(1, 6):
        for number in range(20):
            board.put(frame_of(number, tick, x=100.0 if number >= 10 else 0.0), tick * 0.05)
        deliveries = board.tick(tick * 0.05)
        mine = next(delivery for delivery in deliveries if 0 in delivery.numbers)
        assert set(range(10)) <= set(sequences(mine.frame))
        far = set(sequences(mine.frame)) - set(range(10))
        assert len(far) == 2
        seen |= far
    assert seen == set(range(10, 20))


class BoardMachine(RuleBasedStateMachine):
    """A board against a dictionary, with one watcher who takes in every frame."""

    def __init__(self) -> None:
        super().__init__()
        self.board = PoseBoard()
        self.truth: dict[int, int] = {}
        self.seen: dict[int, int] = {}
        self.now_s = 0.0

    @rule(number=st.integers(0, 5))
    def add(self, number: int) -> None:
        self.board.add(number, Body((0.0, 0.0, 0.0)), self.now_s)
        self.truth[number] = 0

    @rule(number=st.integers(0, 5), sequence=st.integers(1, 60000))
    def put(self, number: int, sequence: int) -> None:
        verdict = self.board.put(frame_of(number, sequence), self.now_s)
        if number not in self.truth:
            assert verdict == "unknown"
        elif self.truth[number] == 0 or 0 < (sequence - self.truth[number]) % 65536 < 32768:
            assert verdict == "taken"
            self.truth[number] = sequence
        else:
            assert verdict == "stale"

    @precondition(lambda self: self.truth)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.truth)))
        self.board.remove(number)
        del self.truth[number]
        self.seen.pop(number, None)

    @rule()
    def tick(self) -> None:
        self.now_s += 0.05
        self.seen |= sequences(self.board.frame(self.now_s))
        assert self.seen == self.truth

    @invariant()
    def nobody_is_lost(self) -> None:
        assert sequences(self.board.snapshot()) == self.truth


TestBoardMachine = BoardMachine.TestCase
