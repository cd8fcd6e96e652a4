"""One visit by typing and reading: connects, takes news in, walks, and carries line after line out."""

from __future__ import annotations

import contextlib
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import msgspec

from client.loading import Loader
from client.model import ClientModel, connection_changed, reduce
from client.net.foreign import OTHER_VERSION
from client.net.front import Front
from client.net.link import Arrived, Link, LinkChanged, PosesArrived, TicketCame, Unsent
from client.player import Player, kept_apart
from client.settings import load_settings, settings_path
from client.sync import OwnPose
from client.text.doing import Doing
from client.text.here import Here
from client.text.news import News
from client.text.reading import Reading
from client.text.terminal import Printer
from showroom.errors import Rejected, Unavailable
from showroom.geometry import heading_from_quaternion, quaternion_from_heading
from showroom.protocol import entry, messages
from showroom.route import Walker
from showroom.ui.invitation import parse_invitation
from showroom.ui.spoken import knows

if TYPE_CHECKING:
    from typing import TextIO

    from client.loading import Loaded
    from client.net.link import LinkEvent
    from client.text.starting import Options
    from client.text.terminal import Lines
    from showroom.catalogue import Catalogue
    from showroom.protocol.messages import Body, ClientMessage

TICK_S: Final = 0.05
_LONGEST_STEP_S: Final = 0.25
_MAX_HEARD: Final = 1000
_MAX_ANSWERS: Final = 64
_QUIET_CODES: Final = frozenset({"connection-lost", "server-unreachable", "closed"})


class TextVisit:
    """One visit.

    Args:
        options: how it is started.
        lines: where lines come from.
        stream: where sentences go.

    Raises:
        Rejected: an adviser's login is refused.
    """

    def __init__(self, options: Options, lines: Lines, stream: TextIO) -> None:
        self._options = options
        self._lines = lines
        self._printer = Printer(stream)
        path = settings_path() if options.remember else None
        settings = load_settings(path) if path else load_settings(settings_path())
        self._name = options.name or options.user or settings.name or "Guest"
        self._front = Front(options.server, market=settings.market if options.market is None else options.market)
        self._loader = Loader()
        self.here = Here(
            language=options.language or settings.language,
            agent=options.user is not None,
            server=self._front.server,
            scripted=lines.echoes,
            settings_path=path,
            say_line=self._answer,
            send=self._send,
            rename=self._rename,
            come_anew=self._come_anew,
            take_line=lines.next,
            name=self._name,
            settings=settings if path else msgspec.structs.replace(settings, wishes=()),
            model=ClientModel(muted=frozenset(settings.muted)),
        )
        self._doing = Doing(self.here, self._front)
        doing = self._doing
        self._news = News(self.here, doing.people, doing.order.report_words, self._tell_news, doing.together.news)
        self._own_pose = OwnPose()
        self._link = self._new_link("main")
        code = parse_invitation(options.invitation).code
        first = f"open {code}" if code else ""
        self._reading = Reading(lines, self.here, doing, self._printer, first=first, strict=options.strict)
        self._cut = False

    # ---- life ------------------------------------------------------------------------------------------------------

    def run(self) -> int:
        """Visit until the end; returns the exit status.

        Raises:
            Rejected: an adviser's login is refused.
            Unavailable: a script's showroom cannot be reached.
        """
        try:
            self._check_login()
            self._link.start()
            try:
                self._go_through()
            finally:
                self._link.close()
        finally:
            self._loader.close()
        return 1 if self._reading.failed and self._options.strict else 0

    def _go_through(self) -> None:
        """Line after line, until the end."""
        self._loader.ask("catalogue", self._front.catalogue)
        last_s = time.monotonic()
        while not self._reading.is_over():
            now_s = time.monotonic()
            self._step(now_s, min(_LONGEST_STEP_S, now_s - last_s))
            last_s = now_s
        self._printer.flush(is_typing=False)

    def _check_login(self) -> None:
        """A wrong password is said at once; a server that is away may come back."""
        if self._options.user is not None:
            try:
                self._log_in()
            except Unavailable:
                return

    def _step(self, now_s: float, delta_s: float) -> None:
        event = self._link.wait(TICK_S)
        if event is not None:
            self._take(event, now_s)
            for later in self._link.poll():
                self._take(later, now_s)
        loaded = self._loader.poll()
        if loaded is not None:
            self._catalogue_came(loaded)
        self._walk(now_s, delta_s)
        self._news.flush(now_s)
        self._printer.flush(is_typing=self._lines.is_typing)
        self._reading.advance(now_s)

    # ---- sentences -------------------------------------------------------------------------------------------------

    def _answer(self, line: str) -> None:
        self._printer.flush(is_typing=False)
        self._printer.say(line)

    def _tell_news(self, line: str) -> None:
        self._printer.news(line)
        self.here.heard.append(line)
        del self.here.heard[:-_MAX_HEARD]

    # ---- news ------------------------------------------------------------------------------------------------------

    def _take(self, event: LinkEvent, now_s: float) -> None:
        here = self.here
        match event:
            case LinkChanged():
                self._link_changed(event)
            case TicketCame():
                self._keep_token(event.ticket.visitor_token)
            case PosesArrived():
                for pose in event.poses:
                    here.bodies[pose.number] = (pose.position[0], pose.position[2])
                    here.turns[pose.number] = pose.rotation
            case Unsent():
                ref = getattr(event.message, "ref", None)
                if ref is not None:
                    here.answers[ref] = None
            case Arrived():
                self._arrived(event.message, now_s)

    def _keep_token(self, token: str) -> None:
        """Come back as the same person; a home that cannot be written costs that, not the visit."""
        if not token:
            return  # whoever is signed in comes back by that
        key = self._options.user or self._name
        server, name = self._front.server, self._name
        with contextlib.suppress(Unavailable):
            self.here.remember(lambda kept: msgspec.structs.replace(kept.with_token(server, key, token), name=name))

    def _link_changed(self, event: LinkChanged) -> None:
        """Say once that the connection is gone, and why where it is not the network.

        Raises:
            Rejected: the server does not let this person in (any more).
        """
        if event.refusal is not None:
            if event.refusal.code == "session-ended" and self._doing.membership.is_ending:
                return  # the word that ends it comes anew
            raise self._final(event.refusal)
        here = self.here
        was_cut = self._cut
        here.model = connection_changed(here.model, event.state)
        self._cut = event.state == "offline" or (was_cut and event.state != "online")
        if event.state == "online" and was_cut and here.arrived:
            self._tell_news(here.words("news.online"))
        elif event.state == "offline" and not was_cut:
            if event.code not in _QUIET_CODES:
                key = f"failed.{event.code}"
                reason = here.words(key, got="").rstrip() if knows(key) else event.reason
                self._tell_news(here.words("news.refused-entry", reason=reason))
            elif here.arrived:
                self._tell_news(here.words("news.offline"))
            else:
                self._tell_news(here.words("news.unreachable", server=here.server))

    def _final(self, refusal: Rejected) -> Rejected:
        """A last no of the server, in our language where we know it."""
        key = f"failed.{refusal.code}"
        if not knows(key):
            return refusal
        return Rejected(refusal.code, self.here.words(key, got=refusal.got).rstrip(), hint=refusal.hint)

    def _arrived(self, message: messages.ServerMessage, now_s: float) -> None:
        here = self.here
        before = here.model
        here.model = reduce(before, message, time.time())
        match message:
            case messages.Welcome():
                self._welcome(message)
            case messages.Done() | messages.Refused():
                self._answered(message)
            case messages.Joined(visitor=visitor):
                self._placed(visitor)
            case messages.Left():
                here.bodies.pop(message.number, None)
                here.turns.pop(message.number, None)
            case messages.CatalogueChanged():
                self._loader.ask("catalogue", self._front.catalogue)
            case messages.ConversationStarted():
                self._go_to_customer(message)
            case _:
                pass
        self._news.take(before, message, now_s)

    def _answered(self, answer: messages.Done | messages.Refused) -> None:
        """Keep an answer for the line that waits for it; where none does, a refusal is news."""
        here = self.here
        if answer.ref is not None and answer.ref not in here.kept:
            here.answers[answer.ref] = answer
            while len(here.answers) > _MAX_ANSWERS:
                del here.answers[next(iter(here.answers))]
            return
        here.kept.discard(answer.ref or 0)
        if isinstance(answer, messages.Refused):
            if answer.ref is None:
                self._tell_news(here.refusal(answer).message)
            else:
                self._doing.configuring.late_refusal(answer)

    def _placed(self, visitor: messages.Visitor) -> None:
        """Know where somebody stands who has not moved yet."""
        if visitor.body is not None:
            self.here.bodies[visitor.number] = (visitor.body.position[0], visitor.body.position[2])
            self.here.turns[visitor.number] = visitor.body.rotation

    def _welcome(self, welcome: messages.Welcome) -> None:
        here = self.here
        here.bodies.clear()
        here.turns.clear()
        for visitor in welcome.visitors:
            self._placed(visitor)
        own = next((visitor for visitor in welcome.visitors if visitor.number == welcome.you), None)
        if not here.arrived and own is not None and own.body is not None:
            self._stand_at(own.body)
        self._doing.moving.come_out()
        if here.catalogue is not None and here.catalogue.revision != welcome.catalogue_revision:
            self._loader.ask("catalogue", self._front.catalogue)
        self._own_pose = OwnPose(sequence=self._own_pose.sequence)  # the server does not know yet where we stand
        if here.focus is not None:
            self._send(messages.Focus(here.focus))
        if here.agent and here.wants_calls:
            self._send(messages.SetAgentStatus(here.new_ref(), "online"))
        first, here.arrived = not here.arrived, True
        if first and here.ready:
            self._greet()

    def _enter(self, room: str) -> None:
        self._link.close()
        self._link = self._new_link(room)
        self._link.start()

    def _go_to_customer(self, started: messages.ConversationStarted) -> None:
        """An adviser stands beside whoever called, in their room."""
        if started.agent != self.here.model.visitor:
            return
        if started.beside is not None:
            self._stand_at(started.beside)
        if started.room != self.here.model.room:
            self._enter(started.room)

    def _catalogue_came(self, loaded: Loaded) -> None:
        here = self.here
        if isinstance(loaded.error, Rejected) and loaded.error.code in OTHER_VERSION:
            raise self._final(loaded.error)
        if loaded.error is not None:
            return  # the link says that there is no connection, and its welcome asks again
        before: Catalogue | None = here.catalogue
        here.catalogue = loaded.result
        if here.catalogue is not None and here.catalogue.rooms:
            self._doing.configuring.refresh()
            self._news.catalogue_came(before, here.catalogue)
            if before is None and here.arrived:
                self._greet()

    def _greet(self) -> None:
        here = self.here
        room = here.plan.name.in_language(here.language)
        self._answer(here.words("spoken.welcome", room=room, where=self._doing.moving.whereabouts()))
        self._answer(self._doing.moving.company())
        if not here.agent:
            self._doing.people.position("")
        self._answer(here.words("spoken.hint"))

    # ---- the body --------------------------------------------------------------------------------------------------

    def _stand_at(self, body: Body) -> None:
        here = self.here
        here.walker = Walker((body.position[0], body.position[2]), heading_from_quaternion(body.rotation))
        here.walks_to = ""

    def _walk(self, now_s: float, delta_s: float) -> None:
        here = self.here
        self._doing.together.step()
        if here.walker.is_walking:
            walker = here.walker.step(here.floor, delta_s)
            apart = kept_apart(Player(walker.position, walker.heading), here.floor, here.others())
            here.walker = replace(walker, position=apart.position)
        if here.walks_to and not here.walker.is_walking:
            self._tell_news(self._doing.moving.arrived())
        if here.passes_to and not here.walks_to:
            self._enter(self._doing.moving.pass_door())
        if here.online and here.arrived:
            x, z = here.walker.position
            due = self._own_pose.due((x, 0.0, z), quaternion_from_heading(here.walker.heading), now_s)
            if due is not None:
                self._own_pose = due
                self._link.send_pose(due.sequence, due.position, due.rotation)

    # ---- the outside -----------------------------------------------------------------------------------------------

    def _send(self, message: ClientMessage) -> None:
        self._link.send(message)

    def _rename(self, name: str) -> None:
        """Come anew under another name, as the same person."""
        server = self._front.server
        token = self.here.settings.token(server, self._options.user or self._name)
        self._name = self.here.name = name
        if token is not None:
            self._keep_token(token)
        self._come_anew()

    def _come_anew(self) -> None:
        self._doing.membership.is_ending = False
        self._link.close()
        self._link = self._new_link(self.here.model.room or "main")
        self._link.start()

    def _new_link(self, room: str) -> Link:
        options, here = self._options, self.here
        key = options.user or self._name
        request = entry.TicketRequest(
            name=self._name,
            language=here.language,
            room=room,
            look=here.settings.look,
            visitor_token=here.settings.token(self._front.server, key) if options.remember else None,
        )
        membership = self._doing.membership
        if options.user is not None:
            return Link(self._front, request, self._log_in, "showroom text")
        return Link(self._front, request, membership.session, "showroom text", membership.forget)

    def _log_in(self) -> str:
        options = self._options
        return options.token or self._front.login(options.user or "", options.password).token
