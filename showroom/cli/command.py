"""What a subcommand is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable


@dataclass(frozen=True)
class Command:
    """One subcommand of ``showroom``.

    Args:
        name: one word (``serve``) or group and word (``assets import``).
        summary: one sentence, shown in lists.
        example: a command line that works, shown by ``--help``.
        configure: adds the arguments.
        run: does the work; returns the exit status 0 or 1. Rejected and Unavailable may pass: they are printed
            (as JSON where the command has ``--json`` and it is set) and exit 1.
    """

    name: str
    summary: str
    example: str
    configure: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]
