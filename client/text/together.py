"""Sitting, a raised hand, following and coming by consent."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from client.gathering import others
from client.text.naming import find
from showroom.protocol.company import Answer, Answered, Ask, Asked, Bear, Mingle
from showroom.route import find_way
from showroom.walking import free

if TYPE_CHECKING:
    from client.text.here import Here, Steps
    from showroom.protocol.company import Wish
    from showroom.protocol.messages import Visitor

_BESIDE_M: Final = 1.3
_FAR_M: Final = 2.4


class Together:
    """Carries out the words about being together.

    Args:
        here: what is known.
    """

    def __init__(self, here: Here) -> None:
        self._here = here
        self._sitting = self._hand = False
        self._asked: list[Asked] = []
        self._asking: set[tuple[str, Wish]] = set()
        self._following: str | None = None

    def sit(self, _: str) -> Steps:
        """Sit down, or stand up."""
        self._sitting = not self._sitting
        return self._bear("company.sat" if self._sitting else "company.stood")

    def hand(self, _: str) -> Steps:
        """Raise a hand, or let it sink."""
        self._hand = not self._hand
        return self._bear("company.hand-up" if self._hand else "company.hand-down")

    def follow(self, rest: str) -> Steps | None:
        """Ask somebody whether one may follow; without a name, no longer follow."""
        if not rest and self._following is not None:
            self._following = None
            self._here.tell("company.ended")
            return None
        return self._ask(rest, "follow")

    def summon(self, rest: str) -> Steps:
        """Ask somebody to come."""
        return self._ask(rest, "summon")

    def private(self, rest: str) -> Steps:
        """Ask somebody to be among ourselves; without a name, be among everybody again."""
        here = self._here
        if rest or not here.model.together:
            yield from self._ask(rest, "private")
        else:
            yield from here.ask(Mingle)

    def agree(self, _: str) -> Steps:
        """Say yes to the last question."""
        return self._reply(agreed=True)

    def decline(self, _: str) -> Steps:
        """Say no to the last question."""
        return self._reply(agreed=False)

    def news(self, message: Asked | Answered) -> str:
        """What somebody asks or answers, in a sentence; empty where it is none of ours."""
        here = self._here
        if isinstance(message, Asked):
            if message.person in here.model.muted:
                return ""
            self._asked.append(message)
            return f"{here.words(f'company.{message.wish}', name=message.name)} {here.words('spoken.yes-or-no')}"
        if (message.person, message.wish) not in self._asking:
            return ""
        self._asking.discard((message.person, message.wish))
        if message.agreed and message.wish == "follow":
            self._following = message.person
        return here.words(f"company.{message.wish}-{'yes' if message.agreed else 'no'}", name=message.name)

    def step(self) -> None:
        """Keep beside whom one follows, until they go."""
        here = self._here
        if self._following is None or here.walker.is_walking:
            return
        spot = self._spot_of(self._following)
        if spot is None:
            self._following = None
        elif math.dist(spot, here.walker.position) > _FAR_M:
            self._walk_to(self._following)

    def _bear(self, key: str) -> Steps:
        yield from self._here.ask(lambda ref: Bear(ref, self._sitting, self._hand))
        self._here.tell(key)

    def _ask(self, rest: str, wish: Wish) -> Steps:
        here = self._here
        people: list[Visitor] = others(here.model)
        if not people:
            raise here.failed("nothing-at-all")
        person = people[find(rest, [(one.name,) for one in people], here.language)] if rest else people[0]
        self._asking.add((person.id, wish))
        yield from here.ask(lambda ref: Ask(ref, person.id, wish))
        here.tell("company.asked", name=person.name)

    def _reply(self, *, agreed: bool) -> Steps:
        here = self._here
        if not self._asked:
            here.tell("company.nobody-asks")
            return
        asked = self._asked.pop()
        yield from here.ask(lambda ref: Answer(ref, asked.person, asked.wish, agreed))
        here.tell("spoken.answered", name=asked.name)
        if agreed and asked.wish == "summon":
            self._come_to(asked.person)

    def _come_to(self, person: str) -> None:
        """Go to where somebody sees who has come at their asking."""
        here = self._here
        visitor = next((one for one in here.model.visitors.values() if one.id == person), None)
        if visitor is None or visitor.number not in here.bodies:
            return
        spot, heading = here.beside(visitor)
        way = find_way(here.floor, here.walker.position, spot)
        here.walker = replace(here.walker, way=way, facing=heading, stuck_s=0.0)

    def _walk_to(self, person: str) -> None:
        here, spot = self._here, self._spot_of(person)
        if spot is None:
            return
        x, z = here.walker.position[0] - spot[0], here.walker.position[1] - spot[1]
        away_m = math.hypot(x, z)
        share = _BESIDE_M / away_m if away_m > _BESIDE_M else 1.0
        beside = free(here.floor, (spot[0] + x * share, spot[1] + z * share))
        way = find_way(here.floor, here.walker.position, beside)
        here.walker = replace(here.walker, way=way, facing=math.atan2(-x, -z), stuck_s=0.0)

    def _spot_of(self, person: str) -> tuple[float, float] | None:
        number = next((number for number, one in self._here.model.visitors.items() if one.id == person), None)
        return self._here.bodies.get(number) if number is not None else None
