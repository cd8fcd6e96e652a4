"""Faults at scale against a real server process: `make faults`, or this with `--only NAME` for some of them.

Each prints a line with what was seen; the exit status is 1 where one of them did not end as it must. The same faults
with a handful of people are in the test suite; here are the numbers that a shop's busiest day would bring.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from server.bench.dialects.dialect import Place  # noqa: E402 - the path is known only now
from server.bench.dialects.ours import Ours  # noqa: E402
from server.bench.proc import cpu_s, resident_kib  # noqa: E402
from server.bench.sockets import BINARY, CLOSE, PING, PONG, TEXT, LoadError, masked  # noqa: E402
from server.store.folder import open_data_folder  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from server.bench.dialects.dialect import Client
    from server.bench.sockets import Frame

SERVICE_RESTART = 1012
LINES = 10
PATIENCE_S = 60.0
DOORS = 32
RATE_HZ = 20.0
PAIRS = 5
PAIR_S = 5.0


class Server:
    """`showroom serve` on a data folder."""

    def __init__(self, data: Path, capacity: int) -> None:
        serve = ["-m", "showroom.cli", "serve", "--data", str(data), "--port", "0", "--json"]
        command = [sys.executable, *serve, "--room-capacity", str(capacity + 10)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own command
        line = self.process.stdout.readline() if self.process.stdout is not None else ""
        self.url: str = json.loads(line)["ready"]

    def end(self, number: signal.Signals) -> None:
        """Send a signal and wait for the end."""
        self.process.send_signal(number)
        self.process.wait(PATIENCE_S)
        if self.process.stdout is not None:
            self.process.stdout.close()


@contextlib.contextmanager
def serving(data: Path, capacity: int) -> Iterator[Server]:
    """A server that is gone afterwards, however it went."""
    server = Server(data, capacity)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.end(signal.SIGTERM)


class Crowd:
    """People who stand about: a thread reads for them and answers pings."""

    def __init__(self, ours: Ours, size: int) -> None:
        self._ours = ours
        self._poll = select.epoll()
        self._by_fd: dict[int, Client] = {}
        self._over = threading.Event()
        self.closed: list[int | None] = []
        self._stalled: set[int] = set()
        self._sent: dict[tuple[int | str, int], float] = {}
        self._latency_ms: list[float] = []
        self._probe: Client | None = None
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        # As a crowd comes: many at a time, not each after the one before.
        with ThreadPoolExecutor(DOORS) as doors:
            for client in doors.map(lambda index: ours.join(index, _place(index)), range(size)):
                self.add(client)

    def add(self, client: Client) -> None:
        """One more."""
        client.link.socket.settimeout(0)
        client.link.socket.sendall(self._ours.pose(client))
        self._by_fd[client.link.socket.fileno()] = client
        self._poll.register(client.link.socket.fileno(), select.EPOLLIN)

    def __len__(self) -> int:
        return len(self._by_fd)

    def stall(self, count: int) -> None:
        """The last ones stop reading, and walk on."""
        for fd in list(self._by_fd)[-count:]:
            if fd not in self._stalled:
                self._stalled.add(fd)
                self._poll.unregister(fd)

    def resume(self) -> None:
        """They read again, what has piled up first."""
        for fd in self._stalled:
            if fd in self._by_fd:
                self._poll.register(fd, select.EPOLLIN)
        self._stalled.clear()

    def walk(self, seconds: float) -> list[float]:
        """Everybody moves twenty times a second, each at a moment of their own; milliseconds until a probe saw it."""
        self._latency_ms.clear()
        clients, begun, turn = list(self._by_fd.values()), time.monotonic(), 0
        self._probe = clients[0]
        while (now := time.monotonic()) < begun + seconds:
            due = begun + turn / len(clients) / RATE_HZ
            if due > now:
                time.sleep(due - now)
            client = clients[turn % len(clients)]
            turn += 1
            if client.link.socket.fileno() >= 0:
                self._sent[client.key, client.sequence + 1 & 0xFFFF] = time.monotonic()
                with contextlib.suppress(BlockingIOError, ConnectionError):
                    client.link.socket.send(self._ours.pose(client))
        return list(self._latency_ms)

    def cut(self) -> None:
        """The network goes away under everybody: no close frame, a reset."""
        self._over.set()
        self._thread.join()
        for client in self._by_fd.values():
            client.link.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.link.socket.close()
        self._by_fd.clear()

    def _read(self) -> None:
        while not self._over.is_set():
            for fd, _ in self._poll.poll(0.05):
                self._take(fd, self._by_fd[fd])

    def _take(self, fd: int, client: Client) -> None:
        with contextlib.suppress(BlockingIOError):
            try:
                data = client.link.socket.recv(1 << 20)
            except ConnectionError:
                data = b""
            code = None
            for frame in client.link.incoming.frames(data):
                if frame.opcode == BINARY and client is self._probe:
                    self._see(frame)
                elif frame.opcode == PING:
                    client.link.socket.send(masked(frame.payload, PONG))
                elif frame.opcode == CLOSE:
                    code = int.from_bytes(frame.payload[:2], "big")
                    client.link.socket.send(masked(frame.payload, CLOSE))
            if code is not None or not data:
                self.closed.append(code)
                self._poll.unregister(fd)
                del self._by_fd[fd]
                client.link.socket.close()

    def _see(self, frame: Frame) -> None:
        now = time.monotonic()
        for seen in self._ours.poses(frame):
            sent = self._sent.pop(seen, None)
            if sent is not None:
                self._latency_ms.append((now - sent) * 1000.0)


def _p99(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.99)]


def _place(index: int) -> Place:
    return Place(index % 7 - 3.0, index // 7 % 7 - 3.0)


# ---- the faults ------------------------------------------------------------------------------------------------------


def killed(data: Path, rounds: int) -> str:
    """Kill -9 under load: what was acknowledged is there, once."""
    dice, promised = random.Random(7), 0  # noqa: S311 - moments to kill at
    for turn in range(rounds):
        with serving(data, 20) as server:
            acknowledged: set[str] = set()
            threads = [threading.Thread(target=_talk, args=(server.url, turn, who, acknowledged)) for who in range(5)]
            for thread in threads:
                thread.start()
            while len(acknowledged) < 5:  # noqa: PLR2004 - the load has begun
                time.sleep(0.001)
            time.sleep(dice.uniform(0.0, 0.15))
            server.end(signal.SIGKILL)
            for thread in threads:
                thread.join()
        promised += len(acknowledged)
        folder = open_data_folder(data)
        lines = b"\n".join(folder.documents.collection("room/main").values()).decode()
        facts = folder.facts.after(0, 1_000_000)
        folder.close()
        lost = [words for words in acknowledged if words not in lines]
        doubled = [words for words in acknowledged if lines.count(words) > 1]
        _require(not lost, f"round {turn}: {len(lost)} acknowledged lines are lost, e.g. {lost[:1]}")
        _require(not doubled, f"round {turn}: {len(doubled)} lines are there twice")
        _require(len({fact.id for fact in facts}) == len(facts), f"round {turn}: a fact is there twice")
    return f"{rounds} kills, {promised} acknowledged lines, none lost, none twice"


def _talk(url: str, turn: int, who: int, acknowledged: set[str]) -> None:
    with contextlib.suppress(LoadError, OSError):
        # Whoever is still at the door when the server is killed has been promised nothing.
        client = Ours(url).join(who, _place(who))
        with client.link.socket:
            for ref in range(LINES):
                words = f"<{turn}.{who}.{ref}>"
                client.link.send(json.dumps({"t": "say", "ref": ref, "text": words}).encode(), TEXT)
            while True:
                payload = client.link.receive().payload
                if payload.startswith(b'{"t":"done"'):
                    acknowledged.add(f"<{turn}.{who}.{json.loads(payload)['ref']}>")


def stalled(data: Path, size: int) -> str:
    """A tenth of a room stops reading: memory stays flat and the others are served as before."""
    with serving(data, size) as server:
        crowd = Crowd(Ours(server.url), size)
        crowd.walk(3.0)
        before_kib, reading, stalling = resident_kib(server.process.pid), [], []
        for _ in range(PAIRS):
            reading.append(_p99(crowd.walk(PAIR_S)))
            crowd.stall(size // 10)
            crowd.walk(2.0)  # their buffers are full then
            stalling.append(_p99(crowd.walk(PAIR_S)))
            grown_kib = resident_kib(server.process.pid) - before_kib
            _require(grown_kib < 20 * 1024, f"{size // 10} stalled readers cost {grown_kib / 1024:.1f} MiB")
            crowd.resume()
            crowd.walk(2.0)
        _require(not crowd.closed, f"{len(crowd.closed)} were cut off")
        ratios = sorted(bad / good for good, bad in zip(reading, stalling, strict=True))
        ratio = ratios[len(ratios) // 2]
        said = (
            f"{size // 10} of {size} stopped reading {PAIRS} times: {grown_kib / 1024:.1f} MiB more, p99 of the others "
            f"{min(stalling):.0f} to {max(stalling):.0f} ms beside {min(reading):.0f} to {max(reading):.0f} ms, "
            f"median ratio {ratio:.2f}"
        )
        _require(ratio < 1.2, said)  # noqa: PLR2004 - the promise
        return said


def vanished(data: Path, size: int) -> str:
    """Somebody's network goes without a word: the others hear of it within 20 s, and the place is kept."""
    with serving(data, size) as server:
        ours = Ours(server.url)
        watcher, ghost = ours.join(1, _place(1)), ours.join(2, _place(2))
        ghost.link.socket.sendall(ours.pose(ghost))
        began = time.monotonic()
        watcher.link.socket.settimeout(PATIENCE_S)
        while not _says(watcher.link.receive().payload, "left", number=ghost.key):
            watcher.link.socket.sendall(ours.pose(watcher))
        passed_s = time.monotonic() - began
        _require(passed_s < 20.0, f"gone after {passed_s:.1f} s")  # noqa: PLR2004 - the promise
        return f"gone after {passed_s:.1f} s"


def cut(data: Path, size: int) -> str:
    """Everybody is cut off at once and comes back at once."""
    with serving(data, 2 * size) as server:
        ours = Ours(server.url, cycle=1, from_everywhere=True)
        crowd = Crowd(ours, size)
        crowd.cut()
        began, cpu = time.monotonic(), cpu_s(server.process.pid)
        again = Crowd(ours, size)
        passed_s, cpu = time.monotonic() - began, cpu_s(server.process.pid) - cpu
        time.sleep(1.0)
        _require(len(again) == size, f"only {len(again)} of {size} are back")
        said = f"{size} cut off, all back after {passed_s:.1f} s ({cpu:.1f} s of the server's core), {DOORS} at a time"
        _require(passed_s < 5.0 * max(1.0, size / 1000), said)
        return said


def drained(data: Path, size: int) -> str:
    """SIGTERM: everybody is sent away with 1012, nobody is dropped."""
    with serving(data, size) as server:
        crowd = Crowd(Ours(server.url, cycle=1, from_everywhere=True), size)
        began = time.monotonic()
        server.end(signal.SIGTERM)
        passed_s = time.monotonic() - began
        time.sleep(0.5)
        odd = [code for code in crowd.closed if code != SERVICE_RESTART]
        _require(not odd and len(crowd.closed) == size, f"closed {len(crowd.closed)} of {size}, oddly {odd[:5]}")
        _require(server.process.returncode == 0, f"ended with {server.process.returncode}")
        return f"{size} sent away with {SERVICE_RESTART} in {passed_s:.1f} s, ended with 0"


def _says(payload: bytes, kind: str, **fields: Any) -> bool:  # noqa: ANN401 - whatever the message holds
    if not payload.startswith(f'{{"t":"{kind}"'.encode()):
        return False
    message = json.loads(payload)
    return all(message.get(name) == value for name, value in fields.items())


class FaultError(Exception):
    """One of them did not end as it must."""


def _require(holds: bool, said: str) -> None:  # noqa: FBT001 - like assert
    if not holds:
        raise FaultError(said)


FAULTS: dict[str, tuple[Callable[[Path, int], str], int]] = {
    "killed": (killed, 100),
    "stalled": (stalled, 200),
    "vanished": (vanished, 2),
    "cut": (cut, 1000),
    "drained": (drained, 500),
}


def main() -> int:
    """Run them one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=FAULTS, action="append", help="only this one; may be given several times")
    parser.add_argument("--scale", type=float, default=1.0, help="of people and of rounds (%(default)s)")
    arguments = parser.parse_args()
    failed = False
    for name in arguments.only or FAULTS:
        fault, size = FAULTS[name]
        with tempfile.TemporaryDirectory(prefix="showroom-faults-") as folder:
            try:
                said = fault(Path(folder) / "data", max(2, int(size * arguments.scale)))
            except FaultError as error:
                said, failed = f"FAILED: {error}", True
        print(f"{name}: {said}", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
