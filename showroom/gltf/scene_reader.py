"""Meshes and nodes out of a glTF file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from showroom.errors import ModelError
from showroom.gltf import triangles
from showroom.gltf.accessors import component, components
from showroom.gltf.fields import label
from showroom.gltf.material_table import QUANTISED, VARIANTS, VISIBILITY
from showroom.gltf.model import Material, Mesh, Node, Primitive

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.gltf.accessors import Accessors
    from showroom.gltf.fields import Fields
    from showroom.gltf.limits import Limits

WIDTHS = {
    "POSITION": (3,),
    "NORMAL": (3,),
    "TANGENT": (4,),
    "TEXCOORD": (2,),
    "COLOR": (3, 4),
    "JOINTS": (4,),
    "WEIGHTS": (4,),
}
"""Components that a vertex attribute may have (glTF §3.7.2.1)."""
FLOATING = {"POSITION", "NORMAL", "TANGENT"}
MATRIX = (1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0)


class SceneReader:
    """Reads the default scene: its nodes, and of the meshes those that it shows.

    Args:
        root: the JSON root.
        accessors: where the numbers are.
        materials: every material of the file, by index.
        limits: what is read at most.
    """

    def __init__(self, root: Fields, accessors: Accessors, materials: list[Material], limits: Limits) -> None:
        self._root = root
        self._accessors = accessors
        self._materials = materials
        self._limits = limits
        self._nodes = root.objects("nodes", limits.nodes)
        self._meshes = root.objects("meshes", limits.objects)
        self._quantised = QUANTISED in root.strings("extensionsUsed", limits.objects)
        self._known_meshes: dict[int, tuple[Mesh, int]] = {}
        self.drawn = 0
        self.variants = self._variant_names()
        self.skipped: list[str] = []

    def _variant_names(self) -> list[str]:
        extension = self._root.object("extensions").object(VARIANTS)
        names = [item.text("name") for item in extension.objects("variants", self._limits.objects)]
        for name in names:
            if names.count(name) > 1:
                raise extension.refuse("variants", f'"{name}" twice', "variants with names of their own")
        return names

    def roots(self) -> list[Node]:
        """The nodes at the top of the default scene, with everything under them."""
        parents = self._parents()
        tops = self._tops(parents)
        self._check_depth(tops)
        return [self._node(index) for index in tops]

    def _parents(self) -> dict[int, int]:
        parents: dict[int, int] = {}
        for index, node in enumerate(self._nodes):
            for child in _indices(node, "children", len(self._nodes)):
                if child in parents:
                    raise _cycle(self._nodes[child], "a node has two parents", "one parent at most")
                parents[child] = index
        for start in range(len(self._nodes)):
            self._check_ends(start, parents)
        return parents

    def _check_ends(self, start: int, parents: dict[int, int]) -> None:
        """Walk up from a node; more steps than the depth limit allows means a circle or a chain that is refused too."""
        index, steps = start, 0
        while index in parents:
            index, steps = parents[index], steps + 1
            if index == start:
                raise _cycle(self._nodes[start], "a node is its own ancestor", "a tree")
            if steps > self._limits.node_depth:
                return  # a circle is found from one of its own nodes; a long chain by `_check_depth`

    def _tops(self, parents: dict[int, int]) -> list[int]:
        scenes = self._root.objects("scenes", self._limits.objects)
        if not scenes:
            return [index for index in range(len(self._nodes)) if index not in parents]
        scene = scenes[self._root.reference("scene", len(scenes)) if self._root.has("scene") else 0]
        tops = _indices(scene, "nodes", len(self._nodes))
        for index in tops:
            if index in parents:
                raise _cycle(self._nodes[index], "a node of the scene stands under another one", "nodes without parent")
        if len(set(tops)) < len(tops):
            raise _cycle(scene, "a node stands in the scene twice", "each node once")
        self.skipped.extend(other.place for other in scenes if other is not scene)
        return tops

    def _check_depth(self, tops: list[int]) -> None:
        level, depth = tops, 0
        while level:
            depth += 1
            if depth > self._limits.node_depth:
                raise ModelError(
                    "nodes-too-deep", "the nodes are nested too deeply", got=f"over {self._limits.node_depth} levels",
                    allowed=f"at most {self._limits.node_depth}", hint="flatten the hierarchy in your 3D program",
                    place=self._nodes[level[0]].place,
                )  # fmt: skip
            level = [child for index in level for child in self._nodes[index].values.get("children", [])]

    def _node(self, index: int) -> Node:
        item = self._nodes[index]
        extras = item.values.get("extras")
        for kind in ("camera", "skin"):
            if item.has(kind):
                self.skipped.append(f"{item.place}/{kind}")
        extensions = item.object("extensions")
        self.skipped.extend(f"{item.place}/{name}" for name in extensions.values if name != VISIBILITY)
        return Node(
            name=item.text("name"),
            matrix=_matrix(item),
            mesh=self._mesh(item) if item.has("mesh") else None,
            children=[self._node(child) for child in item.values.get("children", [])],
            visible=extensions.object(VISIBILITY).flag("visible", default=True),
            extras=extras if isinstance(extras, dict) else {},
        )

    def _mesh(self, owner: Fields) -> Mesh | None:
        index = owner.reference("mesh", len(self._meshes))
        if index not in self._known_meshes:
            before = self.drawn
            mesh = self._read_mesh(self._meshes[index])
            self._known_meshes[index] = mesh, self.drawn - before
        else:
            self._draw(self._known_meshes[index][1], owner.place)
        mesh = self._known_meshes[index][0]
        return mesh if mesh.primitives else None

    def _read_mesh(self, item: Fields) -> Mesh:
        primitives = []
        for part in item.objects("primitives", self._limits.objects):
            mode = part.integer("mode", high=6, default=4)
            if mode < triangles.TRIANGLES:
                self.skipped.append(f"{part.place} ({triangles.MODES[mode]})")
            else:
                primitives.append(self._primitive(part, mode))
        if item.values.get("weights"):
            self.skipped.append(f"{item.place}/morph targets")
        return Mesh(item.text("name"), primitives)

    def _primitive(self, part: Fields, mode: int) -> Primitive:
        names = part.object("attributes")
        if not names.has("POSITION"):
            raise names.refuse("POSITION", "nothing", "an accessor with the vertices", "bad-accessor")
        vertices = self._accessors.count(names, "POSITION")
        corners = self._accessors.count(part, "indices") if part.has("indices") else vertices
        self._draw(triangles.count(corners, mode), part.place)
        if mode == triangles.TRIANGLES and corners % 3:
            raise part.refuse("indices", f"{corners} corners", "three for each triangle", "bad-accessor")
        indices = self._indices(part, vertices) if part.has("indices") else np.arange(vertices, dtype=np.uint32)
        attributes = self._attributes(names, vertices)
        indices = triangles.unroll(indices, mode)
        if "NORMAL" not in attributes:
            size = sum(array.shape[1] * array.itemsize for array in attributes.values()) + 12
            self._accessors.take(size * len(indices), part.place)
            attributes, indices = triangles.flat_shaded(attributes, indices)
        return Primitive(attributes, indices, self._material(part), self._variants(part))

    def _attributes(self, names: Fields, vertices: int) -> dict[str, NDArray[Any]]:
        result: dict[str, NDArray[Any]] = {}
        for name in names.values:
            if name.startswith("_"):
                self.skipped.append(names.at(name))
                continue
            place = names.at(name)
            accessor = self._accessors.fields(names, name)
            kind = name.partition("_")[0]
            if kind not in WIDTHS or components(accessor, place) not in WIDTHS[kind]:
                got = f"{name} with {accessor.text('type')}"
                raise names.refuse(name, got, "the attributes of glTF 2.0 and their types", "bad-accessor")
            dtype = component(accessor, place)
            if dtype.kind != "f" and kind in FLOATING and not self._quantised:
                raise names.refuse(name, dtype.name, f"float32, or {QUANTISED} declared", "bad-accessor")
            if kind == "JOINTS" and dtype.kind != "u":
                raise names.refuse(name, dtype.name, "uint8 or uint16", "bad-accessor")
            count = self._accessors.count(names, name)
            if count != vertices:
                raise names.refuse(name, f"{count:,} elements", f"{vertices:,}, as many as POSITION", "bad-accessor")
            result[name] = self._accessors.read(names, name, as_float=kind != "JOINTS")
        return result

    def _indices(self, part: Fields, vertices: int) -> NDArray[np.uint32]:
        accessor = self._accessors.fields(part, "indices")
        place = part.at("indices")
        if components(accessor, place) != 1 or component(accessor, place).kind != "u":
            raise part.refuse("indices", "another type", "SCALAR of uint8, uint16 or uint32", "bad-accessor")
        stored = self._accessors.read(part, "indices", as_float=False)[:, 0]
        largest = int(stored.max())
        if largest >= vertices:
            raise ModelError(
                "index-out-of-range", "a triangle uses a vertex that is not there", got=f"vertex {largest:,}",
                allowed=f"0..{vertices - 1:,}", hint="the mesh is damaged or badly exported: export it again", place=place,
            )  # fmt: skip
        return np.ascontiguousarray(stored, np.uint32)

    def _draw(self, count: int, place: str) -> None:
        self.drawn += count
        if self.drawn > self._limits.triangles:
            raise ModelError(
                "too-many-triangles", "the model has too many triangles", got=f"over {self.drawn:,}",
                allowed=f"at most {self._limits.triangles:,}", hint="reduce the mesh in your 3D program (Blender: Decimate)",
                place=place,
            )  # fmt: skip

    def _material(self, owner: Fields) -> Material | None:
        return self._materials[owner.reference("material", len(self._materials))] if owner.has("material") else None

    def _variants(self, part: Fields) -> dict[str, Material]:
        result: dict[str, Material] = {}
        extension = part.object("extensions").object(VARIANTS)
        for mapping in extension.objects("mappings", self._limits.objects):
            material = self._materials[mapping.reference("material", len(self._materials))]
            for index in _indices(mapping, "variants", len(self.variants)):
                result[self.variants[index]] = material
        return result


def _indices(owner: Fields, key: str, count: int) -> list[int]:
    """A list of indices into a list of `count` entries."""
    items = owner.items(key, count)
    for item in items:
        if isinstance(item, bool) or not isinstance(item, int) or not 0 <= item < count:
            raise owner.refuse(key, item, f"indices 0..{count - 1}", "bad-reference")
    return items


def _cycle(item: Fields, message: str, allowed: str) -> ModelError:
    return ModelError(
        "node-cycle", message, got=item.place or label("scene", 0, item.values), allowed=allowed,
        hint="clean the hierarchy in your 3D program and export again", place=item.place,
    )  # fmt: skip


def _matrix(item: Fields) -> NDArray[np.float64]:
    """Parent-from-node, from ``matrix`` or from translation, rotation and scale (glTF §3.5.3)."""
    if item.has("matrix"):
        return np.array(item.numbers("matrix", MATRIX), np.float64).reshape(4, 4).T.copy()
    x, y, z, w = rotation = item.numbers("rotation", (0.0, 0.0, 0.0, 1.0), low=-2.0, high=2.0)
    length = float(np.linalg.norm(rotation))
    if length < 0.1:  # noqa: PLR2004 - far from a unit quaternion there is no direction left
        raise item.refuse("rotation", rotation, "a unit quaternion")
    x, y, z, w = x / length, y / length, z / length, w / length
    matrix = np.eye(4)
    matrix[:3, :3] = (
        (1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)),
        (2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)),
        (2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)),
    )
    matrix[:3, :3] *= item.numbers("scale", (1.0, 1.0, 1.0))
    matrix[:3, 3] = item.numbers("translation", (0.0, 0.0, 0.0))
    return matrix
