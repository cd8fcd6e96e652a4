"""A photographer's studio around one product: seamless paper, grounded shadow, fitted camera."""

from __future__ import annotations

import math
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
from panda3d.core import GeomNode

from client.render import axes, device, framing, masks, programs, uniforms
from client.render.grounding import darkness_below, ground_decal, lift_decal
from client.render.mirror import Glass
from client.scene.geometry import make_geom
from showroom.gltf.model import Material, Primitive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from panda3d.core import NodePath

    from client.render.grounding import Darkness, Triangles
    from client.render.light import Mood
    from client.render.view import View

# Sizes in parts of the product's largest extent.
FLOOR_AHEAD, FLOOR_BEHIND, SWEEP_RADIUS, WALL_HEIGHT, HALF_WIDTH = 14.0, 5.0, 10.0, 24.0, 34.0


class Studio:
    """Paper and shadow in a view; one product at a time.

    Args:
        view: where it is built.
        mood: its light.
        paper: whether there is any; without it a product hangs before its colour, as for comparing pictures of it.
    """

    def __init__(self, view: View, mood: Mood, *, paper: bool = True) -> None:
        self._with_paper = paper
        self._view = view
        self._mood = mood
        self._paper: NodePath | None = None
        self._ground: NodePath | None = None
        self._known: tuple[bytes, Darkness | None] = (b"", None)
        view.set_background(mood.backdrop)
        view.set_finish(vignette=0.35, bloom=0.05)

    def stage(
        self, meshes: Sequence[Triangles], opacities: Sequence[float], camera_azimuth_deg: float
    ) -> NDArray[np.float32]:
        """Build everything around what stands there; returns the points that the camera fits.

        Args:
            meshes: what stands there.
            opacities: how much of the light each mesh holds back, 0..1.
            camera_azimuth_deg: where the camera will stand.
        """
        points = np.concatenate([positions[triangles.ravel()] for positions, triangles in meshes])
        low, high = points.min(axis=0), points.max(axis=0)
        size = float(max((high - low).max(), 1e-3))
        floor = float(low[1])
        self.clear()
        self._view.set_mood(self._mood, math.radians(camera_azimuth_deg))
        middle = (low + high) / 2.0
        if self._with_paper:
            self._paper = _paper(self._view.scene, self._mood, size)
            # The sweep stands behind the product as the camera sees it.
            turn = axes.turn_about_up(math.radians(camera_azimuth_deg))
            turn[:3, 3] = (middle[0], floor, middle[2])
            self._paper.set_mat(axes.panda_matrix(turn))
            darkness = self._darkness(meshes, floor, opacities)
            if darkness is not None:
                self._ground = ground_decal(self._view.scene, darkness, floor)
            self._view.set_mirrors([_floor_glass(self._paper, turn, size, self._mood.polish)])
        radius = float(np.linalg.norm(high - low)) * 0.9
        self._view.set_shadow_area((float(middle[0]), float(middle[1]), float(middle[2])), radius, 0.045 * size)
        self._view.set_occlusion(0.06 * size, 0.75)
        return points

    def _darkness(self, meshes: Sequence[Triangles], floor: float, opacities: Sequence[float]) -> Darkness | None:
        """What the paper loses below the product; who only walks around it changes nothing there."""
        digest = blake2b(np.asarray([floor, *opacities]).tobytes())
        for array in (array for mesh in meshes for array in mesh):
            digest.update(np.ascontiguousarray(array).data)
        key = digest.digest()
        if self._known[0] != key:
            self._known = key, darkness_below(meshes, floor, opacities=opacities)
        return self._known[1]

    def aim(self, matrix: NDArray[np.float64], size_m: float) -> None:
        """Place the camera; near and far planes follow the product's size."""
        self._view.set_camera_matrix(matrix, framing.FOV_DEG, near_m=0.05 * size_m, far_m=60.0 * size_m)

    def clear(self) -> None:
        """Take paper and shadow away."""
        self._view.set_mirrors(())
        if self._paper is not None:
            self._paper.remove_node()
        if self._ground is not None:
            lift_decal(self._ground)
        self._paper = self._ground = None
        device.forget_states()


def _paper(parent: NodePath, mood: Mood, size: float) -> NodePath:
    node = GeomNode("paper")
    node.add_geom(make_geom(_sweep(size, mood)))
    path = parent.attach_new_node(node)
    material = Material("paper", base_color=(*mood.backdrop, 1.0), metallic=0.0, roughness=0.35, specular=0.8)
    path.set_shader(programs.surface(frozenset({"MIRROR"})))
    path.set_shader_input("material", uniforms.pack(material))
    path.set_two_sided(True)
    path.hide(masks.MIRROR)
    return path


def _floor_glass(paper: NodePath, world_from_paper: NDArray[np.float64], size: float, share: float) -> Glass:
    """The flat part of the paper as a mirror."""
    ahead, behind, width = FLOOR_AHEAD * size, -FLOOR_BEHIND * size, HALF_WIDTH * size
    flat = np.array([[-width, 0.0, ahead], [width, 0.0, ahead], [width, 0.0, behind], [-width, 0.0, behind]])
    corners = flat @ world_from_paper[:3, :3].T + world_from_paper[:3, 3]
    x, y, z = (float(number) for number in world_from_paper[:3, 3])
    return Glass(paper, (x, y, z), (0.0, 1.0, 0.0), corners, floor=True, share=share, paper=True)


def _sweep(size: float, mood: Mood, rows: int = 56, columns: int = 41) -> Primitive:
    """Paper that runs from the floor up the wall in one curve; a pool of light lies around the product."""
    turn = np.linspace(0.0, np.pi / 2.0, rows)
    ahead = np.linspace(FLOOR_AHEAD, -FLOOR_BEHIND, rows, endpoint=False)
    up = np.linspace(SWEEP_RADIUS, WALL_HEIGHT, rows + 1)[1:]
    zero, one = np.zeros(rows), np.ones(rows)
    z = np.concatenate([ahead, -FLOOR_BEHIND - SWEEP_RADIUS * np.sin(turn), -one * (FLOOR_BEHIND + SWEEP_RADIUS)])
    y = np.concatenate([zero, SWEEP_RADIUS * (1.0 - np.cos(turn)), up])
    lift = np.concatenate([one, np.cos(turn), zero])
    face = np.concatenate([zero, np.sin(turn), one])
    x = np.linspace(-1.0, 1.0, columns)
    # Closer columns in the middle, where the pool ends.
    x = HALF_WIDTH * np.sign(x) * x**2
    positions = np.stack(np.broadcast_arrays(x[:, None], y[None], z[None]), axis=-1)
    normals = np.stack(np.broadcast_arrays(0.0 * x[:, None], lift[None], face[None]), axis=-1)
    away = np.linalg.norm(positions + np.array([0.0, 0.0, mood.behind]), axis=-1) / mood.pool
    pool = np.exp(-(away**1.6))[..., None]
    colour = pool + (1.0 - pool) * (1.0 - mood.falloff) * np.asarray(mood.dusk)
    colour = np.concatenate([colour, np.ones_like(pool)], axis=-1)
    attributes: dict[str, NDArray[np.float32] | NDArray[np.uint32]] = {
        "POSITION": (positions * size).reshape(-1, 3).astype(np.float32),
        "NORMAL": normals.reshape(-1, 3).astype(np.float32),
        "COLOR_0": colour.reshape(-1, 4).astype(np.float32),
    }
    return Primitive(attributes, _grid(columns, 3 * rows), None)


def _grid(columns: int, rows: int) -> NDArray[np.uint32]:
    corner = (np.arange(columns - 1)[:, None] * rows + np.arange(rows - 1)[None]).astype(np.uint32)
    quads = np.stack([corner, corner + rows, corner + 1, corner + 1, corner + rows, corner + rows + 1], axis=-1)
    return quads.ravel()
