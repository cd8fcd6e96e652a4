"""What can be wrong with a clean product: each changes one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from showroom.gltf.model import Material, Node
from tests.showroom.gltf.models import box
from tests.showroom.pipeline.clean_product import bumps, colors, grid, orm, painted, plain, use, waves

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.gltf.model import Document, Primitive

CLAMPED = 33071


def spread_out(document: Document, factor: float) -> None:
    """Scale the coordinates of the painted part."""
    part = painted(document)
    part.attributes["TEXCOORD_0"] = part.attributes["TEXCOORD_0"] * np.float32(factor)


def many_parts(document: Document) -> None:
    for index in range(61):
        matrix = np.eye(4)
        matrix[1, 3] = 0.001 * (index + 1)
        document.roots.append(Node(f"n{index}", matrix, document.roots[1].mesh))


def many_materials(document: Document) -> None:
    document.materials += [Material(f"m{index}", (0.2, 0.2, 0.2, 1), metallic=0.0) for index in range(3)]
    for index, material in enumerate(document.materials[3:]):
        document.variants.append(f"v{index}")
        plain(document).variants[f"v{index}"] = material


def heavy_variant(document: Document) -> None:
    """A picture that only one variant wears; the profile allows the card what everything else takes."""
    document.materials[2].base_color_texture = use(colors(3), "night")
    plain(document).attributes["TEXCOORD_0"] = painted(document).attributes["TEXCOORD_0"]


def large_picture(document: Document) -> None:
    document.materials[0].base_color_texture = use(np.full((8, 4100, 3), 120, np.uint8), "paint")


def odd_picture(document: Document) -> None:
    document.materials[0].base_color_texture = use(colors(0)[:250], "paint")


def broken_picture(document: Document) -> None:
    texture = document.materials[0].base_color_texture
    assert texture is not None
    texture.texture.image.data = texture.texture.image.data[:2000]


def dark_paint(document: Document) -> None:
    document.materials[0].base_color_texture = use(colors(0) // 12, "paint")


def swapped_channels(document: Document) -> None:
    packed = use(orm(0)[..., (0, 2, 1)].copy(), "orm")
    document.materials[0].metallic_roughness_texture = packed
    document.materials[0].occlusion_texture = packed


def height_map(document: Document) -> None:
    heights = (255 * waves(0)).astype(np.uint8)
    document.materials[0].normal_texture = use(np.stack((heights,) * 3, axis=-1), "bumps")


def directx_bumps(document: Document) -> None:
    texels = bumps(0)
    texels[..., 1] = 255 - texels[..., 1]
    document.materials[0].normal_texture = use(texels, "bumps")


def unnamed(document: Document) -> None:
    document.materials[1].name = ""


def twice_named(document: Document) -> None:
    document.materials[1].name = "upper"


def no_uv(document: Document) -> None:
    del painted(document).attributes["TEXCOORD_0"]


def black(document: Document) -> None:
    document.materials[1].base_color = (0.0, 0.0, 0.0, 1.0)


def half_metal(document: Document) -> None:
    document.materials[1].metallic = 0.5


def unworn(document: Document) -> None:
    document.materials.append(Material("old", metallic=0.0))


def spare_uv(document: Document) -> None:
    painted(document).attributes["TEXCOORD_1"] = painted(document).attributes["TEXCOORD_0"]


def in_millimetres(document: Document) -> None:
    for root in document.roots:
        root.matrix[:3, :3] *= 1000


def sideways(document: Document) -> None:
    turn = np.array([[0, 0, 1, 0], [0, 1, 0, 0], [-1, 0, 0, 0], [0, 0, 0, 1]], float)
    for root in document.roots:
        root.matrix = turn @ root.matrix


def in_the_air(document: Document) -> None:
    for root in document.roots:
        root.matrix[1, 3] += 0.5


def long_normals(document: Document) -> None:
    plain(document).attributes["NORMAL"] = plain(document).attributes["NORMAL"] * np.float32(3)


def flat_triangles(document: Document) -> None:
    part = plain(document)
    part.indices = np.concatenate((part.indices, np.zeros(3, np.uint32)))


def inside_out(document: Document) -> None:
    part = plain(document)
    part.indices = part.indices.reshape(-1, 3)[:, ::-1].reshape(-1).copy()


def append(part: Primitive, name: str, values: NDArray[np.float32]) -> None:
    """Add vertices that so far no triangle uses."""
    part.attributes[name] = np.concatenate((part.attributes[name].astype(np.float32), values))


def inner_walls(document: Document) -> None:
    """A wall between opposite edges: each joins a third triangle."""
    part = plain(document)
    low, high = part.attributes["POSITION"].min(axis=0), part.attributes["POSITION"].max(axis=0)
    (x0, y0, z0), (x1, y1, z1) = low, high
    wall = np.array([(x0, y0, z0), (x1, y1, z0), (x1, y1, z1), (x0, y0, z1)], np.float32)
    start = len(part.attributes["POSITION"])
    append(part, "POSITION", wall)
    append(part, "NORMAL", part.attributes["NORMAL"][:4].astype(np.float32))
    part.indices = np.concatenate((part.indices, start + np.array([0, 1, 2, 0, 2, 3], np.uint32)))


def twice_in_place(document: Document) -> None:
    document.roots.append(Node("Copy", np.eye(4), document.roots[1].mesh))


def double_triangles(document: Document) -> None:
    part = grid(document, 4)
    part.indices = np.concatenate((part.indices, part.indices[:6]))


def loose_vertices(document: Document) -> None:
    part = plain(document)
    for name, values in list(part.attributes.items()):
        append(part, name, values[:4].astype(np.float32))


def bad_tangents(document: Document) -> None:
    part = painted(document)
    part.attributes["TANGENT"] = np.tile(np.array([1, 0, 0, 0], np.float32), (len(part.attributes["POSITION"]), 1))


def smeared(document: Document) -> None:
    paint = use(colors(0), "paint", wrap_s=CLAMPED, wrap_t=CLAMPED)
    document.materials[0].base_color_texture = paint
    document.materials[0].occlusion_texture = None
    spread_out(document, 1.5)


def backwards(document: Document) -> None:
    coordinates = painted(document).attributes["TEXCOORD_0"]
    coordinates[:, 0] = 1 - coordinates[:, 0]


def on_one_line(document: Document) -> None:
    document.materials[0].base_color_texture = None
    document.materials[0].occlusion_texture = None
    painted(document).attributes["TEXCOORD_0"][:, 1] = 0.5


def shared_shadows(document: Document) -> None:
    part = painted(document)
    part.attributes["TEXCOORD_0"] = box(None).attributes["TEXCOORD_0"].astype(np.float32)


def blurred(document: Document) -> None:
    spread_out(document, 0.2)


def unevenly_sharp(document: Document) -> None:
    part = plain(document)
    part.attributes["TEXCOORD_0"] = painted(document).attributes["TEXCOORD_0"] * np.float32(20)
    document.materials[1].base_color_texture = use(colors(1), "tile")
