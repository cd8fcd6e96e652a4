"""A bad network in between: a proxy in user space that delays, stalls and cuts what goes through it."""

from __future__ import annotations

import random
import select
import socket
import threading
import time
from collections import deque
from typing import Self

_CHUNK = 65536
_TICK_S = 0.01


class Faulty:
    """Passes TCP on, from a port of another loopback address to the same port of 127.0.0.1.

    The room's port is told by the host that one came by, so a client that asks ``host`` stays behind the proxy.

    Args:
        ports: of the server.
        delay_s: each way.
        jitter_s: at most this much more or less, in order all the same, as TCP has it.
    """

    host = "127.0.0.2"

    def __init__(self, ports: tuple[int, ...], delay_s: float = 0.0, jitter_s: float = 0.0) -> None:
        self._delay_s, self._jitter_s = delay_s, jitter_s
        self._chance = random.Random(7)
        self._open = threading.Event()
        self._flows = threading.Event()
        self._open.set()
        self._flows.set()
        self._ends = False
        self._lines: set[socket.socket] = set()
        self._doors = [socket.create_server((self.host, port)) for port in ports]
        self._threads = [threading.Thread(target=self._admit, args=(door,), daemon=True) for door in self._doors]

    def __enter__(self) -> Self:
        """Begin."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End every connection."""
        self._ends = True
        self.cut()
        for door in self._doors:
            door.close()
        for thread in self._threads:
            thread.join(5.0)

    def stall(self) -> None:
        """Let nothing through, as lost packets do."""
        self._flows.clear()

    def flow(self) -> None:
        """Let everything through again."""
        self._flows.set()

    def cut(self) -> None:
        """End every connection and let nobody connect."""
        self._open.clear()
        for line in list(self._lines):
            line.close()
        self._lines.clear()

    def mend(self) -> None:
        """Let everybody connect again."""
        self._open.set()

    def _admit(self, door: socket.socket) -> None:
        door.settimeout(0.1)
        while not self._ends:
            try:
                client, _ = door.accept()
            except OSError:
                continue
            if not self._open.is_set():
                client.close()
                continue
            try:
                server = socket.create_connection(("127.0.0.1", door.getsockname()[1]), timeout=5.0)
            except OSError:
                client.close()
                continue
            self._lines |= {client, server}
            for source, sink in ((client, server), (server, client)):
                threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        """Carry one direction, each piece after its delay and never before the one before it."""
        waiting: deque[tuple[float, bytes]] = deque()
        last_s = 0.0
        try:
            while not self._ends:
                readable, _, _ = select.select([source], [], [], _TICK_S)
                now_s = time.monotonic()
                if readable:
                    data = source.recv(_CHUNK)
                    late_s = self._delay_s + self._chance.uniform(-self._jitter_s, self._jitter_s)
                    last_s = max(last_s, now_s + late_s)
                    waiting.append((last_s, data))
                while waiting and waiting[0][0] <= now_s and self._flows.is_set():
                    data = waiting.popleft()[1]
                    if not data:
                        return
                    sink.sendall(data)
        except (OSError, ValueError):
            pass  # the other side has gone, or we were cut
        finally:
            for line in (source, sink):
                self._lines.discard(line)
                line.close()
