"""What a layout comes to at a moment."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from showroom.arranging.model import arranged, arrangements, next_change_s
from showroom.catalogue import Choice
from showroom.layout import assign
from tests.showroom.arranging.halls import BASE, CATALOGUE, HALL, layout

CAMPAIGN = """
[[campaigns]]
id = "sale"
room = "hall"
from = 2026-06-01
until = 2026-06-30
stands = [
  { product = "boot", plinth = "small" },
  { product = "runner", at = [3, 0], heading_deg = 90 },
]
"""
SALE = layout(BASE + CAMPAIGN)
BEGIN_S = datetime(2026, 5, 31, 22, tzinfo=UTC).timestamp()
END_S = datetime(2026, 6, 30, 22, tzinfo=UTC).timestamp()


def standing(moment_s: float) -> dict[str, str | None]:
    plan = arranged(HALL, arrangements(SALE, moment_s)["hall"])
    return {plinth.id: plinth.product for plinth in plan.plinths}


def test_a_campaign_stands_from_its_first_moment_until_the_end_of_its_last_day_in_its_zone() -> None:
    base = {"small": "runner", "tiny": None, "stage": "coupe"}
    during = {"small": "boot", "tiny": None, "stage": "coupe", "place-runner": "runner"}
    assert standing(BEGIN_S - 1) == base
    assert standing(BEGIN_S) == standing(END_S - 1) == during
    assert standing(END_S) == base


def test_the_next_change_is_the_next_begin_or_end() -> None:
    assert next_change_s(SALE, 0.0) == BEGIN_S
    assert next_change_s(SALE, BEGIN_S) == END_S
    assert next_change_s(SALE, END_S) is None


@given(st.floats(BEGIN_S - 1e7, END_S + 1e7))
def test_nothing_stands_twice_at_any_time(moment_s: float) -> None:
    products = [product for product in standing(moment_s).values() if product]
    assert len(products) == len(set(products))


def test_a_layout_leaves_plinths_empty_unless_it_fills() -> None:
    plan = arranged(HALL, arrangements(SALE, 0.0)["hall"])
    assert {plinth.product for plinth in assign(plan, CATALOGUE.products).plinths} == {"runner", "coupe", None}
    moved = BASE.replace('plinth = "small", choose = { upper = "gold" }', "at = [3, 0]")
    roomy = layout(moved.replace('room = "hall"', 'room = "hall"\nfill = true'))
    filled = assign(arranged(HALL, arrangements(roomy, 0.0)["hall"]), CATALOGUE.products)
    assert [plinth.product for plinth in filled.plinths] == ["boot", None, "coupe", "runner"]


def test_a_plinth_kept_empty_is_not_filled() -> None:
    kept = layout('[[rooms]]\nroom = "hall"\nfill = true\nstands = [{ plinth = "small", empty = true }]\n')
    filled = assign(arranged(HALL, arrangements(kept, 0.0)["hall"]), CATALOGUE.products)
    assert filled.plinths[0].product is None


def test_rooms_that_a_layout_does_not_name_stay_as_they_are() -> None:
    assert arrangements(layout(""), 0.0) == {}


def test_a_campaign_alone_changes_only_what_it_names() -> None:
    alone = layout('timezone = "Europe/Berlin"' + CAMPAIGN)
    plan = arranged(HALL, arrangements(alone, BEGIN_S)["hall"])
    assert {plinth.id: plinth.product for plinth in plan.plinths} == standing(BEGIN_S)
    assert plan.fills


def test_the_wished_configuration_stands_on_the_plinth() -> None:
    plan = arranged(HALL, arrangements(SALE, 0.0)["hall"])
    assert plan.plinths[0].choices == (Choice("sole", "white"), Choice("upper", "gold"))
