"""The start screen: who one is, how one looks, in which language, and where an invitation leads.

The link to the server begins when one walks in; until then only the catalogue is fetched, so that one sees the room.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar, get_args

from client.cards import Opened
from client.lobby import first_room
from showroom.catalogue import Language
from showroom.errors import Rejected
from showroom.looks import look_of
from showroom.ui.arrival import ARRIVAL_ROWS, ArrivalView, LoadingView
from showroom.ui.invitation import Invitation, parse_invitation
from showroom.ui.texts import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from client.intents import Fill
    from client.scene.world import World
    from client.visit import Visit
    from showroom.looks import AvatarLook
    from showroom.ui.arrival import ArrivalRow

READY_LOOKS: Final = tuple(look_of(f"ready {number}") for number in range(12))
"""Looks to begin with; the avatar maker changes each part of one."""
Item = TypeVar("Item")
_EXAMPLE: Final = "7KQ2-M4T9"
_LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)


@dataclass(frozen=True)
class Answers:
    """What somebody has filled in."""

    name: str = ""
    invitation: str = ""
    row: ArrivalRow = "name"


class Arriving:
    """Fills the start screen in.

    Args:
        visit: whose language it is in.
        answers: what is known of earlier visits.
        news: something to know before, empty for nothing.

    Attributes:
        entered: the invitation with which somebody has walked in; None before that.
    """

    def __init__(self, visit: Visit, answers: Answers, news: str = "") -> None:
        self._visit = visit
        self._news = news
        self._problem = ""
        self.answers = answers
        self.entered: Invitation | None = None

    @property
    def look(self) -> AvatarLook:
        """How one will look."""
        return self._visit.look or READY_LOOKS[0]

    def press(self, key: str) -> None:
        """A key: it steps through the lines, changes the one it is at, or walks in."""
        match key.removeprefix("text-"):
            case "tab" | "arrow_down":
                self._step(1)
            case "shift-tab" | "arrow_up":
                self._step(-1)
            case "enter" if self.answers.row == "avatar" and not key.startswith("text-"):
                self._make_looks()
            case "enter":
                self.enter()
            case "arrow_left" | "arrow_right":
                self.turn(self.answers.row, 1 if key.endswith("arrow_right") else -1)
            case _:
                pass

    def fill(self, intent: Fill) -> None:
        """Something was written, turned or pressed with the mouse."""
        match intent.row:
            case "name":
                self.answers = replace(self.answers, name=intent.text[:40], row="name")
            case "invitation":
                self.answers = replace(self.answers, invitation=intent.text, row="invitation")
            case "enter":
                self.enter()
            case "avatar" if intent.by == 0:
                self._make_looks()
            case "avatar" | "language":
                self.answers = replace(self.answers, row=intent.row)
                self.turn(intent.row, intent.by)
        if intent.row in {"name", "invitation"}:
            self._problem = ""
        self._note()

    def turn(self, row: ArrivalRow, by: int) -> None:
        """Take the next look or language, or the one before."""
        if row == "language":
            self._visit.language = _next(_LANGUAGES, self._visit.language, by)
        elif row == "avatar":
            index = READY_LOOKS.index(self.look) if self.look in READY_LOOKS else (-1 if by > 0 else 0)
            self._visit.look = READY_LOOKS[(index + by) % len(READY_LOOKS)]
        self._note()

    def enter(self) -> None:
        """Walk in, or say what is missing."""
        language = self._visit.language
        if self._visit.farewell:
            return
        if not self.answers.name.strip():
            self._problem = say("arrival.no-name", language)
            self.answers = replace(self.answers, row="name")
            return
        try:
            self.entered = parse_invitation(self.answers.invitation)
        except Rejected:
            self._problem = say("arrival.bad-invitation", language, example=_EXAMPLE)
            self.answers = replace(self.answers, row="invitation")

    def view(self, loading: LoadingView | None, unreachable: str = "") -> ArrivalView:
        """What is to be seen; `unreachable` is the address of a server that does not answer.

        Where nobody can come in for good, that is what is said.
        """
        language, answers = self._visit.language, self.answers
        problem = self._visit.farewell or self._problem
        if unreachable and not problem:
            problem = say("arrival.unreachable", language, server=unreachable)
        return ArrivalView(
            title=_title(self._visit),
            name=answers.name,
            looks=self._look_words(),
            language=say(f"language.{language}", language),
            invitation=answers.invitation,
            problem=problem,
            news=self._news,
            loading=loading,
            row=answers.row,
        )

    def _step(self, by: int) -> None:
        self.answers = replace(self.answers, row=_next(ARRIVAL_ROWS, self.answers.row, by))
        self._note()

    def _note(self) -> None:
        answers = self.answers
        self._visit.journal.write("filled", name=answers.name, looks=self._look_words(), row=answers.row)

    def _look_words(self) -> str:
        language = self._visit.language
        if self.look not in READY_LOOKS:
            return say("arrival.own-look", language)
        return say("arrival.look", language, number=READY_LOOKS.index(self.look) + 1, count=len(READY_LOOKS))

    def _make_looks(self) -> None:
        """Open the avatar maker."""
        self.answers = replace(self.answers, row="avatar")
        self._visit.opened = Opened("looks")


def loading_view(visit: Visit, world: World, server: str) -> LoadingView | None:
    """What is still on its way; None where everything stands in its place."""
    language = visit.language
    if visit.catalogue is None:
        return LoadingView(say("loading.connecting", language, server=server), 0.0)
    if not world.is_complete:
        return LoadingView(say("loading.room", language), 0.15)
    exhibits = world.exhibits.values()
    done = sum(exhibit.node is not None or exhibit.failed for exhibit in exhibits)
    if done == len(exhibits):
        return None
    words = say("loading.products", language, done=done, all=len(exhibits))
    return LoadingView(words, 0.3 + 0.7 * done / len(exhibits))


def _title(visit: Visit) -> str:
    room = first_room(visit.catalogue) if visit.catalogue is not None else None
    if room is None:
        return say("arrival.title-unknown", visit.language)
    return say("arrival.title", visit.language, room=room.name.in_language(visit.language))


def _next(items: Sequence[Item], current: Item, by: int) -> Item:
    return items[(items.index(current) + by) % len(items)]
