"""What can happen to a room. Times are seconds since 1970 UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from showroom.protocol.messages import ConversationStarted  # noqa: TC001 - `Meet` travels between nodes
from showroom.room.notices import DeskView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from showroom.catalogue import Language, Publication, RoomPlan
    from showroom.looks import AvatarLook
    from showroom.protocol.messages import Body, ClientMessage, Role


@dataclass(frozen=True, slots=True)
class Join:
    """A visitor with a valid ticket enters; `apply` raises Rejected (``room-full``) where nobody else fits in.

    `body` is where to stand; None means the place of the last visit, or the entrance. `desk` is
    `service.desk.view(desk, visitor_id)`.
    """

    visitor_id: str
    name: str
    role: Role
    avatar: str
    language: Language
    at_s: float
    body: Body | None = None
    desk: DeskView = field(default_factory=DeskView)
    look: AvatarLook | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """The connection of `number` is gone; `body` is where it stood last, for when it comes back."""

    number: int
    at_s: float
    body: Body | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """A visitor's control message."""

    number: int
    message: ClientMessage
    at_s: float


@dataclass(frozen=True, slots=True)
class ReplaceCatalogue:
    """The catalogue or the layout changed."""

    publications: tuple[Publication, ...]
    plan: RoomPlan
    revision: int
    at_s: float


@dataclass(frozen=True, slots=True)
class KeepPlaces:
    """Where visitors stand now, from the pose board, so that they find their places again: once in some seconds."""

    bodies: Mapping[int, Body]


@dataclass(frozen=True, slots=True)
class Meet:
    """A conversation starts in this room: tell both sides, and the agent where to stand (`beside` is filled in)."""

    started: ConversationStarted


RoomCommand = Join | Part | Act | ReplaceCatalogue | KeepPlaces | Meet
