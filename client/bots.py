"""Simulated visitors through the real protocol: they walk from product to product, configure, chat and wave."""

from __future__ import annotations

import asyncio
import math
import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from client.adviser_bot import AdviserBot
from client.net.front import Front
from showroom.errors import ProtocolError, Rejected, ShowroomError
from showroom.geometry import quaternion_from_heading
from showroom.looks import look_of
from showroom.protocol import entry, messages
from showroom.protocol.codec import MAX_SERVER_BYTES, POSE_BYTES, Pose, pack_pose_frame
from showroom.protocol.session import PosesCame, Session, Told, Welcomed
from showroom.walking import floor_of, free, walk

if TYPE_CHECKING:
    from showroom.catalogue import Catalogue, Product, RoomPlan
    from showroom.walking import Floor

NAMES: Final = ("Mia", "Jonas", "Aylin", "Noah", "Zoë", "Jürgen", "Ines", "Tomás", "Lena", "Oskar", "Priya", "Søren")
LINES: Final = (
    "Schön hier! 😀",
    "Look at this colour",
    "Die Größe passt.",
    "I like the dark one better 👟",
    "Was kostet das?",
    "Hello everybody 👋",
    "Gefällt mir sehr 👍",
    "Which one would you take?",
)
EMOTIONS: Final[tuple[messages.Emotion, ...]] = ("wave", "clap", "nod", "heart")
TICK_S: Final = 0.05
_WALK_M_PER_S: Final = 1.2
_TURN_RAD_PER_S: Final = 4.0
_OPEN_TIMEOUT_S: Final = 20.0
_LOOK_S: Final = (3.0, 9.0)


@dataclass(frozen=True)
class Plan:
    """What the bots do.

    Args:
        server: the showroom's address.
        visitors: how many.
        seconds: how long.
        seed: the same seed walks the same ways.
        only_walk: they neither configure nor speak.
        configure: whether they choose options of products.
        adviser: the user name of an adviser who is there as well and takes calls.
        password: the adviser's.
    """

    server: str
    visitors: int
    seconds: float
    seed: int = 1
    only_walk: bool = False
    configure: bool = True
    adviser: str | None = None
    password: str = ""


@dataclass
class Summary:
    """What came of it; latencies are milliseconds from a request to its answer."""

    visitors: int
    connected: int = 0
    poses_sent: int = 0
    poses_received: int = 0
    requests: int = 0
    refused: int = 0
    errors: list[str] = field(default_factory=list)
    latencies_ms: list[float] = field(default_factory=list)

    def percentile_ms(self, share: float) -> float:
        """The latency that `share` of the requests stay below; 0 without any."""
        ordered = sorted(self.latencies_ms)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

    def as_dict(self) -> dict[str, object]:
        """For machines."""
        return {
            "visitors": self.visitors,
            "connected": self.connected,
            "poses_sent": self.poses_sent,
            "poses_received": self.poses_received,
            "requests": self.requests,
            "refused": self.refused,
            "errors": len(self.errors),
            "error_examples": sorted(set(self.errors))[:5],
            "answer_p50_ms": round(self.percentile_ms(0.5), 2),
            "answer_p95_ms": round(self.percentile_ms(0.95), 2),
        }

    def as_json(self) -> str:
        """One line of JSON."""
        return msgspec.json.encode(self.as_dict()).decode()

    def as_text(self) -> str:
        """A line for each figure."""
        return "\n".join(f"{name:>16}  {value}" for name, value in self.as_dict().items())


def run_bots(plan: Plan) -> Summary:
    """Send bots and wait until they have left.

    Raises:
        Rejected: the numbers make no sense.
        Unavailable: there is no server.
    """
    if not (0 <= plan.visitors <= 5000 and 0 < plan.seconds <= 86_400):  # noqa: PLR2004 - sensible bounds
        raise Rejected("bad-plan", "so many bots for so long cannot be", allowed="0 to 5000 visitors, up to a day")
    catalogue = Front(plan.server).catalogue()
    return asyncio.run(_run(plan, catalogue))


async def _run(plan: Plan, catalogue: Catalogue) -> Summary:
    summary = Summary(plan.visitors)
    end_s = time.monotonic() + plan.seconds
    async with asyncio.TaskGroup() as group:
        if plan.adviser is not None:
            group.create_task(AdviserBot(plan.server, plan.adviser, plan.password).work(end_s))
        for index in range(plan.visitors):
            group.create_task(_Bot(plan, index, catalogue, summary).visit(end_s))
            await asyncio.sleep(0.02)  # doors are narrow: not everybody asks for a ticket in the same moment
    return summary


class _Bot:
    """One visitor."""

    def __init__(self, plan: Plan, index: int, catalogue: Catalogue, summary: Summary) -> None:
        self._plan = plan
        self._index = index
        self._catalogue = catalogue
        self._summary = summary
        self._random = random.Random(plan.seed * 7919 + index)  # noqa: S311 - a simulation, no secret
        self._session = Session("client")
        self._sent: dict[int, float] = {}
        self._ref = 0
        self._stroll: Stroll | None = None

    async def visit(self, end_s: float) -> None:
        """Come, stay until `end_s`, leave; what goes wrong is noted in the summary."""
        front = Front(self._plan.server)
        name = NAMES[self._index % len(NAMES)]
        language = "de" if self._index % 2 == 0 else "en"
        name_and_number = f"{name} {self._plan.seed} {self._index}"
        request = entry.TicketRequest(
            name=name, language="de" if language == "de" else "en", look=look_of(name_and_number)
        )
        try:
            ticket = await asyncio.to_thread(front.ticket, request)
            async with connect(
                ticket.socket_url,
                subprotocols=[messages.SUBPROTOCOL],  # type: ignore[list-item] # websockets' NewType of str
                compression=None,
                open_timeout=_OPEN_TIMEOUT_S,
                max_size=MAX_SERVER_BYTES,
                proxy=None,
            ) as connection:
                await self._stay(connection, ticket, end_s)
        except (ShowroomError, WebSocketException, OSError, TimeoutError) as error:
            self._summary.errors.append(f"{type(error).__name__}: {error}"[:160])

    async def _stay(self, connection: ClientConnection, ticket: entry.Ticket, end_s: float) -> None:
        hello = messages.Hello(version=messages.VERSION, ticket=ticket.ticket, client="showroom bots")
        await connection.send(self._session.send(hello))
        reader = asyncio.create_task(self._read(connection))
        try:
            await self._live(connection, reader, end_s)
            await connection.send(self._session.send(messages.Leave()))
        finally:
            reader.cancel()
            await asyncio.gather(reader, return_exceptions=True)

    async def _read(self, connection: ClientConnection) -> None:
        async for data in connection:
            now_s = time.monotonic()
            events = (
                self._session.receive_text(data, now_s)
                if isinstance(data, str)
                else self._session.receive_binary(data, now_s)
            )
            for event in events:
                match event:
                    case PosesCame():
                        self._summary.poses_received += (len(event.frame) - 1) // POSE_BYTES
                    case Welcomed():
                        self._summary.connected += 1
                        self._begin(event.welcome)
                    case Told():
                        self._answered(event.message, now_s)
                    case _:
                        pass

    def _begin(self, welcome: messages.Welcome) -> None:
        plan = next(plan for plan in self._catalogue.rooms if plan.id == welcome.room)
        self._stroll = Stroll(plan, self._random)

    def _answered(self, message: messages.ServerMessage, now_s: float) -> None:
        if isinstance(message, messages.Done | messages.Refused) and message.ref in self._sent:
            self._summary.latencies_ms.append((now_s - self._sent.pop(message.ref)) * 1000)
            if isinstance(message, messages.Refused):
                self._summary.refused += 1

    async def _live(self, connection: ClientConnection, reader: asyncio.Task[None], end_s: float) -> None:
        sequence = 0
        next_act_s = time.monotonic() + self._random.uniform(1.0, 5.0)
        next_s = time.monotonic()
        while (now_s := time.monotonic()) < end_s and not reader.done():
            if self._stroll is not None and self._session.number is not None:
                position, heading = self._stroll.step(TICK_S)
                sequence = (sequence + 1) & 0xFFFF
                rotation = quaternion_from_heading(heading)
                pose = Pose(self._session.number, sequence, (position[0], 0.0, position[1]), rotation)
                await connection.send(pack_pose_frame([pose]))
                self._summary.poses_sent += 1
                if now_s >= next_act_s and not self._plan.only_walk:
                    await self._act(connection)
                    next_act_s = now_s + self._random.uniform(2.0, 8.0)
            next_s = max(next_s + TICK_S, now_s)
            await asyncio.sleep(max(0.0, next_s - time.monotonic()))
        if reader.done() and not reader.cancelled() and (error := reader.exception()) is not None:
            raise error if isinstance(error, ProtocolError | WebSocketException) else ConnectionError(str(error))

    async def _act(self, connection: ClientConnection) -> None:
        dice = self._random.random()
        message: messages.ClientMessage
        if dice < 0.4 and self._plan.configure and self._catalogue.products:  # noqa: PLR2004 - the habits of visitors
            message = self._configure(self._random.choice(self._catalogue.products).product)
        elif dice < 0.6:  # noqa: PLR2004 - the habits of visitors
            message = messages.Say(self._new_ref(), self._random.choice(LINES))
        else:
            message = messages.Emote(self._random.choice(EMOTIONS))
        self._summary.requests += 1
        if not isinstance(message, messages.Emote):
            self._sent[self._ref] = time.monotonic()
        await connection.send(self._session.send(message))

    def _configure(self, product: Product) -> messages.Configure:
        group = self._random.choice(product.groups)
        return messages.Configure(self._new_ref(), product.id, {group.id: self._random.choice(group.values).id})

    def _new_ref(self) -> int:
        self._ref += 1
        return self._ref


class Stroll:
    """A way from product to product, with a while before each.

    Args:
        plan: the room.
        dice: where randomness comes from.
    """

    def __init__(self, plan: RoomPlan, dice: random.Random) -> None:
        self._plan = plan
        self._dice = dice
        self._floor: Floor = floor_of(plan)
        self._stops = [plinth.place for plinth in plan.plinths if plinth.product] or [plan.spawn]
        spawn = plan.spawn.position
        self.position = free(self._floor, (spawn[0] + dice.uniform(-1.5, 1.5), spawn[2] + dice.uniform(-1.0, 0.5)))
        self.heading = plan.spawn.heading
        self._goal, self._facing = self.position, self.heading
        self._rest_s = dice.uniform(0.0, 1.5)
        self._stuck_s = 0.0

    def step(self, delta_s: float) -> tuple[tuple[float, float], float]:
        """Go on for a moment; returns the place on the floor and the heading."""
        if self._rest_s > 0:
            self._rest_s -= delta_s
            self._turn(self._facing, delta_s)
            if self._rest_s <= 0:
                self._choose()
            return self.position, self.heading
        x, z = self._goal[0] - self.position[0], self._goal[1] - self.position[1]
        distance = math.hypot(x, z)
        if distance < 0.15 or self._stuck_s > 1.5:  # noqa: PLR2004 - there, or somebody's table is in the way
            self._rest_s = self._dice.uniform(*_LOOK_S)
            self._stuck_s = 0.0
            return self.position, self.heading
        way = min(distance, _WALK_M_PER_S * delta_s)
        before = self.position
        self.position = walk(self._floor, before, (x / distance * way, z / distance * way))
        gone = math.dist(before, self.position)
        self._stuck_s = self._stuck_s + delta_s if gone < 0.3 * way else 0.0
        self._turn(math.atan2(x, z), delta_s)
        return self.position, self.heading

    def _choose(self) -> None:
        stop = self._dice.choice(self._stops)
        angle = stop.heading + self._dice.uniform(-1.1, 1.1)
        reach = self._dice.uniform(1.3, 2.4) + (1.6 if stop.position[1] < 0.5 else 0.0)  # noqa: PLR2004 - a car's stage
        x, _, z = stop.position
        self._goal = free(self._floor, (x + math.sin(angle) * reach, z + math.cos(angle) * reach))
        self._facing = math.atan2(x - self._goal[0], z - self._goal[1])

    def _turn(self, heading: float, delta_s: float) -> None:
        turn = math.remainder(heading - self.heading, 2 * math.pi)
        self.heading += max(-_TURN_RAD_PER_S * delta_s, min(_TURN_RAD_PER_S * delta_s, turn))
