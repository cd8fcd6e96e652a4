"""View state: everything that is to be seen, in words, ready to be drawn by a window or read by a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from showroom.ui.arrival import ArrivalView, HintView, LoadingView
    from showroom.ui.cards import CardView

ConnectionState = Literal["connecting", "online", "offline"]


@dataclass(frozen=True)
class ValueView:
    """One button of an option group; `surcharge` is empty where it costs nothing extra.

    `sold_out` values have no piece left with what else is chosen; they can be chosen all the same.
    """

    id: str
    name: str
    surcharge: str
    swatch: str | None
    selected: bool
    sold_out: bool = False


@dataclass(frozen=True)
class GroupView:
    """An option group: colours are swatches (a value without a colour stands beside them as a chip), else chips."""

    id: str
    name: str
    shape: Literal["swatches", "chips"]
    chosen: str
    values: tuple[ValueView, ...]


@dataclass(frozen=True)
class LineView:
    """A line of the price."""

    name: str
    amount: str


@dataclass(frozen=True)
class StateView:
    """Something that can be switched on the product, such as doors; whoever looks sees it as they like."""

    id: str
    name: str
    on: bool


@dataclass(frozen=True)
class DimensionView:
    """A length of a product, from place to place in metres of its model, in words."""

    start: tuple[float, float, float]
    end: tuple[float, float, float]
    words: str


@dataclass(frozen=True)
class HotspotView:
    """A point of a product that has something to tell, in words: where in metres of its model, and its number."""

    number: int
    name: str
    words: str
    at: tuple[float, float, float]
    facing: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class ProductView:
    """The panel of one product."""

    id: str
    name: str
    description: str
    size: str
    price: str
    groups: tuple[GroupView, ...]
    lines: tuple[LineView, ...]
    tax: str
    code: str
    undoable: int
    redoable: int
    availability: str = ""
    states: tuple[StateView, ...] = ()
    company: str = ""
    """Who else looks at it, and whose hand was on it last; empty for nobody."""
    sells: bool = False
    """Whether the shop takes an order of it from here."""


@dataclass(frozen=True)
class FixView:
    """A way out of a refusal."""

    words: str
    price_change: str
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RefusalView:
    """Why a choice was refused and what would work; `wish` names what was picked."""

    product: str
    sentence: str
    fixes: tuple[FixView, ...]
    wish: str = ""


@dataclass(frozen=True)
class ChatLineView:
    """A line of chat; `mentioned`: it calls me by name."""

    id: int
    author: str
    text: str
    own: bool
    adviser: bool
    mentioned: bool = False


@dataclass(frozen=True)
class ChatView:
    """The chat, of the room or of a conversation; `empty` says who will read it, where nothing has been said."""

    title: str
    placeholder: str
    private: bool
    lines: tuple[ChatLineView, ...]
    empty: str = ""


@dataclass(frozen=True)
class DeskView:
    """The service desk as a shopper sees it; `action` is the verb of its button, which counts where it is `enabled`."""

    sentence: str
    action: Literal["call-adviser", "cancel-call", "end-conversation"]
    somebody: bool
    waiting: bool
    talking: bool
    enabled: bool = True


@dataclass(frozen=True)
class WaitingView:
    """Someone in the queue as an adviser sees them; `choices` are (group, value, swatch)."""

    request: str
    name: str
    waits: str
    looks_at: str
    language: str
    topic: str
    choices: tuple[tuple[str, str, str | None], ...]
    price: str = ""
    code: str = ""
    present: bool = True
    """Whether their line stands; else they cannot be taken, and their place is kept for a while."""


@dataclass(frozen=True)
class CustomerView:
    """Whom an adviser talks to, with what they look at now; `choices` are (group, value, swatch)."""

    name: str
    looks_at: str
    choices: tuple[tuple[str, str, str | None], ...]
    price: str = ""
    code: str = ""


@dataclass(frozen=True)
class AgentView:
    """The adviser's panel."""

    online: bool
    waiting: tuple[WaitingView, ...]
    customer: CustomerView | None


@dataclass(frozen=True)
class PersonView:
    """Somebody else in the room; `marks` says in words what sets them apart."""

    id: str
    name: str
    marks: str
    muted: bool
    blocked: bool
    adviser: bool
    selected: bool


@dataclass(frozen=True)
class ReportView:
    """A report as the staff reads it."""

    report: str
    title: str
    reason: str
    said: tuple[str, ...]


@dataclass(frozen=True)
class PeopleView:
    """The card of who is here; `reasons` are offered while a report is being made, `reports` are for the staff."""

    people: tuple[PersonView, ...]
    reasons: tuple[str, ...]
    locked: bool
    staff: bool
    reports: tuple[ReportView, ...]


@dataclass(frozen=True)
class AskedView:
    """A question of somebody that waits for a yes or a no."""

    sentence: str


@dataclass(frozen=True)
class TopView:
    """The bar at the top."""

    room: str
    connection: ConnectionState
    connection_words: str
    people: str


@dataclass(frozen=True)
class ViewState:
    """Everything on the screen but the room itself."""

    language: str
    top: TopView
    desk: DeskView
    chat: ChatView
    product: ProductView | None = None
    refusal: RefusalView | None = None
    agent: AgentView | None = None
    people: PeopleView | None = None
    prompt: tuple[str, str] | None = None
    notices: tuple[str, ...] = ()
    offline_hint: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    card: CardView | None = None
    veil_s: float = 0.0
    arrival: ArrivalView | None = None
    """The start screen: while it is there, nothing else is."""
    loading: LoadingView | None = None
    """What is still on its way before the room can be shown at all."""
    hint: HintView | None = None
    asked: AskedView | None = None
    captions: tuple[str, ...] = ()
    """What has just been heard, in words."""
    photo: Literal["no", "bar", "bare"] = "no"
    """Whether only the picture is shown: with the bar that says how to take it, or bare."""
