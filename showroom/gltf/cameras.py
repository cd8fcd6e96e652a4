"""The cameras that an author put into a model; the scene itself is read without them.

Source: Khronos glTF 2.0 specification, section 3.10. Cameras look along their own -Z, +Y up.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from showroom.gltf.container import split
from showroom.gltf.limits import Limits
from showroom.gltf.scene_reader import node_matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.gltf.fields import Fields

HALF_TURN = math.pi - 1e-3
FAR = 1e9


@dataclass(frozen=True, eq=False)
class Camera:
    """A camera where it stands in the default scene.

    Args:
        index: its place among the file's cameras, which is how viewers number them.
        name: what its author calls it; the node's name where the camera has none.
        world_from_camera: (4, 4) float64, column vectors, without scale; metres.
        fov_y_rad: vertical angle of view; 0 for an orthographic camera.
        half_height_m: half of what an orthographic camera sees upwards; 0 for a perspective one.
        near_m: the near plane.
        far_m: the far plane.
    """

    index: int
    name: str
    world_from_camera: NDArray[np.float64]
    fov_y_rad: float
    half_height_m: float
    near_m: float
    far_m: float


def read_cameras(data: bytes, *, name: str = "model", limits: Limits | None = None) -> tuple[Camera, ...]:
    """The cameras of a .glb or .gltf by index; one that several nodes hold stands where the first of them is.

    A camera that no node of the file holds has no place and is left out.

    Raises:
        ModelError: what `split` raises, ``bad-reference``, ``bad-value``, ``non-finite``.
    """
    limits = limits or Limits()
    root, _, _ = split(data, name, limits)
    cameras = root.objects("cameras", limits.objects)
    nodes = root.objects("nodes", limits.nodes)
    places: dict[int, int] = {}
    for index, node in enumerate(nodes):
        if node.has("camera"):
            places.setdefault(node.reference("camera", len(cameras)), index)
    parents = {child: index for index, node in enumerate(nodes) for child in node.references("children", len(nodes))}
    return tuple(
        _camera(index, cameras[index], nodes[places[index]], _world_from_node(places[index], nodes, parents))
        for index in sorted(places)
    )


def _camera(index: int, item: Fields, node: Fields, matrix: NDArray[np.float64]) -> Camera:
    name = item.text("name") or node.text("name") or f"camera {index}"
    if item.text("type", allowed=("perspective", "orthographic")) == "orthographic":
        seen = item.object("orthographic")
        height, fov_y = seen.number("ymag", 1.0, low=1e-5), 0.0
    else:
        seen = item.object("perspective")
        height, fov_y = 0.0, seen.number("yfov", 0.8, low=1e-4, high=HALF_TURN)
    near = seen.number("znear", 0.01, low=0.0)
    return Camera(index, name, matrix, fov_y, height, near, seen.number("zfar", FAR, low=near))


def _world_from_node(index: int, nodes: list[Fields], parents: dict[int, int]) -> NDArray[np.float64]:
    matrix = node_matrix(nodes[index])
    # A file whose nodes go in circles is refused by the reader of scenes; here the walk only has to end.
    for _ in range(len(nodes)):
        if index not in parents:
            break
        index = parents[index]
        matrix = node_matrix(nodes[index]) @ matrix
    return _without_scale(matrix)


def _without_scale(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same place and direction; what scales a camera's node does not scale its picture."""
    turned = matrix.copy()
    backward, upward = turned[:3, 2], turned[:3, 1]
    backward = backward / max(float(np.linalg.norm(backward)), 1e-12)
    right = np.cross(upward, backward)
    right = right / max(float(np.linalg.norm(right)), 1e-12)
    turned[:3, 0], turned[:3, 1], turned[:3, 2] = right, np.cross(backward, right), backward
    return turned
