"""Looking closely: what swings on after a drag, the turntable, states that are switched, measures on the product."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from client.details import Details
from client.player import panned, turned
from client.presenter import published
from showroom.ui.texts import say
from showroom.ui.views import dimension_views

if TYPE_CHECKING:
    from collections.abc import Callable

    from client.player import Player
    from client.scene.world import World
    from client.ui.keyboard import Input
    from client.visit import Visit
    from showroom.catalogue import Kind, State, Vector3

TURNTABLE_RAD_S: Final = 0.45
_SLOWS_PER_S: Final = 4.5
_STILL_PX_S: Final = 12.0
_FASTEST_PX_S: Final = 2500.0
_OPENING_S: Final = 0.7


@dataclass(frozen=True)
class Measure:
    """A length in the room, from place to place in metres, and what it is in words."""

    start: Vector3
    end: Vector3
    words: str


class Inspecting:
    """What one does with the product that one looks at closely.

    Args:
        visit: what one looks at.
        world: where it stands.

    Attributes:
        details: the points of it that have something to tell.
    """

    def __init__(self, visit: Visit, world: World) -> None:
        self._visit = visit
        self._world = world
        self._swing: tuple[float, float] = (0.0, 0.0)
        self._amounts: dict[str, dict[str, float]] = {}
        self._turns = False
        self._measures = False
        self.details = Details(visit, world)
        self.verbs: dict[str, Callable[[], None]] = {
            "turntable": self._turn,
            "measure": self._measure,
            **self.details.verbs,
        }

    # ---- moving ----------------------------------------------------------------------------------------------------

    def moved(self, player: Player, given: Input, turn_px: float, delta_s: float) -> Player:
        """The eye after a drag, after what still swings of an earlier one, and on the turntable."""
        right, down = given.dragged_px[0] + turn_px, given.dragged_px[1]
        player = turned(player, right, down)
        if player.orbit is None:
            self._swing = (0.0, 0.0)
            return player
        player = panned(player, *given.panned_px)
        player = self.details.turned(player, delta_s, dragging=given.dragging or turn_px != 0.0)
        if given.dragging:
            self._swing = _limited(right / max(delta_s, 1e-3), down / max(delta_s, 1e-3))
        else:
            player = self._swung(player, delta_s)
        if self._turns and not given.dragging and player.orbit is not None:
            heading = player.orbit.heading + TURNTABLE_RAD_S * delta_s
            player = replace(player, orbit=replace(player.orbit, heading=heading))
        return player

    def _swung(self, player: Player, delta_s: float) -> Player:
        """What a drag leaves behind: it slows down by itself, and does not happen where motion is reduced."""
        if self._visit.calm or math.hypot(*self._swing) < _STILL_PX_S:
            self._swing = (0.0, 0.0)
            return player
        left = math.exp(-_SLOWS_PER_S * delta_s)
        # The way that a speed makes while it decays.
        way_s = (1.0 - left) / _SLOWS_PER_S
        player = turned(player, self._swing[0] * way_s, self._swing[1] * way_s)
        self._swing = (self._swing[0] * left, self._swing[1] * left)
        return player

    def _turn(self) -> None:
        self._turns = not self._turns
        self._tell("inspect.turns" if self._turns else "inspect.stands")

    # ---- states ----------------------------------------------------------------------------------------------------

    def switch(self, number: int) -> None:
        """Switch a state of the product (counted from 0): open doors, turn lights on."""
        visit = self._visit
        publication = published(visit.catalogue, visit.inspected)
        states = publication.product.states if publication else ()
        if number >= len(states):
            self._tell("inspect.no-state")
            return
        state = states[number]
        on = state.id not in visit.states_on
        visit.states_on = visit.states_on ^ {state.id}
        if state.moves and publication is not None:
            visit.sounds.append(_sound(publication.product.kind, opens=on))
            visit.player = _making_room(visit.player, state, opens=on)
        visit.journal.write("switched", state=state.id, on=on)
        words = say("inspect.on" if on else "inspect.off", visit.language)
        self._tell("inspect.state", name=state.name.in_language(visit.language), words=words)

    def step(self, delta_s: float) -> None:
        """Once a frame: let doors go on opening; whoever steps back finds them shut the next time."""
        visit = self._visit
        self.details.step(delta_s)
        if visit.inspected is None:
            visit.states_on, self._turns = frozenset(), False
        for product in {*self._amounts, *({visit.inspected} if visit.inspected else ())}:
            publication = published(visit.catalogue, product)
            if publication is None or not publication.product.states:
                continue
            on = visit.states_on if product == visit.inspected else frozenset()
            self._pose(product, {state.id: float(state.id in on) for state in publication.product.states}, delta_s)

    def _pose(self, product: str, wanted: dict[str, float], delta_s: float) -> None:
        now = self._amounts.get(product, dict.fromkeys(wanted, 0.0))
        step = 1.0 if self._visit.calm else delta_s / _OPENING_S
        amounts = {name: _towards(now.get(name, 0.0), goal, step) for name, goal in wanted.items()}
        if amounts != now and self._world.pose(product, {name: _eased(amount) for name, amount in amounts.items()}):
            self._amounts[product] = amounts

    # ---- measures --------------------------------------------------------------------------------------------------

    def _measure(self) -> None:
        self._measures = not self._measures
        self._visit.journal.write("measures", shown=self._measures)

    def measures(self) -> tuple[Measure, ...]:
        """The lengths to be drawn on the product; none where nobody asked for them."""
        exhibit = self._world.exhibits.get(self._visit.inspected or "")
        if not self._measures or exhibit is None:
            return ()
        views = dimension_views(exhibit.publication, self._visit.language)
        return tuple(Measure(exhibit.in_room(view.start), exhibit.in_room(view.end), view.words) for view in views)

    def _tell(self, key: str, **fields: str) -> None:
        self._visit.notify(say(key, self._visit.language, **fields))


def _making_room(player: Player, state: State, *, opens: bool) -> Player:
    """Fly back far enough for parts that go away from the product, and come nearer when they are together again."""
    reach_m = max(math.hypot(*motion.shift) for motion in state.moves)
    if player.orbit is None or reach_m == 0.0:
        return player
    orbit, up_m = player.orbit, max(motion.shift[1] for motion in state.moves) / 2
    (x, y, z), farther = orbit.centre, (orbit.radius_m + reach_m / 2) / orbit.radius_m
    sign = 1.0 if opens else -1.0
    moved = replace(orbit, centre=(x, y + sign * up_m, z), distance_m=orbit.distance_m * farther**sign)
    return replace(player, orbit=moved, origin=player.camera, flown_s=0.0)


def _sound(kind: Kind, *, opens: bool) -> str:
    """What is heard when parts move: a car has doors, anything else is taken apart and put down again."""
    if kind == "car":
        return "car-door-open" if opens else "car-door-close"
    return "take-up" if opens else "put-down"


def _limited(right: float, down: float) -> tuple[float, float]:
    speed = math.hypot(right, down)
    share = min(1.0, _FASTEST_PX_S / speed) if speed else 1.0
    return right * share, down * share


def _towards(now: float, goal: float, step: float) -> float:
    return min(goal, now + step) if goal > now else max(goal, now - step)


def _eased(amount: float) -> float:
    return amount * amount * (3.0 - 2.0 * amount)
