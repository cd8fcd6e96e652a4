"""Where one is, where one can go, and going there."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from client.goals import Goal, before_plinth, goals_of, reach_m
from client.model import dismissed, passed
from client.passing import way_out
from client.presenter import published
from client.text.here import Here, Until
from client.text.naming import find
from showroom.protocol import messages
from showroom.route import Walker, find_way, length_m
from showroom.ui.spoken import listed
from showroom.walking import WALK_M_PER_S

if TYPE_CHECKING:
    from client.text.here import Steps
    from showroom.protocol.messages import Visitor
    from showroom.walking import Point

_HERE_M: Final = 1.0
_NEAR_M: Final = 3.5
_LOOK_FROM_M: Final = 3.0
_WALK_LIMIT_S: Final = 60.0
_FEW: Final = 6
_FILLERS: Final = frozenset(["to", "the", "zu", "zum", "zur", "den", "dem", "der", "die", "das", "ins", "in"])


class Moving:
    """Carries out the words about being somewhere."""

    def __init__(self, here: Here) -> None:
        self._here = here

    # ---- words -----------------------------------------------------------------------------------------------------

    def where(self, _: str) -> None:
        """Where one is and what is near."""
        here = self._here
        here.say_line(self.whereabouts())
        looking = published(here.catalogue, here.focus)
        if looking is not None and not self._is_focus(self._before()):
            here.tell("spoken.looking", product=looking.product.name.in_language(here.language))
        near = [
            here.words("spoken.thing-away", name=name, metres=_metres(away))
            for name, spot in [*self._products(), *self._others()]
            if (away := math.dist(spot, here.walker.position)) < _NEAR_M and name != self._before()
        ]
        if near:
            here.tell("spoken.near", things=listed(near, here.language))

    def who(self, _: str) -> None:
        """Who is here."""
        here = self._here
        others = self._visitors()
        if not others:
            here.tell("spoken.alone")
        here.number([self._person(visitor) for visitor in others], [f"go {visitor.name}" for visitor in others])

    def places(self, _: str) -> None:
        """Where one can go."""
        here = self._here
        here.introduce("places")
        here.number([goal.names[0] for goal in self._goals()], "go")

    def go(self, rest: str) -> Steps | None:
        """Walk somewhere."""
        here = self._here
        if not rest:
            self.places(rest)
            return None
        goals = [*self._goals(), *self._people_as_goals()]
        words = rest.split()
        while len(words) > 1 and words[0].casefold() in _FILLERS:
            words = words[1:]
        return self._walk(goals[find(" ".join(words), [goal.names for goal in goals], here.language)])

    def stop(self, _: str) -> None:
        """Stand still."""
        here = self._here
        here.tell("spoken.stopped" if here.walker.is_walking else "spoken.not-walking")
        here.walker, here.walks_to, here.passes_to = here.walker.stopped(), "", ""

    # ---- walking ---------------------------------------------------------------------------------------------------

    def _walk(self, goal: Goal) -> Steps:
        here = self._here
        self._leave(goal.names[0])
        way = self._way_to(goal)
        if way is None and goal.room:
            here.passes_to = goal.room
            yield Until(lambda: here.arrived and not here.passes_to, _WALK_LIMIT_S, gives_way=True)
            return
        if way is None:
            here.tell("spoken.already-there")
            return
        if not way:
            raise here.failed("no-way")
        here.walks_to, here.passes_to = goal.names[0], goal.room
        seconds = max(1, round(length_m(here.walker.position, way) / WALK_M_PER_S))
        here.walker = replace(here.walker, way=way, facing=goal.heading, stuck_s=0.0)
        here.tell("spoken.going", place=goal.names[0], seconds=seconds)
        yield Until(lambda: here.arrived and not (here.walks_to or here.passes_to), _WALK_LIMIT_S, gives_way=True)

    def _leave(self, place: str) -> None:
        """Who walks elsewhere no longer looks at the product."""
        here = self._here
        looking = published(here.catalogue, here.focus)
        name = looking.product.name.in_language(here.language) if looking else place
        if name != place:
            here.focus = None
            here.model = dismissed(here.model)
            if here.online:
                here.send(messages.Focus(None))
            here.tell("spoken.stepped-back", product=name)

    def offered(self) -> str | None:
        """The product that one stands before."""
        name = self._before()
        on_show = self._here.on_show()
        found = (entry.product for entry in on_show if entry.product.name.in_language(self._here.language) == name)
        return next((product.id for product in found), None)

    def _way_to(self, goal: Goal) -> tuple[Point, ...] | None:
        """The way; None where one stands there already, empty where there is none."""
        walker = self._here.walker
        if math.dist(walker.position, goal.spot) < _HERE_M / 2:
            return None
        return find_way(self._here.floor, walker.position, goal.spot)

    def approach(self, product: str) -> None:
        """Walk to a product without a word, where one is far from it, so that others see whom it interests."""
        here = self._here
        plinth = next((plinth for plinth in here.plan.plinths if plinth.product == product), None)
        if plinth is None or here.walks_to:
            return
        goal = before_plinth(plinth, here.floor, here.others())
        if math.dist(here.walker.position, goal.spot) > _LOOK_FROM_M:
            way = find_way(here.floor, here.walker.position, goal.spot)
            here.walker = replace(here.walker, way=way, facing=goal.heading if way else None, stuck_s=0.0)

    def pass_door(self) -> str:
        """Leave through the door that one stands at; returns the room behind it."""
        here = self._here
        room, here.came_from = here.passes_to, here.model.room
        here.passes_to, here.walks_to, here.arrived = "", "", False
        here.model = passed(here.model)
        here.bodies.clear()
        return room

    def come_out(self) -> None:
        """Stand at the door through which one came, where there is one."""
        here = self._here
        came_from, here.came_from = here.came_from, ""
        if not came_from or here.catalogue is None:
            return
        place = way_out(here.plan, came_from)
        if place is not None:
            here.walker = Walker((place.position[0], place.position[2]), place.heading)

    def arrived(self) -> str:
        """Where a walk has ended, in a sentence."""
        here = self._here
        place, here.walks_to = here.walks_to, ""
        return here.words("spoken.through-door" if here.passes_to else "spoken.there", place=place)

    # ---- what there is ---------------------------------------------------------------------------------------------

    def whereabouts(self) -> str:
        """Where one is, in a sentence."""
        here = self._here
        if here.walks_to:
            return here.words("spoken.walking", place=here.walks_to)
        product = self._before()
        if product:
            key = "spoken.looking" if self._is_focus(product) else "spoken.before"
            return here.words(key, product=product)
        spots = [(math.dist(goal.spot, here.walker.position), goal.names[0]) for goal in self._goals() if not goal.room]
        if not spots:
            return here.words("spoken.at-place", place=here.plan.name.in_language(here.language))
        away, name = min(spots)
        if away < _HERE_M:
            return here.words("spoken.at-place", place=name)
        metres = here.words("spoken.metres", metres=_metres(away))
        return here.words("spoken.near-place", metres=metres, place=name)

    def company(self) -> str:
        """Who else is here, in a sentence."""
        here = self._here
        names = [self._name(visitor) for visitor in self._visitors()]
        if not names:
            return here.words("spoken.alone")
        if len(names) > _FEW:
            return here.words("spoken.many-others", count=len(names))
        return here.words("spoken.others", names=listed(names, here.language))

    def _is_focus(self, name: str) -> bool:
        publication = published(self._here.catalogue, self._here.focus)
        return publication is not None and publication.product.name.in_language(self._here.language) == name

    def _before(self) -> str:
        """The product that one stands before, empty where there is none."""
        here = self._here
        near = []
        for plinth in here.plan.plinths:
            publication = published(here.catalogue, plinth.product)
            x, _, z = plinth.place.position
            further = math.dist((x, z), here.walker.position) - reach_m(plinth)
            if publication is not None and further < _HERE_M / 2:
                near.append((further, publication.product.name.in_language(here.language)))
        return min(near)[1] if near else ""

    def _goals(self) -> list[Goal]:
        """The named places of the room, and a place before each product."""
        here = self._here
        return goals_of(here.plan, here.catalogue, here.floor, here.others(), here.language)

    def _products(self) -> list[tuple[str, Point]]:
        here = self._here
        found = []
        for plinth in here.plan.plinths:
            publication = published(here.catalogue, plinth.product)
            if publication is not None:
                x, _, z = plinth.place.position
                found.append((publication.product.name.in_language(here.language), (x, z)))
        return found

    # ---- people ----------------------------------------------------------------------------------------------------

    def _visitors(self) -> list[Visitor]:
        model = self._here.model
        return [visitor for number, visitor in sorted(model.visitors.items()) if number != model.you]

    def _name(self, visitor: Visitor) -> str:
        if visitor.role == "agent":
            return self._here.words("spoken.adviser-name", name=visitor.name)
        return visitor.name

    def _others(self) -> list[tuple[str, Point]]:
        bodies = self._here.bodies
        return [(self._name(one), bodies[one.number]) for one in self._visitors() if one.number in bodies]

    def _person(self, visitor: Visitor) -> str:
        here = self._here
        product = published(here.catalogue, visitor.focus)
        doing = here.words("agent.looks-around")
        if product is not None:
            doing = here.words("agent.looks-at", name=product.product.name.in_language(here.language))
        spot = here.bodies.get(visitor.number)
        if spot is None:
            return here.words("spoken.person-somewhere", name=self._name(visitor), doing=doing)
        metres = _metres(math.dist(spot, here.walker.position))
        return here.words("spoken.person", name=self._name(visitor), metres=metres, doing=doing)

    def _people_as_goals(self) -> list[Goal]:
        """Beside each person, where they see who has come."""
        return [Goal((visitor.name,), *self._here.beside(visitor)) for visitor in self._visitors()]


def _metres(distance: float) -> str:
    return f"{max(1, round(distance))}"
