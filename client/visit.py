"""The changing state of one visit, shared by those who listen, act and draw; only the main thread touches it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from client.gathering import Gathering
from client.model import ClientModel
from client.player import Player

if TYPE_CHECKING:
    from collections.abc import Mapping

    from client.cards import Opened
    from client.journal import Journal
    from client.strolling import Stroll
    from client.sync import Shown
    from client.ui.clipboard import Clipboard
    from showroom.catalogue import Catalogue, FileRef, Language
    from showroom.errors import Rejected
    from showroom.looks import AvatarLook
    from showroom.protocol.entry import Ticket
    from showroom.walking import Floor

NOTICE_S = 5.0
_LONGEST_FRAME_S = 0.4
"""A frame takes no more than this of what news has to live: it is read in frames, however slow they are."""


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
    poses: Mapping[int, Shown] = field(default_factory=dict)
    """How the others stand there and look, by their numbers."""
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
    """News with the seconds that each is still to be seen."""
    _noticed_s: float | None = None
    next_ref: int = 1

    def notify(self, text: str) -> None:
        """Show short news for a while; the same once more is only shown for longer."""
        self.notices = [*((said, left_s) for said, left_s in self.notices if said != text), (text, NOTICE_S)]

    def current_notices(self, now_s: float) -> tuple[str, ...]:
        """News that are not old yet, asked once for each frame that shows them."""
        passed_s = 0.0 if self._noticed_s is None else max(0.0, min(now_s - self._noticed_s, _LONGEST_FRAME_S))
        self._noticed_s = now_s
        shown = tuple(text for text, left_s in self.notices if left_s > 0.0)
        self.notices = [(text, left_s - passed_s) for text, left_s in self.notices if left_s > 0.0]
        return shown

    def new_ref(self) -> int:
        """A number for a request that no other request of this visit has."""
        self.next_ref += 1
        return self.next_ref
