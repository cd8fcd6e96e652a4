"""Making a GLB small without changing what it shows: vertices as 16-bit numbers (KHR_mesh_quantization)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

FLOAT, SHORT, VERTEX_DATA = 5126, 5122, 34962
REACH = 32767


def quantised(document: dict[str, Any], data: bytes) -> bytes:
    """Rewrite positions and normals of every mesh as shorts; a node's scale and place bring positions back.

    Args:
        document: the glTF's JSON, which is changed in place.
        data: its one buffer.

    Returns:
        The new buffer. Positions are off by a 65,536th of their mesh's longest side at most, normals by 0.002 degrees.
    """
    parts: list[bytes] = []
    new_views: list[dict[str, Any]] = []
    done: set[int] = set()

    def keep(raw: bytes, **more: int) -> int:
        start = sum(map(len, parts))
        parts.append(raw + b"\0" * (-len(raw) % 4))
        new_views.append({"buffer": 0, "byteOffset": start, "byteLength": len(raw), **more})
        return len(new_views) - 1

    for number, mesh in enumerate(document["meshes"]):
        uses = [primitive["attributes"] for primitive in mesh["primitives"]]
        points = {a: _floats(document, data, a) for a in {use["POSITION"] for use in uses}}
        low = np.min([p.min(0) for p in points.values()], axis=0)
        high = np.max([p.max(0) for p in points.values()], axis=0)
        middle, scale = (low + high) / 2, float((high - low).max() / 2)
        for a, values in points.items():
            _store(document["accessors"][a], np.round((values - middle) / scale * REACH), keep, bounds=True)
        for a in {use["NORMAL"] for use in uses}:
            _store(document["accessors"][a], np.round(_floats(document, data, a) * REACH), keep)
        done |= {use[key] for use in uses for key in ("POSITION", "NORMAL")}
        _replace(document, number, middle, scale)
    for a, accessor in enumerate(document["accessors"]):
        if a not in done:
            view = document["bufferViews"][accessor["bufferView"]]
            start = view.get("byteOffset", 0)
            more = {key: view[key] for key in ("target", "byteStride") if key in view}
            accessor["bufferView"] = keep(data[start : start + view["byteLength"]], **more)
    if document.get("images"):
        raise ValueError("pictures are not repacked; export models that have them without `small`")
    document["bufferViews"] = new_views
    document["buffers"] = [{"byteLength": sum(map(len, parts))}]
    for key in ("extensionsUsed", "extensionsRequired"):
        document[key] = sorted({*document.get(key, []), "KHR_mesh_quantization"})
    return b"".join(parts)


def _floats(document: dict[str, Any], data: bytes, number: int) -> NDArray[np.float64]:
    accessor = document["accessors"][number]
    view = document["bufferViews"][accessor["bufferView"]]
    start = view.get("byteOffset", 0) + accessor.get("byteOffset", 0)
    return np.frombuffer(data, "<f4", accessor["count"] * 3, start).reshape(-1, 3).astype(float)


def _store(accessor: dict[str, Any], values: NDArray[np.float64], keep: Any, **how: bool) -> None:
    whole = np.clip(values, -REACH, REACH).astype("<i2")
    padded = np.zeros((len(whole), 4), "<i2")
    padded[:, :3] = whole
    accessor.pop("byteOffset", None)
    accessor["bufferView"] = keep(padded.tobytes(), byteStride=8, target=VERTEX_DATA)
    accessor["componentType"] = SHORT
    # Numbers from -1 to 1, so that no node has a tiny scale, which single precision cannot turn around.
    accessor["normalized"] = True
    if how.get("bounds"):
        accessor["min"], accessor["max"] = whole.min(0).tolist(), whole.max(0).tolist()


def _replace(document: dict[str, Any], mesh: int, middle: NDArray[np.float64], scale: float) -> None:
    """Let every node of a mesh put its vertices back to where they were."""
    for node in document["nodes"]:
        if node.get("mesh") == mesh:
            x, y, z, w = node.get("rotation", (0.0, 0.0, 0.0, 1.0))
            axis = np.array([x, y, z])
            turned = middle + 2 * np.cross(axis, np.cross(axis, middle) + w * middle)
            node["translation"] = (np.array(node.get("translation", (0.0, 0.0, 0.0))) + turned).tolist()
            node["scale"] = [scale * factor for factor in node.get("scale", (1.0, 1.0, 1.0))]
