"""Models that move, made in code."""

from __future__ import annotations

import numpy as np

from showroom.gltf.model import Animation, Channel, Document, Material, Mesh, Node, Primitive, Rest, Skin

QUARTER = (0.0, 0.0, float(np.sin(np.pi / 4)), float(np.cos(np.pi / 4)))
"""A quarter turn about +Z as a quaternion: +Y goes to -X."""


def at(x: float, y: float, z: float) -> np.ndarray:
    matrix = np.eye(4)
    matrix[:3, 3] = (x, y, z)
    return matrix


def square(x: float, y: float, half: float = 0.1) -> np.ndarray:
    corners = [(-half, -half), (half, -half), (half, half), (-half, half)]
    return np.array([(x + dx, y + dy, 0.0) for dx, dy in corners], np.float32)


def sheet(positions: np.ndarray, material: Material, **more: np.ndarray) -> Primitive:
    """Squares that face +Z, four vertices each."""
    count = len(positions)
    corners = np.arange(0, count, 4)[:, None] + np.array([0, 1, 2, 0, 2, 3])
    attributes = {
        "POSITION": positions.astype(np.float32),
        "NORMAL": np.tile(np.array([0, 0, 1], np.float32), (count, 1)),
        **more,
    }
    return Primitive(attributes, corners.reshape(-1).astype(np.uint32), material)


def arm(*, sets: int = 1, interpolation: str = "LINEAR") -> Document:
    """Two squares: one at the origin with the shoulder, one 2 m up with the elbow, which is 1 m up and bends by 90°.

    The mesh's own node stands elsewhere, which a skin must ignore; the whole arm stands 3 m along +X.
    """
    material = Material("red", base_color=(1.0, 0.0, 0.0, 1.0), unlit=True, double_sided=True)
    positions = np.concatenate([square(0.0, 0.0), square(0.0, 2.0)])
    joints = np.zeros((8, 4), np.uint8)
    weights = np.tile(np.array([1, 0, 0, 0], np.float32), (8, 1))
    joints[4:, 0] = 1
    more: dict[str, np.ndarray] = {"JOINTS_0": joints, "WEIGHTS_0": weights}
    if sets == 2:
        # The second half of every weight, and so of every place, stands in the second set.
        more = {"JOINTS_0": joints, "WEIGHTS_0": weights / 2, "JOINTS_1": joints, "WEIGHTS_1": weights / 2}
    elbow = Node("elbow", at(0, 1, 0), number=2, rest=Rest((0.0, 1.0, 0.0)))
    shoulder = Node("shoulder", np.eye(4), children=[elbow], number=1)
    skin = Skin("arm", (1, 2), np.stack([np.eye(4), at(0, -1, 0)]), skeleton=1)
    body = Node("body", at(0, 0, 7), Mesh("arm", [sheet(positions, material, **more)]), skin=skin, number=3)
    top = Node("top", at(3, 0, 0), children=[shoulder, body], number=0)
    turns = np.array([(0, 0, 0, 1), QUARTER], np.float32)
    if interpolation == "CUBICSPLINE":
        turns = np.stack([np.zeros_like(turns), turns, np.zeros_like(turns)], axis=1)
    bend = Channel(2, "rotation", np.array([0, 1], np.float32), turns, interpolation)
    still = Channel(2, "translation", np.array([0], np.float32), np.array([(0, 1, 0)], np.float32))
    return Document([top], [material], [], animations=[Animation("bend", [bend]), Animation("still", [still])])


def slider() -> Document:
    """A square that two morph targets move: one to the right, one up; the clip shows the second fully at 1 s."""
    material = Material("green", base_color=(0.0, 1.0, 0.0, 1.0), unlit=True, double_sided=True)
    part = sheet(square(0.0, 0.0), material)
    right = {"POSITION": np.tile(np.array([1, 0, 0], np.float32), (4, 1))}
    up = {
        "POSITION": np.tile(np.array([0, 1, 0], np.float32), (4, 1)),
        "NORMAL": np.tile(np.array([1, 0, -1], np.float32), (4, 1)),
    }
    part.targets = [right, up]
    mesh = Mesh("slider", [part], weights=(0.5, 0.0), target_names=("right", "up"))
    values = np.array([(0, 0), (0, 1)], np.float32)
    clip = Animation("rise", [Channel(0, "weights", np.array([0, 1], np.float32), values)])
    return Document([Node("slider", np.eye(4), mesh, number=0)], [material], [], animations=[clip])
