"""What stands before glass is not seen through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from showroom.gltf.model import Material
from tests.visual.stage import Shapes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.visual.stage import Stage

RED = Material("red", base_color=(0.9, 0.0, 0.0, 1.0), unlit=True)
WALL = Material("wall", base_color=(0.8, 0.8, 0.8, 1.0), unlit=True)


def red(picture: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Where the picture is rather red than grey."""
    return picture[..., 0] - picture[..., 1] > 25.0


@pytest.mark.parametrize("roughness", [0.0, 0.35])
def test_somebody_before_glass_leaves_no_smear_beside_them(stage: Stage, roughness: float) -> None:
    glass = Material("glass", metallic=0.0, roughness=roughness, transmission=1.0, thickness=0.9, ior=1.6, specular=0.2)
    stage.show(Shapes.panel(WALL, (3.0, 2.0)), (0.0, 0.0, -3.0))
    stage.show(Shapes.sphere(RED, 0.4), (0.3, 0.0, 1.2))
    stage.view.set_camera((1.4, 0.0, 4.0), (0.2, 0.0, 0.0), 34.0)
    bare = red(stage.picture())
    stage.show(Shapes.panel(glass, (1.2, 0.9)), (0.0, 0.0, 0.0))

    through = red(stage.picture())

    around = bare.copy()
    for axis in (0, 1):
        around |= np.roll(around, 2, axis) | np.roll(around, -2, axis)
    assert bare.sum() > 200
    assert (through & ~around).sum() <= 2
