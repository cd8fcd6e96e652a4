"""The parts that checks look at one by one: primitives with their place, and triangles in the world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from showroom.gltf import walk
from showroom.gltf.fields import short_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from showroom.gltf.model import Document, Material, Primitive, TextureUse

LARGEST_TRIANGLES = 1_000_000
"""Parts with more triangles than this are not looked at edge by edge: it would take gigabytes."""


@dataclass(frozen=True)
class Part:
    """A primitive, how a finding calls it, and how much larger than its mesh it stands in the world."""

    place: str
    primitive: Primitive
    scale: float = 1.0

    @property
    def triangles(self) -> NDArray[np.int64]:
        """Vertices of each triangle, (n, 3)."""
        return self.primitive.indices.reshape(-1, 3).astype(np.int64)

    def corners(self, attribute: str = "POSITION") -> NDArray[np.float64]:
        """An attribute at the corners of each triangle, (n, 3, width)."""
        values = self.primitive.attributes[attribute][self.primitive.indices].astype(np.float64)
        return values.reshape(-1, 3, values.shape[1])

    def materials(self) -> list[Material]:
        """What the part wears, in any variant, each once."""
        worn = (self.primitive.material, *self.primitive.variants.values())
        return list({id(one): one for one in worn if one is not None}.values())

    def uses(self) -> Iterator[tuple[str, TextureUse]]:
        """Every texture that lies on the part with coordinates for it, and the slot that it fills."""
        for material in self.materials():
            for slot, use in material.texture_uses().items():
                if f"TEXCOORD_{use.tex_coord}" in self.primitive.attributes:
                    yield slot, use


def parts(document: Document) -> Iterator[Part]:
    """Every primitive once, in the order of the scene."""
    scales: dict[int, float] = {}
    for node, world_from_node in walk.nodes(document):
        if node.mesh is not None:
            size = float(np.cbrt(abs(np.linalg.det(world_from_node[:3, :3]))))
            scales[id(node.mesh)] = max(size, scales.get(id(node.mesh), 0.0))
    for mesh in walk.meshes(document):
        name = f'mesh "{short_name(mesh.name)}"' if mesh.name else "a mesh without a name"
        for index, primitive in enumerate(mesh.primitives):
            yield Part(f"{name}/primitive {index}", primitive, scales[id(mesh)])


def areas(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """Areas of triangles, (n, 3, 3) to (n,)."""
    sides = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return np.asarray(np.linalg.norm(sides, axis=1) / 2, np.float64)


def flat_areas(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """Signed areas of triangles in texture space, (n, 3, 2) to (n,); positive where the picture reads as painted."""
    (u1, v1), (u2, v2) = (corners[:, 1] - corners[:, 0]).T, (corners[:, 2] - corners[:, 0]).T
    return np.asarray((u2 * v1 - u1 * v2) / 2, np.float64)


def percent(share: float) -> str:
    """A share for people; never nothing where there is something."""
    return f"{max(share, 0.0001):.2%}" if share < 0.01 else f"{share:.0%}"  # noqa: PLR2004 - where decimals matter


def same_places(points: NDArray[Any]) -> NDArray[np.int64]:
    """For each point the number of its place; points at the same place share one."""
    return np.asarray(np.unique(points + np.float32(0), axis=0, return_inverse=True)[1].reshape(-1), np.int64)
