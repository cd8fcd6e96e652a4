"""Between the street and the room: the start screen with oneself in the room, what is on its way, and invitations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from client.arriving import Answers, Arriving, loading_view
from client.hints import HINTS, Hints
from client.intents import OpenCode
from client.lobby import NOBODYS_NUMBER, first_room, lobby_at, oneself
from client.presenter import known_choices, published
from showroom.codes import tag_of
from showroom.errors import Rejected
from showroom.ui.invitation import invitation_page, parse_invitation
from showroom.ui.texts import say
from showroom.ui.views import code_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from client.acting import Acting
    from client.entrance import Entrance
    from client.intents import Fill
    from client.lobby import Lobby
    from client.net.front import Front
    from client.options import Options
    from client.player import Camera
    from client.scene.avatars import Crowd
    from client.scene.world import World
    from client.settings import Settings
    from client.visit import Visit
    from showroom.ui.arrival import ArrivalView, LoadingView

RETRY_S: Final = 2.0
_USUAL_NAME: Final = "Guest"


class Doorway:
    """Lets somebody in.

    Args:
        options: how the client was started.
        visit: who comes.
        world: the room that they see.
        front: its server.
        settings: what is known of earlier visits.

    Attributes:
        hints: what is said on a first visit.
    """

    def __init__(self, options: Options, visit: Visit, world: World, front: Front, settings: Settings) -> None:
        self._visit = visit
        self._world = world
        self._front = front
        self.hints = Hints(visit, len(HINTS) if options.script or options.offscreen else settings.hints)
        self._code = ""
        self._unreachable_s: float | None = None
        self._arriving: Arriving | None = None
        if options.arrives:
            name = "" if options.name == _USUAL_NAME else options.name
            answers = Answers(name, options.invitation)
            self._arriving = Arriving(visit, answers, options.news)
        elif options.invitation:
            self._code = parse_invitation(options.invitation).code

    @property
    def server(self) -> str:
        """The address of the server."""
        return self._front.server

    @property
    def is_open(self) -> bool:
        """Whether somebody is still before the door."""
        return self._arriving is not None

    def press(self, key: str) -> bool:
        """A key was pressed; returns whether the start screen has taken it."""
        if self._arriving is None:
            return False
        self._arriving.press(key)
        return True

    def fill(self, intent: Fill) -> None:
        """A line of the start screen was filled in."""
        if self._arriving is not None:
            self._arriving.fill(intent)

    def lobby(self) -> Lobby | None:
        """Where one sees oneself; None where one is in, or nothing is known of the room yet."""
        catalogue = self._visit.catalogue
        room = first_room(catalogue) if self._arriving is not None and catalogue is not None else None
        return lobby_at(room.spawn) if room is not None else None

    def camera(self) -> Camera | None:
        """The eye before the door."""
        lobby = self.lobby()
        return lobby.camera if lobby else None

    def show(self, crowd: Crowd) -> None:
        """Have oneself stand in the room as one is about to look."""
        if self._arriving is not None and self.lobby() is not None:
            crowd.put(oneself(self._arriving.answers.name.strip(), self._visit.avatar, self._arriving.look))

    def step(self, now_s: float, entrance: Entrance, crowd: Crowd) -> None:
        """Once a frame: ask again for what did not come, and let in whoever has walked in."""
        visit, arriving = self._visit, self._arriving
        if arriving is None:
            return
        if visit.farewell:
            return
        if self._unreachable_s is not None and now_s - self._unreachable_s > RETRY_S:
            self._unreachable_s, visit.wants_catalogue = None, True
        if arriving.entered is None:
            return
        invitation, camera = arriving.entered, self.camera()
        visit.name, visit.look = arriving.answers.name.strip(), arriving.look
        self._code = invitation.code
        if invitation.server is not None and invitation.server != self._front.server:
            self._front.move(invitation.server)
            visit.catalogue, visit.wants_catalogue = None, True
        visit.player = replace(visit.player, origin=camera, flown_s=0.0 if camera else visit.player.flown_s)
        self._arriving = None
        crowd.remove(NOBODYS_NUMBER)
        visit.journal.write("walked-in", name=visit.name, server=self._front.server)
        entrance.begin()

    def catalogue_came(self, now_s: float, *, failed: bool) -> None:
        """Whether the server has told what is on show."""
        self._unreachable_s = now_s if failed else None

    def accept(self, acting: Acting, show: Callable[[str], None]) -> None:
        """Once one is in: open what one was invited to see."""
        catalogue = self._visit.catalogue
        if not self._code or not self._visit.arrived or catalogue is None or self._world.plan is None:
            return
        code, self._code = self._code, ""
        try:
            tag = tag_of(code)
        except Rejected:
            return
        product = next((entry.product.id for entry in catalogue.products if entry.codebook.tag == tag), None)
        if product in self._world.exhibits:
            show(product)
        acting.intend(OpenCode(code))

    def invite(self) -> None:
        """Put an invitation on the clipboard: to what one looks at, or to the showroom."""
        visit = self._visit
        publication = published(visit.catalogue, visit.inspected)
        address = self._front.server
        if publication is not None:
            address = invitation_page(address, code_of(publication, known_choices(publication, visit.model)))
        visit.clipboard.copy(address)
        visit.journal.write("invited", address=address)
        visit.notify(say("notice.invited", visit.language))

    def arrival(self) -> ArrivalView | None:
        """The start screen; None for whoever is in."""
        if self._arriving is None:
            return None
        unreachable = self._front.server if self._unreachable_s is not None else ""
        loading = None if self._visit.farewell else loading_view(self._visit, self._world, self._front.server)
        return self._arriving.view(loading, unreachable)

    def loading(self) -> LoadingView | None:
        """What is on its way while there is no room to be seen; None where there is one."""
        if self._world.is_complete:
            return None
        return loading_view(self._visit, self._world, self._front.server)
