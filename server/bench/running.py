"""Runs the cells of the benchmark: every server at every size, one after the other within each repetition."""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from server.bench.dialects.dialect import Place
from server.bench.dialects.ours import Ours
from server.bench.generator import Load, Order, is_near, place_of
from server.bench.peers import LOAD_CORE, Peer, pinned, running
from server.bench.sockets import TEXT, LoadError
from showroom.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from server.bench.peers import Running

OFFERED_HZ: Final = (19.0, 20.6)
GENERATOR_CORE: Final = 0.85
SAY_EVERY_S: Final = 0.25
_LIMIT_S: Final = 240


@dataclass(frozen=True)
class Cell:
    """One server at one size.

    Args:
        peer: which.
        clients: how many.
        cells: squares of 4 m along each side; up to 2 everybody is near everybody.
        seconds: how long it is counted.
    """

    peer: Peer
    clients: int
    cells: int = 2
    seconds: float = 5.0

    @property
    def name(self) -> str:
        """In tables."""
        return self.peer.name + (f", {self.cells * 4} m square" if self.cells > 2 else "")  # noqa: PLR2004 - see `cells`


@dataclass(frozen=True)
class Figures:
    """What one run of a cell came to; `acks_ms` are durable acknowledgements beside the load, ours only."""

    cell: Cell
    load: Load
    acks_ms: tuple[float, ...] = ()

    @property
    def delivered_hz(self) -> float:
        """Poses a second that reach all clients together, if all see what the probes see."""
        return self.load.delivered * self.cell.clients / ((self.load.ended_ns - self.load.begun_ns) / 1e9)

    @property
    def cpu_us(self) -> float:
        """The server's CPU time for each delivered pose, in microseconds."""
        return self.load.server_core / self.delivered_hz * 1e6 if self.delivered_hz else float("inf")

    @property
    def share(self) -> float:
        """Delivered of wanted."""
        return self.load.delivered / self.load.wanted

    @property
    def flaws(self) -> tuple[str, ...]:
        """Why the run says nothing about the server, empty where it does."""
        load, low, high = self.load, *OFFERED_HZ
        found = []
        if not low <= load.offered_hz <= high:
            found.append(f"offered {load.offered_hz:.1f} Hz")
        if load.generator_core > GENERATOR_CORE:
            found.append(f"the generator used {load.generator_core:.2f} of its core")
        if load.closed:
            found.append(f"{load.closed} clients were cut off")
        return tuple(found)


def run_all(
    cells: Iterable[Cell], repetitions: int, folder: Path | None, tell: Callable[[int, Figures], None]
) -> list[list[Figures]]:
    """Every cell once in each repetition, so that a neighbour's load meets all alike; a void run is tried once more.

    Args:
        cells: what to run.
        repetitions: how often.
        folder: of the peers; None where only ours runs.
        tell: hears of every run.
    """
    ordered = list(cells)
    told = []
    for repetition in range(repetitions):
        row = []
        for cell in ordered:
            figures = run(cell, folder)
            # What a saturated server does to the generator's own figures is the server's doing.
            if figures.flaws and figures.load.server_core < GENERATOR_CORE:
                figures = run(cell, folder)
            tell(repetition, figures)
            row.append(figures)
        told.append(row)
    return told


def run(cell: Cell, folder: Path | None) -> Figures:
    """Start the server, load it, and count.

    Raises:
        Unavailable: ``no-server``, ``no-load``.
    """
    with running(cell.peer, folder, cell.clients) as server, tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        order = Order(cell.peer.dialect, server.url, server.pid, cell.clients, seconds=cell.seconds, cells=cell.cells)
        (scratch / "order.json").write_bytes(msgspec.json.encode(order))
        with _probes(cell, server, folder, scratch) as probes, _acknowledged(cell, server) as acks:
            command = [sys.executable, "-m", "server.bench.generator", str(scratch / "order.json")]
            done = subprocess.run(  # noqa: S603 - our own command
                pinned(LOAD_CORE, command), capture_output=True, text=True, timeout=_LIMIT_S, check=False
            )
        if done.returncode:
            raise Unavailable("no-load", f"the generator failed at {cell.name}: {done.stderr[-600:]}")
        load = msgspec.json.decode(done.stdout, type=Load)
        found = [_from_probe(order, load, path, place) for path, place in probes]
    if found:
        load = replace_with(load, found)
    return Figures(cell, replace_sent(load), tuple(acks))


def replace_sent(load: Load) -> Load:
    """Without the table of what was sent, which is large."""
    return msgspec.structs.replace(load, sent={})


# ---- probes of the peer's own kind -----------------------------------------------------------------------------------


@contextlib.contextmanager
def _probes(cell: Cell, server: Running, folder: Path | None, scratch: Path) -> Iterator[list[tuple[Path, Place]]]:
    """Clients of the peer's own library where its wire is not ours to read."""
    if cell.peer.dialect != "colyseus" or folder is None:
        yield []
        return
    processes, found = [], []
    for number in range(2):
        place, path = place_of(number, cell.cells), scratch / f"probe-{number}.json"
        node = [shutil.which("node") or "node", "probe.mjs", server.url, str(path), str(place.x), str(place.z)]
        process = subprocess.Popen(pinned(LOAD_CORE, node), cwd=folder, stdout=subprocess.PIPE, text=True)  # noqa: S603
        if process.stdout is None or process.stdout.readline().strip() != "ready":
            raise Unavailable("no-load", "a probe could not join")
        processes.append(process)
        found.append((path, place))
    try:
        yield found
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
            if process.stdout is not None:
                process.stdout.close()


@dataclass(frozen=True)
class _Seen:
    delivered: float
    wanted: float
    bytes_per_pose: float
    latency_ms: list[float]


def _from_probe(order: Order, load: Load, path: Path, place: Place) -> _Seen:
    heard = json.loads(path.read_text("ascii"))
    window = range(load.begun_ns, load.ended_ns)
    poses = [(key, number, at) for key, number, at in heard["poses"] if at in window]
    near = {key for key in range(order.clients) if is_near(place, place_of(key, order.cells))}
    sent = {key: load.sent.get(str(key), {}) for key in near}
    latencies = [
        (at - sent[key][str(number)]) / 1e6 for key, number, at in poses if key in near and str(number) in sent[key]
    ]
    totals = [total for at, total in heard["bytes"] if at in window]
    span_s = (load.ended_ns - load.begun_ns) / 1e9
    return _Seen(
        delivered=len(latencies),
        wanted=len(near) * 20.0 * span_s,
        bytes_per_pose=(totals[-1] - totals[0]) / max(len(poses), 1),
        latency_ms=latencies,
    )


def replace_with(load: Load, seen: list[_Seen]) -> Load:
    """The generator's figures with those of the probes."""
    return msgspec.structs.replace(
        load,
        delivered=sum(one.delivered for one in seen) / len(seen),
        wanted=sum(one.wanted for one in seen) / len(seen),
        bytes_per_pose=sum(one.bytes_per_pose for one in seen) / len(seen),
        latency_ms=[latency for one in seen for latency in one.latency_ms],
    )


# ---- durable acknowledgements ----------------------------------------------------------------------------------------


@contextlib.contextmanager
def _acknowledged(cell: Cell, server: Running) -> Iterator[list[float]]:
    """Somebody who speaks to the room four times a second meanwhile: every line is stored before it is answered."""
    answers: list[float] = []
    if cell.peer.dialect != "ours":
        yield answers
        return
    over = threading.Event()
    thread = threading.Thread(target=_speak, args=(server.url, answers, over), daemon=True)
    thread.start()
    try:
        yield answers
    finally:
        over.set()
        thread.join(30)


def _speak(url: str, answers: list[float], over: threading.Event) -> None:
    ours = Ours(url)
    client = ours.join(99_999, Place(1.0, 1.0))
    link = client.link
    link.socket.sendall(ours.pose(client))  # among the others, not alone at the door
    for ref in range(100_000):
        if over.wait(SAY_EVERY_S):
            break
        begun = time.perf_counter()
        link.send(json.dumps({"t": "say", "ref": ref, "text": f"line {ref}"}).encode(), TEXT)
        try:
            while not _answers(link.receive().payload, ref):
                pass
        except (LoadError, OSError):
            break
        answers.append((time.perf_counter() - begun) * 1000)
    link.socket.close()


def _answers(payload: bytes, ref: int) -> bool:
    return payload.startswith(b'{"t":"done"') and json.loads(payload)["ref"] == ref
