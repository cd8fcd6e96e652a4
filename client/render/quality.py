"""How much a picture may cost: three levels, chosen by a short measurement, changed live."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from client.render.view import View

Level = Literal["low", "medium", "high"]


@dataclass(frozen=True)
class Quality:
    """What is drawn and how finely.

    Args:
        level: its name.
        shadow_size_px: edge of the shadow map; 0 draws no shadow.
        shadow_taps: samples of the soft shadow's edge.
        multisamples: samples per pixel at edges (1: none).
        smooth_edges: a filter over the finished picture finds edges (FXAA).
        refraction: glass shows what is behind it through an opaque copy of the picture; else it blends.
        occlusion_taps: samples of the ambient occlusion; 0 draws none.
        bloom: bright light glows.
        reflection: polished floors mirror.
        mirrors: so many mirrors on walls and tables show what is before them now; others show a photograph of the room.
        shadow_every: frames after which shadows are drawn anew although nobody said that something moved.
        anisotropy: samples along slanted textures; the last view to set its quality decides for the process.
        supersampling: pictures are drawn this many times larger and averaged.
        tinted_shadows: light that has gone through glass has its colour; else it is only weaker.
        steady_highlights: highlights smaller than a pixel are widened, so that they do not shimmer.
    """

    level: Level
    shadow_size_px: int
    shadow_taps: int
    multisamples: int
    smooth_edges: bool
    refraction: bool
    occlusion_taps: int
    bloom: bool
    reflection: bool
    mirrors: int
    shadow_every: int
    anisotropy: int
    supersampling: int = 1
    tinted_shadows: bool = True
    steady_highlights: bool = True


LOW = Quality("low", 1024, 8, 1, True, False, 0, False, False, 0, 6, 1, tinted_shadows=False)  # noqa: FBT003 - a table
MEDIUM = Quality("medium", 2048, 16, 4, True, True, 8, True, False, 1, 2, 4)  # noqa: FBT003 - a table
HIGH = Quality("high", 2048, 24, 4, True, True, 16, True, True, 2, 1, 8)  # noqa: FBT003 - a table
# Software draws small triangles several times more slowly with several samples in each pixel.
SOFTWARE = replace(MEDIUM, multisamples=1)
LEVELS: dict[str, Quality] = {quality.level: quality for quality in (LOW, MEDIUM, HIGH)}

# Milliseconds a frame at 1280x720 of the standing scene, below which the next level is affordable.
FRAME_BUDGET_MS = 14.0


def choose_quality(view: View, frames: int = 3, clock: Callable[[], float] = time.perf_counter) -> Quality:
    """The best level that draws the view's present scene within the budget; measured from `low` upwards.

    The view is left at the chosen level. Software rendering fails the first step, so it costs a few frames there.

    Args:
        view: what is measured.
        frames: how many frames are measured at each level.
        clock: seconds.
    """
    best = LOW
    for quality, share in ((MEDIUM, 0.5), (HIGH, 0.4)):
        # The next level costs two to three times as much.
        if _frame_ms(view, best, frames, clock) > FRAME_BUDGET_MS * share:
            break
        best = quality
    if best != LOW and _frame_ms(view, best, frames, clock) > FRAME_BUDGET_MS:
        best = MEDIUM if best == HIGH else LOW
    view.quality = best
    return best


def _frame_ms(view: View, quality: Quality, frames: int, clock: Callable[[], float]) -> float:
    view.quality = quality
    view.frame()
    view.wait_for_driver()
    start = clock()
    for _ in range(frames):
        # A window's own frame would wait for the display, and every level would seem to take a sixtieth second.
        view.frame(shown=False)
    view.wait_for_driver()
    return (clock() - start) * 1000.0 / frames
