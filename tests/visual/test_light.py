"""Light, shadow and the passes over the whole picture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from panda3d.core import CardMaker

from client.render import axes
from client.render.light import DAY, EVENING, MOODS, STUDIO, mood_from_file
from client.render.quality import LEVELS, LOW
from client.render.shadow import Area
from client.render.view import View
from showroom.gltf.model import Material
from tests.visual.stage import SHARP, Shapes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.visual.stage import Stage

WHITE = Material("white", base_color=(0.7, 0.7, 0.7, 1.0), metallic=0.0, roughness=0.9)
RED = Material("red", base_color=(0.8, 0.02, 0.02, 1.0), metallic=0.0, roughness=0.9)


def on_floor(stage: Stage, floor: Material = WHITE) -> None:
    stage.show(Shapes.panel(floor, (4.0, 4.0), lying=True), (0.0, -0.5, 0.0))
    stage.show(Shapes.sphere(RED), (0.0, 0.0, 0.0))
    stage.view.set_camera((0.0, 3.0, 4.0), (0.0, -0.2, 0.0), 36.0)


def test_a_sphere_darkens_the_floor_on_the_side_away_from_the_lamp(stage: Stage) -> None:
    on_floor(stage)

    shadowed = stage.picture(SHARP)
    bare = stage.picture(replace(SHARP, shadow_size_px=0))

    darker = (bare - shadowed).mean(axis=-1)
    right, left = darker[20:70, 100:130], darker[20:70, 30:60]
    assert right.max() > 20
    assert left.max() < 6


def test_a_lit_floor_does_not_shade_itself(stage: Stage) -> None:
    stage.show(Shapes.panel(WHITE, (4.0, 4.0), lying=True), (0.0, -0.5, 0.0))
    stage.view.set_camera((0.0, 3.0, 4.0), (0.0, -0.2, 0.0), 36.0)
    stage.view.set_shadow_area((0.0, 0.0, 0.0), 3.0, 0.2)

    shadowed = stage.picture(SHARP)
    bare = stage.picture(replace(SHARP, shadow_size_px=0))

    assert np.abs(bare - shadowed)[30:80].max() <= 3


def test_a_wider_lamp_makes_a_softer_edge(stage: Stage) -> None:
    on_floor(stage)
    steepest = []
    for softness_m in (0.01, 0.4):
        stage.view.set_shadow_area((0.0, 0.0, 0.0), 3.0, softness_m)
        floor = stage.picture(replace(SHARP, shadow_taps=32)).mean(axis=-1)[30:60, 100:150]
        steepest.append(np.abs(np.diff(floor, axis=1)).max())

    assert steepest[1] < 0.7 * steepest[0]


def test_glass_casts_a_lighter_shadow_than_what_is_opaque(stage: Stage) -> None:
    losses = []
    for transmission in (0.0, 1.0):
        stage.clear()
        stage.show(Shapes.panel(WHITE, (4.0, 4.0), lying=True), (0.0, -0.5, 0.0))
        glass = replace(WHITE, base_color=(0.6, 0.6, 0.6, 1.0), roughness=0.0, transmission=transmission)
        stage.show(Shapes.sphere(glass), (0.0, 0.0, 0.0))
        stage.view.set_camera((0.0, 3.0, 4.0), (0.0, -0.2, 0.0), 36.0)
        stage.view.set_shadow_area((0.0, 0.0, 0.0), 3.0, 0.1)
        loss = stage.picture(replace(SHARP, shadow_size_px=0)) - stage.picture(SHARP)
        losses.append(loss[20:70, 100:130].mean())

    assert 0.2 * losses[0] < losses[1] < 0.7 * losses[0]


def test_a_small_thing_has_a_crisp_shadow_in_a_large_room_once_it_is_in_focus(stage: Stage) -> None:
    stage.show(Shapes.panel(WHITE, (4.0, 4.0), lying=True), (0.0, -0.05, 0.0))
    stage.show(Shapes.sphere(RED, 0.05), (0.0, 0.0, 0.0))
    stage.view.set_camera((0.0, 0.3, 0.4), (0.0, -0.02, 0.0), 36.0)
    stage.view.set_shadow_area((0.0, 0.0, 0.0), 12.0, 0.03)
    bare = stage.picture(replace(SHARP, shadow_size_px=0))

    coarse = (bare - stage.picture(SHARP)).mean(axis=-1)
    stage.view.set_shadow_focus(Area((0.0, 0.0, 0.0), 0.3, 0.004))
    fine = (bare - stage.picture(SHARP)).mean(axis=-1)
    stage.view.set_shadow_focus(None)

    assert fine[:, 85:].max() > 20
    assert fine[:, 85:].max() > 2.0 * coarse[:, 85:].max()


@pytest.mark.parametrize("level", LEVELS)
def test_glass_hides_nothing_before_it_and_is_hidden_by_it_at_every_level(stage: Stage, level: str) -> None:
    glass = Material("glass", base_color=(0.1, 0.8, 0.1, 1.0), metallic=0.0, roughness=0.0, transmission=1.0)
    stage.show(Shapes.panel(RED, (0.3, 1.0)), (-0.5, 0.0, 0.3))
    stage.show(Shapes.panel(glass, (1.2, 0.5)), (0.0, 0.0, 0.0))
    stage.show(Shapes.panel(RED, (0.3, 1.0)), (0.5, 0.0, -0.3))

    picture = stage.picture(LEVELS[level])

    before, behind, bare_before = picture[45, 52], picture[45, 107], picture[15, 52]
    assert np.abs(before - bare_before).max() < 12
    assert behind[0] < 0.85 * before[0]


def test_shadows_are_drawn_anew_when_something_is_said_to_have_moved(stage: Stage) -> None:
    on_floor(stage)
    standing = stage.picture()
    stage.view.scene.find("**/shape").get_parent()
    for model in stage._models[1:]:  # noqa: SLF001 - the stage is ours
        model.root.set_pos(0.0, 40.0, 0.0)

    moved = stage.picture()

    assert moved[20:70, 100:130].mean() > standing[20:70, 100:130].mean() + 1


def test_corners_are_darker_with_ambient_occlusion(stage: Stage) -> None:
    stage.show(Shapes.panel(WHITE, (4.0, 4.0), lying=True), (0.0, -0.5, 0.0))
    stage.show(Shapes.panel(WHITE, (4.0, 0.6)), (0.0, 0.1, -1.0))
    stage.view.set_occlusion(0.8, 1.0)

    plain = stage.picture(SHARP).mean(axis=-1)
    occluded = stage.picture(replace(SHARP, occlusion_taps=16)).mean(axis=-1)

    loss = (plain - occluded).mean(axis=1)
    assert loss.max() > 8
    assert loss[-10:].max() < 3


def test_bright_light_glows_into_its_neighbourhood(stage: Stage) -> None:
    lamp = Material("lamp", base_color=(0.0, 0.0, 0.0, 1.0), emissive=(1.0, 1.0, 1.0), emissive_strength=20.0)
    stage.show(Shapes.panel(lamp, (0.2, 0.2)))
    stage.view.set_finish(bloom=0.3)

    plain = stage.picture(SHARP)
    glowing = stage.picture(replace(SHARP, bloom=True))

    assert (glowing - plain)[45, 98].mean() > 3
    assert np.abs(glowing - plain)[5, 5].mean() < 2


@pytest.mark.parametrize("smooth", ["multisamples", "smooth_edges", "supersampling"])
def test_edges_are_smooth_in_every_way_that_a_level_may_choose(stage: Stage, smooth: str) -> None:
    stage.show(Shapes.sphere(replace(WHITE, unlit=True)))
    smoothed = {
        "multisamples": replace(SHARP, multisamples=4),
        "smooth_edges": replace(SHARP, smooth_edges=True),
        "supersampling": replace(SHARP, supersampling=2),
    }

    def between(picture: NDArray[np.float64]) -> int:
        return int(((picture[..., 0] > 140) & (picture[..., 0] < 190)).sum())

    assert between(stage.picture(smoothed[smooth])) > between(stage.picture(SHARP)) + 15


def test_smooth_gradients_have_no_bands(stage: Stage) -> None:
    panel = Shapes.panel(replace(WHITE, unlit=True), (3.0, 3.0))
    panel.attributes["COLOR_0"] = np.array([[v, v, v, 1.0] for v in (0.30, 0.31, 0.31, 0.30)], dtype=np.float32)
    stage.show(panel)

    rows = stage.picture()[20:70, :, 0]

    # Noise within half a step: neighbours in a column differ where the value lies between two steps.
    assert (np.diff(rows, axis=0) != 0).mean() > 0.05
    assert np.abs(np.diff(rows, axis=0)).max() <= 2


def test_moods_differ_and_turn_with_the_photographer(stage: Stage) -> None:
    stage.show(Shapes.sphere(replace(WHITE, roughness=0.3), 0.9))
    pictures = []
    for mood in MOODS.values():
        stage.view.set_mood(mood)
        pictures.append(stage.picture())
    stage.view.set_mood(STUDIO, np.pi)
    turned = stage.picture()

    assert np.abs(pictures[0] - pictures[1]).mean() > 3
    assert np.abs(pictures[1] - pictures[2]).mean() > 3
    assert np.abs(pictures[0] - turned).mean() > 3
    assert {DAY.name, EVENING.name, STUDIO.name} == set(MOODS)


def test_an_hdr_picture_lights_the_scene(stage: Stage) -> None:
    header = b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 16 +X 32\n"
    green = bytes((0, 128, 0, 129)) * (16 * 32)
    stage.show(Shapes.sphere(WHITE, 0.9))
    stage.view.set_mood(replace(mood_from_file(header + green), key_radiance=(0.0, 0.0, 0.0)))

    red, middle_green, _ = stage.picture()[35:55, 70:90].mean(axis=(0, 1))

    assert middle_green > 80 > red


def test_every_level_draws_the_scene(stage: Stage) -> None:
    on_floor(stage)

    for level in LEVELS.values():
        picture = stage.picture(level)
        assert picture[45, 80, 0] > 2 * picture[45, 80, 1]


def test_what_others_attach_without_a_program_is_drawn_too(stage: Stage) -> None:
    card = CardMaker("plain")
    card.set_frame(-1.0, 1.0, -1.0, 1.0)
    path = stage.view.scene.attach_new_node(card.generate())
    path.set_mat(axes.GLTF_FROM_PANDA)
    path.set_two_sided(True)

    difference = stage.picture()[45, 80].mean() - stage.picture()[2, 2].mean()
    path.remove_node()

    assert difference > 20


def test_a_point_is_projected_where_it_is_drawn(stage: Stage) -> None:
    stage.view.set_camera((1.0, 2.0, 4.0), (0.2, 0.1, 0.0), 30.0)
    stage.show(Shapes.sphere(replace(RED, unlit=True), 0.05), (0.6, -0.2, 0.3))

    picture = stage.picture()
    place = stage.view.project((0.6, -0.2, 0.3))
    redness = picture[..., 0] - picture[..., 1]
    rows, columns = np.nonzero(redness > 60)

    assert place is not None
    assert abs(columns.mean() + 0.5 - place[0]) < 1.0
    assert abs(rows.mean() + 0.5 - place[1]) < 1.0
    eye, toward = stage.view.ray(place[0], place[1])
    distance = np.subtract((0.6, -0.2, 0.3), eye)
    assert np.allclose(distance / np.linalg.norm(distance), toward, atol=1e-6)
    assert stage.view.project((2.0, 4.0, 8.0)) is None


def test_a_view_changes_its_size_and_two_views_do_not_disturb_each_other(stage: Stage) -> None:
    stage.show(Shapes.panel(RED))
    before = stage.picture()
    other = View.offscreen((64, 48), LOW)
    other.set_background((0.0, 0.3, 0.0))
    other.frame()
    small = other.pixels()
    other.resize((80, 40))
    other.frame()
    resized = other.pixels()
    other.close()

    assert small.shape == (48, 64, 3)
    assert resized.shape == (40, 80, 3)
    assert resized[..., 1].mean() > resized[..., 0].mean() + 50
    assert np.array_equal(stage.picture(), before)


def test_the_overlay_counts_pixels_from_the_upper_left(stage: Stage) -> None:
    from panda3d.core import LVecBase4f  # noqa: PLC0415 - only here

    card = CardMaker("flat")
    # A card stands in x and z; the overlay's pixels are x and y.
    card.set_frame(0.0, 20.0, 0.0, 10.0)
    path = stage.view.overlay.attach_new_node(card.generate())
    path.set_mat(axes.GLTF_FROM_PANDA)
    path.set_pos(30.0, 50.0, 0.0)
    path.set_color(LVecBase4f(1.0, 0.0, 0.0, 1.0))

    picture = stage.picture()
    path.remove_node()

    redness = picture[..., 0] - picture[..., 1]
    rows, columns = np.nonzero(redness > 100)
    assert (columns.min(), columns.max()) == (30, 49)
    assert (rows.min(), rows.max()) in {(50, 59), (40, 49)}
