"""Places on products are found in their shape, and agree with how they were made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from showroom.anchors import Anchors, Shape, find_anchors, shape_of
from showroom.cli.main import run
from showroom.errors import Rejected
from showroom.gltf.reader import read
from showroom.product_file import WrittenAnchors
from tests.showroom.tryon.frames import box, plain_glasses

BUILT = Path(__file__).resolve().parents[4] / "assets" / "built" / "products"


def found(name: str, kind: str) -> tuple[Anchors, dict[str, float], dict[str, np.ndarray]]:
    document = read((BUILT / name / "model.glb").read_bytes(), name=name)
    anchors = find_anchors(shape_of(document), kind)
    lengths = {one.id: one.mm for one in anchors.dimensions}
    return anchors, lengths, {one.id: np.array(one.position) * 1000.0 for one in anchors.anchors}


@pytest.mark.parametrize(("name", "front", "rear", "aside"), [("coupe", 1352, -1298, 772), ("city", 1252, -1282, 750)])
def test_a_cars_wheels_stand_where_they_were_built(name: str, front: float, rear: float, aside: float) -> None:
    """Where the axles are drawn, and how far beside the middle the wheels, in mm."""
    _, lengths, places = found(name, "car")
    assert lengths["wheelbase"] == pytest.approx(front - rear, abs=5.0)
    assert lengths["track"] == pytest.approx(2 * aside, abs=5.0)
    assert places["wheel-front-left"][[0, 2]] == pytest.approx([aside, front], abs=6.0)
    assert places["wheel-rear-right"][[0, 2]] == pytest.approx([-aside, rear], abs=6.0)


def test_glasses_are_as_their_description_says() -> None:
    """49 mm lenses, 20 mm apart, in grooves that take half a millimetre on each side; lens centres 70 mm apart."""
    _, lengths, places = found("acetate", "glasses")
    assert lengths["lens-width"] == pytest.approx(49.0, abs=1.5)
    assert lengths["bridge-width"] == pytest.approx(20.0, abs=2.0)
    assert places["lens-left"][0] - places["lens-right"][0] == pytest.approx(70.0, abs=1.5)
    assert places["hinge-left"][0] == pytest.approx(67.0, abs=3.0)
    assert places["hinge-left"][2] - places["temple-tip-left"][2] == pytest.approx(134.0 - 10.9, abs=6.0)
    assert lengths["temple"] == pytest.approx(134.5, abs=6.0)


def test_a_shoe_ends_at_heel_and_toe_and_stands_on_its_sole() -> None:
    _, lengths, places = found("runner", "shoe")
    assert lengths["length"] == pytest.approx(290.0, abs=1.0)
    assert places["toe"][2] > 140.0
    assert places["heel"][2] < -140.0
    assert places["sole"][1] == pytest.approx(0.0, abs=0.5)


@pytest.mark.parametrize(("name", "kind"), [("runner", "car"), ("coupe", "shoe"), ("runner", "glasses")])
def test_what_is_something_else_is_refused(name: str, kind: str) -> None:
    with pytest.raises(Rejected) as caught:
        found(name, kind)
    assert caught.value.code in {"no-anchors", "no-spectacles"}


def test_a_shoe_that_stands_backwards_is_refused() -> None:
    document = read((BUILT / "runner" / "model.glb").read_bytes(), name="runner")
    shape = shape_of(document)
    with pytest.raises(Rejected, match="no-anchors") as caught:
        find_anchors(Shape(shape.corners * [-1.0, 1.0, -1.0], {}), "shoe")
    assert "rotate_deg" in caught.value.hint


def test_lenses_of_a_frame_without_glass_are_where_its_rims_are_open() -> None:
    """Its bars stand from 12 to 17 and from 65 to 70 mm beside the middle."""
    anchors = find_anchors(Shape(plain_glasses(), {}), "glasses")
    assert {one.id: one.mm for one in anchors.dimensions}["lens-width"] == pytest.approx(48.0, abs=0.5)
    assert {one.id: one.position for one in anchors.anchors}["lens-left"][0] == pytest.approx(0.041, abs=0.001)


def test_of_two_bars_the_lower_one_is_the_bridge() -> None:
    """The upper bar has its middle at 43.5 mm; a second one is put 15 mm below it."""
    lower = box((-0.02, 0.026, 0.065), (0.02, 0.031, 0.07))
    anchors = find_anchors(Shape(np.concatenate([plain_glasses(), lower]), {}), "glasses")
    bridge = next(one.position for one in anchors.anchors if one.id == "bridge")
    assert bridge[1] == pytest.approx(0.0285, abs=0.0006)


def test_what_is_written_stands_and_lengths_between_places_follow() -> None:
    document = read((BUILT / "coupe" / "model.glb").read_bytes(), name="coupe")
    written = WrittenAnchors({"wheel-front-left": (0.772, 0.0, 1.385), "wheel-front-right": (-0.772, 0.0, 1.385)})
    anchors = find_anchors(shape_of(document), "car", written)
    assert [one.written for one in anchors.anchors] == [True, True, False, False]
    lengths = {one.id: one.mm for one in anchors.dimensions}
    assert lengths["wheelbase"] == pytest.approx(1385.0 + 1298.0, abs=6.0)
    assert lengths["track"] == pytest.approx(1544.0)
    said = find_anchors(shape_of(document), "car", WrittenAnchors({}, {"length": 4200.0}))
    assert [(one.mm, one.written) for one in said.dimensions if one.id == "length"] == [(4200.0, True)]


def test_a_model_without_a_shape_is_refused() -> None:
    with pytest.raises(Rejected, match="no-anchors"):
        find_anchors(Shape(np.zeros((0, 3, 3)), {}), "car")
    with pytest.raises(Rejected, match="no-anchors"):
        find_anchors(Shape(np.zeros((5, 3, 3)), {}), "car")


def test_the_command_lists_and_draws_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = str(BUILT / "coupe" / "model.glb"), tmp_path / "coupe.png"
    assert run(["assets", "anchors", file, "--kind", "car", "-o", str(out)]) == 0
    assert "Wheelbase" in capsys.readouterr().out
    with Image.open(out) as picture:
        red, green, _ = np.asarray(picture.convert("RGB")).astype(int).transpose(2, 0, 1)
    assert ((red > 150) & (green < 90)).any()
    assert run(["assets", "anchors", file]) == 1
    assert "no-kind" in capsys.readouterr().err
