"""Untrusted JSON read field by field: every getter checks type and range and knows its place for errors."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from showroom.errors import ModelError

SINGULAR = {
    "accessors": "accessor",
    "bufferViews": "buffer view",
    "buffers": "buffer",
    "images": "image",
    "mappings": "mapping",
    "materials": "material",
    "meshes": "mesh",
    "nodes": "node",
    "primitives": "primitive",
    "samplers": "sampler",
    "scenes": "scene",
    "textures": "texture",
    "variants": "variant",
}
TOLERANCE = 1e-6
"""Exporters write 1.0000001 for 1: so much is clamped, more is refused."""
LARGEST = 3.4e38
"""The largest magnitude that a float32 holds, roughly."""


@dataclass(frozen=True)
class Fields:
    """A JSON object and where it stands in the model."""

    values: dict[str, Any]
    place: str

    def at(self, key: str) -> str:
        """The place of a field."""
        return f"{self.place}/{key}" if self.place else key

    def refuse(self, key: str, got: object, allowed: str, code: str = "bad-value") -> ModelError:
        """The error for a field that holds `got` where only `allowed` may stand."""
        return ModelError(
            code, f"{key} is not what glTF allows here", got=short(got), allowed=allowed, place=self.at(key)
        )

    def has(self, key: str) -> bool:
        """Whether the field is there."""
        return key in self.values

    def integer(self, key: str, *, low: int = 0, high: int = 2**53, default: int | None = None) -> int:
        """An integer within bounds; `default` where the field is missing, unless that is None."""
        value = self.values.get(key, default)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.refuse(key, self.values.get(key, "nothing"), f"an integer {low}..{high}")
        return value

    def reference(self, key: str, count: int) -> int:
        """An index into a list of `count` entries."""
        value = self.values.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < count:
            allowed = f"an index 0..{count - 1}" if count else "nothing: that list is empty"
            raise self.refuse(key, "nothing" if value is None else value, allowed, "bad-reference")
        return value

    def number(self, key: str, default: float, *, low: float = -LARGEST, high: float = LARGEST) -> float:
        """A finite number within bounds."""
        if key not in self.values:
            return default
        return self._number(key, self.values[key], low, high)

    def numbers(
        self, key: str, default: tuple[float, ...], *, low: float = -LARGEST, high: float = LARGEST
    ) -> tuple[float, ...]:
        """As many finite numbers as `default` has."""
        if key not in self.values:
            return default
        value = self.values[key]
        if not isinstance(value, list) or len(value) != len(default):
            raise self.refuse(key, value, f"{len(default)} numbers")
        return tuple(self._number(key, item, low, high) for item in value)

    def _number(self, key: str, value: object, low: float, high: float) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.refuse(key, value, "a number")
        if not abs(value) <= LARGEST:
            raise self.refuse(key, value, "a finite number", "non-finite")
        if not low - TOLERANCE <= value <= high + TOLERANCE:
            raise self.refuse(key, value, _interval(low, high))
        return min(max(float(value), low), high)

    def text(self, key: str, default: str = "", allowed: tuple[str, ...] = ()) -> str:
        """A string, one of `allowed` if that is given."""
        value = self.values.get(key, default)
        if not isinstance(value, str) or (allowed and value not in allowed):
            raise self.refuse(key, value, ", ".join(allowed) or "a string")
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.refuse(key, value, "true or false")
        return value

    def object(self, key: str) -> Fields:
        """A nested object; an empty one where the field is missing."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.refuse(key, value, "an object")
        return Fields(value, self.at(key))

    def objects(self, key: str, limit: int) -> list[Fields]:
        """A list of objects, each with its place."""
        items = self.items(key, limit)
        for item in items:
            if not isinstance(item, dict):
                raise self.refuse(key, item, "a list of objects")
        kind = SINGULAR.get(key, key)
        prefix = f"{self.place}/" if self.place and kind in {"primitive", "mapping"} else ""
        return [Fields(item, prefix + label(kind, index, item)) for index, item in enumerate(items)]

    def strings(self, key: str, limit: int) -> tuple[str, ...]:
        """A list of strings."""
        items = self.items(key, limit)
        for item in items:
            if not isinstance(item, str):
                raise self.refuse(key, item, "a list of strings")
        return tuple(items)

    def items(self, key: str, limit: int) -> list[Any]:
        """A list of at most `limit` entries of any type; empty where the field is missing."""
        value = self.values.get(key, [])
        if not isinstance(value, list):
            raise self.refuse(key, value, "a list")
        if len(value) > limit:
            raise ModelError(
                f"too-many-{SINGULAR.get(key, key).replace(' ', '-')}s".replace("meshs", "meshes"),
                f"the model has too many {key}",
                got=f"{len(value):,}",
                allowed=f"at most {limit:,}",
                hint="join what belongs together in your 3D program and export again",
                place=self.place,
            )
        return value


def label(kind: str, index: int, values: dict[str, Any]) -> str:
    """``mesh "Shoe"`` where there is a name, else ``mesh 3``."""
    name = values.get("name")
    return f'{kind} "{short(name, 60)}"' if isinstance(name, str) and name else f"{kind} {index}"


def short(value: object, length: int = 80) -> str:
    """A value in few printable characters."""
    if isinstance(value, (dict, list)):
        return f"{'an object' if isinstance(value, dict) else 'a list'} with {len(value)} entries"
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 64:  # noqa: PLR2004 - 20 digits
        return "an integer of more than 64 bits"
    text = value if isinstance(value, str) else str(value)
    text = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text[:length])
    return text


def _interval(low: float, high: float) -> str:
    if high == LARGEST:
        return f"at least {low:g}"
    return f"at most {high:g}" if math.isclose(low, -LARGEST) else f"{low:g}..{high:g}"
