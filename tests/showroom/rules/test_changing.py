from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.catalogue import Choice
from showroom.configuration import Configuration, initial
from showroom.errors import ConfigurationRefused, Rejected
from showroom.rules import Change, amount, change, included, violations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hypothesis.strategies import DataObject, SearchStrategy

    from showroom.catalogue import Product, Rule


def everything(product: Product) -> Iterator[Configuration]:
    ids = [group.id for group in product.groups]
    for values in itertools.product(*([value.id for value in group.values] for group in product.groups)):
        yield Configuration(product.id, tuple(sorted(zip(ids, values, strict=True))))


def draw_wish(data: DataObject, product: Product) -> tuple[Configuration, dict[str, str]]:
    standing = data.draw(st.sampled_from(list(everything(product))))
    groups = data.draw(st.lists(st.sampled_from(product.groups), min_size=1, max_size=2, unique=True))
    return standing, {group.id: data.draw(st.sampled_from(group.values)).id for group in groups}


def attempt(product: Product, standing: Configuration, wish: Mapping[str, str]) -> Change | ConfigurationRefused:
    try:
        return change(product, standing, wish)
    except ConfigurationRefused as refused:
        return refused


def is_possible(product: Product, wish: Mapping[str, str], rules: Sequence[Rule], choices: Sequence[Choice]) -> bool:
    wanted = {*wish.items(), *((choice.group, choice.value) for choice in choices)}
    return any(
        wanted <= set(configuration.choices) and not set(violations(product, configuration)) & set(rules)
        for configuration in everything(product)
    )


@given(data=st.data())
def test_an_accepted_change_keeps_every_rule_and_the_whole_wish(
    small_products: SearchStrategy[Product], data: DataObject
) -> None:
    product = data.draw(small_products)
    standing, wish = draw_wish(data, product)
    result = attempt(product, standing, wish)
    if isinstance(result, Change):
        after = result.configuration.as_dict()
        assert not violations(product, result.configuration)
        assert wish.items() <= after.items()
        differing = {Choice(group, value) for group, value in after.items() if standing[group] != value}
        assert differing == {*result.applied, *result.added}
        assert not {choice.group for choice in result.added} & wish.keys()
        assert {choice.group for choice in result.applied} <= wish.keys()


@given(data=st.data())
def test_only_what_a_rule_includes_is_added(small_products: SearchStrategy[Product], data: DataObject) -> None:
    product = data.draw(small_products)
    standing, wish = draw_wish(data, product)
    result = attempt(product, standing, wish)
    if isinstance(result, Change):
        included_anywhere = {c for rule in product.rules if rule.kind == "includes" for c in rule.then}
        assert set(result.added) <= included_anywhere


@given(data=st.data())
def test_a_wish_that_breaks_nothing_is_done_and_nothing_else(
    small_products: SearchStrategy[Product], data: DataObject
) -> None:
    product = data.draw(small_products)
    standing, wish = draw_wish(data, product)
    wished = standing.replace(wish)
    if not violations(product, wished):
        assert change(product, standing, wish).configuration == wished


@given(data=st.data())
def test_without_any_one_of_its_rules_and_choices_the_reason_of_a_refusal_is_gone(
    small_products: SearchStrategy[Product], data: DataObject
) -> None:
    product = data.draw(small_products)
    standing, wish = draw_wish(data, product)
    refused = attempt(product, standing, wish)
    if isinstance(refused, ConfigurationRefused):
        rules, choices = refused.reason.rules, refused.reason.choices
        assert all(standing[choice.group] == choice.value and choice.group not in wish for choice in choices)
        assert not is_possible(product, wish, rules, choices)
        for rule in rules:
            assert is_possible(product, wish, [other for other in rules if other != rule], choices)
        for choice in choices:
            assert is_possible(product, wish, rules, [other for other in choices if other != choice])


@given(data=st.data())
def test_the_fixes_are_the_best_three_of_all_minimal_ones(
    small_products: SearchStrategy[Product], data: DataObject
) -> None:
    product = data.draw(small_products)
    standing, wish = draw_wish(data, product)
    refused = attempt(product, standing, wish)
    if isinstance(refused, ConfigurationRefused):
        expected = best_fixes(product, standing, wish)
        assert [(fix.price_change, fix.changes) for fix in refused.fixes] == expected


def best_fixes(
    product: Product, standing: Configuration, wish: Mapping[str, str]
) -> list[tuple[int, tuple[Choice, ...]]]:
    """Every minimal fix by trying all configurations, in the documented order, cut after three."""
    before = amount(product, standing)
    order = {
        Choice(group.id, value.id): (i, j)
        for i, group in enumerate(product.groups)
        for j, value in enumerate(group.values)
    }
    fixes = {}
    for configuration in everything(product):
        if wish.items() <= configuration.as_dict().items() and not violations(product, configuration):
            choices = (Choice(*choice) for choice in configuration.choices)
            changes = [c for c in choices if c.group not in wish and c.value != standing[c.group]]
            fixes[frozenset(changes)] = amount(product, configuration) - before
    minimal = [
        (len(changes), price, sorted(order[choice] for choice in changes), changes)
        for changes, price in fixes.items()
        if not any(other < changes for other in fixes)
    ]
    ranked = sorted(minimal, key=lambda fix: fix[:3])[:3]
    return [(price, tuple(sorted(changes, key=order.__getitem__))) for _, price, _, changes in ranked]


@given(data=st.data())
def test_applying_a_fix_keeps_every_rule_and_leaves_the_wish_alone(
    small_products: SearchStrategy[Product], data: DataObject
) -> None:
    product = data.draw(small_products)
    standing, wish = draw_wish(data, product)
    refused = attempt(product, standing, wish)
    if isinstance(refused, ConfigurationRefused):
        for fix in refused.fixes:
            changes = {choice.group: choice.value for choice in fix.changes}
            assert not changes.keys() & wish.keys()
            applied = change(product, standing, {**wish, **changes})
            assert applied.added == ()
            assert amount(product, applied.configuration) - amount(product, standing) == fix.price_change


def test_what_a_rule_includes_comes_along_at_no_charge(runner: Product) -> None:
    result = change(runner, initial(runner), {"upper": "red"})
    assert result.applied == (Choice("upper", "red"),)
    assert result.added == (Choice("laces", "gold"),)
    assert included(runner, result.configuration) == {Choice("laces", "gold")}
    assert amount(runner, result.configuration) == 12_900 + 1000


def test_a_refused_choice_names_rule_standing_choice_and_the_cheapest_way_out(runner: Product) -> None:
    with pytest.raises(ConfigurationRefused) as caught:
        change(runner, initial(runner), {"laces": "gold"})
    refused = caught.value
    assert refused.code == "configuration-refused"
    assert [rule.id for rule in refused.reason.rules] == ["gold-needs-dark"]
    assert refused.reason.choices == (Choice("upper", "white"),)
    assert [(str(fix.changes[0]), fix.price_change) for fix in refused.fixes] == [
        ("upper=red", 1000),
        ("upper=black", 1400),
    ]


def test_a_standing_choice_that_would_be_replaced_anyway_is_no_reason(runner: Product) -> None:
    gum = initial(runner).replace({"sole": "gum"})
    with pytest.raises(ConfigurationRefused) as caught:
        change(runner, gum, {"upper": "black"})
    assert caught.value.reason.choices == (Choice("sole", "gum"),)


@pytest.mark.parametrize(
    ("changes", "code"), [({"heel": "high"}, "unknown-group"), ({"sole": "glass"}, "unknown-value")]
)
def test_what_the_product_does_not_have_cannot_be_wished_for(
    runner: Product, changes: dict[str, str], code: str
) -> None:
    with pytest.raises(Rejected) as caught:
        change(runner, initial(runner), changes)
    assert caught.value.code == code
