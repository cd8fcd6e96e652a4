"""Meshes and nodes out of a glTF file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from showroom.gltf import triangles
from showroom.gltf.accessors import component, components
from showroom.gltf.draco import DRACO, DracoPrimitive
from showroom.gltf.faults import fault
from showroom.gltf.instances import INSTANCING, instances
from showroom.gltf.material_table import QUANTISED, VARIANTS, VISIBILITY
from showroom.gltf.model import Material, Mesh, Named, Node, Primitive, Rest
from showroom.gltf.notes import named
from showroom.gltf.posing import matrix_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from showroom.errors import ModelError
    from showroom.gltf.accessors import Accessors
    from showroom.gltf.draco import MeshDecoder
    from showroom.gltf.fields import Fields
    from showroom.gltf.foreign import Foreign
    from showroom.gltf.limits import Limits
    from showroom.gltf.motion_reader import MotionReader

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
        foreign: what is kept without being understood.
        accessors: where the numbers are.
        materials: every material of the file, by index.
        motion: its skins and morph targets.
        limits: what is read at most.
        decoders: for mesh compression, by extension.
    """

    def __init__(
        self,
        root: Fields,
        foreign: Foreign,
        accessors: Accessors,
        materials: list[Material],
        motion: MotionReader,
        limits: Limits,
        decoders: Mapping[str, MeshDecoder],
    ) -> None:
        self._root = root
        self._foreign = foreign
        self._motion = motion
        self._decoders = decoders
        self._accessors = accessors
        self._materials = materials
        self._limits = limits
        self._nodes = root.objects("nodes", limits.nodes)
        self._meshes = root.objects("meshes", limits.objects)
        self._quantised = QUANTISED in root.strings("extensionsUsed", limits.objects)
        self._known_meshes: dict[int, tuple[Mesh, int]] = {}
        self._copies = 0
        self.drawn = 0
        self.targets: dict[int, int] = {}
        """How many morph targets the mesh of each node of the scene has, by the node's number."""
        self.said = Named()
        """What is said of the default scene."""
        self.variants = self._variant_names()
        self.skipped: list[str] = []
        self.forgiven: list[ModelError] = []

    def _variant_names(self) -> list[str]:
        extension = self._root.object("extensions").object(VARIANTS)
        names = [item.text("name") for item in extension.objects("variants", self._limits.objects)]
        if len(set(names)) < len(names):
            raise extension.refuse("variants", "the same name twice", "variants with names of their own")
        return names

    def roots(self) -> list[Node]:
        """The nodes at the top of the default scene, with everything under them."""
        parents = self._parents()
        tops = self._tops(parents)
        self._check_depth(tops)
        self._motion.know_scene(tops, self._nodes)
        return [self._node(index) for index in tops]

    def _parents(self) -> dict[int, int]:
        parents: dict[int, int] = {}
        for index, node in enumerate(self._nodes):
            for child in node.references("children", len(self._nodes)):
                if child in parents:
                    raise _cycle(self._nodes[child], "a node has two parents", "one parent at most")
                parents[child] = index
        self._check_ends(parents)
        return parents

    def _check_ends(self, parents: dict[int, int]) -> None:
        """Walk up from every node until a top or a node whose way up is known to end."""
        ending: set[int] = set()
        for start in range(len(self._nodes)):
            index, path = start, {start}
            while index in parents and index not in ending:
                index = parents[index]
                if index in path:
                    raise _cycle(self._nodes[index], "a node is its own ancestor", "a tree")
                path.add(index)
            ending |= path

    def _tops(self, parents: dict[int, int]) -> list[int]:
        scenes = self._root.objects("scenes", self._limits.objects)
        if not scenes:
            return [index for index in range(len(self._nodes)) if index not in parents]
        scene = scenes[self._root.reference("scene", len(scenes)) if self._root.has("scene") else 0]
        self.said = named(scene, self._foreign)
        tops = scene.references("nodes", len(self._nodes))
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
                allowed = f"at most {self._limits.node_depth} levels"
                raise fault("nodes-too-deep", self._nodes[level[0]].place, f"level {depth}", allowed)
            level = [child for index in level for child in self._nodes[index].values.get("children", [])]

    def _node(self, index: int) -> Node:
        item = self._nodes[index]
        extensions = item.object("extensions")
        mesh = self._mesh(item) if item.has("mesh") else None
        self.targets[index] = len(mesh.primitives[0].targets) if mesh else 0
        copies = self._instances(item, extensions, mesh) if mesh and not self.targets[index] else []
        if extensions.has(INSTANCING) and not copies:
            self.skipped.append(f"{item.place}/{INSTANCING}")
        if copies:
            mesh = None
        return Node(
            name=item.text("name"),
            matrix=node_matrix(item),
            mesh=mesh,
            children=[self._node(child) for child in item.values.get("children", [])] + copies,
            visible=extensions.object(VISIBILITY).flag("visible", default=True),
            extras=item.extras(),
            other_extensions=self._foreign.of(item),
            skin=self._motion.skin(item, mesh) if mesh and item.has("skin") else None,
            weights=self._motion.weights(item, self.targets[index]),
            number=index,
            rest=_rest(item),
        )

    def _instances(self, item: Fields, extensions: Fields, mesh: Mesh) -> list[Node]:
        """The other places where a node's mesh stands; a skinned one has none."""
        if not extensions.has(INSTANCING) or item.has("skin"):
            return []
        most = self._limits.nodes - len(self._nodes) - self._copies
        copies = instances(extensions.object(INSTANCING), self._accessors, mesh, most)
        self._copies += len(copies)
        drawn = self._known_meshes[item.reference("mesh", len(self._meshes))][1]
        self._draw(drawn * (len(copies) - 1), item.place)
        return copies

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
                continue
            primitive = self._primitive(part, mode)
            if len(primitive.indices):
                primitives.append(primitive)
            else:
                self.skipped.append(f"{part.place} (no triangles)")
        counts = {len(primitive.targets) for primitive in primitives}
        if len(counts) > 1:
            raise item.refuse("primitives", f"{sorted(counts)} morph targets", "the same number in each")
        count = counts.pop() if counts else 0
        names, extras = item.extras().get("targetNames"), dict(item.extras())
        named = isinstance(names, list) and len(names) == count and all(isinstance(name, str) for name in names)
        if named:
            del extras["targetNames"]
        return Mesh(
            item.text("name"),
            primitives,
            self._motion.weights(item, count),
            tuple(names or ()) if named else (),
            extras=extras,
            other_extensions=self._foreign.of(item),
        )

    def _primitive(self, part: Fields, mode: int) -> Primitive:
        names = part.object("attributes")
        if not names.has("POSITION"):
            raise names.refuse("POSITION", "nothing", "an accessor with the vertices", "bad-accessor")
        vertices = self._accessors.count(names, "POSITION")
        corners = self._accessors.count(part, "indices") if part.has("indices") else vertices
        self._draw(triangles.count(corners, mode), part.place)
        if mode == triangles.TRIANGLES and corners % 3:
            raise part.refuse("indices", f"{corners} corners", "three for each triangle", "bad-accessor")
        packed = self._packed(part, mode)
        attributes = self._attributes(names, vertices, packed)
        if packed is not None:
            indices, vertices = packed.indices(corners), self._forgiven(packed, vertices)
        else:
            indices = self._indices(part, vertices) if part.has("indices") else np.arange(vertices, dtype=np.uint32)
        indices = triangles.unroll(indices, mode)
        if part.has("indices"):
            self._accessors.note(part, "indices", indices)
        targets = self._motion.targets(part, vertices, quantised=self._quantised)
        if "NORMAL" not in attributes:
            size = sum(array.shape[1] * array.itemsize for array in attributes.values()) + 12
            self._accessors.take(size * len(indices), part.place)
            targets = [{"POSITION": one["POSITION"][indices]} if "POSITION" in one else {} for one in targets]
            attributes, indices = triangles.flat_shaded(attributes, indices)
        return Primitive(
            attributes,
            indices,
            self._material(part),
            self._variants(part),
            targets,
            extras=part.extras(),
            other_extensions=self._foreign.of(part),
        )

    def _packed(self, part: Fields, mode: int) -> DracoPrimitive | None:
        """The primitive's compressed data, where it has some and it can be decoded."""
        decoder = self._decoders.get(DRACO)
        if decoder is None or not part.object("extensions").has(DRACO):
            return None
        if mode != triangles.TRIANGLES:
            raise part.refuse("mode", triangles.MODES[mode], "triangles, as Draco holds them", "compressed-layout")
        return DracoPrimitive(part, self._accessors, decoder)

    def _forgiven(self, packed: DracoPrimitive, vertices: int) -> int:
        """How many vertices came out, where another number was declared and only Draco holds them."""
        if packed.forgiven is not None:
            self.forgiven.append(packed.forgiven)
        return packed.vertices if packed.forgiven is not None else vertices

    def _attributes(self, names: Fields, vertices: int, packed: DracoPrimitive | None) -> dict[str, NDArray[Any]]:
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
            as_float = kind != "JOINTS"
            if packed is not None and packed.names.has(name):
                stored = packed.stored(name, accessor)
                result[name] = self._accessors.converted(names, name, stored, as_float=as_float)
            elif packed is not None and packed.forgiven is not None:
                if name != "TANGENT":  # which can be computed anew
                    raise packed.forgiven
                self.skipped.append(f"{place} (of other vertices than the compressed ones)")
            else:
                result[name] = self._accessors.read(names, name, as_float=as_float)
        return result

    def _indices(self, part: Fields, vertices: int) -> NDArray[np.uint32]:
        accessor = self._accessors.fields(part, "indices")
        place = part.at("indices")
        if components(accessor, place) != 1 or component(accessor, place).kind != "u":
            raise part.refuse("indices", "another type", "SCALAR of uint8, uint16 or uint32", "bad-accessor")
        stored = self._accessors.read(part, "indices", as_float=False)[:, 0]
        largest = int(stored.max())
        if largest >= vertices:
            code = "compressed-index" if self._accessors.compressed(part, "indices") else "index-out-of-range"
            raise fault(code, place, f"vertex {largest:,}", f"0..{vertices - 1:,}")
        return np.ascontiguousarray(stored, np.uint32)

    def _draw(self, count: int, place: str) -> None:
        self.drawn += count
        if self.drawn > self._limits.triangles:
            raise fault("too-many-triangles", place, f"over {self.drawn:,}", f"at most {self._limits.triangles:,}")

    def _material(self, owner: Fields) -> Material | None:
        return self._materials[owner.reference("material", len(self._materials))] if owner.has("material") else None

    def _variants(self, part: Fields) -> dict[str, Material]:
        result: dict[str, Material] = {}
        extension = part.object("extensions").object(VARIANTS)
        for mapping in extension.objects("mappings", self._limits.objects):
            material = self._materials[mapping.reference("material", len(self._materials))]
            for index in mapping.references("variants", len(self.variants)):
                result[self.variants[index]] = material
        return result


def _cycle(item: Fields, message: str, allowed: str) -> ModelError:
    return fault("node-cycle", item.place, item.place, allowed, message=message)


def node_matrix(item: Fields) -> NDArray[np.float64]:
    """Parent-from-node, (4, 4) float64, from ``matrix`` or from translation, rotation and scale (glTF §3.5.3)."""
    if item.has("matrix"):
        stored = np.array(item.numbers("matrix", MATRIX), np.float64).reshape(4, 4).T.copy()
        if not np.allclose(stored[3], MATRIX[-4:]):
            raise item.refuse("matrix", stored[3].tolist(), "0, 0, 0, 1 in the last row")
        return stored
    rest = _rest(item)
    if float(np.linalg.norm(rest.rotation)) < 0.1:  # noqa: PLR2004 - far from a unit quaternion there is no direction left
        raise item.refuse("rotation", rest.rotation, "a unit quaternion")
    return matrix_of(rest.translation, rest.rotation, rest.scale)


def _rest(item: Fields) -> Rest:
    default = Rest()
    if item.has("matrix"):
        return default
    x, y, z = item.numbers("translation", default.translation)
    i, j, k, w = item.numbers("rotation", default.rotation, low=-2.0, high=2.0)
    across, up, along = item.numbers("scale", default.scale)
    return Rest((x, y, z), (i, j, k, w), (across, up, along))
