"""Small models, made in code."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import msgspec
import numpy as np

from showroom.gltf.model import Document, Image, Material, Mesh, Node, Primitive, Texture, TextureUse

TRIANGLE = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32)


def glb(root: object, binary: bytes = b"", *, version: int = 2) -> bytes:
    text = root if isinstance(root, bytes) else msgspec.json.encode(root)
    text += b" " * (-len(text) % 4)
    binary += b"\0" * (-len(binary) % 4)
    chunks = struct.pack("<II", len(text), 0x4E4F534A) + text
    if binary:
        chunks += struct.pack("<II", len(binary), 0x004E4942) + binary
    return struct.pack("<4sII", b"glTF", version, 12 + len(chunks)) + chunks


def triangle() -> tuple[dict[str, Any], bytes]:
    """The JSON and the bytes of one named triangle with normals and indices."""
    normals = np.tile(np.array([0, 0, 1], np.float32), (3, 1))
    indices = np.array([0, 1, 2, 0], np.uint16)
    binary = TRIANGLE.tobytes() + normals.tobytes() + indices.tobytes()
    root = {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"name": "Top", "mesh": 0}],
        "meshes": [
            {
                "name": "Shoe",
                "primitives": [{"attributes": {"POSITION": 0, "NORMAL": 1}, "indices": 2, "material": 0}],
            }
        ],
        "materials": [{"name": "sole"}],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3", "min": [0, 0, 0], "max": [1, 1, 0]},
            {"bufferView": 1, "componentType": 5126, "count": 3, "type": "VEC3"},
            {"bufferView": 2, "componentType": 5123, "count": 3, "type": "SCALAR"},
        ],
        "bufferViews": [
            {"buffer": 0, "byteOffset": 0, "byteLength": 36},
            {"buffer": 0, "byteOffset": 36, "byteLength": 36},
            {"buffer": 0, "byteOffset": 72, "byteLength": 6},
        ],
        "buffers": [{"byteLength": 80}],
    }
    return root, binary


def png(width: int, height: int, color: tuple[int, int, int] = (200, 100, 50)) -> bytes:
    """A PNG of one colour."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + bytes(color) * width) * height
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    out = io.BytesIO(b"\x89PNG\r\n\x1a\n")
    out.seek(0, io.SEEK_END)
    for kind, data in chunks:
        out.write(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)))
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    """The beginning of a PNG: enough to state a size, without the pixels."""
    return png(1, 1)[:16] + struct.pack(">II", width, height) + png(1, 1)[24:]


def texture(width: int = 4, height: int = 4, color: tuple[int, int, int] = (200, 100, 50)) -> Texture:
    return Texture(Image("picture", "image/png", png(width, height, color), width, height))


def box(material: Material | None, size: tuple[float, float, float] = (0.1, 0.1, 0.3)) -> Primitive:
    """A closed box around the origin with flat normals and texture coordinates, extents in metres."""
    corners, normals, coordinates = [], [], []
    for axis in range(3):
        for side in (-1, 1):
            normal = np.zeros(3)
            normal[axis] = side
            u, v = (np.eye(3)[(axis + 1) % 3], np.eye(3)[(axis + 2) % 3])
            if side < 0:
                u, v = v, u
            for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
                corners.append((normal + a * u + b * v) / 2)
                normals.append(normal)
                coordinates.append(((a + 1) / 2, (1 - b) / 2))
    quad = np.array([0, 1, 2, 0, 2, 3])
    indices = np.concatenate([quad + 4 * side for side in range(6)]).astype(np.uint32)
    attributes: dict[str, Any] = {
        "POSITION": (np.array(corners) * size).astype(np.float32),
        "NORMAL": np.array(normals, np.float32),
        "TEXCOORD_0": np.array(coordinates, np.float32),
    }
    return Primitive(attributes, indices, material)


def shoe() -> Document:
    """A box for a sole and one for the upper, 300 mm long, with a variant and a normal map."""
    sole = Material("sole", base_color=(0.5, 0.25, 0.125, 1.0), roughness=0.75)
    upper = Material("upper", normal_texture=TextureUse(texture(color=(128, 128, 255))), clearcoat=0.5)
    night = Material("night", base_color=(0.0, 0.0, 0.25, 1.0))
    top = box(upper)
    top.variants["night"] = night
    body = Mesh("body", [box(sole), top])
    lace = Mesh("lace", [box(sole, (0.01, 0.01, 0.05))])
    matrix = np.eye(4)
    matrix[:3, 3] = (0.0, 0.25, 0.0)
    roots = [Node("Body", matrix, body, [Node("Lace", matrix.copy(), lace, visible=False)])]
    return Document(roots, [sole, upper, night], ["night"])


def same(first: object, second: object, seen: dict[int, int] | None = None) -> bool:
    """Whether two documents hold the same, bit by bit, with the same objects shared."""
    seen = {} if seen is None else seen
    if id(first) in seen:
        return seen[id(first)] == id(second)
    if isinstance(first, np.ndarray) and isinstance(second, np.ndarray):
        return first.dtype == second.dtype and first.tobytes() == second.tobytes()
    if isinstance(first, list | tuple) and isinstance(second, list | tuple):
        return len(first) == len(second) and all(same(a, b, seen) for a, b in zip(first, second, strict=True))
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(same(first[key], second[key], seen) for key in first)
    if hasattr(first, "__dataclass_fields__") and hasattr(second, "__dataclass_fields__"):
        seen[id(first)] = id(second)
        return same(vars(first), vars(second), seen)
    return first == second
