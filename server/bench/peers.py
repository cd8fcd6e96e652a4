"""The servers that are measured: how each is started, and the packages of the peers, installed on demand."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from showroom.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LISTS: Final = ("package.json", "package-lock.json")
PROGRAMS: Final = ("colyseus.mjs", "probe.mjs", "socketio.mjs")
SERVER_CORE: Final = 0
LOAD_CORE: Final = 1
INSTALL_S: Final = 600
_START_S: Final = 60
_NAF_ROOM: Final = "const maxOccupantsInRoom = 50;"
_PINNED: Final = "import os, sys; os.sched_setaffinity(0, {int(sys.argv[1])}); os.execvp(sys.argv[2], sys.argv[2:])"


@dataclass(frozen=True)
class Peer:
    """A server to measure.

    Args:
        name: in tables.
        dialect: how the generator speaks to it.
        command: of Node, in the folder of the peers; empty for ours.
        environment: what it needs besides PORT.
    """

    name: str
    dialect: str
    command: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()


OURS: Final = Peer("showroom", "ours")
COLYSEUS: Final = Peer("Colyseus", "colyseus", ("colyseus.mjs",))
COLYSEUS_VIEW: Final = Peer("Colyseus with StateView", "colyseus", ("colyseus.mjs",), (("VIEW", "1"),))
SOCKET_IO: Final = Peer("socket.io relay", "socketio", ("socketio.mjs",))
NETWORKED_AFRAME: Final = Peer("networked-aframe", "networked-aframe", ("naf-server.cjs",))
Y_AWARENESS: Final = Peer(
    "y-websocket awareness", "y-awareness", ("node_modules/y-websocket/bin/server.cjs",), (("HOST", "127.0.0.1"),)
)


@dataclass(frozen=True)
class Running:
    """A server that takes clients."""

    url: str
    pid: int


def install(cache: Path) -> Path:
    """Make sure that the peers are in the cache; returns their folder.

    Raises:
        Unavailable: ``bench-needs-node``, ``no-peers``.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise Unavailable("bench-needs-node", "the peers are Node programs: apt-get install nodejs npm")
    ours = files(__package__).joinpath("peers")
    texts = {name: ours.joinpath(name).read_bytes() for name in (*LISTS, *PROGRAMS)}
    folder = cache / f"realtime-{sha256(b''.join(texts.values())).hexdigest()[:12]}"
    if not (folder / "ready").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in texts.items():
            (folder / name).write_bytes(data)
        done = subprocess.run(  # noqa: S603 - npm, with our own arguments
            [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
            cwd=folder,
            capture_output=True,
            timeout=INSTALL_S,
            check=False,
        )
        if done.returncode:
            raise Unavailable("no-peers", f"npm ci failed in {folder}: {done.stderr.decode(errors='replace')[-400:]}")
        _widen(folder)
        (folder / "ready").touch()
    return folder


def _widen(folder: Path) -> None:
    """networked-aframe's own server, with one room for everybody instead of copies of 50."""
    theirs = folder / "node_modules" / "networked-aframe" / "server" / "socketio-server.js"
    text = theirs.read_text("utf-8")
    if _NAF_ROOM not in text:
        raise Unavailable("no-peers", f"{theirs} is not the server that this benchmark knows")
    (folder / "naf-server.cjs").write_text(text.replace(_NAF_ROOM, "const maxOccupantsInRoom = 5000;"), "utf-8")


def pinned(core: int, command: list[str]) -> list[str]:
    """A command that runs on one core."""
    return [sys.executable, "-c", _PINNED, str(core), *command]


@contextlib.contextmanager
def running(peer: Peer, folder: Path | None, clients: int) -> Iterator[Running]:
    """Start a server on a core of its own and end it.

    Raises:
        Unavailable: ``no-server``.
    """
    with tempfile.TemporaryDirectory(prefix="showroom-bench-") as data:
        port = free_port()
        command, environment = _command(peer, folder, Path(data), clients)
        process = subprocess.Popen(  # noqa: S603 - our own commands
            pinned(SERVER_CORE, command),
            cwd=folder or data,
            env={**os.environ, "PORT": str(port), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            line = process.stdout.readline() if process.stdout is not None else ""
            if peer.command:
                _await(port)
                yield Running(f"http://127.0.0.1:{port}", process.pid)
            else:
                if not line:
                    raise Unavailable("no-server", f"the server has ended with {process.wait()}")
                yield Running(msgspec.json.decode(line)["ready"], process.pid)
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout is not None:
                process.stdout.close()


def _command(peer: Peer, folder: Path | None, data: Path, clients: int) -> tuple[list[str], Mapping[str, str]]:
    if peer.command and folder is not None:
        return [shutil.which("node") or "node", *peer.command], dict(peer.environment)
    serve = ["-m", "showroom.cli", "serve", "--data", str(data), "--port", "0", "--json"]
    return [sys.executable, *serve, "--room-capacity", str(clients + 10)], {}


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def _await(port: int) -> None:
    for _ in range(_START_S * 10):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.1):
            return
    raise Unavailable("no-server", f"nothing listens on port {port} after {_START_S} s")
