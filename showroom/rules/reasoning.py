"""Why a wish is refused: the smallest set of rules and standing choices that it clashes with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.catalogue import Choice
from showroom.configuration import Configuration, Reason
from showroom.rules.conflict import minimal_conflict
from showroom.rules.meaning import violations
from showroom.rules.solver import Clause, Space, solve

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from showroom.catalogue import Product

_Soft = tuple[int, int | None]
"""A rule (index, None) or a standing choice (group index, mask of its value)."""


def minimal_reason(
    product: Product, space: Space, configuration: Configuration, wish: Mapping[str, str], forced: Mapping[str, str]
) -> Reason:
    """Find the reason why `wish` cannot be had beside the standing `configuration`.

    It is made of broken rules and standing choices rather than of rules further away. A standing choice that an
    `includes` rule replaces by itself (its group is in `forced`) is no reason, unless nothing else explains it.
    """
    broken = violations(product, configuration.replace({**wish, **forced}))
    near: list[_Soft] = [(index, None) for index, rule in enumerate(product.rules) if rule in broken]
    far: list[_Soft] = [(index, None) for index, rule in enumerate(product.rules) if rule not in broken]
    is_possible = _possibility(space, wish)
    soft = [*near, *_standing(space, configuration, {*wish, *forced}), *far]
    if is_possible(soft):
        soft = [*near, *_standing(space, configuration, set(wish)), *far]
    clash = sorted(minimal_conflict(soft, is_possible), key=lambda constraint: constraint[0])
    return Reason(
        tuple(product.rules[index] for index, mask in clash if mask is None),
        tuple(space.choice(group, mask) for group, mask in clash if mask is not None),
    )


def _standing(space: Space, configuration: Configuration, without: set[str]) -> list[_Soft]:
    return [space.place(Choice(group, value)) for group, value in configuration.choices if group not in without]


def _possibility(space: Space, wish: Mapping[str, str]) -> Callable[[Sequence[_Soft]], bool]:
    """Whether some configuration has the wish and keeps the given rules and standing choices."""
    wished = space.full()
    for group_id, value_id in wish.items():
        group, mask = space.place(Choice(group_id, value_id))
        wished[group] = mask

    def is_possible(soft: Sequence[_Soft]) -> bool:
        domains = wished.copy()
        clauses: list[Clause] = []
        for index, mask in soft:
            if mask is None:
                clauses.extend(space.clauses[index])
            else:
                domains[index] = mask
        return solve(clauses, domains) is not None

    return is_possible
