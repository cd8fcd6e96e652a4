"""Reading places and directions: three numbers, x, y and z."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from showroom.catalogue import Vector3
    from showroom.toml_source import Table

FARTHEST_MM = 30_000.0
_UP = (0.0, 1.0, 0.0)


def millimetres(table: Table, key: str) -> Vector3:
    """A place that is written in millimetres, in metres; the origin where nothing is said."""
    x, y, z = _three(table, key, (0.0, 0.0, 0.0), FARTHEST_MM)
    return (x / 1000.0, y / 1000.0, z / 1000.0)


def direction(table: Table, key: str) -> Vector3:
    """A unit vector; up where nothing is said. What is one already keeps its bits, as exports write it."""
    x, y, z = _three(table, key, _UP, 1e6)
    length = math.hypot(x, y, z)
    if length == 0.0:
        table.wrong_type(key, "a direction: [0, 1, 0] is up")
        return _UP
    return (x, y, z) if math.isclose(length, 1.0, abs_tol=1e-12) else (x / length, y / length, z / length)


def _three(table: Table, key: str, default: Vector3, most: float) -> Vector3:
    written = table.data.get(key, list(default))
    if not isinstance(written, list) or len(written) != 3:  # noqa: PLR2004 - x, y and z
        table.wrong_type(key, "three numbers: [x, y, z]")
        return default
    x, y, z = (table.check_number(edge, table.at(key, index), -most, most) or 0.0 for index, edge in enumerate(written))
    return (x, y, z)
