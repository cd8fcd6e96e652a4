"""Runs the probes one after the other against a server with walking visitors, and holds the figures to the aims."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from client.bench_render.probe import Task
from client.bench_together import start_sample_server
from client.children import Children
from showroom.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

AIMS_MS: Final = {1: 4.0, 50: 6.0, 200: 12.0}
CHANGE_AIM_MS: Final = 16.0
START_AIM_S: Final = 3.0
PANELS_AIM_MS: Final = 1.5
INPUT_AIM_FRAMES: Final = 1
"""The frame that begins next after a key shows it."""
GROWTH_AIM_MB: Final = 4.0
"""Over the second half of all changes; what grows with each change would be far beyond."""
MOST_TIMED: Final = 100
KEYS: Final = 20
SMALL_PX: Final = (160, 90)
NO_GPU: Final = {"GALLIUM_NOOP": "1"}


@dataclass(frozen=True)
class Plan:
    """How much to measure.

    Args:
        crowds: how many others are in the room, one run each.
        frames: how many frames of each.
        changes: how many configurations.
        rooms: how many changes of the room.
        size_px: of the picture.
    """

    crowds: tuple[int, ...] = (1, 50, 200)
    frames: int = 300
    changes: int = 500
    rooms: int = 50
    size_px: tuple[int, int] = (1280, 720)


@dataclass
class Result:
    """Everything that was measured, by name."""

    figures: dict[str, Any] = field(default_factory=dict)

    def checks(self) -> Iterator[tuple[str, float, float]]:
        """Every aim: its name, what was measured and what is wanted at most."""
        found = self.figures
        for others, crowd in found["crowds"].items():
            if int(others) in AIMS_MS:
                yield f"frame with {others} others, ms", crowd["frame_ms"]["median"], AIMS_MS[int(others)]
            yield f"panels with {others} others, ms", crowd["panels_ms"]["median"], PANELS_AIM_MS
        for name, cost_ms in found["cards"]["cards_ms"].items():
            yield f"over the room, open: {name}, ms", cost_ms, PANELS_AIM_MS
        changes = found["changes"]
        yield "configuration change, ms", changes["change_ms"]["median"], CHANGE_AIM_MS
        for name in ("programs_compiled", "textures_uploaded", "buffers_uploaded"):
            yield f"{name} in the frame of a click", changes[name], 0
        for name in ("turn", "choose"):
            answer = found["inputs"][name]
            yield f"frames from a key to what it changes, {name}", answer["frames_worst"], INPUT_AIM_FRAMES
            yield f"letters uploaded until then, {name}", answer["panel_uploads"], 0
        yield "choices taken back after they were shown", found["inputs"]["choose"]["taken_back"], 0
        yield "start to the room, s", found["start"]["room_s"], START_AIM_S
        yield "Python's own clearing up, ms", found["start"]["collection_ms"], CHANGE_AIM_MS
        for name in ("change_memory_mb", "room_memory_mb"):
            if found["memory"][name]:
                yield f"{name} growth", found["memory"][name]["growth_second_half"], GROWTH_AIM_MB

    @property
    def passed(self) -> bool:
        """Whether every aim is reached."""
        return all(measured <= aim for _, measured, aim in self.checks())

    def as_json(self) -> str:
        """One line of JSON."""
        checks = [{"what": what, "measured": got, "at_most": aim} for what, got, aim in self.checks()]
        return msgspec.json.encode({**self.figures, "checks": checks, "passed": self.passed}).decode()

    def as_text(self) -> str:
        """A line for each aim, then the control and the machine."""
        lines = [
            f"{'✓' if got <= aim else '✗'} {what:<46} {got:>9.2f}  (at most {aim:g})"
            for what, got, aim in self.checks()
        ]
        control = self.figures["control"]["ratios"]
        lines.append(f"  control, frame cost against plain: {control}")
        delays = {name: self.figures["inputs"][name]["delay_ms"] for name in ("turn", "choose")}
        lines.append(f"  from a key to the end of the frame that shows it, ms: {delays}")
        lines.append(f"  with the GPU's work: {self.figures['whole']}")
        lines.append(f"  machine: {self.figures['machine']}")
        return "\n".join(lines)


def run_benchmark(plan: Plan) -> Result:
    """Run everything and measure.

    Raises:
        Unavailable: a part did not start, or the client did not get ready.
    """
    result = Result()
    result.figures["control"] = _probe("client.bench_render.control", None, NO_GPU)
    with tempfile.TemporaryDirectory(prefix="showroom-bench-") as name, Children() as children:
        folder = Path(name)
        cache = {"SHOWROOM_CACHE_DIR": str(folder / "cache")}
        server = start_sample_server(children, folder / "data")

        def task(kind: str, environment: dict[str, str], **values: int) -> dict[str, Any]:
            asked = Task(kind, server, plan.size_px, time.monotonic(), **values)
            return _probe("client.bench_render.probe", asked, {**cache, **environment})

        task("start", NO_GPU)  # fills the cache
        result.figures["start"] = task("start", NO_GPU)
        result.figures["whole"] = _whole(task("start", {}), task("crowd", {}, frames=min(plan.frames, 60)))
        result.figures["changes"] = task("changes", NO_GPU, changes=min(plan.changes, MOST_TIMED))
        # Mesa's driver that draws nothing gives no memory back, so a real one shows whether we do.
        small = Task("changes", server, SMALL_PX, changes=plan.changes, rooms=plan.rooms, settle=0)
        result.figures["memory"] = _probe("client.bench_render.probe", small, cache)
        result.figures["inputs"] = task("inputs", NO_GPU, changes=min(plan.changes, KEYS))
        result.figures["crowds"] = {}
        for others in plan.crowds:
            with Children() as guests:
                _invite(guests, server, others)
                crowd = task("crowd", NO_GPU, others=others, frames=plan.frames)
                if others == max(plan.crowds):
                    result.figures["cards"] = task("cards", NO_GPU, others=others, frames=plan.frames)
            result.figures["crowds"][str(others)] = crowd
    load = [round(value, 1) for value in os.getloadavg()]
    result.figures["machine"] = {"cores": os.cpu_count(), "load": load}
    return result


def _whole(start: dict[str, Any], crowd: dict[str, Any]) -> dict[str, Any]:
    """The same with everything that a graphics card (or Mesa in its place) does."""
    return {
        "driver": start["driver"],
        "start_to_room_s": round(start["room_s"], 2),
        "start_to_all_s": round(start["all_s"], 2),
        "frame_wall_ms": crowd["wall_ms"],
    }


def _invite(children: Children, server: str, count: int) -> None:
    arguments = ["bots", "--server", server, "--visitors", str(count), "--seconds", "3600", "--quiet-bots"]
    children.start(arguments, stdout=subprocess.DEVNULL)


def _probe(module: str, task: Task | None, environment: dict[str, str]) -> dict[str, Any]:
    """What a probe of its own process prints."""
    words = [msgspec.json.encode(task).decode()] if task is not None else []
    with Children() as children:
        process = children.start(words, module, stdout=subprocess.PIPE, env={**os.environ, **environment})
        said = process.stdout.read() if process.stdout else ""
        if process.wait() != 0:
            raise Unavailable("probe-failed", f"{module} ended with {process.returncode}; see its message above")
    found: dict[str, Any] = msgspec.json.decode(said)
    return found
