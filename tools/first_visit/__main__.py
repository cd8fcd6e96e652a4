"""The scripted first visit: ``python -m tools.first_visit FOLDER [--data SHOP] [--size WxH]``.

A shopper at a real window under Xvfb, by real keys and mouse; a friend and an adviser by the text client. Everything is
waited for in the client's own journal; a step that does not happen ends the visit. The pictures go to FOLDER.
"""

# ruff: noqa: S603 - our own command as other people's programs; progress of a tool

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from client.children import Children, run_showroom
from tools.first_visit.driving import Window, display

PASSWORD = "first visit"  # noqa: S105 - of an adviser who exists for one visit
QUESTION = "Is this one light enough for long runs?"


def main() -> int:
    """Go through the visit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, help="a shop's folder; without it the sample products are published")
    parser.add_argument("--size", default="1280x720")
    arguments = parser.parse_args()
    width, _, height = arguments.size.partition("x")
    with tempfile.TemporaryDirectory(prefix="first-visit-") as folder, Children() as children, ExitStack() as stack:
        place = Path(folder)
        data = arguments.data or _shop(place)
        server = _server(children, data)
        environment = stack.enter_context(display((int(width), int(height))))
        visit = Visit(arguments.folder, place, server, environment, arguments.size)
        visit.first()
        visit.resumed()
    return 0


def _shop(place: Path) -> Path:
    run_showroom(["assets", "sample", "--data", str(place / "shop"), "--no-poster"])
    return place / "shop"


def _server(children: Children, data: Path) -> str:
    known = run_showroom(["user", "list", "--data", str(data)])
    kind = ["password", "eva"] if "eva" in known else ["add", "eva", "--role", "agent"]
    run_showroom(["user", *kind, "--data", str(data), "--password-stdin"], words=f"{PASSWORD}\n")
    process = children.start(["serve", "--data", str(data), "--port", "0"], stdout=subprocess.PIPE)
    line = process.stdout.readline() if process.stdout else ""
    return line.split()[1]


class Typist:
    """Somebody else, by typing and reading."""

    def __init__(self, place: Path, name: str, arguments: list[str]) -> None:
        self._log = (place / f"{name}.txt").open("w+")
        environment = {**os.environ, "SHOWROOM_CONFIG_DIR": str(place / name)}
        command = [sys.executable, "-m", "showroom.cli", "text", *arguments, "--name", name, "--language", "en"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, env=environment, stdin=pipe, stdout=self._log, text=True)

    def say(self, *lines: str) -> None:
        """Type lines."""
        stream = self._process.stdin
        if stream is not None:
            stream.write("".join(f"{line}\n" for line in lines))
            stream.flush()

    def end(self) -> str:
        """Leave; what was read on the way."""
        self.say("quit")
        self._process.wait(120.0)
        self._log.seek(0)
        return self._log.read()


class Visit:
    """The visit.

    Args:
        pictures: where they go.
        place: for settings and journals.
        server: its address.
        environment: with the display.
        size: of the window.
    """

    def __init__(self, pictures: Path, place: Path, server: str, environment: dict[str, str], size: str) -> None:
        self._pictures = pictures
        self._place = place
        self._server = server
        self._environment = environment
        self._arguments = ("--server", server, "--size", size, "--quality", "low")
        self._count = 0

    def _picture(self, window: Window, name: str) -> None:
        self._count += 1
        path = self._pictures / f"{self._count:02}-{name}.png"
        window.picture(path)
        print(path, flush=True)

    def first(self) -> None:
        """From the door to the last goodbye."""
        with Window(self._place / "nora", self._environment, self._arguments) as window:
            window.wait("drawn")
            window.focus()
            self._arrive(window)
            self._look(window)
            address = self._configure(window)
            self._meet(window, address)

    def resumed(self) -> None:
        """Come back: in the same place, as the same person."""
        with Window(self._place / "nora", self._environment, (*self._arguments, "--name", "Nora")) as window:
            window.wait("welcome")
            window.wait("loaded")
            window.focus()
            self._picture(window, "back")

    def _arrive(self, window: Window) -> None:
        for _ in range(5):
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
        window.wait("welcome")
        self._picture(window, "room")

    def _look(self, window: Window) -> None:
        window.hold("w", 1.0)
        window.frames(2)
        for _ in range(8):
            window.key("Next", "e")
            if window.wait("inspected")["product"] == "runner":
                break
            window.key("q")
        window.frames(3)
        self._picture(window, "close")
        window.key("ctrl+m")
        window.wait("measures", shown=True)
        self._picture(window, "measures")
        window.key("ctrl+m")

    def _configure(self, window: Window) -> str:
        """Choose, run into a rule, take a way out, keep and pass on; returns the invitation."""
        window.key("Tab", "3")
        window.wait("configured", product="runner")
        window.key("Tab", "7")
        window.wait("configured", product="runner")
        self._picture(window, "configured")
        window.key("Tab", "6")
        window.wait("refused", code="configuration-refused")
        self._picture(window, "refused")
        window.key("f")
        window.wait("configured", product="runner")
        window.key("ctrl+s", "F4")
        self._picture(window, "wish-list")
        window.key("Escape", "ctrl+i")
        address = str(window.wait("invited")["address"])
        window.key("q")
        return address

    def _meet(self, window: Window, address: str) -> None:
        ben = Typist(self._place, "Ben", [address])
        ben.say("go Nora", "say Hi Nora, this is the one?")
        window.wait("said")
        window.key("Return")
        window.type(QUESTION)
        window.key("Return")
        window.wait("said", text=QUESTION)
        window.key("g")
        window.wait("emoted", emotion="wave")
        self._picture(window, "chat")
        window.key("ctrl+f")
        ben.say("wait for follow you", "yes", "go entrance")
        window.wait("answered", agreed=True)
        window.wait("accompanies")
        self._picture(window, "following")
        secret = self._place / "secret"
        secret.write_text(PASSWORD)
        staff = ["--server", self._server, "--as", "agent", "--user", "eva", "--password-file", str(secret)]
        eva = Typist(self._place, "Eva", staff)
        window.key("c")
        self._picture(window, "calling")
        eva.say("online", "wait for calls", "accept", "say Hello Nora, how can I help?")
        window.wait("conversation-started")
        window.wait("said")
        self._picture(window, "adviser")
        window.key("l", "F5", "Down", "Down", "Down", "Down", "Right")
        self._picture(window, "settings")
        window.key("Escape")
        (self._pictures / "ben.txt").write_text(ben.end())
        (self._pictures / "eva.txt").write_text(eva.end())


if __name__ == "__main__":
    sys.exit(main())
