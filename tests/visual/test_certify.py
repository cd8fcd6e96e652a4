"""`showroom certify` on a kit made in code: right pictures pass, wrong ones fail, bad files are named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest
from PIL import Image as Pillow

from showroom.cli.main import run
from tests.visual.certification_kit import VARIANT, lay_out, model, reference

if TYPE_CHECKING:
    from pathlib import Path


def _certify(folder: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, Any]:
    status = run(["certify", str(folder), "--json", *options])
    return status, msgspec.json.decode(capsys.readouterr().out)


def test_every_camera_passes_against_pictures_cast_without_a_renderer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, found = _certify(lay_out(tmp_path), capsys)
    assert [(view["view"], view["camera"]) for view in found["views"]] == [
        ("0", "front"),
        ("1", "aside"),
        ("2", "camera 2"),
    ]
    for view in found["views"]:
        assert view["passed"], view
        assert view["scores"]["ssim"] > 0.97
        assert view["scores"]["foreground_ssim"] > 0.95
        assert view["scores"]["silhouette"] > 0.98
        assert view["scores"]["srgb_deviation"] < 0.01
    assert (status, found["passed"], found["refused"]) == (0, True, [])


def test_every_control_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = _certify(lay_out(tmp_path), capsys, "--controls")
    names = {control["control"] for control in found["controls"]}
    assert names >= {"white frame", "swapped colours", "wrong camera", f"wrong variant {VARIANT}", "wrong material"}
    assert names >= {"background frame", "average frame", "missing part"}
    assert [control for control in found["controls"] if not control["failures"]] == []
    assert status == 0


def test_pictures_of_other_cameras_and_colours_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay_out(tmp_path)
    Pillow.fromarray(reference(0)[:, ::-1].copy()).save(tmp_path / "rr-Toy-0.png")
    Pillow.fromarray(np.roll(reference(1), 1, axis=-1)).save(tmp_path / "rr-Toy-1.png")
    status, found = _certify(tmp_path, capsys)
    assert [view["passed"] for view in found["views"]] == [False, False, True]
    assert "hue_deviation" in found["views"][1]["failures"]
    assert status == 1


def test_a_picture_that_can_be_seen_through_stands_before_white(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _certify(lay_out(tmp_path, see_through=True), capsys)[0] == 0


def test_the_background_is_the_pictures_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay_out(tmp_path)
    pixels = reference(0)
    pixels[(pixels == 255).all(axis=-1)] = (200, 220, 240)
    Pillow.fromarray(pixels).save(tmp_path / "rr-Toy-0.png")
    status, found = _certify(tmp_path, capsys)
    assert found["views"][0]["scores"]["srgb_deviation"] < 0.01
    assert status == 0


def test_what_was_compared_is_written_side_by_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _certify(lay_out(tmp_path / "kit"), capsys, "--pictures", str(tmp_path / "out"))
    with Pillow.open(tmp_path / "out" / "Toy-0.png") as sheet:
        assert sheet.size == (3 * 96, 64)
        assert np.array_equal(np.asarray(sheet.convert("RGB"))[:, :96], reference(0))


def test_one_bad_file_is_named_and_the_rest_is_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay_out(tmp_path)
    (tmp_path / "rr-Toy-1.png").write_bytes(b"no picture")
    (tmp_path / "rr-Toy-7.png").write_bytes((tmp_path / "rr-Toy-0.png").read_bytes())
    (tmp_path / "Blind.glb").write_bytes(model(cameras=False))
    (tmp_path / "rr-Blind-0.png").write_bytes((tmp_path / "rr-Toy-0.png").read_bytes())
    (tmp_path / "Torn.glb").write_bytes(model()[:200])
    (tmp_path / "rr-Torn-0.png").write_bytes((tmp_path / "rr-Toy-0.png").read_bytes())
    (tmp_path / "rr-Nobody-0.png").write_bytes((tmp_path / "rr-Toy-0.png").read_bytes())
    (tmp_path / "rr-Toy-Cannon.png").write_bytes((tmp_path / "rr-Toy-0.png").read_bytes())
    status, found = _certify(tmp_path, capsys)
    assert {(one["model"], one["picture"], one["code"]) for one in found["refused"]} == {
        ("Blind", "", "no-cameras"),
        ("Torn", "", "truncated"),
        ("Toy", "rr-Toy-1.png", "unreadable-picture"),
        ("Toy", "rr-Toy-7.png", "no-such-camera"),
    }
    assert [view["passed"] for view in found["views"]] == [True, True]
    assert len(found["skipped"]) == 2
    assert status == 1


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (None, "no-such-folder"),
        ([], "no-models"),
        (["rr-Toy-0.png"], "no-models"),
        (["Toy.glb"], "no-reference-pictures"),
        (["Toy.glb", "rr-Other-0.png"], "no-reference-pictures"),
    ],
)
def test_a_folder_that_is_no_kit_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], names: list[str] | None, code: str
) -> None:
    folder = tmp_path / "kit"
    if names is not None:
        folder.mkdir()
        for name in names:
            (folder / name).write_bytes(b"anything")
    status, found = _certify(folder, capsys)
    assert (status, found["error"]["code"]) == (1, code)
    assert found["error"]["allowed"] or found["error"]["hint"]
