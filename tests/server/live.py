"""Real servers on free ports for tests: one in this process's thread, or one as a process; and who visits them."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import subprocess
import sys
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import urlsplit

import msgspec
from websockets.sync.client import ClientConnection, connect

from server.app import Addresses, serving
from showroom.protocol.codec import Pose, decode_server, encode_control, pack_pose_frame
from showroom.protocol.entry import Login, Ticket
from showroom.protocol.messages import Configure, Done, Hello, Refused, Say, Welcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from server.settings import Settings
    from showroom.ports import Clock
    from showroom.protocol.base import Message
    from showroom.protocol.messages import ServerMessage

PATIENCE_S = 10.0
M = TypeVar("M", bound=msgspec.Struct)


@contextlib.contextmanager
def live(settings: Settings, clock: Clock | None = None) -> Iterator[Addresses]:
    """A server in a thread of this process, drained at the end; `clock` is the machine's where none is given."""
    ready: Future[Addresses] = Future()
    stop: Future[asyncio.Event] = Future()

    async def serve() -> None:
        end = asyncio.Event()
        stop.set_result(end)
        async with serving(settings, clock) as addresses:
            ready.set_result(addresses)
            await end.wait()

    def run() -> None:
        try:
            with asyncio.Runner() as runner:
                loops.set_result(runner.get_loop())
                runner.run(serve())
        except BaseException as error:
            if ready.done():
                raise
            ready.set_exception(error)

    loops: Future[asyncio.AbstractEventLoop] = Future()
    thread = threading.Thread(target=run, name="live server")
    thread.start()
    try:
        yield ready.result(PATIENCE_S)
    finally:
        if not ready.exception(PATIENCE_S):
            loops.result(PATIENCE_S).call_soon_threadsafe(stop.result(PATIENCE_S).set)
        thread.join(PATIENCE_S * 2)
        assert not thread.is_alive()


class ServerProcess:
    """``showroom serve`` as a process of its own."""

    def __init__(self, data: Path, *arguments: str) -> None:
        command = [sys.executable, "-m", "showroom.cli", "serve", "--data", str(data), "--json", *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(self.process.communicate(timeout=PATIENCE_S)[1])
        said = json.loads(line)
        http_port, room_port = (urlsplit(said[name]).port or 0 for name in ("ready", "rooms"))
        self.addresses = Addresses(said["ready"], said["rooms"], http_port, room_port)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate(timeout=PATIENCE_S)

    def terminate(self) -> str:
        """SIGTERM; returns what it said on standard error."""
        self.process.terminate()
        _, said = self.process.communicate(timeout=PATIENCE_S * 2)
        assert self.process.returncode == 0, said
        return said


@dataclass(frozen=True)
class Answer:
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:  # noqa: ANN401 - a test knows what it asked for
        return json.loads(self.body)


def ask(
    addresses: Addresses,
    path: str,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    body: msgspec.Struct | bytes | None = None,
) -> Answer:
    """One HTTP request."""
    connection = http.client.HTTPConnection("127.0.0.1", addresses.http_port, timeout=PATIENCE_S)
    data = msgspec.json.encode(body) if isinstance(body, msgspec.Struct) else body
    try:
        connection.request(method, path, body=data, headers=headers or {})
        response = connection.getresponse()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
    finally:
        connection.close()


def ticket(addresses: Addresses, name: str = "Zoë", *, staff: str | None = None, **fields: Any) -> Ticket:  # noqa: ANN401 - fields of the request
    """A ticket for a visitor, or for an agent with a staff token."""
    headers = {} if staff is None else {"Authorization": f"Bearer {staff}"}
    body = msgspec.json.encode({"name": name, **fields})
    answer = ask(addresses, "/api/v1/tickets", "POST", headers, body)
    assert answer.status == 201, answer.body
    return msgspec.json.decode(answer.body, type=Ticket)


def log_in(addresses: Addresses, user: str, password: str) -> Login:
    """A staff session."""
    answer = ask(addresses, "/api/v1/login", "POST", body=msgspec.json.encode({"user": user, "password": password}))
    assert answer.status == 201, answer.body
    return msgspec.json.decode(answer.body, type=Login)


class Visit:
    """Somebody in a room, over a real socket."""

    def __init__(self, addresses: Addresses, name: str = "Zoë", *, staff: str | None = None, **fields: Any) -> None:  # noqa: ANN401 - fields of the ticket
        self.ticket = ticket(addresses, name, staff=staff, **fields)
        self.poses: list[bytes] = []
        self.socket: ClientConnection
        self.welcome: Welcome
        self._ref = 0
        self._open = contextlib.ExitStack()

    def __enter__(self) -> Self:
        line = connect(
            self.ticket.socket_url,
            compression=None,
            open_timeout=PATIENCE_S,
            close_timeout=PATIENCE_S,
            max_queue=None,  # a test reads when it likes, and is no slow reader for that
        )
        self.socket = self._open.enter_context(line)
        self.send(Hello(version=1, ticket=self.ticket.ticket))
        self.welcome = self.until(Welcome)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def send(self, message: Message) -> None:
        self.socket.send(encode_control(message))

    def move(self, sequence: int, x: float, number: int | None = None) -> None:
        pose = Pose(self.welcome.you if number is None else number, sequence, (x, 0.0, 1.0), (0.0, 0.0, 0.0, 1.0))
        self.socket.send(pack_pose_frame((pose,)))

    def next(self) -> ServerMessage:
        """The next control message; pose frames on the way are kept."""
        while True:
            data = self.socket.recv(timeout=PATIENCE_S)
            if isinstance(data, str):
                return decode_server(data)
            self.poses.append(data)

    def until(self, kind: type[M]) -> M:
        """The next message of a kind; others are passed over."""
        while True:
            message = self.next()
            if isinstance(message, kind):
                return message

    def next_poses(self) -> bytes:
        """The next frame of poses; messages on the way are passed over."""
        while not isinstance(data := self.socket.recv(timeout=PATIENCE_S), bytes):
            pass
        return data

    def request(self, message: type[Configure | Say], *fields: Any) -> Done | Refused:  # noqa: ANN401 - fields of the message
        """Send a request and wait for its own answer."""
        self._ref += 1
        self.send(message(self._ref, *fields))
        while True:
            answer = self.next()
            if isinstance(answer, (Done, Refused)) and answer.ref == self._ref:
                return answer

    def closed_with(self) -> int:
        """Wait until the server closes; returns the code."""
        with contextlib.suppress(Exception):
            while True:
                self.socket.recv(timeout=PATIENCE_S)
        return self.socket.close_code or 0
