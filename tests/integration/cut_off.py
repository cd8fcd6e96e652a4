"""A cable between a node and PostgreSQL that can be cut and mended: what is sent meanwhile arrives late, or never."""

from __future__ import annotations

import select
import socket
import tempfile
import threading
from pathlib import Path
from typing import Self

SOCKET = ".s.PGSQL.5432"
_TICK_S = 0.05


class Cable:
    """Passes a unix socket on, from a folder of its own.

    Args:
        server: the folder with the server's socket.
        address: listen there instead, so that another machine can be at the end of a real cable.
    """

    def __init__(self, server: Path, address: tuple[str, int] | None = None) -> None:
        self._server = server
        self._flows = threading.Event()
        self._ends = threading.Event()
        self._place = tempfile.TemporaryDirectory(prefix="cable-")
        self.folder = Path(self._place.name)
        if address is None:
            self._door = socket.socket(socket.AF_UNIX)
            self._door.bind(str(self.folder / SOCKET))
            self._door.listen()
        else:
            self._door = socket.create_server(address)
        self._flows.set()

    def __enter__(self) -> Self:
        threading.Thread(target=self._admit, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._flows.set()
        self._door.close()
        self._place.cleanup()

    def cut(self) -> None:
        """Let nothing through, in either direction, and end nothing: as a switch that lost its power."""
        self._flows.clear()

    def mend(self) -> None:
        """Let everything through, also what was sent meanwhile."""
        self._flows.set()

    def _admit(self) -> None:
        self._door.settimeout(_TICK_S)
        while not self._ends.is_set():
            try:
                client, _ = self._door.accept()
            except OSError:
                continue
            server = socket.socket(socket.AF_UNIX)
            server.connect(str(self._server / SOCKET))
            for source, sink in ((client, server), (server, client)):
                threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while not self._ends.is_set():
                self._flows.wait()
                readable, _, _ = select.select([source], [], [], _TICK_S)
                if not readable:
                    continue
                data = source.recv(65536)
                self._flows.wait()
                if not data:
                    return
                sink.sendall(data)
        except (OSError, ValueError):
            pass  # the other side is gone
        finally:
            for line in (source, sink):
                line.close()
