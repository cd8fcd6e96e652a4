"""Which picture of a certification kit shows which camera of which model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from client.certify.kit import Picture, camera_of, find_kit
from showroom.gltf.cameras import Camera

if TYPE_CHECKING:
    from pathlib import Path


def _camera(index: int, name: str) -> Camera:
    return Camera(index, name, np.eye(4), 0.8, 0.0, 0.01, 100.0)


CAMERAS = (_camera(0, "left"), _camera(2, "right"))


def _folder(tmp_path: Path, *names: str) -> Path:
    for name in names:
        (tmp_path / name).write_bytes(b"")
    return tmp_path


def test_a_picture_belongs_to_the_model_with_the_longest_fitting_name(tmp_path: Path) -> None:
    kit = find_kit(_folder(tmp_path, "Mixer.glb", "Mixer-Red.glb", "rr-Mixer-0.png", "rr-Mixer-Red-0.png"))
    assert {(model.name, picture.view) for model in kit.models for picture in model.pictures} == {
        ("Mixer", "0"),
        ("Mixer-Red", "0"),
    }


def test_views_are_sorted_as_numbers_and_one_picture_needs_none(tmp_path: Path) -> None:
    kit = find_kit(_folder(tmp_path, "A.glb", "rr-A-10.png", "rr-A-2.png", "rr-A.png"))
    assert [picture.view for picture in kit.models[0].pictures] == ["", "2", "10"]


def test_the_binary_form_of_a_model_goes_first(tmp_path: Path) -> None:
    kit = find_kit(_folder(tmp_path, "A.gltf", "A.glb", "A.bin", "rr-A-0.png"))
    assert [model.path.name for model in kit.models] == ["A.glb"]


def test_what_is_not_compared_is_said_with_its_reason(tmp_path: Path) -> None:
    names = ("A.glb", "B.glb", "rr-A-0.png", "rr-A-Street.png", "rr-C-0.png", "c-A-0.png", "Neutral.hdr")
    assert find_kit(_folder(tmp_path, *names)).skipped == (
        "B.glb: no picture shows it",
        "rr-A-Street.png: drawn under another light of the kit",
        "rr-C-0.png: no model of that name",
    )


def test_a_camera_is_found_by_its_number_in_the_file_or_by_its_name(tmp_path: Path) -> None:
    def index(view: str) -> int | None:
        camera = camera_of(Picture(tmp_path / "rr-A.png", view), CAMERAS)
        return camera.index if camera else None

    assert [index(view) for view in ("0", "2", "right", "", "1", "up")] == [0, 2, 2, 0, None, None]
    assert camera_of(Picture(tmp_path / "rr-A.png", ""), ()) is None
