"""Products that the tests of the domain share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import strategies as st

from showroom.catalogue import Choice, Group, Product, Rule, Tax, Text, Value

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

Kind = Literal["requires", "excludes", "includes"]
VAT = Tax(Text(en="VAT", de="MwSt."), 1900, included=True)


def text(word: str) -> Text:
    return Text(en=word, de=f"{word} (de)")


@st.composite
def _groups(draw: DrawFn) -> tuple[Group, ...]:
    groups = []
    for group in range(draw(st.integers(2, 4))):
        prices = draw(st.lists(st.sampled_from([0, 0, 100, 250]), min_size=1, max_size=3))
        values = tuple(Value(f"v{number}", text(f"V{number}"), price) for number, price in enumerate(prices))
        initial = draw(st.sampled_from(values)).id
        groups.append(Group(f"g{group}", text(f"G{group}"), values, initial))
    return tuple(groups)


@st.composite
def _products(draw: DrawFn) -> Product:
    groups = draw(_groups())
    choices = st.sampled_from([Choice(group.id, value.id) for group in groups for value in group.values])
    some = st.lists(choices, min_size=1, max_size=2, unique=True).map(tuple)
    kinds: SearchStrategy[Kind] = st.sampled_from(["requires", "excludes", "includes"])
    rules = tuple(
        Rule(f"r{number}", draw(kinds), draw(some), draw(some), text(f"Rule {number}."))
        for number in range(draw(st.integers(0, 6)))
    )
    return Product("thing", "other", text("Thing"), text(""), "EUR", 1000, VAT, (), groups, rules)


@pytest.fixture(scope="session")
def small_products() -> SearchStrategy[Product]:
    """Every kind of small product: few enough configurations to try them all, also nonsensical rules."""
    return _products()


@pytest.fixture(scope="session")
def runner() -> Product:
    """A shoe as a shop has it."""

    def value(name: str, price: int = 0) -> Value:
        return Value(name, Text(en=name.title(), de=_GERMAN[name]), price)

    groups = (
        Group(
            "upper",
            Text(en="Upper", de="Obermaterial"),
            (value("white"), value("black", 500), value("red", 1000)),
            "white",
        ),
        Group(
            "sole",
            Text(en="Sole", de="Sohle"),
            (value("white"), value("black"), value("gum", 300)),
            "white",
        ),
        Group(
            "laces",
            Text(en="Laces", de="Schnürsenkel"),
            (value("white"), value("black"), value("gold", 900)),
            "white",
        ),
    )
    rules = (
        Rule(
            "gold-needs-dark",
            "requires",
            (Choice("laces", "gold"),),
            (Choice("upper", "black"), Choice("upper", "red")),
            Text(en="Gold laces go with a black or red upper.", de="Gold gibt es zu Schwarz oder Rot."),
        ),
        Rule(
            "red-brings-gold",
            "includes",
            (Choice("upper", "red"),),
            (Choice("laces", "gold"),),
            Text(en="A red upper comes with gold laces.", de="Zu Rot gehören goldene Schnürsenkel."),
        ),
        Rule(
            "no-gum-on-black",
            "excludes",
            (Choice("upper", "black"),),
            (Choice("sole", "gum"),),
            Text(en="There is no gum sole on black.", de="Zu Schwarz gibt es keine Kautschuksohle."),
        ),
    )
    name = Text(en="Runner", de="Laufschuh")
    return Product("runner", "shoe", name, Text(en="", de=""), "EUR", 12_900, VAT, (), groups, rules)


_GERMAN = {"white": "Weiß", "black": "Schwarz", "red": "Rot", "gum": "Kautschuk", "gold": "Gold"}
