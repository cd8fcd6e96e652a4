"""What the client knows: one frozen value, reduced from the server's messages and from what was asked of it.

The room's order is the server's. What I changed myself and the server has not answered yet lies over it (`pending`),
so that my own clicks are seen at once, and goes as soon as the server has spoken.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from msgspec.structs import replace as replace_fields

from showroom.protocol.company import Answered, Asked, Pointed
from showroom.protocol.messages import (
    Advisers,
    AdviserState,
    CatalogueChanged,
    Configured,
    ConversationEnded,
    ConversationStarted,
    Done,
    Emoted,
    Focused,
    History,
    Joined,
    Left,
    ProductState,
    Queue,
    QueuePosition,
    Refused,
    Said,
    Welcome,
)
from showroom.protocol.order import Hidden, Locked, Reports, Warned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from showroom.protocol.messages import ChatLine, Role, ServerMessage, Visitor, Waiting
    from showroom.protocol.order import OpenReport
    from showroom.ui.state import ConnectionState

MAX_CHAT_LINES = 300
NOBODY = AdviserState(0, 0, 0)


@dataclass(frozen=True)
class Pending:
    """A change that I asked for and that is not answered yet; `base` is the version that I saw."""

    ref: int
    product: str
    changes: Mapping[str, str]
    base: int


@dataclass(frozen=True)
class Refusal:
    """A refused wish that waits for a decision."""

    product: str
    wish: Mapping[str, str]
    refused: Refused


@dataclass(frozen=True)
class ClientModel:
    """Everything but poses: these are `sync.Everybody`'s."""

    connection: ConnectionState = "connecting"
    you: int | None = None
    visitor: str = ""
    role: Role = "visitor"
    room: str = ""
    server_ahead_s: float = 0.0
    catalogue_revision: int = 0
    visitors: Mapping[int, Visitor] = field(default_factory=dict)
    products: Mapping[str, ProductState] = field(default_factory=dict)
    history: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    pending: tuple[Pending, ...] = ()
    refusal: Refusal | None = None
    chat: tuple[ChatLine, ...] = ()
    advisers: AdviserState = NOBODY
    position: int | None = None
    conversation: str | None = None
    talk: ConversationStarted | None = None
    queue: tuple[Waiting, ...] = ()
    locked: bool = False
    hidden: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()
    """Of those hidden, who is for the sake of a private group."""
    together: frozenset[int] = frozenset()
    """The others of my private group."""
    muted: frozenset[str] = frozenset()
    reports: tuple[OpenReport, ...] = ()
    notice: Refused | None = None

    def choices(self, product: str) -> dict[str, str]:
        """What `product` is to be shown in: the server's word with my unanswered changes on top."""
        state = self.products.get(product)
        shown = dict(state.choices) if state else {}
        for change in self.pending:
            if change.product == product:
                shown.update(change.changes)
        return shown

    def version(self, product: str) -> int:
        """The newest version that the server has told; 0 before any."""
        state = self.products.get(product)
        return state.version if state else 0

    def is_heard(self, number: int) -> bool:
        """Whether I want to know what somebody says and does."""
        visitor = self.visitors.get(number)
        return number not in self.hidden and (visitor is None or visitor.id not in self.muted)

    @property
    def next_caller(self) -> Waiting | None:
        """Whom an adviser can take now: whoever waits longest of those whose line stands."""
        return next((caller for caller in self.queue if caller.present), None)

    @property
    def companions(self) -> str:
        """The names of those with whom I am among ourselves; empty where I am among everybody."""
        names = (self.visitors[number].name for number in sorted(self.together) if number in self.visitors)
        return ", ".join(names)

    @property
    def heard_lines(self) -> tuple[ChatLine, ...]:
        """The chat without those whom I have muted."""
        return tuple(line for line in self.chat if line.sender not in self.muted)

    @property
    def name(self) -> str:
        """How I am called here."""
        own = self.visitors.get(self.you) if self.you is not None else None
        return own.name if own is not None else ""

    @property
    def talking_to(self) -> str | None:
        """The name of whom I am in conversation with."""
        if self.conversation is None:
            return None
        if self.talk is None:
            return ""
        return self.talk.visitor_name if self.talk.agent == self.visitor else self.talk.agent_name


def asked(model: ClientModel, ref: int, product: str, changes: Mapping[str, str]) -> ClientModel:
    """Lay a change of mine over the room until the server answers."""
    change = Pending(ref, product, dict(changes), model.version(product))
    refusal = None if model.refusal is not None and model.refusal.product == product else model.refusal
    return replace(model, pending=(*model.pending, change), refusal=refusal)


def connection_changed(model: ClientModel, state: ConnectionState) -> ClientModel:
    """The link to the server came or went; what is known stays, so that one can go on looking."""
    return replace(model, connection=state)


def dismissed(model: ClientModel) -> ClientModel:
    """Drop the refusal and the notice."""
    return replace(model, refusal=None, notice=None)


def passed(model: ClientModel) -> ClientModel:
    """One goes into another room: its people are not there, and nothing that was asked of it is answered."""
    return replace(
        model,
        connection="connecting",
        visitors={},
        hidden=frozenset(),
        apart=frozenset(),
        together=frozenset(),
        pending=(),
        refusal=None,
        notice=None,
    )


def reduce(  # noqa: PLR0911 - one way out for each family of messages
    model: ClientModel, message: ServerMessage, now_s: float
) -> ClientModel:
    """Take one message in.

    Args:
        model: what was known.
        message: what the server said.
        now_s: seconds since 1970 by our own clock, to learn how far the server's is ahead.
    """
    match message:
        case Welcome():
            return _welcome(model, message, now_s)
        case Configured() | History() | Done() | Refused():
            return _product_news(model, message)
        case Joined() | Left() | Focused():
            return replace(model, visitors=_people(model.visitors, message))
        case Said():
            return replace(model, chat=_with_line(model.chat, message.line))
        case Emoted() | Pointed() | Asked() | Answered():
            return model
        case CatalogueChanged():
            return replace(model, catalogue_revision=message.revision)
        case Hidden() | Locked() | Reports() | Warned():
            return _order_news(model, message)
        case Advisers() | QueuePosition() | Queue() | ConversationStarted() | ConversationEnded():
            return _desk_news(model, message)


def _welcome(model: ClientModel, welcome: Welcome, now_s: float) -> ClientModel:
    """Replace the room; my unanswered changes stay on top, because the link sends them again."""
    return replace(
        model,
        connection="online",
        you=welcome.you,
        visitor=welcome.visitor,
        role=welcome.role,
        room=welcome.room,
        server_ahead_s=welcome.server_time_s - now_s,
        catalogue_revision=welcome.catalogue_revision,
        visitors={visitor.number: visitor for visitor in welcome.visitors},
        products={state.product: state for state in welcome.products},
        history={},
        pending=_still_unseen(model.pending, welcome),
        chat=welcome.chat[-MAX_CHAT_LINES:],
        advisers=welcome.advisers,
        position=welcome.position,
        conversation=welcome.conversation,
        talk=welcome.talk,
        queue=() if welcome.role != "agent" else model.queue,
        locked=welcome.locked,
        hidden=frozenset(welcome.hidden),
        apart=frozenset(),
        together=frozenset(),
        reports=() if welcome.role != "agent" else model.reports,
    )


def _still_unseen(pending: tuple[Pending, ...], welcome: Welcome) -> tuple[Pending, ...]:
    stands = {state.product: state.choices for state in welcome.products}
    return tuple(change for change in pending if not change.changes.items() <= stands.get(change.product, {}).items())


def _product_news(model: ClientModel, message: Configured | History | Done | Refused) -> ClientModel:
    match message:
        case Configured():
            return _configured(model, message)
        case History():
            counts = (message.undoable, message.redoable)
            return replace(model, history={**model.history, message.product: counts})
        case Done():
            return replace(model, pending=_without(model.pending, message.ref))
        case Refused():
            return _refused(model, message)


def _configured(model: ClientModel, news: Configured) -> ClientModel:
    """Newer versions win, whatever the order of arrival; my own change is answered by the broadcast that holds it."""
    if news.version <= model.version(news.product):
        return model
    state = ProductState(news.product, news.version, news.choices)
    pending = model.pending
    if news.by is not None and news.by == model.you:
        # By me may also be what I took back, or a code that I opened, before I chose anew.
        held = (change for change in pending if change.product == news.product)
        mine = next((change for change in held if change.changes.items() <= news.choices.items()), None)
        pending = tuple(change for change in pending if change is not mine)
    return replace(model, products={**model.products, news.product: state}, pending=pending)


def _refused(model: ClientModel, refused: Refused) -> ClientModel:
    change = next((change for change in model.pending if change.ref == refused.ref), None)
    if change is None:
        return replace(model, notice=refused)
    pending = _without(model.pending, change.ref)
    if refused.code != "configuration-refused":
        return replace(model, pending=pending, notice=refused)
    return replace(model, pending=pending, refusal=Refusal(change.product, change.changes, refused))


def _without(pending: tuple[Pending, ...], ref: int) -> tuple[Pending, ...]:
    return tuple(change for change in pending if change.ref != ref)


def _people(visitors: Mapping[int, Visitor], message: Joined | Left | Focused) -> dict[int, Visitor]:
    people = dict(visitors)
    match message:
        case Joined():
            people[message.visitor.number] = message.visitor
        case Left():
            people.pop(message.number, None)
        case Focused():
            if message.number in people:
                people[message.number] = _looking(people[message.number], message.product)
    return people


def _looking(visitor: Visitor, product: str | None) -> Visitor:
    return replace_fields(visitor, focus=product)


def _with_line(chat: tuple[ChatLine, ...], line: ChatLine) -> tuple[ChatLine, ...]:
    """Lines are kept in the server's order; one that is known already is not shown twice."""
    if any(known.id == line.id for known in chat):
        return chat
    return tuple(sorted((*chat, line), key=lambda known: known.id))[-MAX_CHAT_LINES:]


def _order_news(model: ClientModel, message: Hidden | Locked | Reports | Warned) -> ClientModel:
    match message:
        case Hidden():
            hidden, apart, together = (frozenset(one) for one in (message.numbers, message.apart, message.together))
            return replace(model, hidden=hidden, apart=apart, together=together)
        case Locked():
            return replace(model, locked=message.locked)
        case Reports():
            # Each room tells its own; an agent works through those of the room in which they stand.
            return replace(model, reports=message.waiting) if message.room == model.room else model
        case Warned():
            return model


def _desk_news(
    model: ClientModel, message: Advisers | QueuePosition | Queue | ConversationStarted | ConversationEnded
) -> ClientModel:
    match message:
        case Advisers():
            return replace(model, advisers=message.state)
        case QueuePosition():
            return replace(model, position=message.position)
        case Queue():
            return replace(model, queue=message.waiting)
        case ConversationStarted():
            return replace(model, conversation=message.conversation, talk=message, position=None)
        case ConversationEnded():
            if message.conversation != model.conversation:
                return model
            return replace(model, conversation=None, talk=None)
