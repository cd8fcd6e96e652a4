"""A short run of the benchmark against a real server, and how its figures become a table."""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING

import msgspec
import pytest

from server.bench import report
from server.bench.generator import Load, is_near, place_of
from server.bench.peers import COLYSEUS, OURS
from server.bench.running import Cell, Figures, run
from showroom.errors import Rejected

if TYPE_CHECKING:
    from pathlib import Path

LOAD = Load(
    offered_hz=20.0,
    delivered=950.0,
    wanted=1000.0,
    bytes_per_pose=14.5,
    latency_ms=[10.0, 20.0, 30.0],
    server_core=0.1,
    generator_core=0.2,
    connection_kib=12.0,
    unsent=0,
    closed=0,
    begun_ns=0,
    ended_ns=5_000_000_000,
    megabytes_per_s=1.0,
)


def figures(cell: Cell, **changes: object) -> Figures:
    return Figures(cell, msgspec.structs.replace(LOAD, **changes))


def ran(cell: Cell, **changes: object) -> report.Run:
    return report.run_of(figures(cell, **changes))


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="the load needs a core beside the server's")
def test_everybody_hears_of_everybody_through_a_real_server() -> None:
    done = run(Cell(OURS, clients=4, seconds=0.5), None)
    assert done.load.closed == 0
    assert 0 < done.load.delivered <= done.load.wanted * 1.1
    assert 14.0 <= done.load.bytes_per_pose < 40.0
    assert done.load.sent == {}
    assert all(latency > 0 for latency in done.load.latency_ms)


def test_a_crowd_on_two_by_two_squares_is_near_and_on_a_wide_floor_it_is_not() -> None:
    places = [place_of(index, 2) for index in range(60)]
    assert all(is_near(one, other) for one in places for other in places)
    wide = [place_of(index, 12) for index in range(2000)]
    near = sum(is_near(wide[0], other) for other in wide)
    assert 0 < near < 2000 / 4
    assert all(0.25 < place.x % 4 < 3.75 for place in wide)  # swaying, nobody leaves their square


def test_ratios_are_taken_within_a_repetition_and_figures_are_medians() -> None:
    ours, theirs = Cell(OURS, 50), Cell(COLYSEUS, 50)
    repetitions = [
        [ran(ours, server_core=core), ran(theirs, server_core=core * times)]
        for core, times in ((0.1, 3.0), (0.2, 2.0), (0.4, 4.0))
    ]
    mine, other = report.rows(repetitions)
    assert (mine.figures["core"], mine.ratios, mine.runs) == (0.2, {}, 3)
    assert other.ratios["cpu_us_per_pose"] == pytest.approx(3.0)
    assert mine.figures["delivered"] == 0.95


def test_a_run_whose_generator_was_late_says_nothing() -> None:
    cell = Cell(OURS, 50)
    late = ran(cell, offered_hz=15.0)
    assert late.flaws == ("offered 15.0 Hz",)
    (row,) = report.rows([[late], [ran(cell)], [ran(cell, generator_core=0.9)], [ran(cell, closed=2)]])
    assert row.runs == 1
    (void,) = report.rows([[late]])
    assert math.isnan(void.figures["core"])
    assert report.as_data([void])[0]["core"] is None


def test_the_table_is_markdown_with_the_ratio_beside_the_figure() -> None:
    table = report.rows([[ran(Cell(OURS, 50)), ran(Cell(COLYSEUS, 50), server_core=0.3)]])
    lines = list(report.as_text(table))
    assert len({line.count("|") for line in lines if line}) == 1
    assert "(x3.0)" in lines[-1]


def test_a_run_that_was_cut_in_pieces_is_one_table(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    ours, theirs = Cell(OURS, 50), Cell(COLYSEUS, 50)
    whole = [[ran(ours, server_core=core), ran(theirs, server_core=3 * core)] for core in (0.1, 0.2, 0.4)]
    report.kept(path, whole[:1])
    assert report.rows(report.kept(path, whole[1:])) == report.rows(whole)


def test_repetitions_of_something_else_are_not_mixed_in(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    report.kept(path, [[ran(Cell(OURS, 50))]])
    before = path.read_bytes()
    with pytest.raises(Rejected, match="other servers or sizes"):
        report.kept(path, [[ran(Cell(OURS, 200))]])
    assert path.read_bytes() == before
    path.write_text("[]]")
    with pytest.raises(Rejected, match="no repetitions"):
        report.kept(path, [])
