"""What the server says, into model, scene and notices."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from client.hearing import heard_of
from client.lobby import first_room
from client.model import connection_changed, reduce
from client.net.foreign import OTHER_VERSION
from client.net.link import Arrived, LinkChanged, PosesArrived, TicketCame, Unsent
from client.passing import way_out
from client.player import at_place
from client.presenter import known_choices, published
from showroom.catalogue import Place
from showroom.errors import Rejected
from showroom.geometry import heading_from_quaternion
from showroom.protocol.codec import Pose
from showroom.protocol.company import Answered, Asked, Pointed
from showroom.protocol.messages import (
    CatalogueChanged,
    Configured,
    ConversationEnded,
    ConversationStarted,
    Done,
    Emoted,
    Joined,
    Left,
    QueuePosition,
    Refused,
    Said,
    Say,
    Visitor,
    Welcome,
)
from showroom.protocol.order import Hidden, Locked, Reports, Warned
from showroom.ui.texts import TEXTS, say
from showroom.walking import floor_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from client.loading import Loaded
    from client.model import ClientModel, Pending
    from client.net.front import Front
    from client.net.link import LinkEvent
    from client.scene.avatars import Crowd
    from client.scene.world import World
    from client.sync import Everybody
    from client.visit import Visit
    from showroom.protocol.messages import Body


class Listening:
    """Takes news in.

    Args:
        visit: what is known.
        world: shows configurations.
        crowd: shows people.
        buffers: poses by visitor number.
        enter: goes to another room.
        front: the server, for its address.
    """

    def __init__(
        self,
        visit: Visit,
        world: World,
        crowd: Crowd,
        others: Everybody,
        enter: Callable[[str], None],
        front: Front,
    ) -> None:
        self._visit = visit
        self._world = world
        self._crowd = crowd
        self._others = others
        self._enter = enter
        self._front = front
        self._told_unreachable = False
        self.after_welcome: list[Callable[[], None]] = []
        self.has_come: Callable[[str], None] = lambda _: None
        self.company: Callable[[Asked | Answered | Pointed, float], None] = lambda *_: None

    def take(self, event: LinkEvent, now_s: float) -> None:
        """Take one event of the link in."""
        visit = self._visit
        match event:
            case LinkChanged():
                self._link_changed(event)
                visit.journal.write("connection", state=event.state, code=event.code, reason=event.reason)
            case TicketCame():
                visit.ticket = event.ticket
            case PosesArrived():
                self._poses(event)
            case Unsent():
                if isinstance(event.message, Say):
                    visit.notify(say("notice.unsent", visit.language))
                visit.journal.write("unsent", message=type(event.message).__name__)
            case Arrived():
                self._message(event, now_s)

    def _link_changed(self, event: LinkChanged) -> None:
        """Say once, where a terminal shows it, that a first connection fails; the screen says it all the time."""
        visit = self._visit
        visit.model = connection_changed(visit.model, event.state)
        key = f"failed.{event.refusal.code}" if event.refusal else ""
        foreign = event.refusal is not None and event.refusal.code in OTHER_VERSION
        if (visit.arrived or foreign) and key in TEXTS:
            # Who was in already keeps looking at the room; the screen says why it is over.
            visit.farewell = say(key, visit.language, got=event.refusal.got if event.refusal else "").rstrip()
        else:
            visit.refusal = event.refusal
        lost = event.state == "offline" and event.refusal is None
        if lost and not visit.arrived and not self._told_unreachable:
            self._told_unreachable = True
            sys.stderr.write(f"{say('connection.never', visit.language, server=self._front.server)}\n")
            sys.stderr.flush()

    def catalogue_came(self, loaded: Loaded) -> None:
        """Take the catalogue in; without a server there is none, and it is asked for again with the next welcome."""
        visit = self._visit
        if isinstance(loaded.error, Rejected) and loaded.error.code in OTHER_VERSION:
            visit.farewell = say(f"failed.{loaded.error.code}", visit.language)
            visit.journal.write("foreign", code=loaded.error.code)
            return
        if loaded.error is not None:
            if visit.arrived:  # before, the screen says it already
                visit.notify(say("notice.no-server", visit.language))
            return
        visit.catalogue = loaded.result
        self._show_room()

    def _poses(self, event: PosesArrived) -> None:
        model = self._visit.model
        here = [pose for pose in event.poses if pose.number != model.you and pose.number in model.visitors]
        self._others.add(here, event.at_s)

    def _message(self, event: Arrived, now_s: float) -> None:
        visit, message = self._visit, event.message
        before = visit.model
        visit.model = reduce(before, message, time.time())
        visit.sounds += heard_of(message, before, visit.inspected)
        match message:
            case Welcome():
                self._welcome(message, event.at_s)
            case Configured():
                if visit.model.version(message.product) != before.version(message.product):
                    self.show_product(message.product)
                    self._note_configured(message, event.at_s)
            case Hidden() | Locked() | Reports() | Warned():
                self._order(message, before)
            case Joined() | Left() | Emoted() | Said() | Asked() | Answered() | Pointed():
                self._people(message, event.at_s, now_s)
            case CatalogueChanged():
                visit.wants_catalogue = True
            case ConversationStarted() | ConversationEnded():
                self._conversation(message)
            case Refused():
                self._refused(message, before.pending)
            case Done() | QueuePosition():
                self._note(message)
            case _:
                pass

    def _note(self, message: Done | QueuePosition) -> None:
        """Nothing to be done: the model knows it."""
        if isinstance(message, Done):
            self._visit.journal.write("done", ref=message.ref)
        else:
            self._visit.journal.write("waiting", position=message.position)

    def _order(self, message: Hidden | Locked | Reports | Warned, before: ClientModel) -> None:
        visit = self._visit
        match message:
            case Hidden():
                self._meet(before.hidden)
                if visit.model.together != before.together:
                    self._tell_together()
            case Locked():
                visit.notify(say("order.locked" if message.locked else "order.unlocked", visit.language))
            case Warned():
                visit.notify(say("order.warned", visit.language, reason=message.reason))
            case Reports():
                known = {report.report for report in before.reports}
                for report in visit.model.reports:
                    if report.report not in known:
                        fields = {"name": report.name, "by": report.by_name, "reason": report.reason}
                        words = say("order.report", visit.language, **fields)
                        visit.notify(say("order.new-report", visit.language, report=words))

    def _tell_together(self) -> None:
        visit = self._visit
        names = visit.model.companions
        visit.journal.write("together", names=names)
        key = "company.now-together" if names else "company.now-mingled"
        visit.notify(say(key, visit.language, names=names))

    def _meet(self, before: frozenset[int]) -> None:
        """Take away who is blocked now, bring back who no longer is."""
        model = self._visit.model
        for number in model.hidden - before:
            self._crowd.remove(number)
        for number in before - model.hidden:
            if number in model.visitors:
                self._crowd.put(model.visitors[number])

    def _people(
        self, message: Joined | Left | Emoted | Said | Asked | Answered | Pointed, at_s: float, now_s: float
    ) -> None:
        match message:
            case Asked() | Answered() | Pointed():
                self.company(message, now_s)
            case Joined():
                self._joined(message.visitor, at_s)
            case Left():
                self._crowd.remove(message.number)
                self._others.drop(message.number)
            case Emoted():
                if self._visit.model.is_heard(message.number):
                    self._crowd.emote(message.number, message.emotion, now_s)
                journal = self._visit.journal
                journal.after_next_frame("emoted", number=message.number, emotion=message.emotion)
            case Said():
                self._said(message, now_s)

    def show_product(self, product: str) -> None:
        """Let the scene show what the model knows of a product."""
        publication = published(self._visit.catalogue, product)
        if publication is not None:
            self._world.configure(product, known_choices(publication, self._visit.model))

    def _welcome(self, welcome: Welcome, at_s: float) -> None:
        visit = self._visit
        visit.journal.write("welcome", visitor=welcome.visitor, number=welcome.you, room=welcome.room)
        self._others.clear()
        self._crowd.keep_only(set(visit.model.visitors))
        for visitor in welcome.visitors:
            self._joined(visitor, at_s)
        own = next((visitor for visitor in welcome.visitors if visitor.number == welcome.you), None)
        if not visit.arrived and own is not None and own.body is not None:
            self._stand_at(own.body)
        self._come_out(own)
        visit.journal.write("stands", place=visit.player.position)
        visit.arrived = True
        visit.wants_catalogue = (
            visit.catalogue is None or visit.catalogue.revision != welcome.catalogue_revision or visit.wants_catalogue
        )
        if visit.catalogue is not None:
            self._show_room()
        self._meet(frozenset())
        for action in self.after_welcome:
            action()

    def _come_out(self, own: Visitor | None) -> None:
        """Stand at the door through which one came, where there is one, else where the room lets one in."""
        visit = self._visit
        came_from, visit.came_from = visit.came_from, ""
        if not came_from:
            return
        rooms = visit.catalogue.rooms if visit.catalogue is not None else ()
        place = next((way_out(plan, came_from) for plan in rooms if plan.id == visit.model.room), None)
        if place is not None:
            visit.player = at_place(place)
        elif own is not None and own.body is not None:
            self._stand_at(own.body)

    def _stand_at(self, body: Body) -> None:
        place = Place(body.position, heading_from_quaternion(body.rotation))
        self._visit.player = at_place(place)

    def _show_room(self) -> None:
        visit = self._visit
        catalogue = visit.catalogue
        first = first_room(catalogue) if catalogue is not None else None
        if catalogue is None or first is None:
            return
        plan = next((plan for plan in catalogue.rooms if plan.id == visit.model.room), first)
        if self._world.plan is None and not visit.arrived:
            visit.player = at_place(plan.spawn)
        self._world.show(catalogue, plan)
        visit.floor = floor_of(plan)
        for entry in catalogue.products:
            self.show_product(entry.product.id)

    def _joined(self, visitor: Visitor, at_s: float) -> None:
        if visitor.number == self._visit.model.you:
            self._crowd.put_self(visitor)
            return
        if visitor.number not in self._visit.model.hidden:
            self._crowd.put(visitor)
        if visitor.body is not None and visitor.number not in self._others:
            self._others.add([Pose(visitor.number, 0, visitor.body.position, visitor.body.rotation)], at_s)

    def _said(self, said: Said, now_s: float) -> None:
        visit, line = self._visit, said.line
        if line.sender != visit.model.visitor and line.sender not in visit.model.muted:
            self._crowd.say(line.sender, line.text, now_s)
        visit.journal.after_next_frame(
            "said", id=line.id, sender=line.sender, text=line.text, conversation=line.conversation
        )

    def _conversation(self, news: ConversationStarted | ConversationEnded) -> None:
        visit = self._visit
        if isinstance(news, ConversationEnded):
            visit.notify(say("notice.conversation-ended", visit.language))
            visit.journal.write("conversation-ended", conversation=news.conversation)
            return
        visit.journal.write("conversation-started", conversation=news.conversation, agent=news.agent_name)
        if news.agent != visit.model.visitor:
            visit.notify(say("notice.adviser-came", visit.language, name=news.agent_name))
            self.has_come(news.agent)
            return
        if news.beside is not None:
            visit.inspected = None
            self._stand_at(news.beside)
        if news.room != visit.model.room:
            self._enter(news.room)

    def _refused(self, refused: Refused, pending: tuple[Pending, ...]) -> None:
        visit = self._visit
        visit.journal.after_next_frame("refused", ref=refused.ref, code=refused.code, message=refused.message)
        for change in pending:
            self.show_product(change.product)
        if visit.model.notice is refused:
            text = say("notice.refused", visit.language, message=refused.message)
            if refused.code in {"nothing-to-undo", "nothing-to-redo"}:
                text = say("notice.nothing-to-undo", visit.language)
            elif f"failed.{refused.code}" in TEXTS:
                text = say(f"failed.{refused.code}", visit.language, got=refused.got).rstrip()
            visit.notify(text)

    def _note_configured(self, message: Configured, at_s: float) -> None:
        self._visit.journal.after_next_frame(
            "configured",
            product=message.product,
            version=message.version,
            by=message.by,
            choices=message.choices,
            received_at=int(at_s * 1e9),
        )
