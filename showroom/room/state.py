"""What a room is at one moment: frozen values, of which the durable ones are stored as documents."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from showroom.configuration import Configuration
from showroom.protocol.order import Hidden

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from showroom.catalogue import Language, Publication, RoomPlan
    from showroom.protocol.messages import Body, ChatLine, Visitor
    from showroom.protocol.order import OpenReport

CAPACITY = 500
MAX_NUMBER = 65535
MAX_STEPS = 50
"""Changes of one visitor at one product that can be taken back."""
MAX_EDITORS = 200
"""Visitors whose histories at one product are kept; whoever has not touched it for longest is forgotten first."""
MAX_LINES = 100
MAX_PLACES = 2000
PLACE_KEPT_S = 120.0
"""Whoever lost the connection so short a time ago gets into a locked room."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the room: what others see, and the language to answer in."""

    visitor: Visitor
    language: Language


class StepPart(Struct, frozen=True, forbid_unknown_fields=True):
    """What one change did to one group: from whose value to which value of mine; `before_by` is empty for nobody's."""

    group: str
    before: str
    before_by: str
    after: str


Step = tuple[StepPart, ...]


class VisitorHistory(Struct, frozen=True, forbid_unknown_fields=True):
    """One visitor's changes of one product, oldest first, and those taken back, the latest last."""

    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()


class Standing(Struct, frozen=True, forbid_unknown_fields=True):
    """A product's choices in this room; `by` names the visitor id that last set a group, where anybody did."""

    version: int
    choices: dict[str, str]
    by: dict[str, str]

    def configuration(self, product_id: str) -> Configuration:
        """The choices as the domain's value."""
        return Configuration(product_id, tuple(sorted(self.choices.items())))


@dataclass(frozen=True)
class Room:
    """A room with its people, products and chat. `members` are by number, everything else by id.

    `standings` also holds products that left the catalogue, so that they come back with a grown version.
    `histories` are by (product id, visitor id), the longest untouched first; `places` are by visitor id, likewise.
    `blocked` names whom each visitor does not want to meet, `removed` until when (seconds since 1970) somebody may not
    come back, `reports` those that wait for the staff, and `left_s` when those went who have just gone. `groups` are
    private groups: by visitor id, whoever has founded theirs; `proposals` who has asked whom to be among themselves.
    Neither is stored: a private group ends with the server.
    """

    plan: RoomPlan
    revision: int
    publications: Mapping[str, Publication]
    standings: Mapping[str, Standing]
    histories: Mapping[tuple[str, str], VisitorHistory] = field(default_factory=dict)
    members: Mapping[int, Member] = field(default_factory=dict)
    lines: tuple[ChatLine, ...] = ()
    places: Mapping[str, Body] = field(default_factory=dict)
    locked: bool = False
    blocked: Mapping[str, frozenset[str]] = field(default_factory=dict)
    removed: Mapping[str, float] = field(default_factory=dict)
    reports: Mapping[str, OpenReport] = field(default_factory=dict)
    left_s: Mapping[str, float] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    proposals: frozenset[tuple[str, str]] = frozenset()
    capacity: int = CAPACITY
    tick_s: float = 0.05

    @property
    def id(self) -> str:
        """The room's id."""
        return self.plan.id

    def number_of(self, visitor_id: str) -> int | None:
        """The number of a visitor who is here."""
        return self._numbers_by_id.get(visitor_id)

    @cached_property
    def _numbers_by_id(self) -> dict[str, int]:
        return {member.visitor.id: number for number, member in self.members.items()}

    def member(self, visitor_id: str) -> Member | None:
        """A visitor who is here."""
        number = self.number_of(visitor_id)
        return None if number is None else self.members[number]

    def not_met(self, visitor_id: str) -> frozenset[str]:
        """Whom a visitor does not meet: those they have blocked, those by whom they are, those who are apart."""
        return self.kept_away(visitor_id) | self.apart_from(visitor_id)

    def kept_away(self, visitor_id: str) -> frozenset[str]:
        """Those whom a visitor has blocked, and those by whom they are."""
        if not self.blocked:
            return frozenset()
        others = {person for person, theirs in self.blocked.items() if visitor_id in theirs}
        return self.blocked.get(visitor_id, frozenset()) | others

    def private_groups(self) -> Mapping[str, str]:
        """By visitor id, the private groups of those who are here; one that nobody else of it is here for is none."""
        if not self.groups:
            return {}
        here = {
            member.visitor.id: self.groups[member.visitor.id]
            for member in self.members.values()
            if member.visitor.id in self.groups
        }
        sizes = Counter(here.values())
        return {person: group for person, group in here.items() if sizes[group] > 1}

    def apart_from(self, visitor_id: str) -> frozenset[str]:
        """Who is here and neither sees a visitor nor is seen, for the sake of a private group; never the staff."""
        groups, member = self.private_groups(), self.member(visitor_id)
        if not groups or member is None or member.visitor.role == "agent":
            return frozenset()
        own = groups.get(visitor_id)
        people = (one.visitor for one in self.members.values() if one.visitor.role != "agent")
        return frozenset(one.id for one in people if groups.get(one.id) != own)

    def hidden(self, visitor_id: str) -> Hidden:
        """What a visitor is told about whom they do not meet."""
        apart, groups = self.apart_from(visitor_id), self.private_groups()
        own = groups.get(visitor_id, "")
        together = {person for person, group in groups.items() if group == own and person != visitor_id}
        return Hidden(self.hidden_from(visitor_id), self._numbers(apart), self._numbers(together))

    def _numbers(self, people: Collection[str]) -> tuple[int, ...]:
        if not people:
            return ()
        return tuple(number for number, member in self.members.items() if member.visitor.id in people)

    def hidden_from(self, visitor_id: str) -> tuple[int, ...]:
        """The numbers of everybody here whom a visitor does not meet."""
        return self._numbers(self.not_met(visitor_id))

    def choices_of(self, product_id: str | None) -> dict[str, str]:
        """What is chosen for a product, nothing for none."""
        if product_id is None or product_id not in self.publications:
            return {}
        return self.standings[product_id].choices
