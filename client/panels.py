"""Everything over the room in one frame: gathers what there is to show, draws it, and returns what is wanted."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from client.lobby import NOBODYS_NUMBER
from client.presenter import Presenter, Situation
from client.scene.avatars import EMOJI, EMOTE_S, SAY_S
from client.ui.details import DetailMark
from client.ui.labels import FAR_M, MAX_LABELS, Label
from client.ui.measures import MeasureLine
from showroom.ui.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from client.cards import Cards
    from client.company import Company
    from client.details import Mark
    from client.doorway import Doorway
    from client.inspecting import Measure
    from client.intents import Intent
    from client.render.view import View
    from client.scene.avatars import Crowd
    from client.scene.world import World
    from client.ui.screen import Screen
    from client.visit import Visit
    from showroom.protocol.messages import Visitor


HAND = "✋"
RESTING = 6
"""Panels that stay as they are are drawn every so many frames, for what follows the clock."""
FIDDLING = 30
"""So many frames after the last event, panels that are touched rest as any others: the hand lies still."""
RESTING_NAMES, RESTING_NAMES_CLOSE = 2, 4
"""Names over heads follow every so many frames, fewer while one looks closely, at a card or at what one writes."""
SETTLING = 2
"""After a change so many frames more are drawn: ImGui measures a panel that is new before it shows it."""

_ABOVE_HEAD_M: Final = 0.10


class Panels:
    """Draws the panels.

    Args:
        visit: what is going on.
        view: the picture below.
        world: what stands in the room.
        crowd: who stands in the room.
        screen: where it is drawn.
        cards: what lies over all.
        doorway: what is seen before one is in, and of whose server.
    """

    def __init__(
        self, visit: Visit, view: View, world: World, crowd: Crowd, screen: Screen, cards: Cards, doorway: Doorway
    ) -> None:
        self._visit = visit
        self._view = view
        self._world = world
        self._crowd = crowd
        self._screen = screen
        self._cards = cards
        self._doorway = doorway
        self._presenter = Presenter()
        self._shown: object = None
        self._waited_s = 0.0
        self._writes = False
        self._rested = 0
        self._settling = 0
        self._still = 0
        self._named: list[Label] = []
        self.expects_text: Callable[[], None] = lambda: None
        self.measures: Callable[[], Sequence[Measure]] = tuple
        self.details: Callable[[], Sequence[Mark]] = tuple
        self.captions: Callable[[float], tuple[str, ...]] = lambda _: ()
        self.company: Company | None = None
        self.photo_hides: Callable[[], bool] = lambda: False

    def draw(self, now_s: float, delta_s: float) -> list[Intent]:
        """Draw one frame of panels; the result is what was clicked or entered.

        While nobody touches them, nothing that they say changes and the eye stands still, only names over heads can
        move: then, once a change has settled, they follow every `RESTING_NAMES` frames (beside a product in close
        view, or a card, every `RESTING_NAMES_CLOSE`), and where they do not move either, all but every `RESTING`th is
        left as it is.
        """
        visit = self._visit
        if self._screen.backend.size_px != self._view.size_px:
            self._screen.resize(self._view.size_px)
        visit.veil_s = max(0.0, visit.veil_s - delta_s)
        state = self._presenter.view_state(self._situation(now_s))
        self._doorway.hints.watch()
        state = replace(
            state,
            card=self._cards.view(),
            veil_s=visit.veil_s,
            arrival=self._doorway.arrival(),
            loading=self._doorway.loading(),
            hint=self._doorway.hints.view(),
            photo=self._photo(),
            captions=self.captions(now_s),
            asked=self.company.asked() if self.company else None,
        )
        measures, details = self._drawn_measures(), self._drawn_details()
        self._waited_s += delta_s
        looks = (visit.player.camera, self._view.size_px, self._screen.theme, tuple(measures), tuple(details))
        shown = (state, visit.chosen_group, visit.shows_help, looks)
        labels = None
        self._still += 1
        fiddles = self._screen.is_touched and self._still <= FIDDLING
        if state.arrival is not None or shown != self._shown or fiddles:
            self._settling = SETTLING
        elif self._settling:
            self._settling -= 1
        else:
            covered = visit.inspected is not None or state.card is not None or state.people is not None or self._writes
            every = RESTING_NAMES_CLOSE if covered else RESTING_NAMES
            asks = self._rested % every == every - 1
            labels = self._labels(now_s) if asks and not visit.photo else []
            if not (asks and labels != self._named) and self._rested < RESTING - 1:
                self._rested += 1
                return []
        if labels is None:
            labels = [] if visit.photo else self._labels(now_s)
        waited_s, self._waited_s, self._shown, self._rested = self._waited_s, 0.0, shown, 0
        self._named = labels
        intents = self._screen.draw(
            state,
            labels,
            waited_s,
            measures=measures,
            details=details,
            chosen_group=visit.chosen_group,
            show_help=visit.shows_help,
        )
        if self._screen.chat.writing != self._writes:
            self._writes = self._screen.chat.writing
            if self._writes:
                self.expects_text()
            visit.journal.write("writing", on=self._writes)
        return intents

    def wake(self) -> None:
        """Somebody has pressed, dragged or clicked: the next frame draws everything."""
        self._shown, self._still = None, 0

    def _situation(self, now_s: float) -> Situation:
        visit = self._visit
        return Situation(
            model=visit.model,
            catalogue=visit.catalogue,
            language=visit.language,
            inspected=visit.inspected,
            offered=visit.offered,
            agent=visit.agent,
            online=visit.wants_calls,
            notices=(*visit.current_notices(now_s), *self._loading_words()),
            now_s=time.time(),
            server=self._doorway.server,
            arrived=visit.arrived,
            gathering=visit.gathering,
            farewell=visit.farewell,
            states_on=visit.states_on,
            sells=visit.sells,
        )

    def _loading_words(self) -> tuple[str, ...]:
        """What is still on its way, so that nobody wonders."""
        visit = self._visit
        if not self._world.is_complete:
            return ()
        exhibit = self._world.exhibits.get(visit.inspected or visit.offered or "")
        if exhibit is None or exhibit.node is not None:
            return ()
        if exhibit.failed:
            return (say("product.failed", visit.language),)
        name = exhibit.publication.product.name.in_language(visit.language)
        return (say("product.loading", visit.language, name=name),)

    def _name(self, visitor: Visitor) -> str:
        """What stands over somebody's head; before the door that is oneself."""
        if visitor.number != NOBODYS_NUMBER:
            return visitor.name
        you = say("people.you", self._visit.language)
        return say("arrival.you-look", self._visit.language, name=visitor.name) if visitor.name else you

    def _photo(self) -> Literal["no", "bar", "bare"]:
        if not self._visit.photo:
            return "no"
        return "bare" if self.photo_hides() else "bar"

    def _drawn_measures(self) -> list[MeasureLine]:
        lines = []
        for measure in self.measures():
            start, end = self._view.project(measure.start), self._view.project(measure.end)
            if start is not None and end is not None:
                lines.append(MeasureLine(start[:2], end[:2], measure.words))
        return lines

    def _drawn_details(self) -> list[DetailMark]:
        marks = []
        for mark in self.details():
            spot, view = self._view.project(mark.at), mark.view
            if spot is not None:
                marks.append(
                    DetailMark(spot[:2], view.number, view.name, view.words, chosen=mark.chosen, hidden=mark.hidden)
                )
        return marks

    def _labels(self, now_s: float) -> list[Label]:
        labels = []
        near = self._crowd.nearest(FAR_M, MAX_LABELS)
        heads = [(x, y + avatar.height_m, z) for avatar in near for x, y, z in [avatar.position]]
        seen = self._world.seen(self._visit.player.camera.position, heads)
        for avatar, (x, y, z), is_seen in zip(near, heads, seen, strict=True):
            spot = self._view.project((x, y + _ABOVE_HEAD_M, z)) if is_seen else None
            if spot is None:
                continue
            fresh = now_s - avatar.says_s < SAY_S
            moving = avatar.emotion is not None and now_s - avatar.emotion_s < EMOTE_S
            labels.append(
                Label(
                    x_px=spot[0],
                    y_px=spot[1],
                    distance_m=spot[2],
                    name=self._name(avatar.visitor),
                    adviser=avatar.visitor.role == "agent",
                    says=avatar.says if fresh else "",
                    emotion=EMOJI[avatar.emotion] if moving and avatar.emotion else HAND if avatar.visitor.hand else "",
                )
            )
        return labels + self._pointing_labels()

    def _pointing_labels(self) -> list[Label]:
        """A name where somebody points."""
        labels = []
        for number, pointing in (self.company.pointings if self.company else {}).items():
            spot = self._view.project(pointing.at)
            visitor = self._visit.model.visitors.get(number)
            if spot is not None and visitor is not None and number not in self._visit.model.hidden:
                name = f"{EMOJI['point']} {visitor.name}"
                labels.append(Label(spot[0], spot[1], min(spot[2], 6.0), name, adviser=visitor.role == "agent"))
        return labels
