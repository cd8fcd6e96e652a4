"""Light that has bounced, baked into vertex colours: a small radiosity over the triangles themselves.

Every vertex looks into a fixed set of directions once; what it sees is remembered, so that further bounces are
sums in numpy and cost no more rays. The real-time light then only has to add sun and reflections. The colours' alpha is
how much of that light comes from lamps: an evening keeps this and lets the sky go.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from mathutils import Vector
from mathutils.bvhtree import BVHTree

LIFT = 0.006
BOUNCES = 4
REACH_M = 80.0
DARK = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Lamp:
    """A point of a lamp: where, which way its light falls, its power (linear RGB), and how it keeps together.

    A `beam` of 1 is a flat lamp; the higher, the narrower. One that is `daylit` is an opening for the sky.
    """

    at: tuple[float, float, float]
    facing: tuple[float, float, float]
    power: tuple[float, float, float]
    beam: float = 1.0
    daylit: bool = False


@dataclass
class _Samples:
    """Corners that share a vertex and a normal are one sample."""

    point: np.ndarray
    normal: np.ndarray
    of_corner: np.ndarray
    tint: np.ndarray
    faces: np.ndarray


def bake(  # noqa: PLR0913 - what is lit, by what, and how carefully
    objects: list, tints: list, looks: dict, lamps: list[Lamp], sky: tuple, rays: int
) -> None:
    """Write the colour attribute ``COLOR``: tint × light for every object, and in alpha the lamps' share of it.

    Args:
        objects: triangulated mesh objects named like their look, still in glTF's frame.
        tints: for every object the linear colour of every triangle (n, 3) or of every corner (3n, 3).
        looks: materials by name.
        lamps: points that give light.
        sky: radiance of what is unlit or beyond every surface.
        rays: directions per vertex.
    """
    samples = [_samples(item.data, tint) for item, tint in zip(objects, tints, strict=True)]
    tree, face_object, face_index = _tree([item if looks[item.name].casts else None for item in objects])
    solid = [k for k, item in enumerate(objects) if looks[item.name].baked]
    mean = [np.array(looks[item.name].mean) for item in objects]
    sees = {k: _look_around(samples[k], tree, rays) for k in solid}
    lit = {k: _direct(samples[k], tree, [lamp for lamp in lamps if not lamp.daylit]) for k in solid}
    by_day = {k: lit[k] + _direct(samples[k], tree, [lamp for lamp in lamps if lamp.daylit]) for k in solid}

    def bounced(direct: dict, sky: tuple) -> dict:
        light = {k: value.copy() for k, value in direct.items()}
        for _ in range(BOUNCES):
            glow = _glow(objects, samples, light, mean, sky, face_object, face_index)
            light = {k: direct[k] + np.where((sees[k] >= 0)[..., None], glow[sees[k]], sky).mean(axis=1) for k in solid}
        return light

    light, by_night = bounced(by_day, sky), bounced(lit, DARK)
    balance = _white_balance(light)
    for k, item in enumerate(objects):
        look = looks[item.name]
        if k not in light:
            if "COLOR" not in item.data.color_attributes:  # else it was lit before, among other things
                share = np.full(len(samples[k].tint), 0.0 if look.daylit else 1.0)
                _write(item.data, samples[k].tint[samples[k].of_corner], share[samples[k].of_corner])
            continue
        shade, night = (_shade(_smoothed(samples[k], one[k]) * balance, look) for one in (light, by_night))
        share = night.mean(axis=1) / np.maximum(shade.mean(axis=1), 1e-6)
        _write(item.data, (shade * samples[k].tint)[samples[k].of_corner], share[samples[k].of_corner])


def _shade(light: np.ndarray, look) -> np.ndarray:  # noqa: ANN001
    """What a film would show of light; a metal's colour is its reflection: only ground it."""
    shade = 1 - np.exp(-light / look.exposure)
    return 0.55 + 0.45 * shade if look.metallic > 0 else shade


def _samples(mesh, tint: np.ndarray) -> _Samples:  # noqa: ANN001
    count = len(mesh.loops)
    vertex = np.empty(count, dtype=np.int64)
    mesh.loops.foreach_get("vertex_index", vertex)
    normals = np.empty(count * 3, dtype=np.float32)
    mesh.corner_normals.foreach_get("vector", normals)
    normals = normals.reshape(-1, 3)
    points = np.empty(len(mesh.vertices) * 3, dtype=np.float32)
    mesh.vertices.foreach_get("co", points)
    points = points.reshape(-1, 3)[vertex]
    tints = np.repeat(tint, 3, axis=0) if len(tint) < count else tint
    key = np.column_stack([vertex, np.round(normals * 50), np.round(tints * 1000)]).astype(np.int64)
    _, first, of_corner = np.unique(key, axis=0, return_index=True, return_inverse=True)
    of_corner = of_corner.ravel()
    # Step a little into the faces, so that a corner of the floor under a wall does not look into the wall.
    centre = np.repeat(points.reshape(-1, 3, 3).mean(axis=1), 3, axis=0)
    inward = np.zeros((len(first), 3))
    np.add.at(inward, of_corner, centre - points)
    inward -= normals[first] * (inward * normals[first]).sum(axis=1, keepdims=True)
    length = np.linalg.norm(inward, axis=1, keepdims=True)
    inward *= np.minimum(0.02, length * 0.4) / np.maximum(length, 1e-9)
    return _Samples(
        points[first] + inward + normals[first] * LIFT,
        normals[first],
        of_corner,
        tints[first],
        of_corner.reshape(-1, 3),
    )


def _tree(objects: list) -> tuple[BVHTree, np.ndarray, np.ndarray]:
    points, faces, owner, index = [], [], [], []
    for k, item in enumerate(objects):
        if item is None:
            continue
        start = len(points)
        points.extend(tuple(vertex.co) for vertex in item.data.vertices)
        faces.extend([start + v for v in polygon.vertices] for polygon in item.data.polygons)
        owner.extend([k] * len(item.data.polygons))
        index.extend(range(len(item.data.polygons)))
    return BVHTree.FromPolygons(points, faces, all_triangles=True), np.array(owner), np.array(index)


def _directions(count: int) -> np.ndarray:
    """Cosine-weighted directions around +Z: Vogel's spiral on the disc, raised to the hemisphere."""
    k = np.arange(count) + 0.5
    radius = np.sqrt(k / count)
    angle = k * np.pi * (3 - np.sqrt(5))
    return np.stack([radius * np.cos(angle), radius * np.sin(angle), np.sqrt(1 - radius**2)], axis=1)


def _look_around(samples: _Samples, tree: BVHTree, rays: int) -> np.ndarray:
    """Index of the face that each direction meets; -1 for the open sky."""
    normal = samples.normal
    helper = np.where(np.abs(normal[:, 1:2]) < 0.9, [[0.0, 1.0, 0.0]], [[1.0, 0.0, 0.0]])
    side = np.cross(helper, normal)
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    frame = np.stack([side, np.cross(normal, side), normal], axis=1)
    seen = np.full((len(normal), rays), -1, dtype=np.int64)
    local = _directions(rays)
    for i, point in enumerate(samples.point):
        origin = Vector(point)
        for j, direction in enumerate((local @ frame[i]).tolist()):
            hit = tree.ray_cast(origin, direction, REACH_M)[2]
            if hit is not None:
                seen[i, j] = hit
    return seen


def _direct(samples: _Samples, tree: BVHTree, lamps: list[Lamp]) -> np.ndarray:
    """Light that arrives straight from the lamps."""
    total = np.zeros((len(samples.point), 3))
    for lamp in lamps:
        way = np.array(lamp.at) - samples.point
        distance = np.linalg.norm(way, axis=1)
        way /= distance[:, None]
        falling = np.clip(-way @ np.array(lamp.facing), 0, 1) ** lamp.beam
        strength = np.clip((way * samples.normal).sum(axis=1), 0, 1) * falling / np.maximum(distance, 0.2) ** 2
        for i in np.nonzero(strength > 0.012)[0]:
            if tree.ray_cast(Vector(samples.point[i]), Vector(way[i]), distance[i] - 0.04)[2] is None:
                total[i] += strength[i] * np.array(lamp.power)
    return total


def _glow(objects, samples, light, mean, sky, face_object, face_index) -> np.ndarray:  # noqa: ANN001, PLR0913
    """Radiance that every face sends out; lamps are counted directly, so they are dark here."""
    glow = np.zeros((len(face_object), 3))
    for k, item in enumerate(objects):
        mine = face_object == k
        if k in light:
            face = (light[k] * samples[k].tint)[samples[k].faces].mean(axis=1) * mean[k]
            glow[mine] = face[face_index[mine]]
        elif item.name.startswith("view"):
            glow[mine] = sky
    return glow


def _white_balance(light: dict) -> np.ndarray:
    """Gains that bring the room's average light most of the way to white, as an eye or a camera would."""
    mean = np.concatenate([np.clip(value, 0, 3) for value in light.values()]).mean(axis=0)
    return (mean.mean() / mean) ** 0.7


def _smoothed(samples: _Samples, light: np.ndarray) -> np.ndarray:
    """One gentle step towards the neighbours, against the grain of too few rays."""
    total, weight = light * 2.0, np.full((len(light), 1), 2.0)
    for a, b in ((0, 1), (1, 2), (2, 0)):
        one, other = samples.faces[:, a], samples.faces[:, b]
        close = np.exp(-np.linalg.norm(samples.point[one] - samples.point[other], axis=1, keepdims=True) / 0.3)
        for to, source in ((one, other), (other, one)):
            np.add.at(total, to, light[source] * close * 0.25)
            np.add.at(weight, to, close * 0.25)
    return total / weight


def _write(mesh, color: np.ndarray, share: np.ndarray) -> None:  # noqa: ANN001
    layer = mesh.color_attributes.new("COLOR", "BYTE_COLOR", "CORNER")
    full = np.ones((len(color), 4), dtype=np.float32)
    full[:, :3], full[:, 3] = np.clip(color, 0, 1), np.clip(share, 0, 1)
    layer.data.foreach_set("color", full.ravel())
    mesh.color_attributes.active_color = layer
    mesh.color_attributes.render_color_index = 0
