"""The scripted first visit: ``python -m tools.first_visit FOLDER [--data SHOP] [--size WxH]``.

A shopper at a real window under Xvfb, by real keys and mouse; a friend and an adviser by the text client. Everything is
waited for in the client's own journal; a step that does not happen ends the visit. The pictures go to FOLDER.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from client.children import Children, run_showroom
from tools.first_visit.driving import Window, display
from tools.first_visit.visiting import Course, Visit

PASSWORD = "first visit"  # noqa: S105 - of an adviser who exists for one visit
COURSE = Course("runner", (("Tab", "3"), ("Tab", "7")), ("Tab", "6"), "eva", PASSWORD, "entrance", loaded=5)


def main() -> int:
    """Go through the visit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, help="a shop's folder; without it the sample products are published")
    parser.add_argument("--size", default="1280x720")
    arguments = parser.parse_args()
    width, _, height = arguments.size.partition("x")
    size_px = (int(width), int(height))
    album = Album(arguments.folder)
    with tempfile.TemporaryDirectory(prefix="first-visit-") as folder, Children() as children, ExitStack() as stack:
        place = Path(folder)
        server = _server(children, arguments.data or _shop(place))
        environment = stack.enter_context(display(size_px))
        visit = Visit(place, server, environment, size_px, COURSE, album.keep)
        left, came_back = visit.first(), visit.resumed()
    for name, lines in visit.heard.items():
        (arguments.folder / f"{name.lower()}.txt").write_text(lines)
    print("came back", "to the same place" if came_back.is_that_of(left) else f"from {left} to {came_back}")
    return 0 if came_back.is_that_of(left) else 1


class Album:
    """Keeps the pictures, numbered."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0

    def keep(self, window: Window, name: str) -> None:
        """Keep what is on the screen."""
        self._count += 1
        path = self._folder / f"{self._count:02}-{name}.png"
        window.picture(path)
        print(path, flush=True)


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


if __name__ == "__main__":
    sys.exit(main())
