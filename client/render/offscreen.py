"""Pictures of configured products without a display: posters, previews and `showroom shot`."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from client.render import framing
from client.render.light import STUDIO, Mood
from client.render.quality import HIGH, LOW, Quality
from client.render.studio import Studio
from client.render.view import View
from client.scene.product import ProductNode
from client.scene.reading import read_model

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from showroom.catalogue import Publication, Vector3

# Averaging four pixels into one takes what multisampling leaves: glints and thin seams.
PORTRAIT = replace(HIGH, smooth_edges=False, shadow_taps=32, occlusion_taps=24, supersampling=2)


# Four samples a pixel are enough where a picture is seen at its own size; software takes half as long for them.
POSTER = replace(PORTRAIT, multisamples=1)

# Two pictures to compare need the same light, not the best: edges smooth, glass clear, shadows coarse.
DRAFT = replace(LOW, smooth_edges=False, refraction=True, shadow_size_px=512, supersampling=2)

# Things with a front and a back are longer than wide; foreign models do not always face +Z.
LONG_KINDS = frozenset({"shoe", "car"})
# A pair of glasses is bought for its front.
GLASSES_HERO_DEG = 34.0
# How wide a lens of 70 mm opens at f/1 before a shoe, in lengths of the shoe: a car's picture is as soft as a shoe's.
OPENING = 0.24
# Photographers focus a third into the depth of what they show.
FOCUS_SHARE = 1.0 / 3.0
# What a poster is taken with: the product sharp, the paper behind it calm.
POSTER_APERTURE = 16.0


class OffscreenRenderer:
    """Implements `showroom.ports.Renderer`; the last product stays loaded, so that its next picture is quick.

    Args:
        quality: what a picture may cost.
        mood: the light.
        aperture: the f-number; the smaller, the more is out of focus; 0: everything is sharp.
        paper: whether the product stands on something that it darkens; else it hangs before one colour.

    Raises:
        Unavailable: ``no-graphics``.
    """

    def __init__(
        self, quality: Quality = PORTRAIT, mood: Mood = STUDIO, aperture: float = 0.0, *, paper: bool = True
    ) -> None:
        self._aperture = aperture
        self._view = View.offscreen((64, 36), quality)
        self._studio = Studio(self._view, mood, paper=paper)
        self._key: tuple[int, str, int] | None = None
        self._product: ProductNode | None = None
        self._staged: tuple[framing.NamedView, tuple[int, int], Vector3 | None] | None = None

    def picture(  # noqa: PLR0913 - everything that makes one picture another
        self,
        model: bytes,
        publication: Publication,
        choices: Mapping[str, str],
        *,
        view: str = "hero",
        size_px: tuple[int, int] = (1280, 720),
        camera_position: Vector3 | None = None,
        states: Collection[str] = (),
        level: int = 0,
    ) -> NDArray[np.uint8]:
        """Draw the configured product in the studio; (height, width, 3) uint8 sRGB, origin top left.

        The product's `states` that are named are on.

        Raises:
            ModelError: the model cannot be read.
            Rejected: ``unknown-view``, ``unknown-group`` or ``unknown-value``.
        """
        named = framing.find_view(view)
        product = self._load(model, publication)
        changed = product.apply(choices)
        changed = product.pose(dict.fromkeys(states, 1.0)) or changed
        product.show_level(level)
        if publication.product.kind in LONG_KINDS:
            named = framing.along(named, *product.bounds)
        elif publication.product.kind == "glasses" and view == "hero":
            named = replace(named, azimuth_deg=GLASSES_HERO_DEG)
        if camera_position is not None:
            named = replace(named, azimuth_deg=math.degrees(math.atan2(camera_position[0], camera_position[2])))
        # Colours do not move the camera, and fitting those takes longer than drawing a small picture.
        if changed or self._staged != (named, size_px, camera_position):
            self._stage(product, named, size_px, camera_position)
        self._view.refresh_shadows()
        self._view.frame()
        return self._view.pixels()

    @classmethod
    def poster(cls) -> OffscreenRenderer:
        """One for pictures that stand in a catalogue.

        Raises:
            Unavailable: ``no-graphics``.
        """
        return cls(POSTER)

    @classmethod
    def draft(cls) -> OffscreenRenderer:
        """One whose pictures are quick and small, for previews.

        Raises:
            Unavailable: ``no-graphics``.
        """
        return cls(DRAFT)

    @classmethod
    def comparing(cls) -> OffscreenRenderer:
        """One whose pictures are quick, alike and show the product alone, for comparing them.

        Raises:
            Unavailable: ``no-graphics``.
        """
        return cls(DRAFT, paper=False)

    def close(self) -> None:
        """Release the graphics memory."""
        self._drop()
        self._studio.clear()
        self._view.close()

    def _stage(
        self,
        product: ProductNode,
        named: framing.NamedView,
        size_px: tuple[int, int],
        camera_position: Vector3 | None,
    ) -> None:
        self._view.resize(size_px)
        points = self._studio.stage(product.visible_triangles(), product.opacities(), named.azimuth_deg)
        size_m = float((points.max(axis=0) - points.min(axis=0)).max())
        if camera_position is None:
            matrix = framing.fit(points, named, size_px[0] / size_px[1])
        else:
            matrix = framing.stand_at(camera_position, points)
        self._studio.aim(matrix, max(size_m, 1e-3))
        if self._aperture:
            self._view.set_focus(focus_distance(points, matrix), OPENING * size_m / self._aperture)
        self._staged = (named, size_px, camera_position)

    def _load(self, model: bytes, publication: Publication) -> ProductNode:
        key = (hash(model), publication.product.id, publication.revision)
        if self._product is None or key != self._key:
            self._drop()
            self._product = ProductNode(
                read_model(model, name=publication.product.id), publication.product, grounded=False
            )
            self._product.root.reparent_to(self._view.scene)
            self._key = key
        return self._product

    def _drop(self) -> None:
        if self._product is not None:
            self._product.release()
            self._product = None
            self._staged = None


def focus_distance(points: NDArray[np.float32], world_from_camera: NDArray[np.float64]) -> float:
    """The distance in metres along the camera's axis at which a product is sharpest.

    Args:
        points: of the product, (n, 3), metres.
        world_from_camera: (4, 4).
    """
    away = (points - world_from_camera[:3, 3]) @ -world_from_camera[:3, 2]
    near, far = np.percentile(away, (2.0, 98.0))
    return float(near + (far - near) * FOCUS_SHARE)
