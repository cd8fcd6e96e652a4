"""Everything over the room in one frame: gathers what there is to show, draws it, and returns what is wanted."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from client.presenter import Presenter, Situation
from client.scene.avatars import EMOJI, EMOTE_S, SAY_S
from client.ui.labels import FAR_M, MAX_LABELS, Label
from showroom.ui.texts import say

if TYPE_CHECKING:
    from client.cards import Cards
    from client.intents import Intent
    from client.render.view import View
    from client.scene.avatars import Crowd
    from client.scene.world import World
    from client.ui.screen import Screen
    from client.visit import Visit


class Panels:
    """Draws the panels.

    Args:
        visit: what is going on.
        view: the picture below.
        world: what stands in the room.
        crowd: who stands in the room.
        screen: where it is drawn.
        cards: what lies over all.
        server: its address.
    """

    def __init__(
        self, visit: Visit, view: View, world: World, crowd: Crowd, screen: Screen, cards: Cards, server: str
    ) -> None:
        self._visit = visit
        self._view = view
        self._world = world
        self._crowd = crowd
        self._screen = screen
        self._cards = cards
        self._server = server
        self._presenter = Presenter()
        self._shown: object = None
        self._waited_s = 0.0

    def draw(self, now_s: float, delta_s: float) -> list[Intent]:
        """Draw one frame of panels; the result is what was clicked or entered.

        While nobody touches them and nothing that they say changes, the eye stands still, and so only names over heads
        could move, every second frame is left as it is.
        """
        visit = self._visit
        if self._screen.backend.size_px != self._view.size_px:
            self._screen.backend.resize(self._view.size_px)
        visit.veil_s = max(0.0, visit.veil_s - delta_s)
        state = self._presenter.view_state(self._situation(now_s))
        state = replace(state, card=self._cards.view(), veil_s=visit.veil_s)
        self._waited_s += delta_s
        shown = (state, visit.chosen_group, visit.shows_help, visit.player.camera, self._view.size_px)
        if self._waited_s == delta_s and not self._screen.is_touched and shown == self._shown:
            return []
        waited_s, self._waited_s, self._shown = self._waited_s, 0.0, shown
        return self._screen.draw(
            state,
            self._labels(now_s),
            waited_s,
            chosen_group=visit.chosen_group,
            show_help=visit.shows_help,
        )

    def wake(self) -> None:
        """Somebody has pressed, dragged or clicked: the next frame draws everything."""
        self._shown = None

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
            server=self._server,
            arrived=visit.arrived,
            gathering=visit.gathering,
            farewell=visit.farewell,
        )

    def _loading_words(self) -> tuple[str, ...]:
        """What is still on its way, so that nobody wonders."""
        visit = self._visit
        if not visit.arrived and visit.model.connection == "offline":
            return ()
        if not self._world.is_complete:
            return (say("loading.room", visit.language),)
        exhibit = self._world.exhibits.get(visit.inspected or visit.offered or "")
        if exhibit is None or exhibit.node is not None:
            return ()
        if exhibit.failed:
            return (say("product.failed", visit.language),)
        name = exhibit.publication.product.name.in_language(visit.language)
        return (say("product.loading", visit.language, name=name),)

    def _labels(self, now_s: float) -> list[Label]:
        labels = []
        for avatar in self._crowd.nearest(FAR_M, MAX_LABELS):
            x, y, z = avatar.position
            spot = self._view.project((x, y + avatar.height_m + 0.10, z))
            if spot is None:
                continue
            fresh = now_s - avatar.says_s < SAY_S
            moving = avatar.emotion is not None and now_s - avatar.emotion_s < EMOTE_S
            labels.append(
                Label(
                    x_px=spot[0],
                    y_px=spot[1],
                    distance_m=spot[2],
                    name=avatar.visitor.name,
                    adviser=avatar.visitor.role == "agent",
                    says=avatar.says if fresh else "",
                    emotion=EMOJI[avatar.emotion] if moving and avatar.emotion else "",
                )
            )
        return labels
