"""Whether a product's rules leave something to sell: asked before anybody can run into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.configuration import initial
from showroom.errors import ConfigurationRefused, Rejected
from showroom.rules import change, contradiction, unreachable, violations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from showroom.catalogue import Product, Rule
    from showroom.toml_source import Path, Source


def check_rules(source: Source, product: Product) -> None:
    """Note contradictory rules, unreachable values and a first configuration that breaks rules."""
    try:
        clash = contradiction(product)
        if clash:
            _refuse_contradiction(source, product, clash)
        else:
            _refuse_unreachable(source, product)
            _refuse_initial(source, product)
    except Rejected as rejected:
        source.refuse(rejected.code, ("rules",), rejected.message, allowed=rejected.allowed, hint=rejected.hint)


def _refuse_contradiction(source: Source, product: Product, clash: tuple[Rule, ...]) -> None:
    first = min(product.rules.index(rule) for rule in clash)
    source.refuse(
        "contradictory-rules",
        ("rules", first),
        "no configuration keeps all of these rules",
        got=_places(source, product, clash),
        hint="change or drop any one of them",
    )


def _refuse_unreachable(source: Source, product: Product) -> None:
    for choice, rules in unreachable(product):
        index, group = next((i, group) for i, group in enumerate(product.groups) if group.id == choice.group)
        position = [value.id for value in group.values].index(choice.value)
        source.refuse(
            "unreachable-value",
            _path_of_value(source, index, position),
            "no allowed configuration has this value",
            got=str(choice),
            hint=f"shut out by {_places(source, product, rules)}: change one of them, or drop the value",
        )


def _path_of_value(source: Source, group: int, position: int) -> Path:
    for key in ("values", "sizes"):
        if ("groups", group, key, position) in source.line_of:
            return ("groups", group, key, position)
    return ("groups", group)


def _refuse_initial(source: Source, product: Product) -> None:
    start = initial(product)
    broken = violations(product, start)
    if not broken:
        return
    try:
        changes = change(product, start, {}).added
    except ConfigurationRefused as refused:
        changes = refused.fixes[0].changes if refused.fixes else ()
    hint = " and ".join(f'initial = "{choice.value}" in "{choice.group}"' for choice in changes)
    source.refuse(
        "initial-breaks-rules",
        ("rules", product.rules.index(broken[0])),
        "the first configuration breaks this rule",
        got=", ".join(f"{group}={value}" for group, value in start.choices),
        hint=hint and f"set {hint}",
    )


def _places(source: Source, product: Product, rules: Iterable[Rule]) -> str:
    lines = [(rule.id, source.line_of[("rules", product.rules.index(rule))]) for rule in rules]
    return ", ".join(f"{rule_id} (line {line})" for rule_id, line in lines)
