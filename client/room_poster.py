"""A picture of the room for as long as the room itself is on its way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from client.scene import webp

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from client.loading import Loaded, Loader
    from client.scene.world import World
    from client.visit import Visit

JOBS: Final = ("room-poster",)


class RoomPoster:
    """Fetches the poster of a room before the room.

    Args:
        visit: for what is noted.
        world: which room is on its way.
        loader: reads beside the frames.
        fetch: the bytes of a file by its SHA-256.
        show: where the picture goes: (height, width, 3) uint8, origin top left.
    """

    def __init__(
        self,
        visit: Visit,
        world: World,
        loader: Loader,
        fetch: Callable[[str], bytes],
        show: Callable[[NDArray[np.uint8]], None],
    ) -> None:
        self._visit = visit
        self._world = world
        self._loader = loader
        self._fetch = fetch
        self._show = show
        self._asked = ""

    def step(self) -> None:
        """Once a frame: ask for the poster of a room that is not there yet."""
        plan = self._world.plan
        if plan is None or plan.poster is None or self._world.is_complete or plan.poster.sha256 == self._asked:
            return
        sha256 = self._asked = plan.poster.sha256
        self._loader.ask(f"{JOBS[0]} {sha256}", lambda: _pixels(self._fetch(sha256)), urgency=0)

    def take(self, loaded: Loaded) -> None:
        """Show what has come, unless the room was quicker or it cannot be read."""
        if loaded.result is not None and not self._world.is_complete:
            self._show(loaded.result)
            self._visit.journal.after_next_frame("poster")


def _pixels(data: bytes) -> NDArray[np.uint8] | None:
    found = webp.decode(data)
    if found is None:
        return None
    rows = np.frombuffer(found.data, np.uint8).reshape(found.height_px, found.width_px, found.channels)
    return rows[::-1, :, 2::-1]
