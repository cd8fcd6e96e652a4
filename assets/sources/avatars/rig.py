"""Gives the parts that `build_people.py` models a skeleton, a skin, clips and three levels of detail.

``python assets/sources/avatars/rig.py PARTS.glb AVATAR.glb`` does it by hand.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[2])]

import clips  # noqa: E402
import numpy as np  # noqa: E402
import skeleton  # noqa: E402

from showroom.gltf.model import Animation, Channel, Document, Material, Mesh, Node, Primitive, Rest, Skin  # noqa: E402
from showroom.gltf.reader import read  # noqa: E402
from showroom.gltf.writer import write  # noqa: E402
from showroom.looks import SHAPES, SLOTS  # noqa: E402

LEVELS = {"lod0": 0.0, "lod1": 0.034, "lod2": 0.07}
"""The edge of the cells, in metres, in which all vertices of a piece become one."""
SMALLEST_M = {"lod0": 0.0, "lod1": 0.018, "lod2": 0.07}
"""Pieces smaller than this are left out of a level: nobody sees a button from afar."""


GIRTH = {"top": 1.0, "sleeve": 0.5, "shirt": 1.0, "bottom": 0.6, "accent": 1.0}
"""How much of a person's girth each slot takes on; what is plain or skin keeps its size."""
ROLL_M = 1.885
"""What one round of the wheels covers."""


def rigged(parts: Document) -> Document:
    """The same figure with a skeleton."""
    joints = {name: Node(name, _moved(skeleton.offset(name)), number=i) for i, name in enumerate(skeleton.NAMES)}
    for name, node in joints.items():
        node.rest = Rest(tuple(float(value) for value in skeleton.offset(name)))
        parent = skeleton.PARENTS[name]
        if parent:
            joints[parent].children.append(node)
    roots = [node for name, node in joints.items() if skeleton.PARENTS[name] is None]
    places = np.array([skeleton.PLACES[name] for name in skeleton.NAMES])
    skin = Skin("figure", tuple(range(len(places))), np.stack([_moved(-place) for place in places]), 0)
    material = parts.materials[0]
    meshes = [
        Node(level, np.eye(4), Mesh(level, [_level(parts, level, material)]), skin=skin, number=100 + index)
        for index, level in enumerate(LEVELS)
    ]
    walk_m = round(clips.covered_m(clips.CLIPS["walk"]), 3)
    told = {"walk_m": walk_m, "roll_m": ROLL_M, "slots": list(SLOTS), "shapes": list(SHAPES)}
    root = Node("avatar", np.eye(4), children=[*roots, *meshes], extras=told, number=200)
    animations = [_animation(name, clip) for name, clip in clips.CLIPS.items()]
    return Document([root], [material], [], generator=parts.generator, animations=animations)


def _moved(offset: np.ndarray) -> np.ndarray:
    matrix = np.eye(4)
    matrix[:3, 3] = offset
    return matrix


def _level(parts: Document, level: str, material: Material) -> Primitive:
    columns: dict[str, list[np.ndarray]] = {}
    indices, start = [], 0
    for node in parts.roots:
        part, shape, slot = node.name.split(":")
        primitive = node.mesh.primitives[0]
        positions = primitive.attributes["POSITION"] + node.matrix[:3, 3].astype(np.float32)
        colors = primitive.attributes["COLOR_0"][:, :3]
        table = np.concatenate([positions, primitive.attributes["NORMAL"], colors], axis=1)
        table, corners = _clustered(table, primitive.indices, LEVELS[level], SMALLEST_M[level])
        if not len(table):
            continue
        numbers, shares = skeleton.weights(part, table[:, :3].astype(np.float64))
        girth = np.full((len(table), 1), GIRTH.get(slot, 0.0) if part in ("body", "skirt") or slot != "plain" else 0.0)
        worn = [SLOTS.index(slot), SHAPES.index(shape) + 1 if shape else 0]
        names = ("POSITION", "NORMAL", "COLOR_0", "TEXCOORD_1", "JOINTS_0", "WEIGHTS_0")
        values = (
            table[:, :3],
            table[:, 3:6],
            np.concatenate([table[:, 6:], girth], axis=1).astype(np.float32),
            np.tile(np.array(worn, np.float32), (len(table), 1)),
            numbers,
            shares,
        )
        for name, value in zip(names, values, strict=True):
            columns.setdefault(name, []).append(np.ascontiguousarray(value))
        indices.append(corners + np.uint32(start))
        start += len(table)
    attributes = {name: np.concatenate(values) for name, values in columns.items()}
    return Primitive(attributes, np.concatenate(indices).astype(np.uint32), material)


def _clustered(table: np.ndarray, indices: np.ndarray, cell_m: float, least_m: float) -> tuple[np.ndarray, np.ndarray]:
    """Rows of position, normal and colour with those of one piece in one cell as one, their mean."""
    if cell_m == 0.0:
        return table.astype(np.float32), indices
    piece = _pieces(table[:, :3], indices.reshape(-1, 3))
    sizes = np.array([_size(table[piece == one, :3]) for one in range(piece.max() + 1)])
    # Eyes and noses keep some shape in coarse cells.
    edges = np.minimum(cell_m, sizes / 4.0)[piece][:, None]
    cells = np.floor(table[:, :3] / edges).astype(np.int64)
    _, group = np.unique(np.concatenate([cells, piece[:, None]], axis=1), axis=0, return_inverse=True)
    group = group.reshape(-1)
    counts = np.bincount(group)
    means = np.stack([np.bincount(group, column) / counts for column in table.T], axis=1)
    lengths = np.linalg.norm(means[:, 3:6], axis=1, keepdims=True)
    means[:, 3:6] = np.where(lengths > 1e-3, means[:, 3:6] / np.maximum(lengths, 1e-3), (0.0, 1.0, 0.0))
    faces = indices.reshape(-1, 3)
    corners = group[faces[sizes[piece[faces[:, 0]]] >= least_m]]
    whole = (corners != np.roll(corners, 1, axis=1)).all(axis=1)
    _, first = np.unique(np.sort(corners, axis=1), axis=0, return_index=True)
    kept = np.zeros(len(corners), bool)
    kept[first] = True
    corners = corners[whole & kept]
    used, numbers = np.unique(corners, return_inverse=True)
    return means[used].astype(np.float32), numbers.reshape(-1).astype(np.uint32)


def _size(points: np.ndarray) -> float:
    return float((points.max(axis=0) - points.min(axis=0)).max()) if len(points) else 0.0


def _pieces(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Which loose piece each vertex belongs to, from 0; vertices at one place belong together."""
    place = np.unique(points, axis=0, return_inverse=True)[1].reshape(-1)
    label, before = place.copy(), None
    while before is None or (label != before).any():
        before = label.copy()
        lowest = label[faces].min(axis=1)
        for corner in range(3):
            np.minimum.at(label, faces[:, corner], lowest)
        at_place = np.full(len(points), len(points))
        np.minimum.at(at_place, place, label)
        label = at_place[place]
    return np.unique(label, return_inverse=True)[1].reshape(-1)


def _animation(name: str, clip: clips.Clip) -> Animation:
    count = max(2, round(clip.duration_s * clips.RATE)) + 1
    times = np.linspace(0.0, clip.duration_s, count).astype(np.float32)
    shares = np.linspace(0.0, 1.0, count)
    turns = [clip.turns(share % 1.0) for share in shares]
    channels = []
    for joint in turns[0]:
        values = np.array([clips.quaternion(turn[joint]) for turn in turns], np.float32)
        channels.append(Channel(skeleton.NAMES.index(joint), "rotation", times, values))
    if clip.grounded or clip.sinks_m:
        rest = skeleton.offset("hips")
        values = np.array([rest + clips.shift(clip, share % 1.0) for share in shares], np.float32)
        channels.append(Channel(0, "translation", times, values))
    return Animation(name, channels)


def rig(source: Path, target: Path) -> None:
    """Read parts, write an avatar."""
    target.write_bytes(write(rigged(read(source.read_bytes(), name=source.name))))


if __name__ == "__main__":
    rig(Path(sys.argv[1]), Path(sys.argv[2]))
