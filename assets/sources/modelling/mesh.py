"""Triangle meshes with their own normals, and the solids that are made by moving a section about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


@dataclass
class Mesh:
    """Triangles: positions and unit normals (n, 3), uvs (n, 2), indices (m, 3), counter-clockwise from outside."""

    positions: Array
    normals: Array
    uvs: Array
    triangles: NDArray[np.int64]

    def moved(self, offset: ArrayLike = (0, 0, 0), matrix: ArrayLike | None = None) -> Mesh:
        """This mesh turned by `matrix` (3, 3; a mirror turns the triangles over), then shifted."""
        turn = np.eye(3) if matrix is None else np.asarray(matrix, dtype=float)
        normals = unit(self.normals @ np.linalg.inv(turn))
        triangles = self.triangles[:, ::-1] if np.linalg.det(turn) < 0 else self.triangles
        return Mesh(self.positions @ turn.T + np.asarray(offset), normals, self.uvs, triangles)

    def mirrored(self) -> Mesh:
        """The other side: x turned to −x."""
        return self.moved(matrix=np.diag([-1.0, 1.0, 1.0]))

    def flipped(self) -> Mesh:
        """The same surface seen from behind."""
        return Mesh(self.positions, -self.normals, self.uvs, self.triangles[:, ::-1])

    def with_mirror(self) -> Mesh:
        """Both sides."""
        return joined([self, self.mirrored()])


def joined(meshes: Sequence[Mesh]) -> Mesh:
    """One mesh of several."""
    starts = np.cumsum([0] + [len(mesh.positions) for mesh in meshes[:-1]])
    return Mesh(
        np.concatenate([mesh.positions for mesh in meshes]),
        np.concatenate([mesh.normals for mesh in meshes]),
        np.concatenate([mesh.uvs for mesh in meshes]),
        np.concatenate([mesh.triangles + start for mesh, start in zip(meshes, starts, strict=True)]),
    )


def unit(vectors: Array) -> Array:
    """The vectors at length one; zero stays zero."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)


def rotation(axis: str, degrees: float) -> Array:
    """The matrix that turns about ``x``, ``y`` or ``z``, right-handed."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array(
        {
            "x": [[1, 0, 0], [0, c, -s], [0, s, c]],
            "y": [[c, 0, s], [0, 1, 0], [-s, 0, c]],
            "z": [[c, -s, 0], [s, c, 0], [0, 0, 1]],
        }[axis]
    )


def _along(values: Array, axis: int, closed: bool) -> Array:
    if closed:
        return np.roll(values, -1, axis) - np.roll(values, 1, axis)
    return np.gradient(values, axis=axis)


def grid(points: Array, closed: tuple[bool, bool] = (False, False), uv_scale: tuple[float, float] = (1.0, 1.0)) -> Mesh:
    """A smooth mesh over a grid of points (n, m, 3); its outside is d/dn × d/dm. Closed ways share their seam."""
    normals = unit(np.cross(_along(points, 0, closed[0]), _along(points, 1, closed[1])))
    for axis in (0, 1):  # a seam needs a row of its own, or the texture would run backwards across it
        if closed[axis]:
            first = (slice(0, 1), slice(None))[:: 1 if axis == 0 else -1]
            points = np.concatenate([points, points[first]], axis)
            normals = np.concatenate([normals, normals[first]], axis)
    n, m = points.shape[:2]
    u, v = np.meshgrid(np.linspace(0, uv_scale[0], n), np.linspace(0, uv_scale[1], m), indexing="ij")
    a = (np.arange(n - 1)[:, None] * m + np.arange(m - 1)).ravel()
    triangles = np.concatenate([np.stack([a, a + m, a + m + 1], 1), np.stack([a, a + m + 1, a + 1], 1)])
    flat = points.reshape(-1, 3)
    corners = flat[triangles]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    return Mesh(flat, normals.reshape(-1, 3), np.stack([u, v], -1).reshape(-1, 2), triangles[area > 1e-12])


def frames(path: Array, closed: bool = False, up: ArrayLike | None = None) -> tuple[Array, Array, Array]:
    """Tangent, side and up at every point of a path; without `up` the frame is carried along without twisting."""
    tangents = unit(_along(path, 0, closed))
    if up is not None:
        ups = np.broadcast_to(np.asarray(up, dtype=float), path.shape)
        sides = unit(np.cross(ups, tangents))
        return tangents, sides, np.cross(tangents, sides)
    ups = np.empty_like(path)
    guess = np.eye(3)[np.argmin(np.abs(tangents[0]))]
    for i, tangent in enumerate(tangents):
        guess = unit(guess - tangent * (guess @ tangent))
        ups[i] = guess
    return tangents, np.cross(ups, tangents), ups


def sweep(
    path: Array,
    section: Array | Callable[[float], Array],
    *,
    closed: bool = False,
    up: ArrayLike | None = None,
    round_ends: float = 0.0,
    uv_scale: tuple[float, float] = (1.0, 1.0),
) -> Mesh:
    """Move a closed section (m, 2; side and up, counter-clockwise) along a path; ends are capped, rounded by a length."""
    if round_ends and not closed:
        path, section = _with_round_ends(path, section, round_ends)
        if up is not None and np.ndim(up) == 2:
            up = np.pad(np.asarray(up), ((4, 4), (0, 0)), mode="edge")
    _, sides, ups = frames(path, closed, up)
    count = len(path)
    rings = np.stack([section(i / (count - 1)) if callable(section) else section for i in range(count)])
    points = path[:, None] + sides[:, None] * rings[..., :1] + ups[:, None] * rings[..., 1:]
    tube = grid(points[:, ::-1], (closed, True), uv_scale)
    if closed:
        return tube
    return joined([tube, _cap(points[0], path[0] - path[1]), _cap(points[-1], path[-1] - path[-2])])


def _with_round_ends(path: Array, section: Array | Callable[[float], Array], length: float):
    """Add four rings at each end that shrink along a quarter circle."""
    angles = np.linspace(0, np.pi / 2 * 0.96, 5)[1:]
    step = unit(path[-1] - path[-2])
    back = unit(path[0] - path[1])
    long = np.concatenate(
        [path[0] + back * length * np.sin(angles[::-1, None]), path, path[-1] + step * length * np.sin(angles[:, None])]
    )
    count, total = len(path), len(long)

    def rounded(t: float) -> Array:
        i = round(t * (total - 1)) - 4
        inside = min(max(i / (count - 1), 0.0), 1.0)
        ring = section(inside) if callable(section) else section
        over = max(-i, i - (count - 1), 0)
        if not over:
            return ring
        size = np.abs(ring).max(0)
        shrink = np.maximum(1 - (1 - np.cos(angles[over - 1])) * min(length, *size) / size, 0.02)
        return ring * shrink

    return long, rounded


def _cap(ring: Array, outwards: Array) -> Mesh:
    """A flat lid over a ring."""
    normal = unit(outwards)
    count = len(ring)
    positions = np.concatenate([ring, ring.mean(0, keepdims=True)])
    triangles = np.stack([np.arange(count), np.roll(np.arange(count), -1), np.full(count, count)], 1)
    first = positions[triangles]
    facing = np.cross(first[:, 1] - first[:, 0], first[:, 2] - first[:, 0]).sum(0) @ normal
    return Mesh(
        positions,
        np.broadcast_to(normal, positions.shape).copy(),
        np.zeros((count + 1, 2)),
        triangles if facing > 0 else triangles[:, ::-1],
    )


def superellipse(width: float, height: float, power: float = 2.0, count: int = 16) -> Array:
    """A closed section, counter-clockwise; power 2 is an ellipse, 4 a soft rectangle."""
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    c, s = np.cos(angles), np.sin(angles)
    return np.stack(
        [width / 2 * np.sign(c) * np.abs(c) ** (2 / power), height / 2 * np.sign(s) * np.abs(s) ** (2 / power)], 1
    )


def rounded_rectangle(width: float, height: float, radius: float, steps: int = 3) -> Array:
    """A closed section with true fillets, counter-clockwise; `steps` segments a corner."""
    corners = []
    for k, (x, y) in enumerate([(1, 1), (-1, 1), (-1, -1), (1, -1)]):
        angles = np.pi / 2 * (k + np.linspace(0, 1, steps + 1))
        centre = np.array([x * (width / 2 - radius), y * (height / 2 - radius)])
        corners.append(centre + radius * np.stack([np.cos(angles), np.sin(angles)], 1))
    return np.concatenate(corners)


def revolve(profile: ArrayLike, count: int = 32, axis: str = "x", sharp: bool = False) -> Mesh:
    """Turn a profile (n, 2; radius, position on the axis) about an axis, outside to the left of its way.

    `sharp` gives every segment of the profile its own normals, as turned metal has.
    """
    profile = np.asarray(profile, dtype=float)
    if sharp:
        return joined([revolve(profile[i : i + 2], count, axis) for i in range(len(profile) - 1)])
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    radius, height = profile[:, :1], profile[:, 1:]
    points = np.stack(
        [np.broadcast_to(height, (len(profile), count)), radius * np.cos(angles), radius * np.sin(angles)], -1
    )
    turned = {"x": points, "y": points[..., [2, 0, 1]], "z": points[..., [1, 2, 0]]}[axis]
    return grid(turned, (False, True)).flipped()


def ellipsoid(radii: ArrayLike, rings: int = 10, count: int = 16, power: float = 2.0) -> Mesh:
    """An ellipsoid; a power over 2 makes it a soft box."""
    polar = np.linspace(0.02, np.pi - 0.02, rings)
    around = np.linspace(0, 2 * np.pi, count, endpoint=False)

    def shaped(values: Array) -> Array:
        return np.sign(values) * np.abs(values) ** (2 / power)

    points = np.stack(
        [
            shaped(np.sin(polar))[:, None] * shaped(np.cos(around)),
            np.broadcast_to(shaped(np.cos(polar))[:, None], (rings, count)),
            shaped(np.sin(polar))[:, None] * shaped(np.sin(around)),
        ],
        -1,
    ) * np.asarray(radii)
    return grid(points, (False, True)).flipped()


def box(size: ArrayLike, radius: float, steps: int = 1) -> Mesh:
    """A block with filleted edges, centred."""
    size = np.asarray(size, dtype=float)
    inner = size / 2 - radius
    signs = np.linspace(-1, 1, 2 * steps + 2)
    faces = []
    for axis in range(3):
        for side in (-1.0, 1.0):
            a, b = np.meshgrid(signs, signs, indexing="ij")
            direction = np.empty((*a.shape, 3))
            direction[..., axis] = side
            direction[..., (axis + 1) % 3] = a
            direction[..., (axis + 2) % 3] = b
            corner = np.sign(direction)
            flat = 1 / (2 * steps + 1)
            inner_part = np.clip((np.abs(direction) - flat) / max(1 - flat, 1e-9), 0, 1) * corner
            bent = np.where(np.abs(direction) < 1, inner_part, direction)
            normal = unit(bent)
            mesh = grid(corner * inner + normal * radius)
            mesh.normals = normal.reshape(-1, 3)
            faces.append(mesh if side > 0 else Mesh(mesh.positions, mesh.normals, mesh.uvs, mesh.triangles[:, ::-1]))
    return joined(faces)
