"""Which rooms this node has: taken when somebody wants in, kept by renewing, let go in good order."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from server.realtime.inputs import DESK, Lose, Open, lease_of
from server.store.leases import Held
from showroom.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.bus.port import Bus
    from server.catalogue_view import CatalogueShelf
    from server.metrics import Tally
    from server.realtime.house import House
    from server.store.folder import StoreFolder
    from server.store.leases import Leases
    from server.store.nodes import Node, Nodes
    from showroom.ports import Clock

BEAT_S: Final = 0.5
TAKE_S: Final = 5.0
"""So long somebody waits for a room that its former owner has not let go of."""
RETRY_S: Final = 0.05
TAKEN: Final = "taken"
T = TypeVar("T")
_log = logging.getLogger(__name__)


class Taken(msgspec.Struct, frozen=True):
    """Told over the bus by whoever takes a thing: a former owner need not wait for the database to tell it."""

    thing: str
    token: int


class Tenancy:
    """The leases of this node, and its signs of life.

    Args:
        node: this one.
        nodes: the register.
        leases: the shop's leases.
        folder: where rooms' documents are.
        house: who owns the rooms within this process.
        shelf: the catalogue.
        bus: tells others.
        clock: the time.
        tally: what is counted.
    """

    def __init__(  # noqa: PLR0913 - put together once, in `server.app`
        self,
        node: Node,
        *,
        nodes: Nodes,
        leases: Leases,
        folder: StoreFolder,
        house: House,
        shelf: CatalogueShelf,
        bus: Bus,
        clock: Clock,
        tally: Tally,
    ) -> None:
        self.node = node
        self.problem: Unavailable | None = None
        self._nodes = nodes
        self._leases = leases
        self._folder = folder
        self._house = house
        self._shelf = shelf
        self._bus = bus
        self._clock = clock
        self._tally = tally
        self._opening: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        # Signs of life must not queue behind whatever else waits for the database.
        self._thread = ThreadPoolExecutor(1, "beat")
        bus.subscribe(TAKEN, self._hear)

    def owned(self) -> int:
        """How many things this node owns: rooms, and perhaps the desk."""
        return len(self._house.world.tokens or {})

    async def have(self, room: str) -> None:
        """Make sure that the room is here.

        Raises:
            NotFound: there is no such room.
            Unavailable: ``moved`` where another node has it.
        """
        self._shelf.current.room(room)
        if not await self._open(lease_of(room), TAKE_S):
            raise Unavailable("moved", "the room is on another node; come back")

    async def enter(self, address: str) -> None:
        """Enter the register: clients find the rooms of this node at `address`.

        Raises:
            Rejected: ``one-server`` or ``other-machine``.
            Unavailable: a trouble of the database.
        """
        self.node = replace(self.node, address=address)
        await self._call(lambda: self._nodes.enter(self.node))

    async def run(self) -> None:
        """Give signs of life, see what was lost, and have the service desk where nobody else has it."""
        while True:
            await asyncio.sleep(BEAT_S)
            try:
                await self._beat()
            except Unavailable as error:
                self._tally.beats_missed += 1
                if self.problem is None:
                    _log.warning("no sign of life", extra={"code": error.code})
                self.problem = error
            else:
                self.problem = None

    async def leave(self) -> None:
        """Hand every room over: nobody new, everything stored, and the next owner may begin."""
        self.node = replace(self.node, draining=True)
        await self._attempt(lambda: self._nodes.drain(self.node.id))
        tokens = dict(self._house.world.tokens or {})
        await self._house.hand_over()
        await self._attempt(lambda: self._leases.release(self.node.id, tokens))

    async def close(self) -> None:
        """Leave the register."""
        await self._attempt(lambda: self._nodes.leave(self.node.id))
        await asyncio.to_thread(self._thread.shutdown)

    async def _beat(self) -> None:
        await self._call(lambda: self._nodes.beat(self.node))
        before = dict(self._house.world.tokens or {})
        owned = await self._call(lambda: self._leases.renew(self.node.id))
        lost = frozenset(thing for thing, token in before.items() if owned.get(thing) != token)
        if lost:
            _log.warning("rooms are others' now", extra={"things": ", ".join(sorted(lost))})
            await self._house.put(Lose(lost))
        if DESK not in before and not self.node.draining:
            await self._open(DESK, 0.0)

    async def _open(self, thing: str, patience_s: float) -> bool:
        """Own a thing; whether it worked."""
        async with self._opening[thing]:
            if thing in (self._house.world.tokens or {}):
                return True
            token = await self._take(thing, patience_s)
            if token is None:
                return False
            documents = await asyncio.to_thread(self._folder.documents.collection, thing)
            landed = asyncio.Event()
            catalogue = self._shelf.current.catalogue
            await self._house.put(Open(thing, token, documents, catalogue, self._clock.now(), landed))
            await landed.wait()
            if thing not in (self._house.world.tokens or {}):
                raise Unavailable("not-opened", f"{thing} cannot be opened; see the log")
            self._bus.publish(TAKEN, msgspec.json.encode(Taken(thing, token)))
            _log.info("opened", extra={"thing": thing, "token": token})
            return True

    async def _take(self, thing: str, patience_s: float) -> int | None:
        deadline_s = time.monotonic() + patience_s
        while not self.node.draining:
            taken = await asyncio.to_thread(self._leases.take, thing, self.node.id)
            if not isinstance(taken, Held):
                return taken
            if time.monotonic() >= deadline_s:
                break
            await asyncio.sleep(RETRY_S)
        return None

    def _hear(self, data: bytes) -> bool:
        """Somebody took something that may have been ours."""
        taken = msgspec.json.decode(data, type=Taken)
        token = (self._house.world.tokens or {}).get(taken.thing)
        if token is not None and token < taken.token:
            self._house.offer(Lose(frozenset((taken.thing,))))
        return True

    async def _call(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    async def _attempt(self, call: Callable[[], None]) -> None:
        """While leaving, a database that is away changes nothing: leases end by themselves."""
        try:
            await self._call(call)
        except Unavailable as error:
            _log.warning("left without a word", extra={"code": error.code})
