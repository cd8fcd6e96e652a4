"""Reading ``[[rules]]``."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from showroom.catalogue import Choice, Rule
from showroom.toml_source import refuse_duplicates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from showroom.catalogue import Group
    from showroom.toml_source import Table

MAX_RULES = 500
MAX_CHOICES = 64

Kind = Literal["requires", "excludes", "includes"]
KINDS: tuple[Kind, ...] = ("requires", "excludes", "includes")
RULE_KEYS = ("id", "when", *KINDS, "en", "de")


def read_rules(root: Table, groups: Sequence[Group]) -> tuple[Rule, ...]:
    """Every rule."""
    written = root.items("rules")
    if len(written) > MAX_RULES:
        root.source.refuse("too-large", root.at("rules"), "too many rules", got=len(written), allowed=str(MAX_RULES))
        return ()
    by_id = {group.id: group for group in groups}
    rules = [_read_rule(table, number, by_id) for number, table in enumerate(root.tables("rules"), start=1)]
    refuse_duplicates(root.source, [(rule.id, root.at("rules", index, "id")) for index, rule in enumerate(rules)])
    return tuple(rules)


def _read_rule(table: Table, number: int, groups: Mapping[str, Group]) -> Rule:
    table.allow(RULE_KEYS)
    table.require("when", 'e.g. when = "laces=gold"')
    when = _read_choices(table, "when", groups)
    _refuse_never(table, when)
    kind = _read_kind(table)
    return Rule(
        id=table.identifier("id", f"rule-{number}"),
        kind=kind,
        when=when,
        then=_read_choices(table, kind, groups),
        sentence=table.languages(),
    )


def _read_kind(table: Table) -> Kind:
    kinds = [kind for kind in KINDS if kind in table]
    if len(kinds) != 1:
        table.source.refuse(
            "conflicting-keys" if kinds else "missing-key",
            table.path,
            "a rule has one of requires, excludes and includes",
            got=", ".join(kinds),
            allowed=", ".join(KINDS),
        )
    return kinds[0] if kinds else "requires"


def _read_choices(table: Table, key: str, groups: Mapping[str, Group]) -> tuple[Choice, ...]:
    written = table.strings(key)
    if key in table and not 1 <= len(written) <= MAX_CHOICES:
        code = "too-large" if written else "missing-key"
        table.source.refuse(
            code, table.at(key), f'"{key}" names one choice or more', got=len(written), allowed=f"1 to {MAX_CHOICES}"
        )
    choices = []
    for item in written[:MAX_CHOICES]:
        group_id, equals, value_id = (part.strip() for part in item.partition("="))
        if not equals:
            table.source.refuse("wrong-type", table.at(key), "this is no choice", got=item, allowed='"group=value"')
        elif group_id not in groups:
            what = "the product has no such group"
            table.source.refuse_unknown("unknown-group", table.at(key), what, got=group_id, known=groups)
        elif _has_value(table, key, groups[group_id], value_id):
            choices.append(Choice(group_id, value_id))
    return tuple(choices)


def _has_value(table: Table, key: str, group: Group, value_id: str) -> bool:
    """Whether a group has a value; not noted where the group itself is misspelt, which is noted there."""
    known = [value.id for value in group.values]
    is_whole = all(value.name.en for value in group.values)
    if value_id not in known and known and is_whole:
        what = f'"{group.id}" has no such value'
        table.source.refuse_unknown("unknown-value", table.at(key), what, got=value_id, known=known)
    return value_id in known


def _refuse_never(table: Table, when: Sequence[Choice]) -> None:
    """A group has one value at a time, so two of them in `when` are a mistake for "or"."""
    by_group = defaultdict(set)
    for choice in when:
        by_group[choice.group].add(choice.value)
    for group_id, chosen in by_group.items():
        if len(chosen) > 1:
            table.source.refuse(
                "never-applies",
                table.at("when"),
                f'"{group_id}" cannot have several values at once, so this rule never applies',
                got=", ".join(sorted(chosen)),
                hint='"when" means all of them; write one rule for each value',
            )
