"""Whole pictures of products, and a few that must not change unnoticed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from msgspec import structs
from panda3d.core import RenderState, TransformState

from client.render.device import engine
from client.render.light import EVENING, MOODS
from client.render.offscreen import OffscreenRenderer
from client.render.quality import HIGH, LOW
from showroom.catalogue import FileRef, Group, Part, Product, Publication, Surface, Tax, Text, Value
from showroom.codebook import Codebook
from showroom.errors import Rejected
from showroom.gltf import writer
from showroom.gltf.model import Document, Material, Mesh, Node
from tests.visual.stage import SHARP, Shapes, Stage, compare

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = Text("name", "Name")
QUICK = replace(HIGH, multisamples=1, smooth_edges=False, shadow_size_px=512, shadow_taps=9, occlusion_taps=8)
COLOURS = {"red": (0.7, 0.03, 0.03, 1.0), "blue": (0.03, 0.06, 0.6, 1.0)}


def publication() -> Publication:
    values = tuple(Value(name, NAME, surface=Surface(base_color=colour)) for name, colour in COLOURS.items())
    product = Product(
        "ball",
        "other",
        NAME,
        NAME,
        "EUR",
        100,
        Tax(NAME, 1900, included=True),
        (Part("body", NAME, materials=("body",)),),
        (Group("colour", NAME, values, "red", ("body",)),),
        (),
    )
    reference = FileRef("0" * 64, 1, "model/gltf-binary")
    return Publication(product, 1, reference, (240.0, 300.0, 240.0), 100, Codebook(1, ()), "2026-01-01T00:00:00Z")


@pytest.fixture(scope="module")
def model() -> bytes:
    body = Material("body", metallic=0.0, roughness=0.45, clearcoat=1.0, clearcoat_roughness=0.05)
    brass = Material("brass", base_color=(0.9, 0.7, 0.35, 1.0), metallic=1.0, roughness=0.25)
    glass = Material("glass", metallic=0.0, roughness=0.0, transmission=1.0, thickness=0.02)
    nodes = []
    for name, primitive, place in (
        ("ball", Shapes.sphere(body, 0.12), (0.0, 0.12, 0.0)),
        ("top", Shapes.sphere(brass, 0.04), (0.0, 0.27, 0.0)),
        ("lens", Shapes.sphere(glass, 0.05), (0.11, 0.05, 0.12)),
    ):
        matrix = np.eye(4)
        matrix[:3, 3] = place
        nodes.append(Node(name, matrix, Mesh(name, [primitive])))
    return writer.write(Document(nodes, [body, brass, glass], []))


@pytest.fixture(scope="module")
def renderer() -> Iterator[OffscreenRenderer]:
    renderer = OffscreenRenderer(QUICK)
    yield renderer
    renderer.close()


def test_the_same_wish_gives_the_same_picture(renderer: OffscreenRenderer, model: bytes) -> None:
    first = renderer.picture(model, publication(), {"colour": "red"}, size_px=(160, 90))
    blue = renderer.picture(model, publication(), {"colour": "blue"}, size_px=(160, 90))
    again = renderer.picture(model, publication(), {"colour": "red"}, size_px=(160, 90))

    assert first.shape == (90, 160, 3)
    assert np.array_equal(first, again)
    assert (first.astype(int) - blue)[..., 0].max() > 60


@pytest.mark.parametrize("view", ["hero", "front", "side", "back", "top"])
def test_every_view_shows_the_whole_product(renderer: OffscreenRenderer, model: bytes, view: str) -> None:
    picture = renderer.picture(model, publication(), {}, view=view, size_px=(96, 96)).astype(int)

    rows, columns = np.nonzero(picture[..., 0] - picture[..., 1] > 50)
    assert rows.min() > 2
    assert rows.max() < 93
    assert columns.min() > 2
    assert columns.max() < 93
    assert np.ptp(columns) > 20


def test_a_detail_comes_closer(renderer: OffscreenRenderer, model: bytes) -> None:
    hero = renderer.picture(model, publication(), {}, view="hero", size_px=(96, 96)).astype(int)
    detail = renderer.picture(model, publication(), {}, view="detail", size_px=(96, 96)).astype(int)

    assert (detail[..., 0] - detail[..., 1] > 50).sum() > 1.3 * (hero[..., 0] - hero[..., 1] > 50).sum()


def test_a_camera_may_stand_anywhere(renderer: OffscreenRenderer, model: bytes) -> None:
    near = renderer.picture(model, publication(), {}, size_px=(96, 96), camera_position=(0.3, 0.4, 1.4)).astype(int)
    far = renderer.picture(model, publication(), {}, size_px=(96, 96), camera_position=(0.6, 0.8, 2.8)).astype(int)

    assert (near[..., 0] - near[..., 1] > 50).sum() > 2 * (far[..., 0] - far[..., 1] > 50).sum() > 0


def test_an_unknown_view_is_refused(renderer: OffscreenRenderer, model: bytes) -> None:
    with pytest.raises(Rejected, match="unknown-view"):
        renderer.picture(model, publication(), {}, view="below")


def test_nothing_is_blown_out(renderer: OffscreenRenderer, model: bytes) -> None:
    picture = renderer.picture(model, publication(), {}, size_px=(160, 90))

    assert (picture.min(axis=-1) >= 254).mean() < 0.01


def test_the_studio_picture_is_as_it_was(renderer: OffscreenRenderer, model: bytes) -> None:
    compare(renderer.picture(model, publication(), {}, size_px=(192, 108)), "studio-high")


def test_the_evening_and_the_lowest_level_are_as_they_were(model: bytes) -> None:
    renderer = OffscreenRenderer(LOW, EVENING)
    picture = renderer.picture(model, publication(), {"colour": "blue"}, size_px=(192, 108))
    renderer.close()

    compare(picture, "evening-low")


def test_many_pictures_leave_nothing_behind(renderer: OffscreenRenderer, model: bytes) -> None:
    def draw(times: int) -> tuple[int, int, int]:
        for index in range(times):
            revision = structs.replace(publication(), revision=1 + index % 2)
            renderer.picture(model, revision, {}, size_px=(64 + 16 * (index % 2), 48))
        return RenderState.get_num_states(), TransformState.get_num_states(), engine().get_num_windows()

    before = draw(6)
    after = draw(10)

    assert after[0] <= before[0] + 4
    assert after[1] <= before[1] + 4
    assert after[2] == before[2]


def sharpness(picture: np.ndarray) -> float:
    """The steepest step between neighbouring pixels."""
    return float(np.abs(np.diff(picture.astype(float), axis=1)).max())


def test_an_open_lens_blurs_what_lies_behind_and_keeps_what_it_looks_at(stage: Stage) -> None:
    near, far = (Material(name, emissive=(1.0, 1.0, 1.0), base_color=(0, 0, 0, 1)) for name in ("near", "far"))
    stage.show(Shapes.panel(near, (0.3, 0.3)), (-0.3, 0.0, 0.0))
    stage.show(Shapes.panel(far, (2.4, 2.4)), (2.6, 0.0, -4.0))
    stage.view.set_background((0.0, 0.0, 0.0))
    stage.view.set_camera((0.0, 0.0, 2.0), (0.0, 0.0, 0.0), 40.0)
    sharp = stage.picture(SHARP)
    stage.view.set_focus(2.0, 0.2)
    soft = stage.picture(SHARP)
    stage.view.set_focus(2.0, 0.0)
    again = stage.picture(SHARP)

    middle = sharp.shape[1] // 2
    assert sharpness(sharp[:, middle:]) > 200
    assert sharpness(soft[:, middle:]) < 0.6 * sharpness(sharp[:, middle:])
    assert sharpness(soft[:, :middle]) > 0.8 * sharpness(sharp[:, :middle])
    assert np.array_equal(again, sharp)


def test_posters_stay_sharp_where_the_product_is_nearest(model: bytes) -> None:
    pictures = []
    for aperture in (0.0, 16.0, 2.0):
        renderer = OffscreenRenderer(QUICK, aperture=aperture)
        pictures.append(renderer.picture(model, publication(), {"colour": "red"}, size_px=(160, 90)).astype(float))
        renderer.close()
    none, poster, open_lens = (np.abs(np.diff(picture, axis=0)).mean() for picture in pictures)
    assert poster > 0.9 * none
    assert open_lens < poster


def test_no_line_runs_along_the_pictures_upper_edge(renderer: OffscreenRenderer, model: bytes) -> None:
    picture = renderer.picture(model, publication(), {"colour": "red"}, size_px=(160, 90)).astype(float).mean(axis=2)
    steps = np.diff(picture[:6].mean(axis=1))
    assert np.abs(steps).max() < 1.5


@pytest.mark.parametrize("mood", MOODS)
def test_what_lies_behind_tinted_glass_is_seen_in_every_mood(mood: str) -> None:
    """A black rod behind a grey pane: sunglasses whose temples cannot be told from the lens do not sell."""
    rod = Material("rod", base_color=(0.02, 0.02, 0.02, 1.0), metallic=0.0, roughness=0.6)
    tint = Material("tint", base_color=(0.25, 0.25, 0.25, 1.0), metallic=0.0, roughness=0.0, transmission=1.0)
    nodes = []
    for name, primitive, place in (
        ("pane", Shapes.panel(tint, (0.07, 0.025)), (0.0, 0.025, 0.0)),
        ("rod", Shapes.panel(rod, (0.008, 0.02)), (0.0, 0.02, -0.06)),
    ):
        matrix = np.eye(4)
        matrix[:3, 3] = place
        nodes.append(Node(name, matrix, Mesh(name, [primitive])))
    pane = writer.write(Document(nodes, [tint, rod], []))
    renderer = OffscreenRenderer(QUICK, MOODS[mood])
    picture = renderer.picture(pane, publication(), {}, view="front", size_px=(160, 90)).astype(float)
    renderer.close()
    beside, before = picture[40:50, 60:66].mean(), picture[40:50, 78:82].mean()
    assert beside > before + 40.0
