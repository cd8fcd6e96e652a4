"""A new catalogue repairs what no longer fits."""

from __future__ import annotations

from msgspec.structs import replace

from showroom.catalogue import Choice, Group, Rule, Text, Value
from showroom.configuration import initial
from showroom.room.renewal import fitting, pruned
from showroom.room.state import Standing, StepPart, VisitorHistory
from tests.showroom.room.samples import RUNNER

PRODUCT = RUNNER.product
FIRST = initial(PRODUCT).as_dict()
WORDS = Text(en="x", de="y")


def test_a_new_product_stands_as_it_is_first_shown() -> None:
    assert fitting(PRODUCT, None) == Standing(0, FIRST, {})


def test_what_fits_stays_as_it_is() -> None:
    standing = Standing(4, {**FIRST, "upper": "red"}, {"upper": "anna"})
    assert fitting(PRODUCT, standing) is standing


def test_a_group_that_is_gone_is_dropped_and_a_new_one_is_initial() -> None:
    lining = Group("lining", WORDS, (Value("wool", WORDS),), "wool")
    product = replace(PRODUCT, groups=(*PRODUCT.groups[:3], lining))
    before = Standing(4, {**FIRST, "upper": "red"}, {"upper": "anna", "size": "ben"})
    after = fitting(product, before)
    assert after.choices == {"upper": "red", "sole": "plain", "laces": "white", "lining": "wool"}
    assert (after.version, after.by) == (5, {"upper": "anna"})


def test_choices_that_break_new_rules_are_initial_again() -> None:
    rule = Rule("no-red", "excludes", (Choice("upper", "red"),), (Choice("size", "eu40"),), WORDS)
    product = replace(PRODUCT, rules=(*PRODUCT.rules, rule))
    after = fitting(product, Standing(4, {**FIRST, "upper": "red", "size": "eu40"}, {"upper": "anna"}))
    assert after == Standing(5, FIRST, {})


def test_steps_to_what_is_gone_are_forgotten() -> None:
    gone = (StepPart("upper", "white", "", "purple"),)
    kept = (StepPart("upper", "white", "", "red"), StepPart("size", "eu42", "", "eu40"))
    assert pruned(PRODUCT, VisitorHistory((gone, kept), (kept, gone))) == VisitorHistory((kept,), (kept,))
