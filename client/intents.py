"""What a person wants, whatever they pressed: panels, keys and scripts all say it in these words."""

from __future__ import annotations

from dataclasses import dataclass


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


Intent = Choose | Speak | Accept | OpenCode | Dismiss | Do
