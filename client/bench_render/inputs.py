"""From a key to the picture: in which frame, and after how long, what was asked for is to be seen."""

from __future__ import annotations

import random
import time
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from client.bench_render.spreads import spread
from client.render import device
from client.ui.keyboard import Input

if TYPE_CHECKING:
    from collections.abc import Callable

    from client.bench_render.probe import MeasuredApp, Task

PERIOD_S: Final = 1 / 60
CALM_FRAMES: Final = 3
FLIGHT_FRAMES: Final = 90
TURN_KEY: Final = "arrow_left"


class Fingers:
    """Stands where the window's keyboard stands: hands out one key at the next reading after its moment."""

    def __init__(self) -> None:
        self._key, self._hold, self.pressed_s = "", False, float("inf")

    def press(self, key: str, at_s: float, *, hold: bool) -> None:
        """Press at a moment; `hold` keeps the key down for one frame."""
        self._key, self._hold, self.pressed_s = key, hold, at_s

    def read(self) -> Input:
        """What has happened since the last frame."""
        if not self._key or time.monotonic() < self.pressed_s:
            return Input()
        key, self._key = self._key, ""
        return Input(held=frozenset({key})) if self._hold else Input(pressed=[key])

    def close(self) -> None:
        """Nothing is held."""


def measure_inputs(app: MeasuredApp, task: Task) -> dict[str, Any]:
    """Turn the head and choose values, at any moment between two frames, and look when it is in the picture.

    What counts as seen is what that frame handed to the driver: the camera, the materials.
    """
    fingers = Fingers()
    app.use_keyboard(fingers)
    app.until(lambda: app.all_is_there)
    product, group = app.recolourable()
    found: dict[str, Any] = {}
    for name in ("turn", "choose"):
        if name == "choose":
            app.look_at(product, group)
        for _ in range(FLIGHT_FRAMES):
            app.frame()
        seen = app.camera if name == "turn" else partial(app.materials, product)
        found[name] = _series(app, task, fingers, seen, name)
    return found


def _series(app: MeasuredApp, task: Task, fingers: Fingers, seen: Callable[[], object], name: str) -> dict[str, Any]:
    chance = random.Random(1)  # noqa: S311 - moments, no secrets
    frames, delays, uploads, textures = [], [], 0, 0
    shown, taken_back = None, 0
    for _ in range(task.changes):
        calm = _calm(app, seen)
        # What a frame shows early, the server may still refuse.
        taken_back += shown is not None and calm != shown
        key = TURN_KEY if name == "turn" else app.other_value()
        held, atlas = device.held_by_driver(), app.panel_uploads
        fingers.press(key, time.monotonic() + chance.uniform(0.0, PERIOD_S), hold=name == "turn")
        count, after_s = _until_seen(app, fingers, seen, calm)
        shown = seen() if name == "choose" else None
        frames.append(count)
        delays.append(after_s * 1e3)
        uploads = max(uploads, app.panel_uploads - atlas)
        textures = max(textures, device.held_by_driver().newer_than(held).textures)
    return {
        "frames_worst": max(frames),
        "taken_back": taken_back + (shown is not None and _calm(app, seen) != shown),
        "delay_ms": spread(delays),
        "panel_uploads": uploads,
        "textures_uploaded": textures,
    }


def _calm(app: MeasuredApp, seen: Callable[[], object]) -> object:
    """Go on until nothing changes by itself."""
    last, same = seen(), 0

    def is_calm() -> bool:
        nonlocal last, same
        now = seen()
        same = same + 1 if now == last and app.is_settled else 0
        last = now
        return same > CALM_FRAMES

    app.until(is_calm)
    return last


def _until_seen(app: MeasuredApp, fingers: Fingers, seen: Callable[[], object], calm: object) -> tuple[int, float]:
    """How many frames began after the key until one showed it, and how long that was until its end."""
    count = 0

    def is_seen() -> bool:
        return count > 0 and seen() != calm

    while not is_seen():
        app.frame()
        count += app.began_s >= fingers.pressed_s
        if count > FLIGHT_FRAMES:
            break
    return count, app.drawn_s - fingers.pressed_s
