"""Where an iris ends: the circle along which dark turns to white most, near where the iris model says.

The model was made for tracking and places the edge to a tenth of the width; the picture itself shows it better.
Source: Daugman, "High Confidence Visual Recognition of Persons by a Test of Statistical Independence", 1993, the
integro-differential operator, over the two sides of the iris that lids leave free.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from showroom.tryon.face import LEFT_EYE_OUTER, RIGHT_EYE_OUTER

if TYPE_CHECKING:
    from numpy.typing import NDArray

RADIUS_PX: Final = 20.0
"""As large is the iris made before it is looked at."""
STEP: Final = 0.025
RADII: Final = np.arange(0.70, 1.42, STEP) * RADIUS_PX
IRIS_SHARE: Final = 11.7 / 92.4
"""An adult's iris over the distance of the outer corners of the eyes; both differ by 5 to 6 % among people."""
SHIFTS: Final = np.array([(x, y) for y in (-1.5, 0.0, 1.5) for x in np.arange(-5.0, 5.5, 1.0)])
"""Where the middle may be besides where the model has it: the two sides say more about across than about up."""
SIDES: Final = np.radians(np.concatenate([np.arange(-32.0, 33.0, 4.0), np.arange(148.0, 213.0, 4.0)]))
SOFT: Final = 3
"""Over so many radii to each side the step from dark to white is taken."""
LEAST_STEP: Final = 22.0
"""Grey levels from iris to white over all four sides; less is a lid, a glare or a blur: the model's word is kept."""
AGREED: Final = 0.72
"""Each eye must show so much of its clearest edge at the radius that both agree on."""
EDGE: Final = 48


def refined(
    grey: NDArray[np.uint8], irises: NDArray[np.float64], points: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """Both irises with their edges where the picture shows them; a person's irises are equally large.

    Args:
        grey: the picture, (height, width) uint8.
        irises: (2, 5, 2) pixels as in `Landmarks.irises`.
        points: (468, 3) as in `Landmarks.points`; they say about how large an iris is.

    Returns:
        The same points anew; None where no edge is clear, or both eyes show edges of different circles.
    """
    radius = float(np.linalg.norm(points[LEFT_EYE_OUTER] - points[RIGHT_EYE_OUTER])) * IRIS_SHARE / 2.0
    if not np.isfinite(irises).all() or radius < 2.0:  # noqa: PLR2004 - pixels; nothing to see
        return None
    zoom = RADIUS_PX / radius
    steps = np.stack([_steps(_view(grey, iris[0], zoom)) for iris in irises])
    # The radius at which both eyes together show most edge.
    each = steps.max(axis=1)
    both = each.sum(axis=0)
    at = int(np.argmax(both))
    if both[at] < LEAST_STEP or not 0 < at < len(both) - 1 or (each[:, at] < AGREED * each.max(axis=1)).any():
        return None
    below, top, above = (float(value) for value in both[at - 1 : at + 2])
    fine = 0.5 * (below - above) / min(below - 2.0 * top + above, -1e-6)
    length = (float(RADII[SOFT + at]) + fine * STEP * RADIUS_PX) / zoom
    middles = [iris[0] + _shift(step[:, at]) / zoom for iris, step in zip(irises, steps, strict=True)]
    return np.stack([_drawn(iris, middle, length) for iris, middle in zip(irises, middles, strict=True)])


def _shift(worth: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of the shifts that are nearly as good as the best one."""
    weights = np.maximum(worth / worth.max() - 0.8, 0.0) ** 2
    mean: NDArray[np.float64] = weights @ SHIFTS / weights.sum()
    return mean


def _view(grey: NDArray[np.uint8], middle: NDArray[np.float64], zoom: float) -> NDArray[np.uint8]:
    """The surroundings of an iris, whose radius becomes `RADIUS_PX`."""
    # OpenCV counts from the middle of a pixel.
    shift = EDGE - zoom * (middle - 0.5)
    matrix = np.array([[zoom, 0.0, shift[0]], [0.0, zoom, shift[1]]])
    size = (2 * EDGE, 2 * EDGE)
    view = cv2.warpAffine(grey, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    soft: NDArray[np.uint8] = cv2.GaussianBlur(view, (0, 0), 1.0)
    return soft


def _drawn(iris: NDArray[np.float64], middle: NDArray[np.float64], radius: float) -> NDArray[np.float64]:
    """The five points of a circle, turned as the model's are."""
    across = (iris[1] - iris[3]) / max(float(np.linalg.norm(iris[1] - iris[3])), 1e-6) * radius
    down = np.array([-across[1], across[0]])
    if float(down @ (iris[2] - iris[4])) < 0.0:
        down = -down
    return np.stack([middle, middle + across, middle + down, middle - across, middle - down])


def _steps(view: NDArray[np.uint8]) -> NDArray[np.float64]:
    """How much brighter it is just outside of circles than just inside, (places, radii - 2 SOFT), both sides added."""
    x = EDGE + SHIFTS[:, 0, None, None] + RADII[None, :, None] * np.cos(SIDES)
    y = EDGE + SHIFTS[:, 1, None, None] + RADII[None, :, None] * np.sin(SIDES)
    flat = (x.shape[0] * x.shape[1], x.shape[2])
    at_x, at_y = x.reshape(flat).astype(np.float32), y.reshape(flat).astype(np.float32)
    seen = cv2.remap(view, at_x, at_y, cv2.INTER_LINEAR).reshape(x.shape).astype(np.float32)
    half, count = len(SIDES) // 2, len(RADII) - 2 * SOFT
    total = np.zeros((x.shape[0], count))
    for side in (seen[:, :, :half], seen[:, :, half:]):
        # The median along each side: a lash, a glare or a corner of the lids does not move it.
        rings = np.median(side, axis=2)
        outside = np.mean([rings[:, SOFT + n : SOFT + n + count] for n in range(1, SOFT + 1)], axis=0)
        inside = np.mean([rings[:, SOFT - n : SOFT - n + count] for n in range(1, SOFT + 1)], axis=0)
        # A side in the corner of the eye shows no white, which tells nothing.
        total += np.maximum(outside - inside, 0.0)
    return total
