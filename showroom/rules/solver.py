"""A small finite-domain solver: groups are variables, their values bits, rules clauses.

Every rule is a conjunction of clauses "some group's value lies in its mask". A domain is the bit mask of the values
that are still possible. Search is backtracking with unit propagation (Davis, Logemann, Loveland 1962, on masks
instead of booleans); it stops as soon as every clause holds, so that whatever is left in the domains is free.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.catalogue import Choice
from showroom.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from showroom.catalogue import Product, Rule

Clause = tuple[tuple[int, int], ...]
"""(group index, mask of its values) pairs: at least one group must lie in its mask."""

MAX_STEPS = 2_000
"""How many branches one search may open: 500 random rules need about a hundred, and no shop stands still over one."""


@dataclass(frozen=True)
class Space:
    """A product as numbers: `groups` and `values` are in the product's order, `clauses[i]` is rule i's meaning."""

    group_ids: tuple[str, ...]
    value_ids: tuple[tuple[str, ...], ...]
    clauses: tuple[tuple[Clause, ...], ...]

    def full(self) -> list[int]:
        """Domains in which everything is possible."""
        return [(1 << len(values)) - 1 for values in self.value_ids]

    def place(self, choice: Choice) -> tuple[int, int]:
        """The group index of a choice and the mask of its value."""
        group = self.group_ids.index(choice.group)
        return group, 1 << self.value_ids[group].index(choice.value)

    def choice(self, group: int, mask: int) -> Choice:
        """The choice of the one value in `mask`."""
        return Choice(self.group_ids[group], self.value_ids[group][mask.bit_length() - 1])


def space_of(product: Product) -> Space:
    """Translate a product's groups and rules."""
    groups = tuple(group.id for group in product.groups)
    values = tuple(tuple(value.id for value in group.values) for group in product.groups)
    full = [(1 << len(ids)) - 1 for ids in values]
    places = {
        (group_id, value_id): (group, 1 << number)
        for group, (group_id, ids) in enumerate(zip(groups, values, strict=True))
        for number, value_id in enumerate(ids)
    }
    return Space(groups, values, tuple(_clauses(rule, places, full) for rule in product.rules))


def _clauses(rule: Rule, places: Mapping[tuple[str, str], tuple[int, int]], full: Sequence[int]) -> tuple[Clause, ...]:
    when = [places[choice.group, choice.value] for choice in rule.when]
    then = [places[choice.group, choice.value] for choice in rule.then]
    otherwise = [(group, full[group] & ~bit) for group, bit in when]
    match rule.kind:
        case "requires":
            return (_clause([*otherwise, *then]),)
        case "excludes":
            return tuple(_clause([*otherwise, (group, full[group] & ~bit)]) for group, bit in then)
        case "includes":
            return tuple(_clause([*otherwise, literal]) for literal in then)


def _clause(literals: Iterable[tuple[int, int]]) -> Clause:
    masks: dict[int, int] = {}
    for group, mask in literals:
        masks[group] = masks.get(group, 0) | mask
    return tuple(masks.items())


def solve(clauses: Sequence[Clause], domains: Sequence[int]) -> list[int] | None:
    """Narrow `domains` until every clause holds whatever is picked from what is left; None where nothing does.

    Raises:
        Rejected: ``rules-too-complex`` after `MAX_STEPS` branches.
    """
    return _Search(clauses, len(domains)).run(list(domains))


class _Search:
    def __init__(self, clauses: Sequence[Clause], groups: int) -> None:
        self.clauses = clauses
        self.steps = 0
        self.watching: list[list[int]] = [[] for _ in range(groups)]
        for index, clause in enumerate(clauses):
            for group, _ in clause:
                self.watching[group].append(index)

    def run(self, domains: list[int]) -> list[int] | None:
        if not self.propagate(domains, list(range(len(self.clauses)))):
            return None
        return self.search(domains, list(self.clauses))

    def search(self, domains: list[int], clauses: list[Clause]) -> list[int] | None:
        """Decide the tightest of the `clauses` that do not hold yet; what holds once holds in the whole branch."""
        still_open, tightest = _open_clauses(clauses, domains)
        if tightest is None:
            return domains
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise Rejected(
                "rules-too-complex",
                "these rules depend on each other in too many ways to be answered in time",
                allowed=f"{MAX_STEPS} steps of search",
                hint="split long chains of rules, or say them with fewer groups",
            )
        group, mask = next((group, mask) for group, mask in tightest if domains[group] & mask)
        for kept in (domains[group] & mask, domains[group] & ~mask):
            branch = domains.copy()
            branch[group] = kept
            if self.propagate(branch, list(self.watching[group])):
                found = self.search(branch, still_open)
                if found is not None:
                    return found
        return None

    def propagate(self, domains: list[int], queue: list[int]) -> bool:
        while queue:
            forced = _forced(self.clauses[queue.pop()], domains)
            if forced is None:
                continue
            group, left = forced
            if left == 0:
                return False
            domains[group] = left
            queue.extend(self.watching[group])
        return True


def _open_clauses(clauses: list[Clause], domains: list[int]) -> tuple[list[Clause], Clause | None]:
    """The clauses that do not hold yet, and of these the one with the fewest groups that can still keep it."""
    still_open: list[Clause] = []
    tightest, fewest = None, len(domains) + 1
    for clause in clauses:
        live = 0
        for group, mask in clause:
            left = domains[group] & mask
            if left == domains[group]:
                break
            live += left != 0
        else:
            still_open.append(clause)
            if live < fewest:
                tightest, fewest = clause, live
    return still_open, tightest


def _forced(clause: Clause, domains: list[int]) -> tuple[int, int] | None:
    """What a clause forces: a smaller domain where one group alone can keep it, 0 where none can, None otherwise."""
    forced = (0, 0)
    live = 0
    for group, mask in clause:
        left = domains[group] & mask
        if left == domains[group]:
            return None
        if left:
            if live:
                return None
            live = 1
            forced = (group, left)
    return forced
