"""The changing state of one visit, shared by those who listen, act and draw; only the main thread touches it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from client.gathering import Gathering
from client.model import ClientModel
from client.player import Player

if TYPE_CHECKING:
    from client.cards import Opened
    from client.journal import Journal
    from client.strolling import Stroll
    from client.ui.clipboard import Clipboard
    from showroom.catalogue import Catalogue, FileRef, Language
    from showroom.errors import Rejected
    from showroom.looks import AvatarLook
    from showroom.protocol.entry import Ticket
    from showroom.walking import Floor

NOTICE_S = 5.0


@dataclass
class Visit:
    """What is going on.

    Args:
        language: of the person here.
        agent: whether they are an adviser.
        journal: where events are noted.
        clipboard: for codes.
        name: of the person here.
        avatar: the model of their avatar; empty for what the others' clients choose.
        look: how it looks; None while they have not chosen.
    """

    language: Language
    agent: bool
    journal: Journal
    clipboard: Clipboard
    name: str = "Guest"
    avatar: str = ""
    look: AvatarLook | None = None
    model: ClientModel = field(default_factory=ClientModel)
    catalogue: Catalogue | None = None
    avatars: tuple[FileRef, ...] = ()
    floor: Floor | None = None
    player: Player = field(default_factory=lambda: Player((0.0, 4.0), 3.14159))
    arrived: bool = False
    came_from: str = ""
    """The room that one has just left through a door, until the next one has welcomed."""
    inspected: str | None = None
    offered: str | None = None
    chosen_group: int = -1
    shows_help: bool = False
    gathering: Gathering = field(default_factory=Gathering)
    farewell: str = ""
    """Why the server has ended this visit for good, in words; empty while it has not."""
    wants_calls: bool = False
    wants_catalogue: bool = False
    ticket: Ticket | None = None
    sells: bool = False
    """Whether the shop takes orders from here."""
    refusal: Rejected | None = None
    others: tuple[tuple[float, float], ...] = ()
    bodies: dict[int, tuple[float, float]] = field(default_factory=dict)
    """Where the others stand, by their numbers."""
    stroll: Stroll | None = None
    opened: Opened | None = None
    """The card that lies over the room."""
    states_on: frozenset[str] = frozenset()
    """The states of the inspected product that are switched on here, such as open doors."""
    photo: bool = False
    """Whether only the picture is to be seen."""
    calm: bool = False
    """Whether nothing is to fly or swing."""
    sitting: bool = False
    sounds: list[str] = field(default_factory=list)
    """Ids of sounds (`showroom.sounds`) that are to be heard with the next frame."""
    veil_s: float = 0.0
    """For how long the picture still comes back after a jump."""
    notices: list[tuple[str, float]] = field(default_factory=list)
    next_ref: int = 1

    def notify(self, text: str, now_s: float) -> None:
        """Show short news for a while."""
        self.notices.append((text, now_s + NOTICE_S))

    def current_notices(self, now_s: float) -> tuple[str, ...]:
        """News that are not old yet."""
        self.notices = [(text, until_s) for text, until_s in self.notices if until_s > now_s]
        return tuple(text for text, _ in self.notices)

    def new_ref(self) -> int:
        """A number for a request that no other request of this visit has."""
        self.next_ref += 1
        return self.next_ref
