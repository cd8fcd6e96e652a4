"""How soon a recolour in one client is drawn in another: a server, two clients offscreen and bots on this machine."""

from __future__ import annotations

import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from client import script
from client.children import Children, run_showroom
from client.net.front import Front
from showroom.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from client.script import AnyStep
    from showroom.catalogue import Product

LIMIT_MS: Final = 200.0
_SIZE: Final = "320x180"
_PAUSE_S: Final = 0.25
_READY_S: Final = 240.0


@dataclass(frozen=True)
class Result:
    """Milliseconds from the click in one client, all on one machine's monotonic clock.

    Args:
        recolours: how many were asked for.
        seen: how many came into the other's scene.
        received_ms: until the other's network thread had it.
        applied_ms: until it was in the other's scene.
        drawn_ms: until the other had drawn a complete frame with it.
        in_next_frame: how many were in the first frame that began after they had arrived.
        frame_ms: what a frame of the other took.
    """

    recolours: int
    seen: int
    received_ms: tuple[float, ...]
    applied_ms: tuple[float, ...]
    drawn_ms: tuple[float, ...]
    in_next_frame: int
    frame_ms: tuple[float, ...]

    @property
    def passed(self) -> bool:
        """Every recolour is seen, 95 of 100 in the scene within 200 ms, each in the next complete frame."""
        whole = self.seen == self.recolours == self.in_next_frame
        return whole and percentile(self.applied_ms, 0.95) <= LIMIT_MS

    def as_dict(self) -> dict[str, Any]:
        """For machines."""
        figures: dict[str, Any] = {"recolours": self.recolours, "seen": self.seen, "in_next_frame": self.in_next_frame}
        for name in ("received_ms", "applied_ms", "drawn_ms", "frame_ms"):
            values = getattr(self, name)
            figures[f"{name}_p50"] = round(percentile(values, 0.5), 1)
            figures[f"{name}_p95"] = round(percentile(values, 0.95), 1)
        return {**figures, "limit_ms": LIMIT_MS, "passed": self.passed, "cores": os.cpu_count()}

    def as_json(self) -> str:
        """One line of JSON."""
        return msgspec.json.encode(self.as_dict()).decode()

    def as_text(self) -> str:
        """A line for each figure."""
        return "\n".join(f"{name:>16}  {value}" for name, value in self.as_dict().items())


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all stay below; infinite without any."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("inf")


def run_benchmark(recolours: int, bots: int) -> Result:
    """Run everything and measure.

    Raises:
        Unavailable: a part did not start, or a client gave up.
    """
    with tempfile.TemporaryDirectory(prefix="showroom-bench-") as name, Children() as children:
        folder = Path(name)
        server = start_sample_server(children, folder / "data")
        product = _recolourable(server)
        seconds = str(_READY_S + recolours * 2.0)
        children.start(
            ["bots", "--server", server, "--visitors", str(bots), "--seconds", seconds, "--quiet-bots"],
            stdout=subprocess.DEVNULL,
        )
        watcher = _start_client(children, folder, server, "watcher", _watch(product, recolours))
        actor = _start_client(children, folder, server, "actor", _act(product, recolours))
        for who, process in (("actor", actor), ("watcher", watcher)):
            if process.wait(_READY_S + recolours * 2.0) != 0:
                raise Unavailable("client-failed", f"the {who} gave up; see its message above")
        return evaluate(_events(folder / "actor.jsonl"), _events(folder / "watcher.jsonl"), recolours)


def evaluate(acted: Sequence[Mapping[str, Any]], watched: Sequence[Mapping[str, Any]], recolours: int) -> Result:
    """Match what one client asked for with what the other drew."""
    sent = [event for event in acted if event["event"] == "configure-sent"]
    number = next(event["number"] for event in acted if event["event"] == "welcome")
    drawn = [event for event in watched if event["event"] == "configured" and event["by"] == number]
    pairs = list(zip(sent, drawn, strict=False))
    frames = [(event["drawn_at"] - event["frame_begun_at"]) / 1e6 for event in drawn]
    return Result(
        recolours=recolours,
        seen=sum(_shows(before, after) for before, after in pairs),
        received_ms=tuple((after["received_at"] - before["at"]) / 1e6 for before, after in pairs),
        applied_ms=tuple((after["at"] - before["at"]) / 1e6 for before, after in pairs),
        drawn_ms=tuple((after["drawn_at"] - before["at"]) / 1e6 for before, after in pairs),
        in_next_frame=sum(after["frame"] == after["next_frame"] for _, after in pairs),
        frame_ms=tuple(frames),
    )


def _shows(sent: Mapping[str, Any], drawn: Mapping[str, Any]) -> bool:
    return bool(sent["changes"].items() <= drawn["choices"].items())


def start_sample_server(children: Children, data: Path) -> str:
    """Publish the sample into `data`, serve it on a free port and return the address.

    Raises:
        Unavailable: ``no-server``, ``command-failed``.
    """
    run_showroom(["assets", "sample", "--data", str(data), "--no-poster"])
    process = children.start(["serve", "--data", str(data), "--port", "0", "--json"], stdout=subprocess.PIPE)
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise Unavailable("no-server", f"the server has ended with {process.wait()}")
    return str(msgspec.json.decode(line)["ready"])


def _recolourable(server: str) -> Product:
    products = [entry.product for entry in Front(server).catalogue().products]
    return next((product for product in products if product.kind == "shoe"), products[0])


def _act(product: Product, recolours: int) -> tuple[AnyStep, ...]:
    """Wait until the other one is ready as well, then click through a group's free values."""
    group = next(group for group in product.groups if sum(not value.price for value in group.values) > 2)  # noqa: PLR2004
    values = [value.id for value in group.values if not value.price]
    start = (values.index(group.initial) if group.initial in values else 0) + 1
    steps: list[AnyStep] = [
        script.WaitFor("loaded", timeout_s=_READY_S),
        script.Inspect(product.id),
        script.WaitFor("chat", text="ready", timeout_s=_READY_S),
    ]
    for index in range(recolours):
        steps.append(script.Configure(product.id, {group.id: values[(start + index) % len(values)]}))
        steps.append(script.Wait(_PAUSE_S))
    return tuple(steps)


def _watch(product: Product, recolours: int) -> tuple[AnyStep, ...]:
    return (
        script.WaitFor("loaded", timeout_s=_READY_S),
        script.Inspect(product.id),
        script.Say("ready"),
        script.WaitFor("version", product=product.id, version=recolours, timeout_s=_READY_S + recolours * 2.0),
        script.Wait(0.5),
    )


def _start_client(
    children: Children, folder: Path, server: str, name: str, steps: tuple[AnyStep, ...]
) -> subprocess.Popen[str]:
    path = folder / f"{name}.json"
    path.write_bytes(msgspec.json.encode(steps))
    arguments = ["client", "--server", server, "--name", name, "--forget", "--offscreen", "--quality", "low"]
    events = str(folder / f"{name}.jsonl")
    return children.start([*arguments, "--size", _SIZE, "--script", str(path), "--events", events])


def _events(path: Path) -> list[Mapping[str, Any]]:
    return [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]
