"""Coarser levels of a model, each with a stated error, for when it is small on the screen.

Vertices only ever go into neighbours (see `collapsing`); seams and borders keep their course, and nothing goes from one
primitive into another, so that what an option addresses stays itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from showroom.gltf import walk
from showroom.gltf.levels import Collapse, Levels
from showroom.pipeline.steps.collapsing import Bound, CollapseOptions
from showroom.pipeline.steps.simplify import changes_shape, collapsed, world_scales

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from showroom.gltf.model import Document, Mesh

FEWEST_TRIANGLES = 2000
"""A model with fewer costs more to switch than to draw."""
LEAST_GAIN = 0.8
"""A level has at most this part of the triangles of the one before, or it is none."""
LEAST_SHARE = 0.03


@dataclass(frozen=True)
class LevelOptions:
    """Which levels.

    Args:
        shares: for each level how far its surface may be from the model's, as a part of the model's diagonal: where
            that is half a pixel, the product is as large as 256 pixels, then 64.
        used: the part of it that is used up: a thin layer that dips below another shows, be it by half a pixel.
        turns: for each level how far normals may turn, in radians.
    """

    shares: tuple[float, ...] = (1 / 512, 1 / 128)
    used: float = 0.4
    turns: tuple[float, ...] = (0.15, 0.4)


def levels(document: Document, options: LevelOptions | None = None) -> Levels | None:
    """The levels of a document that are worth having; None where none is."""
    options = options or LevelOptions()
    before = walk.triangle_count(document)
    if before < FEWEST_TRIANGLES or not options.shares:
        return None
    low, high = walk.bounds(document)
    diagonal_m = float(np.linalg.norm(high - low))
    errors_m = [share * diagonal_m for share in options.shares]
    scales = world_scales(document)
    found = {
        id(mesh): _targets(
            mesh,
            [
                Bound(options.used * error_m / scales[id(mesh)], turn)
                for error_m, turn in zip(errors_m, options.turns, strict=True)
            ],
        )
        for mesh in walk.meshes(document)
    }
    kept: list[int] = []
    for level in range(len(errors_m)):
        after = _triangles(document, {key: targets[level] for key, targets in found.items()})
        if after <= LEAST_GAIN * before:
            kept.append(level)
            before = after
    if not kept:
        return None
    collapses = [
        _collapse([found[id(mesh)][level][part] for level in kept])
        for mesh in walk.meshes(document)
        for part in range(len(mesh.primitives))
    ]
    return Levels(tuple(errors_m[level] for level in kept), tuple(collapses))


def _targets(mesh: Mesh, bounds: Sequence[Bound]) -> list[list[NDArray[np.int64]]]:
    """For each bound where the vertices of each primitive go; nowhere in a mesh that changes its shape."""
    if changes_shape(mesh):
        return [[np.arange(len(one.attributes["POSITION"])) for one in mesh.primitives]] * len(bounds)
    return list(collapsed(mesh, bounds, CollapseOptions(keeps_seams=False, least_share=LEAST_SHARE)))


def _triangles(document: Document, targets: dict[int, list[NDArray[np.int64]]]) -> int:
    """How many triangles the scene draws where vertices go so."""
    counts = {}
    for mesh in walk.meshes(document):
        corners = [
            where[one.indices].reshape(-1, 3) for one, where in zip(mesh.primitives, targets[id(mesh)], strict=True)
        ]
        counts[id(mesh)] = sum(int((one != np.roll(one, 1, axis=1)).all(axis=1).sum()) for one in corners)
    return sum(counts[id(node.mesh)] for node, _ in walk.nodes(document) if node.mesh is not None)


def _collapse(targets: Sequence[NDArray[np.int64]]) -> Collapse:
    """What a vertex becomes at the first level at which it goes; there it stands until it goes on with that one."""
    count, own = len(targets), np.arange(len(targets[0]))
    gone, becomes = np.full(len(own), count, np.uint8), own.copy()
    for level in reversed(range(count)):
        going = targets[level] != own
        gone[going], becomes[going] = level, targets[level][going]
    return Collapse(gone, becomes.astype(np.uint32))
