"""The picture proof catches deliberate mistakes and lets honest work pass."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image as Pillow

from client.render.offscreen import OffscreenRenderer
from showroom import codes
from showroom.catalogue import FileRef, Publication
from showroom.gltf import walk
from showroom.gltf.model import Document, Image, Material, Mesh, Node, Texture, TextureUse
from showroom.gltf.reader import read
from showroom.gltf.writer import write
from showroom.pipeline.mending import lightened
from showroom.pipeline.proof import Proof, prove
from showroom.pipeline.steps.addressed import addressed_by
from showroom.pipeline.steps.swapping import map_primitives, swap_materials
from showroom.product_file import parse
from tests.showroom.gltf.models import box
from tests.showroom.pipeline.products import PRODUCT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from showroom.gltf.model import Primitive


def weave(width_px: int = 120) -> Texture:
    """A photograph-like fabric, not a power of two wide."""
    across, down = np.meshgrid(np.arange(width_px), np.arange(width_px))
    grain = np.random.default_rng(7).normal(0.0, 3.0, (width_px, width_px))
    tone = 128 + 60 * np.sin(across / 6.0) * np.sin(down / 9.0) + grain
    pixels = np.clip(np.stack([tone + 40, tone, tone * 0.6], axis=-1), 0, 255).astype(np.uint8)
    buffer = io.BytesIO()
    Pillow.fromarray(pixels).save(buffer, "PNG")
    return Texture(Image("weave", "image/png", buffer.getvalue(), width_px, width_px))


def node(name: str, place: tuple[float, float, float], *parts: Primitive) -> Node:
    matrix = np.eye(4)
    matrix[:3, 3] = place
    return Node(name, matrix, Mesh(name, list(parts)))


def shoe() -> Document:
    """300 mm long: a sole, a woven upper with a variant, and two small badges of other materials."""
    sole = Material("sole", base_color=(0.4, 0.4, 0.38, 1.0), metallic=0.0, roughness=0.7)
    upper = Material("upper", base_color_texture=TextureUse(weave()), metallic=0.0, roughness=0.8)
    night = Material("night", base_color=(0.0, 0.0, 0.25, 1.0), metallic=0.0)
    badge = Material("badge", base_color=(0.7, 0.05, 0.05, 1.0), metallic=0.0)
    body = box(upper, (0.1, 0.09, 0.24))
    body.variants["night"] = night
    size = (0.004, 0.03, 0.03)
    roots = [
        node("Sole", (0.0, 0.01, 0.0), box(sole, (0.1, 0.02, 0.3))),
        node("Body", (0.0, 0.065, 0.0), body),
        node("Front badge", (0.051, 0.07, 0.05), box(badge, size)),
        node("Back badge", (-0.051, 0.07, -0.05), box(badge, size)),
    ]
    return Document(roots, [sole, upper, night, badge], ["night"])


PRODUCT_FILE = parse(PRODUCT, "runner.toml")


@pytest.fixture(scope="module")
def renderer() -> Iterator[OffscreenRenderer]:
    renderer = OffscreenRenderer.comparing()
    yield renderer
    renderer.close()


def proof_of(after: Document, renderer: OffscreenRenderer) -> Proof:
    product = PRODUCT_FILE.product
    reference = FileRef("0" * 64, 1, "model/gltf-binary")
    codebook = codes.assign(product, None, 1, ())
    publication = Publication(product, 1, reference, (100, 110, 300), 48, codebook, "")
    return prove(write(shoe()), write(after), publication, renderer)[0]


def same(document: Document) -> Document:
    return document


def lightened_shoe(document: Document) -> Document:
    return lightened(document, addressed_by(PRODUCT_FILE.product))


@pytest.mark.parametrize("honest", [same, lightened_shoe], ids=["identity", "every step"])
def test_honest_work_passes(renderer: OffscreenRenderer, honest: Callable[[Document], Document]) -> None:
    proof = proof_of(honest(shoe()), renderer)
    assert (proof.changed, proof.left_out) == (0, 0)
    assert proof.pairs == 2 * 3
    assert proof.worst.silhouette >= 0.999


def without_texture(document: Document) -> Document:
    bare = {id(one): replace(one, base_color_texture=None) for one in document.materials}
    return swap_materials(document, bare)


def with_a_part_3_mm_off(document: Document) -> Document:
    document.roots[2].matrix[2, 3] += 0.003
    return document


def with_two_materials_swapped(document: Document) -> Document:
    sole, _, _, badge = document.materials
    return swap_materials(document, {id(sole): replace(badge, name="sole"), id(badge): replace(sole, name="badge")})


def without_its_variant(document: Document) -> Document:
    return map_primitives(document, lambda one: replace(one, variants={}))


def without_a_part(document: Document) -> Document:
    return replace(document, roots=document.roots[:3])


def with_a_smaller_sole(document: Document) -> Document:
    document.roots[0].matrix[:3, :3] *= 0.97
    return document


def inside_out(document: Document) -> Document:
    return map_primitives(document, lambda one: replace(one, indices=one.indices[::-1].copy()))


def with_texture_upside_down(document: Document) -> Document:
    def flipped(primitive: Primitive) -> Primitive:
        coordinates: NDArray[np.float32] = primitive.attributes["TEXCOORD_0"][:, ::-1].astype(np.float32)
        return replace(primitive, attributes={**primitive.attributes, "TEXCOORD_0": coordinates})

    return map_primitives(document, flipped)


@pytest.mark.parametrize(
    "mistake",
    [
        without_texture,
        with_a_part_3_mm_off,
        with_two_materials_swapped,
        without_its_variant,
        without_a_part,
        with_a_smaller_sole,
        inside_out,
        with_texture_upside_down,
    ],
    ids=lambda mistake: mistake.__name__.replace("_", " "),
)
def test_a_mistake_is_caught(renderer: OffscreenRenderer, mistake: Callable[[Document], Document]) -> None:
    assert proof_of(mistake(shoe()), renderer).changed > 0


def test_only_the_variant_shows_what_only_the_variant_lost(renderer: OffscreenRenderer) -> None:
    proof = proof_of(without_its_variant(shoe()), renderer)
    assert proof.worst.colorway == "night=on"
    assert proof.changed == 2


def test_the_sample_is_what_it_says() -> None:
    document = read(write(shoe()))
    low, high = walk.bounds(document)
    assert (high - low)[2] == pytest.approx(0.3)
