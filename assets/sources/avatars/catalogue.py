"""The shop's own frames on a face: what is published, with fewer vertices and fitted to heads larger than life."""

from __future__ import annotations

from pathlib import Path

import forms
import head
import numpy as np

from showroom.gltf import walk
from showroom.gltf.reader import read

PRODUCTS = Path(__file__).resolve().parents[2] / "built" / "products"
EYE_Y = 1.578
WIDER = 1.2
"""Faces here are wider than people's: frames grow with them."""
EAR_X, EAR_Z = 0.119, 0.045
"""Where temples pass the head: their distance from the middle, and how far behind the front that is reached."""
THICKER_M = 0.0009
"""Wires must be seen across a room, and have cells to be told apart in."""
LENS_CELL_M = 0.0075
Solid = tuple[np.ndarray, np.ndarray]


def solids(product: str, wanted: dict[str, str]) -> dict[str, Solid]:
    """Points in metres and triangles of a product's nodes by what paints them; `wanted` are materials of nodes."""
    found: dict[str, list[Solid]] = {}
    document = read((PRODUCTS / product / "model.glb").read_bytes(), name=product)
    for node, world_from_node in walk.nodes(document):
        for one in node.mesh.primitives if node.mesh else ():
            paint = wanted.get(f"{node.name}:{one.material.name if one.material else ''}")
            if paint is not None:
                thicker = 0.0 if "lens" in node.name else THICKER_M  # rims hide the edges of lenses
                places = one.attributes["POSITION"] + thicker * one.attributes["NORMAL"]
                points = places.astype(float) @ world_from_node[:3, :3].T + world_from_node[:3, 3]
                found.setdefault(paint, []).append((points, one.indices.reshape(-1, 3).astype(np.int64)))
    if not found:
        message = f"{product} has none of {sorted(wanted)}"
        raise LookupError(message)
    return {paint: _together(parts) for paint, parts in found.items()}


def _together(parts: list[Solid]) -> Solid:
    starts = np.cumsum([0, *(len(points) for points, _ in parts)])
    triangles = [triangles + start for (_, triangles), start in zip(parts, starts, strict=False)]
    return np.concatenate([points for points, _ in parts]), np.concatenate(triangles)


def fewer(solid: Solid, cell_m: float) -> Solid:
    """All points of a cell as one, and what triangles are left of it."""
    points, triangles = solid
    _, group = np.unique(np.floor(points / cell_m).astype(np.int64), axis=0, return_inverse=True)
    group = group.reshape(-1)
    count = np.bincount(group)
    means = np.stack([np.bincount(group, column) / count for column in points.T], axis=1)
    corners = group[triangles]
    whole = (corners != np.roll(corners, 1, axis=1)).all(axis=1)
    _, first = np.unique(np.sort(corners, axis=1), axis=0, return_index=True)
    kept = np.zeros(len(corners), bool)
    kept[first] = True
    corners = corners[kept & whole]
    used, numbers = np.unique(corners, return_inverse=True)
    return means[used], numbers.reshape(-1, 3)


def worn(  # noqa: PLR0913 - what is worn, how finely, and where
    product: str, wanted: dict[str, forms.Paint], *, middle_m: float, cell_m: float = 0.0044, stands_off_m: float = 0.012
) -> list[forms.Piece]:
    """A product's nodes before the eyes; `middle_m` is how high its lenses' middle is over its lowest point."""
    paints = {name: str(number) for number, name in enumerate(wanted)}
    parts = solids(product, paints)
    front = max(points[:, 2].max() for points, _ in parts.values())
    bridge = head.on_face(0.0, EYE_Y, 0.0)[2] + stands_off_m
    by_number = {number: wanted[name] for name, number in paints.items()}
    pieces = []
    for number, solid in sorted(parts.items()):
        points, triangles = fewer(solid, LENS_CELL_M if by_number[number].slot == "plain" else cell_m)
        x, y, z = points.T
        behind = front - z
        passing = np.clip(behind / EAR_Z, 0.0, 1.0) ** 1.4
        widest = np.abs(x).max()
        at_ears = x * (WIDER + (EAR_X / widest - WIDER) * passing)
        placed = np.stack([at_ears, EYE_Y + WIDER * (y - middle_m), bridge - WIDER * behind], axis=1)
        pieces.append(forms.colored(placed, triangles.tolist(), by_number[number]))
    return pieces
