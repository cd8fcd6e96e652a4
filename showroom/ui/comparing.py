"""Two configurations side by side, in words: of one product or of two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.configuration import complete
from showroom.money import format_money, format_surcharge
from showroom.pricing import quote
from showroom.ui.cards import CompareRow, CompareView
from showroom.ui.texts import say
from showroom.ui.views import product_view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from showroom.catalogue import Publication
    from showroom.ui.state import ProductView

_NONE = "–"  # noqa: RUF001 - people read it


def compare_view(
    first: tuple[Publication, Mapping[str, str]],
    second: tuple[Publication, Mapping[str, str]],
    language: str,
    row: int = 0,
) -> CompareView:
    """Say where two configurations differ; groups of two products meet where they are called the same."""
    left, right = (product_view(publication, choices, language) for publication, choices in (first, second))
    chosen = [{group.name: _words(view, group.name) for group in view.groups} for view in (left, right)]
    names = list(dict.fromkeys([*chosen[0], *chosen[1]]))
    rows = [(name, *(each.get(name, _NONE) for each in chosen)) for name in names]
    if left.id != right.id:
        rows.insert(0, (say("compare.size", language), left.size, right.size))
    if left.availability or right.availability:
        rows.append((say("compare.supply", language), left.availability or _NONE, right.availability or _NONE))
    return CompareView(
        names=(left.name, right.name),
        codes=(left.code, right.code),
        prices=(left.price, right.price),
        difference=_difference(first, second, language),
        rows=tuple(CompareRow(name, one, other, differs=one != other) for name, one, other in rows),
        row=row,
    )


def _words(view: ProductView, name: str) -> str:
    group = next(group for group in view.groups if group.name == name)
    surcharge = next((value.surcharge for value in group.values if value.selected), "")
    return f"{group.chosen} ({surcharge})" if surcharge else group.chosen


def _difference(
    first: tuple[Publication, Mapping[str, str]], second: tuple[Publication, Mapping[str, str]], language: str
) -> str:
    one, other = (quote(entry.product, complete(entry.product, choices)) for entry, choices in (first, second))
    if one.currency != other.currency:
        return format_money(other.total, other.currency, language)
    if one.total == other.total:
        return say("refusal.same-price", language)
    return format_surcharge(other.total - one.total, one.currency, language)
