"""Being together: sitting, a raised hand, pointing, and asking somebody to be followed or to come."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from showroom.protocol.base import Key, Message, Name, Number, Ref

Coordinate = Annotated[float, Meta(ge=-1000.0, le=1000.0)]
Wish = Literal["follow", "summon", "private"]


class Bear(Message, frozen=True, tag="bear"):
    """How I hold myself from now on; everybody learns it as `Joined` with my number."""

    ref: Ref
    sitting: bool = False
    hand: bool = False


class Point(Message, frozen=True, tag="point"):
    """Where my hand points, in metres of the room; None lets it sink."""

    at: tuple[Coordinate, Coordinate, Coordinate] | None = None


class Ask(Message, frozen=True, tag="ask"):
    """Ask somebody here whether I may follow them, whether they come to me, or whether we are among ourselves.

    They answer, or do not. With a yes to ``private`` they join my private group, or we make one: see `Hidden`.
    """

    ref: Ref
    person: Key
    wish: Wish


class Answer(Message, frozen=True, tag="answer"):
    """Tell somebody who asked me yes or no; whoever did not ask takes no notice of it."""

    ref: Ref
    person: Key
    wish: Wish
    agreed: bool


class Mingle(Message, frozen=True, tag="mingle"):
    """I leave my private group and am among everybody again."""

    ref: Ref


CompanyRequest = Bear | Point | Ask | Answer | Mingle


class Pointed(Message, frozen=True, tag="pointed"):
    """Somebody points somewhere, or no longer."""

    number: Number
    at: tuple[float, float, float] | None = None


class Asked(Message, frozen=True, tag="asked"):
    """Somebody asks me."""

    person: Key
    name: Name
    wish: Wish


class Answered(Message, frozen=True, tag="answered"):
    """Somebody whom I may have asked says yes or no."""

    person: Key
    name: Name
    wish: Wish
    agreed: bool
