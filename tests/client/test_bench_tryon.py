from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from client.ar.pictures import write_picture
from client.ar.sheets.page import sheet_pdf
from showroom.cli.main import run
from showroom.tryon.sheet import SIZES_MM
from tests.client.ar.portrait import placed, similarity
from tests.client.ar.sheets.printed import photographed, printed, view

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_without_truth_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "tryon", "--truth", str(tmp_path)]) == 1
    assert "no-truth" in "".join(capsys.readouterr())


def test_an_error_is_what_is_measured_less_what_is_true(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dots = 4.0
    page = printed(sheet_pdf("foot-left", "a4"), dots)
    # A dark bar from the lower edge up to 240 mm, as thick as paper, seen from straight above its end.
    rows = page.shape[0] - round(240.0 * dots)
    middle = page.shape[1] // 2
    page[rows:, middle - 160 : middle + 160] = (0.2, 0.12, 0.08)
    matrix = view(0.0, 0.0, 0.55)
    matrix[1, 3] -= 0.0915
    write_picture(photographed(page, SIZES_MM["a4"], matrix, 480.0, (420, 600)), tmp_path / "bar.png")
    foot = {"picture": "bar.png", "width_mm": 80.0, "sheet": "foot-left a4", "heel": "line", "note": "passed over"}
    feet = [{**foot, "length_mm": 240.0}, {**foot, "length_mm": 250.0}]
    (tmp_path / "truth.json").write_text(json.dumps({"feet": feet}))
    assert run(["bench", "tryon", "--truth", str(tmp_path), "--json"]) == 0
    score = json.loads(capsys.readouterr().out)["feet"]
    assert score["measured"] == 2
    assert score["within_3_mm"] == 0.5
    assert score["mean_error_mm"] == pytest.approx(-5.0, abs=2.0)
    assert score["worst_error_mm"] == pytest.approx(10.0, abs=2.0)
    assert np.isfinite(score["cpu_s"])


def test_heads_are_scored_by_what_is_true_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = placed(similarity(1.6, -3.2, (320.0, 240.0)))
    write_picture(picture, tmp_path / "a.png")
    (tmp_path / "still").mkdir()
    for number in range(6):
        write_picture(np.roll(picture, number % 2, axis=1), tmp_path / "still" / f"{number}.png")
    write_picture(np.full((480, 640, 3), 90, dtype=np.uint8), tmp_path / "nobody.png")
    upright = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    head = {"kind": "free", "face": 1, "focal_px": 700.0, "turn": upright, "pupils_mm": 63.5, "yaw_deg": 0.0}
    heads = [
        {**head, "picture": "a.png"},
        {**head, "picture": "nobody.png"},
        {**head, "picture": "still.png", "kind": "still"},
        {**head, "picture": "a.png", "kind": "card"},
    ]
    (tmp_path / "truth.json").write_text(json.dumps({"heads": heads}))
    assert run(["bench", "tryon", "--truth", str(tmp_path), "--json"]) == 0
    score = json.loads(capsys.readouterr().out)["heads"]
    assert score["found"] == 0.5
    assert 0.0 < score["rotation_20_deg"] < 20.0
    assert score["iris"]["measured"] == 1
    assert score["iris"]["refused"] == {"no-face": 1}
    assert score["iris"]["median_error_mm"] < 6.0
    assert score["card"]["refused"] == {"no-ruler": 1}
    assert 0.0 < score["jitter_px"] < score["raw_jitter_px"]
    assert 0.0 <= score["lag_ms"] < 60.0
