"""What a new catalogue does to what visitors have chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.configuration import Configuration, initial
from showroom.room.state import Standing, VisitorHistory
from showroom.rules import violations

if TYPE_CHECKING:
    from showroom.catalogue import Product
    from showroom.room.state import Step


def fitting(product: Product, standing: Standing | None) -> Standing:
    """The standing as it is where it fits `product`, else repaired with the next version; initial for None."""
    first = initial(product).as_dict()
    if standing is None:
        return Standing(0, first, {})
    possible = {group.id: {value.id for value in group.values} for group in product.groups}
    kept = {group: value for group, value in standing.choices.items() if value in possible.get(group, ())}
    choices = first | kept
    by = {group: visitor for group, visitor in standing.by.items() if group in kept}
    if violations(product, Configuration(product.id, tuple(sorted(choices.items())))):
        choices, by = first, {}
    if choices == standing.choices:
        return standing
    return Standing(standing.version + 1, choices, by)


def pruned(product: Product, history: VisitorHistory) -> VisitorHistory:
    """A history without the steps that speak of groups or values which are gone."""
    known = {(group.id, value.id) for group in product.groups for value in group.values}

    def is_known(step: Step) -> bool:
        return all((part.group, part.before) in known and (part.group, part.after) in known for part in step)

    return VisitorHistory(
        tuple(step for step in history.done if is_known(step)),
        tuple(step for step in history.undone if is_known(step)),
    )
