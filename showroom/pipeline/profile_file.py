"""Limits of a shop's own, from a TOML file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from showroom.errors import AuthoredFileError
from showroom.pipeline.profiles import PROFILES, Limit, Profile, find_profile
from showroom.pipeline.source import read_text
from showroom.toml_source import Source, open_table

if TYPE_CHECKING:
    from showroom.toml_source import Table

LIMITS = ("size_bytes", "triangles", "draw_calls", "texture_px", "materials", "variant_bytes")
KEYS = ("about", "based_on", "power_of_two", "base_color", *LIMITS)
DEFAULT = "showroom"
BRIGHTEST = 255


def load_profile(name: str) -> Profile:
    """A profile by its name, or out of a file whose name ends in ``.toml``.

    Raises:
        Rejected: ``unknown-profile``, and those of `read_text`.
        AuthoredFileError: what `parse_profile` raises.
    """
    if not name.lower().endswith(".toml"):
        return find_profile(name)
    path = Path(name)
    return parse_profile(read_text(path), path.name)


def parse_profile(text: str, name: str) -> Profile:
    """The profile that a file holds: another one, with limits of its own.

    Raises:
        AuthoredFileError: ``toml-syntax``, ``unknown-key``, ``missing-key``, ``wrong-type``, ``out-of-range``,
            ``unknown-profile``; every mistake at once.
    """
    source = Source(text, name, AuthoredFileError)
    table = open_table(source, (), source.data)
    table.allow(KEYS)
    changes: dict[str, Any] = {key: _limit(table, key) for key in LIMITS if key in table}
    base = table.string("based_on", DEFAULT)
    if base not in PROFILES:
        source.refuse_unknown(
            "unknown-profile", table.at("based_on"), "there is no such profile", got=base, known=PROFILES
        )
    standing = PROFILES.get(base, PROFILES[DEFAULT])
    changes["power_of_two"] = table.boolean("power_of_two", default=standing.power_of_two)
    if "base_color" in table:
        changes["base_color"] = _range(table)
    source.finish()
    return replace(standing, name=Path(name).stem, about=table.string("about", standing.about), **changes)


def _limit(table: Table, key: str) -> Limit:
    """A number, or a table of ``preferred`` and ``at_most``."""
    if not isinstance(table.data[key], dict):
        only = table.number(key, 0) or 0.0
        return Limit(only, only)
    pair = table.table(key)
    pair.allow(("preferred", "at_most"))
    preferred = pair.number("preferred", 0) if pair.require("preferred") else None
    most = pair.number("at_most", preferred or 0) if pair.require("at_most") else None
    return Limit(preferred or 0.0, most or 0.0)


def _range(table: Table) -> tuple[int, int]:
    """Two numbers, the darkest and the brightest."""
    items = table.items("base_color")
    if len(items) != 2:  # noqa: PLR2004 - a lower and an upper end
        table.wrong_type("base_color", "two numbers, such as [30, 243]")
        return 0, BRIGHTEST
    low = table.check_number(items[0], table.at("base_color"), 0, BRIGHTEST)
    high = table.check_number(items[1], table.at("base_color"), low or 0, BRIGHTEST)
    return int(low or 0), int(high or BRIGHTEST)
