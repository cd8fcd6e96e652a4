"""How long the rules engine takes, by hand: ``python tests/bench/bench_rules.py``.

A product of 50 groups with 4 values each and 120 rules, 300 random wishes; prints milliseconds. The target is an
answer, with reason and fixes, in under 50 ms.
"""

from __future__ import annotations

import random
import statistics
import time

from showroom.catalogue import Choice, Group, Product, Rule, Tax, Text, Value
from showroom.configuration import initial
from showroom.errors import ConfigurationRefused
from showroom.rules import change, contradiction, unreachable, violations

NAME = Text(en="x", de="x")
GROUPS, VALUES, RULES, WISHES = 50, 4, 120, 300


def product_of(chance: random.Random) -> Product:
    """A product whose initial configuration keeps all of its random rules."""
    groups = tuple(
        Group(f"g{group}", NAME, tuple(Value(f"v{value}", NAME, value * 100) for value in range(VALUES)), "v0")
        for group in range(GROUPS)
    )
    tax = Tax(NAME, 1900, included=True)
    product = Product("p", "other", NAME, NAME, "EUR", 1000, tax, (), groups, ())
    rules: list[Rule] = []
    while len(rules) < RULES:
        rule = _rule(chance, len(rules))
        if not violations(_with_rules(product, [rule]), initial(product)):
            rules.append(rule)
    return _with_rules(product, rules)


def _rule(chance: random.Random, number: int) -> Rule:
    def some(most: int) -> tuple[Choice, ...]:
        chosen = chance.sample(range(GROUPS), chance.randint(1, most))
        return tuple(Choice(f"g{group}", f"v{chance.randrange(VALUES)}") for group in chosen)

    kind = chance.choices(("requires", "excludes", "includes"), (5, 5, 1))[0]
    if kind == "requires":
        return Rule(f"r{number}", "requires", some(2), some(3), NAME)
    if kind == "excludes":
        return Rule(f"r{number}", "excludes", some(2), some(2), NAME)
    return Rule(f"r{number}", "includes", some(2), some(1), NAME)


def _with_rules(product: Product, rules: list[Rule]) -> Product:
    return Product(
        product.id,
        product.kind,
        product.name,
        product.description,
        product.currency,
        product.price,
        product.tax,
        product.parts,
        product.groups,
        tuple(rules),
    )


def main() -> None:
    """Print the milliseconds of accepted and refused wishes, and of the checks before publishing."""
    chance = random.Random(7)
    product = product_of(chance)
    start = time.perf_counter()
    clash, dead = contradiction(product), unreachable(product)
    print(f"checks before publishing: {(time.perf_counter() - start) * 1000:.0f} ms, {len(clash)} + {len(dead)} found")  # noqa: T201
    accepted, refused, fixes = [], [], 0
    configuration = initial(product)
    for _ in range(WISHES):
        wish = {f"g{group}": f"v{chance.randrange(VALUES)}" for group in chance.sample(range(GROUPS), 2)}
        start = time.perf_counter()
        try:
            configuration = change(product, configuration, wish).configuration
            accepted.append((time.perf_counter() - start) * 1000)
        except ConfigurationRefused as refusal:
            refused.append((time.perf_counter() - start) * 1000)
            fixes += len(refusal.fixes)
    for name, times in (("accepted", accepted), ("refused", refused)):
        middle, worst = statistics.median(times), max(times)
        print(f"{name}: {len(times)}, median {middle:.1f} ms, worst {worst:.1f} ms")  # noqa: T201
    print(f"fixes offered: {fixes / len(refused):.1f} for each refusal")  # noqa: T201


if __name__ == "__main__":
    main()
