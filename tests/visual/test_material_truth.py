"""Every material feature looks as Cycles draws it, and no longer does when the feature is taken away.

The figures and how they come about stand in docs/materials.md. A failure leaves ours, Cycles' and the difference in
``out/visual/materials``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from client.render import png
from tests.visual.stage import OUTPUT
from tools.materials import description, page, score
from tools.materials.ours import Painter

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from tools.materials.description import Scene

SETTING, SCENES = description.load()
FIGURES = page.figures()
# Drivers round differently; what a person would see is more.
SLACK = 0.35
everyone = pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)


@pytest.fixture(scope="module")
def painter() -> Iterator[Painter]:
    painter = Painter(SETTING)
    yield painter
    painter.close()


def difference(picture: NDArray[np.uint8], scene: Scene) -> float:
    return score.mean_difference(picture, score.truth(scene.name))


@everyone
def test_a_feature_looks_as_in_cycles(painter: Painter, scene: Scene) -> None:
    picture = painter.picture(scene)
    mean = difference(picture, scene)

    documented, _ = FIGURES[scene.name]
    if mean > documented + SLACK or (mean >= score.GATE and not scene.limit):
        path = OUTPUT / "materials" / f"{scene.name}.png"
        png.write(score.side_by_side(picture, score.truth(scene.name)), path)
        pytest.fail(f"{scene.name}: mean CIEDE2000 {mean:.2f}, documented {documented:.2f}; see {path}")


@everyone
def test_without_the_feature_the_comparison_fails(painter: Painter, scene: Scene) -> None:
    mean = difference(painter.picture(scene, without=True), scene)

    documented, _ = FIGURES[scene.name]
    assert mean > documented + 2.0 * SLACK


def test_the_page_tells_the_figures_of_every_scene_and_none_over_the_gate() -> None:
    assert list(FIGURES) == [scene.name for scene in SCENES]
    for scene in SCENES:
        assert scene.limit or FIGURES[scene.name][0] < score.GATE


def test_the_page_is_no_better_than_the_renderer(painter: Painter) -> None:
    for scene in SCENES[:3]:
        assert abs(difference(painter.picture(scene), scene) - FIGURES[scene.name][0]) < SLACK


def test_a_blank_picture_fails(painter: Painter) -> None:
    picture = painter.picture(SCENES[0])

    for blank in (picture * 0, picture * 0 + 255):
        assert difference(blank, SCENES[0]) > 4 * score.GATE
