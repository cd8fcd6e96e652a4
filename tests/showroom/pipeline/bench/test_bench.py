"""The benchmark of sizes judges by bytes and pictures together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from showroom.errors import Unavailable
from showroom.pipeline.bench import peers
from showroom.pipeline.bench.assets import Outcome, is_beaten
from showroom.pipeline.bench.likeness import Quality
from showroom.pipeline.bench.peers import Tool
from showroom.pipeline.bench.running import run

if TYPE_CHECKING:
    from pathlib import Path

OURS = Outcome("ours", 1000, 1.0, 100.0, Quality(0.99, 0.3))


@pytest.mark.parametrize(
    ("size", "quality", "beaten"),
    [
        (900, Quality(0.99, 0.3), True),
        (900, Quality(0.95, 0.3), False),
        (900, Quality(0.99, 0.9), False),
        (1000, Quality(1.0, 0.0), False),
        (900, None, False),
    ],
)
def test_we_are_beaten_by_fewer_bytes_with_pictures_as_good(size: int, quality: Quality | None, beaten: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert is_beaten(OURS, Outcome("peer", size, 1.0, 100.0, quality)) == beaten


def test_without_pictures_of_ours_any_smaller_file_beats_us() -> None:
    ours = Outcome("ours", 1000, 1.0, 100.0, None)
    assert is_beaten(ours, Outcome("peer", 900, 1.0, 100.0, Quality(0.5, 9.0)))


def test_a_run_is_measured_in_bytes_seconds_and_memory(tmp_path: Path) -> None:
    copy = "import shutil, sys; data = bytearray(64 << 20); shutil.copy(sys.argv[1], sys.argv[2])"
    (tmp_path / "in").write_bytes(b"model")
    found = run(Tool("copy", ("python", "-c", copy, "IN", "OUT")), tmp_path, tmp_path / "in", tmp_path / "out")
    assert found is not None
    assert found.size_bytes == 5
    assert found.peak_mib > 64


def test_a_tool_that_fails_has_no_outcome(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(b"model")
    failing = Tool("fail", ("python", "-c", "raise SystemExit(3)", "IN", "OUT"))
    assert run(failing, tmp_path, tmp_path / "in", tmp_path / "out") is None


def test_without_node_the_way_out_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable, match="bench-needs-node"):
        peers.install(tmp_path)
