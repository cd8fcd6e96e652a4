"""Puts the server together: the only place that names concrete classes."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import platform
import signal
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Final, Protocol

from aiohttp import web

from server.addresses import Peers
from server.bus.local import LocalBus
from server.catalogue_view import CatalogueShelf, filled, view_of
from server.clock import SystemClock, SystemRandomness
from server.drawing import Easel
from server.http.front import build_front
from server.http.limits import RateLimiter
from server.http.routes import HEALTH, ROUTES
from server.http.services import Services
from server.listening import listen, open_rooms, tls_context
from server.metrics import Metrics
from server.nodes.directory import Directory
from server.nodes.entrances import NodeEntrances
from server.nodes.exchange import Exchange
from server.nodes.membership import Membership
from server.nodes.tenancy import Tenancy
from server.opening import loop_factory, oidc_desk, open_shop, post_office, stored_world, till_of
from server.realtime.door import HouseDoor, NodeDoor
from server.realtime.gate import Gate
from server.realtime.house import House
from server.realtime.switchboard import Switchboard
from server.realtime.world import World
from server.revocation import Revocations
from server.store.folder import StoreFolder, make_data_folder
from server.store.hold import held
from server.store.leases import Leases
from server.store.nodes import Node, Nodes
from server.store.tickets import SharedTickets
from server.store.writer import Writer
from server.tickets import HouseEntrances, TicketOffice
from server.watch import CatalogueWatch
from showroom.errors import Unavailable
from showroom.protocol.messages import VERSION

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

    from websockets.asyncio.server import Server

    from server.bus.port import Bus
    from server.realtime.door import Door
    from server.settings import Settings
    from server.tickets import Entrances
    from showroom.catalogue import Catalogue
    from showroom.ports import Clock, Randomness

DRAIN_DEADLINE_S: Final = 10.0
PAUSE_S: Final = 3.0
"""A node that freezes in the middle of writing keeps the others waiting for so long."""
_SERVICE_RESTART: Final = 1012
_LIFE_BYTES: Final = 6
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Addresses:
    """Where a running server listens, and whether its catalogue began without a product.

    A front has no rooms of its own: `rooms` is empty.
    """

    http: str
    rooms: str
    http_port: int
    room_port: int
    is_empty: bool = False


def run(settings: Settings, on_ready: Callable[[Addresses], None]) -> None:
    """Serve until SIGTERM or SIGINT, then drain and return.

    Raises:
        Unavailable: ``port-in-use``, ``bad-address``, or a trouble of the data folder.
        Rejected: ``folder-in-use`` or ``newer-database``.
    """
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(_serve(settings, on_ready))


async def _serve(settings: Settings, on_ready: Callable[[Addresses], None]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with serving(settings) as addresses:
        on_ready(addresses)
        # What stands now stays: collections need not walk through it again while people wait for their next frame.
        gc.collect()
        gc.freeze()
        await stop.wait()


@contextlib.asynccontextmanager
async def serving(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Addresses]:
    """A server for as long as the block lasts; it drains at the end. `clock` is the machine's where none is given."""
    with contextlib.ExitStack() as stack:
        if settings.data is not None:
            make_data_folder(settings.data)
            stack.enter_context(held(settings.data, shared=settings.role != "all"))
        async with _serving(settings, clock or SystemClock()) as addresses:
            yield addresses


@contextlib.asynccontextmanager
async def _serving(settings: Settings, clock: Clock) -> AsyncIterator[Addresses]:
    folder = await asyncio.to_thread(open_shop, settings, clock.now())
    try:
        if settings.role != "all":
            folder.database.pause_s = PAUSE_S
        metrics = Metrics()
        writer = Writer(folder.database, metrics)
        try:
            node = await asyncio.to_thread(_Node, settings, folder, writer, metrics, clock)
            async with node.running() as addresses:
                yield addresses
        finally:
            await asyncio.to_thread(writer.close)
    finally:
        # Whatever still reads or writes in a thread has its connection for as long as it takes.
        await asyncio.get_running_loop().shutdown_default_executor()
        folder.close()


class _Rooms:
    """The rooms of a process, and the sockets that lead into them."""

    def __init__(self, world: World, writer: Writer, folder: StoreFolder, metrics: Metrics, clock: Clock) -> None:
        self.switchboard = Switchboard()
        self.house = House(world, writer, self.switchboard, metrics, clock)
        self.revocations = Revocations(folder.revocations, clock)
        self._metrics = metrics
        self._clock = clock

    def behind(self, door: Door) -> Gate:
        """The gate that leads here."""
        gate = Gate(self.house, self.switchboard, door, self._metrics, self._clock, self.revocations)
        self._metrics.watch("connections", "Open room connections.", lambda: gate.connections)
        self._metrics.watch("seated", "Visitors and agents in rooms.", lambda: len(self.switchboard))
        self._metrics.watch("rooms", "Rooms that are open here.", lambda: len(self.house.world.rooms))
        self._metrics.watch("inbox", "Inputs that wait for the rooms' owner.", self.house.waiting)
        return gate


class _Node:
    """One server process: its parts, and the order in which they start and end."""

    def __init__(self, settings: Settings, folder: StoreFolder, writer: Writer, metrics: Metrics, clock: Clock) -> None:
        randomness = SystemRandomness()
        catalogue = filled(folder.catalogue.catalogue())
        self._settings = settings
        self._writer = writer
        self._shelf = CatalogueShelf(view_of(catalogue))
        self._bus = _bus(settings)
        self._post = post_office(settings)
        self._rooms: _Rooms | None = None
        self._gate: Gate | None = None
        self._tenancy: Tenancy | None = None
        self._exchange: Exchange | None = None
        self._member: Membership | None = None
        self._is_empty = not catalogue.products
        self._state = "starting"
        self._room_port = 0
        self._tls = tls_context(settings)
        node = _identity(settings, randomness)
        entrances = self._let_in(node, folder, metrics, clock, catalogue)
        self._watch = CatalogueWatch(folder, self._shelf, self._house(), clock, self._bus)
        self._services = Services(
            shelf=self._shelf,
            renew=self._watch.look,
            folder=folder,
            files=folder.files,
            visitors=folder.visitors,
            staff=folder.staff,
            accounts=folder.accounts,
            entrances=entrances,
            clock=clock,
            randomness=randomness,
            metrics=metrics,
            ticket_limit=RateLimiter(settings.tickets, clock),
            login_limit=RateLimiter(settings.logins, clock),
            account_limit=RateLimiter(settings.sign_ups, clock),
            person_limit=RateLimiter(settings.guesses, clock),
            letter_limit=RateLimiter(settings.letters, clock),
            peers=Peers(settings.trusted_proxies),
            problems=self._problems,
            degraded=self._degraded,
            room_port=lambda: self._room_port,
            is_encrypted=settings.is_encrypted,
            till=till_of(settings),
            easel=Easel(settings.data) if settings.draws and settings.data is not None else None,
            post=self._post,
            oidc=oidc_desk(settings, clock, randomness),
        )
        metrics.watch("writer_queue", "Batches that wait for the disk.", writer.waiting)
        self._watch_nodes(metrics, node)

    def _let_in(
        self, node: Node, folder: StoreFolder, metrics: Metrics, clock: Clock, catalogue: Catalogue
    ) -> Entrances:
        """Make what the role asks for: rooms here, or the way to those of other nodes."""
        nodes, leases, tickets = Nodes(folder.database), Leases(folder.database), SharedTickets(folder.database)
        if self._settings.role == "room":
            self._make_room_node(node, nodes, leases, tickets, folder, metrics, clock)
        elif self._settings.role == "front" or folder.database.serves_machines:
            self._member = Membership(node, nodes, tickets.sweep)
        if self._settings.role != "all":
            return NodeEntrances(Directory(nodes, leases), tickets, SystemRandomness())
        office = TicketOffice(clock, SystemRandomness())
        world = stored_world(folder, catalogue, self._settings, clock.now())
        self._rooms = _Rooms(world, self._writer, folder, metrics, clock)
        self._gate = self._rooms.behind(HouseDoor(self._rooms.house, office, metrics, clock, self._rooms.revocations))
        return HouseEntrances(office)

    def _make_room_node(
        self,
        node: Node,
        nodes: Nodes,
        leases: Leases,
        tickets: SharedTickets,
        folder: StoreFolder,
        metrics: Metrics,
        clock: Clock,
    ) -> None:
        world = World({}, None, self._settings.room_capacity, tokens={})
        self._rooms = _Rooms(world, self._writer, folder, metrics, clock)
        house = self._rooms.house
        self._tenancy = Tenancy(
            node,
            nodes=nodes,
            leases=leases,
            folder=folder,
            house=house,
            shelf=self._shelf,
            bus=self._bus,
            clock=clock,
            tally=metrics.tally,
        )
        self._exchange = Exchange(node.id, self._bus, house, self._rooms.switchboard, clock)
        door = NodeDoor(
            house,
            redeem=partial(tickets.redeem, node=node.id),
            have=self._tenancy.have,
            documents=folder.documents,
            metrics=metrics,
            clock=clock,
            revocations=self._rooms.revocations,
        )
        self._gate = self._rooms.behind(door)

    def _house(self) -> House | None:
        return None if self._rooms is None else self._rooms.house

    def _watch_nodes(self, metrics: Metrics, node: Node) -> None:
        if self._settings.role == "all":
            return
        metrics.tell_node(node.name, node.role, node.version)
        metrics.watch("bus_up", "Whether messages reach other nodes.", lambda: self._bus.is_up)
        if self._tenancy is not None and self._exchange is not None:
            metrics.watch("leases", "Rooms, and perhaps the desk, that this node owns.", self._tenancy.owned)
            metrics.watch("seated_elsewhere", "People in other nodes' rooms, as heard.", self._exchange.elsewhere)

    def _problems(self) -> tuple[str, ...]:
        """What keeps this server from being ready."""
        member = self._tenancy or self._member
        troubles = (self._writer.problem, None if member is None else member.problem)
        codes = (trouble.code for trouble in troubles if trouble is not None)
        return tuple(dict.fromkeys((*(() if self._state == "open" else (self._state,)), *codes)))

    def _degraded(self) -> tuple[str, ...]:
        """What does not work between nodes, while everything within one does."""
        return () if self._settings.role == "all" or self._bus.is_up else ("broker-away",)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Addresses]:
        routes = HEALTH if self._settings.role == "room" else ROUTES
        front = web.AppRunner(
            build_front(self._services, routes),
            access_log=None,
            handle_signals=False,
            shutdown_timeout=DRAIN_DEADLINE_S,
        )
        await front.setup()
        try:
            http_port = await listen(front, self._settings, self._tls)
            sockets = None if self._gate is None else await open_rooms(self._gate, self._settings, self._tls)
            self._room_port = 0 if sockets is None else sockets.sockets[0].getsockname()[1]
            addresses = self._addresses(http_port)
            await self._enter(addresses)
            async with asyncio.TaskGroup() as tasks:
                house = None if self._rooms is None else tasks.create_task(self._rooms.house.run())
                beside = [tasks.create_task(part.run()) for part in self._parts()]
                self._state = "open"
                try:
                    yield addresses
                finally:
                    self._state = "draining"
                    await self._drain(sockets, house, beside)
        finally:
            await front.cleanup()
            if self._services.easel is not None:
                await self._services.easel.close()

    def _parts(self) -> tuple[_Runs, ...]:
        rooms = () if self._rooms is None or self._gate is None else (self._gate.pulse, self._rooms.revocations)
        nodes = (self._tenancy, self._exchange, self._member)
        return (self._watch, self._bus, *rooms, *(part for part in (*nodes, self._post) if part is not None))

    async def _enter(self, addresses: Addresses) -> None:
        if self._tenancy is not None:
            await self._tenancy.enter(self._settings.advertised or addresses.rooms)
        if self._member is not None:
            await self._member.enter()

    async def _drain(
        self, sockets: Server | None, house: asyncio.Task[None] | None, beside: Iterable[asyncio.Task[None]]
    ) -> None:
        """Send everybody away for a restart, keep where they stood, and finish what was begun."""
        try:
            async with asyncio.timeout(DRAIN_DEADLINE_S):
                if self._tenancy is not None:
                    await self._tenancy.leave()
                for task in beside:
                    task.cancel()
                if sockets is not None:
                    sockets.close(code=_SERVICE_RESTART, reason="the server restarts; come back")
                    await sockets.wait_closed()
        except TimeoutError:
            _log.warning("some connections did not close in time")
        try:
            async with asyncio.timeout(DRAIN_DEADLINE_S):
                if self._rooms is not None and house is not None:
                    await self._rooms.house.close()
                    await house
                for member in (self._tenancy, self._member):
                    if member is not None:
                        await member.close()
        except TimeoutError:
            _log.exception("draining took too long")

    def _addresses(self, http_port: int) -> Addresses:
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        s = "s" if self._settings.is_encrypted else ""
        return Addresses(
            f"http{s}://{host}:{http_port}",
            f"ws{s}://{host}:{self._room_port}" if self._room_port else "",
            http_port,
            self._room_port,
            self._is_empty,
        )


class _Runs(Protocol):
    async def run(self) -> None: ...


def _bus(settings: Settings) -> Bus:
    """Between nodes by the broker, where there is one; within one process, nothing is beyond it.

    Raises:
        Rejected: ``bad-bus``.
        Unavailable: ``missing-extra``.
    """
    if settings.role == "all" or not settings.bus:
        return LocalBus(reaches=settings.role == "all")
    try:
        from server.bus.nats import NatsBus  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        message = "a broker needs its driver: pip install 'virtual-showroom[nats]'"
        raise Unavailable("missing-extra", message) from error
    return NatsBus(settings.bus, settings.node)


def _identity(settings: Settings, randomness: Randomness) -> Node:
    """This life of this node."""
    return Node(
        f"{settings.node}-{randomness.token(_LIFE_BYTES)}",
        settings.node,
        settings.role,
        "",
        platform.node(),
        version("virtual-showroom"),
        VERSION,
    )
