"""Who is on the line, and how what was decided reaches them. Everything here happens after the commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from server.realtime.guest import NO_NEWS, News
from server.realtime.hot_connection import binary_frame, text_frame
from server.realtime.world import Afar, InRoom, Seated, TurnedAway, Unseated
from showroom.protocol.codec import encode_control
from showroom.room.effects import Tell, TellAgents, TellAll, TellEverybody, TellPerson, TellSome
from showroom.room.presence import PoseBoard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from server.realtime.guest import Guest
    from server.realtime.world import Action
    from showroom.protocol.base import Message
    from showroom.protocol.messages import Body
    from showroom.room.effects import Effect, ToDesk, ToRoom

    Beyond = TellPerson | TellAgents | TellEverybody | ToDesk | ToRoom
    """What may concern other nodes too."""

LARGE_ROOM: Final = 32
LARGE_ROOM_TICKS: Final = 3
STORM: Final = 3
"""So many who came or went since a large room was told last are a crowd."""
PEOPLE_A_REST: Final = 100
MOST_RESTS: Final = 5
"""While a crowd comes or goes, a room of five hundred is told of it, and of steps, every 0.3 s."""


class Switchboard:
    """The seated connections of this node, by room and number, and where they stand.

    `on_arrival` is called when somebody comes, so that whoever keeps the beats can rest until then. `beyond` takes what
    may concern other nodes.
    """

    def __init__(self) -> None:
        self._rooms: dict[str, dict[int, Guest]] = {}
        self._boards: dict[str, PoseBoard] = {}
        self._news: dict[str, News] = {}
        self._changes: dict[str, int] = {}
        self._rests: dict[str, int] = {}
        self.on_arrival: Callable[[], None] = _nobody_waits
        self.beyond: Callable[[Beyond], None] = _nobody_beyond
        self.now_s = 0.0

    def __len__(self) -> int:
        """How many are seated."""
        return sum(map(len, self._rooms.values()))

    def stride(self) -> int:
        """How many ticks it is from one that has something to do to the next; none where nobody is here."""
        sizes = [len(guests) for guests in self._rooms.values() if guests]
        if not sizes:
            return 0
        return LARGE_ROOM_TICKS if min(sizes) >= LARGE_ROOM else 1

    def carry_out(self, actions: Iterable[Action], now_s: float) -> None:
        """Do what a step decided, in order; `now_s` is a clock that does not go back."""
        for action in actions:
            match action:
                case Seated():
                    self._seat(action, now_s)
                case Unseated():
                    self._unseat(action)
                case TurnedAway():
                    action.guest.tell(action.why)
                    action.guest.close(action.close_code, action.why.message)
                case InRoom():
                    self._tell(action.room, action.effect)
                case Afar():
                    self.beyond(action.effect)
                case _:
                    assert_never(action)

    def where(self, guest: Guest) -> Body | None:
        """Where a guest stands now; None before they are seated."""
        if guest.room is None or guest.number is None:
            return None
        return self._boards[guest.room].last_body(guest.number)

    def tick(self, now_s: float, tick: int = 0) -> None:
        """Read everybody's poses and send the newest: one frame, built once, for all who get the same.

        Large rooms are told at every third tick: there a frame costs more than the wait. What happened to all of them
        meanwhile goes along in the same write.
        """
        self.now_s = now_s
        for room_id, board in self._boards.items():
            guests = self._rooms[room_id]
            if len(guests) >= LARGE_ROOM and (tick % LARGE_ROOM_TICKS or self._is_resting(room_id, len(guests))):
                continue
            for guest in tuple(guests.values()):
                guest.take_waiting()
            for delivery in board.tick(now_s):
                frame = binary_frame(delivery.frame)
                for number in delivery.numbers:
                    guests[number].send_poses(frame)
            news = self._news[room_id]
            if news.frames:
                count = len(news.frames)
                for guest in guests.values():
                    if guest.told < count:
                        guest.send_news()
                    guest.told = 0
                news.clear()

    def _is_resting(self, room_id: str, people: int) -> bool:
        """Whether a crowd comes or goes, and telling everybody of it can wait: meanwhile more of them come in."""
        rests = self._rests.get(room_id, 0)
        if self._changes.get(room_id, 0) >= STORM and rests < min(MOST_RESTS, people // PEOPLE_A_REST):
            self._rests[room_id] = rests + 1
            return True
        self._rests[room_id] = self._changes[room_id] = 0
        return False

    def _seat(self, seated: Seated, now_s: float) -> None:
        guest, seat = seated.guest, seated.seat
        guest.room, guest.number = seat.room, seat.number
        guest.let_poses_wait()
        self.on_arrival()
        self._rooms.setdefault(seat.room, {})[seat.number] = guest
        self._changes[seat.room] = self._changes.get(seat.room, 0) + 1
        guest.news = self._news.setdefault(seat.room, News())
        guest.told = len(guest.news.frames)
        guest.board = self._boards.setdefault(seat.room, PoseBoard())
        guest.board.add(seat.number, seated.body, now_s)
        self.now_s = now_s

    def _unseat(self, unseated: Unseated) -> None:
        seat = unseated.seat
        guest = self._rooms[seat.room].pop(seat.number)
        self._changes[seat.room] = self._changes.get(seat.room, 0) + 1
        self._boards[seat.room].remove(seat.number)
        guest.send_news()
        guest.news, guest.told = NO_NEWS, 0
        guest.room = guest.number = guest.board = None
        guest.let_nothing_wait()
        if unseated.close_code is not None:
            guest.close(unseated.close_code, unseated.reason)

    def _tell(self, room_id: str | None, effect: Effect) -> None:
        here = self._rooms.get(room_id, {}) if room_id is not None else {}
        match effect:
            case Tell():
                if effect.number in here:
                    here[effect.number].tell(effect.message)
            case TellAll() if room_id is not None and len(here) >= LARGE_ROOM:
                self._news[room_id].add(text_frame(encode_control(effect.message)), effect.but)
            case TellAll():
                _share(effect.message, [guest for number, guest in here.items() if number != effect.but])
            case TellSome():
                _share(effect.message, (here[number] for number in effect.numbers if number in here))
            case TellPerson() | TellAgents() | TellEverybody():
                self.tell(effect)
                self.beyond(effect)
            case _:
                raise TypeError(f"{type(effect).__name__} is carried out before the commit")

    def tell(self, telling: TellPerson | TellAgents | TellEverybody) -> None:
        """Tell those of them who are on this node, in whichever room."""
        match telling:
            case TellPerson():
                told = [guest for guest in self._everybody() if guest.person_id == telling.person_id]
            case TellAgents():
                told = [guest for guest in self._everybody() if guest.role == "agent"]
            case TellEverybody():
                told = list(self._everybody())
            case _:
                assert_never(telling)
        _share(telling.message, told)

    def _everybody(self) -> Iterable[Guest]:
        return [guest for guests in self._rooms.values() for guest in guests.values()]


def _nobody_waits() -> None:
    """Until a house does."""


def _nobody_beyond(_effect: Beyond) -> None:
    """There is no other node."""


def _share(message: Message, guests: Iterable[Guest]) -> None:
    """Encode once, send to all."""
    frame = text_frame(encode_control(message))
    for guest in tuple(guests):
        guest.send_frame(frame)
