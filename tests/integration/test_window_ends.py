"""A window that others end is left as by its cross: settings and place are kept, and the terminal reads why."""

from __future__ import annotations

import os
import shutil
import signal
from typing import TYPE_CHECKING

import pytest

from tests.client.shop import make_shop
from tests.server.live import ServerProcess
from tools.first_visit.driving import Window, display
from tools.first_visit.visiting import Place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

missing = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]
SIZE_PX = (320, 180)
WAYS: tuple[tuple[Callable[[Window], None], int, str], ...] = (
    (lambda window: window.take_away("windowkill"), 1, "connection to the display has broken"),
    (lambda window: window.take_away("windowclose"), 1, "Another program has closed"),
    (lambda window: window.signal(signal.SIGTERM), 128 + signal.SIGTERM, "ended from outside (SIGTERM)"),
)

# In CI a missing tool is a failure.
pytestmark = pytest.mark.skipif(bool(missing) and "CI" not in os.environ, reason=f"needs {', '.join(missing)}")


# Software draws every frame of it: on a busy machine that takes its time.
@pytest.mark.timeout(900)
def test_a_window_that_others_end_keeps_settings_and_place_and_says_why(tmp_path: Path) -> None:
    make_shop(tmp_path / "shop")
    before: Place | None = None
    with ServerProcess(tmp_path / "shop", "--port", "0") as server, display(SIZE_PX) as environment:
        arguments = ("--server", server.addresses.http, "--size", "320x180", "--quality", "low", "--name", "Nora")
        for end, status, words in WAYS:
            with Window(tmp_path / "nora", environment, (*arguments, "--language", "en")) as window:
                visitor = str(window.wait("welcome")["visitor"])
                came = Place(tuple(window.wait("stands")["place"]), visitor)
                assert before is None or came.is_that_of(before), "back as the same person, in the same place"
                window.focus()
                window.hold("a", 0.5)
                window.frames(3)
                end(window)
                ended, said = window.ended()
                assert ended == status, said
                assert words in said
                before = Place(tuple(window.wait("left")["place"]), visitor)
            assert (tmp_path / "nora" / "config" / "sent.json").exists(), "what was sent is counted whatever the end"
