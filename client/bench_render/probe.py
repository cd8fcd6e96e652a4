"""One client process that measures itself: ``python -m client.bench_render.probe '{"task": …}'`` prints a line of JSON.

What is measured is CPU time of the main thread (CLOCK_THREAD_CPUTIME_ID), so that waiting and other processes do not
count. Started with GALLIUM_NOOP=1, Mesa does everything that a driver does on the processor (state, validation,
compilation to its intermediate form) and leaves out what a graphics card would do.
"""

from __future__ import annotations

import gc
import itertools
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np
from imgui_bundle import imgui
from msgspec.structs import replace

from client.app import App
from client.bench_render.cards import measure_cards
from client.bench_render.inputs import measure_inputs
from client.bench_render.spreads import course, spread
from client.options import Options
from client.presenter import known_choices, published
from client.render import device
from showroom.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from client.bench_render.inputs import Fingers
    from showroom.catalogue import Publication

PATIENCE_S: Final = 240.0
WARM_FRAMES: Final = 60
PAGE_BYTES: Final = resource.getpagesize()


class Task(msgspec.Struct, frozen=True):
    """What to measure.

    Args:
        task: ``start``, ``crowd``, ``cards``, ``changes`` or ``inputs``.
        server: its address.
        size_px: of the picture.
        begun_s: when this process was started, on the system's monotonic clock.
        others: how many people are to be there.
        frames: how many frames to measure.
        changes: how many configurations to show.
        rooms: how often to change the room.
        settle: frames between two configurations.
    """

    task: str
    server: str
    size_px: tuple[int, int] = (1280, 720)
    begun_s: float = 0.0
    others: int = 0
    frames: int = 0
    changes: int = 0
    rooms: int = 0
    settle: int = 4


class MeasuredApp(App):
    """A client without a display that knows what its main thread spends."""

    def __init__(self, task: Task) -> None:
        options = Options(
            server=task.server, name="Probe", size_px=task.size_px, quality="low", offscreen=True, remember=False
        )
        super().__init__(options)
        self.picture_s, self.panels_s, self.over_room_s = [0.0], [0.0], [0.0]
        _time_calls(self._view, "frame", self.picture_s)
        _time_calls(self._screen, "draw", self.panels_s)
        _time_calls(self._panels, "draw", self.over_room_s)
        self._last_s = self.began_s = self.drawn_s = time.monotonic()

    def begin(self) -> None:
        """Connect."""
        self._entrance.begin()
        self._unpacking.ask_for_catalogue()

    def frame(self) -> tuple[float, float, float]:
        """One frame in real time; CPU milliseconds of the main thread: all, of the picture, of the panels."""
        now_s = time.monotonic()
        self.picture_s[0] = self.panels_s[0] = self.over_room_s[0] = 0.0
        before = time.thread_time()
        self.step(now_s, min(1.0, now_s - self._last_s))
        spent = time.thread_time() - before
        self._last_s = self.began_s = now_s
        self.drawn_s = time.monotonic()
        self._rest(now_s)
        return spent * 1e3, self.picture_s[0] * 1e3, self.panels_s[0] * 1e3

    def until(self, ready: Callable[[], bool]) -> None:
        """Go on until something is so.

        Raises:
            Unavailable: ``too-slow``.
        """
        end_s = time.monotonic() + PATIENCE_S
        while not ready():
            if time.monotonic() > end_s:
                raise Unavailable("too-slow", f"the client was not ready within {PATIENCE_S:g} s")
            self.frame()

    @property
    def room_is_there(self) -> bool:
        """Whether the room itself is in the picture, so that one can walk."""
        return self._world.is_complete and self.visit.arrived

    @property
    def all_is_there(self) -> bool:
        """Whether everything is in the picture."""
        return self.room_is_there and not self._loader.busy and bool(self._world.exhibits)

    @property
    def others(self) -> int:
        """How many people are to be seen."""
        return len(self._crowd.avatars())

    def offers(self) -> list[Publication]:
        """The products of this room."""
        return [exhibit.publication for exhibit in self._world.exhibits.values() if exhibit.node is not None]

    def use_keyboard(self, keyboard: Fingers) -> None:
        """Read keys from there."""
        self._keyboard = keyboard  # type: ignore[assignment] # it reads as the window's keyboard does

    def recolourable(self) -> tuple[str, int]:
        """A product, and the group whose first two values give it two surfaces."""
        for publication in self.offers():
            for index, group in enumerate(publication.product.groups):
                surfaces = {value.surface for value in group.values[:2]}
                if len(surfaces) > 1 and None not in surfaces and self.materials(publication.product.id):
                    return publication.product.id, index
        raise Unavailable("nothing-to-choose", "no product of the sample changes its surface")

    def look_at(self, product: str, group: int) -> None:
        """Stand before a product, its panel open."""
        self._acting.inspect(product)
        self.visit.chosen_group = group

    def do(self, verb: str) -> None:
        """Do what a key would."""
        self._acting.do(verb)

    def put_away(self, card: str) -> None:
        """Close what `do` has opened; who writes stops writing."""
        if card == "chat":
            imgui.set_current_context(self._screen.backend.context)
            imgui.set_window_focus(None)
        else:
            self._acting.do(card)

    def other_value(self) -> str:
        """The key of the first two values of the open group that does not stand: the other would change nothing.

        The room keeps what an earlier run has chosen.
        """
        publication = published(self.visit.catalogue, self.visit.inspected)
        if publication is None:
            raise Unavailable("nothing-to-choose", "no product is looked at")
        group = publication.product.groups[self.visit.chosen_group]
        standing = known_choices(publication, self.visit.model).get(group.id, group.initial)
        return "2" if standing == group.values[0].id else "1"

    def materials(self, product: str) -> list[object]:
        """What a product is covered with now."""
        node = self._world.exhibits[product].node
        return [material for _, _, material in node.visible_surfaces()] if node is not None else []

    def camera(self) -> bytes:
        """Where the eye is."""
        return self._view.world_from_camera.tobytes()

    @property
    def is_settled(self) -> bool:
        """Whether no answer of the server and no file is under way."""
        return not self._loader.busy and not self.visit.model.pending

    @property
    def panel_uploads(self) -> int:
        """How often the panels' letters have been uploaded."""
        return self._screen.backend.uploads

    def choose(self, product: str, choices: dict[str, str]) -> float:
        """Show a configuration and draw the frame of that click; CPU milliseconds of both."""
        before = time.thread_time()
        self._world.configure(product, choices)
        return (time.thread_time() - before) * 1e3 + self.frame()[0]

    def move_room(self, index: int) -> None:
        """Go to another room: the same plan under another name, with the products one plinth further."""
        catalogue, plan = self.visit.catalogue, self._world.plan
        if catalogue is None or plan is None:
            return
        products = [plinth.product for plinth in plan.plinths]
        turned = products[1:] + products[:1]
        plinths = tuple(replace(old, product=new) for old, new in zip(plan.plinths, turned, strict=True))
        self._world.show(catalogue, replace(plan, id=f"room-{index}", plinths=plinths))
        self.until(lambda: self.all_is_there)


def main(text: str) -> dict[str, Any]:
    """Carry out a task."""
    task = msgspec.json.decode(text, type=Task)
    app = MeasuredApp(task)
    try:
        app.begin()
        measures = {
            "start": measure_start,
            "crowd": measure_crowd,
            "cards": measure_cards,
            "changes": measure_changes,
            "inputs": measure_inputs,
        }
        measure = measures[task.task]
        return {"driver": device.driver(), **measure(app, task)}
    finally:
        app.close()


def measure_start(app: MeasuredApp, task: Task) -> dict[str, Any]:
    """Seconds from the start of the process to the room, and to everything in it."""
    found: dict[str, Any] = {}
    for name, ready in (("room", lambda: app.room_is_there), ("all", lambda: app.all_is_there)):
        app.until(ready)
        app.frame()
        found[f"{name}_s"] = time.monotonic() - task.begun_s
        found[f"{name}_main_thread_s"] = time.thread_time()
        found[f"{name}_process_s"] = time.process_time()
    app.frame()
    before = time.thread_time()
    gc.collect()
    found["collection_ms"] = (time.thread_time() - before) * 1e3
    return found


def measure_crowd(app: MeasuredApp, task: Task) -> dict[str, Any]:
    """What frames cost with so many people."""
    app.until(lambda: app.all_is_there and app.others >= task.others)
    for _ in range(WARM_FRAMES):
        app.frame()
    walls, rows = [], []
    for _ in range(task.frames):
        before_s = time.perf_counter()
        rows.append(app.frame())
        walls.append((time.perf_counter() - before_s) * 1e3)
    whole, picture, panels = np.array(rows).T
    return {
        "others": app.others,
        "frame_ms": spread(whole.tolist()),
        "picture_ms": spread(picture.tolist()),
        "panels_ms": spread(panels.tolist()),
        "application_ms": spread((whole - picture - panels).tolist()),
        "wall_ms": spread(walls),
    }


def measure_changes(app: MeasuredApp, task: Task) -> dict[str, Any]:
    """What configurations and rooms cost, and whether memory stays flat."""
    app.until(lambda: app.all_is_there)
    asked = wishes(app.offers())
    for _ in range(WARM_FRAMES):
        app.choose(*next(asked))
    costs, held, memory = [], [], []
    for index in range(task.changes):
        for _ in range(task.settle):
            app.frame()
        before = device.held_by_driver()
        costs.append(app.choose(*next(asked)))
        held.append(device.held_by_driver().newer_than(before))
        if index % 10 == 0:
            memory.append(resident_mb())
    rooms = []
    for index in range(task.rooms):
        app.move_room(index)
        rooms.append(resident_mb())
    return {
        "changes": task.changes,
        "change_ms": spread(costs),
        "programs_compiled": max(one.programs for one in held),
        "textures_uploaded": max(one.textures for one in held),
        "buffers_uploaded": max(one.vertex_buffers + one.index_buffers for one in held),
        "change_memory_mb": course(memory),
        "room_changes": task.rooms,
        "room_memory_mb": course(rooms),
    }


def resident_mb() -> float:
    """What the kernel says that this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * PAGE_BYTES / 2**20


def wishes(offers: list[Publication]) -> Iterator[tuple[str, dict[str, str]]]:
    """Every value of every group of every product in turn, on top of what the rules make of it; without end."""
    rounds = []
    for publication in offers:
        product = publication.product
        standing = {group.id: group.initial for group in product.groups}
        rounds.append(
            [(product.id, {**standing, group.id: value.id}) for group in product.groups for value in group.values]
        )
    longest = max(len(one) for one in rounds)
    for index in itertools.count():
        for one in rounds:
            yield one[index % longest % len(one)]


def _time_calls(owner: object, name: str, spent: list[float]) -> None:
    call = getattr(owner, name)

    def timed(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the method takes
        before = time.thread_time()
        try:
            return call(*arguments, **named)
        finally:
            spent[0] += time.thread_time() - before

    setattr(owner, name, timed)


if __name__ == "__main__":
    sys.stdout.write(msgspec.json.encode(main(sys.argv[1])).decode() + "\n")
