"""Untrusted JSON read field by field: every getter checks type and range and knows its place for errors."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from showroom.gltf.faults import fault, short

if TYPE_CHECKING:
    from showroom.errors import ModelError

SINGULAR = {
    "accessors": "accessor",
    "animations": "animation",
    "bufferViews": "buffer view",
    "buffers": "buffer",
    "cameras": "camera",
    "channels": "channel",
    "images": "image",
    "lights": "light",
    "mappings": "mapping",
    "materials": "material",
    "meshes": "mesh",
    "nodes": "node",
    "primitives": "primitive",
    "samplers": "sampler",
    "scenes": "scene",
    "skins": "skin",
    "targets": "target",
    "textures": "texture",
    "variants": "variant",
}
NESTED = {"channel", "mapping", "primitive", "target"}
"""Lists whose entries mean little without what holds them."""
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
        return fault(code, self.at(key), got, allowed)

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
        value = self.values.get(key, "nothing")
        if not is_index(value, count):
            raise self.refuse(key, value, indices(count), "bad-reference")
        return int(value)

    def references(self, key: str, count: int) -> list[int]:
        """A list of indices into a list of `count` entries; empty where the field is missing."""
        items = self.items(key, count)
        for item in items:
            if not is_index(item, count):
                raise self.refuse(key, item, indices(count), "bad-reference")
        return items

    def number(self, key: str, default: float, *, low: float = -LARGEST, high: float = LARGEST) -> float:
        """A finite number within bounds."""
        return self._number(key, self.values[key], low, high) if key in self.values else default

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

    def extras(self) -> dict[str, Any]:
        """What the author noted beside the model; anything but an object is dropped, as nobody here reads it."""
        value = self.values.get("extras")
        return value if isinstance(value, dict) else {}

    def objects(self, key: str, limit: int) -> list[Fields]:
        """A list of objects, each with its place."""
        items = self.items(key, limit)
        kind = SINGULAR.get(key, key)
        prefix = f"{self.place}/" if kind in NESTED and self.place else ""
        for index, item in enumerate(items):
            if not isinstance(item, dict):
                raise self.refuse(f"{key}/{index}", item, "an object")
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
            code = "too-many-nodes" if key == "nodes" else "too-many-entries"
            raise self.refuse(key, f"{len(value):,}", f"at most {limit:,}", code)
        return value


def is_index(value: object, count: int) -> bool:
    """Whether a value is an index into a list of `count` entries."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < count


def indices(count: int) -> str:
    """The indices that a list of `count` entries allows."""
    return f"0..{count - 1}" if count else "nothing: that list is empty"


def label(kind: str, index: int, values: dict[str, Any]) -> str:
    """``mesh "Shoe"`` where there is a name, else ``mesh 3``."""
    name = values.get("name")
    return f'{kind} "{short_name(name)}"' if isinstance(name, str) and name else f"{kind} {index}"


def short_name(name: str) -> str:
    """A name from a file in so few printable characters that it fits into a message."""
    return short(name, 60)


def _interval(low: float, high: float) -> str:
    if math.isclose(high, LARGEST):
        return f"at least {low:g}"
    return f"at most {high:g}" if math.isclose(low, -LARGEST) else f"{low:g}..{high:g}"
