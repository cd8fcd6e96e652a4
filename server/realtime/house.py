"""One task owns every room and the desk of this node.

    inbox ──▶ step (pure) ──▶ writer ──commit──▶ switchboard ──▶ connections
                 └── the next input is worked out while earlier ones are being written; order is kept

Requests (what carries a ref) are acknowledged after their commit. When the store refuses one, the world goes back to
before it: requests that were worked out since are refused as well, and everything else that happened since (people
coming and going) is worked out anew. Presence never waits for a broken disk: its facts are counted as lost instead.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING, Final

from server.realtime.inputs import Do, Enter, Gone, HandOver, KeepWhere, Lose, Notified, Open, Pass
from server.realtime.metronome import Metronome
from server.realtime.stepping import step
from server.store.documents import Document
from server.store.leases import Fenced
from server.store.writer import Batch
from showroom.errors import Rejected, Unavailable
from showroom.protocol.messages import Refused
from showroom.room.effects import TellPerson
from showroom.room.notices import Asked

if TYPE_CHECKING:
    from concurrent.futures import Future

    from server.metrics import Metrics
    from server.realtime.inputs import Input
    from server.realtime.switchboard import Switchboard
    from server.realtime.world import Outcome, World
    from server.store.writer import Writer
    from showroom.ports import Clock

INBOX_SIZE: Final = 4096
"""Policy: what connections want beyond is refused, as overloaded; what the server itself wants waits."""
MAX_IN_FLIGHT: Final = 1024
"""Policy: the owner waits for the disk before it works out more."""
PUT_DEADLINE_S: Final = 10.0
COMMIT_DEADLINE_S: Final = 30.0
TICK_S: Final = 0.016
"""A pose waits at most so long in a small room; see `Switchboard.tick` for large ones."""
PLACES_EVERY_S: Final = 2.0
MANY: Final = 200
PLACES_TURNS: Final = 8
"""A thousand people are no stop of 30 ms every two seconds, but eight short ones."""
DESK_EVERY_S: Final = 1.0
_OVERLOADED: Final = "the server has more to do than it can; try again"
_INTERNAL_ERROR: Final = 1011

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Flight:
    """A step that is worked out and waits for its commit; `before` is the world to go back to."""

    happening: Input
    before: World
    outcome: Outcome
    stored: Future[None] | None


class House:
    """The owner of a node's rooms.

    Args:
        world: as it was stored.
        writer: where changes are kept.
        switchboard: who is on the line.
        metrics: what is counted.
        clock: the time.
    """

    def __init__(self, world: World, writer: Writer, switchboard: Switchboard, metrics: Metrics, clock: Clock) -> None:
        self._world = world
        self._writer = writer
        self._switchboard = switchboard
        self._metrics = metrics
        self._clock = clock
        self._inbox: asyncio.Queue[Input | None] = asyncio.Queue(INBOX_SIZE)
        self._flights: deque[_Flight] = deque()
        self._took_off = asyncio.Event()
        self._landed = asyncio.Event()
        self._closing = False
        self._epoch = 0
        # Working out a step and going back to an earlier world exclude each other.
        self._turn = asyncio.Lock()

    @property
    def world(self) -> World:
        """The newest world; parts of it may not be stored yet."""
        return self._world

    def waiting(self) -> int:
        """How many inputs wait."""
        return self._inbox.qsize()

    def offer(self, happening: Input) -> None:
        """Hand in what a connection wants.

        Raises:
            Unavailable: ``overloaded`` where the inbox is full.
        """
        try:
            self._inbox.put_nowait(happening)
        except asyncio.QueueFull:
            raise Unavailable("overloaded", _OVERLOADED) from None

    async def put(self, happening: Input) -> None:
        """Hand in an input; waits while the inbox is full.

        Raises:
            Unavailable: ``overloaded`` where it stays full.
        """
        try:
            self._inbox.put_nowait(happening)
        except asyncio.QueueFull:
            try:
                async with asyncio.timeout(PUT_DEADLINE_S):
                    await self._inbox.put(happening)
            except TimeoutError:
                raise Unavailable("overloaded", _OVERLOADED) from None

    async def run(self) -> None:
        """Own the rooms until `close`; then everything handed in is worked out, stored and told."""
        metronome = Metronome(TICK_S, self._tick, self._switchboard.stride, self._left_out)
        self._switchboard.on_arrival = metronome.wake
        async with asyncio.TaskGroup() as tasks:
            metronome.start(asyncio.get_running_loop())
            beats = [tasks.create_task(beat) for beat in (self._keep_places(), self._pass_time())]
            landing = tasks.create_task(self._land())
            while (happening := await self._inbox.get()) is not None:
                async with self._turn:
                    self._begin(happening)
                while len(self._flights) >= MAX_IN_FLIGHT:
                    self._landed.clear()
                    await self._landed.wait()
            for beat in beats:
                beat.cancel()
            metronome.stop()
            self._closing = True
            self._took_off.set()
            await landing

    async def hand_over(self) -> None:
        """Let go of every room, with where everybody stands; returns when that is stored."""
        landed = asyncio.Event()
        await self._inbox.put(HandOver(self._clock.now(), landed))
        await landed.wait()

    async def close(self) -> None:
        """Keep where everybody stands and end `run`."""
        await self._inbox.put(KeepWhere())
        await self._inbox.put(None)

    # ---- working out -----------------------------------------------------------------------------------------------

    def _begin(self, happening: Input, *, is_stored: bool = False) -> None:
        """Work out an input and hand what it stores to the writer."""
        before = self._world
        outcome = self._work_out(happening)
        if outcome is None:
            return
        stored = None
        if outcome.stores and not is_stored:
            try:
                stored = self._writer.submit(outcome.batch, self._epoch if _is_request(happening) else None)
            except Unavailable as error:
                if _is_request(happening):
                    self._refuse(happening, error)
                    return
                self._lose(outcome)
        self._world = outcome.world
        self._flights.append(_Flight(happening, before, outcome, stored))
        self._took_off.set()

    def _work_out(self, happening: Input) -> Outcome | None:
        try:
            return step(self._world, happening, self._switchboard.where)
        except Exception as error:  # noqa: BLE001 - a mistake in one room must not end all: it is logged whole
            _log.exception("step failed", extra={"input": type(happening).__name__})
            self._refuse(happening, error)
            if isinstance(happening, Enter):
                happening.guest.close(_INTERNAL_ERROR, "a mistake of the server")
            if isinstance(happening, (Open, HandOver)):
                happening.landed.set()
            return None

    # ---- after the commit ------------------------------------------------------------------------------------------

    async def _land(self) -> None:
        """Tell what was stored, in order."""
        while not (self._closing and not self._flights):
            if not self._flights:
                self._took_off.clear()
                await self._took_off.wait()
                continue
            flight = self._flights[0]
            error = await _answer(flight.stored)
            if isinstance(error, Fenced) or (error is not None and _is_request(flight.happening)):
                await self._go_back(error)
            else:
                self._flights.popleft()
                if error is not None:
                    self._lose(flight.outcome)
                self._switchboard.carry_out(flight.outcome.actions, self._clock.monotonic())
                if isinstance(flight.happening, (Open, HandOver)):
                    flight.happening.landed.set()
            self._landed.set()
            # A group commit lands many flights at once: let the sockets take what each of them says.
            await asyncio.sleep(0)

    async def _go_back(self, error: Exception) -> None:
        """Return to the world before the first flight; refuse the requests since, work out the rest anew.

        What is owned by others now is let go of first: the others know what stands there.
        """
        _log.error("store refused a change", extra={"code": getattr(error, "code", type(error).__name__)})
        async with self._turn:
            flights = tuple(self._flights)
            answers = [await _answer(flight.stored) for flight in flights]
            self._flights.clear()
            self._world = flights[0].before
            self._epoch += 1
            if isinstance(error, Fenced):
                self._metrics.tally.writes_fenced += 1
                self._begin(Lose(error.things))
            for flight, answer in zip(flights, answers, strict=True):
                if _is_request(flight.happening):
                    self._refuse(flight.happening, error)
                else:
                    self._begin(flight.happening, is_stored=flight.stored is not None and answer is None)

    def _lose(self, outcome: Outcome) -> None:
        self._metrics.tally.facts_lost += len(outcome.batch.facts)
        _log.warning("facts lost", extra={"facts": len(outcome.batch.facts)})

    def _refuse(self, happening: Input, error: Exception) -> None:
        if not isinstance(happening, (Do, Notified)) or happening.ref is None:
            return
        code, message = "internal", "a mistake of the server; it is logged"
        if isinstance(error, (Unavailable, Rejected)):
            code, message = error.code, error.message
        self._metrics.refused.labels(code).inc()
        answer = Refused(happening.ref, code, message, hint="nothing was changed; try again")
        if isinstance(happening, Do):
            happening.guest.tell(answer)
        elif isinstance(happening.notice, Asked):
            person = TellPerson(happening.notice.person_id, answer)
            self._switchboard.tell(person)
            self._switchboard.beyond(person)

    # ---- beats -----------------------------------------------------------------------------------------------------

    def _tick(self, number: int) -> None:
        started = self._clock.monotonic()
        self._switchboard.tick(started, number)
        self._metrics.tick_seconds.observe(self._clock.monotonic() - started)

    def _left_out(self, ticks: int) -> None:
        self._metrics.tally.ticks_late += ticks

    async def _keep_places(self) -> None:
        for turn in cycle(range(PLACES_TURNS)):
            await asyncio.sleep(PLACES_EVERY_S / PLACES_TURNS)
            if len(self._switchboard) > MANY:
                await self._inbox.put(KeepWhere(turn, PLACES_TURNS))
            elif len(self._switchboard) and not turn:
                await self._inbox.put(KeepWhere())
            if turn:
                continue
            for guest in tuple(self._world.seats):
                if guest.is_gone:
                    await self._inbox.put(Gone(guest, self._clock.now()))
            if self._writer.problem is not None:
                self._probe()

    async def _pass_time(self) -> None:
        while True:
            await asyncio.sleep(DESK_EVERY_S)
            await self._inbox.put(Pass(self._clock.now()))

    def _probe(self) -> None:
        """Try whether the disk takes anything again, so that readiness comes back without a visitor's help."""
        try:
            self._writer.submit(Batch(documents=(Document("probe", "disk", bytes(16)),)))
        except Unavailable:
            _log.warning("store still refuses")


def _is_request(happening: Input) -> bool:
    return isinstance(happening, (Do, Notified)) and happening.ref is not None


async def _answer(stored: Future[None] | None) -> Exception | None:
    """What the writer said: None for stored, or for nothing to store."""
    if stored is None:
        return None
    if stored.done():
        return stored.exception()  # type: ignore[return-value] # the writer hands on Exceptions only
    try:
        async with asyncio.timeout(COMMIT_DEADLINE_S):
            await asyncio.shield(asyncio.wrap_future(stored))
    except TimeoutError:
        return Unavailable("store-too-slow", "the disk did not answer in time")
    except Exception as error:  # noqa: BLE001 - whatever the writer met is the answer
        return error
    return None
