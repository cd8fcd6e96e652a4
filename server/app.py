"""Puts the server together: the only place that names concrete classes."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import logging
import secrets
import signal
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aiohttp import web

from server.addresses import Peers
from server.catalogue_view import CatalogueShelf, filled, view_of
from server.clock import SystemClock, SystemRandomness
from server.drawing import Easel
from server.first_room import FIRST_ROOM
from server.http.front import build_front
from server.http.limits import RateLimiter
from server.http.services import OidcDesk, Services, Till
from server.mail.post import PostOffice
from server.mail.senders import FolderSender, SmtpSender
from server.metrics import Metrics
from server.oidc.logins import Logins
from server.oidc.provider import Provider
from server.realtime.gate import Gate
from server.realtime.house import House
from server.realtime.switchboard import Switchboard
from server.realtime.world import World
from server.revocation import Revocations
from server.selling.key import NAME, load_key
from server.store.folder import StoreFolder, make_data_folder, open_data_folder, open_in_memory
from server.store.hold import held
from server.store.writer import Writer
from server.tickets import TicketOffice
from server.watch import CatalogueWatch
from showroom.checkout import KEY_BYTES, check_template
from showroom.errors import Unavailable
from showroom.room.room import open_room
from showroom.service.desk import open_desk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator

    from websockets.asyncio.server import Server

    from server.settings import Settings
    from showroom.catalogue import Catalogue
    from showroom.ports import Clock, Randomness

DRAIN_DEADLINE_S: Final = 10.0
_SERVICE_RESTART: Final = 1012
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Addresses:
    """Where a running server listens, and whether its catalogue began without a product."""

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
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
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
            stack.enter_context(held(settings.data))
        async with _serving(settings, clock or SystemClock()) as addresses:
            yield addresses


@contextlib.asynccontextmanager
async def _serving(settings: Settings, clock: Clock) -> AsyncIterator[Addresses]:
    folder = await asyncio.to_thread(_open, settings, clock.now())
    try:
        metrics = Metrics()
        writer = Writer(folder.database, metrics)
        try:
            node = await asyncio.to_thread(_Node, settings, folder, writer, metrics, clock)
            async with node.running() as addresses:
                yield addresses
        finally:
            await asyncio.to_thread(writer.close)
    finally:
        await asyncio.to_thread(folder.close)


class _Node:
    """One server process: its parts, and the order in which they start and end."""

    def __init__(self, settings: Settings, folder: StoreFolder, writer: Writer, metrics: Metrics, clock: Clock) -> None:
        randomness = SystemRandomness()
        catalogue = filled(folder.catalogue.catalogue())
        self._settings = settings
        self._folder = folder
        self._writer = writer
        self._clock = clock
        self._shelf = CatalogueShelf(view_of(catalogue))
        self._switchboard = Switchboard()
        world = _stored_world(folder, catalogue, settings, clock.now())
        self._house = House(world, writer, self._switchboard, metrics, clock)
        self._watch = CatalogueWatch(folder, self._shelf, self._house, clock)
        tickets = TicketOffice(clock, randomness)
        self._revocations = Revocations(folder.revocations, clock)
        self._gate = Gate(self._house, self._switchboard, tickets, metrics, clock, self._revocations)
        self._post = _post_office(settings)
        self._is_empty = not catalogue.products
        self._state = "starting"
        self._room_port = 0
        self._tls = _tls(settings)
        self._services = Services(
            shelf=self._shelf,
            renew=self._watch.look,
            folder=folder,
            files=folder.files,
            visitors=folder.visitors,
            staff=folder.staff,
            accounts=folder.accounts,
            tickets=tickets,
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
            room_port=lambda: self._room_port,
            is_encrypted=settings.is_encrypted,
            till=_till(settings),
            easel=Easel(settings.data) if settings.draws and settings.data is not None else None,
            post=self._post,
            oidc=_oidc_desk(settings, clock, randomness),
        )
        metrics.watch("connections", "Open room connections.", lambda: self._gate.connections)
        metrics.watch("seated", "Visitors and agents in rooms.", lambda: len(self._switchboard))
        metrics.watch("inbox", "Inputs that wait for the rooms' owner.", self._house.waiting)
        metrics.watch("writer_queue", "Batches that wait for the disk.", writer.waiting)

    def _problems(self) -> tuple[str, ...]:
        """What keeps this server from being ready."""
        problems = () if self._state == "open" else (self._state,)
        return problems if self._writer.problem is None else (*problems, self._writer.problem.code)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Addresses]:
        front = web.AppRunner(
            build_front(self._services), access_log=None, handle_signals=False, shutdown_timeout=DRAIN_DEADLINE_S
        )
        await front.setup()
        try:
            http_port = await _listen(front, self._settings, self._tls)
            rooms = await _open_rooms(self._gate, self._settings, self._tls)
            self._room_port = rooms.sockets[0].getsockname()[1]
            async with asyncio.TaskGroup() as tasks:
                house = tasks.create_task(self._house.run())
                beside = [tasks.create_task(task) for task in self._beside()]
                self._state = "open"
                try:
                    yield self._addresses(http_port)
                finally:
                    self._state = "draining"
                    for task in beside:
                        task.cancel()
                    await self._drain(rooms, house)
        finally:
            await front.cleanup()
            if self._services.easel is not None:
                await self._services.easel.close()

    def _beside(self) -> Iterator[Coroutine[None, None, None]]:
        """What runs beside the rooms."""
        yield self._watch.run()
        yield self._gate.pulse.run()
        yield self._revocations.run()
        if self._post is not None:
            yield self._post.run()

    async def _drain(self, rooms: Server, house: asyncio.Task[None]) -> None:
        """Send everybody away for a restart, keep where they stood, and finish what was begun."""
        rooms.close(code=_SERVICE_RESTART, reason="the server restarts; come back")
        try:
            async with asyncio.timeout(DRAIN_DEADLINE_S):
                await rooms.wait_closed()
        except TimeoutError:
            _log.warning("some connections did not close in time")
        try:
            async with asyncio.timeout(DRAIN_DEADLINE_S):
                await self._house.close()
                await house
        except TimeoutError:
            _log.exception("draining took too long")

    def _addresses(self, http_port: int) -> Addresses:
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        s = "s" if self._settings.is_encrypted else ""
        return Addresses(
            f"http{s}://{host}:{http_port}",
            f"ws{s}://{host}:{self._room_port}",
            http_port,
            self._room_port,
            self._is_empty,
        )


def _till(settings: Settings) -> Till | None:
    """Where orders are taken; where nothing is kept, each run has a key of its own.

    Raises:
        Rejected: ``bad-checkout`` or ``bad-checkout-key``.
    """
    if not settings.checkout:
        return None
    path = settings.checkout_key or (settings.data / NAME if settings.data is not None else None)
    key = load_key(path) if path is not None else secrets.token_bytes(KEY_BYTES)
    return Till(check_template(settings.checkout), key)


def _oidc_desk(settings: Settings, clock: Clock, randomness: Randomness) -> OidcDesk | None:
    if settings.oidc is None:
        return None
    return OidcDesk(settings.oidc, Provider(settings.oidc, clock), Logins(clock, randomness))


def _post_office(settings: Settings) -> PostOffice | None:
    mail = settings.mail
    if mail is None:
        return None
    if mail.server is not None:
        return PostOffice(SmtpSender(mail.server, mail.password, mail.sender), mail.public_url)
    return None if mail.folder is None else PostOffice(FolderSender(mail.folder, mail.sender), mail.public_url)


def _open(settings: Settings, now_s: float) -> StoreFolder:
    folder = open_in_memory() if settings.data is None else open_data_folder(settings.data)
    try:
        if not folder.catalogue.catalogue().rooms:
            folder.catalogue.put_room(FIRST_ROOM)
        folder.catalogue.release_due(now_s)
    except BaseException:
        folder.close()
        raise
    return folder


def _stored_world(folder: StoreFolder, catalogue: Catalogue, settings: Settings, now_s: float) -> World:
    rooms = {
        plan.id: open_room(
            plan,
            catalogue.products,
            folder.documents.collection(f"room/{plan.id}"),
            revision=catalogue.revision,
            capacity=settings.room_capacity,
        )
        for plan in catalogue.rooms
    }
    return World(rooms, open_desk(folder.documents.collection("desk"), now_s), settings.room_capacity)


async def _listen(front: web.AppRunner, settings: Settings, tls: ssl.SSLContext | None) -> int:
    site = web.TCPSite(front, settings.host, settings.port, ssl_context=tls)
    try:
        await site.start()
    except OSError as error:
        raise _cannot_listen(settings.host, settings.port, error) from error
    port: int = front.addresses[0][1]
    return port


async def _open_rooms(gate: Gate, settings: Settings, tls: ssl.SSLContext | None) -> Server:
    try:
        return await gate.open(settings, tls)
    except OSError as error:
        raise _cannot_listen(settings.host, settings.room_port, error) from error


def _cannot_listen(host: str, port: int, error: OSError) -> Unavailable:
    if error.errno == errno.EADDRINUSE:
        return Unavailable(
            "port-in-use",
            f"port {port} is taken by another program; choose another one with --port (it and the next one are "
            "used), or --port 0 for any free ones",
        )
    if error.errno == errno.EACCES:
        return Unavailable("port-forbidden", f"port {port} needs more rights; choose one above 1024 with --port")
    return Unavailable("bad-address", f"cannot listen on {host}: {error.strerror or error}; check --host")


def _tls(settings: Settings) -> ssl.SSLContext | None:
    if settings.tls_certificate is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(settings.tls_certificate, settings.tls_key)
    except (OSError, ssl.SSLError) as error:
        raise Unavailable("bad-certificate", f"the TLS certificate or key cannot be used: {error}") from error
    return context


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Uvloop where there is one."""
    try:
        import uvloop  # noqa: PLC0415 - absent on Windows
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory
