"""Points of a product that have something to tell: numbered marks on it, one of which is explained for a while.

A mark is on a part: it goes with a door that opens, and is gone while its part is hidden or another one is chosen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from client.presenter import known_choices, published
from showroom.ui.texts import say
from showroom.ui.views import hotspot_views

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from client.player import Player
    from client.scene.loader import Slot
    from client.scene.product import ProductNode
    from client.scene.world import Exhibit, World
    from client.visit import Visit
    from showroom.catalogue import Vector3
    from showroom.ui.state import HotspotView

_TURNS_PER_S: Final = 6.0
_THERE_RAD: Final = 0.01
_LOWEST, _HIGHEST = -0.05, 1.2
_BEHIND: Final = -0.1
"""A point whose surface is turned this far away from the eye is not seen."""
_READ_S: Final = 10.0
_READ_S_PER_LETTER: Final = 0.1
"""What is explained stays for slow readers: six letters in a second, and ten seconds to find it."""
_LONGEST_FRAME_S: Final = 0.5


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
        self._node: ProductNode | None = None
        self._bearers: list[tuple[Slot, ...]] = []
        self._stood: object = None
        self._left_s = 0.0
        self._goal: tuple[float, float] | None = None
        self.verbs: dict[str, Callable[[], None]] = {"next-hotspot": self._next}

    def step(self, delta_s: float) -> None:
        """Once a frame: what is explained ends with its product, its part, the next choice, or when it has been read.

        Which parts the points are on is found out one by one, for each costs a few milliseconds.
        """
        product, exhibit = self._visit.inspected or "", self._exhibit()
        if product != self._of:
            self._of, self._chosen, self._goal = product, 0, None
        node = exhibit.node if exhibit is not None else None
        if node is not self._node:
            self._node, self._bearers = node, []
        if exhibit is None or node is None:
            return
        hotspots = exhibit.publication.product.hotspots
        if len(self._bearers) < len(hotspots):
            self._bearers.append(node.bearers(hotspots[len(self._bearers)].position))
        if not self._chosen:
            return
        if self._goal is None:
            self._left_s -= min(delta_s, _LONGEST_FRAME_S)
        if self._left_s <= 0.0 or self._stands() != self._stood or self._moved(self._chosen) is None:
            self._choose(0)

    def marks(self) -> tuple[Mark, ...]:
        """What is marked now."""
        visit, exhibit = self._visit, self._exhibit()
        if exhibit is None or exhibit.node is None:
            return ()
        eye = visit.player.camera.position
        marks = []
        for view in hotspot_views(exhibit.publication.product, visit.language):
            moved = self._moved(view.number)
            if moved is None:
                continue
            at = exhibit.in_room(_vector(moved[:3, :3] @ view.at + moved[:3, 3]))
            facing = exhibit.turned(_vector(moved[:3, :3] @ view.facing)) if view.facing is not None else None
            hidden = facing is not None and _towards(facing, at, eye) < _BEHIND
            marks.append(Mark(at, view, hidden, view.number == self._chosen))
        return tuple(marks)

    def press(self, key: str) -> bool:
        """Escape closes what is explained, before it steps back; returns whether the key was taken."""
        return key == "escape" and self.close()

    def close(self) -> bool:
        """Close what is explained; returns whether anything was."""
        if not self._chosen or self._visit.inspected is None:
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
        """The next point of what is there now; after the last one: none."""
        publication = published(self._visit.catalogue, self._visit.inspected)
        count = len(publication.product.hotspots) if publication else 0
        if not count:
            self._visit.notify(say("inspect.no-hotspot", self._visit.language))
            return
        rest = (number for number in range(self._chosen + 1, count + 1) if self._moved(number) is not None)
        self._choose(next(rest, 0))

    def _choose(self, number: int) -> None:
        visit, exhibit = self._visit, self._exhibit()
        if exhibit is None or number > len(exhibit.publication.product.hotspots):
            return
        if number and self._moved(number) is None:
            return
        self._of, self._chosen, self._goal = visit.inspected or "", number, None
        visit.journal.write("explained", number=number)
        if not number:
            return
        hotspot = exhibit.publication.product.hotspots[number - 1]
        letters = len(hotspot.name.in_language(visit.language) + hotspot.text.in_language(visit.language))
        self._stood, self._left_s = self._stands(), _READ_S + letters * _READ_S_PER_LETTER
        if hotspot.facing is not None:
            x, y, z = exhibit.turned(hotspot.facing)
            flat, orbit = math.hypot(x, z), visit.player.orbit
            # What looks up is seen from every side: there one stays on one's own.
            heading = orbit.heading if orbit is not None and abs(y) > flat else math.atan2(x, z)
            self._goal = (heading, max(_LOWEST, min(_HIGHEST, math.atan2(y, flat))))

    def _exhibit(self) -> Exhibit | None:
        return self._world.exhibits.get(self._visit.inspected or "")

    def _moved(self, number: int) -> NDArray[np.float64] | None:
        """How far the part under a point is from where it rests; None where it is not there, rest where unknown."""
        if self._node is None or number > len(self._bearers):
            return np.eye(4)
        return self._node.moved(self._bearers[number - 1])

    def _stands(self) -> object:
        """What the product stands in: with a change of it, what is explained ends."""
        exhibit = self._exhibit()
        choices = known_choices(exhibit.publication, self._visit.model) if exhibit is not None else {}
        return choices, self._visit.states_on


def _vector(numbers: NDArray[np.float64]) -> Vector3:
    x, y, z = numbers.tolist()
    return (x, y, z)


def _towards(facing: Vector3, at: Vector3, eye: Vector3) -> float:
    """The cosine between a surface's direction and the way to the eye."""
    way = tuple(there - here for there, here in zip(eye, at, strict=True))
    return sum(one * other for one, other in zip(facing, way, strict=True)) / max(math.hypot(*way), 1e-6)
