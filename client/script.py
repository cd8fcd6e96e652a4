"""Scripted visits: what somebody does, step by step, in a window or offscreen. Tours, tests and benchmarks use them.

A script is a JSON list of steps, each with ``do``. A step ends when it is done; one that waits fails after `timeout_s`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from showroom.errors import Rejected

if TYPE_CHECKING:
    from pathlib import Path

Seconds = Annotated[float, Meta(ge=0.0, le=600.0)]
WAIT_S = 30.0


class Step(Struct, frozen=True, forbid_unknown_fields=True, tag_field="do"):
    """Root of all steps."""


class Wait(Step, frozen=True, tag="wait"):
    """Let time pass."""

    seconds: Seconds


class WaitFor(Step, frozen=True, tag="wait-for"):
    """Wait until something is so.

    Connected, everything loaded, a refusal shown, an adviser here, a line of chat that contains `text`, a product at
    `version` or beyond, nothing of mine unanswered.
    """

    what: Literal["online", "loaded", "refusal", "adviser", "waiting", "chat", "version", "settled", "queue", "offline"]
    text: str = ""
    product: str = ""
    version: int = 0
    timeout_s: Seconds = WAIT_S


class Go(Step, frozen=True, tag="go"):
    """Be at a place at once, looking somewhere: floor metres, heading and pitch in radians."""

    at: tuple[float, float]
    heading: float
    pitch: float = -0.06


class Enter(Step, frozen=True, tag="enter"):
    """Go into another room, as through its door."""

    room: str
    timeout_s: Seconds = WAIT_S


class WalkTo(Step, frozen=True, tag="walk-to"):
    """Walk to a place before a product."""

    product: str
    timeout_s: Seconds = WAIT_S


class Inspect(Step, frozen=True, tag="inspect"):
    """Look closely at a product; `heading`, `pitch` (radians) and `distance` (radii) place the eye."""

    product: str
    heading: float | None = None
    pitch: float | None = None
    distance: float | None = None


class Configure(Step, frozen=True, tag="configure"):
    """Choose values; answered or refused before the next step."""

    product: str
    changes: dict[str, str]


class TakeFix(Step, frozen=True, tag="take-fix"):
    """Take a way out of the refusal that is shown, the first one where nothing is said."""

    number: int = 0


class Say(Step, frozen=True, tag="say"):
    """Say something."""

    text: str


class Verb(Step, frozen=True, tag="verb"):
    """Do a verb of `showroom.ui.verbs` that needs no more words, e.g. ``call-adviser`` or ``wave``."""

    verb: str


class Face(Step, frozen=True, tag="face"):
    """Turn to an adviser who is here."""

    pitch: float = -0.05


class Accept(Step, frozen=True, tag="accept"):
    """Advisers: take the first call of the queue."""

    timeout_s: Seconds = WAIT_S


class Shot(Step, frozen=True, tag="shot"):
    """Keep a picture as ``<name>.png``."""

    name: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,60}$")]


AnyStep = Wait | WaitFor | Go | Enter | WalkTo | Inspect | Configure | TakeFix | Say | Verb | Face | Accept | Shot


def parse_script(data: bytes) -> tuple[AnyStep, ...]:
    """Read a script.

    Raises:
        Rejected: ``bad-script``.
    """
    try:
        return msgspec.json.decode(data, type=tuple[AnyStep, ...])
    except msgspec.DecodeError as error:
        raise Rejected("bad-script", "this is no script", got=str(error)) from None


def load_script(path: Path) -> tuple[AnyStep, ...]:
    """Read a script file.

    Raises:
        Rejected: ``bad-script``.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Rejected("bad-script", f"{path} cannot be read: {error.strerror}") from None
    return parse_script(data)
