"""Being together: sitting, a raised hand, pointing, following and coming by consent."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from client.gathering import others, place_beside
from client.strolling import begun
from showroom.protocol.company import Answer, Answered, Ask, Asked, Bear, Mingle, Point, Pointed
from showroom.ui.state import AskedView
from showroom.ui.texts import say
from showroom.walking import free

if TYPE_CHECKING:
    from collections.abc import Callable

    from client.visit import Visit
    from showroom.catalogue import RoomPlan
    from showroom.protocol.company import Wish
    from showroom.protocol.messages import ClientMessage, Vector3, Visitor

BESIDE_M: Final = 1.5
_FAR_M: Final = 2.4
_NEAR_M: Final = 6.0
_AGAIN_S: Final = 0.7
POINTS_S: Final = 6.0


@dataclass(frozen=True)
class Pointing:
    """Where somebody points, and until when it is shown."""

    at: Vector3
    until_s: float


class Company:
    """What one does with others.

    Args:
        visit: who is where.
        send: sends a message to the server.
        aim: what the middle of the picture shows: a place in the room, None for nothing.
        plan: the room as it stands.
    """

    def __init__(
        self,
        visit: Visit,
        send: Callable[[ClientMessage], None],
        aim: Callable[[], Vector3 | None],
        plan: Callable[[], RoomPlan | None] = lambda: None,
    ) -> None:
        self._visit = visit
        self._send = send
        self._aim = aim
        self._plan = plan
        self._asked: tuple[Asked, ...] = ()
        self._asking: set[tuple[str, Wish]] = set()
        self._following: str | None = None
        self._looked_s = 0.0
        self._sitting = self._hand = False
        self.pointings: dict[int, Pointing] = {}
        self.verbs: dict[str, Callable[[], None]] = {
            "sit": lambda: self._bear(sitting=not self._sitting, hand=self._hand),
            "raise-hand": lambda: self._bear(sitting=self._sitting, hand=not self._hand),
            "point": self._point,
            "follow": lambda: self._ask("follow"),
            "summon": lambda: self._ask("summon"),
            "private": self._private,
            "agree": lambda: self._reply(agreed=True),
            "decline": lambda: self._reply(agreed=False),
        }

    # ---- oneself ---------------------------------------------------------------------------------------------------

    def _bear(self, *, sitting: bool, hand: bool) -> None:
        if sitting != self._sitting:
            self._tell("company.sat" if sitting else "company.stood")
        if hand != self._hand:
            self._tell("company.hand-up" if hand else "company.hand-down")
        self._sitting, self._hand = sitting, hand
        self._visit.sitting = sitting
        self._send(Bear(self._visit.new_ref(), sitting, hand))
        self._visit.journal.write("bore", sitting=sitting, hand=hand)

    def _point(self) -> None:
        spot = self._aim()
        if spot is not None:
            self._send(Point(spot))

    def after_welcome(self) -> None:
        """Tell a server that has let us in again how we hold ourselves."""
        if self._sitting or self._hand:
            self._send(Bear(self._visit.new_ref(), self._sitting, self._hand))

    # ---- asking ----------------------------------------------------------------------------------------------------

    def _ask(self, wish: Wish) -> None:
        """Ask the person whom the card is about, else the nearest; who follows already ends it."""
        if wish == "follow" and self._following is not None:
            self._end()
            return
        person = self._meant(wish)
        if person is None:
            self._tell("company.nobody")
            return
        self._asking.add((person.id, wish))
        self._send(Ask(self._visit.new_ref(), person.id, wish))
        self._tell("company.asked", name=person.name)

    def _private(self) -> None:
        """Ask whom the card is about, else the nearest, to be among ourselves; whoever is ends it with the same key."""
        visit = self._visit
        chosen = visit.gathering.person if visit.gathering.is_open else None
        asks_more = chosen is not None and chosen not in {
            one.id for one in visit.model.visitors.values() if one.number in visit.model.together
        }
        if visit.model.together and not asks_more:
            self._send(Mingle(visit.new_ref()))
        else:
            self._ask("private")

    def _meant(self, wish: Wish) -> Visitor | None:
        visit = self._visit
        chosen = visit.gathering.person if visit.gathering.is_open else None
        unmet = visit.model.hidden - (visit.model.apart if wish == "private" else frozenset())
        people = [one for one in others(visit.model) if one.number not in unmet]
        found = next((one for one in people if one.id == chosen), None)
        if found is not None:
            return found
        here = visit.player.position
        near = [
            (math.dist(visit.bodies[one.number], here), one.number, one) for one in people if one.number in visit.bodies
        ]
        away = min(near, key=lambda entry: entry[:2], default=None)
        return away[2] if away is not None and away[0] < _NEAR_M else None

    def take(self, message: Asked | Answered | Pointed, now_s: float) -> None:
        """Somebody asks, answers or points."""
        match message:
            case Asked():
                if message.person not in self._visit.model.muted:
                    self._asked = (*(one for one in self._asked if one.person != message.person), message)[-3:]
                    self._visit.sounds.append("notification")
                    self._visit.journal.write("asked", name=message.name, wish=message.wish)
            case Answered():
                self._answered(message)
            case Pointed():
                if message.at is None:
                    self.pointings.pop(message.number, None)
                else:
                    self.pointings[message.number] = Pointing(message.at, now_s + POINTS_S)
                    self._visit.journal.write("pointed", number=message.number)

    def _answered(self, message: Answered) -> None:
        """Only what was asked for counts."""
        if (message.person, message.wish) not in self._asking:
            return
        self._asking.discard((message.person, message.wish))
        self._tell(f"company.{message.wish}-{'yes' if message.agreed else 'no'}", name=message.name)
        if message.agreed and message.wish == "follow":
            self._following = message.person
        self._visit.journal.write("answered", name=message.name, wish=message.wish, agreed=message.agreed)

    def _reply(self, *, agreed: bool) -> None:
        if not self._asked:
            self._tell("company.nobody-asks")
            return
        asked, self._asked = self._asked[-1], self._asked[:-1]
        self._send(Answer(self._visit.new_ref(), asked.person, asked.wish, agreed))
        if agreed and asked.wish == "summon":
            self._come_to(asked.person)

    def asked(self) -> AskedView | None:
        """The question that waits for an answer."""
        if not self._asked:
            return None
        asked, language = self._asked[-1], self._visit.language
        return AskedView(say(f"company.{asked.wish}", language, name=asked.name))

    # ---- following -------------------------------------------------------------------------------------------------

    def step(self, now_s: float, *, walks: bool) -> None:
        """Once a frame: keep beside whom one follows; any step of one's own ends it, as does their leaving."""
        visit = self._visit
        self.pointings = {number: one for number, one in self.pointings.items() if one.until_s > now_s}
        if walks and self._sitting:
            self._bear(sitting=False, hand=self._hand)
        if self._following is None:
            return
        if walks:
            self._end()
            return
        spot = self._spot_of(self._following)
        if spot is None:
            self._end()
        elif now_s - self._looked_s > _AGAIN_S and math.dist(spot, visit.player.position) > _FAR_M:
            self._looked_s = now_s
            self._walk_to(self._following)

    def _walk_to(self, person: str) -> None:
        visit, spot = self._visit, self._spot_of(person)
        if spot is None or visit.floor is None:
            return
        x, z = visit.player.position[0] - spot[0], visit.player.position[1] - spot[1]
        away_m = math.hypot(x, z)
        share = BESIDE_M / away_m if away_m > BESIDE_M else 1.0
        goal = free(visit.floor, (spot[0] + x * share, spot[1] + z * share))
        visit.stroll = begun(visit.player, visit.floor, goal, math.atan2(-x, -z))
        visit.journal.write("accompanies", person=person)

    def _come_to(self, person: str) -> None:
        """Go to where somebody sees who has come at their asking."""
        visit, plan = self._visit, self._plan()
        visitor = next((one for one in visit.model.visitors.values() if one.id == person), None)
        pose = visit.poses.get(visitor.number) if visitor is not None else None
        if visitor is None or pose is None or plan is None or visit.floor is None:
            self._walk_to(person)
            return
        at = visit.bodies[visitor.number]
        away = [spot for spot in visit.bodies.values() if spot != at]
        spot, heading = place_beside(plan, visitor, at, pose.rotation, away)
        visit.stroll = begun(visit.player, visit.floor, free(visit.floor, spot), heading)
        visit.journal.write("accompanies", person=person)

    def _spot_of(self, person: str) -> tuple[float, float] | None:
        number = next((number for number, one in self._visit.model.visitors.items() if one.id == person), None)
        return self._visit.bodies.get(number) if number is not None else None

    def _end(self) -> None:
        self._following = None
        self._tell("company.ended")

    def _tell(self, key: str, **fields: str) -> None:
        self._visit.notify(say(key, self._visit.language, **fields))
