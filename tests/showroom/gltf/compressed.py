"""Compressed models, made in code: the plainest streams that meshopt allows, Draco's own, and packed pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import DracoPy
import numpy as np

from tests.showroom.gltf.ktx2_streams import UASTC
from tests.showroom.gltf.models import glb

if TYPE_CHECKING:
    from numpy.typing import NDArray

MESHOPT = "EXT_meshopt_compression"
DRACO = "KHR_draco_mesh_compression"
BASISU = "KHR_texture_basisu"


def pack_vertices(rows: NDArray[np.uint8]) -> bytes:
    """Vertex codec 0 with every delta in full; `rows` is (count, stride)."""
    count, stride = rows.shape
    size = min(8192 // stride & ~15, 256)
    first = rows[0]
    deltas = np.diff(rows, axis=0, prepend=first[None]).astype(np.int8).astype(np.int64)
    zigzag = (deltas << 1 ^ deltas >> 7).astype(np.uint8)
    out = bytearray(b"\xa0")
    for start in range(0, count, size):
        block = zigzag[start : start + size]
        block = np.pad(block, ((0, -len(block) % 16), (0, 0)))
        groups = len(block) // 16
        head = sum(3 << 2 * group for group in range(groups)).to_bytes(-(-groups // 4), "little")
        for column in block.T:
            out += head + column.tobytes()
    out += bytes(max(32 - stride, 0)) + first.tobytes()
    return bytes(out)


def number(value: int) -> bytes:
    """Seven bits a byte, least first."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def _zigzag(delta: int) -> int:
    return delta << 1 if delta >= 0 else (-delta << 1) - 1


def pack_triangles(indices: NDArray[np.integer[Any]]) -> bytes:
    """The triangle codec with every corner in full."""
    last, data = 0, bytearray()
    for corners in indices.reshape(-1, 3).tolist():
        data.append(0xFF)
        for corner in corners:
            data += number(_zigzag(corner - last))
            last = corner
    return b"\xe1" + b"\xff" * (len(indices) // 3) + bytes(data) + bytes(16)


def pack_sequence(indices: NDArray[np.integer[Any]]) -> bytes:
    """The sequence codec on its first baseline only."""
    deltas = np.diff(indices.astype(np.int64), prepend=0).tolist()
    return b"\xd1" + b"".join(number(_zigzag(delta) << 1) for delta in deltas) + bytes(4)


def quad() -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.uint32]]:
    """Positions, normals and indices of two triangles, 100 mm a side."""
    positions = np.array([[0, 0, 0], [0.1, 0, 0], [0.1, 0.1, 0], [0, 0.1, 0]], np.float32)
    return positions, np.tile(np.array([0, 0, 1], np.float32), (4, 1)), np.array([0, 1, 2, 0, 2, 3], np.uint32)


def meshopt_root(**changes: Any) -> tuple[dict[str, Any], bytes]:  # noqa: ANN401 - JSON
    """A compressed quad: its JSON and its binary chunk.

    Args:
        changes: streams in place of `positions` and `indices`.
    """
    positions, normals, indices = quad()
    streams = {
        "positions": pack_vertices(positions.view(np.uint8)),
        "normals": pack_vertices(normals.view(np.uint8)),
        "indices": pack_triangles(indices),
    } | changes
    binary, views, at = b"", [], 0
    for name, data in streams.items():
        mode, stride, count = ("TRIANGLES", 4, 6) if name == "indices" else ("ATTRIBUTES", 12, 4)
        packed: dict[str, Any] = {"buffer": 0, "byteOffset": len(binary), "byteLength": len(data)}
        packed |= {"mode": mode, "byteStride": stride, "count": count}
        view = {"buffer": 1, "byteOffset": at, "byteLength": stride * count, "extensions": {MESHOPT: packed}}
        views.append(view)
        at += stride * count
        binary += data + bytes(-len(data) % 4)
    root = _root(views, [{"byteLength": len(binary)}, {"byteLength": at, "extensions": {MESHOPT: {"fallback": True}}}])
    root |= {"extensionsUsed": [MESHOPT], "extensionsRequired": [MESHOPT]}
    return root, binary


def meshopt_model(**changes: Any) -> bytes:  # noqa: ANN401 - JSON
    """A compressed quad as a GLB."""
    return glb(*meshopt_root(**changes))


def draco_data() -> bytes:
    """The quad as Draco data: normals under the unique id 0, positions under 1."""
    positions, normals, indices = quad()
    encoded: bytes = DracoPy.encode(
        positions, indices.reshape(-1, 3), normals=normals.astype(np.float64), quantization_bits=14
    )
    return encoded


def draco_root(data: bytes | None = None, corners: int = 6, vertices: int = 4) -> tuple[dict[str, Any], bytes]:
    """A quad that Draco compressed: its JSON and its binary chunk."""
    data = draco_data() if data is None else data
    views = [{"buffer": 0, "byteOffset": 0, "byteLength": len(data)}]
    root = _root(views, [{"byteLength": len(data)}])
    for accessor, count in zip(root["accessors"], (vertices, vertices, corners), strict=True):
        del accessor["bufferView"]
        accessor["count"] = count
    packed = {"bufferView": 0, "attributes": {"POSITION": 1, "NORMAL": 0}}
    root["meshes"][0]["primitives"][0]["extensions"] = {DRACO: packed}
    root |= {"extensionsUsed": [DRACO], "extensionsRequired": [DRACO]}
    return root, data


def draco_model(data: bytes | None = None, corners: int = 6, vertices: int = 4) -> bytes:
    """A quad that Draco compressed, as a GLB."""
    return glb(*draco_root(data, corners, vertices))


def ktx2_root(data: bytes = UASTC) -> tuple[dict[str, Any], bytes]:
    """A quad that wears a packed picture: its JSON and its binary chunk."""
    positions, normals, indices = quad()
    coordinates = positions[:, :2] * 10
    binary, views = b"", []
    for part in (positions.tobytes(), normals.tobytes(), indices.tobytes(), coordinates.tobytes(), data):
        views.append({"buffer": 0, "byteOffset": len(binary), "byteLength": len(part)})
        binary += part + bytes(-len(part) % 4)
    root = _root(views, [{"byteLength": len(binary)}])
    root["accessors"].append({"bufferView": 3, "componentType": 5126, "count": 4, "type": "VEC2"})
    root["meshes"][0]["primitives"][0]["attributes"]["TEXCOORD_0"] = 3
    root |= {
        "images": [{"bufferView": 4, "mimeType": "image/ktx2"}],
        "textures": [{"extensions": {BASISU: {"source": 0}}}],
        "extensionsUsed": [BASISU],
        "extensionsRequired": [BASISU],
    }
    root["materials"][0]["pbrMetallicRoughness"] = {"baseColorTexture": {"index": 0}, "metallicFactor": 0.0}
    return root, binary


def ktx2_model(data: bytes = UASTC) -> bytes:
    """A quad that wears a packed picture, as a GLB."""
    return glb(*ktx2_root(data))


def _root(views: list[dict[str, Any]], buffers: list[dict[str, Any]]) -> dict[str, Any]:
    primitive = {"attributes": {"POSITION": 0, "NORMAL": 1}, "indices": 2, "material": 0}
    return {
        "asset": {"version": "2.0"},
        "scenes": [{"nodes": [0]}],
        "nodes": [{"name": "Top", "mesh": 0}],
        "meshes": [{"name": "Shoe", "primitives": [primitive]}],
        "materials": [{"name": "sole"}],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": 4, "type": "VEC3"},
            {"bufferView": 1, "componentType": 5126, "count": 4, "type": "VEC3"},
            {"bufferView": 2, "componentType": 5125, "count": 6, "type": "SCALAR"},
        ],
        "bufferViews": views,
        "buffers": buffers,
    }
