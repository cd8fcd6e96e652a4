"""What a bus does: it carries short messages to whoever listens now, at most once, and may be away.

What must not be lost is in the database. A bus that is away says so (`is_up`); what is published meanwhile is dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    Take = Callable[[bytes], bool]
    """Takes a message in the event loop; whether it was meant for this node is the answer to who asked."""


class Bus(Protocol):
    """Carries messages by subject."""

    @property
    def is_up(self) -> bool:
        """Whether messages reach other nodes now."""
        ...

    def subscribe(self, subject: str, take: Take) -> None:
        """Have a subject's messages taken, one's own included; before `run`."""
        ...

    def publish(self, subject: str, data: bytes) -> None:
        """Send to everybody who listens."""
        ...

    async def ask(self, subject: str, data: bytes) -> bool:
        """Send to everybody who listens; whether somebody took it for theirs, in reasonable time."""
        ...

    async def run(self) -> None:
        """Carry until cancelled."""
        ...
