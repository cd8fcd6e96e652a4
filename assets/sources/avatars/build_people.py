"""Builds the avatar: ``python build_people.py [OUT_DIR]`` with Blender's module. One model that everybody wears.

It holds every hairdo, top, bottom, pair of glasses and the wheelchair at once; each vertex says which slot paints it and
which shape it belongs to (`showroom/looks.py`), and a person's look decides what shows. Light from all around is baked
into the vertices, each shape on the body without the others, so that cloth grounds on skin.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "rooms"), str(HERE.parents[2])]

import bpy  # noqa: E402 - brings bmesh and mathutils
import clothes  # noqa: E402
import extras  # noqa: E402
import figure as fig  # noqa: E402
import forms  # noqa: E402
import hair  # noqa: E402
import head  # noqa: E402
import numpy as np  # noqa: E402
from light import bake  # noqa: E402
from rig import rig  # noqa: E402
from stage import BLENDER_FROM_GLTF, Look, clear, export  # noqa: E402

BUILT = HERE.parents[1] / "built" / "avatars"
SKIES = (1.0, 1.0, 1.0)
RAYS = 64
Parts = dict[tuple[str, str], list[forms.Piece]]


def parts() -> Parts:
    """Every piece, by the part of the body that it follows and the shape that it belongs to."""
    skin = forms.Paint("skin")
    face = head.face(skin, 0.8 * forms.Paint("hair"), mouth=skin.tinted(0.62, 0.36, 0.36), eye=forms.fixed("#221a18"))
    found: Parts = {
        ("body", ""): clothes.torso(),
        ("head", ""): head.grown([head.head(skin), head.neck(0.97 * skin), *face]),
        ("skirt", "bottom-skirt"): fig.skirt(clothes.CLOTH * clothes.BOTTOM),
        ("chair", "wheelchair"): extras.chair(),
        ("wheel_left", "wheelchair"): extras.wheel(),
        ("wheel_right", "wheelchair"): [forms.mirrored(piece) for piece in extras.wheel()],
    }
    found |= {("body", shape): pieces for shape, pieces in clothes.tops().items()}
    found |= {("head", shape): head.grown(pieces) for shape, pieces in (hair.every() | extras.glasses()).items()}
    for limb, pieces_of in (("arm", clothes.left_arms()), ("leg", clothes.left_legs())):
        for shape, pieces in pieces_of.items():
            found[f"{limb}_left", shape] = pieces
            found[f"{limb}_right", shape] = [forms.mirrored(piece) for piece in pieces]
    return found


def node(name: str, pieces: list[forms.Piece], material: bpy.types.Material) -> tuple[bpy.types.Object, np.ndarray]:
    """One smooth, triangulated object and the factor of each of its triangles' corners."""
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
    return item, np.clip(np.vstack(colors)[np.array(faces).ravel()], 0.0, 1.0)


def material() -> bpy.types.Material:
    """Soft cloth and skin alike; colour comes from the vertices and from who wears them."""
    made = bpy.data.materials.new("avatar")
    made.use_nodes = True
    made.use_backface_culling = True
    made.node_tree.nodes["Principled BSDF"].inputs["Roughness"].default_value = 0.62
    made.node_tree.nodes["Principled BSDF"].inputs["Base Color"].default_value = (1, 1, 1, 1)
    return made


def _baked(made: list[tuple[bpy.types.Object, np.ndarray, str]]) -> None:
    """Ground everything: each shape among what everybody has."""
    for shape in sorted({shape for _, _, shape in made}):
        near = [(item, colors) for item, colors, other in made if other in ("", shape)]
        looks = {
            item.name: Look(mean=(0.45, 0.40, 0.36), exposure=0.30, baked=(other == shape))
            for item, _, other in made
            if other in ("", shape)
        }
        bake([item for item, _ in near], [colors for _, colors in near], looks, [], SKIES, RAYS)


def build(out: Path) -> None:
    """Write ``person.glb`` beside `out` (the builder gives a folder per script; the avatars share theirs)."""
    clear()
    shared = material()
    made = []
    for (part, shape), pieces in parts().items():
        for slot in sorted({piece.slot for piece in pieces}):
            item, colors = node(f"{part}:{shape}:{slot}", [piece for piece in pieces if piece.slot == slot], shared)
            made.append((item, colors, shape))
    _baked(made)
    for item, _, _ in made:
        item.data.transform(BLENDER_FROM_GLTF)
    with tempfile.TemporaryDirectory() as folder:
        export(Path(folder) / "person.glb")
        out.parent.mkdir(parents=True, exist_ok=True)
        rig(Path(folder) / "person.glb", out.parent / "person.glb")


if __name__ == "__main__":
    build(Path(sys.argv[1]) / "people" if len(sys.argv) > 1 else BUILT / "people")
