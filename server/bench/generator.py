"""The load: one process, one loop over `epoll`, every client a pose twenty times a second.

Run as ``python -m server.bench.generator ORDER.json``; prints one line of JSON. Only a few clients (probes) decode what
comes; of the others bytes are counted and pings answered. Everything is timed on one clock (CLOCK_MONOTONIC).
"""

from __future__ import annotations

import json
import select
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from server.bench.dialects import DIALECTS
from server.bench.dialects.dialect import Place
from server.bench.proc import cpu_s, resident_kib
from server.bench.sockets import PING, PONG, masked

if TYPE_CHECKING:
    from server.bench.dialects.dialect import Client, Dialect

RATE_HZ: Final = 20.0
CELL_M: Final = 4.0
_MOST_AT_ONCE: Final = 64
_BUFFER_BYTES: Final = 1 << 20


class Order(msgspec.Struct, frozen=True):
    """What the generator is asked to do.

    Args:
        dialect: how the server is spoken to.
        url: its address over HTTP.
        pid: its process.
        clients: how many.
        probes: how many of them decode.
        warm_s: how long before it counts.
        seconds: how long it counts.
        cells: how many cells of 4 m along each side they stand in; up to 2 everybody is near everybody.
    """

    dialect: str
    url: str
    pid: int
    clients: int
    probes: int = 2
    warm_s: float = 3.0
    seconds: float = 5.0
    cells: int = 2


class Load(msgspec.Struct, frozen=True):
    """What came of it.

    Args:
        offered_hz: poses that each client really sent in a second.
        expected: pairs of clients that should see each other at full rate, for the mean probe.
        delivered: poses that reached the mean probe, of those that were expected.
        wanted: how many that would be.
        bytes_per_pose: what a probe received, divided by every pose in it.
        latency_ms: from sending to decoding, every delivered pose.
        server_core: the server's CPU time by the window.
        generator_core: the same of this process.
        connection_kib: the server's memory for each client.
        unsent: poses that the kernel did not take.
        closed: clients that the server cut off.
        begun_ns: when counting began.
        ended_ns: when it ended.
        sent: key → sequence → nanoseconds, for probes in other processes; empty where this one decodes.
    """

    offered_hz: float
    delivered: float
    wanted: float
    bytes_per_pose: float
    latency_ms: list[float]
    server_core: float
    generator_core: float
    connection_kib: float
    unsent: int
    closed: int
    begun_ns: int
    ended_ns: int
    megabytes_per_s: float
    sent: dict[str, dict[str, int]] = {}


@dataclass
class _Count:
    """What is counted while it counts."""

    sent: int = 0
    unsent: int = 0
    bytes_in: int = 0
    probe_bytes: int = 0
    seen: int = 0
    near: int = 0
    latency_ns: list[int] = field(default_factory=list)


class Generator:
    """Joins the clients and keeps them going."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._dialect: Dialect = DIALECTS[order.dialect](order.url)
        self._clients: list[Client] = []
        self._by_key: dict[int | str, Client] = {}
        self._sent: dict[int | str, dict[int, int]] = {}
        self._poll = select.epoll()
        self._by_fd: dict[int, tuple[Client, bool]] = {}
        self._buffer = bytearray(_BUFFER_BYTES)
        self._newest: dict[tuple[int | str, int | str], int] = {}
        self._count: _Count | None = None
        self._closed = 0

    def run(self) -> Load:
        """Join, warm up, count, and go."""
        order = self._order
        before_kib = resident_kib(order.pid)
        for index in range(order.clients):
            self._add(index)
        self._go_on(order.warm_s)
        memory_kib = resident_kib(order.pid) - before_kib
        self._count = count = _Count()
        begun_ns, server_s, own_s = time.monotonic_ns(), cpu_s(order.pid), time.process_time()
        self._go_on(order.seconds)
        ended_ns, server_s, own_s = time.monotonic_ns(), cpu_s(order.pid) - server_s, time.process_time() - own_s
        return self._summed(count, (begun_ns, ended_ns), (server_s, own_s), memory_kib)

    def _summed(self, count: _Count, window: tuple[int, int], cpu: tuple[float, float], memory_kib: int) -> Load:
        order, span_s = self._order, (window[1] - window[0]) / 1e9
        probes = max(order.probes, 1)
        return Load(
            offered_hz=count.sent / span_s / order.clients,
            delivered=count.near / probes,
            wanted=sum(self._neighbours(client) for client, is_probe in self._by_fd.values() if is_probe)
            / probes
            * RATE_HZ
            * span_s,
            bytes_per_pose=count.probe_bytes / max(count.seen, 1),
            latency_ms=[latency / 1e6 for latency in count.latency_ns],
            server_core=cpu[0] / span_s,
            generator_core=cpu[1] / span_s,
            connection_kib=memory_kib / order.clients,
            unsent=count.unsent,
            closed=self._closed,
            begun_ns=window[0],
            ended_ns=window[1],
            megabytes_per_s=count.bytes_in / span_s / 1e6,
            sent={}
            if self._dialect.decodes
            else {str(key): {str(number): at for number, at in sent.items()} for key, sent in self._sent.items()},
        )

    # ---- who is there ----------------------------------------------------------------------------------------------

    def _add(self, index: int) -> None:
        client = self._dialect.join(index, place_of(index, self._order.cells))
        client.link.socket.settimeout(0)
        fd = client.link.socket.fileno()
        self._clients.append(client)
        self._by_key[client.key] = client
        self._sent[client.key] = {}
        self._by_fd[fd] = client, index < self._order.probes
        self._poll.register(fd, select.EPOLLIN)
        # Whoever is in already must be read, or the server takes them for stalled.
        self._take(0.0)

    def _neighbours(self, client: Client) -> int:
        return sum(other is not client and is_near(client.place, other.place) for other in self._clients)

    # ---- the loop --------------------------------------------------------------------------------------------------

    def _go_on(self, seconds: float) -> None:
        """Each client sends at its own moment of every twentieth of a second."""
        period_ns = round(1e9 / RATE_HZ)
        count = len(self._clients)
        begun = time.monotonic_ns()
        end, turn = begun + round(seconds * 1e9), 0
        while (now := time.monotonic_ns()) < end:
            sent = 0
            while sent < _MOST_AT_ONCE and begun + turn * period_ns // count <= now:
                self._send(self._clients[turn % count])
                turn += 1
                sent += 1
            due = begun + turn * period_ns // count
            self._take(max(0.0, (due - time.monotonic_ns()) / 1e9))

    def _send(self, client: Client) -> None:
        if client.link.socket.fileno() < 0:
            return
        frame = self._dialect.pose(client)
        try:
            whole = client.link.socket.send(frame) == len(frame)
        except (BlockingIOError, ConnectionError):
            whole = False
        self._sent[client.key][client.sequence] = time.monotonic_ns()
        if self._count is not None:
            self._count.sent += whole
            self._count.unsent += not whole

    def _take(self, wait_s: float) -> None:
        for fd, _ in self._poll.poll(wait_s):
            client, is_probe = self._by_fd[fd]
            try:
                size = client.link.socket.recv_into(self._buffer)
            except (BlockingIOError, ConnectionError):
                continue
            if not size:
                self._poll.unregister(fd)
                client.link.socket.close()
                self._closed += 1
                continue
            if self._count is not None:
                self._count.bytes_in += size
                self._count.probe_bytes += size if is_probe else 0
            self._read(client, memoryview(self._buffer)[:size], is_probe=is_probe)

    def _read(self, client: Client, data: memoryview, *, is_probe: bool) -> None:
        if not is_probe:
            for payload in client.link.skipped.pings(data):
                client.link.socket.send(masked(payload, PONG))
            return
        now = time.monotonic_ns()
        for frame in client.link.incoming.frames(data):
            if frame.opcode == PING:
                client.link.socket.send(masked(frame.payload, PONG))
            elif self._count is not None:
                for key, sequence in self._dialect.poses(frame):
                    self._see(client, key, sequence, now)

    def _see(self, probe: Client, key: int | str, sequence: int, now: int) -> None:
        count = self._count
        if count is None or key == probe.key:
            return
        if self._newest.get((probe.key, key), -1) >= sequence:
            return  # the same again
        self._newest[probe.key, key] = sequence
        count.seen += 1
        sender = self._by_key.get(key)
        # Whoever is far comes at a lower rate, by intention: the near ones are what is promised.
        if sender is not None and is_near(probe.place, sender.place):
            sent = self._sent[key].get(sequence)
            if sent is not None:
                count.near += 1
                count.latency_ns.append(now - sent)


def place_of(index: int, cells: int) -> Place:
    """Spread over ``cells`` x ``cells`` squares of 4 m; swaying, nobody leaves theirs."""
    square, within = index % (cells * cells), index // (cells * cells)
    column, row = square % cells, square // cells
    return Place(
        (column - cells // 2) * CELL_M + 0.5 + within % 7 * 0.5,
        (row - cells // 2) * CELL_M + 0.5 + within // 7 % 7 * 0.5,
    )


def is_near(one: Place, other: Place) -> bool:
    """Whether they stand in the same square or in neighbouring ones."""
    return abs(one.x // CELL_M - other.x // CELL_M) <= 1 and abs(one.z // CELL_M - other.z // CELL_M) <= 1


def main() -> None:
    """Read the order, run it, print what came of it."""
    order = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Order)
    print(json.dumps(msgspec.to_builtins(Generator(order).run())))  # noqa: T201 - the parent reads it


if __name__ == "__main__":
    main()
