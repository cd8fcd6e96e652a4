"""Turn and scale a model to its true size, in metres."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from showroom.errors import ModelError
from showroom.gltf import walk
from showroom.pipeline.steps.staging import with_larger_stage
from showroom.pipeline.steps.swapping import swap_materials

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.catalogue import Vector3
    from showroom.gltf.model import Document, Material


@dataclass(frozen=True)
class ScaleOptions:
    """How to turn and scale; turning comes first.

    Args:
        scale: factor on the model's units; None leaves it to `size_mm`.
        size_mm: wished extents (x, y, z) after turning; the first that is given decides, evenly for all axes.
        rotate_deg: turns about x, then y, then z, counter-clockwise seen from the tip of the axis.
    """

    scale: float | None = None
    size_mm: tuple[float | None, float | None, float | None] = (None, None, None)
    rotate_deg: Vector3 = (0.0, 0.0, 0.0)


def scale(document: Document, options: ScaleOptions | None = None) -> Document:
    """Stand the roots under one rotation and scale; vertices keep their bits.

    The distance at which a volume attenuates light is in world units (KHR_materials_volume), so it grows with the
    model, while its thickness is in the mesh's units and does not. No node's scale reaches what cameras and lights
    say in metres either.

    Raises:
        ModelError: ``flat-model`` when the axis that should get a size has none.
    """
    options = options or ScaleOptions()
    turn = rotation(options.rotate_deg)
    turned = walk.stood_under(document, turn)
    factor = _factor(turned, options)
    if factor == 1.0:
        return turned if options.rotate_deg != (0.0, 0.0, 0.0) else document
    transform = np.eye(4)
    transform[:3, :3] *= factor
    scaled = with_larger_stage(walk.stood_under(turned, transform), factor)
    return swap_materials(scaled, {id(one): _attenuated(one, factor) for one in document.materials})


def rotation(degrees: Vector3) -> NDArray[np.float64]:
    """The (4, 4) rotation about x, then y, then z; exact for quarter turns."""
    matrix = np.eye(4)
    for axis, angle in enumerate(degrees):
        cosine, sine = np.cos(np.radians(angle)), np.sin(np.radians(angle))
        if angle % 90 == 0:
            cosine, sine = np.round(cosine), np.round(sine)
        first, second = (axis + 1) % 3, (axis + 2) % 3
        turn = np.eye(4)
        turn[first, first], turn[first, second], turn[second, first], turn[second, second] = cosine, -sine, sine, cosine
        matrix = turn @ matrix
    return np.asarray(matrix + 0.0, np.float64)


def _factor(document: Document, options: ScaleOptions) -> float:
    if options.scale is not None:
        return options.scale
    low, high = walk.bounds(document)
    for axis, (wished, extent) in enumerate(zip(options.size_mm, high - low, strict=True)):
        if wished is not None:
            if not extent > 0:
                raise ModelError(
                    "flat-model",
                    "an axis that should get a size has none",
                    got=f"0 along {'xyz'[axis]}",
                    allowed="an extent",
                    hint="give size_mm for another axis",
                )
            return float(wished / 1000 / extent)
    return 1.0


def _attenuated(material: Material, factor: float) -> Material:
    if not np.isfinite(material.attenuation_distance):
        return material
    return replace(material, attenuation_distance=material.attenuation_distance * factor)
