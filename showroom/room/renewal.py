"""What a new catalogue does to what visitors have chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.configuration import Configuration, initial
from showroom.room.state import Standing, VisitorHistory
from showroom.rules import violations

if TYPE_CHECKING:
    from showroom.catalogue import Product, RoomPlan
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


def shown_as(product: Product, standing: Standing, before: RoomPlan | None, after: RoomPlan) -> Standing:
    """The standing as a new layout wants the product shown; what people choose afterwards is theirs again.

    Nothing happens where the layout asks for no configuration, or asked for the same before.
    """
    wished = _choices_of(after, product.id)
    was = _choices_of(before, product.id) if before is not None else {}
    if not wished or wished == was:
        return standing
    choices = initial(product).as_dict() | wished
    is_possible = all(any(value.id == choices.get(group.id) for value in group.values) for group in product.groups)
    if not is_possible or len(choices) != len(product.groups) or choices == standing.choices:
        return standing
    if violations(product, Configuration(product.id, tuple(sorted(choices.items())))):
        return standing
    return Standing(standing.version + 1, choices, {})


def _choices_of(plan: RoomPlan, product_id: str) -> dict[str, str]:
    for plinth in plan.plinths:
        if plinth.product == product_id:
            return {choice.group: choice.value for choice in plinth.choices}
    return {}


def pruned(product: Product, history: VisitorHistory) -> VisitorHistory:
    """A history without the steps that speak of groups or values which are gone."""
    known = {(group.id, value.id) for group in product.groups for value in group.values}

    def is_known(step: Step) -> bool:
        return all((part.group, part.before) in known and (part.group, part.after) in known for part in step)

    return VisitorHistory(
        tuple(step for step in history.done if is_known(step)),
        tuple(step for step in history.undone if is_known(step)),
    )
