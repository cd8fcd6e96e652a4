"""Differences between configurations, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.ui.spoken import tell
from showroom.ui.views import product_view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from showroom.catalogue import Publication


def change_words(
    publication: Publication, before: Mapping[str, str], after: Mapping[str, str], language: str
) -> list[tuple[str, str]]:
    """(group, value) of every group that stands in another value than before, in the order of the product."""
    return [
        (group.name.in_language(language), value.name.in_language(language))
        for group in publication.product.groups
        for value in group.values
        if after.get(group.id) == value.id != before.get(group.id)
    ]


def changed_sentence(
    who: str, publication: Publication, before: Mapping[str, str], after: Mapping[str, str], language: str
) -> str:
    """What somebody changed, with what it costs now; empty where nothing has changed."""
    changes = change_words(publication, before, after, language)
    if not changes:
        return ""
    product, price = _name_and_price(publication, after, language)
    if len(changes) == 1:
        group, value = changes[0]
        return tell("news.changed", language, who=who, group=group, product=product, value=value, price=price)
    words = ", ".join(tell("news.change", language, group=group, value=value) for group, value in changes)
    return tell("news.changed-more", language, who=who, product=product, changes=words, price=price)


def _name_and_price(publication: Publication, choices: Mapping[str, str], language: str) -> tuple[str, str]:
    view = product_view(publication, choices, language)
    return view.name, view.price
