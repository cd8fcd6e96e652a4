"""How much of a model is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Upper bounds that keep reading a hostile or broken file cheap; each is checked before memory is taken.

    Args:
        file_bytes: the whole file.
        json_bytes: the JSON part, embedded ``data:`` URIs not counted.
        json_depth: nesting of objects and arrays.
        json_values: objects and arrays altogether.
        nodes: nodes of the file.
        node_depth: levels of the scene.
        objects: entries of any other top-level list (materials, meshes, accessors, …), and primitives of a mesh.
        triangles: triangles that the scene draws, instances counted.
        vertex_bytes: decoded attributes and indices.
        image_bytes: encoded images.
        texture_side_px: the longer side of an image.
        texture_pixels: all images together.
    """

    file_bytes: int = 256 << 20
    json_bytes: int = 16 << 20
    json_depth: int = 64
    json_values: int = 1_000_000
    nodes: int = 10_000
    node_depth: int = 256
    objects: int = 50_000
    triangles: int = 20_000_000
    vertex_bytes: int = 2 << 30
    image_bytes: int = 256 << 20
    texture_side_px: int = 8192
    texture_pixels: int = 512 << 20
