"""Plain red glasses on a head whose place is known: true size, hidden where the head hides them, and a shadow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from client.render import tone
from client.scene import backdrop
from client.scene.tryon import TryOn, stopped_light
from showroom.anchors import Shape, find_anchors
from showroom.catalogue import Product, Tax, Text
from showroom.errors import Rejected
from showroom.gltf.model import Document, Material, Mesh, Node, Primitive
from showroom.tryon.face import face_shape
from showroom.tryon.lens import Pinhole
from showroom.tryon.pose import HeadPose
from tests.showroom.tryon.frames import WIDTH, plain_glasses
from tests.showroom.tryon.heads import shoot, turn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

PLACES = {one.id: one.position for one in find_anchors(Shape(plain_glasses(), {}), "glasses").anchors}
CAMERA = Pinhole((480, 360), 420.0)
AWAY = 0.5


def document(triangles: NDArray[np.float64]) -> Document:
    red = Material("frame", base_color=(0.7, 0.01, 0.01, 1.0), metallic=0.0, roughness=0.6)
    points = triangles.reshape(-1, 3).astype(np.float32)
    primitive = Primitive({"POSITION": points}, np.arange(len(points), dtype=np.uint32), red)
    return Document([Node("glasses", np.eye(4), Mesh("glasses", [primitive]))], [red], [])


def product() -> Product:
    name = Text("Plain", "Schlicht")
    return Product("plain", "glasses", name, name, "EUR", 100, Tax(name, 1900, included=True), (), (), ())


def pose(yaw: float, side: float = 0.0) -> HeadPose:
    matrix = np.eye(4)
    matrix[:3, :3], matrix[:3, 3] = turn(yaw), [side, 0.0, -AWAY]
    return HeadPose(matrix, 1.0, face_shape().points_m, 0.0)


def skin() -> NDArray[np.uint8]:
    """A picture all of skin, lightly grained, so that nothing ends a temple but the ear."""
    random = np.random.default_rng(0)
    return np.clip(np.array([196, 150, 126]) + random.normal(0.0, 1.0, (360, 480, 1)), 0, 255).astype(np.uint8)


def red(picture: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where the frame is seen."""
    levels = picture.astype(int)
    found: NDArray[np.bool_] = (levels[..., 0] - levels[..., 1] > 75) & (levels[..., 1] < 110)
    return found


@pytest.fixture(scope="module")
def stage() -> Iterator[TryOn]:
    tryon = TryOn(document(plain_glasses()), product(), {}, PLACES)
    yield tryon
    tryon.close()


def test_the_front_is_as_wide_in_the_picture_as_it_is_in_millimetres(stage: TryOn) -> None:
    stage.forget()
    shown = stage.draw(skin(), CAMERA, {0: pose(0.0)})
    columns = np.flatnonzero(red(shown).any(axis=0))
    front_away = AWAY - float(stage.worn(0).head_from_glasses[2, 3]) - 0.07
    expected = CAMERA.focal_px * WIDTH / front_away
    assert columns[-1] - columns[0] + 1 == pytest.approx(expected, abs=3.0)
    assert (columns[0] + columns[-1]) / 2.0 == pytest.approx(240.0, abs=2.0)


def test_a_head_beside_the_middle_is_met_there(stage: TryOn) -> None:
    stage.forget()
    shown = stage.draw(skin(), CAMERA, {0: pose(0.0, side=0.06)})
    columns = np.flatnonzero(red(shown).any(axis=0))
    front_away = AWAY - float(stage.worn(0).head_from_glasses[2, 3]) - 0.07
    assert (columns[0] + columns[-1]) / 2.0 == pytest.approx(240.0 + 420.0 * 0.06 / front_away, abs=3.0)


def far_temple(stage: TryOn, yaw: float) -> NDArray[np.int_]:
    """Pixels of the temple on the averted side, from behind the cheek to the ear; by the tests' own projection."""
    matrix, rotation = stage.worn(0).head_from_glasses, turn(yaw)
    side = 1.0 if yaw > 0 else -1.0
    line = np.array([[side * (WIDTH / 2.0 - 0.001), 0.037, z] for z in np.linspace(-0.05, -0.062, 30)])
    behind = stage.worn(0).hinge_m - line[:, 2]
    line[:, 0] += side * stage.worn(0).splay * behind
    line[:, 1] += stage.worn(0).rise * behind
    in_head = line @ matrix[:3, :3].T + matrix[:3, 3]
    return shoot(in_head @ rotation.T + [0.0, 0.0, -AWAY], 420.0, (240.0, 180.0)).astype(int)


@pytest.mark.parametrize("yaw", [-40.0, 40.0])
def test_the_head_hides_the_far_temple_and_without_it_one_would_see_through(stage: TryOn, yaw: float) -> None:
    stage.forget()
    shown = stage.draw(skin(), CAMERA, {0: pose(yaw)})
    places = far_temple(stage, yaw)
    assert red(shown)[places[:, 1], places[:, 0]].mean() < 0.1
    naked = TryOn(document(plain_glasses()), product(), {}, PLACES, occluded=False)
    try:
        seen_through = naked.draw(skin(), CAMERA, {0: pose(yaw)})
    finally:
        naked.close()
    assert red(seen_through)[places[:, 1], places[:, 0]].mean() > 0.6


def test_the_near_temple_is_seen_and_ends_at_the_ear(stage: TryOn) -> None:
    stage.forget()
    shown = stage.draw(skin(), CAMERA, {0: pose(50.0)})
    worn = stage.worn(0)
    half = float(np.abs(face_shape().points_m[[127, 356], 0]).mean()) + 0.003
    height = float(face_shape().points_m[[127, 356, 234, 454], 1].mean()) + 0.03

    def seen_at(z: float) -> bool:
        point = np.array([[-half, height, z]]) @ turn(50.0).T + [0.0, 0.0, -AWAY]
        x, y = shoot(point, 420.0, (240.0, 180.0))[0].astype(int)
        return bool(red(shown)[y - 6 : y + 7, x - 1 : x + 2].any())

    assert seen_at(-0.02)
    assert seen_at(worn.ear_m + 0.02)
    assert not seen_at(worn.ear_m - 0.03)


def test_the_frame_shades_the_face_and_nothing_else_changes(stage: TryOn) -> None:
    stage.forget()
    before = skin()
    before[40:300, 150:156] = (0, 255, 0)  # no tone curve reaches such a colour
    before[40:300, 330:336] = (255, 255, 255)
    shown = stage.draw(before, CAMERA, {0: pose(0.0)})
    assert np.array_equal(shown[210:300, 150:156], before[210:300, 150:156])
    assert np.array_equal(shown[210:300, 330:336], before[210:300, 330:336])
    changed = (shown != before).any(axis=-1)
    assert not changed[:60].any()
    assert not changed[320:].any()
    shaded = changed & ~red(shown) & (shown.astype(int).sum(axis=-1) < before.astype(int).sum(axis=-1) - 15)
    assert shaded.sum() > 300
    rows = np.flatnonzero(shaded.any(axis=1))
    assert rows[0] > 120
    assert rows[-1] < 260


def test_a_picture_without_faces_stays_as_it_was(stage: TryOn) -> None:
    before = skin()
    assert np.array_equal(stage.draw(before, CAMERA, {}), before)


def test_the_second_frame_is_drawn_like_the_first(stage: TryOn) -> None:
    stage.forget()
    first = stage.draw(skin(), CAMERA, {0: pose(10.0)})
    second = stage.draw(skin(), CAMERA, {0: pose(10.0)})
    assert (np.abs(first.astype(int) - second) > 12).any(axis=-1).mean() < 0.002


def test_glasses_that_nobody_knows_how_to_wear_are_refused() -> None:
    with pytest.raises(Rejected, match="no-anchors"):
        TryOn(document(plain_glasses()), product(), {}, {})


def test_lenses_that_are_said_to_sit_lower_bring_the_frame_up(stage: TryOn) -> None:
    stage.forget()
    usual = np.flatnonzero(red(stage.draw(skin(), CAMERA, {0: pose(0.0)})).any(axis=1)).min()
    lower = {name: (x, y - 0.01 * name.startswith("lens"), z) for name, (x, y, z) in PLACES.items()}
    other = TryOn(document(plain_glasses()), product(), {}, lower)
    try:
        shown = red(other.draw(skin(), CAMERA, {0: pose(0.0)}))
    finally:
        other.close()
    assert usual - np.flatnonzero(shown.any(axis=1)).min() == pytest.approx(0.01 * 420.0 / 0.42, abs=3.0)


def neutral(colour: NDArray[np.float64]) -> NDArray[np.float64]:
    """Khronos PBR Neutral, written down once more."""
    x = colour.min()
    colour = colour - (x - 6.25 * x * x if x < 0.08 else 0.04)
    peak = colour.max()
    if peak < 0.76:
        return colour
    after = 1.0 - 0.24 * 0.24 / (peak + 0.24 - 0.76)
    share = 1.0 - 1.0 / (0.15 * (peak - after) + 1.0)
    tamed: NDArray[np.float64] = colour * after / peak * (1.0 - share) + after * share
    return tamed


def test_the_undone_tone_curve_gives_every_colour_back() -> None:
    grey = np.random.default_rng(0).integers(0, 200, (400, 1))
    colours = (grey + np.random.default_rng(1).integers(0, 50, (400, 3))).astype(np.uint8)
    light = tone.undone(colours).astype(np.float64)
    shown = np.array([neutral(colour) for colour in light])
    coded = np.where(shown <= 0.0031308, shown * 12.92, 1.055 * np.maximum(shown, 1e-9) ** (1.0 / 2.4) - 0.055)
    assert np.abs(coded * 255.0 - colours).max() < 0.6
    assert np.abs(coded * 255.0 - tone.done(tone.undone(colours))).max() < 0.01


def test_clear_glass_stops_little_light_and_acetate_all() -> None:
    assert stopped_light(Material("acetate")) == 1.0
    assert stopped_light(Material("lens", transmission=1.0)) == pytest.approx(0.08)
    assert stopped_light(Material("film", base_color=(1.0, 1.0, 1.0, 0.3), alpha_mode="BLEND")) == pytest.approx(0.3)


def test_the_shade_texture_is_lit_beside_the_face() -> None:
    texture = backdrop.shade_texture(None)
    assert (texture.get_x_size(), texture.get_y_size()) == (2, 2)
