"""Changing a configuration by a wish: applied with what it includes, or refused with the reason and the ways out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.catalogue import Choice
from showroom.configuration import Configuration, Reason, check_choice
from showroom.errors import ConfigurationRefused
from showroom.rules.conflict import minimal_conflict
from showroom.rules.fixing import cheapest_fixes
from showroom.rules.meaning import all_stand, violations
from showroom.rules.solver import Clause, Space, solve, space_of
from showroom.rules.wording import refusal_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from showroom.catalogue import Product, Rule

_Soft = tuple[int, int | None]
"""A rule (index, None) or a standing choice (group index, mask)."""


@dataclass(frozen=True)
class Change:
    """What became of a wish: `applied` differs from before because it was wished, `added` because rules include it."""

    configuration: Configuration
    applied: tuple[Choice, ...]
    added: tuple[Choice, ...]


def change(product: Product, configuration: Configuration, changes: Mapping[str, str]) -> Change:
    """Put the wished values into their groups, together with everything that they include.

    Args:
        product: whose rules count.
        configuration: a complete configuration of the product.
        changes: the wish, group id to value id; it is done whole or not at all, and nothing of it gives way.

    Raises:
        Rejected: ``unknown-group`` or ``unknown-value``.
        ConfigurationRefused: the wish breaks rules; carries the minimal reason and at most three fixes.
    """
    for group_id, value_id in changes.items():
        check_choice(product, group_id, value_id)
    wished = configuration.replace(changes)
    forced = {} if not violations(product, wished) else _included_by(product, configuration, changes)
    changed = wished.replace(forced)
    if violations(product, changed):
        raise _refusal(product, configuration, changes, forced)
    return Change(changed, _differing(product, configuration, changes), _differing(product, configuration, forced))


def _differing(product: Product, before: Configuration, after: Mapping[str, str]) -> tuple[Choice, ...]:
    standing = before.as_dict()
    return tuple(
        Choice(group.id, after[group.id])
        for group in product.groups
        if group.id in after and after[group.id] != standing[group.id]
    )


def _included_by(product: Product, standing: Configuration, wish: Mapping[str, str]) -> dict[str, str]:
    """What `includes` rules put into groups that are not wished for, one rule after the other until none fires.

    Rules that fire from the wish and its consequences go first: a standing choice may be about to be replaced.
    """
    includes = [rule for rule in product.rules if rule.kind == "includes"]
    forced: dict[str, str] = {}
    firing: Rule | None
    while True:
        certain = {**forced, **wish}
        now = {**standing.as_dict(), **certain}
        candidates = [rule for rule in includes if all_stand(rule.when, now) and _adds(rule, now, certain)]
        firing = next((rule for rule in candidates if all_stand(rule.when, certain)), None)
        firing = firing or next(iter(candidates), None)
        if firing is None:
            return forced
        forced.update((choice.group, choice.value) for choice in firing.then if choice.group not in certain)


def _adds(rule: Rule, now: Mapping[str, str], certain: Mapping[str, str]) -> bool:
    return any(now[choice.group] != choice.value and choice.group not in certain for choice in rule.then)


def _refusal(
    product: Product, configuration: Configuration, wish: Mapping[str, str], forced: Mapping[str, str]
) -> ConfigurationRefused:
    space = space_of(product)
    reason = _reason(product, space, configuration, wish, forced)
    wished = tuple(Choice(group, value) for group, value in wish.items())
    fixes = cheapest_fixes(product, space, configuration, wish)
    return ConfigurationRefused(refusal_sentence(product, wished, reason, "en"), reason, fixes, wish=wished)


def _reason(
    product: Product, space: Space, configuration: Configuration, wish: Mapping[str, str], forced: Mapping[str, str]
) -> Reason:
    """The minimal reason, preferably out of broken rules and standing choices rather than of rules further away.

    A standing choice that an `includes` rule would replace anyway is no reason, unless nothing else explains it.
    """
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

    broken = set(violations(product, configuration.replace({**wish, **forced})))
    rules: list[_Soft] = [(index, None) for index in range(len(product.rules))]
    near = [soft for soft in rules if product.rules[soft[0]] in broken]
    far = [soft for soft in rules if product.rules[soft[0]] not in broken]
    standing = [choice for choice in configuration.choices if choice[0] not in wish]
    kept: list[_Soft] = [space.place(Choice(*choice)) for choice in standing if choice[0] not in forced]
    if is_possible([*near, *kept, *far]):
        kept = [space.place(Choice(*choice)) for choice in standing]
    clash = minimal_conflict([*near, *kept, *far], is_possible)
    return Reason(
        tuple(product.rules[index] for index, mask in sorted(clash, key=lambda soft: soft[0]) if mask is None),
        tuple(_choice(space, index, mask) for index, mask in sorted(clash, key=lambda soft: soft[0]) if mask),
    )


def _choice(space: Space, group: int, mask: int) -> Choice:
    return Choice(space.group_ids[group], space.value_ids[group][mask.bit_length() - 1])
