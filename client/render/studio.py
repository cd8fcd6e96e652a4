"""A photographer's studio around one product: seamless paper, grounded shadow, fitted camera."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from panda3d.core import GeomNode

from client.render import axes, framing, programs, uniforms
from client.render.grounding import darkness_below, ground_decal
from client.scene.geometry import make_geom
from showroom.gltf.model import Material, Primitive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from panda3d.core import NodePath

    from client.render.framing import NamedView
    from client.render.grounding import Triangles
    from client.render.light import Mood
    from client.render.view import View

# Sizes in parts of the product's largest extent.
FLOOR_AHEAD, FLOOR_BEHIND, SWEEP_RADIUS, WALL_HEIGHT, HALF_WIDTH = 14.0, 4.0, 4.0, 18.0, 30.0


class Studio:
    """Paper and shadow in a view; one product at a time.

    Args:
        view: where it is built.
        mood: its light.
    """

    def __init__(self, view: View, mood: Mood) -> None:
        self._view = view
        self._mood = mood
        self._paper: NodePath | None = None
        self._ground: NodePath | None = None
        view.set_mood(mood)
        view.set_background(mood.backdrop)
        view.set_finish(vignette=0.35, bloom=0.05)

    def stage(self, meshes: Sequence[Triangles], camera_azimuth_deg: float) -> NDArray[np.float32]:
        """Build everything around what stands there; returns the points that the camera fits."""
        points = np.concatenate([positions[triangles.ravel()] for positions, triangles in meshes])
        low, high = points.min(axis=0), points.max(axis=0)
        size = float(max((high - low).max(), 1e-3))
        floor = float(low[1])
        self.clear()
        self._paper = _paper(self._view.scene, self._mood, size)
        # The sweep stands behind the product as the camera sees it.
        turn = axes.turn_about_up(math.radians(camera_azimuth_deg))
        turn[:3, 3] = ((low[0] + high[0]) / 2.0, floor, (low[2] + high[2]) / 2.0)
        self._paper.set_mat(axes.panda_matrix(turn))
        darkness = darkness_below(meshes, floor)
        if darkness is not None:
            self._ground = ground_decal(self._view.scene, darkness, floor)
        middle = (low + high) / 2.0
        radius = float(np.linalg.norm(high - low)) * 0.9
        self._view.set_shadow_area((float(middle[0]), float(middle[1]), float(middle[2])), radius, 0.045 * size)
        self._view.set_occlusion(0.06 * size, 0.75)
        return points

    def aim(self, matrix: NDArray[np.float64], size_m: float) -> None:
        """Place the camera; near and far planes follow the product's size."""
        self._view.set_camera_matrix(matrix, framing.FOV_DEG, near_m=0.05 * size_m, far_m=60.0 * size_m)

    def clear(self) -> None:
        """Take paper and shadow away."""
        for path in (self._paper, self._ground):
            if path is not None:
                path.remove_node()
        self._paper = self._ground = None


def _paper(parent: NodePath, mood: Mood, size: float) -> NodePath:
    node = GeomNode("paper")
    node.add_geom(make_geom(_sweep(size)))
    path = parent.attach_new_node(node)
    material = Material("paper", base_color=(*mood.backdrop, 1.0), metallic=0.0, roughness=0.55, specular=0.4)
    path.set_shader(programs.surface())
    path.set_shader_input("material", uniforms.pack(material))
    path.set_two_sided(True)
    return path


def _sweep(size: float, steps: int = 48) -> Primitive:
    """Paper that runs from the floor up the wall in one curve."""
    turn = np.linspace(0.0, np.pi / 2.0, steps)
    curve_z = -FLOOR_BEHIND - SWEEP_RADIUS * np.sin(turn)
    curve_y = SWEEP_RADIUS * (1.0 - np.cos(turn))
    z = np.concatenate([[FLOOR_AHEAD], curve_z, [curve_z[-1]]]) * size
    y = np.concatenate([[0.0], curve_y, [WALL_HEIGHT]]) * size
    normal = np.concatenate([[[0.0, 1.0, 0.0]], np.stack([0.0 * turn, np.cos(turn), np.sin(turn)], axis=-1), [[0, 0, 1]]])
    count = len(z)
    positions = np.zeros((2 * count, 3), dtype=np.float32)
    positions[:, 0] = np.repeat([-HALF_WIDTH * size, HALF_WIDTH * size], count)
    positions[:, 1], positions[:, 2] = np.tile(y, 2), np.tile(z, 2)
    first = np.arange(count - 1, dtype=np.uint32)
    quads = np.stack([first, first + count, first + 1, first + 1, first + count, first + count + 1], axis=-1)
    attributes = {"POSITION": positions, "NORMAL": np.tile(normal, (2, 1)).astype(np.float32)}
    return Primitive(attributes, quads.ravel().astype(np.uint32), None)
