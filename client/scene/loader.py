"""A glTF document as nodes that can be drawn: one slot per primitive, each with a program and a material."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from panda3d.core import ColorBlendAttrib, CullFaceAttrib, GeomNode, NodePath

from client.render import axes, device, masks, programs, uniforms
from client.render.maps import COLOUR_MAPS, MAPS
from client.scene.distant import Distant, Standing
from client.scene.geometry import coarser_geom, make_geom
from client.scene.joining import Join, Member, can_join
from client.scene.moving import Movement, moving_features, with_normals
from client.scene.textures import TextureShelf
from showroom.gltf import walk

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from numpy.typing import NDArray
    from panda3d.core import Geom, PTALVecBase4f, Texture

    from client.scene.joining import Togetherness
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
        geoms: what may be drawn of it: the primitive itself, then its coarser levels; none where it is joined.
        join: what it is drawn with, and the block of its material there; None where it is drawn by itself.
    """

    path: NodePath
    own: Material
    variants: dict[str, Material]
    mirrored: bool
    features: frozenset[str] = frozenset()
    positions: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 3), dtype=np.float32))
    triangles: NDArray[np.uint32] = field(default_factory=lambda: np.zeros((0, 3), dtype=np.uint32))
    geoms: list[Geom] = field(default_factory=list)
    join: tuple[Join, int] | None = None

    def materials(self) -> Iterable[Material]:
        """Everything that it may be covered with by the model itself."""
        return (self.own, *self.variants.values())


@dataclass(eq=False)
class LoadedModel:
    """A model that can be drawn.

    Args:
        root: the whole model, in glTF's frame; attach it below `View.scene`.
        body: everything of it but what is drawn for it at a distance.
        slots: every primitive.
        nodes: Panda3D nodes by the names of the model's nodes (names may repeat).
        materials: the model's materials by name.
        textures: shared by everything in the model.
        bounds: lowest and highest corner in metres, of what is drawn at first.
        movement: its clips, skins and morph targets.
        joins: slots that are drawn as one.
        distant: what is drawn while the model is small in the picture; None where that is the model itself.
        errors_m: how far the surface of each coarser level is from the model's at most.
        level: which one is drawn; 0 is the model itself.
    """

    root: NodePath
    body: NodePath
    slots: list[Slot]
    nodes: dict[str, list[NodePath]]
    materials: dict[str, Material]
    textures: TextureShelf
    bounds: tuple[NDArray[np.float64], NDArray[np.float64]]
    movement: Movement
    joins: list[Join] = field(default_factory=list)
    distant: Distant | None = None
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
        for join in self.joins:
            join.show_level(level)

    def show_distant(self, *, distant: bool) -> None:
        """Draw what is meant for a distance, where there is such, or the model itself."""
        if self.distant is not None:
            for path, shown in ((self.body, not distant), (self.distant.path, distant)):
                if shown:
                    path.show()
                else:
                    path.hide()

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


def load_model(
    document: Document,
    extra_features: Mapping[str, frozenset[str]] | None = None,
    together: Togetherness | None = None,
    *,
    distant: bool = False,
) -> LoadedModel:
    """Make a document drawable.

    Args:
        document: what was read.
        together: what may be drawn as one; None draws every primitive by itself.
        distant: whether it may be seen from far away.
        extra_features: by material name, features that a material may need later although the model does not, so that
            no program is compiled when it does.

    Raises:
        ModelError: ``unsupported-image``.
    """
    # What clips move is not told apart here.
    loader = _Loader(document, extra_features or {}, together if not document.animations else None)
    for node in document.roots:
        loader.add(node, [loader.body])
    loader.join()
    # Everything is decoded now: nothing is in the frame of a click.
    for slot in loader.slots:
        for material in slot.materials():
            map_textures(material, loader.textures)
    loader.textures.drop_pictures()
    far = loader.distant() if distant else None
    materials = {material.name: material for material in document.materials}
    low, high = loader.bounds()
    if float((high - low)[[0, 2]].min()) > ROOM_EDGE_M and float((high - low)[1]) > ROOM_HEIGHT_M:
        # Something that one stands in: its ceiling would put everything into the shade.
        loader.root.hide(masks.SHADOW)
    device.prepare((*loader.textures.all(), *loader.movement.textures))
    alone = {slot.features for slot in loader.slots if slot.join is None}
    joined = [*loader.joins, *(far.joins if far is not None else ())]
    drawn = {*alone, *(join.features | {"PALETTE"} for join in joined)}
    device.prepare(shader for features in drawn for shader in programs.all_for(features))
    nodes = dict(loader.nodes)
    errors_m = document.levels.errors_m if document.levels is not None else ()
    return LoadedModel(
        loader.root,
        loader.body,
        loader.slots,
        nodes,
        materials,
        loader.textures,
        loader.bounds(),
        loader.movement,
        loader.joins,
        far,
        errors_m,
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
    if slot.join is not None:
        slot.join[0].cover(slot.join[1], material)
        return
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

    def __init__(
        self, document: Document, extra_features: Mapping[str, frozenset[str]], together: Togetherness | None
    ) -> None:
        self.movement = Movement(document)
        self.root = NodePath("model")
        self.body = self.root.attach_new_node("body of the model")
        self.slots: list[Slot] = []
        self.joins: list[Join] = []
        self.nodes: defaultdict[str, list[NodePath]] = defaultdict(list)
        self.textures = TextureShelf()
        self._extra = extra_features
        self._together = together
        self._groups: dict[Hashable, Join] = {}
        self._standing: list[Standing] = []
        self._levels = document.levels
        collapses = document.levels.collapses if document.levels is not None else ()
        # What is read is changed in place only, so that the levels still speak of these primitives.
        self._collapses = {
            id(one): collapse for one, collapse in zip(walk.primitives(document), collapses, strict=False)
        }
        self._low = np.full(3, np.inf)
        self._high = np.full(3, -np.inf)

    def add(self, node: Node, above: list[NodePath], *, seen: bool = True) -> None:
        """Add a node with everything below it; `above` are the nodes from the root down to its parent."""
        path = above[-1].attach_new_node(node.name or "node")
        path.set_mat(axes.panda_matrix(node.matrix))
        self.nodes[node.name].append(path)
        self.movement.place(node, path)
        visible = seen and node.visible
        if not node.visible:
            path.hide()
        for primitive in node.mesh.primitives if node.mesh else ():
            self._add_primitive(with_normals(primitive), node, [*above, path], visible=visible)
        for child in node.children:
            self.add(child, [*above, path], seen=visible)

    def join(self) -> None:
        """Make what is drawn as one, now that all of it is known."""
        count = len(self._levels.errors_m) if self._levels is not None else 0
        for join in self.joins:
            join.build(count)

    def distant(self) -> Distant | None:
        """What is drawn from far away; None where nothing is to be joined, or parts of it move."""
        if self._together is None or self._together.moved or not self._standing:
            return None
        count = len(self._levels.errors_m) if self._levels is not None else 0
        far = Distant(self.root, self._standing, count, partial(map_textures, shelf=self.textures))
        for one in self._standing:
            # Now, as long as the pictures are at hand.
            for material in one.slot.materials():
                far.cover(one.slot, material, material)
            far.cover(one.slot, one.slot.own, one.slot.own)
        return far

    def bounds(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The corners of everything visible; the origin where there is nothing."""
        if np.isinf(self._low).any():
            return np.zeros(3), np.zeros(3)
        return self._low, self._high

    def _add_primitive(self, primitive: Primitive, node: Node, above: list[NodePath], *, visible: bool) -> None:
        own = primitive.material or uniforms.default_material()
        moving = moving_features(node, primitive)
        slot = Slot(NodePath(own.name), own, dict(primitive.variants), self.movement.mirrors(node))
        needed = [uniforms.features_of(material) for material in slot.materials()]
        needed.extend(self._extra.get(material.name, frozenset()) for material in slot.materials())
        slot.features = moving.union(*needed)
        in_world = self.movement.resting(node, primitive)
        slot.positions = in_world.astype(np.float32)
        slot.triangles = primitive.indices.reshape(-1, 3)
        if visible and len(in_world):
            used = in_world[primitive.indices]
            self._low = np.minimum(self._low, used.min(axis=0))
            self._high = np.maximum(self._high, used.max(axis=0))
        if not (visible and self._join(slot, primitive, above)):
            self._draw_alone(slot, primitive, node, above[-1])
        if visible and "NORMAL" in primitive.attributes:
            collapse = self._collapses.get(id(primitive))
            self._standing.append(Standing(slot, primitive, _product(above[1:]), collapse))
        dress(slot, own, self.textures)
        self.slots.append(slot)

    def _draw_alone(self, slot: Slot, primitive: Primitive, node: Node, parent: NodePath) -> None:
        geometry = GeomNode(slot.own.name)
        geom = make_geom(primitive, 8 if "SKIN8" in slot.features else 4 if "SKIN" in slot.features else 0)
        geometry.add_geom(geom)
        slot.path = parent.attach_new_node(geometry)
        slot.path.set_shader(programs.surface(slot.features))
        if moving_features(node, primitive):
            self.movement.add(node, slot.path, primitive)
        elif "TRANSMISSION" in slot.features:
            slot.path.set_tag(programs.POSE_TAG, programs.pose_tag(slot.features))
        slot.geoms = [geom, *self._coarser(geom, primitive)]

    def _join(self, slot: Slot, primitive: Primitive, above: list[NodePath]) -> bool:
        """Draw a slot with others where that shows the same."""
        materials = list(slot.materials())
        if self._together is None or "NORMAL" not in primitive.attributes or not can_join(slot.features, materials):
            return False
        moved = [index for index, path in enumerate(above) if path.get_name() in self._together.moved]
        stands = moved[-1] if moved else 0
        kind = self._together.kind((path.get_name() for path in above), materials)
        key = (above[stands], kind, slot.mirrored, slot.own.double_sided, slot.own.unlit)
        join = self._groups.get(key)
        wearing = (id(slot.own), *((name, id(material)) for name, material in sorted(slot.variants.items())))
        block = join.block(wearing) if join is not None else None
        if join is None or block is None:
            join = Join(above[stands], slot.features, mirrored=slot.mirrored, double_sided=slot.own.double_sided)
            self._groups[key] = join
            self.joins.append(join)
            block = join.block(wearing)
        assert block is not None  # noqa: S101 - a new one has room
        matrix = _product(above[stands + 1 :])
        join.add(Member(primitive, matrix, block, self._collapses.get(id(primitive))), slot.features)
        slot.path = above[-1].attach_new_node(slot.own.name)
        slot.join = join, block
        return True

    def _coarser(self, geom: Geom, primitive: Primitive) -> list[Geom]:
        """The levels of a primitive; none where it has others' vertices by now, as without normals of its own."""
        collapse = self._collapses.get(id(primitive))
        if self._levels is None or collapse is None or len(collapse.gone) != geom.get_vertex_data().get_num_rows():
            return []
        count = len(self._levels.errors_m)
        return [coarser_geom(geom, collapse.triangles(primitive, level)) for level in range(1, count + 1)]


def _product(paths: list[NodePath]) -> NDArray[np.float64]:
    """The matrices of nodes, one below the other, as one."""
    matrix = np.eye(4)
    for path in paths:
        matrix = matrix @ axes.numpy_matrix(path.get_mat())
    return matrix
