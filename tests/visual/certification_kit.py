"""A small certification kit made in code; its reference pictures are cast ray by ray, without any renderer."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from PIL import Image as Pillow

from showroom.gltf.model import Document, Material, Mesh, Node, Primitive
from showroom.gltf.writer import write

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

TILE_M = 0.3
COLOURS = ((0.7, 0.1, 0.02), (0.05, 0.3, 0.6), (0.9, 0.6, 0.1), (0.02, 0.02, 0.03), (0.4, 0.05, 0.3), (0.1, 0.5, 0.2))
"""Linear, of the tiles from left to right, below and above; the second row stands further back."""
VARIANT = "midnight"
SIZES_PX = ((96, 64), (64, 64), (60, 90))

# In the file's order: two perspective cameras and an orthographic one.
CAMERAS: tuple[dict[str, Any], ...] = (
    {"name": "front", "type": "perspective", "perspective": {"yfov": 0.6, "znear": 0.01, "zfar": 100.0}},
    {"name": "aside", "type": "perspective", "perspective": {"yfov": 0.7, "znear": 0.01}},
    {"type": "orthographic", "orthographic": {"xmag": 0.6, "ymag": 0.6, "znear": 0.01, "zfar": 100.0}},
)
PLACES = ((0.0, 0.0, 0.0, 2.0), (0.5, 0.9, 0.2, 1.5), (-0.4, -0.6, 0.0, 2.0))
"""Turn about +Y in radians, and the camera's place."""


def tiles() -> list[tuple[NDArray[np.float64], tuple[float, float, float]]]:
    """Middle and colour of every tile; tiles face +Z."""
    return [
        (np.array([(index % 3 - 1) * TILE_M, (index // 3 - 0.5) * TILE_M, -0.2 * (index // 3)]), colour)
        for index, colour in enumerate(COLOURS)
    ]


def model(*, cameras: bool = True, colours: tuple[tuple[float, float, float], ...] = COLOURS) -> bytes:
    """The model as GLB: unlit tiles, a variant that swaps two colours, and the cameras on nodes in reverse order."""
    half = TILE_M / 2.0
    corners = np.array([[-half, -half, 0], [half, -half, 0], [half, half, 0], [-half, half, 0]], np.float32)
    normals = np.tile(np.array([0, 0, 1], np.float32), (4, 1))
    materials = [Material(f"tile {at}", base_color=(*colour, 1.0), unlit=True) for at, colour in enumerate(colours)]
    roots = []
    for at, (middle, _) in enumerate(tiles()):
        matrix = np.eye(4)
        matrix[:3, 3] = middle
        other = {VARIANT: materials[(at + 2) % 6]} if at in {1, 3} else {}
        faces = np.array([0, 1, 2, 0, 2, 3], np.uint32)
        tile = Primitive({"POSITION": corners, "NORMAL": normals}, faces, materials[at], other)
        roots.append(Node(f"tile {at}", matrix, Mesh(f"tile {at}", [tile])))
    data = write(Document(roots, materials, [VARIANT]))
    return _with_cameras(data) if cameras else data


def reference(at: int) -> NDArray[np.uint8]:
    """What camera `at` sees before white, (height, width, 3) uint8 sRGB: the nearest tile on each pixel's ray."""
    width, height = SIZES_PX[at]
    x = (2.0 * (np.arange(width) + 0.5) / width - 1.0) * width / height
    y = 1.0 - 2.0 * (np.arange(height) + 0.5) / height
    x, y = np.meshgrid(x, y)
    origins, rays = _rays(at, x, y)
    picture = np.ones((height, width, 3))
    nearest = np.full((height, width), np.inf)
    for middle, colour in tiles():
        along = (middle[2] - origins[..., 2]) / rays[..., 2]
        hit = origins + along[..., None] * rays - middle
        seen = (np.abs(hit[..., :2]).max(axis=-1) < TILE_M / 2.0) & (along > 0.0) & (along < nearest)
        nearest[seen] = along[seen]
        picture[seen] = colour
    coded = np.where(picture <= 0.0031308, picture * 12.92, 1.055 * picture ** (1.0 / 2.4) - 0.055)
    return np.rint(coded * 255.0).astype(np.uint8)


def lay_out(folder: Path, name: str = "Toy", *, see_through: bool = False) -> Path:
    """Write model and reference pictures; `see_through` leaves the pictures' background out."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.glb").write_bytes(model())
    for at in range(len(CAMERAS)):
        pixels = reference(at)
        shown = (pixels != 255).any(axis=-1, keepdims=True)
        if see_through:
            pixels = np.concatenate([pixels * shown, 255 * shown], axis=-1).astype(np.uint8)
        Pillow.fromarray(pixels).save(folder / f"rr-{name}-{at}.png")
    return folder


def _rays(at: int, x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    turn, *place = PLACES[at]
    cosine, sine = np.cos(turn), np.sin(turn)
    world = np.array([[cosine, 0.0, sine], [0.0, 1.0, 0.0], [-sine, 0.0, cosine]])
    camera, zero = CAMERAS[at], np.zeros_like(x)
    if camera["type"] == "orthographic":
        half = camera["orthographic"]["ymag"]
        rays = np.stack([zero, zero, zero - 1.0], -1) @ world.T
        return np.stack([x * half, y * half, zero], -1) @ world.T + place, rays
    half = np.tan(camera["perspective"]["yfov"] / 2.0)
    rays = np.stack([x * half, y * half, zero - 1.0], -1) @ world.T
    return np.broadcast_to(np.array(place), rays.shape), rays


def _with_cameras(data: bytes) -> bytes:
    length = struct.unpack_from("<I", data, 12)[0]
    root = msgspec.json.decode(data[20 : 20 + length])
    root["cameras"] = list(CAMERAS)
    for at in reversed(range(len(CAMERAS))):
        turn, *place = PLACES[at]
        root["scenes"][0]["nodes"].append(len(root["nodes"]))
        rotation = [0.0, float(np.sin(turn / 2.0)), 0.0, float(np.cos(turn / 2.0))]
        root["nodes"].append({"camera": at, "translation": place, "rotation": rotation})
    text = msgspec.json.encode(root)
    text += b" " * (-len(text) % 4)
    body = struct.pack("<II", len(text), 0x4E4F534A) + text + data[20 + length :]
    return struct.pack("<4sII", b"glTF", 2, 12 + len(body)) + body
