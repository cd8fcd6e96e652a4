"""Cutting panels, windows and trim out of a body: outlines in (u, v), holes, shut lines, borders."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from modelling.curves import resampled
from modelling.mesh import Mesh, grid, joined, superellipse, sweep
from modelling.surface import piece, ribbon
from products.cars.body import Array, Body, turned

SPACING = (46.0, 38.0)


def softened(points: Array, radius: float, count: int, *, closed: bool = True) -> Array:
    """A polygon (n, 2) with round corners, as `count` points."""
    points = np.asarray(points, dtype=float)
    if closed:
        points = np.concatenate([points, points[:1]])
    fine = resampled(points, 1600, closed)
    step = np.linalg.norm(np.diff(points, axis=0), axis=1).sum() / 1600
    reach = max(int(1.6 * radius / step), 1)
    weight = np.exp(-0.5 * (np.arange(-reach, reach + 1) / (0.55 * reach)) ** 2)
    weight /= weight.sum()
    if closed:
        padded = np.concatenate([fine[-reach:], fine, fine[:reach]])
    else:
        padded = np.concatenate([2 * fine[0] - fine[reach:0:-1], fine, 2 * fine[-1] - fine[-2 : -reach - 2 : -1]])
    smooth = np.stack([np.convolve(padded[:, d], weight, "valid") for d in (0, 1)], 1)
    return resampled(np.concatenate([smooth, smooth[:1]]) if closed else smooth, count, closed)


def band(body: Body, rows: tuple[float, float], span: tuple[float, float] | None = None, step: float = 42.0) -> Array:
    """The outline between two rings and two u, which are the middles of front and rear where nothing is said."""
    u0, u1 = span or (0.0, body.middle)
    v0, v1 = body.row(rows[0]), body.row(rows[1])
    across, upward = max(int((u1 - u0) / step), 2), max(int((v1 - v0) / step), 2)
    low = np.stack([np.linspace(u0, u1, across + 1), np.full(across + 1, v0)], 1)
    right = np.stack([np.full(upward + 1, u1), np.linspace(v0, v1, upward + 1)], 1)
    return np.concatenate([low, right[1:], low[::-1] * [1, 0] + [0, v1], right[::-1] * [0, 1] + [u0, 0]])[
        : 2 * (across + upward)
    ]


def wide(body: Body, rows: tuple[float, float]) -> Array:
    """The same as a hole that sticks out at both middles."""
    return band(body, rows, (-80.0, body.middle + 80.0), 300.0)


def skin(
    body: Body,
    outer: Array,
    holes: Sequence[Array] = (),
    *,
    lip: float = 2.0,
    depth: float = 14.0,
    lift: float = 0.0,
    spacing: tuple[float, float] = SPACING,
    guides: Sequence[Array] = (),
) -> Mesh:
    """A panel with rounded edges."""
    return piece(
        body,
        outer,
        [turned(hole) for hole in holes],
        spacing=spacing,
        lip=lip,
        depth=depth,
        lip_steps=1,
        lift=lift,
        guides=guides,
    )


def beyond(body: Body) -> list[Array]:
    """Holes that cut everything off at the middles of front and rear, where the mirror image goes on."""
    v = np.arange(-40.0, body.length[1] + 60.0, 36.0)
    front = np.concatenate([np.stack([np.zeros(len(v)), v], 1), [[-900.0, v[-1]], [-900.0, v[0]]]])
    return [turned(front), turned(front * [-1, 1] + [body.middle, 0])]


def pane(body: Body, loop: Array, *, inset: float = 5.0, lift: float = -4.5, holes: Sequence[Array] = ()) -> Mesh:
    """A window's glass."""
    cut = [*beyond(body), *[turned(hole) for hole in holes]]
    return piece(body, body.grown(loop, -inset), cut, spacing=(60.0, 52.0), lift=lift)


def frit(
    body: Body, loop: Array, width: float, *, lift: float = -3.6, holes: Sequence[Array] = (), out: float = 2.0
) -> Mesh:
    """The black border that is baked onto a window."""
    cut = [body.grown(loop, -width), *beyond(body), *[turned(hole) for hole in holes]]
    return piece(body, body.grown(loop, out), cut, spacing=(60.0, 52.0), lift=lift)


def seal(body: Body, curve: Array, width: float = 24.0, lift: float = -5.0) -> Mesh:
    """What is seen through a shut line along an open curve."""
    strip = ribbon(body, curve, width, lift)
    facing = (strip.normals * body.normals(curve)[len(curve) // 2]).sum(1).mean()
    return strip if facing > 0 else strip.flipped()


def bead(
    body: Body, curve: Array, size: tuple[float, float], lift: float = 0.0, *, closed: bool = False, sides: int = 10
) -> Mesh:
    """A round strip along a curve, such as a chrome line."""
    points = body(curve) + body.normals(curve) * lift
    ends = {} if closed else {"round_ends": size[0] / 2}
    return sweep(points, superellipse(*size, 2.6, sides), closed=closed, up=body.normals(curve), **ends)


def bowl(body: Body, loop: Array, deep: float, *, size: float = 0.75, lip: float = 0.0) -> Mesh:
    """A recess below a hole: walls that go in and a floor, seen from outside."""
    edge = body(loop)
    normal = body.normals(loop).mean(0)
    normal /= np.linalg.norm(normal)
    centre = edge.mean(0)
    rings = []
    for share, sink in ((0.0, lip), (0.06, 0.35 * deep), (0.2, 0.75 * deep), (0.5, 0.95 * deep), (1.0, deep)):
        rings.append(edge + (centre - edge) * share * size - normal * sink)
    rings.append(np.repeat((centre - normal * deep)[None], len(edge), 0))
    mesh = grid(np.stack(rings, 0), (False, True))
    return mesh if (mesh.normals * normal).sum(1).mean() > 0 else mesh.flipped()


def housing(body: Body, axle: float, height: float, radius: float, count: int = 44) -> Mesh:
    """A wheel's housing, from just behind the arch's edge inwards; it faces the wheel."""
    angles = np.radians(np.linspace(-24, 204, count))
    circle = np.stack([axle + radius * np.cos(angles), height + radius * np.sin(angles)], 1)
    uv = body.seen(circle, "side", count, closed=False, smooth=False)
    edge = body(uv) - body.normals(uv) * 14
    columns = [edge] + [
        np.column_stack(
            [np.full(count, x), height + share * (circle[:, 1] - height), axle + share * (circle[:, 0] - axle)]
        )
        for x, share in ((690.0, 1.0), (520.0, 0.98), (505.0, 0.9), (500.0, 0.1))
    ]
    mesh = grid(np.stack(columns, 1))
    inwards = (mesh.normals * (np.array([760, height, axle]) - mesh.positions)).sum(1).mean() > 0
    return mesh if inwards else mesh.flipped()


def arch_loop(body: Body, axle: float, height: float, radius: float, count: int = 76) -> Array:
    """A wheel arch as a hole; it sticks out below the sill."""
    angles = np.radians(np.linspace(-26, 206, count))
    circle = np.stack([axle + radius * np.cos(angles), height + radius * np.sin(angles)], 1)
    uv = body.seen(circle, "side", count, closed=False, smooth=False)
    low = uv[:, 1] > 1.0
    uv = uv[low]
    return turned(np.concatenate([uv, [[uv[-1, 0], -60.0], [uv[0, 0], -60.0]]]))


def both(mesh: Mesh) -> Mesh:
    """A half and its mirror image."""
    return joined([mesh, mesh.mirrored()])
