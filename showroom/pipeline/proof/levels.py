"""Draw each coarser level beside the model itself, as large as it is ever used, and compare the pictures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from showroom.configuration import initial
from showroom.pictures.similarity import color_differences, structure, worst_tile
from showroom.pipeline.checks.finding import Finding
from showroom.pipeline.checks.sizes import MANY_TRIANGLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from showroom.catalogue import Publication
    from showroom.pipeline.report import Report
    from showroom.ports import Renderer

VIEWS = ("hero", "opposite")
MOST_PX = 0.5
"""A level is drawn where its error is no more than this on the screen: client/scene/detail.py."""
FILLED = 0.8
"""The part of a picture's width that the renderer's views give to a product."""
ASPECT = 4 / 3
LEAST_PX = 64
LEAST_STRUCTURE = 0.985
MOST_SPOT = 6.0


class LevelLikeness(Struct, frozen=True):
    """How alike a level and the model look at the size where one takes the other's place.

    Args:
        error_mm: how far its surface is from the model's at most.
        width_px: how wide the product was drawn, about.
        structure: the least structural similarity of all views; 1 for equal pictures.
        spot: the greatest mean CIEDE2000 over a tile of 8 x 8 pixels; 0 for equal pictures.
    """

    error_mm: float
    width_px: int
    structure: float
    spot: float

    @property
    def holds(self) -> bool:
        """Whether nobody sees when it comes."""
        return self.structure >= LEAST_STRUCTURE and self.spot <= MOST_SPOT


def prove_levels(
    model: bytes, publication: Publication, errors_m: Sequence[float], renderer: Renderer
) -> tuple[LevelLikeness, ...]:
    """Compare every level with the model, in the first configuration."""
    diagonal_m = math.hypot(*publication.size_mm) / 1000.0
    return tuple(
        _likeness(model, publication, level, error_m, diagonal_m, renderer) for level, error_m in enumerate(errors_m, 1)
    )


def holding(found: Sequence[LevelLikeness]) -> int:
    """How many levels hold, from the first on: a coarser one contains the one before."""
    return next((number for number, one in enumerate(found) if not one.holds), len(found))


def seen(found: LevelLikeness, place: str) -> Finding:
    """What is said of a level that somebody would see come."""
    return Finding(
        code="level-left-out",
        severity="warning",
        place=place,
        message=f"the coarser level with an error of {found.error_mm:,.2f} mm looks different, so it is left out",
        got=f"structure {found.structure:.3f}, spot {found.spot:.1f}",
        allowed=f"at least {LEAST_STRUCTURE}, at most {MOST_SPOT}",
        hint="nothing is wrong with the model; thin layers that lie on each other are often why: move them apart",
    )


def missing(report: Report) -> Finding | None:
    """What is said of a heavy model of which no coarser level came out; None where levels did, or it is light."""
    if report.levels or report.triangles <= MANY_TRIANGLES:
        return None
    return Finding(
        code="no-levels",
        severity="info",
        place=report.name,
        message="no coarser level could be made, so that all its triangles are drawn also where it is small",
        got=f"{report.triangles:,} triangles",
        allowed=f"at most {MANY_TRIANGLES:,} without levels",
        hint="smooth shading and fewer cuts in the texture layout let triangles go; meshes that bend have no levels",
    )


def _likeness(
    model: bytes, publication: Publication, level: int, error_m: float, diagonal_m: float, renderer: Renderer
) -> LevelLikeness:
    width_px = max(LEAST_PX, round(MOST_PX * diagonal_m / error_m))
    across_px = round(width_px / FILLED)
    size_px = (across_px, round(across_px / ASPECT))
    choices = initial(publication.product).as_dict()
    structures, spots = [], []
    for view in VIEWS:
        own, coarse = (
            renderer.picture(model, publication, choices, view=view, size_px=size_px, level=one) for one in (0, level)
        )
        everywhere = np.ones(own.shape[:2], np.bool_)
        structures.append(structure(own, coarse, everywhere))
        spots.append(worst_tile(color_differences(own, coarse), everywhere))
    return LevelLikeness(round(error_m * 1000.0, 3), width_px, round(min(structures), 4), round(max(spots), 2))
