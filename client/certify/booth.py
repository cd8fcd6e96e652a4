"""Where reference pictures are drawn again: the kit's background and light, no grounding, no beautifying.

Source: Khronos 3D Commerce, "Certification Test Plan V1.0" (uniform white background, no antialiasing, one light from
all around). That the reference viewer cuts off light above white instead of bending it shows in the kit's picture of
grey steps.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Self

import numpy as np

from client.render.quality import HIGH
from client.render.view import View
from client.scene.loader import LoadedModel, dress, load_model
from showroom.tryon.light import linear

if TYPE_CHECKING:
    from types import TracebackType

    from numpy.typing import NDArray

    from client.render.light import Mood
    from showroom.gltf.cameras import Camera
    from showroom.gltf.model import Document

# As the reference viewer draws: whatever makes pictures calmer or more beautiful moves them away from it.
FAITHFUL = replace(
    HIGH,
    shadow_size_px=0,
    shadow_taps=0,
    multisamples=1,
    smooth_edges=False,
    occlusion_taps=0,
    bloom=False,
    reflection=False,
    anisotropy=1,
    steady_highlights=False,
)
# An orthographic camera is a perspective one from so many half heights away: within a quarter of a pixel of 1,024.
FAR_AWAY = 2000.0
MARGIN = 1.1
DEEPEST = 1e-5


class Booth:
    """One model at a time before plain cameras; a context manager.

    Args:
        mood: the light.

    Raises:
        Unavailable: ``no-graphics``.
    """

    def __init__(self, mood: Mood) -> None:
        self._view = View.offscreen((64, 64), FAITHFUL)
        self._view.set_finish(bloom=0.0, vignette=0.0, plain=True)
        self._view.set_mood(mood)
        self._model: LoadedModel | None = None

    def __enter__(self) -> Self:
        """The booth itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the graphics memory back."""
        self._drop()
        self._view.close()

    def place(self, document: Document, variant: str | None = None) -> None:
        """Put a model in, covered as `variant` says, in place of the one before.

        Raises:
            ModelError: ``unsupported-image``.
        """
        self._drop()
        self._model = load_model(document)
        self._model.root.reparent_to(self._view.scene)
        for slot in self._model.slots:
            if variant in slot.variants:
                dress(slot, slot.variants[variant], self._model.textures)

    def light(self, mood: Mood) -> None:
        """Change the light."""
        self._view.set_mood(mood)

    def picture(self, camera: Camera, size_px: tuple[int, int], background: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Draw what `camera` sees before a background of one sRGB colour (3,); (height, width, 3) uint8 sRGB."""
        red, green, blue = linear(background)
        self._view.set_background((float(red), float(green), float(blue)))
        self._view.resize(size_px)
        matrix, fov_y_rad, moved_m = _as_perspective(camera)
        near_m, far_m = self._planes(matrix, camera, moved_m)
        self._view.set_camera_matrix(matrix, math.degrees(fov_y_rad), near_m, far_m)
        self._view.frame()
        return self._view.pixels()

    def _planes(self, matrix: NDArray[np.float64], camera: Camera, moved_m: float) -> tuple[float, float]:
        """The camera's planes, closer together where nothing is between: depth has only so many steps."""
        low, high = self._model.bounds if self._model else (np.zeros(3), np.ones(3))
        corners = np.array([[x, y, z] for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])])
        depths = -((corners - matrix[:3, 3]) @ matrix[:3, 2])
        far_m = max(min(camera.far_m + moved_m, float(depths.max()) * MARGIN), 1e-6)
        near_m = max(camera.near_m + moved_m, float(depths.min()) / MARGIN, far_m * DEEPEST)
        return min(near_m, far_m / MARGIN), far_m

    def _drop(self) -> None:
        if self._model is not None:
            self._model.release()
            self._model = None


def _as_perspective(camera: Camera) -> tuple[NDArray[np.float64], float, float]:
    """World-from-camera, vertical angle of view, and how far the camera was moved back for it."""
    if camera.half_height_m <= 0.0:
        return camera.world_from_camera, camera.fov_y_rad, 0.0
    moved_m = FAR_AWAY * camera.half_height_m
    matrix = camera.world_from_camera.copy()
    matrix[:3, 3] += moved_m * matrix[:3, 2]
    return matrix, 2.0 * math.atan(1.0 / FAR_AWAY), moved_m
