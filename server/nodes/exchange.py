"""What crosses the bus: rooms and the service desk of different nodes talk, and everybody hears what is for everybody.

Whatever is lost on the way is made good by the roll call: each node says every two seconds who is in its rooms.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Final, Literal, cast

import msgspec

from server.realtime.inputs import Notified, Ordered
from showroom.errors import ProtocolError, Unavailable
from showroom.protocol.codec import decode_server, encode_control
from showroom.protocol.messages import Refused
from showroom.room.commands import Meet
from showroom.room.effects import TellAgents, TellEverybody, TellPerson, ToDesk, ToRoom
from showroom.room.notices import Arrived, Asked, Departed, Looked, ProductChanged
from showroom.service.rollcall import Present, missed

if TYPE_CHECKING:
    from server.bus.port import Bus, Take
    from server.realtime.house import House
    from server.realtime.inputs import Input
    from server.realtime.switchboard import Beyond, Switchboard
    from showroom.ports import Clock
    from showroom.room.notices import Notice

ROLL_CALL_S: Final = 2.0
_STALE_S: Final = 3 * ROLL_CALL_S
DESK: Final = "desk"
ROOM: Final = "room"
TELL: Final = "tell"
PRESENCE: Final = "presence"
_NOTICES: Final = {kind.__name__: kind for kind in (Arrived, Asked, Departed, Looked, ProductChanged)}
_log = logging.getLogger(__name__)


class ForDesk(msgspec.Struct, frozen=True):
    """A notice for the service desk."""

    kind: str
    notice: msgspec.Raw


class ForRoom(msgspec.Struct, frozen=True):
    """A meeting in a room: all that the desk ever asks of one."""

    room: str
    meet: Meet


class Told(msgspec.Struct, frozen=True):
    """A message for people, wherever they are; `text` as it goes to their clients."""

    node: str
    to: Literal["person", "agents", "everybody"]
    person: str
    text: str


class Presence(msgspec.Struct, frozen=True):
    """Who is in the rooms of a node."""

    node: str
    people: tuple[Present, ...]


class Exchange:
    """Between this node's house and the bus.

    Args:
        node_id: this node.
        bus: to the others.
        house: the rooms here, and perhaps the desk.
        switchboard: the people here.
        clock: the time.
    """

    def __init__(self, node_id: str, bus: Bus, house: House, switchboard: Switchboard, clock: Clock) -> None:
        self._node_id = node_id
        self._bus = bus
        self._house = house
        self._switchboard = switchboard
        self._clock = clock
        self._asking: set[asyncio.Task[None]] = set()
        self._present: dict[str, tuple[float, tuple[Present, ...]]] = {}
        self._up_since_s: float | None = None
        switchboard.beyond = self._send
        for subject, take in (
            (DESK, self._take_for_desk),
            (ROOM, self._take_for_room),
            (TELL, self._take_told),
            (PRESENCE, self._take_presence),
        ):
            bus.subscribe(subject, _understood(take))

    def elsewhere(self) -> int:
        """How many people are in the rooms of other nodes, as far as one hears of them."""
        return sum(map(len, self._others().values()))

    async def run(self) -> None:
        """Call the roll for ever."""
        while True:
            self._call_roll()
            await asyncio.sleep(ROLL_CALL_S)

    # ---- to the others ---------------------------------------------------------------------------------------------

    def _send(self, effect: Beyond) -> None:
        match effect:
            case TellPerson():
                self._tell("person", effect.person_id, effect)
            case TellAgents():
                self._tell("agents", "", effect)
            case TellEverybody():
                self._tell("everybody", "", effect)
            case ToRoom():
                if isinstance(effect.command, Meet):
                    self._bus.publish(ROOM, msgspec.json.encode(ForRoom(effect.room, effect.command)))
            case ToDesk():
                self._to_desk(effect.notice)

    def _tell(
        self, to: Literal["person", "agents", "everybody"], person: str, told: TellPerson | TellAgents | TellEverybody
    ) -> None:
        self._bus.publish(TELL, msgspec.json.encode(Told(self._node_id, to, person, encode_control(told.message))))

    def _to_desk(self, notice: Notice) -> None:
        data = msgspec.json.encode(ForDesk(type(notice).__name__, msgspec.Raw(msgspec.json.encode(notice))))
        if not isinstance(notice, Asked):
            self._bus.publish(DESK, data)
            return
        asking = asyncio.get_running_loop().create_task(self._ask_desk(notice, data))
        self._asking.add(asking)
        asking.add_done_callback(self._asking.discard)

    async def _ask_desk(self, asked: Asked, data: bytes) -> None:
        """Whoever asks is answered: by the desk, or by us where it cannot be reached."""
        if not await self._bus.ask(DESK, data):
            hint = "nothing was changed; try again"
            refusal = Refused(asked.request.ref, "desk-away", "the service desk cannot be reached", hint=hint)
            self._switchboard.tell(TellPerson(asked.person_id, refusal))

    # ---- from the others -------------------------------------------------------------------------------------------

    def _take_for_desk(self, data: bytes) -> bool:
        if self._house.world.desk is None:
            return False
        sent = msgspec.json.decode(data, type=ForDesk)
        notice = cast("Notice", msgspec.json.decode(sent.notice, type=_NOTICES[sent.kind]))
        return self._offer(Notified(notice, self._clock.now()))

    def _take_for_room(self, data: bytes) -> bool:
        sent = msgspec.json.decode(data, type=ForRoom)
        if sent.room not in self._house.world.rooms:
            return False
        return self._offer(Ordered(sent.room, sent.meet, self._clock.now()))

    def _take_told(self, data: bytes) -> bool:
        told = msgspec.json.decode(data, type=Told)
        if told.node == self._node_id:
            return False
        message = decode_server(told.text)
        match told.to:
            case "person":
                self._switchboard.tell(TellPerson(told.person, message))
            case "agents":
                self._switchboard.tell(TellAgents(message))
            case "everybody":
                self._switchboard.tell(TellEverybody(message))
        return True

    def _take_presence(self, data: bytes) -> bool:
        presence = msgspec.json.decode(data, type=Presence)
        self._present[presence.node] = (time.monotonic(), presence.people)
        return True

    def _offer(self, happening: Input) -> bool:
        try:
            self._house.offer(happening)
        except Unavailable as error:
            _log.warning("something from another node was left out", extra={"code": error.code})
            return False
        return True

    # ---- the roll call ---------------------------------------------------------------------------------------------

    def _here(self) -> tuple[Present, ...]:
        return tuple(
            Present(member.visitor.id, member.visitor.name, member.visitor.role, room.id)
            for room in self._house.world.rooms.values()
            for member in room.members.values()
        )

    def _others(self) -> dict[str, tuple[Present, ...]]:
        now_s = time.monotonic()
        return {
            node: people
            for node, (heard_s, people) in self._present.items()
            if node != self._node_id and now_s - heard_s < _STALE_S
        }

    def _call_roll(self) -> None:
        here = self._here()
        self._bus.publish(PRESENCE, msgspec.json.encode(Presence(self._node_id, here)))
        if not self._bus.is_up:
            self._up_since_s = None
            return
        now_s = time.monotonic()
        self._up_since_s = now_s if self._up_since_s is None else self._up_since_s
        desk = self._house.world.desk
        # While it is not certain that everybody was heard, nobody is missed.
        if desk is None or now_s - self._up_since_s < _STALE_S:
            return
        present = (*here, *(one for people in self._others().values() for one in people))
        for notice in missed(desk, present, self._clock.now()):
            self._offer(Notified(notice, self._clock.now()))


def _understood(take: Take) -> Take:
    """Another version may say what this one does not know: it is left out, and told."""

    def taken(data: bytes) -> bool:
        try:
            return take(data)
        except (msgspec.MsgspecError, ProtocolError, KeyError) as error:
            _log.warning("another node said what this one does not know", extra={"error": str(error)[:200]})
            return False

    return taken
