"""A product with which nothing is wrong, made out of a seed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image as Pillow

from showroom.gltf.model import Document, Image, Material, Mesh, Node, Primitive, Texture, TextureUse
from tests.showroom.gltf.models import box

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDE = 256


def encoded(pixels: NDArray[np.uint8], kind: str = "PNG", **options: Any) -> bytes:  # noqa: ANN401 - Pillow's
    buffer = io.BytesIO()
    Pillow.fromarray(pixels).save(buffer, kind, **options)
    return buffer.getvalue()


def use(pixels: NDArray[np.uint8], name: str, **sampler: Any) -> TextureUse:  # noqa: ANN401 - a texture's own
    height, width = pixels.shape[:2]
    return TextureUse(Texture(Image(name, "image/png", encoded(pixels), width, height), **sampler))


def waves(seed: int, side: int = SIDE) -> NDArray[np.float64]:
    """A smooth height field 0..1 that repeats."""
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(side) * 2 * np.pi / side, np.arange(side) * 2 * np.pi / side)
    heights = sum(
        np.sin(rng.integers(1, 9) * x + rng.integers(1, 9) * y + rng.random() * 6) * rng.random() for _ in range(8)
    )
    low, high = float(np.min(heights)), float(np.max(heights))
    return np.asarray((heights - low) / (high - low), np.float64)


def colors(seed: int) -> NDArray[np.uint8]:
    """A painted base colour that can be lit."""
    return np.stack([60 + 140 * waves(seed + channel) for channel in range(3)], axis=-1).astype(np.uint8)


def bumps(seed: int) -> NDArray[np.uint8]:
    """A normal map of `waves`, green upwards."""
    heights = waves(seed) * 12
    down, right = np.gradient(heights)
    vectors = np.stack((-right, down, np.ones_like(heights)), axis=-1)
    vectors /= np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(np.rint((vectors + 1) * 127.5), np.uint8)


def orm(seed: int) -> NDArray[np.uint8]:
    """Occlusion, roughness and metal as glTF packs them."""
    metal = np.where(waves(seed + 9) > 0.6, 255, 0)
    return np.stack((255 - 60 * waves(seed), 60 + 120 * waves(seed + 5), metal), axis=-1).astype(np.uint8)


def block(material: Material, seed: int, low: tuple[float, float, float]) -> Primitive:
    """A box on a floor at `low` (its bottom centre) with an atlas of its six sides."""
    rng = np.random.default_rng(seed)
    size = (0.1, 0.08 + 0.02 * float(rng.random()), 0.3)
    part = box(material, size)
    part.attributes["POSITION"] = (part.attributes["POSITION"] + np.array(low) + (0, size[1] / 2, 0)).astype(np.float32)
    coordinates = part.attributes["TEXCOORD_0"].reshape(6, 4, 2)
    cells = np.array([(column, row) for row in range(2) for column in range(3)], np.float32)
    part.attributes["TEXCOORD_0"] = (
        ((coordinates * 0.9 + 0.05 + cells[:, None]) / (3, 2)).reshape(-1, 2).astype(np.float32)
    )
    return part


def clean(seed: int) -> Document:
    """A painted box and a plain one beside it, with a variant: nothing is wrong with it."""
    packed = use(orm(seed), "orm")
    upper = Material(
        "upper",
        base_color_texture=use(colors(seed), "paint"),
        normal_texture=use(bumps(seed), "bumps"),
        metallic_roughness_texture=packed,
        occlusion_texture=packed,
    )
    sole = Material("sole", base_color=(0.3, 0.3, 0.3, 1), metallic=0.0)
    night = Material("night", base_color=(0.1, 0.1, 0.3, 1), metallic=0.0)
    painted, plain = block(upper, seed, (-0.06, 0, 0)), block(sole, seed, (0.06, 0, 0))
    del plain.attributes["TEXCOORD_0"]
    plain.variants["night"] = night
    roots = [Node("Upper", np.eye(4), Mesh("upper", [painted])), Node("Sole", np.eye(4), Mesh("sole", [plain]))]
    return Document(roots, [upper, sole, night], ["night"])


def painted(document: Document) -> Primitive:
    mesh = document.roots[0].mesh
    assert mesh is not None
    return mesh.primitives[0]


def plain(document: Document) -> Primitive:
    mesh = document.roots[1].mesh
    assert mesh is not None
    return mesh.primitives[0]


def grid(document: Document, cells: int) -> Primitive:
    """The painted part as a flat sheet of many squares on the floor."""
    part = painted(document)
    x, z = np.meshgrid(np.linspace(-0.11, -0.01, cells + 1), np.linspace(0.15, -0.15, cells + 1))
    number = np.arange((cells + 1) ** 2).reshape(cells + 1, cells + 1)
    a, b, c, d = number[:-1, :-1], number[:-1, 1:], number[1:, 1:], number[1:, :-1]
    corners = np.stack((a, b, c, a, c, d), axis=-1).reshape(-1)
    part.indices = corners.astype(np.uint32)
    part.attributes = {
        "POSITION": np.stack((x, 0 * x, z), axis=-1).reshape(-1, 3).astype(np.float32),
        "NORMAL": np.tile(np.array([0, 1, 0], np.float32), (x.size, 1)),
        "TEXCOORD_0": np.stack(((x + 0.11) / 0.1, (z + 0.15) / 0.3), axis=-1).reshape(-1, 2).astype(np.float32),
    }
    return part
