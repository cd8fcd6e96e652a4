"""How a client is started."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from client.render.quality import Level
    from client.script import AnyStep
    from showroom.catalogue import Language


@dataclass(frozen=True)
class Options:
    """How a client is started.

    Args:
        server: ``http://host:port``.
        name: what the others see.
        language: English or German; None is what was used last.
        size_px: width and height.
        quality: how finely to draw; None measures what this machine can do, once the room is there.
        offscreen: no window.
        seconds: end after so long; 0 is no limit.
        frames: end after so many frames; 0 runs until the window is closed or the script has ended.
        script: what to do.
        shots: the folder for the script's pictures.
        events: a file for the journal.
        market: the country whose prices are shown; None is what was used last.
        user: an adviser's user name; None is a shopper.
        password: the adviser's password.
        token: of the adviser's session, where they are logged in already.
        camera: what try-on looks through: a number, an address or a recording; None asks.
        remember: keep settings and the visitor's token.
        avatar: how one looks; empty is what was used last.
        arrives: begin with the start screen.
        invitation: what was passed on, for the start screen or to be opened at once.
        news: something to say on the start screen.
    """

    server: str
    name: str = "Guest"
    language: Language | None = None
    size_px: tuple[int, int] = (1280, 720)
    quality: Level | None = None
    offscreen: bool = False
    frames: int = 0
    seconds: float = 0.0
    script: tuple[AnyStep, ...] = ()
    shots: Path | None = None
    events: Path | None = None
    market: str | None = None
    user: str | None = None
    password: str = ""
    token: str = ""
    remember: bool = True
    avatar: str = ""
    arrives: bool = False
    invitation: str = ""
    news: str = ""
    camera: str | None = None
