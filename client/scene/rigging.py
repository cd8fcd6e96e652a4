"""A skeleton and clips for avatars that are made of stiff parts, so that they live like those with a skin."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from client.render import uniforms
from showroom.avatars import PARTS, check_avatar, has_skin
from showroom.gltf import walk
from showroom.gltf.model import Animation, Channel, Document, Mesh, Node, Primitive, Rest, Skin

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.gltf.model import Material

    Turns = dict[str, tuple[float, float]]

_RATE: Final = 12
_ROUND: Final = 2 * math.pi


def rigged(document: Document) -> Document:
    """The avatar as it is where it has a skin, else with one joint for each of its parts.

    Raises:
        ModelError: ``no-skin`` when there is neither a skin nor a part that is known.
    """
    check_avatar(document)
    if has_skin(document):
        return document
    found = [(node, world) for node, world in walk.nodes(document) if node.name in PARTS]
    joints, binds = [], []
    for number, (node, world) in enumerate(found):
        place = world[:3, 3]
        matrix = np.eye(4)
        matrix[:3, 3] = place
        rest = Rest((float(place[0]), float(place[1]), float(place[2])))
        joints.append(Node(node.name, matrix, number=number, rest=rest))
        bind = np.eye(4)
        bind[:3, 3] = -place
        binds.append(bind)
    skin = Skin("parts", tuple(range(len(joints))), np.stack(binds))
    body = Node("lod0", np.eye(4), Mesh("figure", _merged(found)), skin=skin, number=len(joints))
    numbers = {joint.name: joint for joint in joints}
    clips = [_clip(name, numbers) for name in _CLIPS]
    return Document([*joints, body], document.materials, [], animations=clips)


def _merged(found: list[tuple[Node, NDArray[np.float64]]]) -> list[Primitive]:
    """One primitive for each material, every vertex bound to its part."""
    by_material: dict[int, tuple[Material, list[dict[str, NDArray[np.float32]]], list[NDArray[np.uint32]]]] = {}
    for number, (node, world) in enumerate(found):
        for primitive in _below(node, world):
            material = primitive.material or uniforms.default_material()
            _, parts, indices = by_material.setdefault(id(material), (material, [], []))
            start = sum(len(part["POSITION"]) for part in parts)
            indices.append(primitive.indices + np.uint32(start))
            parts.append(_bound(primitive, number))
    return [
        Primitive(
            {name: np.concatenate([part[name] for part in parts]) for name in parts[0]},
            np.concatenate(indices),
            material,
        )
        for material, parts, indices in by_material.values()
    ]


def _below(node: Node, world: NDArray[np.float64]) -> list[Primitive]:
    """The primitives of a part and of what hangs on it, where they stand in the model."""
    return [
        _placed(primitive, world @ matrix)
        for below, matrix in walk.nodes(Document([Node("", np.eye(4), node.mesh, node.children)], [], []))
        for primitive in (below.mesh.primitives if below.mesh else ())
    ]


def _placed(primitive: Primitive, matrix: NDArray[np.float64]) -> Primitive:
    linear = matrix[:3, :3]
    attributes = dict(primitive.attributes)
    attributes["POSITION"] = (attributes["POSITION"] @ linear.T + matrix[:3, 3]).astype(np.float32)
    if "NORMAL" in attributes:
        attributes["NORMAL"] = (attributes["NORMAL"] @ np.linalg.inv(linear)).astype(np.float32)
    return Primitive(attributes, primitive.indices, primitive.material)


def _bound(primitive: Primitive, joint: int) -> dict[str, NDArray[np.float32]]:
    count = len(primitive.attributes["POSITION"])
    color = np.ones((count, 4), np.float32)
    if "COLOR_0" in primitive.attributes:
        given = primitive.attributes["COLOR_0"]
        color[:, : given.shape[1]] = given
    table = {
        "POSITION": primitive.attributes["POSITION"],
        "NORMAL": primitive.attributes.get("NORMAL", np.tile([0.0, 1.0, 0.0], (count, 1))),
        "TEXCOORD_0": primitive.attributes.get("TEXCOORD_0", np.zeros((count, 2))),
        "COLOR_0": color,
        "JOINTS_0": np.tile([joint, 0, 0, 0], (count, 1)),
        "WEIGHTS_0": np.tile([1.0, 0.0, 0.0, 0.0], (count, 1)),
    }
    return {name: np.asarray(values, np.float32) for name, values in table.items()}


# ---- clips: turns about x (to the front is negative) and z of each part at a share of the round ----------------------


def _walk(share: float) -> Turns:
    swing = 0.55 * math.sin(_ROUND * share)
    return {
        "leg_left": (swing, 0.0),
        "leg_right": (-swing, 0.0),
        "arm_left": (-0.8 * swing, 0.0),
        "arm_right": (0.8 * swing, 0.0),
    }


def _idle(share: float) -> Turns:
    breath = math.sin(_ROUND * share)
    return {"arm_left": (0.02 * breath, 0.03), "arm_right": (0.02 * breath, -0.03), "head": (0.015 * breath, 0.0)}


def _wave(share: float) -> Turns:
    return {"arm_right": (-2.75, 0.28 * math.sin(_ROUND * share))}


def _clap(share: float) -> Turns:
    gap = 0.25 + 0.15 * math.sin(_ROUND * share)
    return {"arm_right": (-1.25, gap), "arm_left": (-1.25, -gap)}


def _point(_: float) -> Turns:
    return {"arm_right": (-1.5, 0.0)}


def _nod(share: float) -> Turns:
    return {"head": (0.08 + 0.16 * math.sin(_ROUND * share), 0.0)}


def _sit(_: float) -> Turns:
    return {"leg_left": (-1.4, 0.0), "leg_right": (-1.4, 0.0)}


_CLIPS: Final = {
    "idle": (3.6, _idle),
    "walk": (1.0, _walk),
    "wave": (0.57, _wave),
    "clap": (0.4, _clap),
    "point": (1.0, _point),
    "nod": (0.8, _nod),
    "sit": (1.0, _sit),
}


def _clip(name: str, joints: dict[str, Node]) -> Animation:
    duration_s, turns = _CLIPS[name]
    count = max(2, round(duration_s * _RATE)) + 1
    shares = np.linspace(0.0, 1.0, count)
    times = (shares * duration_s).astype(np.float32)
    channels = []
    for part in turns(0.0):
        if part in joints:
            values = np.array([_quaternion(*turns(float(share))[part]) for share in shares], np.float32)
            channels.append(Channel(joints[part].number or 0, "rotation", times, values))
    return Animation(name, channels)


def _quaternion(about_x: float, about_z: float) -> tuple[float, float, float, float]:
    """About z first, then about x."""
    sx, cx, sz, cz = math.sin(about_x / 2), math.cos(about_x / 2), math.sin(about_z / 2), math.cos(about_z / 2)
    return (sx * cz, -sx * sz, cx * sz, cx * cz)
