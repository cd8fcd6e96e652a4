"""Points of a product that have something to tell: numbered marks on it, one of which is explained."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from client.presenter import published
from showroom.ui.texts import say
from showroom.ui.views import hotspot_views

if TYPE_CHECKING:
    from collections.abc import Callable

    from client.player import Player
    from client.scene.world import World
    from client.visit import Visit
    from showroom.catalogue import Product, Vector3
    from showroom.ui.state import HotspotView

_TURNS_PER_S: Final = 6.0
_THERE_RAD: Final = 0.01
_LOWEST, _HIGHEST = -0.05, 1.2
_BEHIND: Final = -0.1
"""A point whose surface is turned this far away from the eye is not seen."""


@dataclass(frozen=True)
class Mark:
    """A point in the room, in metres; `hidden`: the product itself is before it."""

    at: Vector3
    view: HotspotView
    hidden: bool
    chosen: bool


class Details:
    """Shows what is worth a closer look, one after the other.

    Args:
        visit: what one looks at.
        world: where it stands.
    """

    def __init__(self, visit: Visit, world: World) -> None:
        self._visit = visit
        self._world = world
        self._chosen = 0
        self._of = ""
        self._goal: tuple[float, float] | None = None
        self.verbs: dict[str, Callable[[], None]] = {"next-hotspot": self._next}

    def step(self) -> None:
        """Once a frame: what was explained on one product is not on the next."""
        product = self._visit.inspected or ""
        if product != self._of:
            self._of, self._chosen, self._goal = product, 0, None

    def marks(self) -> tuple[Mark, ...]:
        """What is marked; nothing while parts of the product are somewhere else."""
        visit = self._visit
        exhibit = self._world.exhibits.get(visit.inspected or "")
        if exhibit is None or exhibit.node is None or _is_apart(exhibit.publication.product, visit.states_on):
            return ()
        eye = visit.player.camera.position
        marks = []
        for view in hotspot_views(exhibit.publication.product, visit.language):
            at = exhibit.in_room(view.at)
            hidden = view.facing is not None and _towards(exhibit.turned(view.facing), at, eye) < _BEHIND
            marks.append(Mark(at, view, hidden, view.number == self._chosen))
        return tuple(marks)

    def press(self, key: str) -> bool:
        """Escape closes what is explained, before it steps back; returns whether the key was taken."""
        if key != "escape" or not self._chosen or self._visit.inspected is None:
            return False
        self._choose(0)
        return True

    def explain(self, number: int) -> None:
        """Explain the point of a number, counted from 1; the one that is explained: no longer."""
        self._choose(0 if number == self._chosen else number)

    def turned(self, player: Player, delta_s: float, *, dragging: bool) -> Player:
        """The eye on its way around the product to what is explained; whoever drags goes where they want."""
        if dragging or player.orbit is None:
            self._goal = None
        if self._goal is None or player.orbit is None:
            return player
        orbit, (heading, pitch) = player.orbit, self._goal
        around = math.remainder(heading - orbit.heading, math.tau)
        share = 1.0 if self._visit.calm else 1.0 - math.exp(-_TURNS_PER_S * delta_s)
        if math.hypot(around, pitch - orbit.pitch) < _THERE_RAD or share == 1.0:
            self._goal, share = None, 1.0
        up = (pitch - orbit.pitch) * share
        return replace(player, orbit=replace(orbit, heading=orbit.heading + around * share, pitch=orbit.pitch + up))

    def _next(self) -> None:
        publication = published(self._visit.catalogue, self._visit.inspected)
        count = len(publication.product.hotspots) if publication else 0
        if not count:
            self._visit.notify(say("inspect.no-hotspot", self._visit.language), time.monotonic())
            return
        self._choose((self._chosen + 1) % (count + 1))

    def _choose(self, number: int) -> None:
        visit = self._visit
        exhibit = self._world.exhibits.get(visit.inspected or "")
        if exhibit is None or number > len(exhibit.publication.product.hotspots):
            return
        self._of, self._chosen, self._goal = visit.inspected or "", number, None
        visit.journal.write("explained", number=number)
        facing = exhibit.publication.product.hotspots[number - 1].facing if number else None
        if facing is not None:
            x, y, z = exhibit.turned(facing)
            flat, orbit = math.hypot(x, z), visit.player.orbit
            # What looks up is seen from every side: there one stays on one's own.
            heading = orbit.heading if orbit is not None and abs(y) > flat else math.atan2(x, z)
            self._goal = (heading, max(_LOWEST, min(_HIGHEST, math.atan2(y, flat))))


def _is_apart(product: Product, states_on: frozenset[str]) -> bool:
    return any(state.moves for state in product.states if state.id in states_on)


def _towards(facing: Vector3, at: Vector3, eye: Vector3) -> float:
    """The cosine between a surface's direction and the way to the eye."""
    way = tuple(there - here for there, here in zip(eye, at, strict=True))
    return sum(one * other for one, other in zip(facing, way, strict=True)) / max(math.hypot(*way), 1e-6)
