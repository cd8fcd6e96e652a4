"""A driver that cannot do something gets what it can, and never a black picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from client.render import programs, stepdown
from client.render.quality import HIGH, LOW, MEDIUM
from client.render.view import View
from client.scene.loader import load_model
from showroom.errors import Unavailable
from showroom.gltf.model import Document, Material, Mesh, Node
from tests.visual.stage import Shapes

if TYPE_CHECKING:
    from collections.abc import Iterator

RED = Material("red", base_color=(0.8, 0.02, 0.02, 1.0), metallic=0.0, roughness=0.6, iridescence=0.01)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Names of shader files that this driver cannot compile."""
    names: set[str] = set()
    read = programs._read  # noqa: SLF001 - the driver's part is played here

    def read_or_break(name: str) -> str:
        return f"{read(name)}\nthis driver fails at {len(names)}" if name in names else read(name)

    monkeypatch.setattr(programs, "_read", read_or_break)
    monkeypatch.setattr(programs, "_made", {})
    monkeypatch.setattr(programs, "_given_up", set())
    programs.screen.cache_clear()
    yield names
    programs.screen.cache_clear()


def picture_of(view: View) -> tuple[float, float]:
    """Red and green in the middle, once the view has settled."""
    model = load_model(Document([Node("ball", np.eye(4), Mesh("ball", [Shapes.sphere(RED)]))], [RED], []))
    model.root.reparent_to(view.scene)
    view.set_camera((0.0, 0.0, 4.0), (0.0, 0.0, 0.0), 30.0)
    for _ in range(4):
        view.frame()
    red, green, _ = view.pixels()[18, 32]
    model.release()
    return float(red), float(green)


@pytest.mark.parametrize(("name", "level"), [("occlusion.frag", LOW), ("bright.frag", LOW), ("copy.frag", LOW)])
def test_a_pass_that_does_not_compile_costs_a_level_and_is_told(broken: set[str], name: str, level: object) -> None:
    broken.add(name)
    view = View.offscreen((64, 36), HIGH)

    red, green = picture_of(view)
    missing, told_again = view.take_missing(), view.take_missing()
    quality = view.quality
    view.close()

    assert red > 2 * green > 0
    assert quality == level
    assert name.removesuffix(".frag") in missing
    assert told_again == ()


def test_a_material_feature_that_does_not_compile_is_left_out(broken: set[str]) -> None:
    broken.add("iridescence.glsl")
    view = View.offscreen((64, 36), LOW)

    red, green = picture_of(view)
    missing = view.take_missing()
    view.close()

    assert red > 2 * green > 0
    assert "iridescence" in missing


def test_a_driver_without_our_shading_language_is_refused_with_a_way_out(broken: set[str]) -> None:
    broken.add("tone.frag")
    view = View.offscreen((64, 36), LOW)

    with pytest.raises(Unavailable, match=r"no-shaders.*showroom text"):
        view.frame()
    view.close()


def test_without_multisampling_edges_are_smoothed_by_the_filter() -> None:
    lowered = stepdown.lower(MEDIUM, ("multisamples",))

    assert lowered.level == "medium"
    assert lowered.multisamples == 1
    assert lowered.smooth_edges
