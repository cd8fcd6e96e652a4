"""What a person chooses about the picture: how finely it is drawn, and in which light; both at once and live."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

import msgspec

from client.render.light import ROOM_MOODS
from client.render.quality import LEVELS, choose_quality
from showroom.errors import Unavailable
from showroom.ui.texts import say

if TYPE_CHECKING:
    from client.keeping import Keeping
    from client.render.view import View
    from client.scene.world import World
    from client.settings import Settings
    from client.visit import Visit

AUTOMATIC: Final = "automatic"
_QUALITIES: Final = (AUTOMATIC, *LEVELS)
COLLECTED_EVERY: Final = 4
"""Frames of a visit between two looks for states that nothing uses any more: each takes a twentieth of a frame."""


class Picture:
    """The picture's settings.

    Args:
        view: what is drawn.
        world: what the light falls on.
        visit: whose language notes are in.
        chosen: the level that the person asked for; `AUTOMATIC` measures what the machine can do.
        kept: what an earlier visit left behind.
    """

    def __init__(self, view: View, world: World, visit: Visit, chosen: str, kept: Settings) -> None:
        self._view = view
        view.collected_every = COLLECTED_EVERY
        self._world = world
        self._visit = visit
        self._chosen = chosen
        self._mood = kept.mood if kept.mood in ROOM_MOODS else next(iter(ROOM_MOODS))
        self._is_open = chosen == AUTOMATIC
        self._changed: dict[str, str] = {}
        if kept.mood in ROOM_MOODS:
            world.light(ROOM_MOODS[self._mood])

    def remember(self, keeping: Keeping) -> None:
        """Keep what the person chose in this visit; what they left alone stays as it was."""
        # A home that cannot be written costs the memory of this visit, not the visit.
        with suppress(Unavailable):
            keeping.change(lambda kept: msgspec.structs.replace(kept, **self._changed))

    @property
    def mood(self) -> str:
        """The name of the room's light."""
        return self._mood

    @property
    def quality(self) -> str:
        """The level asked for, or `AUTOMATIC`."""
        return self._chosen

    def settle(self, *, ready: bool) -> None:
        """Once a frame: measure where that is wanted and everything stands there, and tell what the driver lacks."""
        if self._is_open and ready:
            self._is_open = False
            chosen = choose_quality(self._view)
            self._visit.journal.write("quality", level=chosen.level)
        missing = self._view.take_missing()
        if missing:
            self._visit.journal.write("stepped-down", missing=missing, level=self._view.quality.level)
            self._tell("picture.stepped-down", level=self._level(self._view.quality.level))

    def next_quality(self) -> None:
        """Draw more finely, after the finest level as finely as the machine can."""
        self.turn_quality(1)
        self._tell("picture.quality", level=self._level(self._chosen))

    def turn_quality(self, by: int) -> None:
        """Take the next level (1) or the one before (-1)."""
        self._chosen = _QUALITIES[(_QUALITIES.index(self._chosen) + by) % len(_QUALITIES)]
        self._is_open = self._chosen == AUTOMATIC
        self._changed["quality"] = self._chosen
        if not self._is_open:
            self._view.quality = LEVELS[self._chosen]
        self._visit.journal.write("quality-chosen", level=self._chosen)

    def next_mood(self) -> None:
        """Put the room into its next light."""
        self.turn_mood(1)
        self._tell("picture.mood", mood=say(f"mood.{self._mood}", self._visit.language))

    def turn_mood(self, by: int) -> None:
        """Take the next light (1) or the one before (-1)."""
        names = list(ROOM_MOODS)
        self._mood = names[(names.index(self._mood) + by) % len(names)]
        self._changed["mood"] = self._mood
        self._world.light(ROOM_MOODS[self._mood])
        self._visit.journal.write("mood", name=self._mood)

    def _level(self, name: str) -> str:
        return say(f"quality.{name}", self._visit.language)

    def _tell(self, key: str, **fields: str) -> None:
        self._visit.notify(say(key, self._visit.language, **fields))


def wanted_quality(asked: str | None, kept: str, *, offscreen: bool, drawn: str) -> str:
    """Which level a visit begins with.

    Args:
        asked: for this visit.
        kept: from the last one.
        offscreen: no window; nothing is measured then.
        drawn: the level that is drawn already.
    """
    if asked is not None or offscreen:
        return drawn
    return kept if kept in _QUALITIES else AUTOMATIC
