"""Colours and surfaces as product files write them: sRGB ``#rrggbb`` and factors from 0 to 1."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from showroom.catalogue import Color, Surface, Vector3

if TYPE_CHECKING:
    from showroom.toml_source import Table

FACTORS = ("metallic", "roughness", "clearcoat", "clearcoat_roughness", "transmission", "sheen_roughness")
SURFACE_KEYS = ("color", *FACTORS, "sheen_color", "emissive")

_LINEAR_TOE = 0.04045
_HEX = re.compile(r"#[0-9a-fA-F]{6}(?:[0-9a-fA-F]{2})?")


def linear_color(srgb: str) -> Color:
    """Convert ``#rrggbb`` or ``#rrggbbaa`` to linear light, rounded to 5 digits (IEC 61966-2-1; alpha is linear)."""
    channels = [int(srgb[start : start + 2], 16) / 255 for start in range(1, len(srgb), 2)]
    red, green, blue = (_linear(channel) for channel in channels[:3])
    return (red, green, blue, round(channels[3], 5) if len(channels) > 3 else 1.0)  # noqa: PLR2004 - an alpha channel


def _linear(channel: float) -> float:
    if channel <= _LINEAR_TOE:
        return round(channel / 12.92, 5)
    return round(math.pow((channel + 0.055) / 1.055, 2.4), 5)


def read_color(table: Table, key: str) -> Color | None:
    """The colour under `key`; None where there is none (``bad-color``)."""
    written = table.data.get(key)
    if written is None:
        return None
    if not isinstance(written, str) or not _HEX.fullmatch(written):
        allowed = '"#rrggbb" or "#rrggbbaa" in sRGB, as paint programs show it'
        table.source.refuse("bad-color", table.at(key), "this is no colour", got=written, allowed=allowed)
        return None
    return linear_color(written)


def read_surface(table: Table) -> Surface | None:
    """The surface that the keys of `table` describe; None where no key does."""
    factors = {name: table.number(name, 0.0, 1.0) for name in FACTORS}
    surface = Surface(
        base_color=read_color(table, "color"),
        sheen_color=_opaque(read_color(table, "sheen_color")),
        emissive=_opaque(read_color(table, "emissive")),
        **factors,
    )
    return None if surface == Surface() else surface


def read_swatch(table: Table) -> str | None:
    """The sRGB colour of a value's button: ``swatch``, or else the colour of its surface."""
    if "swatch" in table:
        return table.data["swatch"][:7].lower() if read_color(table, "swatch") is not None else None
    color = table.data.get("color")  # what is wrong with it is noted where the surface is read
    return color[:7].lower() if isinstance(color, str) and _HEX.fullmatch(color) else None


def _opaque(color: Color | None) -> Vector3 | None:
    return None if color is None else color[:3]
