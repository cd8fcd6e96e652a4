"""A driver that cannot do something gets what it can, and never a black picture."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from client.render import png, programs, stepdown
from client.render.quality import HIGH, LOW, MEDIUM
from client.render.view import View
from client.scene.loader import load_model
from showroom.errors import Unavailable
from showroom.gltf.model import Document, Material, Mesh, Node
from tests.visual import drawn_alone
from tests.visual.stage import Shapes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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


def drawn_by(version: str, path: Path) -> str:
    """What a driver says that speaks no newer OpenGL than `version`; its picture goes to `path`."""
    shading = {"3.3": "330", "2.1": "120"}[version]
    spoken = {"MESA_GL_VERSION_OVERRIDE": version, "MESA_GLSL_VERSION_OVERRIDE": shading}
    arguments = [sys.executable, "-m", "tests.visual.drawn_alone", str(path)]
    done = subprocess.run(arguments, env={**os.environ, **spoken}, capture_output=True, text=True, check=True)
    return done.stdout


# A process each, two seconds: the version is the driver's from its first breath on.
def test_a_driver_that_speaks_opengl_3_3_draws_the_highest_level_alike(tmp_path: Path) -> None:
    said = drawn_by("3.3", tmp_path / "old.png")
    newer, lacked = drawn_alone.picture()

    assert "lacked ()" in said
    assert lacked == ()
    assert newer.std() > 10
    assert np.abs(png.decode((tmp_path / "old.png").read_bytes()).astype(int) - newer).max() <= 2


def test_a_driver_that_speaks_only_opengl_2_1_is_refused_in_words(tmp_path: Path) -> None:
    assert re.search(r"no-shaders.*showroom text", drawn_by("2.1", tmp_path / "none.png"))
    assert not (tmp_path / "none.png").exists()


def test_without_multisampling_edges_are_smoothed_by_the_filter() -> None:
    lowered = stepdown.lower(MEDIUM, ("multisamples",))

    assert lowered.level == "medium"
    assert lowered.multisamples == 1
    assert lowered.smooth_edges
