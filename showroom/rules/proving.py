"""What a product's rules allow at all: asked before it is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.catalogue import Choice
from showroom.rules.conflict import minimal_conflict
from showroom.rules.solver import Clause, Space, solve, space_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from showroom.catalogue import Product, Rule


def contradiction(product: Product) -> tuple[Rule, ...]:
    """A minimal set of rules that no configuration keeps; empty where some configuration keeps all rules.

    Raises:
        Rejected: ``rules-too-complex``.
    """
    space = space_of(product)
    everything = space.full()
    if _solution(space, range(len(product.rules)), everything) is not None:
        return ()
    clash = minimal_conflict(range(len(product.rules)), lambda rules: _solution(space, rules, everything) is not None)
    return tuple(product.rules[index] for index in clash)


def unreachable(product: Product) -> tuple[tuple[Choice, tuple[Rule, ...]], ...]:
    """Every value that no allowed configuration contains, with a minimal set of rules that shuts it out.

    Raises:
        Rejected: ``rules-too-complex``.
    """
    space = space_of(product)
    clauses = [clause for rule in space.clauses for clause in rule]
    reached = [0] * len(space.group_ids)
    dead = []
    for group, values in enumerate(space.value_ids):
        for number, value in enumerate(values):
            if reached[group] >> number & 1:
                continue
            found = solve(clauses, _with(space, group, number))
            if found is None:
                dead.append((Choice(space.group_ids[group], value), _shut_out_by(product, space, group, number)))
            else:
                around = _around(clauses, [left & -left for left in found], space.full())
                reached = [before | now for before, now in zip(reached, around, strict=True)]
    return tuple(dead)


def _shut_out_by(product: Product, space: Space, group: int, number: int) -> tuple[Rule, ...]:
    domains = _with(space, group, number)
    clash = minimal_conflict(range(len(product.rules)), lambda rules: _solution(space, rules, domains) is not None)
    return tuple(product.rules[index] for index in clash)


def _around(clauses: Sequence[Clause], solution: Sequence[int], full: Sequence[int]) -> list[int]:
    """For each group the values that it may change to alone: those in every clause that only it keeps."""
    free = list(full)
    for clause in clauses:
        keepers = [(group, mask) for group, mask in clause if solution[group] & mask]
        if len(keepers) == 1:
            group, mask = keepers[0]
            free[group] &= mask
    return free


def _with(space: Space, group: int, number: int) -> list[int]:
    domains = space.full()
    domains[group] = 1 << number
    return domains


def _solution(space: Space, rules: Iterable[int], domains: list[int]) -> list[int] | None:
    return solve([clause for rule in rules for clause in space.clauses[rule]], domains)
