"""A simulated adviser: goes online, takes every call, comes to the shopper and answers."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from client.net.front import Front
from showroom.errors import ShowroomError
from showroom.geometry import quaternion_from_heading
from showroom.protocol import entry, messages
from showroom.protocol.codec import MAX_SERVER_BYTES, Pose, pack_pose_frame
from showroom.protocol.session import Session, Told, Welcomed

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from showroom.protocol.messages import Body, ChatLine, ConversationStarted, Queue

NAME: Final = "Anna"
_GREETINGS: Final = {
    "en": "Hello {name}, I am Anna. How can I help? 😊",
    "de": "Hallo {name}, ich bin Anna. Wie kann ich helfen? 😊",
}
_ANSWERS: Final = {
    "en": (
        "Good choice! It is in stock in your size.",
        "Many take it with the darker sole, shall I show you?",
        "Of course. I stay as long as you like.",
    ),
    "de": (
        "Gute Wahl! In Ihrer Größe ist er da.",
        "Viele nehmen ihn mit der dunkleren Sohle, soll ich sie zeigen?",
        "Natürlich. Ich bleibe, so lange Sie möchten.",
    ),
}
_THINKING_S: Final = 1.2
_ACCEPT_S: Final = 1.5
_POSE_S: Final = 0.5
_RETRY_S: Final = 2.0
_STAND: Final = (1.6, 0.0, 4.2)


class AdviserBot:
    """One adviser.

    Args:
        server: the showroom's address.
        user: a user with the role agent.
        password: theirs.
    """

    def __init__(self, server: str, user: str, password: str) -> None:
        self._front = Front(server)
        self._user = user
        self._password = password
        self._session = Session("client")
        self._ref = 0
        self._sequence = 0
        self._position: tuple[float, float, float] = _STAND
        self._rotation = quaternion_from_heading(3.0)
        self._languages: dict[str, str] = {}
        self._language = "en"
        self._answered = 0
        self._visitor = ""
        self._tasks: set[asyncio.Task[None]] = set()

    async def work(self, end_s: float) -> None:
        """Be there until `end_s` (monotonic), also over restarts of the server."""
        while time.monotonic() < end_s:
            try:
                async with asyncio.timeout(max(0.01, end_s - time.monotonic())):
                    await self._shift()
            except TimeoutError:
                return
            except (ShowroomError, WebSocketException, OSError):
                await asyncio.sleep(min(_RETRY_S, max(0.0, end_s - time.monotonic())))

    async def _shift(self) -> None:
        login = await asyncio.to_thread(self._front.login, self._user, self._password)
        request = entry.TicketRequest(name=NAME)
        ticket = await asyncio.to_thread(self._front.ticket, request, login.token)
        self._session = Session("client")
        async with connect(
            ticket.socket_url,
            subprotocols=[messages.SUBPROTOCOL],  # type: ignore[list-item] # websockets' NewType of str
            compression=None,
            max_size=MAX_SERVER_BYTES,
            proxy=None,
        ) as connection:
            hello = messages.Hello(version=messages.VERSION, ticket=ticket.ticket, client="showroom adviser bot")
            await connection.send(self._session.send(hello))
            poses = asyncio.create_task(self._tell_poses(connection))
            try:
                async for data in connection:
                    if isinstance(data, str):
                        for event in self._session.receive_text(data, time.monotonic()):
                            await self._take(connection, event)
            finally:
                for task in (poses, *self._tasks):
                    task.cancel()
                await asyncio.gather(poses, *self._tasks, return_exceptions=True)

    async def _tell_poses(self, connection: ClientConnection) -> None:
        while True:
            if self._session.number is not None:
                self._sequence = (self._sequence + 1) & 0xFFFF
                pose = Pose(self._session.number, self._sequence, self._position, self._rotation)
                await connection.send(pack_pose_frame([pose]))
            await asyncio.sleep(_POSE_S)

    async def _take(self, connection: ClientConnection, event: object) -> None:
        match event:
            case Welcomed(welcome=welcome):
                self._visitor = welcome.visitor
                await self._send(connection, messages.SetAgentStatus(self._new_ref(), "online"))
            case Told(message=messages.Queue() as queue):
                self._accept_later(connection, queue)
            case Told(message=messages.ConversationStarted() as started):
                await self._begin(connection, started)
            case Told(message=messages.Said(line=line)):
                if line.conversation is not None and line.sender != self._visitor:
                    self._later(self._answer(connection, line))
            case _:
                pass

    def _accept_later(self, connection: ClientConnection, queue: Queue) -> None:
        first = next((caller for caller in queue.waiting if caller.present), None)
        if first is not None:
            self._languages[first.visitor] = first.language
            self._later(self._accept(connection, first.request))

    async def _accept(self, connection: ClientConnection, request: str) -> None:
        await asyncio.sleep(_ACCEPT_S)
        await self._send(connection, messages.AcceptCall(self._new_ref(), request))

    async def _begin(self, connection: ClientConnection, started: ConversationStarted) -> None:
        if started.beside is not None:
            self._go(started.beside)
        self._answered = 0
        self._language = self._languages.get(started.visitor, "en")
        greeting = _GREETINGS[self._language].format(name=started.visitor_name)
        await self._send(connection, messages.Say(self._new_ref(), greeting, started.conversation))
        await self._send(connection, messages.Emote("wave"))

    async def _answer(self, connection: ClientConnection, line: ChatLine) -> None:
        await asyncio.sleep(_THINKING_S)
        answers = _ANSWERS[self._language]
        text = answers[self._answered % len(answers)]
        self._answered += 1
        await self._send(connection, messages.Say(self._new_ref(), text, line.conversation))

    def _go(self, body: Body) -> None:
        self._position, self._rotation = body.position, body.rotation

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, connection: ClientConnection, message: messages.ClientMessage) -> None:
        await connection.send(self._session.send(message))

    def _new_ref(self) -> int:
        self._ref += 1
        return self._ref
