"""Builds the avatars: ``python build_people.py [OUT_DIR]`` with Blender's module; ada, ben, kim and the adviser.

Each is modelled in six parts (body, head, two arms, two legs) with one material and colours in the vertices; light from
all around is baked in, so that limbs ground on the body. `rig.py` then makes one skinned figure of them.
"""

from __future__ import annotations

import math
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "rooms")]

import bpy  # noqa: E402 - brings bmesh and mathutils
import figure as fig  # noqa: E402
import numpy as np  # noqa: E402
from light import bake  # noqa: E402
from mathutils import Matrix, Vector  # noqa: E402
from rig import rig  # noqa: E402
from stage import BLENDER_FROM_GLTF, Look, clear, export, srgb  # noqa: E402

BUILT = HERE.parents[1] / "built" / "avatars"
SKIES = (1.0, 1.0, 1.0)


def tone(code: str) -> np.ndarray:
    """Linear colour of ``#rrggbb``."""
    return np.array(srgb(code))


PEOPLE = {
    "ada": {
        "skin": "#f2c9a8",
        "blush": "#ee9a86",
        "hair": "#6b3f2a",
        "mouth": "#b4574e",
        "style": "bob",
        "jacket": "#3f7f78",
        "shirt": "#f6f0e6",
        "trousers": "#3b4257",
        "shoes": "#f4f1ea",
        "sole": "#ffffff",
    },
    "ben": {
        "skin": "#8f5a3c",
        "blush": "#a85a44",
        "hair": "#241a16",
        "mouth": "#6d302a",
        "style": "curls",
        "jacket": "#d9a441",
        "shirt": "#f5f2ec",
        "trousers": "#2f3f52",
        "shoes": "#c8704f",
        "sole": "#f7f3ea",
    },
    "kim": {
        "skin": "#f4d3b3",
        "blush": "#f0a08e",
        "hair": "#26211f",
        "mouth": "#b85a55",
        "style": "bun",
        "jacket": "#d97b66",
        "shirt": "#fbf3e4",
        "trousers": "#6d7b6a",
        "shoes": "#33405c",
        "sole": "#f5f2ec",
    },
    "adviser": {
        "skin": "#e2b08a",
        "blush": "#dd8a70",
        "hair": "#4a3a30",
        "mouth": "#9c4a40",
        "style": "parted",
        "jacket": "#2b3038",
        "shirt": "#fbfaf6",
        "trousers": "#3a404a",
        "shoes": "#2a2523",
        "sole": "#57504a",
        "accent": "#17a398",
    },
}


def hair(style: str, color: np.ndarray) -> list[fig.Piece]:
    """The four hairdos."""
    return {"bob": _bob, "curls": _curls, "bun": _bun, "parted": _parted}[style](color)


def _front(azimuth: float) -> float:
    """1 at the face, 0 from the ears backwards."""
    return max(0.0, math.cos(azimuth)) ** 0.8


def _bob(color: np.ndarray) -> list[fig.Piece]:
    def line(a: float) -> float:
        sweep = 0.10 * math.sin(a + 0.4)
        front = _front(a * 1.12 if abs(a) < 1.4 else a)
        return -0.72 + (1.30 + sweep) * min(1.0, 1.55 * front)

    def thick(a: float, share: float) -> float:
        back = 1 - _front(a)
        return (
            0.012 + 0.012 * math.sin(math.pi * min(1, share + 0.25)) + 0.020 * back * (1 - share) + 0.004 * (1 - back)
        )

    return [fig.hair_cap(color, line_wrapped(line), thick_wrapped(thick), 26, 9)]


def _curls(color: np.ndarray) -> list[fig.Piece]:
    def line(a: float) -> float:
        return -0.28 + 0.86 * min(1.0, 1.5 * _front(a)) - 0.10 * (abs(a) > 2.2)

    def thick(a: float, share: float) -> float:
        return 0.009 + 0.020 * share + 0.0035 * math.sin(7 * a + 9 * share) * math.sin(11 * share + 2 * a)

    pieces = [fig.hair_cap(color, line_wrapped(line), thick_wrapped(thick), 22, 8)]
    rng = np.random.default_rng(5)
    for k in range(8):
        height = 0.66 + 0.34 * (k + 0.5) / 10
        at = fig.head_surface(np.array(k * 2.39996), np.array(height), 0.022)
        half = 0.032 + 0.006 * rng.random()
        pieces.append(fig.ball(at, (half * 1.15, half * 0.8, half * 1.15), color * (0.9 + 0.35 * rng.random()), 6, 4))
    return pieces


def _bun(color: np.ndarray) -> list[fig.Piece]:
    def line(a: float) -> float:
        fringe = 0.40 + 0.03 * math.cos(6 * a)
        return -0.42 + (fringe + 0.42) * min(1.0, 1.7 * _front(a))

    def thick(a: float, share: float) -> float:
        return 0.010 + 0.008 * math.sin(math.pi * min(1.0, share * 0.8 + 0.2)) + 0.004 * _front(a) * (1 - share)

    pieces = [fig.hair_cap(color, line_wrapped(line), thick_wrapped(thick), 22, 8)]
    pieces.append(fig.ball((0, 1.742, -0.050), (0.052, 0.046, 0.052), color * 1.1, 12, 6))
    band = np.array(
        [
            (0.036 * math.cos(t), 1.706 + 0.012 * math.sin(t), -0.040 + 0.036 * math.sin(t))
            for t in np.linspace(0, 2 * math.pi, 13)
        ]
    )
    pieces.append(fig.rod(band, np.full(13, 0.008), tone("#17a398"), 4))
    return pieces


def _parted(color: np.ndarray) -> list[fig.Piece]:
    def line(a: float) -> float:
        return -0.30 + (0.84 + 0.10 * math.sin(a)) * min(1.0, 1.5 * _front(a)) - 0.12 * (abs(a) > 2.0)

    def thick(a: float, share: float) -> float:
        quiff = 0.018 * _front(a - 0.5) * math.sin(math.pi * min(1, 0.25 + 0.75 * share))
        return 0.007 + 0.013 * share + quiff

    return [fig.hair_cap(color, line_wrapped(line), thick_wrapped(thick), 22, 8)]


def line_wrapped(line):  # noqa: ANN001, ANN201
    """Azimuths come as 0 … -2π; hairdos think in -π … π."""
    return lambda a: float(np.clip(line(math.remainder(float(a), 2 * math.pi)), -0.95, 0.95))


def thick_wrapped(thick):  # noqa: ANN001, ANN201
    """The same for thickness."""
    return lambda a, share: thick(math.remainder(float(a), 2 * math.pi), share)


def body(person: dict) -> list[fig.Piece]:
    """Jacket over a shirt; the adviser has a waistcoat, a lanyard and a badge."""
    jacket, shirt = tone(person["jacket"]), tone(person["shirt"])
    pieces = [fig.torso(jacket), fig.pelvis(tone(person["trousers"]))]
    deep = 1.13 if "accent" in person else 1.06
    pieces.append(
        fig.panel(
            lambda t: (deep + (1.408 - deep) * t, -0.004 - 0.062 * t**1.2, 0.004 + 0.062 * t**1.2), shirt, 0.006, 9, 6
        )
    )
    pieces.append(fig.collar(shirt * 0.95))
    for side in (-1, 1):

        def lapel(t: float, side: int = side) -> tuple[float, float, float]:
            y = deep - 0.01 + (1.412 - deep) * t
            inner, width = 0.004 + 0.058 * t**1.2, 0.008 + 0.034 * math.sin(math.pi * min(1.0, 0.15 + 0.75 * t))
            edges = (side * (inner - 0.003), side * (inner + width))
            return y, min(edges), max(edges)

        pieces.append(fig.panel(lapel, jacket * 1.18, 0.011, 8, 3))
        pocket = (side * 0.082 - 0.034, side * 0.082 + 0.034)
        pieces.append(fig.panel(lambda t, p=pocket: (0.955 + 0.014 * t, *p), jacket * 0.72, 0.004, 2, 3))
    for y in (1.09, 1.02, 0.95) if "accent" in person else (1.02, 0.94):
        pieces.append(fig.ball(fig.on_chest(0.0, y, 0.002), (0.0085, 0.0085, 0.004), jacket * 0.45 + 0.02, 6, 3))
    if "accent" in person:
        pieces += _badge(tone(person["accent"]))
    return pieces


def _badge(accent: np.ndarray) -> list[fig.Piece]:
    pieces = []
    for side in (-1, 1):
        path = [(side * 0.060, 1.418), (side * 0.050, 1.34), (side * 0.030, 1.26), (side * 0.006, 1.19)]
        points = np.array([fig.on_chest(x, y, 0.012) for x, y in path])
        fine = np.array([np.interp(np.linspace(0, 3, 7), range(4), points[:, k]) for k in range(3)]).T
        pieces.append(fig.rod(fine, np.full(7, 0.0065), accent, 4))
    centre = fig.on_chest(0.0, 1.145, 0.014)
    card = fig.ball(centre, (0.036, 0.047, 0.006), tone("#fdfdfb"), 10, 4)
    card.points = centre + np.sign(card.points - centre) * np.abs(
        (card.points - centre) / [0.036, 0.047, 0.006]
    ) ** 0.45 * [0.036, 0.047, 0.006]
    pieces.append(card)
    stripe = fig.ball(centre + [0, 0.020, 0.0045], (0.033, 0.014, 0.004), accent, 8, 4)
    pieces.append(stripe)
    pieces.append(fig.ball(centre + [-0.012, -0.014, 0.0045], (0.012, 0.013, 0.0035), tone("#d9b99c"), 8, 4))
    return pieces


def parts(person: dict) -> dict[str, list[fig.Piece]]:
    """Every node's pieces."""
    skin, color = tone(person["skin"]), tone(person["hair"])
    sleeve = tone(person["shirt"] if "accent" in person else person["jacket"])
    cuff = tone(person["shirt"]) * 0.96 if "accent" in person else tone(person["jacket"]) * 0.75
    arm = fig.arm(sleeve, skin, cuff)
    leg = fig.leg(tone(person["trousers"]), tone(person["shoes"]), tone(person["sole"]), tone("#e9e4da"))
    head = [fig.head(skin, tone(person["blush"])), fig.neck(skin * 0.97)]
    head += fig.face(skin, color * 0.9, mouth=tone(person["mouth"]), eye=tone("#221a18"))
    return {
        "body": body(person),
        "head": fig.grown(head + hair(person["style"], color)),
        "arm_left": arm,
        "arm_right": [fig.mirrored(piece) for piece in arm],
        "leg_left": leg,
        "leg_right": [fig.mirrored(piece) for piece in leg],
    }


def node(name: str, pieces: list[fig.Piece], material: bpy.types.Material) -> tuple[bpy.types.Object, np.ndarray]:
    """One smooth, triangulated object and the colour of each of its triangles' corners."""
    points, faces, colors = [], [], []
    for piece in pieces:
        start = sum(len(p) for p in points)
        points.append(piece.points)
        colors.append(piece.colors)
        for face in piece.faces:
            shifted = [start + i for i in face]
            faces.append(shifted[:3])
            if len(shifted) == 4:
                faces.append([shifted[0], shifted[2], shifted[3]])
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(np.vstack(points).tolist(), [], faces)
    mesh.polygons.foreach_set("use_smooth", np.ones(len(mesh.polygons), dtype=bool))
    mesh.materials.append(material)
    item = bpy.data.objects.new(name, mesh)
    bpy.context.scene.collection.objects.link(item)
    corners = np.vstack(colors)[np.array(faces).ravel()]
    return item, corners


def material() -> bpy.types.Material:
    """Soft cloth and skin alike; colour comes from the vertices."""
    made = bpy.data.materials.new("avatar")
    made.use_nodes = True
    made.use_backface_culling = True
    made.node_tree.nodes["Principled BSDF"].inputs["Roughness"].default_value = 0.62
    made.node_tree.nodes["Principled BSDF"].inputs["Base Color"].default_value = (1, 1, 1, 1)
    return made


def build(out: Path) -> None:
    """Write every person beside `out` (the builder gives a folder per script; the avatars share theirs)."""
    for name, person in PEOPLE.items():
        clear()
        shared = material()
        made = [node(part, pieces, shared) for part, pieces in parts(person).items()]
        items = [item for item, _ in made]
        looks = {item.name: Look(mean=(0.45, 0.40, 0.36), exposure=0.30) for item in items}
        bake(items, [colors for _, colors in made], looks, [], SKIES, 72)
        for item in items:
            joint = Vector(fig.JOINTS[item.name])
            item.data.transform(BLENDER_FROM_GLTF @ Matrix.Translation(-joint))
            item.location = BLENDER_FROM_GLTF @ joint
        with tempfile.TemporaryDirectory() as folder:
            export(Path(folder) / f"{name}.glb")
            rig(Path(folder) / f"{name}.glb", out.parent / f"{name}.glb")


if __name__ == "__main__":
    build(Path(sys.argv[1]) / "people" if len(sys.argv) > 1 else BUILT / "people")
