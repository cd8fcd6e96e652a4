"""Pictures that must fail: a gate that lets one of them through measures nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from client.certify.certifying import WHITE
from client.render.axes import turn_about_up
from showroom.gltf import walk
from showroom.gltf.model import Material, Mesh, Node, Primitive
from showroom.pictures.scoring import score, silhouette

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from client.certify.booth import Booth
    from client.certify.certifying import Case
    from showroom.gltf.cameras import Camera
    from showroom.gltf.model import Document
    from showroom.pictures.scoring import Gate, Scores

    Change = Callable[[Primitive, NDArray[np.float64]], Primitive]

WRONG = Material("wrong", base_color=(0.55, 0.24, 0.04, 1.0), metallic=0.0, roughness=0.6, double_sided=True)
TURN_RAD = 0.2
MIDDLE = 0.4
"""Half of the picture's middle in which a part goes missing, in halves of the picture."""


class ControlResult(Struct, frozen=True):
    """A wrong picture and what failed of it; where nothing did, the gate is too wide."""

    model: str
    view: str
    control: str
    failures: tuple[str, ...]
    scores: Scores


def run_controls(case: Case, document: Document, booth: Booth, gate: Gate) -> tuple[ControlResult, ...]:
    """Score every wrong picture of a case; the booth holds another model afterwards."""
    results = []
    for name, picture in _wrong_pictures(case, document, booth):
        scores = score(case.reference, picture, case.background)
        results.append(ControlResult(case.model.name, case.picture.view, name, gate.failures(scores), scores))
    return tuple(results)


def _wrong_pictures(case: Case, document: Document, booth: Booth) -> Iterator[tuple[str, NDArray[np.uint8]]]:
    def drawn(camera: Camera) -> NDArray[np.uint8]:
        return booth.picture(camera, case.size_px, case.background)

    yield "white frame", np.full_like(case.reference, WHITE)
    yield "background frame", np.broadcast_to(case.background, case.reference.shape).copy()
    yield "average frame", np.broadcast_to(_average(case), case.reference.shape).copy()
    booth.place(document)
    yield "swapped colours", drawn(case.camera)[..., ::-1].copy()
    yield "wrong camera", drawn(turned(case.camera))
    for variant in telling_variants(document):
        booth.place(document, variant)
        yield f"wrong variant {variant}", drawn(case.camera)
    booth.place(in_one_material(document, WRONG))
    yield "wrong material", drawn(case.camera)
    booth.place(without_middle(document, case.camera, case.size_px))
    yield "missing part", drawn(case.camera)


def telling_variants(document: Document) -> tuple[str, ...]:
    """The variants that cover something with another material than the model has by itself."""
    told = {
        name
        for primitive in walk.primitives(document)
        for name, material in primitive.variants.items()
        if material is not primitive.material
    }
    return tuple(name for name in document.variants if name in told)


def turned(camera: Camera) -> Camera:
    """The same camera, standing elsewhere: turned with its place about the scene's upward axis."""
    return replace(camera, world_from_camera=turn_about_up(TURN_RAD) @ camera.world_from_camera)


def in_one_material(document: Document, material: Material) -> Document:
    """The document with everything in one plain material."""

    def covered(primitive: Primitive, _: NDArray[np.float64]) -> Primitive:
        kept = {name: array for name, array in primitive.attributes.items() if name in {"POSITION", "NORMAL"}}
        return Primitive(kept, primitive.indices, material)

    roots = [_mapped(root, np.eye(4), covered) for root in document.roots]
    return replace(document, roots=roots, materials=[material], variants=[])


def without_middle(document: Document, camera: Camera, size_px: tuple[int, int]) -> Document:
    """The document without the triangles that a camera sees in the middle of its picture."""

    def holed(primitive: Primitive, world_from_node: NDArray[np.float64]) -> Primitive:
        corners = np.asarray(primitive.attributes["POSITION"], np.float64)[primitive.indices].reshape(-1, 3, 3)
        middles = corners.mean(axis=1) @ world_from_node[:3, :3].T + world_from_node[:3, 3]
        seen = np.abs(seen_at(middles, camera, size_px)).max(axis=1) < MIDDLE
        return replace(primitive, indices=primitive.indices.reshape(-1, 3)[~seen].ravel())

    return replace(document, roots=[_mapped(root, np.eye(4), holed) for root in document.roots])


def seen_at(points: NDArray[np.float64], camera: Camera, size_px: tuple[int, int]) -> NDArray[np.float64]:
    """Where a camera sees points (n, 3), (n, 2): -1..1 is the picture, infinite what lies behind the camera."""
    local = (points - camera.world_from_camera[:3, 3]) @ camera.world_from_camera[:3, :3]
    depth = -local[:, 2]
    half = depth * np.tan(camera.fov_y_rad / 2.0) if camera.half_height_m <= 0.0 else depth * 0.0 + camera.half_height_m
    before = (depth > 0.0) & (half > 0.0)
    found = np.full((len(local), 2), np.inf)
    found[before] = local[before, :2] / half[before, None]
    found[before, 0] *= size_px[1] / size_px[0]
    return found


def _average(case: Case) -> NDArray[np.uint8]:
    shown = silhouette(case.reference, case.background)
    pixels = case.reference[shown] if shown.any() else case.reference.reshape(-1, 3)
    return np.asarray(np.rint(pixels.mean(axis=0)), np.uint8)


def _mapped(node: Node, world_from_parent: NDArray[np.float64], change: Change) -> Node:
    world_from_node = world_from_parent @ node.matrix
    mesh = node.mesh
    if mesh is not None:
        changed = [change(primitive, world_from_node) for primitive in mesh.primitives]
        mesh = Mesh(mesh.name, [primitive for primitive in changed if len(primitive.indices)])
    return replace(node, mesh=mesh, children=[_mapped(child, world_from_node, change) for child in node.children])
