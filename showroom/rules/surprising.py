"""A configuration by chance that keeps every rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.configuration import complete
from showroom.rules.solver import solve, space_of

if TYPE_CHECKING:
    from random import Random

    from showroom.catalogue import Product
    from showroom.configuration import Configuration


def surprising(product: Product, chance: Random) -> Configuration:
    """Draw a value for each group, in any order, among those that the rules leave after what has been drawn.

    Every valid configuration can come out; they are not equally likely.

    Raises:
        Rejected: ``rules-too-complex``.
    """
    space = space_of(product)
    clauses = [clause for rule in space.clauses for clause in rule]
    domains = space.full()
    for group in chance.sample(range(len(domains)), len(domains)):
        bits = [1 << number for number in range(domains[group].bit_length()) if domains[group] >> number & 1]
        for bit in chance.sample(bits, len(bits)):
            narrowed = [*domains[:group], bit, *domains[group + 1 :]]
            if solve(clauses, narrowed) is not None:
                domains = narrowed
                break
    chosen = (space.choice(group, mask) for group, mask in enumerate(domains))
    return complete(product, {choice.group: choice.value for choice in chosen})
