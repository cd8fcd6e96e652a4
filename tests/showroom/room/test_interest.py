"""The grid knows who is near."""

from __future__ import annotations

import random

from showroom.protocol.codec import POSE_BYTES, Pose, iter_poses, pack_pose
from showroom.room.interest import CellGrid

UPRIGHT = (0.0, 0.0, 0.0, 1.0)


def record_of(number: int, x: float, z: float) -> bytes:
    return pack_pose(Pose(number, 0, (x, 0.0, z), UPRIGHT))


def test_cells_are_four_metres_also_below_zero() -> None:
    grid = CellGrid()
    cells = []
    for number, x in enumerate((-4.01, -4.0, -0.01, 0.0, 3.99, 4.0)):
        grid.put(number, record_of(number, x, 9.0))
        cells.append(grid.cell(number))
    assert cells == [(-2, 2), (-1, 2), (-1, 2), (0, 2), (0, 2), (1, 2)]


def test_who_sways_across_a_border_stays_in_their_cell_and_who_walks_on_leaves_it() -> None:
    grid = CellGrid()
    cells = []
    for x in (3.9, 4.3, 3.8, 4.49, 4.5, 3.9, 3.51, 3.49):
        grid.put(1, record_of(1, x, 0.0))
        cells.append(grid.cell(1))
    assert cells == [(0, 0)] * 4 + [(1, 0)] * 3 + [(0, 0)]


def told(grid: CellGrid, records: dict[int, bytes], moved: set[int]) -> set[int]:
    """Whom number 0 hears of at a tick."""
    frame = next(joined for joined, numbers in grid.frames(records, moved) if 0 in numbers)
    return {pose.number for pose in iter_poses(b"\x01" + frame)}


def placed(metres: dict[int, float]) -> tuple[CellGrid, dict[int, bytes]]:
    grid = CellGrid()
    records = {number: record_of(number, x, 0.0) for number, x in metres.items()}
    for number, record in records.items():
        grid.put(number, record)
    return grid, records


def test_the_further_away_the_rarer() -> None:
    grid, records = placed({0: 1.0, 1: 5.0, 2: 9.0, 3: 41.0})
    heard = [told(grid, records, set(records)) for _ in range(20)]
    near, ring, far = (sum(number in tick for tick in heard) for number in (1, 2, 3))
    assert (near, far) == (20, 4)
    assert 10 <= ring <= 14  # the fifth that is told to all holds them too


def test_a_step_that_nobody_repeats_reaches_the_ring_and_the_far() -> None:
    grid, records = placed({0: 1.0, 2: 9.0, 3: 41.0})
    for wait in range(2):
        told(grid, records, set())
        heard = [told(grid, records, {2, 3} if tick == 0 else set()) for tick in range(6 + wait)]
        ring, far = (sum(number in tick for tick in heard) for number in (2, 3))
        assert 1 <= ring <= 2
        assert far == 1


def test_who_stands_still_costs_nothing() -> None:
    grid, records = placed({0: 1.0, 1: 5.0, 2: 9.0, 3: 41.0})
    for _ in range(6):
        told(grid, records, set(records))
    for _ in range(6):
        told(grid, records, set())
    assert told(grid, records, set()) == set()


def test_a_number_is_forgotten_wherever_it_stood() -> None:
    grid = CellGrid()
    grid.put(1, record_of(1, 0.0, 0.0))
    grid.put(1, record_of(1, 50.0, 0.0))
    grid.remove(1)
    grid.remove(1)
    assert grid.cell(1) is None
    assert not list(grid.frames({}, set()))


def test_where_everybody_is_near_nobody_comes_twice() -> None:
    grid = CellGrid()
    records = {number: record_of(number, number % 2 * 4.0, 0.0) for number in range(120)}
    for number, record in records.items():
        grid.put(number, record)
    for joined, _ in grid.frames(records, set(records)):
        assert len(joined) == len(records) * POSE_BYTES


def test_everybody_near_is_in_the_frame_and_everybody_gets_exactly_one() -> None:
    chance = random.Random(4)
    grid = CellGrid()
    places = {number: (chance.uniform(-40, 40), chance.uniform(-40, 40)) for number in range(200)}
    records = {number: record_of(number, *place) for number, place in places.items()}
    for number, record in records.items():
        grid.put(number, record)
    receivers: list[int] = []
    for joined, numbers in grid.frames(records, set(records)):
        assert len(joined) % POSE_BYTES == 0
        got = {pose.number for pose in iter_poses(b"\x01" + joined)}
        for number in numbers:
            receivers.append(number)
            x, z = places[number]
            near = {other for other, (a, b) in places.items() if abs(a - x) < 4 and abs(b - z) < 4}
            assert near <= got
    assert sorted(receivers) == sorted(records)
