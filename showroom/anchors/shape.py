"""A model as what finders look at: triangles, and which of them are clear."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from showroom.catalogue import Dimension, Text
from showroom.errors import Rejected
from showroom.gltf import walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from numpy.typing import NDArray

    from showroom.catalogue import Vector3
    from showroom.gltf.model import Document, Material, Node

    Corners = NDArray[np.float64]
    """(n, 3, 3) triangles."""
    Places = dict[str, NDArray[np.float64]]
    """Names with places, (3,) metres."""

SAMPLES = 150_000
UPRIGHT = "is the model upright, its front towards +Z and in true size? showroom assets fix turns and scales it"


@dataclass(frozen=True)
class Shape:
    """A model to look at.

    Args:
        corners: (n, 3, 3) triangles of all that is shown.
        clear: triangles of each transparent material, by its name.
    """

    corners: Corners
    clear: Mapping[str, Corners]

    @cached_property
    def points(self) -> NDArray[np.float64]:
        """Points spread evenly over it, (n, 3); raises ``no-anchors`` where it has no area."""
        return sampled(self.corners)

    @property
    def low(self) -> NDArray[np.float64]:
        """Its least corner, (3,)."""
        least: NDArray[np.float64] = self.points.min(axis=0)
        return least

    @property
    def high(self) -> NDArray[np.float64]:
        """Its greatest corner, (3,)."""
        greatest: NDArray[np.float64] = self.points.max(axis=0)
        return greatest


def shape_of(document: Document, hidden_nodes: Collection[str] = (), hidden_materials: Collection[str] = ()) -> Shape:
    """All triangles in the world but the hidden ones, and those of every clear material."""
    everything: list[NDArray[np.float64]] = [np.zeros((0, 3, 3))]
    clear: dict[str, list[NDArray[np.float64]]] = {}
    for node, world_from_node in _shown(document, hidden_nodes):
        for primitive in node.mesh.primitives if node.mesh else ():
            if primitive.material is not None and primitive.material.name in hidden_materials:
                continue
            points = primitive.attributes["POSITION"].astype(np.float64)
            placed = points @ world_from_node[:3, :3].T + world_from_node[:3, 3]
            corners = placed[primitive.indices].reshape(-1, 3, 3)
            everything.append(corners)
            if primitive.material is not None and _is_clear(primitive.material):
                clear.setdefault(primitive.material.name, []).append(corners)
    return Shape(np.concatenate(everything), {name: np.concatenate(parts) for name, parts in clear.items()})


def _shown(document: Document, hidden: Collection[str]) -> Iterator[tuple[Node, NDArray[np.float64]]]:
    under: set[int] = set()
    for node, world_from_node in walk.nodes(document):
        if node.name in hidden or id(node) in under:
            under.update(id(child) for child in node.children)
        else:
            yield node, world_from_node


def _is_clear(material: Material) -> bool:
    return material.transmission > 0.0 or material.alpha_mode == "BLEND"


def sampled(corners: Corners, count: int = SAMPLES) -> NDArray[np.float64]:
    """Points spread evenly over the surface, (count, 3), the same each time.

    Raises:
        Rejected: ``no-anchors`` where there is no surface.

    Source: R. Osada et al., "Shape Distributions", 2002, §4.1.
    """
    if len(corners) == 0:
        raise none_found("a model without triangles")
    random = np.random.default_rng(7)
    edges = corners[:, 1:] - corners[:, :1]
    areas = np.linalg.norm(np.cross(edges[:, 0], edges[:, 1]), axis=1)
    if areas.sum() <= 0.0:
        raise none_found("a model without area")
    which = random.choice(len(corners), count, p=areas / areas.sum())
    a, b = np.sqrt(random.random((count, 1))), random.random((count, 1))
    one, two, three = corners[which].transpose(1, 0, 2)
    points: NDArray[np.float64] = (1 - a) * one + a * (1 - b) * two + a * b * three
    return points


def between(id_: str, en: str, de: str, start: NDArray[np.float64], end: NDArray[np.float64]) -> Dimension:
    """How far it is from `start` to `end`, straight."""
    return length(id_, (en, de), float(np.linalg.norm(end - start)), start, end)


def length(
    id_: str, names: tuple[str, str], metres: float, start: NDArray[np.float64], end: NDArray[np.float64]
) -> Dimension:
    """A length that was measured otherwise, drawn from `start` to `end`; `names` are English and German."""
    return Dimension(id_, Text(*names), round(float(metres) * 1000.0, 1), vector(start), vector(end))


def vector(place: NDArray[np.float64]) -> Vector3:
    """A place as the catalogue writes it, to a hundredth of a millimetre."""
    x, y, z = (round(float(one), 5) + 0.0 for one in place)
    return (x, y, z)


def none_found(got: str, hint: str = UPRIGHT) -> Rejected:
    """The refusal of what is not such a product."""
    return Rejected("no-anchors", "these places cannot be found in this shape", got=got, hint=hint)
