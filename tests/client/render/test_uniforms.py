"""Materials become numbers and features."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from client.render import maps, programs, uniforms
from showroom.gltf.model import Image, Material, Texture, TextureUse

PLAIN = Material("plain")
USE = TextureUse(Texture(Image("one", "image/png", b"", 1, 1)))


def test_a_plain_material_needs_nothing() -> None:
    assert uniforms.features_of(PLAIN) == frozenset()
    assert not uniforms.is_blended(PLAIN)


def test_every_map_and_extension_is_a_feature_that_the_program_knows() -> None:
    rich = replace(
        PLAIN,
        clearcoat=1.0,
        sheen_color=(1.0, 0.0, 0.0),
        transmission=1.0,
        iridescence=1.0,
        anisotropy=0.5,
        dispersion=1.0,
        diffuse_transmission=0.5,
        alpha_mode="BLEND",
        unlit=True,
        **{name: USE for _, name in maps.MAPS},  # type: ignore[arg-type]  # every one of them is a texture
    )

    features = uniforms.features_of(rich)

    assert features <= programs.FEATURES
    assert len(features) == len(maps.MAPS) + 9
    assert uniforms.is_blended(rich)


def test_a_texture_transform_scales_then_turns_then_moves() -> None:
    use = replace(USE, offset=(0.1, 0.2), rotation=np.pi / 2, tiling=(2.0, 3.0), tex_coord=1)

    rows = uniforms.pack(replace(PLAIN, base_color_texture=use))

    turn, place = rows[maps.FACTOR_ROWS], rows[maps.FACTOR_ROWS + len(maps.MAPS)]
    u, v = 0.25, 0.5
    # Counter-clockwise with v pointing down: (u, v) goes to (v, -u).
    assert np.allclose(turn[0] * u + turn[1] * v + place[0], 3.0 * v + 0.1)
    assert np.allclose(turn[2] * u + turn[3] * v + place[1], -2.0 * u + 0.2)
    assert place[2] == 1.0


def test_an_unlimited_attenuation_distance_attenuates_nothing() -> None:
    assert uniforms.pack(PLAIN)[5][3] == 0.0
    assert uniforms.pack(replace(PLAIN, attenuation_distance=0.5))[5][3] == 2.0
