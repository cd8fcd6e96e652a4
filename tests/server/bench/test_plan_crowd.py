"""What the plan for a crowd says of the database follows from what a commit takes."""

from __future__ import annotations

import pytest

from server.store.writer import GROUP_WINDOW_S
from tools.plan_crowd import Costs, Load, plan, simulate

COSTS = Costs(commit_s=0.002, row_s=0.0001)


def test_a_wish_alone_waits_for_its_group_and_its_commit() -> None:
    waits = simulate(1, Load(wishes_per_s=1.0, rows_a_wish=3.0), COSTS)
    assert waits.p50_ms == pytest.approx(1e3 * (GROUP_WINDOW_S + 0.002 + 3 * 0.0001))
    assert waits.busy < 0.01


def test_nodes_that_take_turns_wait_for_each_other() -> None:
    alone, many = simulate(1, Load(20.0), COSTS), simulate(20, Load(20.0), COSTS)
    assert many.p99_ms > 2 * alone.p99_ms
    assert many.busy == pytest.approx(20 * 20.0 * 0.0022, rel=0.1)


def test_more_than_the_turn_can_carry_piles_up_however_much_goes_along_in_one_commit() -> None:
    waits = simulate(300, Load(20.0), COSTS)
    assert waits.busy > 0.99
    assert waits.p50_ms > 300


def test_places_take_the_turn_of_wishes_and_nobody_waits_for_them() -> None:
    without, beside = (
        simulate(50, Load(4.0), COSTS),
        simulate(50, Load(4.0, places_per_s=4.0, rows_a_places=40.0), COSTS),
    )
    assert beside.busy > 2 * without.busy
    assert beside.p99_ms > without.p99_ms


def test_what_one_database_cannot_carry_several_shops_can() -> None:
    one, many = plan(100_000, 50, COSTS), plan(100_000, 50, COSTS, shops=100)
    assert one["cores"] == many["cores"]
    assert one["database_busy"] > 0.99
    assert many["database_busy"] < 0.5
    assert one["stored_after_ms_p50"] > 10 * many["stored_after_ms_p50"]
