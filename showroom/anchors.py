"""Where a product is held, worn and measured, found in its shape alone: glasses, shoes and cars.

Frame: glTF's, +Y up, front +Z, metres, origin bottom centre. Finders take corners of triangles and know nothing of
names, so that foreign models are found as ours are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from showroom.catalogue import Text, Vector3
from showroom.errors import Rejected
from showroom.tryon.wearing import find_spectacles

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    Corners = NDArray[np.float64]
    """(n, 3, 3) triangles."""

SAMPLES = 150_000
GROUND_SHARE = 0.02
"""How much of its height a wheel stands on: more than the flattened or modelled pattern of its tyre."""
MOST_PATCH = 0.16
"""A patch of ground under a wheel is at most this share of the length of the car; a floor under a model is more."""
LENS_WIDTHS_M, LENS_HEIGHTS_M = (0.025, 0.075), (0.015, 0.075)
STEP_M = 0.004
HINGE_BEHIND_M = 0.003
"""Temples begin right behind the outer edges of the lenses: so far, with the edge of the front between."""


class Anchor(Struct, frozen=True):
    """A named place on a product, in metres."""

    id: str
    position: Vector3


class Dimension(Struct, frozen=True):
    """A length between two places, in millimetres, with what people call it."""

    id: str
    name: Text
    mm: float
    start: Vector3
    end: Vector3


class Anchors(Struct, frozen=True):
    """What was found on a product."""

    kind: str
    anchors: tuple[Anchor, ...]
    dimensions: tuple[Dimension, ...]


@dataclass(frozen=True)
class Shape:
    """A model to look at.

    Args:
        corners: (n, 3, 3) triangles of all that is shown.
        clear: triangles of each transparent material, by its name.
    """

    corners: Corners
    clear: Mapping[str, Corners]


def find_anchors(shape: Shape, kind: str) -> Anchors:
    """Find the places of a kind of product.

    Raises:
        Rejected: ``no-anchors`` where the shape is not of that kind, ``no-spectacles`` likewise, ``unknown-kind``.
    """
    finders: dict[str, Callable[[Shape], Anchors]] = {"glasses": _glasses, "shoe": _shoe, "car": _car}
    if kind not in finders:
        raise Rejected("unknown-kind", "this kind has no anchors", got=kind[:40], allowed=", ".join(finders))
    if len(shape.corners) == 0:
        raise _none("a model without triangles")
    return finders[kind](shape)


def sampled(corners: Corners, count: int = SAMPLES) -> NDArray[np.float64]:
    """Points spread evenly over the surface, (count, 3), the same each time.

    Source: R. Osada et al., "Shape Distributions", 2002, §4.1.
    """
    random = np.random.default_rng(7)
    edges = corners[:, 1:] - corners[:, :1]
    areas = np.linalg.norm(np.cross(edges[:, 0], edges[:, 1]), axis=1)
    if areas.sum() <= 0.0:
        raise _none("a model without area")
    which = random.choice(len(corners), count, p=areas / areas.sum())
    a, b = np.sqrt(random.random((count, 1))), random.random((count, 1))
    one, two, three = corners[which].transpose(1, 0, 2)
    points: NDArray[np.float64] = (1 - a) * one + a * (1 - b) * two + a * b * three
    return points


def _car(shape: Shape) -> Anchors:
    """Four patches of tyre on the ground; their middles are where it stands."""
    points = sampled(shape.corners)
    low, high = points.min(axis=0), points.max(axis=0)
    size = high - low
    ground = points[points[:, 1] < low[1] + GROUND_SHARE * size[1]]
    middle = (low + high) / 2.0
    found = {}
    for end, ahead in (("front", True), ("rear", False)):
        for side, left in (("left", True), ("right", False)):
            patch = ground[((ground[:, 2] > middle[2]) == ahead) & ((ground[:, 0] > middle[0]) == left)]
            reach = np.ptp(patch[:, 2]) if len(patch) else np.inf
            if reach > MOST_PATCH * size[2]:
                raise _none(f"no wheel on the ground at the {end} {side}")
            x, z = (patch[:, (0, 2)].min(axis=0) + patch[:, (0, 2)].max(axis=0)) / 2.0
            found[f"wheel-{end}-{side}"] = np.array([x, low[1], z])
    front = (found["wheel-front-left"] + found["wheel-front-right"]) / 2.0
    rear = (found["wheel-rear-left"] + found["wheel-rear-right"]) / 2.0
    measured = (
        _between("wheelbase", "Wheelbase", "Radstand", front, rear),
        _between("track", "Track", "Spurweite", found["wheel-front-left"], found["wheel-front-right"]),
        _between("length", "Length", "Länge", _at(middle, low, z=low[2]), _at(middle, low, z=high[2])),
    )
    return Anchors("car", _anchors(found), measured)


def _shoe(shape: Shape) -> Anchors:
    """Heel and toe are its ends, the ball its widest place in front, the sole the plane that it stands on."""
    points = sampled(shape.corners)
    low, high = points.min(axis=0), points.max(axis=0)
    size = high - low
    if not 0.1 <= size[2] <= 0.45 or size[2] < size[0]:  # noqa: PLR2004 - from a child's shoe to a giant's
        raise _none(f"{size[2] * 1000:.0f} mm from heel to toe")
    sole = points[points[:, 1] < low[1] + 0.35 * size[1]]
    heel, toe = sole[sole[:, 2].argmin()], sole[sole[:, 2].argmax()]
    ahead = sole[sole[:, 2] > low[2] + 0.55 * size[2]]
    inner, outer = ahead[ahead[:, 0].argmin()], ahead[ahead[:, 0].argmax()]
    ground = points[points[:, 1] < low[1] + 0.01 * size[1]].mean(axis=0)
    found = {"heel": heel, "toe": toe, "ball-inner": inner, "ball-outer": outer, "sole": np.array([*ground])}
    found["sole"][1] = low[1]
    ends = (np.array([heel[0], low[1], low[2]]), np.array([toe[0], low[1], high[2]]))
    across = (np.array([inner[0], low[1], inner[2]]), np.array([outer[0], low[1], inner[2]]))
    measured = (
        _between("length", "Length of the sole", "Länge der Sohle", *ends),
        _between("ball-width", "Width at the ball", "Ballenbreite", *across),
    )
    return Anchors("shoe", _anchors(found), measured)


def _glasses(shape: Shape) -> Anchors:
    """The front as try-on finds it, lenses by what is clear, temples by what is behind the front."""
    points = sampled(shape.corners)
    spectacles = find_spectacles(points)
    left, right = _lenses(shape, float((points[:, 0].min() + points[:, 0].max()) / 2.0))
    found, measured = {}, []
    inner = (left[:, 0].min(), right[:, 0].max())
    bridge = np.array([sum(inner) / 2.0, spectacles.middle_m, spectacles.front_m])
    near = points[(np.abs(points[:, 0] - bridge[0]) < 0.002) & (points[:, 2] > spectacles.hinge_m)]  # noqa: PLR2004 - 2 mm
    if len(near):
        bridge[1:] = near[:, 1].mean(), near[:, 2].max()
    found["bridge"] = bridge
    hinge_m = float(min(left[:, 2].min(), right[:, 2].min())) - HINGE_BEHIND_M
    for side, lens in (("left", left), ("right", right)):
        found[f"lens-{side}"] = (lens.min(axis=0) + lens.max(axis=0)) / 2.0
        found[f"hinge-{side}"], found[f"temple-tip-{side}"], length = _temple(points, hinge_m, side)
        ends = (found[f"hinge-{side}"], found[f"temple-tip-{side}"])
        if side == "left":
            measured.append(_length("temple", ("Temple length", "Bügellänge"), length, *ends))
    y, z = found["lens-left"][1:]
    ends = (np.array([left[:, 0].min(), y, z]), np.array([left[:, 0].max(), y, z]))
    measured.insert(0, _between("lens-width", "Lens width", "Glasbreite", *ends))
    across = (np.array([inner[0], y, z]), np.array([inner[1], y, z]))
    measured.insert(1, _between("bridge-width", "Bridge", "Stegbreite", *across))
    low, high = points.min(axis=0), points.max(axis=0)
    sides = (np.array([low[0], y, z]), np.array([high[0], y, z]))
    measured.append(_between("front-width", "Width of the front", "Breite der Front", *sides))
    return Anchors("glasses", _anchors(found), tuple(measured))


def _lenses(shape: Shape, middle: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Corners of the left (+X) and the right lens: of all that is clear and large enough, what lies deepest."""
    best = None
    for corners in shape.clear.values():
        points = corners.reshape(-1, 3)
        sides = (points[points[:, 0] > middle], points[points[:, 0] < middle])
        if all(len(side) and _is_lens(side) for side in sides):
            depth = max(float(side[:, 2].max()) for side in sides)
            best = (depth, sides) if best is None or depth < best[0] else best
    if best is None:
        raise _none("nothing clear in the size of lenses")
    return best[1]


def _is_lens(points: NDArray[np.float64]) -> bool:
    width, height, _ = np.ptp(points, axis=0)
    fits = LENS_WIDTHS_M[0] <= width <= LENS_WIDTHS_M[1] and LENS_HEIGHTS_M[0] <= height <= LENS_HEIGHTS_M[1]
    return bool(fits)


def _temple(
    points: NDArray[np.float64], hinge_m: float, side: str
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Where a temple begins and ends, and its length along its middle."""
    half = np.ptp(points[:, 0])
    middle = (points[:, 0].min() + points[:, 0].max()) / 2.0
    sign = 1.0 if side == "left" else -1.0
    arm = points[(sign * (points[:, 0] - middle) > 0.2 * half) & (points[:, 2] < hinge_m)]
    if len(arm) < 50:  # noqa: PLR2004 - hardly a temple
        raise _none(f"no temple on the {side}")
    slices = np.floor((hinge_m - arm[:, 2]) / STEP_M).astype(int)
    line = np.array([arm[slices == number].mean(axis=0) for number in np.unique(slices)])
    length = float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())
    return line[0], arm[arm[:, 2].argmin()], length


def _between(id_: str, en: str, de: str, start: NDArray[np.float64], end: NDArray[np.float64]) -> Dimension:
    return _length(id_, (en, de), float(np.linalg.norm(end - start)), start, end)


def _length(
    id_: str, names: tuple[str, str], metres: float, start: NDArray[np.float64], end: NDArray[np.float64]
) -> Dimension:
    return Dimension(id_, Text(*names), round(metres * 1000.0, 1), _vector(start), _vector(end))


def _at(middle: NDArray[np.float64], low: NDArray[np.float64], *, z: float) -> NDArray[np.float64]:
    return np.array([middle[0], low[1], z])


def _anchors(found: Mapping[str, NDArray[np.float64]]) -> tuple[Anchor, ...]:
    return tuple(Anchor(name, _vector(place)) for name, place in found.items())


def _vector(place: NDArray[np.float64]) -> Vector3:
    x, y, z = (round(float(one), 5) + 0.0 for one in place)
    return (x, y, z)


def _none(got: str) -> Rejected:
    hint = "is the model upright, its front towards +Z and in true size? showroom assets fix turns and scales it"
    return Rejected("no-anchors", "these places cannot be found in this shape", got=got, hint=hint)
