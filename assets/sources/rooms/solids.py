"""Solids with soft edges for rooms and furniture, in glTF's frame (+Y up, metres), as Blender's bmesh.

Every maker returns a bmesh whose lowest point stands at y = 0 unless it says otherwise; whoever places it frees it.
"""

from __future__ import annotations

import math

import bmesh
import numpy as np
from mathutils import Matrix, Vector

SHARP = math.radians(30)


def _soften(solid: bmesh.types.BMesh, bevel: float, segments: int) -> None:
    """Round every sharp edge, because nothing real ends in a mathematical edge."""
    if bevel <= 0:
        return
    edges = [edge for edge in solid.edges if len(edge.link_faces) == 2 and edge.calc_face_angle(0) > SHARP]
    bmesh.ops.bevel(solid, geom=edges, offset=bevel, segments=segments, profile=0.5, affect="EDGES", clamp_overlap=True)


def shown(solid: bmesh.types.BMesh, *hidden: tuple[float, float, float]) -> bmesh.types.BMesh:
    """The solid without the faces that look these ways, where nobody sees them."""
    solid.normal_update()
    unseen = [face for face in solid.faces if any(face.normal.dot(Vector(way)) > 0.99 for way in hidden)]  # noqa: PLR2004
    bmesh.ops.delete(solid, geom=unseen, context="FACES")
    return solid


def cut(solid: bmesh.types.BMesh, axis: int, places: tuple[float, ...]) -> bmesh.types.BMesh:
    """Cut faces (not the solid) at planes, which gives baked light the vertices that it needs near a contact."""
    for place in places:
        point, normal = Vector((0, 0, 0)), Vector((0, 0, 0))
        point[axis], normal[axis] = place, 1.0
        geometry = [*solid.verts, *solid.edges, *solid.faces]
        bmesh.ops.bisect_plane(solid, geom=geometry, dist=1e-5, plane_co=point, plane_no=normal)
    return solid


def box(
    width: float, height: float, depth: float, bevel: float = 0.008, segments: int = 2, cuts: tuple[float, ...] = ()
) -> bmesh.types.BMesh:
    """A box standing on the floor, centred in x and z; `cuts` are heights."""
    solid = bmesh.new()
    bmesh.ops.create_cube(solid, size=1.0)
    bmesh.ops.scale(solid, vec=(width, height, depth), verts=solid.verts)
    bmesh.ops.translate(solid, vec=(0, height / 2, 0), verts=solid.verts)
    _soften(solid, bevel, segments)
    return cut(solid, 1, cuts)


def facets(radius: float, gap: float = 0.0008) -> int:
    """How many sides a circle needs to leave the true one by no more than `gap`, in metres.

    Half a pixel is 0.15 mm where a shoe is inspected, 0.8 mm for furniture two steps away, 1.5 mm under the ceiling.
    """
    return 4 * math.ceil(math.pi / math.acos(1 - gap / radius) / 4)


def prism(
    outline: np.ndarray,
    height: float,
    bevel: float = 0.01,
    segments: int = 2,
    cuts: tuple[float, ...] = (),
    *,
    ends: str = "both",
) -> bmesh.types.BMesh:
    """An outline of (n, 2) x and z, counter-clockwise seen from above or not, raised to `height`.

    `ends` leaves out what nobody sees: "top" has no underside, "none" stands under a board of its own.
    """
    solid = bmesh.new()
    bottom = solid.faces.new([solid.verts.new((x, 0.0, z)) for x, z in outline])
    raised = bmesh.ops.extrude_face_region(solid, geom=[bottom])
    top = [item for item in raised["geom"] if isinstance(item, bmesh.types.BMVert)]
    bmesh.ops.translate(solid, vec=(0, height, 0), verts=top)
    bmesh.ops.recalc_face_normals(solid, faces=solid.faces)
    if bevel > 0:
        rims = [
            edge
            for edge in solid.edges
            if abs(edge.verts[0].co.y - edge.verts[1].co.y) < 1e-6
            and edge.calc_face_angle(0) > SHARP
            and (ends == "both" or edge.verts[0].co.y > height / 2)
        ]
        bmesh.ops.bevel(solid, geom=rims, offset=bevel, segments=segments, profile=0.5, affect="EDGES")
    hidden = {"both": (), "top": (0.0,), "none": (0.0, height)}[ends]
    unseen = [face for face in solid.faces if any(all(abs(v.co.y - y) < 1e-6 for v in face.verts) for y in hidden)]
    bmesh.ops.delete(solid, geom=unseen, context="FACES")
    return cut(solid, 1, cuts)


def lathe(profile: list[tuple[float, float]], sides: int = 40) -> bmesh.types.BMesh:
    """A profile of (radius, y) points from bottom to top, turned about +Y; radius 0 closes the end."""
    solid = bmesh.new()
    rings = []
    for radius, y in profile:
        if radius <= 0:
            rings.append([solid.verts.new((0, y, 0))])
            continue
        turns = [2 * math.pi * i / sides for i in range(sides)]
        rings.append([solid.verts.new((radius * math.cos(a), y, radius * math.sin(a))) for a in turns])
    for lower, upper in zip(rings, rings[1:], strict=False):
        for i in range(sides):
            j = (i + 1) % sides
            corners = [lower[i % len(lower)], lower[j % len(lower)], upper[j % len(upper)], upper[i % len(upper)]]
            solid.faces.new(list(dict.fromkeys(corners)))
    bmesh.ops.recalc_face_normals(solid, faces=solid.faces)
    return solid


def rounded_profile(radius: float, height: float, soft: float, heights: tuple[float, ...] = ()) -> list:
    """The profile of a cylinder with soft rims, for `lathe`."""
    steps = 1 if soft < 0.006 else 2 if soft < 0.03 else 4
    arc = [i * math.pi / 2 / steps for i in range(steps + 1)]
    bottom = [(radius - soft + soft * math.sin(a), soft - soft * math.cos(a)) for a in arc]
    top = [(radius - soft + soft * math.cos(a), height - soft + soft * math.sin(a)) for a in arc]
    middle = [(radius, y) for y in heights if soft < y < height - soft]
    return [(0, 0), *bottom, *middle, *top, (0, height)] if soft > 0 else [(radius, 0), (radius, height), (0, height)]


def cylinder(
    radius: float, height: float, soft: float = 0.01, sides: int = 40, cuts: tuple[float, ...] = ()
) -> bmesh.types.BMesh:
    """A standing cylinder with soft rims."""
    return lathe(rounded_profile(radius, height, soft, cuts), sides)


def step(
    radius: float, height: float, soft: float = 0.012, gap: float = 0.00015, cuts: tuple[float, ...] = ()
) -> bmesh.types.BMesh:
    """A round step without an underside, as round as the eye sees it from where a product on it is inspected."""
    arc = [i * math.pi / 4 for i in range(3)]
    top = [(radius - soft + soft * math.cos(a), height - soft + soft * math.sin(a)) for a in arc]
    return lathe([(radius, 0), *((radius, y) for y in cuts), *top, (0, height)], facets(radius, gap))


def cushion(
    width: float, height: float, depth: float, radius: float = 0.06, swell: float = 0.03, steps: int = 5
) -> bmesh.types.BMesh:
    """An upholstered box: generously rounded and slightly swollen."""
    solid = bmesh.new()
    bmesh.ops.create_cube(solid, size=2.0)
    bmesh.ops.subdivide_edges(solid, edges=solid.edges, cuts=steps - 1, use_grid_fill=True)
    half = np.array([width, height, depth]) / 2
    core = np.maximum(half - radius, 1e-3)
    for vertex in solid.verts:
        # Denser near the edges, where the roundness is.
        unit = np.sin(np.array(vertex.co) * math.pi / 2)
        point = unit * half
        inner = np.clip(point, -core, core)
        away = point - inner
        length = float(np.linalg.norm(away))
        point = inner + (away / length * radius if length > 1e-9 else 0.0)
        flat = np.clip(1 - unit**2, 0, 1)
        bulge = np.array([flat[1] * flat[2], flat[0] * flat[2], flat[0] * flat[1]])
        point += swell * np.sign(unit) * bulge * (np.abs(unit) > 0.999)
        vertex.co = point + np.array([0, half[1], 0])
    return solid


def tube(path: list[tuple[float, float, float]], radius: float | list[float], sides: int = 10) -> bmesh.types.BMesh:
    """A round bar along a path, closed at both ends; `radius` may change from point to point."""
    solid = bmesh.new()
    points = [Vector(point) for point in path]
    radii = radius if isinstance(radius, list) else [radius] * len(points)
    side = None
    rings = []
    for i, point in enumerate(points):
        ahead = (points[min(i + 1, len(points) - 1)] - points[max(i - 1, 0)]).normalized()
        if side is None:
            side = ahead.orthogonal().normalized()
        side = (side - ahead * side.dot(ahead)).normalized()
        other = ahead.cross(side)
        turns = [2 * math.pi * k / sides for k in range(sides)]
        rings.append([solid.verts.new(point + (side * math.cos(a) + other * math.sin(a)) * radii[i]) for a in turns])
    for lower, upper in zip(rings, rings[1:], strict=False):
        for k in range(sides):
            solid.faces.new((lower[k], lower[(k + 1) % sides], upper[(k + 1) % sides], upper[k]))
    solid.faces.new(list(reversed(rings[0])))
    solid.faces.new(rings[-1])
    bmesh.ops.recalc_face_normals(solid, faces=solid.faces)
    return solid


def ring(radius: float, wire: float, sides: int = 64, wire_sides: int = 8) -> bmesh.types.BMesh:
    """A torus lying flat, centred at the origin (not on the floor)."""
    turns = [2 * math.pi * k / wire_sides for k in range(wire_sides)]
    profile = [(radius + wire * math.cos(a), wire * math.sin(a)) for a in turns]
    solid = lathe([*profile, profile[0]], sides)
    bmesh.ops.remove_doubles(solid, verts=solid.verts, dist=1e-5)
    bmesh.ops.recalc_face_normals(solid, faces=solid.faces)
    return solid


def sheet(lines_u: list[float], lines_v: list[float]) -> bmesh.types.BMesh:
    """A flat grid in x and y facing +Z, with grid lines where they are asked for."""
    solid = bmesh.new()
    rows = [[solid.verts.new((u, v, 0.0)) for u in lines_u] for v in lines_v]
    for low, high in zip(rows, rows[1:], strict=False):
        for i in range(len(lines_u) - 1):
            solid.faces.new((low[i], low[i + 1], high[i + 1], high[i]))
    return solid


def picture(width: float, height: float) -> bmesh.types.BMesh:
    """An upright sheet facing +Z that its texture fills once; its foot is at y = 0."""
    solid = bmesh.new()
    layer = solid.loops.layers.uv.new("uv")
    corners = ((-1, 0, 0), (1, 0, 0), (1, 1, 0), (-1, 1, 0))
    made = solid.faces.new([solid.verts.new((x * width / 2, y * height, z)) for x, y, z in corners])
    for loop, (x, y, _) in zip(made.loops, corners, strict=True):
        loop[layer].uv = ((x + 1) / 2, y)
    return solid


def graded(start: float, end: float, coarse: float = 1.2) -> list[float]:
    """Grid lines that crowd at both ends, where the baked light changes fast."""
    near = [0.0, 0.05, 0.13, 0.28, 0.55, 1.0]
    length = end - start
    near = [step for step in near if step < length / 2 - 0.05]
    inner_start, inner_end = start + near[-1], end - near[-1]
    count = max(1, round((inner_end - inner_start) / coarse))
    inner = [inner_start + (inner_end - inner_start) * i / count for i in range(1, count)]
    return [start + step for step in near] + inner + [end - step for step in reversed(near)]


def rounded_rectangle(width: float, depth: float, radius: float, steps: int = 8) -> np.ndarray:
    """An outline of (n, 2) with round corners; a radius of half the depth gives a stadium."""
    points = []
    radius = min(radius, width / 2 - 1e-4, depth / 2 - 1e-4)
    for quarter, (sx, sz) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        for i in range(steps + 1):
            angle = (quarter + i / steps) * math.pi / 2
            points.append(
                (
                    sx * (width / 2 - radius) + radius * math.cos(angle),
                    sz * (depth / 2 - radius) + radius * math.sin(angle),
                )
            )
    return np.array(points)


def fluted(outline: np.ndarray, pitch: float, depth: float, per_flute: int = 3) -> np.ndarray:
    """The outline set with half-round ribs of about `pitch`, standing out by `depth`."""
    closed = np.vstack([outline, outline[:1]])
    lengths = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))])
    ribs = max(8, round(lengths[-1] / pitch))
    along = np.linspace(0, lengths[-1], ribs * per_flute, endpoint=False)
    points = np.stack([np.interp(along, lengths, closed[:, k]) for k in range(2)], axis=1)
    tangent = np.roll(points, -1, axis=0) - np.roll(points, 1, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    outward = np.stack([tangent[:, 1], -tangent[:, 0]], axis=1)
    phase = (np.arange(len(points)) % per_flute) / per_flute
    return points + outward * (depth * np.sin(math.pi * phase))[:, None]


def placed(
    solid: bmesh.types.BMesh, at: tuple[float, float, float], turn: float = 0.0, tilt: Matrix | None = None
) -> bmesh.types.BMesh:
    """Tilt, then turn about +Y, then move."""
    matrix = Matrix.Translation(at) @ Matrix.Rotation(turn, 4, "Y")
    bmesh.ops.transform(solid, matrix=matrix @ tilt if tilt else matrix, verts=solid.verts)
    return solid


def sheet_graded(u0: float, u1: float, v0: float, v1: float, coarse: float) -> bmesh.types.BMesh:
    """A flat rectangle facing +Z whose grid is dense at its edges."""
    return sheet(graded(u0, u1, coarse), graded(v0, v1, coarse))


def graded_box(width: float, height: float, depth: float, axis: int, step: float) -> bmesh.types.BMesh:
    """A sharp box, cut every `step` metres along an axis, for baked light that changes along it."""
    solid = box(width, height, depth, 0)
    length = (width, height, depth)[axis]
    count = max(1, round(length / step))
    start = 0.0 if axis == 1 else -length / 2
    return cut(solid, axis, tuple(start + length * k / count for k in range(1, count)))
