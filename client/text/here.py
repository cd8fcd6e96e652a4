"""What the text client knows and can do: one visit, without a picture. Only the main thread touches it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from client.gathering import place_beside
from client.model import ClientModel
from client.presenter import Presenter, Situation, known_choices, published
from client.settings import Settings, load_settings, save_settings
from showroom.errors import Rejected
from showroom.protocol.messages import Refused
from showroom.route import Walker
from showroom.ui.spoken import knows, tell
from showroom.walking import Floor, floor_of, free

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from showroom.catalogue import Catalogue, Language, Publication, RoomPlan
    from showroom.protocol.messages import ClientMessage, Done, Quaternion, Visitor
    from showroom.ui.state import ViewState
    from showroom.walking import Point

ANSWER_S: Final = 10.0
ONLINE_S: Final = 30.0
_OPEN_FLOOR: Final = Floor((8.0, 8.0), ())


@dataclass(frozen=True)
class Until:
    """What a word waits for before it goes on.

    Args:
        holds: whether it is so.
        limit_s: how long to wait at most.
        gives_way: whether the next line that somebody types ends the wait.
    """

    holds: Callable[[], bool]
    limit_s: float = ANSWER_S
    gives_way: bool = False


if TYPE_CHECKING:
    Steps = Generator[Until, bool, None]
    """A word under way: it yields what it waits for and gets whether that came."""


@dataclass
class Here:
    """What is going on.

    Args:
        language: of the person here.
        agent: whether they are an adviser.
        server: its address.
        scripted: whether lines come from a script or a pipe, so that each is waited for.
        settings_path: where settings are kept; None keeps nothing.
        say_line: prints an answer.
        send: sends a message to the server.
        rename: comes anew under another name.
        come_anew: comes anew as whoever one is now.
        take_line: the next line that was typed, which is a password's; None where there is none yet.
    """

    language: Language
    agent: bool
    server: str
    scripted: bool
    settings_path: Path | None
    say_line: Callable[[str], None]
    send: Callable[[ClientMessage], None]
    rename: Callable[[str], None] = lambda _: None
    come_anew: Callable[[], None] = lambda: None
    take_line: Callable[[], str | None] = lambda: None
    name: str = ""
    secret: str | None = None
    """A password that was just typed, until somebody takes it."""
    settings: Settings = field(default_factory=Settings)
    model: ClientModel = field(default_factory=ClientModel)
    catalogue: Catalogue | None = None
    walker: Walker = field(default_factory=lambda: Walker((0.0, 0.0)))
    walks_to: str = ""
    passes_to: str = ""
    """The room behind the door that one walks to."""
    came_from: str = ""
    """The room that one has just left through a door, until the next one has welcomed."""
    arrived: bool = False
    focus: str | None = None
    quiet: bool = False
    wants_calls: bool = False
    leaving: bool = False
    numbers: tuple[str, ...] = ()
    """What each bare number stands for: the lines behind the list that was read last."""
    bodies: dict[int, Point] = field(default_factory=dict)
    turns: dict[int, Quaternion] = field(default_factory=dict)
    """How the others are turned, as far as they have told."""
    answers: dict[int, Done | Refused | None] = field(default_factory=dict)
    hinted: set[str] = field(default_factory=set)
    """The lists whose use has been explained."""
    kept: set[int] = field(default_factory=set)
    """The changes that were asked for without a connection: nobody waits for their answers."""
    heard: list[str] = field(default_factory=list)
    _floor: tuple[RoomPlan | None, Floor] = (None, _OPEN_FLOOR)
    _next_ref: int = 1
    _presenter: Presenter = field(default_factory=Presenter)

    # ---- what is known ---------------------------------------------------------------------------------------------

    @property
    def online(self) -> bool:
        """Whether there is a connection."""
        return self.model.connection == "online"

    @property
    def ready(self) -> bool:
        """Whether one is in a room and knows what is on show."""
        return self.arrived and self.catalogue is not None

    def beside(self, person: Visitor) -> tuple[Point, float]:
        """Where to stand, and the heading, so that somebody sees who has come.

        Raises:
            Rejected: ``not-yet``.
        """
        at = self.bodies.get(person.number, self.walker.position)
        away = [spot for number, spot in self.bodies.items() if number not in (person.number, self.model.you)]
        turn = self.turns.get(person.number, (0.0, 0.0, 0.0, 1.0))
        spot, heading = place_beside(self.plan, person, at, turn, away)
        return free(self.floor, spot), heading

    @property
    def plan(self) -> RoomPlan:
        """The room.

        Raises:
            Rejected: ``not-yet``.
        """
        catalogue = self.needed_catalogue()
        plans = [plan for plan in catalogue.rooms if plan.id == self.model.room] or list(catalogue.rooms)
        if not plans:
            raise self.failed("not-yet")
        return plans[0]

    @property
    def floor(self) -> Floor:
        """Where one can walk in this room, whichever came first: what rooms there are, or which one this is."""
        if self.catalogue is None or not self.catalogue.rooms:
            return _OPEN_FLOOR
        if self._floor[0] is not self.plan:
            self._floor = (self.plan, floor_of(self.plan))
        return self._floor[1]

    def needed_catalogue(self) -> Catalogue:
        """What is on show.

        Raises:
            Rejected: ``not-yet``.
        """
        if self.catalogue is None:
            raise self.failed("not-yet")
        return self.catalogue

    def on_show(self) -> tuple[Publication, ...]:
        """The products of this room, in the order of its plinths.

        Raises:
            Rejected: ``not-yet``.
        """
        catalogue = self.needed_catalogue()
        found = (published(catalogue, plinth.product) for plinth in self.plan.plinths)
        return tuple(dict.fromkeys(entry for entry in found if entry is not None)) or catalogue.products

    def focused(self) -> Publication:
        """The product that is looked at.

        Raises:
            Rejected: ``no-product``.
        """
        publication = published(self.needed_catalogue(), self.focus)
        if publication is None:
            raise self.failed("no-product")
        return publication

    def others(self) -> list[Point]:
        """Where the others stand."""
        return [spot for number, spot in self.bodies.items() if number != self.model.you]

    def choices(self, publication: Publication) -> dict[str, str]:
        """What a product stands in, every group filled."""
        initial = {group.id: group.initial for group in publication.product.groups}
        return {**initial, **known_choices(publication, self.model)}

    def view(self, now_s: float = 0.0) -> ViewState:
        """Everything that there is to read."""
        situation = Situation(
            model=self.model,
            catalogue=self.catalogue,
            language=self.language,
            inspected=self.focus,
            agent=self.agent,
            online=self.wants_calls,
            now_s=now_s,
        )
        return self._presenter.view_state(situation)

    def secret_came(self) -> bool:
        """Whether a password has been typed."""
        if self.secret is None:
            self.secret = self.take_line()
        return self.secret is not None

    # ---- words -----------------------------------------------------------------------------------------------------

    def words(self, key: str, /, **fields: object) -> str:
        """A sentence in the language of the person here."""
        return tell(key, self.language, **fields)

    def tell(self, key: str, /, **fields: object) -> None:
        """Print a sentence."""
        self.say_line(self.words(key, **fields))

    def introduce(self, key: str, **fields: object) -> None:
        """Print the sentence before a list, the first time with what its numbers are for."""
        words = self.words(f"spoken.{key}", **fields)
        self.say_line(words if key in self.hinted else f"{words} {self.words(f'hint.{key}')}")
        self.hinted.add(key)

    def number(self, lines: list[str], behind: list[str] | str) -> None:
        """Print a numbered list; from now on a bare number means its line of `behind`, or itself after that word."""
        for index, line in enumerate(lines, start=1):
            self.say_line(f"  {index}. {line}")
        if isinstance(behind, str):
            behind = [f"{behind} {index}" for index in range(1, len(lines) + 1)]
        self.numbers = tuple(behind)

    def failed(self, code: str, **fields: object) -> Rejected:
        """What did not work, in a sentence."""
        return Rejected(code, self.words(f"failed.{code}", **fields))

    def refusal(self, refused: Refused) -> Rejected:
        """A refusal of the server in our own language, in its words where we have none."""
        if refused.code in {"nothing-to-undo", "nothing-to-redo"}:
            undo = refused.code == "nothing-to-undo"
            key = "notice.nothing-to-undo" if undo else "failed.nothing-to-redo"
            return Rejected(refused.code, self.words(key))
        if knows(f"failed.{refused.code}"):
            words = self.words(f"failed.{refused.code}", got=refused.got)
            return Rejected(refused.code, words.rstrip(), hint=refused.hint)
        return Rejected(refused.code, self.words("notice.refused", message=refused.message))

    # ---- asking the server -----------------------------------------------------------------------------------------

    def new_ref(self) -> int:
        """A number for a request that no other request of this visit has."""
        self._next_ref += 1
        return self._next_ref

    def connected(self) -> Steps:
        """In a script, wait for the connection to come back; whoever types is told at once.

        Raises:
            Rejected: ``unsent``.
        """
        if not self.online and self.scripted:
            yield Until(lambda: self.online, ONLINE_S)
        if not self.online:
            raise Rejected("unsent", self.words("notice.unsent"))

    def ask(
        self, make: Callable[[int], ClientMessage], also: Callable[[], bool] = lambda: False
    ) -> Generator[Until, bool, None]:
        """Send a request and wait until it is done, or until `also` shows that it must have been.

        Raises:
            Rejected: the server refuses, does not answer, or cannot be reached.
        """
        yield from self.connected()
        ref = self.new_ref()
        self.send(make(ref))
        came = yield Until(lambda: ref in self.answers or also(), ONLINE_S if self.scripted else ANSWER_S)
        if not came:
            raise self.failed("no-answer")
        if ref in self.answers:
            answer = self.answers.pop(ref)
            if answer is None:
                raise Rejected("unsent", self.words("notice.unsent"))
            if isinstance(answer, Refused):
                raise self.refusal(answer)

    # ---- settings --------------------------------------------------------------------------------------------------

    def remember(self, change: Callable[[Settings], Settings]) -> None:
        """Change the settings; what other clients of the same person have kept meanwhile stays.

        Raises:
            Unavailable: ``settings-unwritable``.
        """
        if self.settings_path is None:
            self.settings = change(self.settings)
            return
        self.settings = change(load_settings(self.settings_path))
        save_settings(self.settings_path, self.settings)
