"""A room out of its plan alone: floor, walls, light slots, plinths.

It is shown until the room's own model is there, and for good where it has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from client.scene import solids
from showroom.gltf import walk
from showroom.gltf.model import Material

if TYPE_CHECKING:
    from showroom.catalogue import Plinth, RoomPlan
    from showroom.gltf.model import Document, Node, Primitive

HEIGHT_M = 3.4
RGBA = 4
NEARLY_ALL = 0.99
_WALL_M = 0.1
_FLOOR = solids.matt("floor", 0.46, 0.40, 0.33, 0.42)
_JOINT = solids.matt("joint", 0.33, 0.28, 0.23, 0.6)
_WALL = solids.matt("wall", 0.78, 0.77, 0.74, 0.9)
_ACCENT = solids.matt("accent", 0.055, 0.20, 0.18, 0.85)
_SKIRT = solids.matt("skirting", 0.86, 0.85, 0.83, 0.6)
_STONE = solids.matt("stone", 0.80, 0.79, 0.76, 0.35)
_FOOT = solids.matt("foot", 0.10, 0.10, 0.11, 0.5)
_SOFT = solids.matt("soft", 0.42, 0.40, 0.37, 0.95)
_LAMP = Material(
    "lamp", base_color=(1, 1, 1, 1), metallic=0.0, roughness=1.0, emissive=(1.0, 0.96, 0.9), emissive_strength=2.4
)


def shell_document(plan: RoomPlan) -> Document:
    """The room of a plan."""
    return solids.document([_shell(plan), *plinth_nodes(plan)])


def tells_lamps(document: Document) -> bool:
    """Whether a room's colours say, in their alpha, which part of their light comes from lamps."""
    parts = [part for node, _ in walk.nodes(document) for part in (node.mesh.primitives if node.mesh else ())]
    colours = [part.attributes["COLOR_0"] for part in parts if "COLOR_0" in part.attributes]
    return any(colour.shape[1] == RGBA and float(colour[:, 3].min(initial=1.0)) < NEARLY_ALL for colour in colours)


def plinth_nodes(plan: RoomPlan) -> list[Node]:
    """The plinths of a plan, each in place."""
    return [solids.node(f"plinth-{plinth.id}", _plinth(plinth)) for plinth in plan.plinths]


def _shell(plan: RoomPlan) -> Node:
    width, depth = plan.half_size_m
    parts = [solids.box((0, -0.05, 0), (width, 0.05, depth), _FLOOR)]
    parts += _joints(width, depth)
    parts += _walls(width, depth)
    parts.append(solids.box((0, HEIGHT_M + 0.05, 0), (width, 0.05, depth), _WALL))
    for x in (-width / 2, 0.0, width / 2):
        parts.append(solids.box((x, HEIGHT_M - 0.02, 0), (0.09, 0.02, depth * 0.82), _LAMP))
    for obstacle in plan.obstacles:
        (x, z), (half_x, half_z) = obstacle.centre, obstacle.half
        parts.append(solids.box((x, 0.23, z), (half_x, 0.23, half_z), _SOFT))
    return solids.node("shell", parts)


def _joints(width: float, depth: float) -> list[Primitive]:
    """Lines between the floor's planks, so that walking can be seen."""
    count = max(1, int(2 * width / 1.2))
    return [
        solids.box((-width + (index + 1) * 2 * width / (count + 1), 0.0005, 0), (0.004, 0.0005, depth), _JOINT)
        for index in range(count)
    ]


def _walls(width: float, depth: float) -> list[Primitive]:
    middle, half = HEIGHT_M / 2, HEIGHT_M / 2
    walls = [
        solids.box((0, middle, -depth - _WALL_M), (width + 2 * _WALL_M, half, _WALL_M), _ACCENT),
        solids.box((0, middle, depth + _WALL_M), (width + 2 * _WALL_M, half, _WALL_M), _WALL),
        solids.box((-width - _WALL_M, middle, 0), (_WALL_M, half, depth), _WALL),
        solids.box((width + _WALL_M, middle, 0), (_WALL_M, half, depth), _WALL),
    ]
    skirts = [
        solids.box((0, 0.05, -depth + 0.01), (width, 0.05, 0.01), _SKIRT),
        solids.box((0, 0.05, depth - 0.01), (width, 0.05, 0.01), _SKIRT),
        solids.box((-width + 0.01, 0.05, 0), (0.01, 0.05, depth), _SKIRT),
        solids.box((width - 0.01, 0.05, 0), (0.01, 0.05, depth), _SKIRT),
    ]
    return walls + skirts


def _plinth(plinth: Plinth) -> list[Primitive]:
    """A round stage for what is low and large, a square stone for what is held up to the eye."""
    x, y, z = plinth.place.position
    width, depth = plinth.footprint_m
    if max(width, depth) > 1.0:
        radius = max(width, depth) / 2 * 1.05
        top = max(y, 0.02)
        profile = [(0.0, 0.0), (radius, 0.0), (radius, 0.0), (radius, top), (radius, top), (0.0, top)]
        return [solids.lathe(profile, _STONE, sides=64, centre=(x, 0.0, z))]
    half_x, half_z = max(width, 0.3) / 2 + 0.03, max(depth, 0.3) / 2 + 0.03
    return [
        solids.box((x, 0.03, z), (half_x - 0.03, 0.03, half_z - 0.03), _FOOT),
        solids.box((x, (0.06 + y) / 2, z), (half_x, (y - 0.06) / 2, half_z), _STONE),
    ]
