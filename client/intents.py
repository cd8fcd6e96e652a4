"""What a person wants, whatever they pressed: panels, keys and scripts all say it in these words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from showroom.protocol.order import Outcome
    from showroom.ui.arrival import ArrivalRow


@dataclass(frozen=True)
class Choose:
    """Put values into groups of a product."""

    product: str
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Speak:
    """Say something, to the room or into the conversation that I am in."""

    text: str


@dataclass(frozen=True)
class Accept:
    """Take a call of the queue; advisers only."""

    request: str


@dataclass(frozen=True)
class OpenCode:
    """Show the configuration behind a code."""

    code: str


@dataclass(frozen=True)
class Dismiss:
    """Close the refusal, keep what stands."""


@dataclass(frozen=True)
class Do:
    """A verb (`showroom.ui.verbs`) that needs no more words."""

    verb: str


@dataclass(frozen=True)
class About:
    """A verb about somebody who is here."""

    verb: str
    person: str


@dataclass(frozen=True)
class Complain:
    """Report the person that the card is about, for one of the reasons that it offers, counted from 0."""

    reason: int


@dataclass(frozen=True)
class Settle:
    """Work a report through; staff only."""

    report: str
    outcome: Outcome


@dataclass(frozen=True)
class Pick:
    """A line of the open card, counted from 0, and what to do with it."""

    row: int
    act: Literal["choose", "take", "remove", "less", "more"] = "choose"


@dataclass(frozen=True)
class Switch:
    """Switch a state of the product that one looks at, counted from 0."""

    number: int


@dataclass(frozen=True)
class Explain:
    """Have a point of the product that one looks at explained, counted from 1; the same again: no longer."""

    number: int


@dataclass(frozen=True)
class Rename:
    """Be called otherwise."""

    name: str


@dataclass(frozen=True)
class Fill:
    """A line of the start screen: what was written there, or which way it was turned."""

    row: ArrivalRow
    text: str = ""
    by: int = 1


@dataclass(frozen=True)
class Write:
    """What stands in a written line of the open card now, counted from 0."""

    row: int
    text: str


Elsewhere = Pick | Switch | Explain | Fill | Rename | Write
"""What others than `client.acting` do."""
Intent = Elsewhere | Choose | Speak | Accept | OpenCode | Dismiss | Do | About | Complain | Settle
