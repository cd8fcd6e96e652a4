"""Ways out of a refusal: the fewest other changes that make a wish possible.

The search tree is that of hitting sets (R. Reiter, "A Theory of Diagnosis from First Principles", 1987): whatever
mends a configuration must change some group of each clause that it breaks, so only such changes are tried.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.catalogue import Choice
from showroom.configuration import Configuration, Fix
from showroom.rules.meaning import amount
from showroom.rules.solver import Clause, Space, solve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from showroom.catalogue import Product

MAX_FIXES = 3
MAX_STEPS = 2_500
"""How many partial fixes are looked at: more than any real product needs, few enough to answer while one waits."""

_Changes = frozenset[tuple[int, int]]
"""(group index, mask of the new value) pairs."""


def cheapest_fixes(
    product: Product, space: Space, configuration: Configuration, wish: Mapping[str, str]
) -> tuple[Fix, ...]:
    """Find at most `MAX_FIXES` fixes, best first: fewest changes, then lowest price, then order in the product.

    A fix changes only groups outside the wish, and none of its changes could be left out. Its `price_change` is what
    the wish and the fix together add to the price of `configuration`. Where the search gets too wide it ends with the
    best of what it has seen, at least one fix wherever there is one.

    Raises:
        Rejected: ``rules-too-complex``.
    """
    wished = [space.place(Choice(group, value)) for group, value in wish.items()]
    domains = space.full()
    for group, mask in wished:
        domains[group] = mask
    clauses = [clause for rule in space.clauses for clause in rule]
    possible = solve(clauses, domains)
    if possible is None:
        return ()
    start = [mask for _, mask in sorted(space.place(Choice(*choice)) for choice in configuration.choices)]
    for group, mask in wished:
        start[group] = mask
    search = _FixSearch(clauses, start, frozenset(group for group, _ in wished), space.full())
    found = search.smallest() or [_reduced(clauses, start, possible)]
    before = amount(product, configuration)
    fixes = (_fix(product, space, configuration, wish, changes) for changes in found)
    ranked = sorted((len(changes), price - before, positions, changes) for price, positions, changes in fixes)
    return tuple(Fix(changes, price_change) for _, price_change, _, changes in ranked[:MAX_FIXES])


def _fix(
    product: Product, space: Space, configuration: Configuration, wish: Mapping[str, str], changes: _Changes
) -> tuple[int, tuple[tuple[int, int], ...], tuple[Choice, ...]]:
    positions = tuple(sorted(changes))
    choices = tuple(space.choice(group, mask) for group, mask in positions)
    fixed = configuration.replace({**wish, **{choice.group: choice.value for choice in choices}})
    return amount(product, fixed), positions, choices


def _reduced(clauses: list[Clause], start: list[int], possible: list[int]) -> _Changes:
    """A fix out of any solution: every change that is not needed is taken back, one after the other."""
    now = [old if old & left else left & -left for old, left in zip(start, possible, strict=True)]
    for group, old in enumerate(start):
        trial = [*now[:group], old, *now[group + 1 :]]
        if all(_holds(clause, trial) for clause in clauses):
            now = trial
    return frozenset((group, mask) for group, mask in enumerate(now) if mask != start[group])


def _holds(clause: Clause, standing: list[int]) -> bool:
    for group, mask in clause:  # noqa: SIM110 - the innermost loop: a generator would double its time
        if standing[group] & mask:
            return True
    return False


class _FixSearch:
    """Iterative deepening over the number of changes, so that every smaller fix is known when a larger one is met."""

    def __init__(self, clauses: list[Clause], start: list[int], fixed: frozenset[int], full: list[int]) -> None:
        self.clauses = clauses
        self.standing = start.copy()
        self.fixed = fixed
        self.full = full
        self.steps = 0
        self.found: list[_Changes] = []
        self.watching: dict[int, list[int]] = {}
        for index, clause in enumerate(clauses):
            for group, _ in clause:
                self.watching.setdefault(group, []).append(index)

    def smallest(self) -> list[_Changes]:
        """Every minimal fix of the smallest sizes that give `MAX_FIXES` of them, or those seen in `MAX_STEPS`."""
        broken = frozenset(i for i, clause in enumerate(self.clauses) if not _holds(clause, self.standing))
        free = len(self.standing) - len(self.fixed)
        for size in range(1, free + 1):
            seen: set[_Changes] = set()
            for changes in self.fixes_of_size(size, broken, frozenset(), seen):
                if not any(known <= changes for known in self.found):
                    self.found.append(changes)
            if len(self.found) >= MAX_FIXES or self.steps > MAX_STEPS:
                break
        return self.found

    def fixes_of_size(
        self, size: int, broken: frozenset[int], changes: _Changes, seen: set[_Changes]
    ) -> Iterator[_Changes]:
        self.steps += 1
        if changes in seen or self.steps > MAX_STEPS:
            return
        seen.add(changes)
        if not broken:
            yield changes
            return
        if len(changes) == size:
            return
        changed = {group for group, _ in changes}
        for group, mask in self.clauses[min(broken)]:
            if group not in self.fixed and group not in changed:
                yield from self.with_other_value(size, broken, changes, seen, (group, mask))

    def with_other_value(
        self, size: int, broken: frozenset[int], changes: _Changes, seen: set[_Changes], literal: tuple[int, int]
    ) -> Iterator[_Changes]:
        group, mask = literal
        before = self.standing[group]
        rest = mask & self.full[group]
        while rest:
            bit = rest & -rest
            rest ^= bit
            self.standing[group] = bit
            touched = self.watching[group]
            now = broken.difference(touched).union(i for i in touched if not _holds(self.clauses[i], self.standing))
            yield from self.fixes_of_size(size, now, changes | {(group, bit)}, seen)
        self.standing[group] = before
