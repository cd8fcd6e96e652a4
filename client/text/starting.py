"""Starting a text client: what it is told, and where its lines come from."""

from __future__ import annotations

import io
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from client.text.terminal import PipeLines, ScriptLines, TypedLines, terminal_kept
from client.text.visit import TextVisit

if TYPE_CHECKING:
    from client.text.terminal import Lines
    from showroom.catalogue import Language


@dataclass(frozen=True)
class Options:
    """How a text client is started.

    Args:
        server: ``http://host:port``.
        name: what the others see; None is an adviser's user name, else what was used last.
        language: English or German; None is what was used last.
        market: the country whose prices are shown; None is what was used last.
        user: an adviser's user name; None is a shopper.
        password: the adviser's password.
        token: of the adviser's session, where they are logged in already.
        script: lines to carry out; None reads them from the standard input.
        strict: end with 1 at the first line that fails.
        remember: keep settings and the visitor's token.
        invitation: what was passed on; its configuration is opened first.
    """

    server: str
    name: str | None = None
    language: Language | None = None
    market: str | None = None
    user: str | None = None
    password: str = ""
    token: str = ""
    script: str | None = None
    strict: bool = False
    remember: bool = True
    invitation: str = ""


def run(options: Options) -> int:
    """Visit until the end of the lines, or until somebody leaves; returns the exit status."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without umlauts gets the rest
    try:
        with terminal_kept():
            return TextVisit(options, _lines(options), sys.stdout).run()
    except BrokenPipeError:  # whoever read us has gone; without this, Python would complain once more at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _lines(options: Options) -> Lines:
    if options.script is not None:
        return ScriptLines(options.script)
    if sys.stdin.isatty() and sys.stdout.isatty():
        return TypedLines()
    return PipeLines(sys.stdin.fileno())
