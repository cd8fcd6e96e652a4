"""The window under a virtual display, driven by a real keyboard and mouse."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.client.shop import make_shop
from tests.server.live import ServerProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE_S = 60.0
TOOLS = ("Xvfb", "xdotool")
missing = [tool for tool in TOOLS if shutil.which(tool) is None]

# In CI a missing tool is a failure.
pytestmark = pytest.mark.skipif(bool(missing) and "CI" not in os.environ, reason=f"needs {', '.join(missing)}")

WATCH = [
    {"do": "wait-for", "what": "loaded"},
    {"do": "wait-for", "what": "version", "product": "disc", "version": 1, "timeout_s": 60},
    {"do": "wait-for", "what": "chat", "text": "Gruesse", "timeout_s": 60},
    {"do": "shot", "name": "window"},
]


@contextlib.contextmanager
def display(folder: Path) -> Iterator[dict[str, str]]:
    """A display of our own, whose number the server picks and whose screen lies in `folder`.

    Yields the environment for its programs.
    """
    read, write = os.pipe()
    arguments = ["-displayfd", str(write), "-screen", "0", "800x600x24", "-nolisten", "tcp", "-fbdir", str(folder)]
    server = subprocess.Popen(["Xvfb", *arguments], pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as numbers:
            number = numbers.readline().strip()
        environment = {**os.environ, "DISPLAY": f":{number}"}
        yield environment
    finally:
        server.terminate()
        server.wait(PATIENCE_S)


def lit_share_of_screen(folder: Path) -> float:
    """How much of the screen is brighter than a dark grey (the screen is an X window dump, XWDFile.h)."""
    data = (folder / "Xvfb_screen0").read_bytes()
    header = np.frombuffer(data, ">u4", 25)
    size, height, row_bytes, colors = (int(header[field]) for field in (0, 5, 12, 19))
    pixels = np.frombuffer(data, np.uint8, height * row_bytes, size + colors * 12).reshape(height, -1, 4)
    return float((pixels[..., :3].max(axis=2) > 60).mean())


class Journal:
    """The client's events as they come."""

    def __init__(self, path: Path, client: subprocess.Popen[str]) -> None:
        self._path = path
        self._client = client

    def until(self, event: str, **fields: object) -> dict[str, Any]:
        """The first event like this."""
        deadline_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline_s and self._client.poll() is None:
            for line in self._path.read_text().splitlines() if self._path.exists() else ():
                found: dict[str, Any] = json.loads(line)
                if found["event"] == event and fields.items() <= found.items():
                    return found
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._client.wait(0.05)
        raise AssertionError(f"no {event} {fields}")


def test_keys_and_mouse_inspect_configure_and_write(tmp_path: Path) -> None:
    make_shop(tmp_path / "shop")
    script = tmp_path / "watch.json"
    script.write_text(json.dumps(WATCH))
    with ServerProcess(tmp_path / "shop", "--port", "0") as server, display(tmp_path) as environment:
        environment["SHOWROOM_CONFIG_DIR"] = str(tmp_path / "config")
        environment["SHOWROOM_CACHE_DIR"] = str(tmp_path / "cache")
        where = ["--events", str(tmp_path / "events.jsonl"), "--shots", str(tmp_path), "--script", str(script)]
        how = ["--size", "640x360", "--quality", "low", "--language", "de", "--name", "Zoë"]
        client = subprocess.Popen(
            [sys.executable, "-m", "showroom.cli", "client", "--server", server.addresses.http, *where, *how],
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )

        def press(*arguments: str) -> None:
            subprocess.run(["xdotool", *arguments], env=environment, check=True, timeout=PATIENCE_S)

        journal = Journal(tmp_path / "events.jsonl", client)
        journal.until("loaded", product="disc")
        press("search", "--sync", "--name", "Showroom", "windowfocus")
        press("mousemove", "320", "180", "key", "g")
        journal.until("emoted", emotion="wave")
        press("key", "Next", "key", "e")
        inspected = journal.until("inspected")
        if inspected["product"] != "disc":
            press("key", "Next")
            journal.until("inspected", product="disc")
        press("key", "Tab", "key", "2")
        assert journal.until("configured", product="disc")["choices"]["cover"] == "red"
        assert lit_share_of_screen(tmp_path) > 0.3, "the window is on the screen, but black"
        press("key", "Return")
        # Letters without umlauts: xdotool maps keys for others anew while it types, which no slow picture survives.
        press("type", "--delay", "120", "Gruesse")
        press("key", "Return")
        journal.until("said", text="Gruesse")
        _, said = client.communicate(timeout=PATIENCE_S)
        assert client.returncode == 0, said
        assert (tmp_path / "window.png").stat().st_size > 10_000
