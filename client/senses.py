"""How one sees and hears the room: size and contrast of the panels, motion, and everything that sounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from client.hearing import Hearing
from client.scene.speakers import Speakers
from showroom.sounds import SOUNDS

if TYPE_CHECKING:
    from client.keeping import Keeping
    from client.player import Camera
    from client.scene.world import World
    from client.settings import Settings
    from client.ui.screen import Screen
    from client.visit import Visit


class Senses:
    """Applies the settings that are about eyes and ears, frame by frame.

    Args:
        visit: what happens.
        world: where it happens.
        screen: what is read.
        keeping: the settings.
        heard: whether there is anybody to hear it.
    """

    def __init__(self, visit: Visit, world: World, screen: Screen, keeping: Keeping, *, heard: bool) -> None:
        self._visit = visit
        self._screen = screen
        self._keeping = keeping
        self._hearing = Hearing(visit, lambda: world.plan)
        self._speakers = Speakers() if heard else None
        if self._speakers is not None and self._speakers.silent:
            visit.journal.write("silent", reason=self._speakers.silent)

    def apply(self, settings: Settings) -> None:
        """Take the settings over at once."""
        self._screen.restyle(settings.scale, contrast=settings.contrast)
        self._visit.calm = settings.calm
        if self._speakers is not None:
            self._speakers.apply(settings)

    def frame(self, now_s: float, camera: Camera) -> None:
        """Let everything be heard that begins in this frame."""
        heard = self._hearing.frame(now_s)
        if self._speakers is None:
            return
        self._speakers.play(heard, camera)
        if self._visit.arrived:
            self._speakers.stay(SOUNDS["room-tone"])
        self._speakers.step()

    def captions(self, now_s: float) -> tuple[str, ...]:
        """What was heard, for those who read it."""
        return self._hearing.captions(now_s) if self._keeping.settings.captions else ()

    def close(self) -> None:
        """Be silent."""
        if self._speakers is not None:
            self._speakers.close()
