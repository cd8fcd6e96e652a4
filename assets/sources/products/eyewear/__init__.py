"""What frames share: fronts and lenses cut out of one bent sheet, wires that lie on it, temples to the ear.

Millimetres; whatever lies on a front is given as x and y seen from the front.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from modelling import paint
from modelling.curves import offset, spline
from modelling.mesh import Array, Mesh, joined
from modelling.scene import srgb
from modelling.surface import Surface, piece

HALF = np.array([90.0, 50.0])


@dataclass(frozen=True)
class Front:
    """A face-formed front.

    Args:
        bend: Radius of the whole front seen from above.
        dome: One over the radius that each lens bulges with; 0 for one sheet.
        centre: The right lens' middle, x and y.
    """

    bend: float
    dome: float
    centre: tuple[float, float]

    def depth(self, xy: Array) -> Array:
        """z of places (n, 2)."""
        x, y = xy[:, 0], xy[:, 1]
        from_lens = (np.abs(x) - self.centre[0]) ** 2 + (y - self.centre[1]) ** 2
        return -(x**2) / (2 * self.bend) - self.dome * from_lens / 2

    def on(self, xy: Array, lift: float = 0.0) -> Array:
        """Places (n, 2) on the sheet, `lift` before it."""
        return np.column_stack([xy, self.depth(xy) + lift])

    def sheet(self, behind: bool = False) -> Surface:
        """The sheet as a surface of 180 × 100 mm; `behind` faces backwards."""
        x, y = np.meshgrid(np.linspace(-90, 90, 91), np.linspace(-50, 50, 51), indexing="ij")
        z = self.depth(np.stack([x.ravel(), y.ravel()], 1)).reshape(x.shape)
        net = np.stack([x, y, z], -1)
        return Surface(net[:, ::-1] if behind else net, (180.0, 100.0))

    def plate(self, outer: Array, thick: float, lip: float, spacing: float, shift: float = 0.0) -> Mesh:
        """A piece of the sheet with rounded rims, e.g. a lens."""
        halves = []
        for behind in (False, True):
            uv = offset(outer, -lip) + HALF
            uv = np.stack([uv[:, 0], 2 * HALF[1] - uv[:, 1]], 1) if behind else uv
            mesh = piece(
                self.sheet(behind), uv, spacing=spacing, lift=thick / 2, lip=lip, depth=thick / 2 - lip, lip_steps=2
            )
            halves.append(mesh.moved((0, 0, shift)))
        return joined(halves)


def boxed(points: list[tuple[float, float]], size: tuple[float, float], count: int) -> Array:
    """A smooth closed outline, counter-clockwise, that fills exactly the box (width, height) about its middle."""
    loop = spline(points, 400, closed=True)
    low, high = loop.min(0), loop.max(0)
    loop = (loop - (low + high) / 2) / (high - low) * np.asarray(size)
    way = np.linalg.norm(np.roll(loop, -1, 0) - loop, axis=1)
    at = np.linspace(0, way.sum(), count, endpoint=False)
    along = np.concatenate([[0], np.cumsum(way)])
    closed = np.concatenate([loop, loop[:1]])
    return np.stack([np.interp(at, along, closed[:, axis]) for axis in (0, 1)], 1)


def domed(lens: Mesh, middle: Array, size: tuple[float, float], rise: float) -> Mesh:
    """A lens blown out by `rise` millimetres in its middle, with its rim where it was: flat glass reflects one tone."""
    half = np.asarray(size) / 2
    across = (lens.positions[:, :2] - middle) / half
    inside = np.clip(1 - (across**2).sum(1), 0, None)
    lens.positions[:, 2] += rise * inside
    slope = np.where(inside[:, None] > 0, -2 * rise * across / half, 0.0)
    normals = lens.normals.copy()
    normals[:, :2] -= slope * normals[:, 2:]
    lens.normals = normals / np.linalg.norm(normals, axis=1, keepdims=True)
    return lens


def graded_uv(mesh: Mesh, low: Array, high: Array) -> None:
    """Texture coordinates of a lens: its box from the front."""
    mesh.uvs = (mesh.positions[:, :2] - low) / (high - low)


def gradient(dark: float, light: float) -> paint.Pixels:
    """A grey that runs from dark above to light below (0 to 1); options tint it."""
    t = paint.step(np.linspace(0, 1, 128), 0.1, 0.9)[:, None, None]
    return paint.pixels(np.broadcast_to((dark + t * (light - dark)) * 255.0, (128, 16, 3)).copy())


def glass(color: str, *, graded: bool = False, mirror: float = 0.0, film_nm: float = 0.0) -> Callable[[Any], None]:
    """A change of the lenses: their tint, how much of the light a mirror throws back, a film that shimmers."""

    def change(material: dict[str, Any]) -> None:
        surface = material["pbrMetallicRoughness"]
        if not graded:
            surface.pop("baseColorTexture", None)
        surface["baseColorFactor"] = [*srgb(color), 1.0]
        surface["metallicFactor"] = mirror
        if film_nm:
            material["extensions"]["KHR_materials_iridescence"] = {
                "iridescenceFactor": 1.0,
                "iridescenceIor": 1.9,
                "iridescenceThicknessMaximum": film_nm,
            }

    return change
