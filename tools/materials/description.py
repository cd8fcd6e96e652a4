"""The comparison's scenes as numbers: shapes, patterns, light and camera, for the renderer and for Cycles alike.

Nothing here knows how a material looks. Frame: glTF's. Only NumPy is needed, so that Blender's Python can read it too.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.materials.shapes import RADIUS, Mesh, ball, box, floor, over_floor, quad, window

if TYPE_CHECKING:
    from numpy.typing import NDArray

SCENES = Path(__file__).with_name("scenes.toml")
COLUMN_M = 1.22
ROWS_M = (0.6, -0.6)
PANE_M = 0.004
# The ball over the floor: black, so that it takes light and gives none.
BALL_HEIGHT_M, BALL_RADIUS_M = 0.62, 0.5


@dataclass(frozen=True)
class Shape:
    """Something in a scene.

    Args:
        name: what it is.
        material: index into the scene's materials, None for black.
        ours: what the renderer draws.
        truth: what Cycles draws; differs where glTF lets one surface stand for two.
        seen: what is scored of it.
        thickness_m: how thick glass is that wears the material; None: as the material says.
    """

    name: str
    material: int | None
    ours: Mesh
    truth: Mesh
    seen: Mesh
    thickness_m: float | None = None


@dataclass(frozen=True)
class Scene:
    """One feature's scene; materials are glTF's JSON with patterns' names where textures stand.

    `together`: shapes shade and mirror one another in the truth; elsewhere each stands alone in the light. `limit`: no
    feature, but something that this kind of renderer does not draw.
    """

    name: str
    title: str
    materials: list[dict[str, Any]]
    shapes: list[Shape]
    backdrop: str
    lamp: bool
    together: bool
    limit: bool
    without: tuple[str, ...]


@dataclass(frozen=True)
class Setting:
    """What all scenes share: camera (looks along -Z) and lamp."""

    camera_position: tuple[float, float, float]
    fov_deg: float
    size_px: tuple[int, int]
    lamp_towards: tuple[float, float, float]
    lamp_radiance: tuple[float, float, float]


def load() -> tuple[Setting, list[Scene]]:
    """Everything in ``scenes.toml``."""
    content = tomllib.loads(SCENES.read_text(encoding="utf-8"))
    camera, lamp = content["camera"], content["lamp"]
    setting = Setting(
        tuple(camera["position"]),
        camera["fov_deg"],
        tuple(camera["size_px"]),
        tuple(lamp["towards"]),
        tuple(lamp["radiance"]),
    )
    return setting, [_scene(entry) for entry in content["scene"]]


def _scene(entry: dict[str, Any]) -> Scene:
    shapes = _under_a_ball() if entry.get("occluded_floor") else []
    for row, kind in enumerate(entry["rows"]):
        for column, material in enumerate(entry["materials"]):
            place = ((column - 1) * COLUMN_M, ROWS_M[row], 0.0)
            shapes.append(_shape(kind, row, column, place, material, coloured=entry.get("vertex_colours", False)))
    return Scene(
        entry["name"],
        entry["title"],
        entry["materials"],
        shapes,
        entry.get("backdrop", ""),
        entry.get("lamp", True),
        entry.get("together", False),
        entry.get("limit", False),
        tuple(entry["without"]),
    )


def _shape(
    kind: str,
    row: int,
    column: int,
    place: tuple[float, float, float],
    material: dict[str, Any],
    *,
    coloured: bool,
) -> Shape:
    if kind in ("sphere", "ball"):
        mesh = ball(place, coloured=coloured)
        return Shape(kind, column, mesh, mesh, mesh, 2.0 * RADIUS if kind == "ball" else None)
    thickness = material.get("extensions", {}).get("KHR_materials_volume", {}).get("thicknessFactor", PANE_M)
    if kind == "window":
        solid, seen = window((place[0], 0.0, 0.0), thickness)
        return Shape(kind, column, solid, solid, seen)
    # Panels lean back towards the lamp, the lower row also turns aside.
    pitch, yaw = (-0.3, 0.0) if row == 0 else (-0.5, 0.35)
    if kind == "back":
        yaw += np.pi
    flat = quad(place, pitch, yaw, coloured=coloured)
    if kind == "pane":
        wall = box(place, pitch, yaw, PANE_M)
        return Shape(kind, column, flat, wall, wall)
    if kind == "slab":
        solid = box(place, pitch, yaw, thickness)
        return Shape(kind, column, solid, solid, solid)
    return Shape(kind, column, flat, flat, flat)


def _under_a_ball() -> list[Shape]:
    lying = floor()
    sphere = ball(over_floor(BALL_HEIGHT_M), radius=BALL_RADIUS_M)
    return [Shape("floor", 0, lying, lying, lying), Shape("ball above", None, sphere, sphere, sphere)]


def environment(height: int = 256) -> NDArray[np.float32]:
    """The light all around, equirectangular, (height, 2 * height, 3) linear; row 0 is up, the middle column +X."""
    elevation = (0.5 - (np.arange(height) + 0.5) / height) * np.pi
    azimuth = ((np.arange(2 * height) + 0.5) / (2 * height) - 0.5) * 2.0 * np.pi
    azimuth, elevation = np.meshgrid(azimuth, elevation)
    up = np.sin(elevation)[..., None]
    picture = np.where(
        up > 0.0,
        np.array([0.34, 0.36, 0.4]) + up * np.array([0.1, 0.16, 0.26]),
        np.array([0.34, 0.36, 0.4]) + -up * np.array([0.06, -0.04, -0.14]),
    )
    # Windows: middle (azimuth from +X over +Z, elevation), half sizes, edge, radiance.
    for middle, half, edge, radiance in (
        ((2.2, 0.6), (0.45, 0.35), 0.15, (5.0, 4.8, 4.5)),
        ((0.5, 0.25), (0.18, 0.6), 0.1, (3.0, 3.3, 3.8)),
        ((-1.6, 0.5), (0.9, 0.25), 0.2, (2.6, 2.5, 2.3)),
        ((1.5, -0.7), (0.5, 0.15), 0.15, (1.2, 0.9, 0.6)),
    ):
        aside = np.abs((azimuth - middle[0] + np.pi) % (2.0 * np.pi) - np.pi)
        inside = _ramp((half[0] - aside) / edge) * _ramp((half[1] - np.abs(elevation - middle[1])) / edge)
        picture = picture + inside[..., None] * np.array(radiance)
    result: NDArray[np.float32] = picture.astype(np.float32)
    return result


def _ramp(value: NDArray[np.float64]) -> NDArray[np.float64]:
    clipped = np.clip(value + 0.5, 0.0, 1.0)
    result: NDArray[np.float64] = clipped * clipped * (3.0 - 2.0 * clipped)
    return result
