"""The first visit itself: what somebody presses and what has to come of it, for the tool and for the test."""

# ruff: noqa: S603 - our own command as other people's programs

from __future__ import annotations

import math
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tools.first_visit.driving import Window, patiently

if TYPE_CHECKING:
    from collections.abc import Callable

QUESTION = "Is this one light enough for long runs?"
_PATIENCE_S = 120.0
_MARGIN, _BAR = 16, 80
_SAME_PLACE_M = 0.35


@dataclass(frozen=True)
class Course:
    """What is visited.

    Args:
        product: the one that is configured.
        choices: keys that choose something of it, one change each.
        refused: keys of a choice that its rules do not allow then.
        user: an adviser's login.
        password: of that adviser.
        away: where a friend goes who is followed: so far from the product that one has to walk.
        loaded: how many products have to be there before one walks in.
    """

    product: str
    choices: tuple[tuple[str, ...], ...]
    refused: tuple[str, ...]
    user: str
    password: str
    away: str
    loaded: int = 1


@dataclass(frozen=True)
class Place:
    """Where somebody left or came back: x and z in metres, and who they are."""

    place: tuple[float, float]
    visitor: str

    def is_that_of(self, other: Place) -> bool:
        """Whether the same person stands in the same place."""
        return self.visitor == other.visitor and math.dist(self.place, other.place) < _SAME_PLACE_M


class Typist:
    """Somebody else, by typing and reading."""

    def __init__(self, folder: Path, name: str, arguments: list[str]) -> None:
        self._log = (folder / f"{name}.txt").open("w+")
        environment = {**os.environ, "SHOWROOM_CONFIG_DIR": str(folder / name), "PYTHONUTF8": "1"}
        command = [sys.executable, "-m", "showroom.cli", "text", *arguments, "--name", name, "--language", "en"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            command, env=environment, stdin=pipe, stdout=self._log, stderr=self._log, text=True
        )

    def __enter__(self) -> Self:
        """They come."""
        return self

    def __exit__(self, *_: object) -> None:
        """They are gone, whatever happens."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._log.close()

    def say(self, *lines: str) -> None:
        """Type lines."""
        stream = self._process.stdin
        if stream is not None:
            stream.write("".join(f"{line}\n" for line in lines))
            stream.flush()

    def hears(self, words: str) -> None:
        """Wait until they read something.

        Raises:
            TimeoutError: they do not.
        """
        for _ in patiently():
            if words in Path(self._log.name).read_text():
                return
        raise TimeoutError(f"nobody has told: {words}")

    def end(self) -> str:
        """Leave; what was read on the way."""
        self.say("quit")
        self._process.wait(_PATIENCE_S)
        self._log.seek(0)
        return self._log.read()


class Visit:
    """A shopper's first visit at a real window.

    Args:
        folder: for settings and journals.
        server: its address.
        environment: with the display.
        size_px: of the window.
        course: what is visited.
        picture: keeps what is to be seen under a name.

    Attributes:
        heard: what the friend and the adviser have read, by their names.
    """

    def __init__(
        self,
        folder: Path,
        server: str,
        environment: dict[str, str],
        size_px: tuple[int, int],
        course: Course,
        picture: Callable[[Window, str], None] = lambda *_: None,
    ) -> None:
        self._folder = folder
        self._server = server
        self._environment = environment
        self._size_px = size_px
        self._scale = max(0.75, 1.0 - max(0, 720 - size_px[1]) / 1000)
        self._course = course
        self._picture = picture
        size = f"{size_px[0]}x{size_px[1]}"
        self._arguments = ("--server", server, "--size", size, "--quality", "low", "--language", "en")
        self.heard: dict[str, str] = {}

    def first(self) -> Place:
        """From the door to the last goodbye; where one stood then."""
        with Window(self._folder / "nora", self._environment, self._arguments) as window:
            window.wait("drawn")
            window.focus()
            visitor = self._arrive(window)
            self._walk_up(window)
            self._inspect(window)
            address = self._configure(window)
            self._meet(window, address)
            left = window.leave()
        return Place(tuple(left["place"]), visitor)

    def resumed(self) -> Place:
        """Come back, named as before: who one is then, and where."""
        with Window(self._folder / "nora", self._environment, (*self._arguments, "--name", "Nora")) as window:
            visitor = str(window.wait("welcome")["visitor"])
            stands = window.wait("stands")
            window.wait("loaded")
            self._picture(window, "back")
        return Place(tuple(stands["place"]), visitor)

    def _arrive(self, window: Window) -> str:
        for _ in range(self._course.loaded):
            window.wait("loaded")
        window.type("Nora")
        window.wait("filled", name="Nora")
        window.key("Tab", "Right")
        self._picture(window, "arriving")
        window.key("Return", "Down", "Down", "Right")
        window.wait("dressed")
        self._picture(window, "looks")
        window.key("Escape", "Tab", "Tab", "Tab", "Return")
        window.wait("walked-in", name="Nora")
        visitor = str(window.wait("welcome")["visitor"])
        self._picture(window, "room")
        return visitor

    def _walk_up(self, window: Window) -> None:
        """Take the hints, walk a few steps, and go on to the shoes; look closely at them by the mouse."""
        window.key("space", "space", "space")
        window.hold("w", 0.6)
        for _ in range(12):
            window.key("Next")
            if window.wait("offered")["product"] == self._course.product:
                break
        window.frames(3)
        self._picture(window, "before-it")
        self._click(window, 0.5, from_bottom=_MARGIN + 22)
        window.wait("inspected", product=self._course.product)
        window.frames(3)

    def _inspect(self, window: Window) -> None:
        self._picture(window, "close")
        width, height = self._size_px
        window.drag((width // 4, height // 2), (width // 4 + 60, height // 2))
        window.key("ctrl+m")
        window.wait("measures", shown=True)
        self._picture(window, "measures")
        window.key("ctrl+m")
        window.wait("measures", shown=False)
        window.key("ctrl+h")
        window.wait("explained", number=1)
        window.frames(12)
        self._picture(window, "detail")

    def _configure(self, window: Window) -> str:
        """Choose, run into a rule, take a way out, keep and pass on; returns the invitation."""
        product = self._course.product
        for keys in self._course.choices:
            self._change(window, *keys)
        self._picture(window, "configured")
        window.key(*self._course.refused)
        window.wait("refused", code="configuration-refused")
        self._picture(window, "refused")
        self._change(window, "f")
        window.key("ctrl+s")
        window.wait("wished", product=product)
        window.key("F4")
        self._picture(window, "wish-list")
        window.key("Escape", "ctrl+i")
        address = str(window.wait("invited")["address"])
        # Begun anew, so that a friend's opening of the invitation is seen.
        self._change(window, "ctrl+r")
        return address

    def _change(self, window: Window, *keys: str) -> None:
        """Change the configuration; where the server's disk was too slow for it, as anybody would, once more."""
        window.key(*keys)
        if window.wait("configured", "refused", product=self._course.product)["event"] == "refused":
            window.key(keys[-1])
            window.wait("configured", product=self._course.product)

    def _meet(self, window: Window, address: str) -> None:
        with Typist(self._folder, "Ben", [address]) as ben:
            # His invitation opens what she has configured, for everybody in the room.
            window.wait("configured", product=self._course.product)
            ben.say("go Nora", "say Hi Nora, this is the one?")
            window.wait("said")
            # The cross of the panel, by the mouse: behind the product stands who has come.
            width, _ = self._size_px
            self._click(window, 1.0 - (_MARGIN + 20 + 16) * self._scale / width, from_top=_BAR + 16 + 12)
            window.wait("stepped-back")
            self._picture(window, "friend")
            # The folded chat and the line of the open one are both here.
            self._click(window, (_MARGIN + 30) * self._scale / self._size_px[0], from_bottom=_MARGIN + 34)
            window.wait("writing", on=True)
            window.frames(2)
            window.type(QUESTION)
            window.key("Return")
            window.wait("said", text=QUESTION)
            window.key("Escape", "g")
            window.wait("emoted", emotion="wave")
            self._picture(window, "chat")
            window.key("ctrl+f")
            ben.say("wait for follow you", "yes", f"go {self._course.away}")
            window.wait("answered", agreed=True)
            window.wait("accompanies")
            self._picture(window, "following")
            window.key("ctrl+f")
            self._call(window)
            self.heard["Ben"] = ben.end()

    def _call(self, window: Window) -> None:
        secret = self._folder / "secret"
        secret.write_text(self._course.password)
        staff = ["--server", self._server, "--as", "agent", "--user", self._course.user, "--password-file", str(secret)]
        with Typist(self._folder, "Eva", staff) as eva:
            eva.say("online")
            eva.hears("You are online")
            window.key("c")
            window.wait("waiting", position=1)
            self._picture(window, "calling")
            eva.say("wait for A call", "accept", "answer Hello Nora, how can I help?")
            window.wait("conversation-started")
            window.wait("said")
            self._picture(window, "adviser")
            eva.say("end")
            window.wait("conversation-ended")
            self.heard["Eva"] = eva.end()
        window.key("l")
        window.wait("language", language="de")
        window.key("F5", "Down", "Down", "Down", "Down", "Right")
        window.wait("settings")
        self._picture(window, "settings")
        window.key("Escape")

    def _click(self, window: Window, across: float, *, from_top: float = 0.0, from_bottom: float = 0.0) -> None:
        """Click at a share of the width, so many of the design's pixels from an edge."""
        width, height = self._size_px
        y = from_top * self._scale if from_top else height - from_bottom * self._scale
        window.click(round(across * width), round(y))
