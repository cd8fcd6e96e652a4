"""What a room or the service desk wants done: plain values that the server's shell carries out.

The convention for the shell:

- One call of `apply` gives one batch; `ToDesk` and `ToRoom` effects are fed into the desk's or the room's `apply` at
  their place, and what that gives belongs to the same batch.
- All `Store` and `Record` effects of a batch are committed in ONE transaction BEFORE any of its messages is sent. If
  the transaction fails, nothing of the batch is sent, the old room stays, and the askers are told.
- Everything else is carried out in order after the commit; batches keep their order too.
- `Admit` binds the connection that is joining to a number before any later effect of the batch; `Drop` unbinds it (so
  that `Part` is never sent for a dropped number, which may be somebody else's by then) and closes the connection after
  what was sent to it.
- A message for a number or a person that is not connected is dropped: whoever comes back gets a `Welcome`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from showroom.events import Fact
    from showroom.protocol.base import Message
    from showroom.room.commands import RoomCommand
    from showroom.room.notices import Notice


@dataclass(frozen=True, slots=True)
class Admit:
    """The joining connection is `number` from now on; the pose board gets `visitor_id`'s body from the `Welcome`."""

    number: int
    visitor_id: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Unbind the connection of `number` and close it."""

    number: int
    close_code: int
    reason: str


@dataclass(frozen=True, slots=True)
class Tell:
    """Send to one connection of the room."""

    number: int
    message: Message


@dataclass(frozen=True, slots=True)
class TellAll:
    """Send to everybody in the room `but` one."""

    message: Message
    but: int | None = None


@dataclass(frozen=True, slots=True)
class TellSome:
    """Send to these numbers of the room."""

    message: Message
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TellPerson:
    """Send to a visitor or an agent by id, in whichever room they are."""

    person_id: str
    message: Message


@dataclass(frozen=True, slots=True)
class TellAgents:
    """Send to every connected agent in every room."""

    message: Message


@dataclass(frozen=True, slots=True)
class TellEverybody:
    """Send to everybody in every room."""

    message: Message


@dataclass(frozen=True, slots=True)
class Store:
    """Keep a document durably; None deletes it. `collection` is ``room/<id>`` or ``desk``, `key` is unique in it."""

    collection: str
    key: str
    document: bytes | None


@dataclass(frozen=True, slots=True)
class Record:
    """Append a fact to the log."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class ToDesk:
    """Something that the service desk must know: hand it to `service.desk.apply`."""

    notice: Notice


@dataclass(frozen=True, slots=True)
class ToRoom:
    """Something that a room must do: hand it to `room.room.apply`; dropped where there is no such room."""

    room: str
    command: RoomCommand


Telling = Tell | TellAll | TellSome | TellPerson | TellAgents | TellEverybody
Effect = Admit | Drop | Telling | Store | Record | ToDesk | ToRoom
