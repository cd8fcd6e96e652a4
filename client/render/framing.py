"""Where a photographer stands: named views, fitted to what is seen."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from client.render import axes
from showroom.errors import Rejected

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.catalogue import Vector3


@dataclass(frozen=True)
class NamedView:
    """A place to look from.

    Args:
        azimuth_deg: about +Y, 0 is in front (+Z), 90 at +X.
        elevation_deg: above the floor.
        fill: share of the picture that the product may take.
        towards: point of the bounding box that is looked at, -1..1 along each axis.
    """

    azimuth_deg: float
    elevation_deg: float
    fill: float = 0.8
    towards: Vector3 = (0.0, 0.0, 0.0)


VIEWS: dict[str, NamedView] = {
    "hero": NamedView(52.0, 16.0),
    "front": NamedView(0.0, 8.0, 0.72),
    "side": NamedView(90.0, 6.0),
    "back": NamedView(180.0, 10.0, 0.72),
    "top": NamedView(90.0, 78.0, 0.78),
    "detail": NamedView(40.0, 24.0, 2.0, (0.3, 0.25, 0.35)),
}

# What the hero does not show, for comparing models: together the two see every side but the underside.
COMPARING: dict[str, NamedView] = {"opposite": NamedView(232.0, 16.0)}

# A 70 mm lens on a 36 by 24 mm frame: products keep their proportions.
FOV_DEG = math.degrees(2.0 * math.atan(12.0 / 70.0))


def find_view(name: str) -> NamedView:
    """The view under a name.

    Raises:
        Rejected: ``unknown-view``.
    """
    if name in COMPARING:
        return COMPARING[name]
    if name not in VIEWS:
        raise Rejected("unknown-view", "there is no such view", got=name[:40], allowed=", ".join(VIEWS))
    return VIEWS[name]


def along(view: NamedView, low: NDArray[np.floating], high: NDArray[np.floating]) -> NamedView:
    """The view of something longer than wide, whose front is at +X where its length lies along X."""
    size = high - low
    if size[0] <= size[2] * 1.2:
        return view
    x, y, z = view.towards
    return replace(view, azimuth_deg=view.azimuth_deg + 90.0, towards=(z, y, -x))


def fit(points: NDArray[np.floating], view: NamedView, aspect: float) -> NDArray[np.float64]:
    """World-from-camera that shows `points` (n, 3) as `view` says, centred, in a picture of that aspect."""
    direction = _direction(view)
    low, high = points.min(axis=0), points.max(axis=0)
    target = (low + high) / 2.0 + np.asarray(view.towards) * (high - low) / 2.0
    if view.fill > 1.0:
        return _come_close(points, target, direction, view.fill, aspect)
    matrix = axes.look_at(_triple(target + direction), _triple(target))
    x, y, z = ((points - target) @ matrix[:3, :3]).T
    upward = math.tan(math.radians(FOV_DEG) / 2.0) * view.fill
    distance = max(_nearest(x, z, upward * aspect), _nearest(y, z, upward))
    middle = np.array([_between(x, distance - z), _between(y, distance - z), distance])
    matrix[:3, 3] = target + matrix[:3, :3] @ middle
    return matrix


def stand_at(position: Vector3, points: NDArray[np.floating]) -> NDArray[np.float64]:
    """World-from-camera at `position`, looking at the middle of `points`."""
    middle = (points.min(axis=0) + points.max(axis=0)) / 2.0
    return axes.look_at(position, (float(middle[0]), float(middle[1]), float(middle[2])))


def _direction(view: NamedView) -> NDArray[np.float64]:
    azimuth, elevation = math.radians(view.azimuth_deg), math.radians(view.elevation_deg)
    flat = math.cos(elevation)
    return np.array([flat * math.sin(azimuth), math.sin(elevation), flat * math.cos(azimuth)])


def _nearest(across: NDArray[np.floating], toward: NDArray[np.floating], slope: float) -> float:
    """How far in front one must stand so that a cone of `slope` to either side holds everything."""
    return float(((across + slope * toward).max() - (across - slope * toward).min()) / (2.0 * slope))


def _between(across: NDArray[np.floating], depth: NDArray[np.floating]) -> float:
    """Where to stand along an axis so that as much is seen to either side.

    The two outermost points fix the place, and the place fixes which two they are: a few rounds settle it.
    """
    place, depth = 0.0, np.maximum(depth, 1e-6)
    for _ in range(8):
        slopes = (across - place) / depth
        first, last = int(slopes.argmin()), int(slopes.argmax())
        share = depth[first] / (depth[first] + depth[last])
        moved = float(across[first] + (across[last] - across[first]) * share)
        if moved == place:
            break
        place = moved
    return place


def _come_close(
    points: NDArray[np.floating],
    target: NDArray[np.float64],
    direction: NDArray[np.float64],
    fill: float,
    aspect: float,
) -> NDArray[np.float64]:
    """The camera before `target`, `fill` times nearer than where everything is seen."""
    half = math.tan(math.radians(FOV_DEG) / 2.0)
    matrix = axes.look_at(_triple(target + direction), _triple(target))
    local = (points - target) @ matrix[:3, :3]
    reach = np.maximum(np.abs(local[:, 0]) / (half * aspect), np.abs(local[:, 1]) / half)
    matrix[:3, 3] = target + direction * float((local[:, 2] + reach).max()) / fill
    return matrix


def _triple(value: NDArray[np.float64]) -> Vector3:
    return (float(value[0]), float(value[1]), float(value[2]))
