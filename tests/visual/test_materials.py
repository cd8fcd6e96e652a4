"""Every material feature changes the picture as its specification says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from showroom.gltf.model import Material
from tests.visual.stage import Shapes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.visual.stage import Stage

GREY = Material("grey", base_color=(0.2, 0.2, 0.2, 1.0), metallic=0.0, roughness=0.9)
RED = Material("red", base_color=(0.8, 0.02, 0.02, 1.0), metallic=0.0, roughness=0.9)


def middle(picture: NDArray[np.float64], reach: int = 6) -> NDArray[np.float64]:
    height, width = picture.shape[:2]
    return picture[height // 2 - reach : height // 2 + reach, width // 2 - reach : width // 2 + reach]


def test_a_base_colour_is_the_colour_of_the_surface(stage: Stage) -> None:
    stage.show(Shapes.panel(RED))

    red, green, blue = middle(stage.picture()).mean(axis=(0, 1))

    assert red > 2 * green
    assert abs(green - blue) < 8


def test_a_smooth_surface_has_a_brighter_highlight_than_a_rough_one(stage: Stage) -> None:
    stage.show(Shapes.sphere(GREY), (-0.6, 0.0, 0.0))
    stage.show(Shapes.sphere(replace(GREY, roughness=0.1)), (0.6, 0.0, 0.0))

    picture = stage.picture()

    assert picture[:, 80:].max() > picture[:, :80].max() + 40


def test_metal_reflects_the_surroundings_in_its_own_colour(stage: Stage) -> None:
    gold = Material("gold", base_color=(1.0, 0.7, 0.2, 1.0), metallic=1.0, roughness=0.2)
    stage.show(Shapes.sphere(gold))

    picture = middle(stage.picture(), 20)

    assert picture[..., 0].mean() > picture[..., 2].mean() + 30
    assert picture.std() > 15


def test_a_clear_coat_adds_a_highlight_over_a_rough_base(stage: Stage) -> None:
    stage.show(Shapes.sphere(GREY), (-0.6, 0.0, 0.0))
    stage.show(Shapes.sphere(replace(GREY, clearcoat=1.0, clearcoat_roughness=0.05)), (0.6, 0.0, 0.0))

    picture = stage.picture()

    assert picture[:, 80:].max() > picture[:, :80].max() + 40


def test_sheen_brightens_the_rim_more_than_the_middle(stage: Stage) -> None:
    dark = replace(GREY, base_color=(0.02, 0.02, 0.02, 1.0))
    stage.show(Shapes.sphere(dark, 0.9))
    plain = stage.picture()
    stage.clear()
    stage.show(Shapes.sphere(replace(dark, sheen_color=(0.9, 0.9, 0.9), sheen_roughness=0.5), 0.9))

    gain = stage.picture() - plain

    rim = gain[45, 45:50].mean()
    assert rim > middle(gain).mean() + 5


def test_glass_shows_what_is_behind_it(stage: Stage) -> None:
    glass = Material(
        "glass", base_color=(1.0, 1.0, 1.0, 1.0), metallic=0.0, roughness=0.0, transmission=1.0, double_sided=True
    )
    stage.show(Shapes.panel(RED, (3.0, 3.0)), (0.0, 0.0, -1.0))
    stage.show(Shapes.panel(glass))
    seen = middle(stage.picture()).mean(axis=(0, 1))
    stage.clear()
    stage.show(Shapes.panel(RED, (3.0, 3.0)), (0.0, 0.0, -1.0))
    stage.show(Shapes.panel(replace(glass, transmission=0.0)))
    covered = middle(stage.picture()).mean(axis=(0, 1))

    assert seen[0] > 2 * seen[1]
    assert covered[0] < 1.3 * covered[1]


def test_rough_glass_blurs_what_is_behind_it(stage: Stage) -> None:
    glass = Material("glass", metallic=0.0, roughness=0.0, transmission=1.0, ior=1.5)
    contrasts = []
    for roughness in (0.0, 0.6):
        stage.clear()
        for column in range(-6, 6):
            stage.show(Shapes.panel(RED, (0.06, 2.0)), (column * 0.24, 0.0, -0.5))
        stage.show(Shapes.panel(replace(glass, roughness=roughness)))
        contrasts.append(middle(stage.picture(), 16)[..., 0].std())

    assert contrasts[1] < 0.5 * contrasts[0]


def test_thick_glass_takes_the_colour_of_its_volume(stage: Stage) -> None:
    white = Material("white", base_color=(0.9, 0.9, 0.9, 1.0), metallic=0.0)
    glass = Material(
        "glass",
        metallic=0.0,
        roughness=0.0,
        transmission=1.0,
        thickness=0.5,
        attenuation_color=(0.1, 0.8, 0.1),
        attenuation_distance=0.3,
    )
    stage.show(Shapes.panel(white, (3.0, 3.0)), (0.0, 0.0, -1.0))
    stage.show(Shapes.panel(glass))

    red, green, _ = middle(stage.picture()).mean(axis=(0, 1))

    assert green > 1.5 * red


def test_a_thin_film_colours_the_reflection(stage: Stage) -> None:
    film = Material(
        "film",
        base_color=(0.0, 0.0, 0.0, 1.0),
        metallic=0.0,
        roughness=0.1,
        iridescence=1.0,
        iridescence_ior=2.0,
        iridescence_thickness_nm=(100.0, 300.0),
    )
    stage.show(Shapes.sphere(replace(film, iridescence=0.0)), (-0.6, 0.0, 0.0))
    stage.show(Shapes.sphere(film), (0.6, 0.0, 0.0))

    picture = stage.picture()
    colourfulness = (picture.max(axis=-1) - picture.min(axis=-1))[20:70]

    assert colourfulness[:, 95:125].mean() > colourfulness[:, 35:65].mean() + 20


def test_specular_takes_the_highlight_away(stage: Stage) -> None:
    shiny = replace(GREY, base_color=(0.02, 0.02, 0.02, 1.0), roughness=0.2)
    stage.show(Shapes.sphere(shiny), (-0.6, 0.0, 0.0))
    stage.show(Shapes.sphere(replace(shiny, specular=0.0)), (0.6, 0.0, 0.0))

    picture = stage.picture()

    assert picture[20:70, 35:65].mean() > picture[20:70, 95:125].mean() + 10


def test_a_mask_cuts_holes_and_blending_mixes(stage: Stage) -> None:
    half = replace(RED, base_color=(0.8, 0.02, 0.02, 0.4))
    stage.show(Shapes.panel(replace(half, alpha_mode="MASK", alpha_cutoff=0.5)))
    hole = middle(stage.picture()).mean(axis=(0, 1))
    stage.clear()
    stage.show(Shapes.panel(replace(half, alpha_mode="BLEND")))
    mixed = middle(stage.picture()).mean(axis=(0, 1))
    stage.clear()
    stage.show(Shapes.panel(half))
    opaque = middle(stage.picture()).mean(axis=(0, 1))

    assert np.ptp(hole) < 4
    assert opaque[0] - opaque[1] > mixed[0] - mixed[1] > 20


def test_where_alpha_covers_nothing_nothing_mirrors_either(stage: Stage) -> None:
    empty = stage.picture()
    veil = Material("veil", base_color=(0.0, 0.0, 0.0, 0.0), metallic=0.0, roughness=0.05, alpha_mode="BLEND")
    stage.show(Shapes.panel(replace(veil, clearcoat=1.0, sheen_color=(1.0, 1.0, 1.0), sheen_roughness=0.5)))

    assert np.abs(stage.picture() - empty).max() <= 1.0


def test_a_plain_finish_shows_light_as_it_is_and_cuts_it_off_at_white(stage: Stage) -> None:
    for at, level in enumerate((0.5, 1.0, 3.0)):
        lit = Material("lit", base_color=(0.0, 0.0, 0.0, 1.0), emissive=(level,) * 3, unlit=True)
        stage.show(Shapes.panel(lit, (0.3, 0.3)), (at - 1.0, 0.0, 0.0))
    bent = stage.picture()
    stage.view.set_finish(plain=True)
    plain = stage.picture()

    found = [plain[45, column].mean() for column in (38, 80, 122)]
    assert found == pytest.approx([187.5, 255.0, 255.0], abs=0.6)
    assert bent[45, 80].max() < 254.0


def test_an_emissive_surface_shines_by_its_strength(stage: Stage) -> None:
    lamp = Material("lamp", base_color=(0.0, 0.0, 0.0, 1.0), emissive=(0.0, 0.2, 0.0), specular=0.0)
    stage.show(Shapes.panel(lamp, (0.4, 0.4)), (-0.6, 0.0, 0.0))
    stage.show(Shapes.panel(replace(lamp, emissive_strength=3.0), (0.4, 0.4)), (0.6, 0.0, 0.0))

    picture = stage.picture()

    assert picture[45, 112, 1] > picture[45, 48, 1] + 40 > 60


def test_an_unlit_surface_looks_the_same_in_every_light(stage: Stage) -> None:
    stage.show(Shapes.panel(replace(RED, unlit=True)))
    stage.view.set_finish(exposure=1.0)
    bright = middle(stage.picture())
    stage.view.set_mood(replace(stage.view.mood, strength=0.01, key_radiance=(0.0, 0.0, 0.0)))
    dark = middle(stage.picture())

    assert np.abs(bright - dark).max() <= 2


def test_the_back_is_seen_only_where_a_material_is_double_sided(stage: Stage) -> None:
    stage.view.set_camera((0.0, 0.0, -4.0), (0.0, 0.0, 0.0), 30.0)
    stage.show(Shapes.panel(RED))
    assert np.ptp(middle(stage.picture()).mean(axis=(0, 1))) < 4

    stage.clear()
    stage.view.set_camera((0.0, 0.0, -4.0), (0.0, 0.0, 0.0), 30.0)
    stage.show(Shapes.panel(replace(RED, double_sided=True)))
    red, green, _ = middle(stage.picture()).mean(axis=(0, 1))

    assert red > 2 * green


def test_vertex_colours_multiply_the_base_colour(stage: Stage) -> None:
    panel = Shapes.panel(replace(GREY, base_color=(0.8, 0.8, 0.8, 1.0)))
    panel.attributes["COLOR_0"] = np.array([[0.1, 0.1, 1.0, 1.0]] * 4, dtype=np.float32)
    stage.show(panel)

    red, _, blue = middle(stage.picture()).mean(axis=(0, 1))

    assert blue > 1.8 * red


def stripes(horizontal: bool = False) -> NDArray[np.uint8]:  # noqa: FBT001, FBT002 - which way they run
    pixels = np.zeros((64, 64, 3), dtype=np.uint8)
    pixels[:, :32] = (255, 255, 255)
    return pixels.transpose(1, 0, 2).copy() if horizontal else pixels


def test_the_first_row_of_a_texture_is_up_and_its_first_column_left(stage: Stage) -> None:
    pixels = np.zeros((64, 64, 3), dtype=np.uint8)
    pixels[:32, :32] = (255, 0, 0)
    stage.show(Shapes.panel(replace(GREY, base_color=(1, 1, 1, 1), base_color_texture=Shapes.texture(pixels))))

    picture = stage.picture()

    redness = picture[..., 0] - picture[..., 1]
    assert redness[35, 60] > 60
    assert redness[55, 60] < 10
    assert redness[35, 100] < 10


@pytest.mark.parametrize("turned", [False, True])
def test_a_texture_transform_moves_and_turns_the_picture(stage: Stage, turned: bool) -> None:  # noqa: FBT001 - pytest's way
    use = Shapes.texture(stripes())
    use.offset = (0.5, 0.0)
    if turned:
        use.offset, use.rotation = (0.0, 0.0), np.pi / 2
    stage.show(Shapes.panel(replace(GREY, base_color=(1, 1, 1, 1), base_color_texture=use)))

    picture = stage.picture().mean(axis=-1)

    if turned:
        # Turned by a quarter, u runs along v: white is where v was small, at the top.
        assert picture[32, 60] > picture[58, 60] + 60
    else:
        assert picture[45, 100] > picture[45, 60] + 60


def test_a_map_reads_the_second_texture_coordinates_where_it_says_so(stage: Stage) -> None:
    use = Shapes.texture(stripes(), tex_coord=1)
    panel = Shapes.panel(replace(GREY, base_color=(1, 1, 1, 1), base_color_texture=use))
    panel.attributes["TEXCOORD_1"] = panel.attributes["TEXCOORD_0"][:, ::-1].copy()
    stage.show(panel)

    picture = stage.picture().mean(axis=-1)

    assert picture[32, 60] > picture[58, 60] + 60


def test_a_normal_map_bends_the_light_with_and_without_tangents(stage: Stage) -> None:
    pixels = np.full((8, 8, 3), (128, 128, 255), dtype=np.uint8)
    pixels[:, ::2] = (210, 128, 220)
    smooth = Material("smooth", base_color=(0.3, 0.3, 0.3, 1.0), metallic=0.0, roughness=0.3)
    stage.show(Shapes.panel(smooth))
    flat = middle(stage.picture(), 20).std()
    bumpy = []
    for with_tangents in (False, True):
        stage.clear()
        panel = Shapes.panel(replace(smooth, normal_texture=Shapes.texture(pixels)))
        if with_tangents:
            panel.attributes["TANGENT"] = np.array([[1.0, 0.0, 0.0, 1.0]] * 4, dtype=np.float32)
        stage.show(panel)
        bumpy.append(middle(stage.picture(), 20))

    assert bumpy[0].std() > flat + 5
    assert np.abs(bumpy[0] - bumpy[1]).mean() < 3


def test_an_occlusion_map_darkens_what_the_surroundings_light(stage: Stage) -> None:
    dark = np.zeros((4, 4, 3), dtype=np.uint8)
    stage.show(Shapes.panel(GREY))
    plain = middle(stage.picture()).mean()
    stage.clear()
    stage.show(Shapes.panel(replace(GREY, occlusion_texture=Shapes.texture(dark))))

    assert middle(stage.picture()).mean() < plain - 10


def test_metallic_and_roughness_come_from_blue_and_green(stage: Stage) -> None:
    rough_plastic = np.full((4, 4, 3), (0, 255, 0), dtype=np.uint8)
    smooth_metal = np.full((4, 4, 3), (0, 40, 255), dtype=np.uint8)
    material = Material("both", base_color=(0.9, 0.5, 0.2, 1.0))
    spreads = []
    for pixels in (rough_plastic, smooth_metal):
        stage.clear()
        stage.show(Shapes.sphere(replace(material, metallic_roughness_texture=Shapes.texture(pixels)), 0.9))
        spreads.append(middle(stage.picture(), 24).std(axis=(0, 1)).mean())

    assert spreads[1] > 1.5 * spreads[0]
