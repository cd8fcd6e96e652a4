"""What rules mean for one complete configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.catalogue import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from showroom.catalogue import Product, Rule
    from showroom.configuration import Configuration


def violations(product: Product, configuration: Configuration) -> tuple[Rule, ...]:
    """The rules that `configuration` breaks, in the product's order; empty where it keeps them all."""
    chosen = configuration.as_dict()
    return tuple(rule for rule in product.rules if is_broken(rule, chosen))


def is_broken(rule: Rule, chosen: Mapping[str, str]) -> bool:
    """Whether `chosen` (group id to value id, complete) breaks the rule."""
    if not all_stand(rule.when, chosen):
        return False
    standing = [chosen[choice.group] == choice.value for choice in rule.then]
    match rule.kind:
        case "requires":
            return not any(standing)
        case "excludes":
            return any(standing)
        case "includes":
            return not all(standing)


def all_stand(choices: Iterable[Choice], chosen: Mapping[str, str]) -> bool:
    """Whether every one of `choices` stands in `chosen`."""
    return all(chosen.get(choice.group) == choice.value for choice in choices)


def included(product: Product, configuration: Configuration) -> frozenset[Choice]:
    """The standing choices that an `includes` rule gives at no charge."""
    chosen = configuration.as_dict()
    return frozenset(
        choice
        for rule in product.rules
        if rule.kind == "includes" and all_stand(rule.when, chosen)
        for choice in rule.then
        if chosen[choice.group] == choice.value
    )


def amount(product: Product, configuration: Configuration) -> int:
    """The price in minor units as the product file counts it: base and surcharges, included values free."""
    chosen = configuration.as_dict()
    free = included(product, configuration)
    return product.price + sum(
        value.price
        for group in product.groups
        for value in group.values
        if value.id == chosen[group.id] and Choice(group.id, value.id) not in free
    )
