"""Light that has gone through tinted glass has its colour, and so has what is seen through it at any quality."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from client.render.light import STUDIO
from showroom.gltf.model import Material
from tests.visual.stage import SHARP, Shapes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from client.render.quality import Quality
    from tests.visual.stage import Stage

RED, BLUE = (0.9, 0.15, 0.05, 1.0), (0.1, 0.2, 0.9, 1.0)
WHITE = Material("white", base_color=(0.8, 0.8, 0.8, 1.0), metallic=0.0, roughness=0.9)
GLASS = Material("glass", base_color=RED, metallic=0.0, roughness=0.0, transmission=1.0, double_sided=True)
UNTINTED = replace(SHARP, tinted_shadows=False)
LOWEST = replace(SHARP, refraction=False, tinted_shadows=False)
# On the floor, before the panes: the lamp stands behind them.
BEFORE_LEFT, BEFORE_RIGHT, NOWHERE = (-0.75, -0.5, 0.35), (0.45, -0.5, 0.35), (2.0, -0.5, 0.35)


def panes(stage: Stage, *materials: Material) -> None:
    """Up to two panes on a floor, the first on the left, with the lamp behind them."""
    stage.show(Shapes.panel(WHITE, (3.0, 3.0), lying=True), (0.0, -0.5, 0.0))
    for x, material in zip((-0.6, 0.6), materials, strict=False):
        stage.show(Shapes.panel(material, (0.4, 0.5)), (x, 0.0, 0.0))
    light = replace(STUDIO, key_towards=(0.3, 1.0, -0.9), key_radiance=(1.1, 1.1, 1.1), strength=0.2)
    stage.view.set_mood(light)
    stage.view.set_camera((0.0, 1.6, 4.2), (0.0, -0.1, 0.0), 34.0)


def at(stage: Stage, place: tuple[float, float, float], quality: Quality = SHARP) -> NDArray[np.float64]:
    picture, spot = stage.picture(quality), stage.view.project(place)
    assert spot is not None
    x, y = int(spot[0]), int(spot[1])
    return np.asarray(picture[y - 1 : y + 2, x - 1 : x + 2].mean(axis=(0, 1)))


def test_the_shadow_of_tinted_glass_has_its_colour(stage: Stage) -> None:
    panes(stage, GLASS, replace(GLASS, base_color=BLUE))

    left, right, lit = at(stage, BEFORE_LEFT), at(stage, BEFORE_RIGHT), at(stage, NOWHERE)

    assert left[0] > left[2] + 40.0
    assert right[2] > right[0] + 40.0
    assert left[0] > 0.85 * lit[0]
    assert np.ptp(lit) < 10.0


def test_at_the_lowest_quality_the_shadow_of_glass_is_grey_and_lighter_than_that_of_a_wall(stage: Stage) -> None:
    panes(stage, GLASS, replace(WHITE, double_sided=True))

    glass, wall = at(stage, BEFORE_LEFT, UNTINTED), at(stage, BEFORE_RIGHT, UNTINTED)

    assert np.ptp(glass) < 10.0
    assert glass.mean() > wall.mean() + 10.0


def test_a_wall_behind_glass_still_casts_its_shadow(stage: Stage) -> None:
    panes(stage, GLASS)
    clear = at(stage, BEFORE_LEFT)
    stage.show(Shapes.panel(replace(WHITE, double_sided=True), (0.4, 0.5)), (-0.6, 0.0, -0.05))

    assert at(stage, BEFORE_LEFT)[0] < clear[0] - 40.0


def test_glass_tints_only_what_lies_behind_it(stage: Stage) -> None:
    panes(stage, GLASS)
    # A shelf above the pane's foot, on the lamp's side.
    stage.show(Shapes.panel(WHITE, (0.3, 0.2), lying=True), (-0.6, 0.52, -0.2))
    stage.view.set_camera((-0.6, 2.5, 2.0), (-0.6, 0.5, -0.2), 30.0)

    assert np.ptp(at(stage, (-0.6, 0.52, -0.2))) < 12.0


def test_both_faces_of_a_body_of_coloured_glass_let_through_what_one_thin_pane_does(stage: Stage) -> None:
    panes(stage, GLASS)
    thin = at(stage, BEFORE_LEFT)
    stage.clear()
    thick = replace(GLASS, base_color=(1, 1, 1, 1), thickness=0.1, attenuation_color=RED[:3], attenuation_distance=0.1)
    panes(stage, thick)
    stage.show(Shapes.panel(thick, (0.4, 0.5)), (-0.6, 0.0, -0.1))

    assert np.abs(at(stage, BEFORE_LEFT) - thin).max() < 6.0


def test_tinted_glass_looks_alike_where_nothing_is_refracted(stage: Stage) -> None:
    panes(stage, GLASS, replace(GLASS, base_color=BLUE))

    for place in ((-0.6, 0.1, 0.0), (0.6, 0.1, 0.0)):
        refracted, plain = at(stage, place, UNTINTED), at(stage, place, LOWEST)
        assert np.abs(refracted - plain).max() < 8.0
        assert np.ptp(plain) > 80.0
