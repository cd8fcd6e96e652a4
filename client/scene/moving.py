"""What of a loaded model moves: nodes by clips, vertices by skins and morph targets.

The graphics card moves the vertices; here only the few numbers that it reads are computed: a matrix for each joint, a
weight for each morph target.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from panda3d.core import BoundingBox, LPoint3f, LVecBase4f, NodePath, PTALVecBase4f, Texture

from client.render import axes, programs
from showroom.errors import Rejected
from showroom.gltf.posing import Poses, influences, posed_positions
from showroom.gltf.triangles import flat_shaded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from showroom.gltf.model import Animation, Document, Node, Primitive

DELTA_WIDTH = 1024
MOST_SHOWN = 64
"""Morph targets that show at once; further ones with less weight are left out."""
KINDS = ("POSITION", "NORMAL", "TANGENT")


@dataclass(eq=False)
class _Part:
    """A primitive that moves, and what its program reads."""

    row: int
    path: NodePath
    primitive: Primitive
    palette: Texture | None
    weights: tuple[PTALVecBase4f, PTALVecBase4f] | None
    boxes: tuple[NDArray[np.float64], NDArray[np.float64]]


class Movement:
    """Poses a loaded model.

    Args:
        document: what was loaded.
    """

    def __init__(self, document: Document) -> None:
        self.poses = Poses(document)
        self.clips = {clip.name: clip for clip in document.animations}
        self._paths: dict[int, NodePath] = {}
        self._parts: list[_Part] = []
        self._worlds = self.poses.worlds()
        self._rows = {id(node): row for row, node in enumerate(self.poses.nodes)}

    def place(self, node: Node, path: NodePath) -> None:
        """Say which of Panda3D's nodes stands for one of the model's."""
        self._paths[self._rows[id(node)]] = path

    def mirrors(self, node: Node) -> bool:
        """Whether what `node` draws is turned inside out by its place, or by its first joint."""
        place = self._worlds[self._rows[id(node)]]
        if node.skin is not None:
            place = self.poses.palette(node.skin, self._worlds)[0]
        return bool(np.linalg.det(place[:3, :3]) < 0.0)

    def resting(self, node: Node, primitive: Primitive) -> NDArray[np.float64]:
        """Positions in the model's frame with every clip at rest, (n, 3)."""
        row = self._rows[id(node)]
        palette = self.poses.palette(node.skin, self._worlds) if node.skin is not None else None
        positions = posed_positions(primitive, palette, self.poses.weights(node))
        if palette is not None:
            return positions
        return np.asarray(positions @ self._worlds[row][:3, :3].T + self._worlds[row][:3, 3], np.float64)

    def add(self, node: Node, path: NodePath, primitive: Primitive) -> None:
        """Let skin and morph targets of `node` move what hangs at `path`."""
        features = moving_features(node, primitive)
        path.set_tag(programs.POSE_TAG, programs.pose_tag(features))
        palette, weights = None, None
        if node.skin is not None:
            palette = palette_texture(len(node.skin.joints), 1)
            path.set_shader_input("joint_palette", palette)
        if primitive.targets:
            weights = PTALVecBase4f.empty_array(1), PTALVecBase4f.empty_array(MOST_SHOWN // 2)
            path.set_shader_input("morph_deltas", _delta_texture(primitive))
            path.set_shader_input("morph_layout", weights[0])
            path.set_shader_input("morph_shown", weights[1])
        row = self._rows[id(node)]
        part = _Part(row, path, primitive, palette, weights, _joint_boxes(node, primitive))
        self._parts.append(part)
        self._show(part, self._worlds, None, 0.0)

    @property
    def textures(self) -> list[Texture]:
        """What the parts read, to be released with the model."""
        return [part.palette for part in self._parts if part.palette is not None]

    def pose(self, name: str | None, time_s: float) -> None:
        """Show a moment of a clip; None is how the model rests.

        Raises:
            Rejected: ``unknown-clip``.
        """
        if name is not None and name not in self.clips:
            known = ", ".join(self.clips) or "none"
            raise Rejected("unknown-clip", "the model has no such clip", got=name[:60], allowed=known)
        clip = self.clips[name] if name is not None else None
        worlds = self.poses.worlds(clip, time_s)
        for row, path in self._paths.items():
            parent = self.poses.parents[row]
            local = np.linalg.solve(worlds[parent], worlds[row]) if parent >= 0 else worlds[row]
            if not np.array_equal(worlds[row], self._worlds[row]) or parent >= 0:
                path.set_mat(axes.panda_matrix(local))
        self._worlds = worlds
        for part in self._parts:
            self._show(part, worlds, clip, time_s)

    def _show(self, part: _Part, worlds: NDArray[np.float64], clip: Animation | None, time_s: float) -> None:
        node = self.poses.nodes[part.row]
        weights = self.poses.weights(node, clip, time_s)
        if part.weights is not None:
            _set_weights(*part.weights, len(part.primitive.attributes["POSITION"]), weights)
        low, high = part.boxes
        for target, weight in zip(part.primitive.targets, weights, strict=False):
            if weight and "POSITION" in target:
                moved = weight * target["POSITION"].astype(np.float64)
                low, high = low + np.minimum(moved.min(axis=0), 0.0), high + np.maximum(moved.max(axis=0), 0.0)
        if node.skin is None:
            _set_bounds(part.path, low.min(axis=0), high.max(axis=0))
            return
        # The node's own place does not count, yet Panda3D will apply it.
        palette = np.linalg.pinv(worlds[part.row]) @ self.poses.palette(node.skin, worlds)
        if part.palette is not None:
            part.palette.set_ram_image(np.ascontiguousarray(palette[:, :3, :], np.float32).tobytes())
        _set_bounds(part.path, *_hull(palette, low, high))


def moving_features(node: Node, primitive: Primitive) -> frozenset[str]:
    """What the program must be able to do to move a primitive."""
    found = {"MORPH"} if primitive.targets else set()
    if node.skin is not None:
        found.add("SKIN")
        if "JOINTS_1" in primitive.attributes:
            found.add("SKIN8")
    return frozenset(found)


def with_normals(primitive: Primitive) -> Primitive:
    """The primitive with flat normals where it has none, its targets in step."""
    if "NORMAL" in primitive.attributes or not primitive.targets:
        return primitive
    order = primitive.indices
    attributes, indices = flat_shaded(dict(primitive.attributes), order)
    targets = [{name: array[order] for name, array in target.items()} for target in primitive.targets]
    return replace(primitive, attributes=attributes, indices=indices, targets=targets)


def palette_texture(joints: int, figures: int) -> Texture:
    """Room for the rows of every joint's matrix (three texels each), a line for each figure."""
    return _numbers("joint_palette", joints * 3, figures)


def number_texture(name: str, width: int, height: int) -> Texture:
    """Texels of four float32 that a program reads as they are (in Panda3D's order, so swizzled there)."""
    return _numbers(name, width, height)


def _numbers(name: str, width: int, height: int) -> Texture:
    texture = Texture(name)
    texture.setup_2d_texture(width, height, Texture.T_float, Texture.F_rgba32)
    texture.set_minfilter(Texture.FT_nearest)
    texture.set_magfilter(Texture.FT_nearest)
    texture.set_compression(Texture.CM_off)
    texture.set_ram_image(bytes(width * height * 16))
    return texture


def _delta_texture(primitive: Primitive) -> Texture:
    count = len(primitive.attributes["POSITION"])
    table = np.zeros((len(primitive.targets), len(KINDS), count, 4), np.float32)
    for index, target in enumerate(primitive.targets):
        for kind, name in enumerate(KINDS):
            if name in target:
                table[index, kind, :, :3] = target[name][:, :3]
    rows = table.reshape(-1, 4)
    height = -(-len(rows) // DELTA_WIDTH)
    padded = np.zeros((height * DELTA_WIDTH, 4), np.float32)
    padded[: len(rows)] = rows
    texture = _numbers("morph_deltas", DELTA_WIDTH, height)
    texture.set_ram_image(padded.tobytes())
    return texture


def _set_weights(layout: PTALVecBase4f, shown: PTALVecBase4f, vertices: int, weights: Sequence[float]) -> None:
    strongest = sorted((index for index, weight in enumerate(weights) if weight), key=lambda one: -abs(weights[one]))
    active = strongest[:MOST_SHOWN]
    layout[0] = LVecBase4f(vertices, DELTA_WIDTH, len(active), 0.0)
    flat = [number for index in active for number in (float(index), weights[index])]
    flat += [0.0] * (-len(flat) % 4)
    for line in range(len(flat) // 4):
        shown[line] = LVecBase4f(*flat[line * 4 : line * 4 + 4])


def _joint_boxes(node: Node, primitive: Primitive) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lowest and highest corner of what each joint moves, (joints, 3), in the mesh's frame; one row without a skin."""
    positions = primitive.attributes["POSITION"].astype(np.float64)
    if node.skin is None:
        return positions.min(axis=0, keepdims=True), positions.max(axis=0, keepdims=True)
    low = np.full((len(node.skin.joints), 3), np.inf)
    high = np.full((len(node.skin.joints), 3), -np.inf)
    joints, weights = influences(primitive.attributes)
    for column in range(joints.shape[1]):
        used = weights[:, column] > 0.0
        np.minimum.at(low, joints[used, column], positions[used])
        np.maximum.at(high, joints[used, column], positions[used])
    return low, high


def _hull(
    palette: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The box around all joints' boxes: a skinned vertex lies between where its joints put it, so it is inside."""
    used = np.isfinite(low).all(axis=1)
    corners = np.stack([np.where([x, y, z], high[used], low[used]) for x in (0, 1) for y in (0, 1) for z in (0, 1)])
    moved = np.einsum("jab,cjb->cja", palette[used][:, :3, :3], corners) + palette[used][:, :3, 3]
    return moved.min(axis=(0, 1)), moved.max(axis=(0, 1))


def _set_bounds(path: NodePath, low: NDArray[np.float64], high: NDArray[np.float64]) -> None:
    margin = 1e-4 + 1e-3 * float((high - low).max())
    box = BoundingBox(LPoint3f(*(low - margin).tolist()), LPoint3f(*(high + margin).tolist()))
    path.node().set_bounds(box)
    path.node().set_final(True)
