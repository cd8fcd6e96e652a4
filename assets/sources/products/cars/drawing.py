"""Drawing on a body: corner points in the views of a designer, and the set of lines that a car is cut along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from products.cars.body import Array, Body, turned
from products.cars.cutting import arch_loop

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Board:
    """Turns what is drawn in a view into parameters of the body's left half."""

    body: Body

    def u_at(self, row: float, share: float, *, front: bool = True) -> float:
        """Where a ring has that share of its greatest half width."""
        u = np.linspace(0, self.body.middle, 1500)
        x = self.body(np.stack([u, np.full(len(u), self.body.row(row))], 1))[:, 0]
        widest = int(np.argmax(x))
        if front:
            return float(np.interp(share * x[widest], x[: widest + 1], u[: widest + 1]))
        return float(np.interp(share * x[widest], x[widest:][::-1], u[widest:][::-1]))

    def pillar(self, share: float, rows: tuple[float, float], *, front: bool = True, count: int = 7) -> Array:
        """A line up a pillar: where the rings have that share of their width."""
        heights = np.linspace(*rows, count)
        return np.array([[self.u_at(row, share, front=front), self.body.row(row)] for row in heights])

    def row(self, number: float, u: float) -> Array:
        """A point on a ring."""
        return np.array([[u, self.body.row(number)]])

    def on_row(self, number: float, z: float) -> Array:
        """A point on a ring's side, at z."""
        u = np.linspace(self.body.middle * 0.15, self.body.middle * 0.85, 1200)
        along = self.body(np.stack([u, np.full(len(u), self.body.row(number))], 1))[:, 2]
        return self.row(number, float(np.interp(-z, -along, u)))

    def side(self, points: Points) -> Array:
        """Corner points drawn in side view (z, y)."""
        return self._find(points, (2, 1), (0.07, 0.93))

    def front(self, points: Points) -> Array:
        """Corner points drawn from the front (x, y)."""
        return self._find(points, (0, 1), (0.0, 0.42))

    def rear(self, points: Points) -> Array:
        """Corner points drawn from behind (x, y)."""
        return self._find(points, (0, 1), (0.58, 1.0))

    def circle(self, centre: tuple[float, float], radius: float, count: int, *, ahead: bool = True) -> Array:
        """A circle drawn from the front or from behind."""
        angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
        drawn = np.stack([centre[0] + radius * np.cos(angles), centre[1] + radius * np.sin(angles)], 1)
        return turned(self.front(drawn) if ahead else self.rear(drawn))  # type: ignore[arg-type]

    def rings_around(self, axle: float, height: float, radius: float, steps: Sequence[float]) -> list[Array]:
        """Guides for a flared wheel arch: arcs around it at distances from its edge."""
        out = []
        for step in steps:
            loop = arch_loop(self.body, axle, height, radius + step, 60)
            out.append(loop[loop[:, 1] > 1.0])
        return [_opened(arc) for arc in out]

    def level(self, heights: Sequence[float], span: tuple[float, float], count: int) -> list[Array]:
        """Guides along the side at heights, over a span of z: what a crease needs beside it to stay crisp."""
        zs = np.linspace(*span, 40)
        return [self.body.seen([(z, y) for z in zs], "side", count, closed=False) for y in heights]

    def wiper(self, span: tuple[float, float], rows: Sequence[float]) -> Array:
        """Where a blade rests: from one u to the other, over rings at its foot, a third along and its tip."""
        share = np.interp(np.linspace(0, 1, 18), [0, 0.3, 1], [self.body.row(row) for row in rows])
        return np.stack([np.linspace(*span, 18), share], 1)

    def _find(self, points: Points, axes: tuple[int, int], share: tuple[float, float]) -> Array:
        window = (share[0] * self.body.middle, share[1] * self.body.middle, 0.0, self.body.length[1])
        return self.body.find(np.asarray(points, dtype=float), axes, window)


def _opened(arc: Array) -> Array:
    """A run of points of a loop without the jump between its ends."""
    jump = int(np.argmax(np.linalg.norm(np.diff(arc, axis=0), axis=1)))
    far = np.linalg.norm(arc[0] - arc[-1])
    if np.linalg.norm(arc[jump + 1] - arc[jump]) > far:
        return np.roll(arc, -(jump + 1), 0)
    return arc


@dataclass(frozen=True)
class Lines:
    """What a car is cut along; loops and curves in (u, v) of the left half.

    Args:
        windscreen, backlight: loops over the middle.
        door_glass, rear_glass, door, post: loops on the side.
        arches, trims: wheel arches as holes, and the outer edges of their trims (none where arches are painted).
        openings: what else is cut out of the paint below the belt.
        above: what else is cut out of the skin above the belt.
        shuts: shut lines, open curves.
        flaps: shut lines, closed loops on the side.
        guides: creases that edges follow.
        belt, sill, edge: rings that part paint from pillars, skin from cladding, rails from the roof.
    """

    windscreen: Array
    backlight: Array
    door_glass: Array
    rear_glass: Array
    door: Array
    post: Array
    cowl: Array
    arches: Sequence[Array]
    handle: Array
    pocket: Array
    belt: float
    sill: float
    edge: float
    trims: Sequence[Array] = ()
    openings: Sequence[Array] = ()
    above: Sequence[Array] = ()
    shuts: Sequence[Array] = ()
    flaps: Sequence[Array] = ()
    guides: Sequence[Array] = ()


@dataclass(frozen=True)
class Car:
    """A body with its lines, and where its wheels and its roof are."""

    body: Body
    lines: Lines
    roof_height: Callable[[Array, Array], Array]
    roof_span: tuple[float, float]
    axles: tuple[float, float]
    wheel_y: float
    arch: float
    board: Board = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "board", Board(self.body))

    @property
    def shut(self) -> tuple[Array, Array]:
        """The door's hole and its outline."""
        return self.body.grown(self.lines.door, 4.6), self.body.grown(self.lines.door, -4.6)
