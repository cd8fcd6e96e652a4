"""A map of one even level says the same as a factor of that level, whatever the feature."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from showroom.gltf.model import Image, Material, Texture, TextureUse
from tests.visual.stage import SHARP, Shapes
from tools.materials.score import encoded

if TYPE_CHECKING:
    from tests.visual.stage import Stage

# Shadows of glass follow its factor alone.
UNSHADED = replace(SHARP, shadow_size_px=0)
LEVEL = 128
SHARE = LEVEL / 255.0
COLOUR = ((SHARE + 0.055) / 1.055) ** 2.4  # the same level in a colour map, decoded from sRGB
DARK = Material("dark", base_color=(0.05, 0.05, 0.05, 1.0), metallic=0.0, roughness=0.4)
GLASS = replace(DARK, base_color=(1.0, 1.0, 1.0, 1.0), roughness=0.0, transmission=1.0)
VELVET = replace(DARK, sheen_color=(0.9, 0.9, 0.9), sheen_roughness=0.8)
COATED = replace(DARK, roughness=0.9, clearcoat=1.0, clearcoat_roughness=0.6)
TINTED = replace(GLASS, thickness=0.5, attenuation_color=(0.1, 0.5, 0.8), attenuation_distance=0.3)
FILMED = replace(DARK, iridescence=1.0, iridescence_ior=2.0, iridescence_thickness_nm=(200.0, 600.0))
PAPER = replace(DARK, diffuse_transmission=0.9, diffuse_transmission_color=(0.9, 0.4, 0.2))
BRUSHED = replace(DARK, metallic=1.0, base_color=(0.8, 0.8, 0.8, 1.0), roughness=0.2, anisotropy=0.9)

# Slot, the channel that counts (others hold a level that would show), material, factor, its value beside the map.
MAPS = (
    ("clearcoat_texture", 0, COATED, "clearcoat", SHARE),
    ("clearcoat_roughness_texture", 1, COATED, "clearcoat_roughness", 0.6 * SHARE),
    ("transmission_texture", 0, GLASS, "transmission", SHARE),
    ("thickness_texture", 1, TINTED, "thickness", 0.5 * SHARE),
    ("sheen_color_texture", None, VELVET, "sheen_color", (0.9 * COLOUR,) * 3),
    ("sheen_roughness_texture", 3, VELVET, "sheen_roughness", 0.8 * SHARE),
    ("specular_texture", 3, DARK, "specular", SHARE),
    ("specular_color_texture", None, DARK, "specular_color", (COLOUR,) * 3),
    ("iridescence_texture", 0, FILMED, "iridescence", SHARE),
    ("iridescence_thickness_texture", 1, FILMED, "iridescence_thickness_nm", (200.0, 200.0 + 400.0 * SHARE)),
    ("diffuse_transmission_texture", 3, PAPER, "diffuse_transmission", 0.9 * SHARE),
    (
        "diffuse_transmission_color_texture",
        None,
        PAPER,
        "diffuse_transmission_color",
        (0.9 * COLOUR, 0.4 * COLOUR, 0.2 * COLOUR),
    ),
    # Along the tangent (red 1, green 1/2), blue is the strength.
    ("anisotropy_texture", 2, BRUSHED, "anisotropy", 0.9 * SHARE),
)


def even_map(slot: str, channel: int | None) -> TextureUse:
    pixels = np.full((4, 4, 4), 20, dtype=np.uint8)
    if slot == "anisotropy_texture":
        pixels[...] = (255, 128, LEVEL, 20)
    elif channel is None:
        pixels[...] = (LEVEL, LEVEL, LEVEL, 20)
    else:
        pixels[..., channel] = LEVEL
    return TextureUse(Texture(Image("even", "image/png", encoded(pixels), 4, 4)))


@pytest.mark.parametrize(("slot", "channel", "material", "factor", "value"), MAPS, ids=[entry[0] for entry in MAPS])
def test_an_even_map_is_a_factor(
    stage: Stage, slot: str, channel: int | None, material: Material, factor: str, value: object
) -> None:
    pictures = []
    mapped = replace(material, **{slot: even_map(slot, channel)})  # type: ignore[arg-type]
    for worn in (mapped, replace(material, **{factor: value}), material):  # type: ignore[arg-type]
        stage.clear()
        stage.show(Shapes.panel(replace(DARK, base_color=(0.7, 0.6, 0.3, 1.0)), (3.0, 3.0)), (0.0, 0.0, -1.0))
        sphere = Shapes.sphere(worn, 0.9)
        azimuth = sphere.attributes["TEXCOORD_0"][:, 0] * 2.0 * np.pi
        along = np.stack([-np.sin(azimuth), 0.0 * azimuth, -np.cos(azimuth), 1.0 + 0.0 * azimuth], axis=-1)
        sphere.attributes["TANGENT"] = along.astype(np.float32)
        stage.show(sphere)
        pictures.append(stage.picture(UNSHADED))

    by_map, by_factor, at_full = pictures
    assert np.abs(by_map - by_factor).mean() < 0.25
    assert np.abs(by_map - at_full).mean() > 4 * np.abs(by_map - by_factor).mean() + 0.1


def test_an_anisotropy_map_turns_the_grain(stage: Stage) -> None:
    pictures = []
    upwards = np.full((4, 4, 3), (128, 255, 255), dtype=np.uint8)
    turned = replace(BRUSHED, anisotropy_rotation=np.pi / 2)
    for worn in (replace(BRUSHED, anisotropy_texture=Shapes.texture(upwards)), turned, BRUSHED):
        stage.clear()
        stage.show(Shapes.panel(worn))
        pictures.append(stage.picture())

    by_map, by_factor, along = pictures
    assert np.abs(by_map - by_factor).mean() < 0.3
    assert np.abs(by_map - along).mean() > 2.0


def test_thickness_grows_with_the_node(stage: Stage) -> None:
    stage.show(Shapes.panel(replace(DARK, base_color=(0.9, 0.9, 0.9, 1.0)), (3.0, 3.0)), (0.0, 0.0, -1.0))
    stage.show(Shapes.panel(replace(TINTED, thickness=1.0), (1.0, 0.6)))
    thick = stage.picture()
    stage.clear()
    stage.show(Shapes.panel(replace(DARK, base_color=(0.9, 0.9, 0.9, 1.0)), (3.0, 3.0)), (0.0, 0.0, -1.0))
    grown = stage.show(Shapes.panel(TINTED, (0.5, 0.3)))
    grown.root.set_scale(2.0)

    assert np.abs(stage.picture() - thick).mean() < 0.3
