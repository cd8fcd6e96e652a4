from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from showroom.catalogue import Choice, Rule, Text
from showroom.configuration import Configuration
from showroom.errors import Rejected
from showroom.rules import contradiction, proving, solver, unreachable, violations
from showroom.rules.solver import solve, space_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DataObject, SearchStrategy

    from showroom.catalogue import Product


def keeping(product: Product, rules: Sequence[Rule]) -> list[Configuration]:
    ids = [group.id for group in product.groups]
    every = itertools.product(*([value.id for value in group.values] for group in product.groups))
    configurations = (Configuration(product.id, tuple(sorted(zip(ids, values, strict=True)))) for values in every)
    return [one for one in configurations if not set(violations(product, one)) & set(rules)]


@given(data=st.data())
def test_the_solver_finds_values_exactly_where_trying_everything_does(
    small_products: SearchStrategy[Product], data: DataObject
) -> None:
    product = data.draw(small_products)
    space = space_of(product)
    found = solve([clause for rule in space.clauses for clause in rule], space.full())
    assert (found is not None) == bool(keeping(product, product.rules))


@given(data=st.data())
def test_whatever_is_picked_from_what_the_solver_leaves_keeps_every_rule(
    small_products: SearchStrategy[Product], data: DataObject
) -> None:
    product = data.draw(small_products)
    space = space_of(product)
    found = solve([clause for rule in space.clauses for clause in rule], space.full())
    if found is not None:
        left = [
            [(group, value) for number, value in enumerate(values) if domain >> number & 1]
            for group, values, domain in zip(space.group_ids, space.value_ids, found, strict=True)
        ]
        for choices in itertools.product(*left):
            assert not violations(product, Configuration(product.id, tuple(sorted(choices))))


@given(data=st.data())
def test_a_contradiction_is_minimal_and_found_where_there_is_one(
    small_products: SearchStrategy[Product], data: DataObject
) -> None:
    product = data.draw(small_products)
    clash = contradiction(product)
    assert bool(clash) == (not keeping(product, product.rules))
    if clash:
        assert not keeping(product, clash)
        assert all(keeping(product, [other for other in clash if other != rule]) for rule in clash)


@given(data=st.data())
def test_unreachable_values_are_those_that_trying_everything_does_not_meet(
    small_products: SearchStrategy[Product], data: DataObject
) -> None:
    product = data.draw(small_products)
    met = {choice for one in keeping(product, product.rules) for choice in one.choices}
    every = {(group.id, value.id) for group in product.groups for value in group.values}
    dead = unreachable(product)
    assert {(choice.group, choice.value) for choice, _ in dead} == every - met
    for choice, rules in dead:
        assert not [one for one in keeping(product, rules) if one[choice.group] == choice.value]


def test_rules_too_tangled_to_answer_are_refused_instead_of_waited_for(
    runner: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver, "MAX_STEPS", 0)
    with pytest.raises(Rejected) as caught:
        proving.contradiction(runner)
    assert caught.value.code == "rules-too-complex"


def test_a_value_is_named_with_the_rules_that_shut_it_out(runner: Product) -> None:
    never = Rule("never", "excludes", (Choice("sole", "gum"),), (Choice("sole", "gum"),), Text(en="No.", de="Nein."))
    assert unreachable(replace(runner, rules=(*runner.rules, never))) == ((Choice("sole", "gum"), (never,)),)
