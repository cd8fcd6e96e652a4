"""Changing a configuration by a wish: applied with what it includes, or refused with the reason and the ways out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.catalogue import Choice
from showroom.configuration import Configuration, check_choice
from showroom.errors import ConfigurationRefused
from showroom.rules.fixing import cheapest_fixes
from showroom.rules.meaning import all_stand, violations
from showroom.rules.reasoning import minimal_reason
from showroom.rules.solver import space_of
from showroom.rules.wording import refusal_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from showroom.catalogue import Product, Rule


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
    reason = minimal_reason(product, space, configuration, wish, forced)
    wished = tuple(Choice(group, value) for group, value in wish.items())
    fixes = cheapest_fixes(product, space, configuration, wish)
    return ConfigurationRefused(refusal_sentence(product, wished, reason, "en"), reason, fixes, wish=wished)
