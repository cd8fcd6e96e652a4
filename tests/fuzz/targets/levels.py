"""Coarser levels by themselves: what is changed is what zlib holds, so that no checksum turns a mutation away."""

from __future__ import annotations

import zlib
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from showroom.errors import Rejected
from showroom.gltf import walk
from showroom.gltf.accessors import Buffers
from showroom.gltf.fields import Fields
from showroom.gltf.levels import LEVELS, Collapse, Levels, packed_levels, unpacked_levels
from showroom.gltf.reader import read
from showroom.gltf.writer import write
from tests.fuzz.mutation import taken_apart
from tests.fuzz.target import Target
from tests.showroom.gltf.models import glb, shoe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from showroom.gltf.model import Primitive

COUNT = 2
MOST = 9
FAST = 1


@cache
def _shoe() -> tuple[Any, bytes, bytes]:
    """The JSON of a shoe with levels, what is in its binary chunk, and its levels as they are before they are packed.

    Every vertex but the first of each half of a primitive goes, in turns, into its neighbour.
    """
    document = read(write(shoe()))
    ways = []
    for one in walk.primitives(document):
        numbers = np.arange(len(one.attributes["POSITION"]), dtype=np.uint32)
        gone = np.where(numbers == 0, COUNT, np.where(numbers % 2 == 1, 0, 1)).astype(np.uint8)
        ways.append(Collapse(gone, np.where(gone < COUNT, np.where(gone == 0, numbers - 1, 0), numbers).astype("u4")))
    levels = Levels((0.001, 0.004), tuple(ways))
    parts = taken_apart(write(document, None, levels))
    assert parts is not None
    return *parts, zlib.decompress(packed_levels(levels)[0])


def _seeds() -> Iterator[bytes]:
    """A byte that says how many levels, then their data as it is before zlib."""
    yield bytes([COUNT]) + _shoe()[2]


def model_with_levels(data: bytes) -> bytes:
    """A shoe whose levels hold these bytes."""
    root, binary, _ = _shoe()
    root = msgspec.json.decode(msgspec.json.encode(root))
    packed = zlib.compress(data[1:], FAST)
    extension = root["extensions"][LEVELS]
    extension["errorsMetres"] = [0.001 * (number + 1) for number in range(data[0] % (MOST + 1))]
    root["bufferViews"][extension["bufferView"]] = {
        "buffer": 0,
        "byteOffset": len(binary),
        "byteLength": len(packed),
    }
    root["buffers"][0]["byteLength"] = len(binary) + len(packed)
    return glb(root, binary + packed)


def _draw(data: bytes) -> None:
    """Levels that are read can be drawn, each with no more triangles than the one before, and come back as they are."""
    data = data or b"\0"
    errors_m = [0.001 * (number + 1) for number in range(data[0] % (MOST + 1))]
    found = _unpacked(errors_m, zlib.compress(data[1:], FAST))
    if found is None:
        return
    for one, way in zip(_primitives(), found.collapses, strict=True):
        most, before = len(one.attributes["POSITION"]), len(one.indices)
        for level in range(len(errors_m) + 1):
            corners = way.triangles(one, level)
            if len(corners) > before or len(corners) % 3 or corners.max(initial=0) >= most:
                message = f"level {level} draws {len(corners)} corners of {before} and {most} vertices"
                raise AssertionError(message)
            before = len(corners)
    again = _unpacked(errors_m, packed_levels(found)[0])
    if again is None or packed_levels(again) != packed_levels(found):
        message = "levels change when they are written and read again"
        raise AssertionError(message)


class _Stored(Buffers):
    """One buffer view that holds what it was given."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def view(self, owner: Fields, key: str = "bufferView") -> tuple[int, memoryview]:  # noqa: ARG002 - there is one
        return 0, memoryview(self._data)


def _unpacked(errors_m: list[float], packed: bytes) -> Levels | None:
    try:
        return unpacked_levels(Fields({"errorsMetres": errors_m}, "levels"), _Stored(packed), _primitives())
    except Rejected:
        return None


@cache
def _primitives() -> list[Primitive]:
    return walk.primitives(read(write(shoe())))


LEVELS_TARGET = Target("levels", _seeds, _draw)
