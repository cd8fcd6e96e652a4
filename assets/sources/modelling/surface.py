"""Smooth parametric surfaces and pieces cut out of them along smooth curves.

A cut never follows mesh faces: the piece is triangulated in the surface's own (u, v) plane, and its normals are the
surface's. So edges are as clean as their curves, and neighbouring pieces shade as one sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from mathutils import Vector
from mathutils.geometry import delaunay_2d_cdt
from numpy.typing import ArrayLike, NDArray

from modelling.mesh import Mesh, grid, joined, unit

Array = NDArray[np.float64]
HALVES_MEET = 1e-3
"""Edges nearer than this to x = 0 are where a half and its mirror image meet."""


@dataclass
class Surface:
    """A uniform cubic B-spline over a net (nu, nv, 3); u may be periodic, v may be mirrored at its start (x = 0).

    Parameters are scaled so that they are roughly lengths: u in 0..length[0], v in 0..length[1]. Ends touch the net.
    """

    net: Array
    length: tuple[float, float]
    periodic: bool = False
    mirrored: bool = False

    def __post_init__(self) -> None:
        net = self.net
        if self.periodic:
            net = np.concatenate([net[-1:], net, net[:2]])
        else:
            net = np.concatenate([2 * net[:1] - net[1:2], net, 2 * net[-1:] - net[-2:-1]])
        first = net[:, 1:2] * [-1, 1, 1] if self.mirrored else 2 * net[:, :1] - net[:, 1:2]
        self._padded = np.concatenate([first, net, 2 * net[:, -1:] - net[:, -2:-1]], 1)
        self._spans = (len(self.net) if self.periodic else len(self.net) - 1, self.net.shape[1] - 1)

    def _evaluate(self, uv: Array, du: int, dv: int) -> Array:
        s = uv / np.asarray(self.length) * self._spans
        if self.periodic:
            s[:, 0] %= self._spans[0]
        i = np.clip(np.floor(s).astype(int), 0, np.array(self._spans) - 1)
        t = s - i
        bu, bv = _basis(t[:, 0], du), _basis(t[:, 1], dv)
        out = np.zeros((len(uv), 3))
        for a in range(4):
            for b in range(4):
                out += (bu[a] * bv[b])[:, None] * self._padded[i[:, 0] + a, i[:, 1] + b]
        return out * (self._spans[0] / self.length[0]) ** du * (self._spans[1] / self.length[1]) ** dv

    def __call__(self, uv: ArrayLike) -> Array:
        """Points (n, 3) at parameters (n, 2)."""
        return self._evaluate(np.array(uv, dtype=float).reshape(-1, 2), 0, 0)

    def tangents(self, uv: ArrayLike) -> tuple[Array, Array]:
        """d/du and d/dv."""
        uv = np.array(uv, dtype=float).reshape(-1, 2)
        return self._evaluate(uv.copy(), 1, 0), self._evaluate(uv.copy(), 0, 1)

    def normals(self, uv: ArrayLike) -> Array:
        """Unit normals, d/du × d/dv."""
        return unit(np.cross(*self.tangents(uv)))

    def find(self, targets: ArrayLike, axes: tuple[int, int], within: tuple[float, float, float, float]) -> Array:
        """The (u, v) whose two coordinates `axes` are `targets` (n, 2), searched in a window (u0, u1, v0, v1)."""
        targets = np.asarray(targets, dtype=float)
        u, v = np.meshgrid(np.linspace(*within[:2], 60), np.linspace(*within[2:], 60), indexing="ij")
        seeds = np.stack([u.ravel(), v.ravel()], 1)
        seen = self(seeds)[:, axes]
        uv = seeds[np.argmin(((targets[:, None] - seen[None]) ** 2).sum(-1), 1)]
        for _ in range(12):
            miss = targets - self(uv)[:, axes]
            a, b = self.tangents(uv)
            matrix = np.stack([a[:, axes], b[:, axes]], -1)
            matrix += 1e-9 * np.eye(2)
            step = np.linalg.solve(matrix, miss[..., None])[..., 0]
            uv = np.clip(
                uv + np.clip(step, -0.05 * max(self.length), 0.05 * max(self.length)), within[0::2], within[1::2]
            )
        return uv

    def shifted(self, uv: Array, aside: Array | float, closed: bool = False) -> Array:
        """A curve moved sideways within the surface by a length (to the right of its way, seen from outside)."""
        way = np.roll(uv, -1, 0) - np.roll(uv, 1, 0) if closed else np.gradient(uv, axis=0)
        a, b = self.tangents(uv)
        along = unit(a * way[:, :1] + b * way[:, 1:])
        side = np.cross(along, self.normals(uv)) * np.broadcast_to(np.asarray(aside, dtype=float), len(uv))[:, None]
        gram = np.stack(
            [np.stack([(a * a).sum(1), (a * b).sum(1)], -1), np.stack([(a * b).sum(1), (b * b).sum(1)], -1)], -2
        )
        right = np.stack([(a * side).sum(1), (b * side).sum(1)], -1)
        return uv + np.linalg.solve(gram, right[..., None])[..., 0]


def _basis(t: Array, derivative: int) -> list[Array]:
    if derivative:
        return [-((1 - t) ** 2) / 2, (3 * t**2 - 4 * t) / 2, (-3 * t**2 + 2 * t + 1) / 2, t**2 / 2]
    return [(1 - t) ** 3 / 6, (3 * t**3 - 6 * t**2 + 4) / 6, (-3 * t**3 + 3 * t**2 + 3 * t + 1) / 6, t**3 / 6]


def inside(points: Array, loop: Array) -> NDArray[np.bool_]:
    """Which points lie in a closed polygon (even-odd)."""
    x, y = points[:, :1], points[:, 1:]
    x0, y0 = loop[:, 0], loop[:, 1]
    x1, y1 = np.roll(x0, -1), np.roll(y0, -1)
    crosses = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x0 + (y - y0) / (y1 - y0) * (x1 - x0)
    return (crosses & (x < at)).sum(1) % 2 == 1


def triangulated(
    outer: Array, holes: Sequence[Array], spacing: ArrayLike, guides: Sequence[Array] = ()
) -> tuple[Array, NDArray[np.int64]]:
    """Fill a plane outline, minus holes (they may overlap and stick out), with even triangles; counter-clockwise.

    `guides` are open curves that edges follow, such as creases.
    """
    step = np.broadcast_to(np.asarray(spacing, dtype=float), 2)
    low, high = outer.min(0), outer.max(0)
    u = np.arange(low[0] + step[0] / 2, high[0], step[0])
    v = np.arange(low[1] + step[1] / 2, high[1], step[1])
    inner = np.stack([a.ravel() for a in np.meshgrid(u, v, indexing="ij")], 1)
    inner[:, 1] += np.where(np.round((inner[:, 0] - low[0]) / step[0] - 0.5) % 2 == 1, step[1] / 2, 0)
    keep = inside(inner, outer)
    for hole in holes:
        keep &= ~inside(inner, hole)
    for loop in (outer, *holes, *guides):
        near = ((((inner[:, None] - loop[None]) / step) ** 2).sum(-1)).min(1) < 0.3
        keep &= ~near
    return filled(outer, holes, inner[keep], guides)


def filled(
    outer: Array, holes: Sequence[Array], inner: Array, guides: Sequence[Array] = ()
) -> tuple[Array, NDArray[np.int64]]:
    """The triangles between an outline, its holes, and points and open curves inside; counter-clockwise."""
    points, edges = [inner], []
    start = len(inner)
    for loop in (outer, *holes):
        index = np.arange(start, start + len(loop))
        points.append(loop)
        edges += zip(index.tolist(), np.roll(index, -1).tolist(), strict=True)
        start += len(loop)
    for guide in guides:
        index = np.arange(start, start + len(guide))
        points.append(guide)
        edges += zip(index[:-1].tolist(), index[1:].tolist(), strict=True)
        start += len(guide)
    flat = np.concatenate(points)
    verts, _, faces, *_ = delaunay_2d_cdt([Vector(p) for p in flat.tolist()], edges, [], 0, 1e-7)
    out = np.array([tuple(p) for p in verts])
    triangles = np.array(faces, dtype=np.int64)
    centre = out[triangles].mean(1)
    keep = inside(centre, outer)
    for hole in holes:
        keep &= ~inside(centre, hole)
    triangles = triangles[keep]
    corner = out[triangles]
    a, b = corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]
    turned = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0] < 0
    triangles[turned] = triangles[turned][:, ::-1]
    used, renumbered = np.unique(triangles, return_inverse=True)
    return out[used], renumbered.reshape(-1, 3)


def piece(
    surface: Surface,
    outer: Array,
    holes: Sequence[Array] = (),
    *,
    spacing: ArrayLike,
    lift: float = 0.0,
    lip: float = 0.0,
    depth: float = 0.0,
    lip_steps: int = 2,
    uv_scale: float = 1.0,
    guides: Sequence[Array] = (),
) -> Mesh:
    """Cut a piece out of a surface, lift it along the normals and roll its edges down.

    Args:
        surface: What it lies on.
        outer: Its outline in (u, v).
        holes: Outlines in (u, v) of what is missing.
        spacing: Distance of inner vertices, in parameters.
        lift: Height over the surface.
        lip: Radius of its rounded edge.
        depth: How far the edge goes straight down after the rounding.
        lip_steps: Segments of the rounding.
        uv_scale: Texture coordinates per parameter.
        guides: Curves in (u, v) that edges follow.
    """
    flat, triangles = triangulated(outer, holes, spacing, guides)
    normals = surface.normals(flat)
    positions = surface(flat) + normals * lift
    face = Mesh(positions, normals, flat * uv_scale, triangles)
    if lip <= 0 and depth <= 0:
        return face
    return joined([face, rolled_edge(face, lip, depth, lip_steps)])


def rolled_edge(face: Mesh, radius: float, depth: float, steps: int = 2) -> Mesh:
    """The rounded border of an open mesh, going down from every free edge; halves of a whole (x = 0) go without."""
    t = face.triangles
    directed = np.concatenate([t[:, [0, 1]], t[:, [1, 2]], t[:, [2, 0]]])
    known = {(int(a), int(b)) for a, b in directed}
    border = np.array([(a, b) for a, b in sorted(known) if (b, a) not in known])
    border = border[np.abs(face.positions[border, 0]).max(axis=1) > HALVES_MEET]
    vertices, index = np.unique(border, return_inverse=True)
    index = index.reshape(-1, 2)
    normal = face.normals[vertices]
    along = np.zeros((len(vertices), 3))
    way = unit(face.positions[border[:, 1]] - face.positions[border[:, 0]])
    for column in (0, 1):
        np.add.at(along, index[:, column], way)
    outwards = unit(np.cross(unit(along), normal))
    start = face.positions[vertices]
    rings = []
    for angle in np.linspace(0, np.pi / 2, steps + 1):
        bend = radius * (outwards * np.sin(angle) - normal * (1 - np.cos(angle)))
        rings.append((start + bend, unit(normal * np.cos(angle) + outwards * np.sin(angle))))
    if depth > 0:
        rings.append((rings[-1][0] - normal * depth, outwards))
    count = len(vertices)
    quads = []
    for ring in range(len(rings) - 1):
        a, b = index[:, 0] + ring * count, index[:, 1] + ring * count
        quads += [np.stack([a, a + count, b + count], 1), np.stack([a, b + count, b], 1)]
    return Mesh(
        np.concatenate([ring[0] for ring in rings]),
        np.concatenate([ring[1] for ring in rings]),
        np.tile(face.uvs[vertices], (len(rings), 1)),
        np.concatenate(quads),
    )


def slot(surface: Surface, curve: Array, width: float, closed: bool = False) -> list[Array]:
    """A groove's outline in (u, v) around a curve; a closed curve gives its outer and inner outline."""
    left, right = surface.shifted(curve, -width / 2, closed), surface.shifted(curve, width / 2, closed)
    if closed:
        return [left, right]
    return [np.concatenate([left, right[::-1]])]


def ribbon(
    surface: Surface, curve: Array, width: float, lift: float, *, closed: bool = False, height: float = 0.0
) -> Mesh:
    """A flat band (or with a height: a bead with a round back) that lies along a curve of the surface."""
    columns = np.linspace(-1, 1, 3 if height == 0 else 7)
    points = []
    for column in columns:
        uv = surface.shifted(curve, column * width / 2, closed)
        bulge = lift + height * np.sqrt(max(1 - column**2, 0))
        points.append(surface(uv) + surface.normals(uv) * bulge)
    return grid_of(points, closed)


def grid_of(columns: Sequence[Array], closed: bool) -> Mesh:
    """The smooth mesh between neighbouring curves, outside to the left of them as they follow each other rightwards."""
    return grid(np.stack(columns, 1), (closed, False)).flipped()


def stitches(
    surface: Surface,
    curve: Array,
    *,
    every: float,
    length: float,
    thick: float,
    lift: float = 0.0,
    closed: bool = False,
) -> Mesh:
    """A seam: little threads that dive in and out along a curve of the surface."""
    points = surface(curve)
    way = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    count = max(int(way[-1] / every), 1)
    meshes = []
    for k in range(count):
        at = (k + 0.5) * way[-1] / count + np.array([-0.5, -0.2, 0.2, 0.5]) * length
        uv = np.stack([np.interp(at, way, curve[:, d]) for d in (0, 1)], 1)
        normal = surface.normals(uv)
        arch = np.array([-0.5, 0.65, 0.65, -0.5])[:, None] * thick
        path = surface(uv) + normal * (arch + lift)
        side = unit(np.cross(normal, np.gradient(path, axis=0)))
        ring = np.array([[1.0, 0.0], [0.0, 0.95], [-1.0, 0.0]]) * thick / 2
        tube = path[:, None] + side[:, None] * ring[:, :1] + normal[:, None] * ring[:, 1:]
        meshes.append(grid(tube))
    mesh = joined(meshes)
    inner = (mesh.normals * np.repeat(surface.normals(np.array([curve[len(curve) // 2]])), len(mesh.normals), 0)).sum(1)
    return mesh if np.median(inner) > 0 else mesh.flipped()
