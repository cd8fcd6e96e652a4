"""A whole visit by script, offscreen, against a real server; bots; the demo leaves nothing behind."""

from __future__ import annotations

import json
import os
import select
import signal
import struct
import subprocess
import sys
import uuid
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from client.bots import Plan, Summary, run_bots
from tests.client.shop import PASSWORD, USER, make_shop
from tests.server.live import ServerProcess

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOWROOM = [sys.executable, "-m", "showroom.cli"]
PATIENCE_S = 90.0

VISIT: list[dict[str, Any]] = [
    {"do": "wait-for", "what": "online"},
    {"do": "wait-for", "what": "loaded"},
    {"do": "shot", "name": "arrival"},
    {"do": "walk-to", "product": "block"},
    {"do": "inspect", "product": "block"},
    {"do": "configure", "product": "block", "changes": {"lid": "gold"}},
    {"do": "wait-for", "what": "refusal"},
    {"do": "shot", "name": "refusal"},
    {"do": "take-fix"},
    {"do": "shot", "name": "mended"},
    {"do": "say", "text": "Schöne Größe 👟"},
    {"do": "wait-for", "what": "chat", "text": "Größe 👟"},
    {"do": "verb", "verb": "wave"},
    {"do": "verb", "verb": "call-adviser"},
    {"do": "wait-for", "what": "adviser", "timeout_s": 60},
]
SERVICE: list[dict[str, Any]] = [
    {"do": "wait-for", "what": "loaded"},
    {"do": "verb", "verb": "go-online"},
    {"do": "wait-for", "what": "queue", "timeout_s": 60},
    {"do": "shot", "name": "queue"},
    {"do": "accept"},
    {"do": "wait-for", "what": "adviser"},
    {"do": "say", "text": "Guten Tag!"},
    {"do": "wait-for", "what": "chat", "text": "Guten Tag!"},
]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    make_shop(tmp_path / "shop")
    with ServerProcess(tmp_path / "shop", "--port", "0") as process:
        yield process.addresses.http


def start_client(
    folder: Path, server: str, name: str, steps: list[dict[str, Any]], *arguments: str
) -> subprocess.Popen[str]:
    script = folder / f"{name}.json"
    script.write_text(json.dumps(steps))
    environment = {
        **os.environ,
        "SHOWROOM_CONFIG_DIR": str(folder / "config"),
        "SHOWROOM_CACHE_DIR": str(folder / "cache"),
    }
    where = ["--events", str(folder / f"{name}.jsonl"), "--shots", str(folder / name)]
    how = ["--offscreen", "--size", "640x360", "--quality", "low", "--name", name, "--script", str(script)]
    return subprocess.Popen(
        [*SHOWROOM, "client", "--server", server, *how, *where, *arguments],
        env=environment,
        text=True,
        stderr=subprocess.PIPE,
    )


def pixels(path: Path) -> np.ndarray:
    """An 8-bit RGB PNG, read by hand, for the client has no picture library."""
    data, offset, packed = path.read_bytes(), 8, b""
    width, height = struct.unpack(">II", data[16:24])
    while offset < len(data):
        size, kind = struct.unpack(">I4s", data[offset : offset + 8])
        packed += data[offset + 8 : offset + 8 + size] if kind == b"IDAT" else b""
        offset += 12 + size
    rows = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(height, 1 + 3 * width)
    assert (rows[:, 0] <= 4).all()
    return rows


def test_a_wrong_password_ends_the_client_and_says_so(tmp_path: Path, server: str) -> None:
    secret = tmp_path / "password"
    secret.write_text("not the one")
    login = ("--as", "agent", "--user", USER, "--password-file", str(secret))
    process = start_client(tmp_path, server, "eva", [{"do": "wait-for", "what": "online"}], *login)
    _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 1
    assert "error: wrong-password: user and password do not match" in said


def test_a_wrong_address_is_said_once_in_the_terminal(tmp_path: Path) -> None:
    steps: list[dict[str, Any]] = [
        {"do": "wait-for", "what": "offline"},
        {"do": "wait", "seconds": 1.5},
        {"do": "shot", "name": "nobody"},
    ]
    process = start_client(tmp_path, "http://127.0.0.1:9", "mia", steps)
    _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, said
    assert said.count("The showroom at http://127.0.0.1:9 cannot be reached. We keep trying.") == 1


def test_a_shopper_and_an_adviser_meet_by_script(tmp_path: Path, server: str) -> None:
    secret = tmp_path / "password"
    secret.write_text(PASSWORD)
    shopper = start_client(tmp_path, server, "mia", VISIT, "--language", "de")
    adviser = start_client(
        tmp_path, server, "eva", SERVICE, "--as", "agent", "--user", USER, "--password-file", str(secret)
    )
    for process in (shopper, adviser):
        _, said = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 0, said
    events = [json.loads(line) for line in (tmp_path / "mia.jsonl").read_text().splitlines()]
    names = [event["event"] for event in events]
    assert "refused" in names
    configured = [event for event in events if event["event"] == "configured"]
    assert configured[-1]["choices"] == {"cover": "red", "lid": "gold"}
    assert all(event["frame"] == event["next_frame"] for event in configured)
    assert "conversation-started" in names
    for name in ("mia/arrival", "mia/refusal", "mia/mended", "eva/queue"):
        rows = pixels(tmp_path / f"{name}.png")
        assert len({bytes(row) for row in rows}) > 100, f"{name} is empty"


def test_bots_come_walk_and_go(server: str) -> None:
    summary = run_bots(Plan(server, visitors=3, seconds=3.0))
    assert summary.connected == 3
    assert summary.errors == []
    assert summary.poses_sent > 100
    assert summary.poses_received > 100


def test_a_summary_tells_its_percentiles() -> None:
    summary = Summary(3, latencies_ms=[float(number) for number in range(100)])
    assert summary.as_dict()["answer_p95_ms"] == 95.0
    assert json.loads(summary.as_json())["visitors"] == 3
    assert "connected" in summary.as_text()


def marked(mark: str) -> set[int]:
    """The processes that have `mark` in their environment."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes():
                found.add(int(folder.name))
        except OSError:
            continue
    return found


def demo_arguments(tmp_path: Path) -> list[str]:
    """The demo of a small shop as pictures, as it runs where there is no display."""
    make_shop(tmp_path / "shop")
    arguments = ["demo", "--data", str(tmp_path / "shop"), "--shots", str(tmp_path / "shots"), "--size", "320x180"]
    return [*SHOWROOM, *arguments, "--quality", "low"]


def test_a_demo_ends_with_a_picture_of_every_step_of_its_tour(tmp_path: Path) -> None:
    demo = subprocess.run(demo_arguments(tmp_path), capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert demo.returncode == 0, demo.stderr
    assert demo.stdout.split() == [str(tmp_path / "shots")]
    names = sorted(path.stem for path in (tmp_path / "shots").glob("*.png"))
    assert names[0] == "01-arrival"
    assert {"07-chat", "08-waiting", "09-adviser", "10-help"} < set(names), demo.stderr
    for name in names:
        rows = pixels(tmp_path / "shots" / f"{name}.png")
        assert len({bytes(row) for row in rows}) > 100, f"{name} is empty"


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_demo_that_is_ended_leaves_no_process_behind(tmp_path: Path, number: signal.Signals) -> None:
    arguments = demo_arguments(tmp_path)
    mark = f"demo-{uuid.uuid4()}"
    environment = {**os.environ, "SHOWROOM_TEST_MARK": mark}
    environment.pop("DISPLAY", None)
    demo = subprocess.Popen(arguments, env=environment, stderr=subprocess.PIPE, text=True)
    assert demo.stderr is not None
    for line in demo.stderr:
        if "drawing the tour" in line:
            break
    family = marked(mark)
    assert len(family) >= 3
    handles = [os.pidfd_open(pid) for pid in family - {demo.pid}]
    demo.send_signal(number)
    demo.wait(PATIENCE_S)
    demo.stderr.close()
    for handle in handles:
        assert select.select([handle], [], [], 20.0)[0], "a process of the demo is still there"
        os.close(handle)
    assert marked(mark) == set()
