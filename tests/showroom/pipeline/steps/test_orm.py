"""Occlusion, roughness and metal in one picture, where that costs nothing and changes nothing."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image as Pillow

from showroom.gltf import walk
from showroom.gltf.model import Document, Image, Material, Mesh, Node, Texture, TextureUse
from showroom.pipeline.steps.orm import OrmOptions, orm
from tests.showroom.gltf.models import box
from tests.showroom.pipeline.steps.test_textures import encoded

SHADE, SURFACE = (40, 90, 140), (10, 170, 220)


def plain(color: tuple[int, int, int], side_px: int = 64) -> Texture:
    """A texture of one colour but for its first texel, which is white."""
    pixels = np.full((side_px, side_px, 3), color)
    pixels[0, 0] = 255
    return Texture(Image("one", "image/png", encoded(pixels), side_px, side_px))


def worn(shade: Texture, surface: Texture, clearcoat: TextureUse | None = None) -> Material:
    occlusion = TextureUse(shade, tex_coord=1, scale=0.5, offset=(0.25, 0.0))
    return Material(
        "m", occlusion_texture=occlusion, metallic_roughness_texture=TextureUse(surface), clearcoat_texture=clearcoat
    )


def document(*materials: Material) -> Document:
    return Document([Node("n", np.eye(4), Mesh("m", [box(one) for one in materials]))], list(materials), [])


def texel(texture: Texture, at: tuple[int, int] = (40, 40)) -> tuple[int, ...]:
    with Pillow.open(io.BytesIO(texture.image.data)) as picture:
        found = picture.convert("RGB").getpixel(at)
    assert isinstance(found, tuple)
    return tuple(int(value) for value in found)


def test_a_pair_becomes_one_picture_that_each_use_reads_as_before() -> None:
    material = worn(plain(SHADE), plain(SURFACE))
    (packed,) = orm(document(material)).materials
    shade, surface = packed.occlusion_texture, packed.metallic_roughness_texture
    assert shade is not None
    assert surface is not None
    assert shade.texture is surface.texture
    assert texel(shade.texture) == (SHADE[0], SURFACE[1], SURFACE[2])
    assert (shade.tex_coord, shade.scale, shade.offset) == (1, 0.5, (0.25, 0.0))
    assert (surface.tex_coord, surface.scale) == (0, 1.0)


def test_who_does_not_want_it_keeps_both_pictures() -> None:
    before = document(worn(plain(SHADE), plain(SURFACE)))
    assert orm(before, OrmOptions(pack=False)) is before


def test_the_larger_of_two_sizes_keeps_all_it_shows() -> None:
    (packed,) = walk.textures(orm(document(worn(plain(SHADE, 16), plain(SURFACE)))))
    assert (packed.image.width_px, packed.image.height_px) == (64, 64)
    assert texel(packed)[1:] == SURFACE[1:]
    assert texel(packed, (0, 0))[1:] == (255, 255)
    assert abs(texel(packed)[0] - SHADE[0]) <= 1


def test_what_is_not_ours_to_change_or_would_not_get_smaller_stays() -> None:
    shade, surface = plain(SHADE), plain(SURFACE)
    wide, tall = (
        Texture(Image("", "image/png", encoded(np.zeros(size)), size[1], size[0])) for size in ((4, 64, 3), (64, 4, 3))
    )
    packed_already = worn(shade, Texture(shade.image, wrap_s=33071))
    for kept in (
        document(worn(shade, replace(surface, wrap_s=33071))),  # sampled otherwise: two textures anyway
        document(worn(wide, tall)),  # 4,096 texels of 512
        document(worn(shade, surface, clearcoat=TextureUse(surface))),  # red is the clearcoat's
        document(worn(shade, surface), worn(shade, plain((1, 2, 3)))),  # its shade twice
        document(packed_already),
        document(worn(shade, Texture(Image("", "image/ktx2", b"", 64, 64)))),
        document(Material("bare"), Material("shaded", occlusion_texture=TextureUse(shade))),
    ):
        assert orm(kept) is kept
    assert orm(document(worn(shade, surface)), OrmOptions(most_growth=0.0)).materials[0].occlusion_texture


@pytest.mark.parametrize("count", [1, 3])
def test_materials_that_share_a_pair_share_the_picture(count: int) -> None:
    shade, surface = plain(SHADE), plain(SURFACE)
    alone = Material("alone", metallic_roughness_texture=TextureUse(surface))
    packed = orm(document(alone, *(worn(shade, surface) for _ in range(count))))
    assert len(walk.textures(packed)) == 1
