"""Where one goes and looks: keys, mouse and the wheel become steps, turns and clicks."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from client.cards import ARROWS
from client.passing import door_through
from client.player import FLIGHT_S, floor_spot, flown, kept_apart, kept_inside, moved, zoomed
from client.strolling import strolled
from client.welcoming import Welcoming
from showroom.walking import Floor

if TYPE_CHECKING:
    from collections.abc import Callable

    from client.acting import Acting
    from client.company import Company
    from client.inspecting import Inspecting
    from client.player import Camera, Player
    from client.render.view import View
    from client.scene.world import World
    from client.ui.keyboard import Input
    from client.visit import Visit
    from showroom.catalogue import Vector3

_STEP_S: Final = 0.04
_FORWARD: Final = {"w": 1.0, "arrow_up": 1.0, "s": -1.0, "arrow_down": -1.0}
_RIGHT: Final = {"d": 1.0, "a": -1.0}
_TURN: Final = {"arrow_left": 1.0, "arrow_right": -1.0}
_KEY_TURN_PX: Final = 420.0
_UNKNOWN_FLOOR: Final = Floor((8.0, 8.0), ())
"""Where one may walk before the room is known."""


class Steering:
    """Moves the player.

    Args:
        visit: whose player.
        view: for where a click points.
        world: what stands where.
        acting: what a click does.
        company: whom one follows.
        inspecting: how one looks closely.
        pass_to: goes into another room.

    Attributes:
        welcoming: looks up at who has come.
    """

    def __init__(
        self,
        visit: Visit,
        view: View,
        world: World,
        acting: Acting,
        company: Company,
        inspecting: Inspecting,
        pass_to: Callable[[str], None],
    ) -> None:
        self._visit = visit
        self._view = view
        self._world = world
        self._acting = acting
        self._company = company
        self._inspecting = inspecting
        self._pass_to = pass_to
        self.welcoming = Welcoming(visit)

    def move(self, given: Input, delta_s: float) -> None:
        """Take one frame's keys and mouse."""
        visit, before = self._visit, self._visit.player.position
        held = given.held - ARROWS if visit.opened else given.held
        forward = sum(_FORWARD.get(key, 0.0) for key in held)
        right = sum(_RIGHT.get(key, 0.0) for key in held)
        turn_px = sum(_TURN.get(key, 0.0) for key in held) * _KEY_TURN_PX * delta_s
        if forward or right or visit.inspected is not None:
            visit.stroll = None
        self._company.step(time.monotonic(), walks=bool(forward or right or given.clicked_px))
        if visit.stroll is not None and (turn_px or any(given.dragged_px)):
            visit.stroll = replace(visit.stroll, looks_away=True)
        player = zoomed(self._inspecting.moved(visit.player, given, turn_px, delta_s), given.wheel)
        busy = bool(forward or right or turn_px or given.dragging or given.wheel or visit.stroll)
        player = self.welcoming.turned(player, delta_s, busy=busy)
        flight_s = FLIGHT_S if visit.calm else delta_s
        visit.player = flown(self._walked(player, forward, right, delta_s), flight_s)
        if visit.player.position != before:
            self._pass_door()
        if given.clicked_px is not None and not self._inspecting.details.close():
            self._acting.clicked(*self._view.ray(*given.clicked_px))

    def camera(self) -> Camera:
        """The eye, never inside a wall."""
        return kept_inside(self._visit.player.camera, self._visit.floor or _UNKNOWN_FLOOR)

    def _walked(self, player: Player, forward: float, right: float, delta_s: float) -> Player:
        """Walk for a while in small steps, so that a slow picture changes no way."""
        visit = self._visit
        floor = visit.floor or _UNKNOWN_FLOOR
        steps = max(1, math.ceil(delta_s / _STEP_S))
        for _ in range(steps):
            if visit.stroll is not None:
                visit.stroll, player = strolled(visit.stroll, player, floor, delta_s / steps)
                player = kept_apart(player, floor, visit.others)
                continue
            player = moved(player, floor, forward, right, delta_s / steps)
            if forward or right:
                player = kept_apart(player, floor, visit.others)
        return player

    def _pass_door(self) -> None:
        """Go on into the next room where one walks through a door."""
        visit = self._visit
        if visit.catalogue is None or self._world.plan is None or visit.model.connection != "online":
            return
        player = visit.player
        door = door_through(self._world.plan, visit.catalogue, player.position, player.heading)
        if door is not None:
            self._pass_to(door.to)


def aim_of(visit: Visit, world: World, view: View) -> Vector3 | None:
    """What the middle of the picture shows: the product that one stands before or looks at, else the floor."""
    exhibit = world.exhibits.get(visit.inspected or visit.offered or "")
    if exhibit is not None:
        return exhibit.centre
    eye, direction = view.ray(view.size_px[0] / 2, view.size_px[1] / 2)
    spot = floor_spot(eye, direction)
    return (spot[0], 0.0, spot[1]) if spot is not None else None
