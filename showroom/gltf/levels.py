"""Coarser levels of a model over its own vertices, for when it is small on the screen.

A level lists no triangles: it says which vertices go, and into which other vertex of their primitive. So a level takes
a byte or two for each of them, needs no vertices of its own on a graphics card, and cannot look lit or coloured
otherwise than the model itself. The extension `SHOWROOM_levels` of a file's root holds it; other programs pass it over.

The data, compressed with zlib: for each primitive, in the order in which the scene shows them, a byte for each vertex
(the number of the level at which it goes, from 0; for one that stays, how many levels there are), all of them one after
the other; then for each vertex that goes the difference of its target's number and its own, as a zigzag number of four
bytes, all first bytes, then all second ones, and so on.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from showroom.gltf.faults import fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from showroom.errors import ModelError
    from showroom.gltf.accessors import Buffers
    from showroom.gltf.fields import Fields
    from showroom.gltf.model import Primitive

LEVELS = "SHOWROOM_levels"
MOST_LEVELS = 8
EFFORT = 9
PLANES = 4


@dataclass(frozen=True)
class Collapse:
    """Where the vertices of one primitive go.

    Args:
        gone: (n,) uint8, the level at which a vertex goes, from 0; the number of levels for one that stays.
        targets: (n,) uint32, the vertex that it becomes, which goes later or stays; itself for one that stays.
    """

    gone: NDArray[np.uint8]
    targets: NDArray[np.uint32]

    def triangles(self, primitive: Primitive, level: int) -> NDArray[np.uint32]:
        """The corners of what is left of the primitive's triangles at a level, from 1 on; (m,)."""
        own = np.arange(len(self.gone), dtype=np.uint32)
        towards = np.where(self.gone < level, self.targets, own)
        for _ in range(level):
            towards = towards[towards]
        triangles = towards[primitive.indices].reshape(-1, 3)
        corners = primitive.attributes["POSITION"][triangles]
        apart = (corners != np.roll(corners, 1, axis=1)).any(axis=2).all(axis=1)
        return np.ascontiguousarray(triangles[apart].reshape(-1))


@dataclass(frozen=True)
class Levels:
    """The levels of a document.

    Args:
        errors_m: for each level how far its surface is from the model's at most, in metres of the world, rising.
        collapses: for each primitive of the document, in the order of `walk.primitives`.
    """

    errors_m: tuple[float, ...]
    collapses: tuple[Collapse, ...]


def packed_levels(levels: Levels) -> tuple[bytes, dict[str, Any]]:
    """The data, and the fields of the extension beside its ``bufferView``."""
    gone = np.concatenate([one.gone for one in levels.collapses])
    apart = [one.targets.astype(np.int64) - np.arange(len(one.targets)) for one in levels.collapses]
    steps = np.concatenate(apart)[gone < len(levels.errors_m)]
    zigzag = ((steps << 1) ^ (steps >> 63)).astype("<u4")
    planes = zigzag.view(np.uint8).reshape(-1, PLANES).T
    data = zlib.compress(gone.tobytes() + planes.tobytes(), EFFORT)
    return data, {"errorsMetres": list(levels.errors_m)}


def unpacked_levels(extension: Fields, buffers: Buffers, primitives: Sequence[Primitive]) -> Levels:
    """The levels that a file holds for its primitives.

    Raises:
        ModelError: ``bad-levels``, and those of whoever reads a buffer view.
    """
    errors_m = _errors(extension)
    counts = [len(one.attributes["POSITION"]) for one in primitives]
    total = sum(counts)
    data = _inflated(extension, bytes(buffers.view(extension)[1]), total * (1 + PLANES))
    gone = np.frombuffer(data[:total], np.uint8)
    going = np.flatnonzero(gone < len(errors_m))
    if len(data) != total + PLANES * len(going) or gone.max(initial=0) > len(errors_m):
        raise _bad(
            extension, f"{len(data):,} bytes", f"a level for each of {total:,} vertices and a target where it goes"
        )
    planes = np.frombuffer(data[total:], np.uint8).reshape(PLANES, -1)
    zigzag = np.ascontiguousarray(planes.T).view("<u4")[:, 0].astype(np.int64)
    targets = np.arange(total)
    targets[going] += (zigzag >> 1) ^ -(zigzag & 1)
    ends = np.cumsum(counts)
    collapses = [
        _collapse(extension, gone[end - count : end], targets[end - count : end] - (end - count))
        for end, count in zip(ends.tolist(), counts, strict=True)
    ]
    return Levels(errors_m, tuple(collapses))


def _errors(extension: Fields) -> tuple[float, ...]:
    stored = extension.values.get("errorsMetres")
    if not isinstance(stored, list) or not 1 <= len(stored) <= MOST_LEVELS:
        raise _bad(extension, "no list of errors", f"1 to {MOST_LEVELS} errors in metres")
    errors = extension.numbers("errorsMetres", (0.0,) * len(stored), low=0.0)
    if list(errors) != sorted(errors):
        raise _bad(extension, "errors that do not rise", "rising ones")
    return tuple(errors)


def _inflated(extension: Fields, data: bytes, most: int) -> bytes:
    stream = zlib.decompressobj()
    try:
        found = stream.decompress(data, most + 1)
    except zlib.error as error:
        raise _bad(extension, str(error), "data that zlib compressed") from error
    if not stream.eof or stream.unused_data:
        raise _bad(extension, f"over {len(found):,} bytes, or another end", f"at most {most:,} bytes")
    return found


def _collapse(extension: Fields, gone: NDArray[np.uint8], targets: NDArray[np.int64]) -> Collapse:
    if targets.min(initial=0) < 0 or targets.max(initial=0) >= max(len(gone), 1):
        raise _bad(extension, "a target that is not there", f"0..{len(gone) - 1:,}")
    own = targets == np.arange(len(gone))
    if not (own | (gone[targets] > gone)).all():
        raise _bad(extension, "a vertex that becomes one which is gone", "one that goes later, or stays")
    return Collapse(gone, targets.astype(np.uint32))


def _bad(extension: Fields, got: str, allowed: str) -> ModelError:
    return fault("bad-levels", extension.place, got, allowed)
