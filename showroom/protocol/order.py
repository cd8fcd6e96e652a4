"""Messages that keep order in a room: who does not want to meet whom, reports and what comes of them, and the lock."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from showroom.protocol.base import (
    Grounds,
    Key,
    Message,
    Name,
    Number,
    Ref,
)

Outcome = Literal["dismissed", "warned", "removed"]
Minutes = Annotated[int, Meta(ge=1, le=1440)]
REMOVED_MINUTES = 30


# ---- client to server -------------------------------------------------------------------------------------------


class Block(Message, frozen=True, tag="block"):
    """I do not want to meet somebody, or no longer mind: neither reads nor sees the other. Staff cannot be blocked."""

    ref: Ref
    person: Key
    blocked: bool = True


class Report(Message, frozen=True, tag="report"):
    """Tell the staff about somebody who is or was here; what they said last is kept with it."""

    ref: Ref
    person: Key
    reason: Grounds


class ResolveReport(Message, frozen=True, tag="resolve-report"):
    """Agents only: close a report. ``warned`` tells the person the note, ``removed`` also asks them to leave."""

    ref: Ref
    report: Key
    outcome: Outcome
    note: Annotated[str, Meta(max_length=300)] = ""


class Remove(Message, frozen=True, tag="remove"):
    """Agents only: make a visitor leave; they may come back after so many minutes."""

    ref: Ref
    person: Key
    reason: Grounds
    minutes: Minutes = REMOVED_MINUTES


class SetLock(Message, frozen=True, tag="set-lock"):
    """Agents only: while a room is locked, no new visitor gets in; whoever lost the connection comes back."""

    ref: Ref
    locked: bool


OrderRequest = Block | Report | ResolveReport | Remove | SetLock


# ---- server to client -------------------------------------------------------------------------------------------


class ReportedLine(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody said who was reported; `id` is the line's in the chat."""

    id: int
    text: str
    time_s: float


class OpenReport(Struct, frozen=True, forbid_unknown_fields=True):
    """A report that nobody has worked through yet."""

    report: Key
    person: Key
    name: Name
    by: Key
    by_name: Name
    reason: str
    at_s: float
    lines: tuple[ReportedLine, ...] = ()


class Reports(Message, frozen=True, tag="reports"):
    """Agents only: the open reports of a room, oldest first."""

    room: Key
    waiting: tuple[OpenReport, ...]


class Hidden(Message, frozen=True, tag="hidden"):
    """Everybody here whom I do not meet; replaces what was told before.

    One of us has blocked the other, or, as `apart` names them, one of us is in a private group without the other.
    `together` are the others of mine, nobody where I am in none. The staff meets everybody.
    """

    numbers: tuple[Number, ...]
    apart: tuple[Number, ...] = ()
    together: tuple[Number, ...] = ()


class Locked(Message, frozen=True, tag="locked"):
    """The room was locked or opened."""

    locked: bool


class Warned(Message, frozen=True, tag="warned"):
    """The staff asks me to mind my manners."""

    reason: str
