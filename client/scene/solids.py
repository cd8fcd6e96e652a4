"""Simple solids as glTF primitives, for what must be there without any file: a room, plinths, people."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from showroom.gltf.model import Document, Material, Mesh, Node, Primitive

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from showroom.catalogue import Vector3

_SIDES: tuple[tuple[int, int, int, float], ...] = (
    (0, 1, 2, 1.0),
    (0, 1, 2, -1.0),
    (1, 2, 0, 1.0),
    (1, 2, 0, -1.0),
    (2, 0, 1, 1.0),
    (2, 0, 1, -1.0),
)


def box(centre: Vector3, half: Vector3, material: Material) -> Primitive:
    """An upright box."""
    positions: list[list[float]] = []
    normals: list[list[float]] = []
    indices: list[int] = []
    for axis, first, second, sign in _SIDES:
        start = len(positions)
        for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
            corner = [0.0, 0.0, 0.0]
            corner[axis], corner[first], corner[second] = sign, float(a) * sign, float(b)
            positions.append([c + k * h for c, k, h in zip(centre, corner, half, strict=True)])
            normals.append([sign if index == axis else 0.0 for index in range(3)])
        indices += [start, start + 1, start + 2, start, start + 2, start + 3]
    return _primitive(positions, normals, indices, material)


def lathe(
    profile: Sequence[tuple[float, float]],
    material: Material,
    *,
    sides: int = 28,
    squash: float = 1.0,
    centre: Vector3 = (0.0, 0.0, 0.0),
) -> Primitive:
    """A solid turned about +Y: `profile` is (radius, height) from below; `squash` flattens it along Z."""
    outline = np.asarray(profile, dtype=np.float64)
    along = np.gradient(outline, axis=0)
    across = np.stack([along[:, 1], -along[:, 0]], axis=1)
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-9)
    angles = np.linspace(0.0, 2 * math.pi, sides + 1)
    sine, cosine = np.sin(angles)[:, None], np.cos(angles)[:, None]
    positions = np.stack(
        [
            sine * outline[:, 0],
            np.broadcast_to(outline[:, 1], (sides + 1, len(outline))),
            cosine * outline[:, 0] * squash,
        ],
        axis=-1,
    )
    normals = np.stack(
        [sine * across[:, 0], np.broadcast_to(across[:, 1], (sides + 1, len(outline))), cosine * across[:, 0] / squash],
        axis=-1,
    )
    normals /= np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-9)
    rows = len(outline)
    indices = []
    for side in range(sides):
        for row in range(rows - 1):
            a, b = side * rows + row, (side + 1) * rows + row
            indices += [a, b, b + 1, a, b + 1, a + 1]
    return _primitive((positions + np.asarray(centre)).reshape(-1, 3), normals.reshape(-1, 3), indices, material)


def ellipsoid(centre: Vector3, radii: Vector3, material: Material, *, rows: int = 16) -> Primitive:
    """An egg; its X and Z radii may differ."""
    steps = np.linspace(-math.pi / 2, math.pi / 2, rows)
    profile = [(radii[0] * math.cos(step), radii[1] * math.sin(step)) for step in steps]
    return lathe(profile, material, squash=radii[2] / radii[0], centre=centre)


def capsule(
    low: float,
    high: float,
    radius_low: float,
    radius_high: float,
    material: Material,
    *,
    squash: float = 1.0,
    centre: Vector3 = (0.0, 0.0, 0.0),
) -> Primitive:
    """An upright limb with round ends between two heights."""
    bend = np.linspace(0.0, math.pi / 2, 6)
    below = [(radius_low * math.sin(b), low + radius_low * (1 - math.cos(b))) for b in bend]
    above = [(radius_high * math.cos(b), high - radius_high * (1 - math.sin(b))) for b in bend]
    return lathe([*below, *above], material, squash=squash, centre=centre)


def node(name: str, primitives: Iterable[Primitive], origin: Vector3 = (0.0, 0.0, 0.0)) -> Node:
    """A node at a place with a mesh."""
    matrix = np.eye(4)
    matrix[:3, 3] = origin
    return Node(name, matrix, Mesh(name, list(primitives)))


def document(roots: Iterable[Node]) -> Document:
    """A document of nodes without children."""
    nodes = list(roots)
    materials: dict[str, Material] = {}
    for item in nodes:
        for primitive in item.mesh.primitives if item.mesh else ():
            if primitive.material is not None:
                materials[primitive.material.name] = primitive.material
    return Document(nodes, list(materials.values()), [])


def matt(name: str, red: float, green: float, blue: float, roughness: float = 0.8) -> Material:
    """A plain material of a linear colour."""
    return Material(name, base_color=(red, green, blue, 1.0), metallic=0.0, roughness=roughness)


def _primitive(
    positions: Sequence[Sequence[float]] | NDArray[np.float64],
    normals: Sequence[Sequence[float]] | NDArray[np.float64],
    indices: Sequence[int],
    material: Material,
) -> Primitive:
    return Primitive(
        {"POSITION": np.asarray(positions, np.float32), "NORMAL": np.asarray(normals, np.float32)},
        np.asarray(indices, np.uint32),
        material,
    )
