"""Leave out of a GLB what nobody needs: texture coordinates without textures, colours finer than eight bits."""

from __future__ import annotations

from typing import Any

import numpy as np

UNSIGNED_BYTE, UNSIGNED_SHORT = 5121, 5123


def trimmed(document: dict[str, Any], blob: bytes) -> tuple[dict[str, Any], bytes]:
    """The document and its buffer, smaller; every accessor must have a buffer view of its own, tightly packed."""
    accessors, views = document["accessors"], document["bufferViews"]
    for mesh in document["meshes"]:
        for primitive in mesh["primitives"]:
            material = document["materials"][primitive["material"]] if "material" in primitive else {}
            if "exture" not in str(material.keys()) + str(material.get("pbrMetallicRoughness", {}).keys()):
                primitive["attributes"].pop("TEXCOORD_0", None)
    contents = [_of(blob, view) for view in views]
    colors = {
        one["attributes"]["COLOR_0"]
        for mesh in document["meshes"]
        for one in mesh["primitives"]
        if "COLOR_0" in one["attributes"]
    }
    for index in colors:
        accessor = accessors[index]
        if accessor["componentType"] == UNSIGNED_SHORT:
            values = np.frombuffer(contents[accessor["bufferView"]], np.uint16)
            contents[accessor["bufferView"]] = np.round(values / 257).astype(np.uint8).tobytes()
            accessor["componentType"] = UNSIGNED_BYTE
    return _rewritten(document, contents)


def _of(blob: bytes, view: dict[str, Any]) -> bytes:
    start = view.get("byteOffset", 0)
    return blob[start : start + view["byteLength"]]


def _rewritten(document: dict[str, Any], contents: list[bytes]) -> tuple[dict[str, Any], bytes]:
    """Only accessors that are used, only views that are used, one after the other."""
    primitives = [one for mesh in document["meshes"] for one in mesh["primitives"]]
    used = sorted({i for one in primitives for i in (*one["attributes"].values(), one["indices"])})
    number = {old: new for new, old in enumerate(used)}
    accessors = [document["accessors"][old] for old in used]
    for one in primitives:
        one["attributes"] = {name: number[old] for name, old in one["attributes"].items()}
        one["indices"] = number[one["indices"]]
    holders = [*accessors, *document.get("images", [])]
    kept = sorted({holder["bufferView"] for holder in holders})
    place = {old: new for new, old in enumerate(kept)}
    blob, views = b"", []
    for old in kept:
        view = document["bufferViews"][old]
        views.append({**view, "byteOffset": len(blob), "byteLength": len(contents[old])})
        blob += contents[old] + b"\0" * (-len(contents[old]) % 4)
    for holder in holders:
        holder["bufferView"] = place[holder["bufferView"]]
    changed = {**document, "accessors": accessors, "bufferViews": views, "buffers": [{"byteLength": len(blob)}]}
    return changed, blob
