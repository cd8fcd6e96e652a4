"""A plain picture of a configured model, drawn in numpy: in each pixel what lies in front, and how it looks.

No light and no shading: two pictures differ exactly where another surface is in front, or the same one looks otherwise.
So a test can compare thousands of configurations in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from showroom import appearance
from showroom.catalogue import Surface
from showroom.gltf.model import Material, TextureUse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from showroom.catalogue import Product
    from showroom.gltf.model import Document, Node, Primitive

SIZE_PX = (240, 160)
SAMPLES = 1.5
DEPTH_STEP_M = 0.0004
DIRECTIONS = {
    "hero": (0.76, 0.28, 0.59),
    "opposite": (-0.76, 0.28, -0.59),
    "above": (0.2, 0.95, 0.25),
    "front": (-0.3, 0.1, 0.95),
}


@dataclass(frozen=True)
class Dots:
    """Points spread over a primitive's triangles, seen from one side: pixel and distance; `nodes` it hangs below."""

    primitive: Primitive
    nodes: tuple[str, ...]
    pixel: NDArray[np.int64]
    away: NDArray[np.float64]


class Scene:
    """A model from one side."""

    def __init__(self, document: Document, direction: tuple[float, float, float]) -> None:
        toward = np.asarray(direction) / np.linalg.norm(direction)
        side = np.cross((0.0, 1.0, 0.0), toward)
        side /= np.linalg.norm(side)
        frame = np.stack([side, np.cross(toward, side), toward])
        placed = [
            (names, primitive, spread(primitive, matrix) @ frame.T) for names, primitive, matrix in _drawn(document)
        ]
        seen = np.concatenate([points for _, _, points in placed])
        low, high = seen[:, :2].min(axis=0), seen[:, :2].max(axis=0)
        scale = float(((np.array(SIZE_PX) - 2) / (high - low)).min())
        self._dots = []
        for names, primitive, points in placed:
            column, row = ((points[:, :2] - low) * scale).astype(np.int64).T
            self._dots.append(Dots(primitive, names, row * SIZE_PX[0] + column, -points[:, 2]))
        self._fronts: dict[tuple[int, ...], tuple[NDArray[np.int64], NDArray[np.int64]]] = {}
        self._looks: dict[tuple[object, ...], int] = {}

    def picture(self, product: Product, choices: Mapping[str, str]) -> NDArray[np.int64]:
        """For each pixel what is in front, opaque and clear: how it looks (a number) and how far away it is."""
        hidden = appearance.hidden_nodes(product, choices)
        gone = appearance.hidden_materials(product, choices)
        surfaces = appearance.material_surfaces(product, choices)
        variants = appearance.resolve(product, choices).variants
        shown: dict[bool, list[int]] = {False: [], True: []}
        look = np.full(len(self._dots) + 1, -1)
        for index, dots in enumerate(self._dots):
            material = worn(dots.primitive, variants)
            surface = surfaces.get(material.name, Surface())
            if hidden.isdisjoint(dots.nodes) and material.name not in gone:
                shown[is_clear(material, surface)].append(index)
                look[index] = self._looks.setdefault(looks(material, surface), len(self._looks))
        layers = []
        for clear in (False, True):
            owner, depth = self._front(tuple(shown[clear]))
            layers += [look[owner], depth]
        return np.stack(layers)

    def _front(self, shown: tuple[int, ...]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        if shown not in self._fronts:
            owner, depth = np.full(SIZE_PX[0] * SIZE_PX[1], -1), np.zeros(SIZE_PX[0] * SIZE_PX[1], np.int64)
            if shown:
                pixel = np.concatenate([self._dots[index].pixel for index in shown])
                away = np.concatenate([self._dots[index].away for index in shown])
                owners = np.repeat(np.array(shown), [len(self._dots[index].pixel) for index in shown])
                order = np.lexsort((away, pixel))
                first = order[np.unique(pixel[order], return_index=True)[1]]
                owner[pixel[first]] = owners[first]
                depth[pixel[first]] = np.round(away[first] / DEPTH_STEP_M)
            self._fronts[shown] = owner, depth
        return self._fronts[shown]


def _drawn(document: Document) -> list[tuple[tuple[str, ...], Primitive, NDArray[np.float64]]]:
    found = []
    waiting: list[tuple[Node, NDArray[np.float64], tuple[str, ...]]] = [(one, np.eye(4), ()) for one in document.roots]
    while waiting:
        node, parent, above = waiting.pop()
        matrix, names = parent @ node.matrix, (*above, node.name)
        waiting += [(child, matrix, names) for child in node.children]
        found += [(names, primitive, matrix) for primitive in (node.mesh.primitives if node.mesh else ())]
    return found


def spread(primitive: Primitive, matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points all over the triangles, more of them on large ones."""
    points = primitive.attributes["POSITION"].astype(float) @ matrix[:3, :3].T + matrix[:3, 3]
    corners = points[primitive.indices.reshape(-1, 3)]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    copies = np.clip(SAMPLES * area / max(float(area.mean()), 1e-12), 1, 300).astype(int)
    chosen = np.repeat(corners, copies, axis=0)
    weight = np.random.default_rng(3).dirichlet((1.0, 1.0, 1.0), len(chosen))
    spread_out: NDArray[np.float64] = (chosen * weight[..., None]).sum(axis=1)
    return spread_out


def worn(primitive: Primitive, variants: tuple[str, ...]) -> Material:
    """The material that the variants in force give a primitive."""
    material = primitive.material or Material("none")
    for name in variants:
        material = primitive.variants.get(name, material)
    return material


def is_clear(material: Material, surface: Surface) -> bool:
    """Whether one sees what is behind it."""
    transmission = material.transmission if surface.transmission is None else surface.transmission
    return transmission > 0.1 or material.alpha_mode == "BLEND"


def looks(material: Material, surface: Surface) -> tuple[object, ...]:
    """Everything that one could tell a surface apart by, without its name."""
    own = [getattr(material, field.name) for field in fields(material) if field.name not in {"name", "extras"}]
    seen = tuple(id(value.texture.image) if isinstance(value, TextureUse) else repr(value) for value in own)
    return (*seen, surface)
