"""The person at this client: where they stand and look, walking or inspecting. Pure: no window, no clock.

Frame: glTF's. Headings are radians about +Y, 0 looks towards +Z; pitch is radians upwards.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from client.sync import Shown
from showroom.geometry import quaternion_from_gaze
from showroom.walking import WALK_M_PER_S, free, walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from showroom.catalogue import Place, Vector3
    from showroom.walking import Floor, Point

EYE_M = 1.62
FLIGHT_S = 0.6
WALK_FOV_DEG = 58.0
INSPECT_FOV_DEG = 38.0
_MAX_PITCH = 1.2
_CLOSE, _FARTHEST = 3.1, 6.0
"""Radii of a product from which it is looked at: at first, and at most."""
_TURN_PER_PX = 0.0042
_ZOOM_STEP = 0.88
_PAN_PER_PX = 0.0011
_RUSH = 10.0
BODY_M = 0.6
"""Nearer than this, middle to middle, nobody walks up to somebody."""
ELBOW_ROOM_M = 1.0
EYE_LOWEST_M, EYE_HIGHEST_M = 0.06, 3.2
_WALL_M = 0.12
_AROUND = tuple(sign * math.radians(turn) for turn in (0, 40, 80, 120) for sign in (1, -1))
"""Where to stand before something: the angles from its front, the best first."""


@dataclass(frozen=True)
class Camera:
    """What the eye does: a place, what it looks at, and its vertical angle of view."""

    position: Vector3
    target: Vector3
    fov_deg: float


@dataclass(frozen=True)
class Orbit:
    """Looking closely at something: the angle from +Z and above the floor, and how far away, in metres."""

    centre: Vector3
    radius_m: float
    heading: float
    pitch: float
    distance_m: float
    aside: tuple[float, float] = (0.0, 0.0)
    """How far the eye was shifted, to the right and up, in metres."""

    def camera(self) -> Camera:
        """The eye on its sphere."""
        flat = self.distance_m * math.cos(self.pitch)
        x, y, z = self.centre
        eye = (
            x + flat * math.sin(self.heading),
            y + self.distance_m * math.sin(self.pitch),
            z + flat * math.cos(self.heading),
        )
        aside, up = self.aside
        shift = (math.cos(self.heading) * aside, up, -math.sin(self.heading) * aside)
        target = (x + shift[0], y + shift[1], z + shift[2])
        return Camera((eye[0] + shift[0], eye[1] + shift[1], eye[2] + shift[2]), target, INSPECT_FOV_DEG)


@dataclass(frozen=True)
class Player:
    """Where somebody stands, and the flight of their eye between walking and inspecting."""

    position: tuple[float, float]
    heading: float
    pitch: float = -0.06
    orbit: Orbit | None = None
    origin: Camera | None = None
    flown_s: float = FLIGHT_S
    walking: float = 0.0

    @property
    def own_camera(self) -> Camera:
        """What one sees from where one stands."""
        x, z = self.position
        flat = math.cos(self.pitch)
        return Camera(
            (x, EYE_M, z),
            (x + flat * math.sin(self.heading), EYE_M + math.sin(self.pitch), z + flat * math.cos(self.heading)),
            WALK_FOV_DEG,
        )

    @property
    def camera(self) -> Camera:
        """What one sees now, also in flight."""
        goal = self.orbit.camera() if self.orbit else self.own_camera
        if self.origin is None or self.flown_s >= FLIGHT_S:
            return goal
        share = self.flown_s / FLIGHT_S
        eased = share * share * (3 - 2 * share)
        return Camera(
            _mix(self.origin.position, goal.position, eased),
            _mix(self.origin.target, goal.target, eased),
            self.origin.fov_deg + (goal.fov_deg - self.origin.fov_deg) * eased,
        )


def shown_self(player: Player) -> Shown:
    """How mirrors show the player."""
    x, z = player.position
    return Shown((x, 0.0, z), quaternion_from_gaze(player.heading, player.pitch), WALK_M_PER_S * player.walking)


def at_place(place: Place) -> Player:
    """Somebody who has just come in."""
    return Player((place.position[0], place.position[2]), place.heading)


def moved(player: Player, floor: Floor, forward: float, right: float, delta_s: float) -> Player:
    """Walk: `forward` and `right` in -1..1; speed comes and goes within a tenth of a second."""
    length = math.hypot(forward, right)
    wish = min(1.0, length)
    walking = player.walking + (wish - player.walking) * min(1.0, _RUSH * delta_s)
    if length == 0.0 or player.orbit is not None:
        return replace(player, walking=0.0 if player.orbit else walking)
    step = WALK_M_PER_S * walking * delta_s / length
    sine, cosine = math.sin(player.heading), math.cos(player.heading)
    # One's right hand is at -X while looking towards +Z.
    way = ((sine * forward - cosine * right) * step, (cosine * forward + sine * right) * step)
    return replace(player, position=walk(floor, player.position, way), walking=walking)


def turned(player: Player, right_px: float, down_px: float) -> Player:
    """Drag the picture: look around, or go around the product."""
    if player.orbit is not None:
        pitch = max(-0.1, min(1.35, player.orbit.pitch + down_px * _TURN_PER_PX * 1.5))
        heading = player.orbit.heading - right_px * _TURN_PER_PX * 1.8
        return replace(player, orbit=replace(player.orbit, heading=heading, pitch=pitch))
    pitch = max(-_MAX_PITCH, min(_MAX_PITCH, player.pitch + down_px * _TURN_PER_PX))
    return replace(player, heading=player.heading + right_px * _TURN_PER_PX, pitch=pitch)


def zoomed(player: Player, steps: float) -> Player:
    """Come nearer (positive) or go away, within limits, while inspecting."""
    if player.orbit is None:
        return player
    radius = player.orbit.radius_m
    distance = max(radius * 1.15, min(radius * _FARTHEST, player.orbit.distance_m * _ZOOM_STEP**steps))
    return replace(player, orbit=replace(player.orbit, distance_m=distance))


def panned(player: Player, right_px: float, down_px: float) -> Player:
    """Shift the product in the picture, within its own size."""
    if player.orbit is None or (right_px, down_px) == (0.0, 0.0):
        return player
    orbit = player.orbit
    metre_per_px = _PAN_PER_PX * orbit.distance_m
    across, up = orbit.aside[0] - right_px * metre_per_px, orbit.aside[1] + down_px * metre_per_px
    far = math.hypot(across, up)
    share = min(1.0, orbit.radius_m / far) if far else 1.0
    return replace(player, orbit=replace(orbit, aside=(across * share, up * share)))


def inspecting(player: Player, centre: Vector3, radius_m: float, front: float, farther: float = 1.0) -> Player:
    """Fly to something: seen from its front, a little from the side and above; `farther` away where room is short."""
    orbit = Orbit(centre, radius_m, front + 0.5, 0.32, radius_m * min(_FARTHEST, _CLOSE * farther))
    return replace(player, orbit=orbit, origin=player.camera, flown_s=0.0, walking=0.0)


def stepped_back(player: Player) -> Player:
    """Fly back to where one stands."""
    if player.orbit is None:
        return player
    x, z = player.position
    heading = math.atan2(player.orbit.centre[0] - x, player.orbit.centre[2] - z)
    return replace(player, orbit=None, origin=player.camera, flown_s=0.0, heading=heading, pitch=-0.15)


def flown(player: Player, delta_s: float) -> Player:
    """Let the flight of the eye go on."""
    return replace(player, flown_s=min(FLIGHT_S, player.flown_s + delta_s))


def floor_spot(eye: Vector3, direction: Vector3) -> Point | None:
    """Where a ray meets the floor; None where it does not."""
    if direction[1] >= -1e-3:  # noqa: PLR2004 - so flat that it meets the floor a kilometre away
        return None
    far = -eye[1] / direction[1]
    return (eye[0] + far * direction[0], eye[2] + far * direction[2])


def kept_inside(camera: Camera, floor: Floor) -> Camera:
    """The same eye, nearer to what it looks at where it would be behind a wall, under the floor or over the ceiling."""
    low = (-floor.half[0] + _WALL_M, EYE_LOWEST_M, -floor.half[1] + _WALL_M)
    high = (floor.half[0] - _WALL_M, EYE_HIGHEST_M, floor.half[1] - _WALL_M)
    share = 1.0
    for eye, target, least, most in zip(camera.position, camera.target, low, high, strict=True):
        limit = least if eye < least else min(eye, most)
        if eye not in (limit, target):
            share = min(share, max(0.05, (limit - target) / (eye - target)))
    return camera if share == 1.0 else replace(camera, position=_mix(camera.target, camera.position, share))


def in_front_of(
    floor: Floor, centre: Vector3, front: float, reach_m: float, others: Sequence[Point] = ()
) -> tuple[Point, float]:
    """A place to stand before something, and the heading that looks at it.

    As near to the front as the `others` leave room; between them where they stand all around.
    """
    spots = [
        free(floor, (centre[0] + math.sin(front + turn) * reach_m, centre[2] + math.cos(front + turn) * reach_m))
        for turn in _AROUND
    ]
    spot = next((spot for spot in spots if _room_around(spot, others) >= ELBOW_ROOM_M), None)
    if spot is None:
        spot = max(spots, key=lambda spot: _room_around(spot, others))
    return spot, math.atan2(centre[0] - spot[0], centre[2] - spot[1])


def kept_apart(player: Player, floor: Floor, others: Sequence[Point]) -> Player:
    """Somebody who walks stops short of the others: nobody stands inside somebody else."""
    x, z = player.position
    for other_x, other_z in others:
        away_m = math.hypot(x - other_x, z - other_z)
        if 0.0 < away_m < BODY_M:
            x += (x - other_x) / away_m * (BODY_M - away_m)
            z += (z - other_z) / away_m * (BODY_M - away_m)
    return player if (x, z) == player.position else replace(player, position=free(floor, (x, z)))


def _room_around(spot: Point, others: Sequence[Point]) -> float:
    return min((math.dist(spot, other) for other in others), default=math.inf)


def looking_down(spot: tuple[float, float], centre: Vector3) -> float:
    """The pitch at which one looks at something from where one stands."""
    away_m = math.hypot(centre[0] - spot[0], centre[2] - spot[1])
    return max(-0.6, min(0.1, math.atan2(centre[1] - EYE_M, max(away_m, 0.1)) * 0.8))


def _mix(start: Vector3, end: Vector3, share: float) -> Vector3:
    x, y, z = (a + (b - a) * share for a, b in zip(start, end, strict=True))
    return (x, y, z)
