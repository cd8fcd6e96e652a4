"""Designs of wheels: bright faces over dark pockets."""

from __future__ import annotations

from modelling.mesh import Mesh, joined
from products.cars.wheels import Size, around, barrel, bolts, cap, plate, polar, spoked

Rim = tuple[Mesh, Mesh]


def disc(size: Size) -> Rim:
    """Nearly closed, for range: a ring of short slots around a smooth dish."""
    r = size.rim
    gill = [(0.62, -7), (0.61, 5), (0.75, 9), (0.885, 11), (0.9, 4), (0.885, -5), (0.75, -8)]
    face = spoked(size, around(size, _drawn(r, gill, 20), 12), dome=4, dish=-16, deep=16, back=size.half - 18)
    return joined([face, barrel(size), cap(size.half + 1, 44)]), plate(size, (40, r - 16), size.half - 40)


def petal(size: Size) -> Rim:
    """Eight petals: wide openings with round ends."""
    wide = [(0.36, -7), (0.345, 0), (0.36, 7), (0.6, 14.5), (0.85, 17), (0.905, 10)]
    holes = around(size, _drawn(size.rim, [*wide, (0.91, 0), *_turned(wide)], 32), 8)
    face = spoked(size, holes, dome=18, dish=2, deep=26, back=size.half - 16)
    return joined([face, barrel(size), cap(size.half + 3)]), bolts(46, 4, size.half - 6)


def star(size: Size) -> Rim:
    """Five twin spokes with a slit in each."""
    wide = [(0.33, -10), (0.32, 0), (0.33, 10), (0.6, 19), (0.88, 22.5), (0.915, 15)]
    slit = [(0.4, 33.0), (0.395, 36), (0.4, 39), (0.65, 39.6), (0.87, 40.2), (0.895, 36), (0.87, 31.8), (0.65, 32.4)]
    holes = [*around(size, _drawn(size.rim, [*wide, (0.92, 0), *_turned(wide)], 34), 5)]
    holes += around(size, _drawn(size.rim, slit, 20), 5)
    face = spoked(size, holes, dome=24, dish=4, deep=30, back=size.half - 14)
    return joined([face, barrel(size), cap(size.half + 8)]), bolts(50, 5, size.half + 2)


def blade(size: Size) -> Rim:
    """Five blades that split towards the rim."""
    wide = [(0.29, -17), (0.27, 0), (0.29, 17), (0.55, 23), (0.9, 25), (0.93, 17)]
    fork = [(0.6, 34.6), (0.59, 36), (0.6, 37.4), (0.78, 40.8), (0.91, 42.6), (0.93, 36), (0.91, 29.4), (0.78, 31.2)]
    holes = [*around(size, _drawn(size.rim, [*wide, (0.935, 0), *_turned(wide)], 36), 5)]
    holes += around(size, _drawn(size.rim, fork, 24), 5)
    face = spoked(size, holes, dome=30, dish=8, deep=36, back=size.half - 12, lip=5.0)
    return joined([face, barrel(size), cap(size.half + 12)]), bolts(52, 5, size.half + 5)


def turbine(size: Size) -> Rim:
    """Ten swept blades, all one way, over a dark disc."""
    gap = [(0.34, -9), (0.33, -2), (0.36, 4), (0.6, 18), (0.88, 33), (0.925, 31), (0.93, 24), (0.9, 17), (0.62, 5)]
    face = spoked(size, around(size, _drawn(size.rim, gap, 30), 10), dome=16, dish=0, deep=22, back=size.half - 14)
    return joined([face, barrel(size), cap(size.half + 2, 36)]), plate(size, (60, size.rim - 16), size.half - 62)


def mesh(size: Size) -> Rim:
    """Ten slender double spokes, as on forged wheels."""
    wide = [(0.34, -5.5), (0.33, 0), (0.34, 5.5), (0.62, 11), (0.88, 12.6), (0.925, 8)]
    slit = [(0.56, 16.9), (0.555, 18), (0.56, 19.1), (0.74, 20.3), (0.9, 20.8), (0.915, 18), (0.9, 15.2), (0.74, 15.7)]
    holes = [*around(size, _drawn(size.rim, [*wide, (0.93, 0), *_turned(wide)], 26), 10)]
    holes += around(size, _drawn(size.rim, slit, 14), 10)
    face = spoked(size, holes, dome=28, dish=10, deep=28, back=size.half - 12, lip=3.5)
    return joined([face, barrel(size), cap(size.half + 8)]), bolts(52, 5, size.half + 3)


def _drawn(radius: float, shares: list[tuple[float, float]], count: int) -> object:
    """A smooth loop from shares of the rim's radius and degrees."""
    return polar([(share * radius, angle) for share, angle in shares], count)


def _turned(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The way back on the other side of a spoke's gap, without the inner end."""
    return [(share, -angle) for share, angle in reversed(points) if angle > 0 and share > 0.4]
