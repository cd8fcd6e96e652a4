"""What a room tells the service desk, and what the desk knows that a `Welcome` shows."""

from __future__ import annotations

from dataclasses import dataclass, field

# These travel between nodes too: msgspec reads the annotations at run time.
from showroom.catalogue import Language  # noqa: TC001
from showroom.protocol.messages import (
    AcceptCall,
    AdviserState,
    CallAdviser,
    CancelCall,
    ChatLine,
    ConversationStarted,
    EndConversation,
    Role,
    Say,
    SetAgentStatus,
)

DeskRequest = CallAdviser | CancelCall | SetAgentStatus | AcceptCall | EndConversation | Say


@dataclass(frozen=True, slots=True)
class Arrived:
    """A person entered a room, or came back to it."""

    person_id: str
    name: str
    role: Role
    room: str
    at_s: float


@dataclass(frozen=True, slots=True)
class Departed:
    """A person's connection to a room is gone."""

    person_id: str
    room: str
    at_s: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A person asks the desk for something; what they look at and have configured comes along."""

    person_id: str
    name: str
    role: Role
    language: Language
    room: str
    request: DeskRequest
    at_s: float
    focus: str | None = None
    choices: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Looked:
    """A person looks at another product, or away."""

    person_id: str
    focus: str | None
    choices: dict[str, str]


@dataclass(frozen=True, slots=True)
class ProductChanged:
    """A product in a room has other choices now."""

    room: str
    product: str
    choices: dict[str, str]


Notice = Arrived | Departed | Asked | Looked | ProductChanged


@dataclass(frozen=True, slots=True)
class DeskView:
    """What the desk knows for one person's `Welcome`; `lines` are of their conversation."""

    advisers: AdviserState = field(default_factory=lambda: AdviserState(0, 0, 0))
    conversation: str | None = None
    position: int | None = None
    lines: tuple[ChatLine, ...] = ()
    talk: ConversationStarted | None = None
