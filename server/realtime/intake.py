"""Reads what the clients sent, all of them together at a beat.

Being woken for every pose costs more than the pose: the process is scheduled, its caches are cold, and the event loop
goes once around for fifteen bytes. So the sockets are taken away from the loop and asked together, some hundred times a
second. Linux only; elsewhere, and over TLS, the event loop reads as ever.
"""

from __future__ import annotations

import contextlib
import os
import select
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.realtime.hot_connection import HotConnection

READ_BYTES: Final = 4096
"""At one beat from one client; more waits for the next, so nobody can keep the others waiting."""
FIRST_BYTES: Final = 448
"""Small enough for Python's own allocator, which is several times faster; poses have 21."""


class Intake:
    """The sockets that are read at beats.

    Args:
        on_arrival: called when there is one more.
    """

    works: Final = sys.platform == "linux"

    def __init__(self, on_arrival: Callable[[], None]) -> None:
        self._on_arrival = on_arrival
        self._poll = select.epoll() if sys.platform == "linux" else None
        self._connections: dict[int, HotConnection] = {}

    def __len__(self) -> int:
        """How many are read here."""
        return len(self._connections)

    def add(self, fd: int, connection: HotConnection) -> None:
        """Read a connection from now on; the event loop must not."""
        if self._poll is not None:
            self._connections[fd] = connection
            self._poll.register(fd, select.EPOLLIN)
            self._on_arrival()

    def remove(self, fd: int, connection: HotConnection) -> None:
        """Read it no longer."""
        if self._poll is not None and self._connections.get(fd) is connection:
            del self._connections[fd]
            # A socket that is closed has left by itself.
            with contextlib.suppress(OSError):
                self._poll.unregister(fd)

    def take(self) -> None:
        """Read whoever sent something."""
        if self._poll is None or not self._connections:
            return
        connections = self._connections
        for fd, _ in self._poll.poll(0, len(connections)):
            connection = connections.get(fd)
            if connection is None:  # it went because of what an earlier one said
                continue
            try:
                data = os.read(fd, FIRST_BYTES)
                if len(data) == FIRST_BYTES:
                    data += _more(fd)
            except BlockingIOError:
                continue
            except OSError:
                data = b""
            if data:
                connection.data_received(data)
            else:
                connection.leave_intake()


def _more(fd: int) -> bytes:
    try:
        return os.read(fd, READ_BYTES)
    except BlockingIOError:
        return b""
