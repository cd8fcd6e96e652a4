"""A glTF document as nodes that can be drawn: one slot per primitive, each with a program and a material."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from panda3d.core import ColorBlendAttrib, CullFaceAttrib, GeomNode, NodePath

from client.render import axes, device, masks, programs, uniforms
from client.render.maps import COLOUR_MAPS, MAPS
from client.scene.geometry import coarser_geom, make_geom
from client.scene.moving import Movement, moving_features, with_normals
from client.scene.textures import TextureShelf
from showroom.gltf import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray
    from panda3d.core import Geom, PTALVecBase4f, Texture

    from showroom.gltf.levels import Collapse
    from showroom.gltf.model import Document, Material, Node, Primitive

ROOM_EDGE_M, ROOM_HEIGHT_M = 5.0, 2.0


@dataclass(eq=False)
class Slot:
    """One primitive in the picture: where it hangs, and what it may be covered with.

    Args:
        path: its node; its shader inputs are its material.
        own: the material in the model; None is glTF's default.
        variants: materials by KHR_materials_variants name.
        mirrored: the node's matrix turns it inside out.
        geoms: what may be drawn of it: the primitive itself, then its coarser levels.
    """

    path: NodePath
    own: Material
    variants: dict[str, Material]
    mirrored: bool
    features: frozenset[str] = frozenset()
    positions: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 3), dtype=np.float32))
    triangles: NDArray[np.uint32] = field(default_factory=lambda: np.zeros((0, 3), dtype=np.uint32))
    geoms: list[Geom] = field(default_factory=list)

    def materials(self) -> Iterable[Material]:
        """Everything that it may be covered with by the model itself."""
        return (self.own, *self.variants.values())


@dataclass(eq=False)
class LoadedModel:
    """A model that can be drawn.

    Args:
        root: the whole model, in glTF's frame; attach it below `View.scene`.
        slots: every primitive.
        nodes: Panda3D nodes by the names of the model's nodes (names may repeat).
        materials: the model's materials by name.
        textures: shared by everything in the model.
        bounds: lowest and highest corner in metres, of what is drawn at first.
        movement: its clips, skins and morph targets.
        errors_m: how far the surface of each coarser level is from the model's at most.
        level: which one is drawn; 0 is the model itself.
    """

    root: NodePath
    slots: list[Slot]
    nodes: dict[str, list[NodePath]]
    materials: dict[str, Material]
    textures: TextureShelf
    bounds: tuple[NDArray[np.float64], NDArray[np.float64]]
    movement: Movement
    errors_m: tuple[float, ...] = ()
    level: int = 0

    def show_level(self, level: int) -> None:
        """Draw a coarser level, from 1 on, or the model itself, 0."""
        if level == self.level:
            return
        self.level = level
        for slot in self.slots:
            if len(slot.geoms) > level:
                slot.path.node().set_geom(0, slot.geoms[level])

    def pose(self, clip: str | None, time_s: float = 0.0) -> None:
        """Show a moment of a clip; None is how the model rests.

        Raises:
            Rejected: ``unknown-clip``.
        """
        self.movement.pose(clip, time_s)

    def release(self) -> None:
        """Take the model out of the scene and give its memory back."""
        self.root.remove_node()
        for texture in (*self.textures.all(), *self.movement.textures):
            texture.release_all()
            texture.clear()
        self.slots.clear()
        self.nodes.clear()
        device.forget_states()


def load_model(document: Document, extra_features: Mapping[str, frozenset[str]] | None = None) -> LoadedModel:
    """Make a document drawable.

    Args:
        document: what was read.
        extra_features: by material name, features that a material may need later although the model does not, so that
            no program is compiled when it does.

    Raises:
        ModelError: ``unsupported-image``.
    """
    loader = _Loader(document, extra_features or {})
    for node in document.roots:
        loader.add(node, loader.root)
    # Everything is decoded now: nothing is in the frame of a click.
    for slot in loader.slots:
        for material in slot.materials():
            map_textures(material, loader.textures)
    loader.textures.drop_pictures()
    materials = {material.name: material for material in document.materials}
    low, high = loader.bounds()
    if float((high - low)[[0, 2]].min()) > ROOM_EDGE_M and float((high - low)[1]) > ROOM_HEIGHT_M:
        # Something that one stands in: its ceiling would put everything into the shade.
        loader.root.hide(masks.SHADOW)
    device.prepare((*loader.textures.all(), *loader.movement.textures))
    device.prepare(shader for slot in loader.slots for shader in programs.all_for(slot.features))
    nodes = dict(loader.nodes)
    errors_m = document.levels.errors_m if document.levels is not None else ()
    return LoadedModel(
        loader.root, loader.slots, nodes, materials, loader.textures, loader.bounds(), loader.movement, errors_m
    )


def map_textures(material: Material, shelf: TextureShelf) -> dict[str, Texture]:
    """The textures of a material by uniform name."""
    found = {}
    for uniform, name in MAPS:
        use = getattr(material, name)
        if use is not None:
            found[uniform] = shelf.get(use, colour=uniform in COLOUR_MAPS)
    return found


def dress(slot: Slot, material: Material, shelf: TextureShelf, packed: PTALVecBase4f | None = None) -> None:
    """Cover a slot with a material: inputs and draw order only, no program changes."""
    path = slot.path
    path.set_shader_input("material", packed if packed is not None else uniforms.pack(material))
    textures = map_textures(material, shelf)
    for uniform, _ in MAPS:
        if uniform.upper() in slot.features:
            path.set_shader_input(uniform, textures.get(uniform) or uniforms.plain_for(uniform))
    _sort_into_pass(slot, material)
    inside_out = CullFaceAttrib.M_cull_counter_clockwise if slot.mirrored else CullFaceAttrib.M_cull_clockwise
    path.set_attrib(CullFaceAttrib.make(CullFaceAttrib.M_cull_none if material.double_sided else inside_out))


def _sort_into_pass(slot: Slot, material: Material) -> None:
    path = slot.path
    if uniforms.is_blended(material):
        path.hide(masks.OPAQUE)
        path.show_through(masks.BLENDED)
        path.set_attrib(programs.blending(slot.features))
        path.set_bin("transparent", 0)
        path.set_depth_write(material.alpha_mode != "BLEND")
    else:
        path.show(masks.OPAQUE)
        path.hide(masks.BLENDED)
        path.clear_attrib(ColorBlendAttrib)
        path.clear_bin()
        path.set_depth_write(True)
    glass = material.transmission > 0.0
    if material.alpha_mode != "BLEND" and not glass:
        path.show(masks.SHADOW)
    else:
        path.hide(masks.SHADOW)
    if glass:
        path.show_through(masks.VEIL)
    else:
        path.hide(masks.VEIL)


class _Loader:
    """Walks the document once."""

    def __init__(self, document: Document, extra_features: Mapping[str, frozenset[str]]) -> None:
        self.movement = Movement(document)
        self.root = NodePath("model")
        self.slots: list[Slot] = []
        self.nodes: defaultdict[str, list[NodePath]] = defaultdict(list)
        self.textures = TextureShelf()
        self._extra = extra_features
        self._levels = document.levels
        collapses = document.levels.collapses if document.levels is not None else ()
        # What is read is changed in place only, so that the levels still speak of these primitives.
        self._collapses = {
            id(one): collapse for one, collapse in zip(walk.primitives(document), collapses, strict=False)
        }
        self._low = np.full(3, np.inf)
        self._high = np.full(3, -np.inf)

    def add(self, node: Node, parent: NodePath, *, seen: bool = True) -> None:
        """Add a node with everything below it."""
        path = parent.attach_new_node(node.name or "node")
        path.set_mat(axes.panda_matrix(node.matrix))
        self.nodes[node.name].append(path)
        self.movement.place(node, path)
        visible = seen and node.visible
        if not node.visible:
            path.hide()
        for primitive in node.mesh.primitives if node.mesh else ():
            collapse = self._collapses.get(id(primitive))
            self._add_primitive(with_normals(primitive), node, path, collapse, visible=visible)
        for child in node.children:
            self.add(child, path, seen=visible)

    def bounds(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The corners of everything visible; the origin where there is nothing."""
        if np.isinf(self._low).any():
            return np.zeros(3), np.zeros(3)
        return self._low, self._high

    def _add_primitive(
        self,
        primitive: Primitive,
        node: Node,
        parent: NodePath,
        collapse: Collapse | None,
        *,
        visible: bool,
    ) -> None:
        own = primitive.material or uniforms.default_material()
        geometry = GeomNode(own.name)
        moving = moving_features(node, primitive)
        geom = make_geom(primitive, 8 if "SKIN8" in moving else 4 if "SKIN" in moving else 0)
        geometry.add_geom(geom)
        mirrored = self.movement.mirrors(node)
        slot = Slot(parent.attach_new_node(geometry), own, dict(primitive.variants), mirrored)
        needed = [uniforms.features_of(material) for material in slot.materials()]
        needed.extend(self._extra.get(material.name, frozenset()) for material in slot.materials())
        slot.features = moving.union(*needed)
        slot.path.set_shader(programs.surface(slot.features))
        if moving:
            self.movement.add(node, slot.path, primitive)
        elif "TRANSMISSION" in slot.features:
            slot.path.set_tag(programs.POSE_TAG, programs.pose_tag(slot.features))
        in_world = self.movement.resting(node, primitive)
        slot.positions = in_world.astype(np.float32)
        slot.triangles = primitive.indices.reshape(-1, 3)
        slot.geoms = [geom, *self._coarser(geom, primitive, collapse)]
        if visible and len(in_world):
            used = in_world[primitive.indices]
            self._low = np.minimum(self._low, used.min(axis=0))
            self._high = np.maximum(self._high, used.max(axis=0))
        dress(slot, own, self.textures)
        self.slots.append(slot)

    def _coarser(self, geom: Geom, primitive: Primitive, collapse: Collapse | None) -> list[Geom]:
        """The levels of a primitive; none where it has others' vertices by now, as without normals of its own."""
        if self._levels is None or collapse is None or len(collapse.gone) != geom.get_vertex_data().get_num_rows():
            return []
        count = len(self._levels.errors_m)
        return [coarser_geom(geom, collapse.triangles(primitive, level)) for level in range(1, count + 1)]
