"""Collapse vertices of a surface into neighbours, the cheapest first, until nothing within the error is left.

A surface is made of places (where vertices stand) and vertices (what is drawn there: one place has several where a seam
of the texture, a hard edge or two primitives meet). A place goes into a neighbour with all its vertices, each into a
vertex there that it shares a triangle with; where one has none, the place stays. So no crack opens, no texture slips,
seams and borders keep their course, and what is left keeps its place and all its attributes: nothing is invented.

A place may go where its neighbour lies within the error of every plane that the place stands for (the root of the sum
of squared distances, which is no less than the greatest of them): those of its triangles, and along seams and borders
those that stand upright on them. Collapses that touch no common triangle are done together, so numpy does the work.

Source: M. Garland, P. Heckbert, "Surface Simplification Using Quadric Error Metrics", 1997, with half-edge collapses.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from showroom.pipeline.steps.shading import Shading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

MOST_ROUNDS = 200
LEAST_COSINE = 0.5
"""No triangle turns by more than 60 degrees in one collapse."""
UPPER = np.triu_indices(4)
"""The ten different entries of a symmetric matrix of four rows, as which a quadric is kept."""
TWICE = np.where(UPPER[0] == UPPER[1], 1.0, 2.0)
INSIDE, BORDER = 2, 1
"""How many triangles an edge has inside a surface and on its border; any other edge stays as it is."""
SHUFFLE = 2_654_435_761
"""A large odd number whose multiples look as if they had no order (Knuth's golden ratio)."""
LEAST_COST = 2.0**-24
"""Parts of the bound below which costs are all the same."""
FORTH_AND_BACK = ((0, 1), (1, 2), (2, 0), (1, 0), (2, 1), (0, 2))


@dataclass(frozen=True)
class CollapseOptions:
    """What may go.

    Args:
        keeps_seams: nothing on a seam, a hard edge or a border goes; else such lines keep their course.
        least_share: a round that takes less than this part of the triangles is the last one.
    """

    keeps_seams: bool = True
    least_share: float = 0.002


@dataclass(frozen=True)
class Bound:
    """How far a collapse may go.

    Args:
        error: how far the surface may be from where it was, in the unit of its positions.
        turn: how far normals may turn, in radians, as `shading` measures it.
    """

    error: float
    turn: float = math.inf


@dataclass(frozen=True)
class Mesh:
    """What is collapsed.

    Args:
        positions: (n, 3); vertices at one place have the same bits.
        normals: (n, 3).
        triangles: (m, 3) numbers of vertices.
    """

    positions: NDArray[np.float32]
    normals: NDArray[np.float32]
    triangles: NDArray[np.int64]


def collapses(mesh: Mesh, bounds: Sequence[Bound], options: CollapseOptions) -> Iterator[Numbers]:
    """Where every vertex is, for one bound after the other.

    Args:
        mesh: what is collapsed.
        bounds: rising.
        options: what may go.

    Yields:
        For each bound (n,) numbers of vertices: itself for one that stayed.
    """
    shaded = any(math.isfinite(bound.turn) for bound in bounds)
    surface = _Surface(mesh, options, shaded=shaded)
    for bound in bounds:
        surface.collapse(bound)
        yield surface.targets


class _Surface:
    def __init__(self, mesh: Mesh, options: CollapseOptions, *, shaded: bool) -> None:
        found, places = np.unique(mesh.positions, axis=0, return_inverse=True)
        points, places = found.astype(np.float64), places.reshape(-1)
        self._points, self._places, self._options = points, places, options
        self._triangles = self._with_area(mesh.triangles)
        self._quadrics = _quadrics(points, places, self._triangles)
        normals = mesh.normals.astype(np.float64)
        self._shading = Shading(points[places], self._triangles, normals) if shaded else None
        self._products = _products(np.concatenate([points, np.ones((len(points), 1))], axis=1)) * TWICE
        self.targets = np.arange(len(places))

    def _with_area(self, triangles: Numbers) -> Numbers:
        corners = self._places[triangles]
        apart: Flags = (corners != np.roll(corners, 1, axis=1)).all(axis=1)
        return triangles[apart]

    def collapse(self, bound: Bound) -> None:
        """Collapse whatever stays within the bound."""
        for _ in range(MOST_ROUNDS):
            before = len(self._triangles)
            if not before:
                return
            self._round(bound)
            if before - len(self._triangles) <= self._options.least_share * before:
                return

    def _round(self, bound: Bound) -> None:
        ways = _Ways(self._places, self._triangles, len(self._points), keeps_seams=self._options.keeps_seams)
        goals, costs = self._cheapest(ways, bound)
        going = self._independent(goals, costs)
        moved = np.where(going, goals, np.arange(len(self._points)))
        np.add.at(self._quadrics, goals[going], self._quadrics[going])
        vertices, become = ways.taken(moved)
        if self._shading is not None:
            self._shading.move(vertices, become)
        steps = np.arange(len(self._places))
        steps[vertices] = become
        self.targets = steps[self.targets]
        self._triangles = self._with_area(steps[self._triangles])

    def _cheapest(self, ways: _Ways, bound: Bound) -> tuple[Numbers, Floats]:
        """For each place the neighbour to which it goes at the least cost, and that cost; infinite where it stays."""
        count = len(self._points)
        sources, goals = ways.sources, ways.goals
        # What the planes of both say of where the neighbour stands; of its own it has been said before.
        own = (self._quadrics * self._products).sum(axis=1)
        costs = np.maximum(np.einsum("ij,ij->i", self._quadrics[sources], self._products[goals]) + own[goals], 0.0)
        costs = costs / bound.error**2
        if self._shading is not None:
            rows, vertices, become = ways.vertices_of(costs <= 1.0)
            costs += np.bincount(rows, self._shading.costs(vertices, become), len(costs)) / bound.turn**2
        good = costs <= 1.0
        sources, goals, costs = sources[good], goals[good], costs[good]
        order = np.lexsort((goals, costs, sources))
        sources, goals, costs = sources[order], goals[order], costs[order]
        firsts = np.flatnonzero(np.diff(sources, prepend=-1))
        targets, cheapest = np.arange(count), np.full(count, np.inf)
        targets[sources[firsts]], cheapest[sources[firsts]] = goals[firsts], costs[firsts]
        return targets, cheapest

    def _independent(self, goals: Numbers, costs: Floats) -> Flags:
        """Which places go in one round: none that would turn a triangle, and no two that share one."""
        triangles = self._places[self._triangles]
        going = np.isfinite(costs)
        for corner in range(3):
            self._forbid_turning(triangles, corner, goals, going)
        ranks = np.full(len(goals), len(goals))
        candidates = np.flatnonzero(going)
        # In the very order of costs, which rise along a bend, one would go after the other: what costs about the same
        # goes in any order.
        shuffled = candidates * SHUFFLE % len(goals)
        about = np.floor(np.log2(np.maximum(costs[candidates], LEAST_COST)) / 2.0)
        ranks[candidates[np.lexsort((candidates, shuffled, about))]] = np.arange(len(candidates))
        ranked = ranks[triangles]
        going[triangles[ranked > ranked.min(axis=1)[:, None]]] = False
        return going

    def _forbid_turning(self, triangles: Numbers, corner: int, goals: Numbers, going: Flags) -> None:
        """Clear `going` for places whose leaving would turn or flatten a triangle that stays."""
        sources = triangles[:, corner]
        rows = np.flatnonzero(going[sources] & (triangles != goals[sources][:, None]).all(axis=1))
        corners = self._points[triangles[rows]]
        before = _facing(corners)
        corners[:, corner] = self._points[goals[sources[rows]]]
        after = _facing(corners)
        sizes = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
        going[sources[rows[(before * after).sum(axis=1) <= LEAST_COSINE * sizes]]] = False


class _Ways:
    """Which places may go into which neighbours: `sources` and `goals`."""

    def __init__(self, places: Numbers, triangles: Numbers, count: int, *, keeps_seams: bool) -> None:
        self._places, self._count = places, count
        pairs = np.concatenate([triangles[:, list(ends)] for ends in FORTH_AND_BACK])
        at = places[pairs]
        edges, uses = _runs(np.sort(at @ np.array([count, 1])))
        # Every vertex that has a triangle with a place, and the one there that it would become.
        codes = pairs[:, 0] * count + at[:, 1]
        order = np.argsort(codes, kind="stable")
        codes, become = codes[order], pairs[order, 1]
        starts = np.flatnonzero(np.diff(codes, prepend=-1))
        self._vertices, self._toward, self._become = codes[starts] // count, codes[starts] % count, become[starts]
        edge_of = np.searchsorted(edges, places[self._vertices] * count + self._toward)
        torn = np.minimum.reduceat(become, starts) != np.maximum.reduceat(become, starts)
        with_way = np.bincount(edge_of[~torn], minlength=len(edges))
        drawn = np.zeros(len(places), np.bool_)
        drawn[triangles] = True
        alive = np.bincount(places[drawn], minlength=count)
        sources, goals = edges // count, edges % count
        free = (with_way == alive[sources]) & self._along(sources, uses)
        if keeps_seams:
            free &= (alive[sources] == 1) & (uses == INSIDE)
        self.sources, self.goals = sources[free], goals[free]
        self._way_of = np.where(free, np.cumsum(free) - 1, -1)[edge_of]

    def _along(self, sources: Numbers, uses: Numbers) -> Flags:
        """Inside, a place goes along any edge, on a border only along it; where edges meet otherwise, nowhere."""
        borders = np.bincount(sources[uses == BORDER], minlength=self._count)
        tangled = np.bincount(sources[uses > INSIDE], minlength=self._count)
        inside = (uses == INSIDE) & (borders[sources] == 0)
        along = (uses == BORDER) & (borders[sources] == INSIDE)
        return np.asarray((inside | along) & (tangled[sources] == 0), np.bool_)

    def vertices_of(self, asked: Flags) -> tuple[Numbers, Numbers, Numbers]:
        """For the ways that are asked for: the number of the way, a vertex that goes it, and what it becomes."""
        rows = np.flatnonzero(self._way_of >= 0)
        rows = rows[asked[self._way_of[rows]]]
        return self._way_of[rows], self._vertices[rows], self._become[rows]

    def taken(self, moved: Numbers) -> tuple[Numbers, Numbers]:
        """The vertices that go, and what they become, when the places go as `moved` says."""
        at = self._places[self._vertices]
        rows = np.flatnonzero((moved[at] == self._toward) & (self._toward != at))
        return self._vertices[rows], self._become[rows]


def _runs(ordered: Numbers) -> tuple[Numbers, Numbers]:
    """Each of the sorted numbers once, and how often it comes."""
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    return ordered[starts], np.diff(starts, append=len(ordered))


def _quadrics(points: Floats, places: Numbers, triangles: Numbers) -> Floats:
    """For each place the sum of the quadrics of its planes, (n, 10)."""
    quadrics = np.zeros((len(points), len(TWICE)))
    corners = places[triangles]
    normals = _unit(_facing(points[corners]))
    _add_planes(quadrics, corners, normals, points[corners[:, 0]])
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    ends = np.sort(edges, axis=1) @ np.array([len(places), 1])
    _, inverse, counts = np.unique(ends, return_inverse=True, return_counts=True)
    lines = np.flatnonzero(counts[inverse.reshape(-1)] == BORDER)
    first, second = places[edges[lines]].T
    upright = _unit(np.cross(points[second] - points[first], np.tile(normals, (3, 1))[lines]))
    _add_planes(quadrics, np.stack([first, second], axis=1), upright, points[first])
    return quadrics


def _add_planes(quadrics: Floats, ends: Numbers, normals: Floats, through: Floats) -> None:
    planes = np.concatenate([normals, -(normals * through).sum(axis=1, keepdims=True)], axis=1)
    for product, values in enumerate(_products(planes).T):
        for column in ends.T:
            quadrics[:, product] += np.bincount(column, values, len(quadrics))


def _products(values: Floats) -> Floats:
    """The products of every two of four numbers, (n, 10)."""
    return np.stack([values[:, first] * values[:, second] for first, second in zip(*UPPER, strict=True)], axis=1)


def _facing(corners: Floats) -> Floats:
    return np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.where(lengths > 0, vectors / np.maximum(lengths, 1e-300), 0.0)
