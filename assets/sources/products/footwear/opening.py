"""Around the foot's opening: the padded collar, the lining down to the insole, the tongue."""

from __future__ import annotations

import numpy as np
from modelling import paint
from modelling.curves import through
from modelling.mesh import Array, Mesh, frames, grid, joined, superellipse, sweep, unit
from modelling.surface import triangulated
from products.footwear.form import Form


def is_collar(form: Form, u: Array, ends: tuple[float, float] = (105.0, 135.0)) -> Array:
    """1 around the ankle, 0 along the throat; `ends` are the distances from the heel between which it fades."""
    from_heel = np.minimum(u, form.length[0] - u)
    return 1 - paint.step(from_heel, *ends)


def collar(form: Form, radius: Array, *, sink: float = 0.92, tall: float = 1.05, lower: float = 0.0) -> Mesh:
    """A cushioned edge of the opening.

    Args:
        form: The upper.
        radius: Its half thickness around the opening, from the heel (n,).
        sink: How far it lies inside, in radii.
        tall: Its height over its thickness.
        lower: How far below the opening's line its middle lies, in radii.
    """
    count = len(radius)
    uv = form.ring(form.top, count)
    points, normal = form.frame(uv)
    centre = points - normal * radius[:, None] * sink
    tangent, _, _ = frames(centre, closed=True)
    side = unit(np.cross(tangent, normal))
    side *= np.sign(side[:, 1:2].mean())
    centre = centre - side * radius[:, None] * lower
    angles = np.linspace(0, 2 * np.pi, 14, endpoint=False)
    points = centre[:, None] + radius[:, None, None] * (
        normal[:, None] * np.cos(angles)[:, None] + side[:, None] * np.sin(angles)[:, None] * tall
    )
    tube = grid(points, (True, True), (16, 1))
    facing = (tube.normals * (tube.positions - np.repeat(np.concatenate([centre, centre[:1]]), 15, 0))).sum(1).mean()
    return tube if facing > 0 else tube.flipped()


def lining(form: Form, thick: Array, floor: tuple[Array, Array], *, rows: int = 12, low: float = 6.0) -> Mesh:
    """The inside, from the collar down to the insole, and the insole.

    Args:
        form: The upper.
        thick: How far inside it lies, (around, rows), the opening first.
        floor: Height of the insole (second) at places along the shoe (first).
        rows: Rows from the opening down.
        low: v of the lowest row.
    """
    count = len(thick)
    u, v = np.linspace(0, form.length[0], count, endpoint=False), np.linspace(form.top, low, rows)
    uv = np.stack(np.meshgrid(u, v, indexing="ij"), -1).reshape(-1, 2)
    points, normal = form.frame(uv)
    inner = (points - normal * thick.reshape(-1, 1)).reshape(count, rows, 3)
    wall = form.outside(grid(inner, (True, False), (16, 2))).flipped()
    rim = inner[:, -1]
    flat, triangles = triangulated(rim[:, [0, 2]] * [1, -1], [], 14.0)
    height = through(floor[0], floor[1], np.clip(-flat[:, 1], floor[0][0], floor[0][-1]))
    positions = np.stack([flat[:, 0], height, -flat[:, 1]], 1)
    insole = Mesh(positions, np.broadcast_to([0.0, 1.0, 0.0], positions.shape).copy(), flat / 40, triangles)
    return joined([wall, insole])


def tongue(path: Array, widths: Array, thicks: Array, arch: float, *, up: Array, tile: float = 40.0) -> Mesh:
    """A padded tongue along a path, arched over the instep.

    Args:
        path: Its middle, (n, 3).
        widths: At even places along it.
        thicks: At even places along it.
        arch: How far its sides hang down, at its widest.
        up: Its upper side's direction at every point of the path.
        tile: Millimetres of one tile of its picture.
    """
    places = np.linspace(0, 1, len(widths))
    widest = max(widths) / 2

    def section(t: float) -> Array:
        end = np.sqrt(max(1 - (max(t - 0.86, 0) / 0.14) ** 2 * 0.5, 0))  # its upper corners are round
        ring = superellipse(np.interp(t, places, widths) * end, np.interp(t, places, thicks), 2.8, 28)
        return np.stack([ring[:, 0], ring[:, 1] - (ring[:, 0] / widest) ** 2 * arch], 1)

    length = np.linalg.norm(np.diff(path, axis=0), axis=1).sum()
    return sweep(path, section, up=up, round_ends=3.5, uv_scale=(length / tile, 2.4 * widest * 2 / tile))
