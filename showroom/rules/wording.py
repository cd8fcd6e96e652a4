"""Refusals and fixes as sentences, in every language of the product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.money import format_surcharge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from showroom.catalogue import Choice, Product
    from showroom.configuration import Fix, Reason
    from showroom.errors import ConfigurationRefused


def explain(product: Product, refused: ConfigurationRefused, language: str) -> str:
    """Say to a person what is refused and why: the wish by its names, the rules by their sentences."""
    return refusal_sentence(product, refused.wish, refused.reason, language)


def refusal_sentence(product: Product, wish: Iterable[Choice], reason: Reason, language: str) -> str:
    """The same for a wish and a reason."""
    wished = ", ".join(name_of(product, choice, language) for choice in wish)
    sentences = " ".join(rule.sentence.in_language(language) for rule in reason.rules)
    standing = ", ".join(name_of(product, choice, language) for choice in reason.choices)
    if language == "de":
        wished = wished or "Diese Zusammenstellung"
        clash = f" Dem steht entgegen: {standing}." if standing else ""
        return f"{wished} ist so nicht möglich. {sentences}{clash}"
    wished = wished or "This combination"
    clash = f" In the way: {standing}." if standing else ""
    return f"{wished} is not possible. {sentences}{clash}"


def describe_fix(product: Product, fix: Fix, language: str) -> str:
    """Say a way out as one line for a button: the other changes and what all of it adds to the price."""
    changes = ", ".join(name_of(product, choice, language) for choice in fix.changes)
    return f"{changes} ({format_surcharge(fix.price_change, product.currency, language)})"


def name_of(product: Product, choice: Choice, language: str) -> str:
    """A choice by its names: ``Laces: Gold``; ids stand in for what the product does not have."""
    group = next((group for group in product.groups if group.id == choice.group), None)
    if group is None:
        return str(choice)
    value = next((value for value in group.values if value.id == choice.value), None)
    return f"{group.name.in_language(language)}: {value.name.in_language(language) if value else choice.value}"
