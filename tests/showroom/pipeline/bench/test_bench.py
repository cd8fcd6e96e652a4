"""The benchmark of sizes judges by bytes and pictures together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from showroom.errors import Unavailable
from showroom.pipeline.bench import peers
from showroom.pipeline.bench.assets import Outcome, is_beaten, judged
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


@pytest.mark.parametrize(
    ("size", "quality", "passed"),
    [
        (1000, Quality(0.99, 0.3), True),
        (1100, Quality(0.98, 0.4), True),
        (1100, Quality(0.9904, 0.29), True),
        (1100, Quality(0.999, 0.3), False),
        (1100, Quality(0.99, 0.1), False),
        (900, Quality(0.5, 9.0), False),
        (1100, None, True),
    ],
    ids=["a tie", "better", "within noise", "worse structure", "worse colour", "larger", "a peer without pictures"],
)
def test_ours_passes_where_it_is_no_larger_and_as_good_as_the_smallest_peer(
    size: int,
    quality: Quality | None,
    passed: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    peer = Outcome("gltfpack -cc", size, 1.0, 100.0, quality)
    larger = Outcome("gltf-transform optimize", 5000, 1.0, 100.0, Quality(1.0, 0.0))
    assert judged(OURS, [larger, peer]) == ("gltfpack -cc", passed)


def test_a_peer_with_other_settings_may_not_beat_ours_either() -> None:
    reference = Outcome("gltfpack -cc", 2000, 1.0, 100.0, Quality(0.9, 1.0))
    special = Outcome("gltf-transform optimize, Draco and WebP", 900, 1.0, 100.0, Quality(0.99, 0.3))
    assert judged(OURS, [reference, special]) == ("gltfpack -cc", False)


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


def test_the_memory_of_who_measures_is_not_the_tools(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(b"x")
    ballast = np.ones(400 << 20, np.uint8)
    tool = Tool("small", ("python", "-S", "-c", "import sys; open(sys.argv[2], 'wb').write(b'y')", "IN", "OUT"))
    found = run(tool, tmp_path, tmp_path / "in", tmp_path / "out")
    assert found is not None
    assert found.peak_mib < 100 < ballast.nbytes / 2**20


def test_a_tool_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="no-peers"):
        run(Tool("gone", ("gltfpack", "IN", "OUT")), tmp_path, tmp_path / "in", tmp_path / "out")
