"""``showroom demo``: everything at once on this machine: server, sample products, visitors, an adviser, a client."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from platformdirs import user_data_path

from client.children import Children, run_showroom
from client.net.front import Front
from client.options import Options
from client.settings import APP
from client.tour import tour_script
from showroom.errors import Unavailable

if TYPE_CHECKING:
    from types import FrameType

    from client.render.quality import Level
    from showroom.catalogue import Language

ADVISER: Final = "demo-adviser"
VISITORS: Final = 6
_FOR_EVER_S: Final = 86_000.0


@dataclass(frozen=True)
class DemoOptions:
    """How the demo is shown.

    Args:
        seconds: end after so long; 0 is when the window is closed or the tour is over.
        shots: draw the tour into this folder instead of opening a window.
        data: the demo's data folder; None is one of its own.
        language: of the tour.
        size_px: of the picture.
        quality: of the picture; None is what the machine can do, by measurement.
    """

    seconds: float = 0.0
    shots: Path | None = None
    data: Path | None = None
    language: Language = "en"
    size_px: tuple[int, int] = (1280, 720)
    quality: Level | None = None


def run_demo(options: DemoOptions) -> int:
    """Show the demo; returns the exit status. All its processes have ended when it returns."""
    _end_on_terminate()
    data = options.data or Path(os.environ.get("SHOWROOM_DEMO_DIR") or user_data_path(APP) / "demo")
    data.mkdir(parents=True, exist_ok=True)
    _publish_sample(data)
    with tempfile.TemporaryDirectory(prefix="showroom-demo-") as folder, Children() as children:
        password = _employ(data)
        secret = Path(folder) / "password"
        secret.touch(mode=0o600)
        secret.write_text(password)
        server = _start_server(children, data)
        _start_people(children, server, secret, options.seconds)
        if options.shots is not None or not _has_display():
            return _draw_tour(options, server, options.shots or Path(tempfile.mkdtemp(prefix="showroom-tour-")))
        return _open_window(options, server)


def _end_on_terminate() -> None:
    """Let SIGTERM end us as Ctrl+C does, so that children are ended too."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)


def _has_display() -> bool:
    return sys.platform in {"win32", "darwin"} or bool(os.environ.get("DISPLAY"))


def _publish_sample(data: Path) -> None:
    if data.is_dir() and any(data.iterdir()):
        listed = msgspec.json.decode(run_showroom(["assets", "list", "--data", str(data), "--json"]))
        if listed.get("products"):
            return
    _tell("publishing the sample products …")
    run_showroom(["assets", "sample", "--data", str(data), "--no-poster"])


def _employ(data: Path) -> str:
    """Give the demo's adviser a fresh password."""
    password = secrets.token_urlsafe(18)
    users = msgspec.json.decode(run_showroom(["user", "list", "--data", str(data), "--json"]))
    if any(user["name"] == ADVISER for user in users):
        arguments = ["user", "password", ADVISER]
    else:
        arguments = ["user", "add", ADVISER, "--role", "agent"]
    run_showroom([*arguments, "--data", str(data), "--password-stdin"], words=f"{password}\n")
    return password


def _start_server(children: Children, data: Path) -> str:
    """Start the server on free ports and wait until it is ready; returns its address."""
    process = children.start(["serve", "--data", str(data), "--port", "0", "--draw", "--json"], stdout=subprocess.PIPE)
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise Unavailable("no-server", f"the server has ended with {process.wait()}")
    address = str(msgspec.json.decode(line)["ready"])
    _tell(f"server: {address}")
    return address


def _start_people(children: Children, server: str, secret: Path, seconds: float) -> subprocess.Popen[str]:

    arguments = ["bots", "--server", server, "--visitors", str(VISITORS), "--seconds", f"{seconds or _FOR_EVER_S:g}"]
    _tell(f"{VISITORS} visitors and an adviser are coming in")
    return children.start(
        [*arguments, "--hands-off", "--adviser", ADVISER, "--password-file", str(secret)], stdout=subprocess.DEVNULL
    )


def _draw_tour(options: DemoOptions, server: str, folder: Path) -> int:
    from client.app import App  # noqa: PLC0415 - Panda3D is imported when there is something to draw

    script = tour_script(Front(server).catalogue(), options.language)
    _tell(f"drawing the tour into {folder} …")
    app = App(
        Options(
            server=server,
            name="Alex",
            language=options.language,
            size_px=options.size_px,
            quality=options.quality,
            offscreen=True,
            script=script,
            shots=folder,
            seconds=options.seconds,
            remember=False,
        )
    )
    status = app.run()
    if app.failure:
        _tell(app.failure)
    for picture in sorted(folder.glob("*.png")):
        _tell(f"  {picture.name}")
    print(folder)  # noqa: T201 - the answer of a command
    return status


def _open_window(options: DemoOptions, server: str) -> int:
    from client.app import App  # noqa: PLC0415 - Panda3D is imported when there is something to draw

    return App(
        Options(
            server=server,
            name="Alex",
            language=options.language,
            size_px=options.size_px,
            quality=options.quality,
            seconds=options.seconds,
            remember=False,
            arrives=True,
        )
    ).run()


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)  # noqa: T201 - progress of a command
