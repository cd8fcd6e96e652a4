"""Reading the keys of one TOML table, noting every mistake instead of stopping at the first."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from showroom.catalogue import Text
from showroom.toml_source.source import meant

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from showroom.toml_source.lines import Path
    from showroom.toml_source.source import Source

MAX_TEXT = 2_000
"""Characters in one sentence for people."""

MAX_NUMBER = 1e12
"""No length, angle or factor is larger; infinities are not numbers that anybody means."""

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_ID = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_KINDS = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text",
    list: "a list",
    dict: "a table",
}


@dataclass(frozen=True)
class Table:
    """A TOML table and where it stands. Readers return a harmless default after noting a mistake in the source."""

    source: Source
    path: Path
    data: dict[str, Any]

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def at(self, *keys: str | int) -> Path:
        """The path of something below this table."""
        return (*self.path, *keys)

    def allow(self, keys: Collection[str]) -> None:
        """Refuse every key that is not among `keys` (``unknown-key``)."""
        for key in self.data:
            if key not in keys:
                hint = meant(key, keys)
                self.source.refuse(
                    "unknown-key",
                    self.at(key),
                    "there is no such key here",
                    got=key,
                    allowed=", ".join(keys),
                    hint=hint,
                )

    def require(self, key: str, hint: str = "") -> bool:
        """Whether `key` stands here; its absence is a mistake (``missing-key``)."""
        if key not in self.data:
            self.source.refuse("missing-key", self.path, f'"{key}" is missing', hint=hint)
        return key in self.data

    def string(self, key: str, default: str = "") -> str:
        """A text under `key`; an empty one is refused, and one that would move a terminal's cursor."""
        if key not in self.data:
            return default
        value = self.data[key]
        if not isinstance(value, str) or not value.strip():
            self.wrong_type(key, "a text that is not empty")
            return default
        if _CONTROL.search(value):
            self.wrong_type(key, "a text without control characters")
            return default
        return value

    def identifier(self, key: str, default: str = "") -> str:
        """An id under `key` (``bad-id``)."""
        value = self.string(key, default)
        if value:
            self.check_id(value, self.at(key))
        return value

    def check_id(self, value: str, path: Path) -> None:
        """Refuse what cannot be an id."""
        if not _ID.fullmatch(value):
            allowed = "a to z, 0 to 9, _ and -, starting with a letter, at most 64"
            self.source.refuse("bad-id", path, "this cannot be an id", got=value, allowed=allowed)

    def boolean(self, key: str, *, default: bool) -> bool:
        """True or false under `key`."""
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            self.wrong_type(key, "true or false")
            return default
        return value

    def number(self, key: str, low: float = -math.inf, high: float = math.inf) -> float | None:
        """A finite number from `low` to `high` under `key`; None where there is none (``out-of-range``)."""
        if key not in self.data:
            return None
        return self.check_number(self.data[key], self.at(key), low, high)

    def check_number(self, value: object, path: Path, low: float = -math.inf, high: float = math.inf) -> float | None:
        """The same for a value that is not a key's."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.source.refuse("wrong-type", path, "this must be a number", got=_shown(value), allowed="a number")
            return None
        if not low <= value <= high or abs(value) > MAX_NUMBER or math.isnan(value):
            allowed = f"{low:g} to {high:g}"
            self.source.refuse("out-of-range", path, "this number is out of range", got=value, allowed=allowed)
            return None
        return float(value)

    def items(self, key: str) -> list[Any]:
        """A list under `key`; empty where there is none."""
        value = self.data.get(key, [])
        if not isinstance(value, list):
            self.wrong_type(key, "a list")
            return []
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of texts under `key`, or a single one without brackets; empty where there is none."""
        value = self.data.get(key, [])
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.wrong_type(key, "a list of texts")
            return ()
        return tuple(value)

    def table(self, key: str) -> Table:
        """The table under `key`; an empty one where there is none."""
        return open_table(self.source, self.at(key), self.data.get(key, {}))

    def tables(self, key: str) -> Iterator[Table]:
        """Every table of the list under `key`."""
        for index, item in enumerate(self.items(key)):
            yield open_table(self.source, self.at(key, index), item)

    def text(self, key: str) -> Text:
        """A sentence in every language, from ``key = { en = "…", de = "…" }`` (``missing-language``)."""
        table = self.table(key)
        table.allow(("en", "de"))
        return table.languages()

    def languages(self) -> Text:
        """A sentence in every language, from the keys ``en`` and ``de`` of this table."""
        for language in ("en", "de"):
            if language not in self.data:
                message = f'the text in "{language}" is missing'
                self.source.refuse("missing-language", self.path, message, allowed="en and de")
            elif len(self.string(language)) > MAX_TEXT:
                self.source.refuse(
                    "too-large", self.at(language), "this text is too long", allowed=f"{MAX_TEXT} characters"
                )
        return Text(en=self.string("en"), de=self.string("de"))

    def wrong_type(self, key: str, allowed: str) -> None:
        """Refuse the value of `key`."""
        message = f'"{key}" must be {allowed}'
        self.source.refuse("wrong-type", self.at(key), message, got=_shown(self.data[key]), allowed=allowed)


def open_table(source: Source, path: Path, value: object) -> Table:
    """`value` as a table; an empty one, and a mistake noted, where it is something else."""
    if isinstance(value, dict):
        return Table(source, path, value)
    source.refuse("wrong-type", path, "this must be a table", got=_shown(value), allowed="a table: { … }")
    return Table(source, path, {})


def _shown(value: object) -> str:
    if isinstance(value, list | dict):
        return _KINDS[type(value)]
    return f"{_KINDS.get(type(value), 'a date or time')}: {value!r}"
