"""Every control message, version 1: JSON text frames, tagged by ``t``, bounded, unknown fields forbidden.

Poses are binary frames: see `showroom.protocol.codec`. Requests carry a `ref` that the answer (`Done` or `Refused`)
repeats; broadcasts carry none. Whoever acts learns its own change from the same broadcast as everybody else, so there
is one order for all; `Done` is sent after the change is stored.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from showroom.catalogue import Language  # noqa: TC001 - msgspec reads the annotation at run time
from showroom.looks import AvatarLook  # noqa: TC001 - msgspec reads the annotation at run time
from showroom.protocol.base import Key, Message, Name, Number, Ref, Token, Words
from showroom.protocol.company import Answered, Asked, CompanyRequest, Pointed
from showroom.protocol.dressing import Dress
from showroom.protocol.order import Hidden, Locked, OrderRequest, Reports, Warned

VERSION = 1
SUBPROTOCOL = "showroom.v1"
MAX_CONTROL_BYTES = 16 * 1024

Choices = Annotated[dict[Key, Key], Meta(max_length=256)]
Role = Literal["visitor", "agent"]
Emotion = Literal["wave", "clap", "nod", "laugh", "heart", "point"]
AgentStatus = Literal["online", "away", "offline"]
Vector3 = tuple[float, float, float]
Quaternion = tuple[float, float, float, float]


# ---- client to server -------------------------------------------------------------------------------------------


class Hello(Message, frozen=True, tag="hello", kw_only=True):
    """First message of a connection; the ticket is used up. Nothing else is allowed before it, nor a second one."""

    version: int
    ticket: Token
    client: Annotated[str, Meta(max_length=80)] = ""


class Configure(Message, frozen=True, tag="configure"):
    """Put values into groups of a product in this room, all or none."""

    ref: Ref
    product: Key
    changes: Choices


class Undo(Message, frozen=True, tag="undo"):
    """Take back my own latest change of a product that still stands."""

    ref: Ref
    product: Key


class Redo(Message, frozen=True, tag="redo"):
    """Bring back what I last took back."""

    ref: Ref
    product: Key


class OpenCode(Message, frozen=True, tag="open-code"):
    """Show the configuration behind a code on its product's plinth."""

    ref: Ref
    code: Annotated[str, Meta(min_length=1, max_length=400)]


class Say(Message, frozen=True, tag="say"):
    """Words to the room, or privately into a conversation with an adviser."""

    ref: Ref
    text: Words
    conversation: Key | None = None


class Emote(Message, frozen=True, tag="emote"):
    """A gesture that everybody near sees."""

    emotion: Emotion


class Focus(Message, frozen=True, tag="focus"):
    """Which product I look at; None for none."""

    product: Key | None = None


class CallAdviser(Message, frozen=True, tag="call-adviser"):
    """Ask for a human; answered by `QueuePosition` updates and at last `ConversationStarted`."""

    ref: Ref
    topic: Annotated[str, Meta(max_length=200)] = ""


class CancelCall(Message, frozen=True, tag="cancel-call"):
    """Give up waiting."""

    ref: Ref


class SetAgentStatus(Message, frozen=True, tag="set-agent-status"):
    """Agents only: whether I take calls."""

    ref: Ref
    status: AgentStatus


class AcceptCall(Message, frozen=True, tag="accept-call"):
    """Agents only: take the request at the head of the queue; naming another one is refused."""

    ref: Ref
    request: Key


class EndConversation(Message, frozen=True, tag="end-conversation"):
    """Either side closes the conversation."""

    ref: Ref
    conversation: Key


class Leave(Message, frozen=True, tag="leave"):
    """A farewell: my place is kept, my avatar goes at once."""


ClientMessage = (
    Hello
    | Configure
    | Undo
    | Redo
    | OpenCode
    | Say
    | Emote
    | Focus
    | CallAdviser
    | CancelCall
    | SetAgentStatus
    | AcceptCall
    | EndConversation
    | Leave
    | Dress
    | OrderRequest
    | CompanyRequest
)

# ---- parts of server messages --------------------------------------------------------------------------------------


class Body(Struct, frozen=True, forbid_unknown_fields=True):
    """Where an avatar stands: metres and a unit quaternion (x, y, z, w), glTF frame."""

    position: Vector3
    rotation: Quaternion = (0.0, 0.0, 0.0, 1.0)


class Visitor(Struct, frozen=True, forbid_unknown_fields=True):
    """A person in the room as others see them; `id` is stable over visits, `number` is for this stay.

    `avatar` names a published model; empty is the house's own, which looks as `look` says, or as their id makes it.
    """

    number: Number
    id: Key
    name: Name
    role: Role
    avatar: Annotated[str, Meta(max_length=200)] = ""
    focus: Key | None = None
    body: Body | None = None
    look: AvatarLook | None = None
    sitting: bool = False
    hand: bool = False
    """Whether a hand is raised."""


class ProductState(Struct, frozen=True, forbid_unknown_fields=True):
    """A product's configuration in this room; `version` grows by one with every change."""

    product: Key
    version: int
    choices: dict[str, str]


class ChatLine(Struct, frozen=True, forbid_unknown_fields=True):
    """A line of chat; ids grow with time, in the room and in conversations, so a client can tell what it has seen."""

    id: int
    sender: Key
    name: str
    role: Role
    text: str
    time_s: float
    conversation: Key | None = None


class Waiting(Struct, frozen=True, forbid_unknown_fields=True):
    """Someone in the queue, with what an adviser wants to know before accepting."""

    request: Key
    visitor: Key
    name: str
    room: Key
    since_s: float
    topic: str
    language: Language
    focus: Key | None
    choices: dict[str, str]
    present: bool = True
    """False while the connection is lost; the place in the queue is kept for two minutes."""


class OfferedFix(Struct, frozen=True, forbid_unknown_fields=True):
    """A way out of a refusal: send it as `Configure`."""

    changes: dict[str, str]
    price_change: int


class AdviserState(Struct, frozen=True, forbid_unknown_fields=True):
    """Whether anybody is there, honestly: advisers online, of these free, and people waiting."""

    online: int
    free: int
    waiting: int


# ---- server to client ----------------------------------------------------------------------------------------------


class Welcome(Message, frozen=True, tag="welcome", kw_only=True):
    """The answer to `Hello`: everything that stands in the room. After a reconnect it replaces what the client knew."""

    version: int
    you: Number
    visitor: Key
    role: Role
    room: Key
    tick_s: float
    server_time_s: float
    catalogue_revision: int
    visitors: tuple[Visitor, ...]
    products: tuple[ProductState, ...]
    chat: tuple[ChatLine, ...]
    advisers: AdviserState
    conversation: Key | None = None
    position: int | None = None
    locked: bool = False
    hidden: tuple[Number, ...] = ()
    """Whom I do not meet; see `Hidden`."""
    talk: ConversationStarted | None = None
    """With whom I am in that conversation."""


class Done(Message, frozen=True, tag="done"):
    """The request is carried out and stored."""

    ref: Ref


class Refused(Message, frozen=True, tag="refused"):
    """The request is refused, nothing was changed. `rules` and `choices` are the minimal reason of a refused choice."""

    ref: Ref | None
    code: str
    message: str
    got: str = ""
    allowed: str = ""
    hint: str = ""
    rules: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    fixes: tuple[OfferedFix, ...] = ()


class Joined(Message, frozen=True, tag="joined"):
    """Somebody entered, or changed how they look."""

    visitor: Visitor


class Left(Message, frozen=True, tag="left"):
    """Somebody went; the number is free again."""

    number: Number


class Configured(Message, frozen=True, tag="configured"):
    """A product changed; `choices` are all of them and `by` is the visitor's number, None for the system."""

    product: Key
    version: int
    choices: dict[str, str]
    by: Number | None = None


class History(Message, frozen=True, tag="history"):
    """How many of my own changes I can take back and bring back."""

    product: Key
    undoable: int
    redoable: int


class Said(Message, frozen=True, tag="said"):
    """A line of chat."""

    line: ChatLine


class Emoted(Message, frozen=True, tag="emoted"):
    """Somebody made a gesture."""

    number: Number
    emotion: Emotion


class Focused(Message, frozen=True, tag="focused"):
    """Somebody looks at a product, or away."""

    number: Number
    product: Key | None = None


class Advisers(Message, frozen=True, tag="advisers"):
    """The state of the service desk changed."""

    state: AdviserState


class QueuePosition(Message, frozen=True, tag="queue-position"):
    """My place in the queue, 1 is next; None when I no longer wait."""

    position: int | None


class Queue(Message, frozen=True, tag="queue"):
    """Agents only: everyone who waits, first come first."""

    waiting: tuple[Waiting, ...]


class ConversationStarted(Message, frozen=True, tag="conversation-started"):
    """An adviser took the call. Both sides get it; an agent in another room moves to `room`."""

    conversation: Key
    visitor: Key
    visitor_name: str
    agent: Key
    agent_name: str
    room: Key
    beside: Body | None = None


class ConversationEnded(Message, frozen=True, tag="conversation-ended"):
    """The conversation is over."""

    conversation: Key
    by: Key


class CatalogueChanged(Message, frozen=True, tag="catalogue-changed"):
    """Fetch the catalogue again."""

    revision: int


ServerMessage = (
    Welcome
    | Done
    | Refused
    | Joined
    | Left
    | Configured
    | History
    | Said
    | Emoted
    | Focused
    | Advisers
    | QueuePosition
    | Queue
    | ConversationStarted
    | ConversationEnded
    | CatalogueChanged
    | Hidden
    | Locked
    | Reports
    | Warned
    | Pointed
    | Asked
    | Answered
)
