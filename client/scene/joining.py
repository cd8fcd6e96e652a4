"""Parts of a model that are drawn as one: they stand, appear and vanish together, and no pictures cover them.

Each draw costs the processor some hundredths of a millisecond, however small it is, and a car has seventy parts. What
tells joined parts apart is a number at each vertex: the block of a palette that its material's numbers stand in. So a
configuration changes a few numbers, and what is seen is what the parts by themselves would show.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from panda3d.core import CullFaceAttrib, GeomNode, LVecBase4f, NodePath, PTALVecBase4f

from client.render import masks, programs, uniforms
from client.scene.geometry import coarser_geom, joined_geom

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray
    from panda3d.core import Geom

    from showroom.catalogue import Product, State, Value
    from showroom.gltf.levels import Collapse
    from showroom.gltf.model import Material, Primitive

FEATURES: Final = frozenset({"CLEARCOAT", "UNLIT"})
"""What materials may need beside plain numbers."""


@dataclass(frozen=True)
class Togetherness:
    """Which parts of a model may be told apart by where they stand or whether they are drawn.

    Args:
        moved: names of nodes that move by themselves.
        nodes: by the name of a node, what decides whether it is drawn; nodes that are always drawn are not named.
        materials: the same by the names of materials.
    """

    moved: frozenset[str] = frozenset()
    nodes: Mapping[str, Hashable] = field(default_factory=dict)
    materials: Mapping[str, Hashable] = field(default_factory=dict)

    def kind(self, names: Iterable[str], materials: Iterable[Material]) -> Hashable:
        """Equal for parts that always appear and vanish together; `names` are those of its node and all above."""
        above = frozenset(self.nodes[name] for name in names if name in self.nodes)
        worn = [self.materials.get(material.name) for material in materials]
        return above, tuple(worn) if any(worn) else ()


def togetherness(product: Product) -> Togetherness:
    """What the options and states of a product tell apart."""
    deciding: list[Value | State] = [*(value for group in product.groups for value in group.values), *product.states]
    fates: dict[str, Hashable] = {}
    for part in product.parts:
        shown = frozenset(index for index, one in enumerate(deciding) if part.id in one.shows)
        hidden = frozenset(index for index, one in enumerate(deciding) if part.id in one.hides)
        fates[part.id] = (part.visible, shown if not part.visible else frozenset(), hidden)
    always: Hashable = (True, frozenset(), frozenset())
    moving = {motion.part for state in product.states for motion in state.moves}
    moved = frozenset(name for part in product.parts if part.id in moving for name in part.nodes)
    nodes: dict[str, set[Hashable]] = {}
    materials: dict[str, set[Hashable]] = {}
    for part in product.parts:
        for found, names in ((nodes, part.nodes), (materials, part.materials)):
            for name in names:
                found.setdefault(name, set()).add(fates[part.id])
    # What one part that is always drawn holds, is.
    return Togetherness(moved, *(_uncertain(found, always) for found in (nodes, materials)))


def _uncertain(found: Mapping[str, set[Hashable]], always: Hashable) -> dict[str, Hashable]:
    return {name: frozenset(fates) for name, fates in found.items() if always not in fates}


def can_join(features: frozenset[str], materials: Sequence[Material]) -> bool:
    """Whether a part that needs these features, and may wear these materials, can be drawn with others."""
    if not features <= FEATURES or len({material.double_sided for material in materials}) > 1:
        return False
    unlit = {material.unlit for material in materials}
    return len(unlit) == 1 and all(material.alpha_mode == "OPAQUE" for material in materials)


@dataclass(frozen=True, eq=False)
class Member:
    """A part as it is put into a join.

    Args:
        primitive: its triangles, in its node's frame.
        matrix: (4, 4), from its node's frame to the join's.
        block: which material of the join it wears.
        collapse: its coarser levels, where it has some.
    """

    primitive: Primitive
    matrix: NDArray[np.float64]
    block: int
    collapse: Collapse | None


class Join:
    """Parts that are drawn as one.

    Args:
        parent: what they stand on; its frame is theirs.
        features: what their materials need.
        mirrored: whether they are turned inside out.
        double_sided: whether their backs are seen.
    """

    def __init__(self, parent: NodePath, features: frozenset[str], *, mirrored: bool, double_sided: bool) -> None:
        self._parent = parent
        self._members: list[Member] = []
        self._blocks: dict[Hashable, int] = {}
        self._palette = PTALVecBase4f.empty_array(uniforms.PALETTE_ROWS * uniforms.PALETTE_BLOCKS)
        self._inside_out = mirrored
        self._double_sided = double_sided
        self.features = features
        self._left_out: set[int] = set()
        self._unlit: dict[int, float] = {}
        self.path = NodePath("joined")
        self.geoms: list[Geom] = []

    def block(self, wearing: Hashable) -> int | None:
        """The place of a material, the same for all parts that always wear the same; None where there is no more."""
        if wearing not in self._blocks and len(self._blocks) >= uniforms.PALETTE_BLOCKS:
            return None
        return self._blocks.setdefault(wearing, len(self._blocks))

    def add(self, member: Member, features: frozenset[str]) -> None:
        """Put a part in."""
        self._members.append(member)
        self.features |= features & FEATURES

    def build(self, levels: int, *, apart: bool = False) -> None:
        """Make what is drawn, with so many coarser levels; `apart`: blocks may be left out."""
        tables = [(one.primitive, one.matrix, one.block) for one in self._members]
        geom = joined_geom(tables)
        self.geoms = [geom, *(coarser_geom(geom, self._indices(level)) for level in range(1, levels + 1))]
        node = GeomNode("joined")
        node.add_geom(geom)
        self.path = self._parent.attach_new_node(node)
        self.path.set_shader(programs.surface(self.features | {"PALETTE"}))
        self.path.set_shader_input("palette", self._palette)
        if apart:
            self.path.set_tag(programs.POSE_TAG, programs.pose_tag(frozenset({"PALETTE"})))
        self.path.show(masks.OPAQUE | masks.SHADOW)
        cull = CullFaceAttrib
        inside_out = cull.M_cull_counter_clockwise if self._inside_out else cull.M_cull_clockwise
        self.path.set_attrib(cull.make(cull.M_cull_none if self._double_sided else inside_out))
        self._members.clear()

    def cover(self, block: int, material: Material) -> None:
        """Let the parts of a block wear a material."""
        first = block * uniforms.PALETTE_ROWS
        for row, values in enumerate(uniforms.palette_rows(material)):
            self._palette[first + row] = LVecBase4f(*values)
        self._unlit[block] = self._palette[first][3]
        self._mark(block)

    def leave_out(self, block: int, *, out: bool) -> None:
        """Draw the parts of a block or not; only for a join that was built to be asked that."""
        if out != (block in self._left_out):
            self._left_out ^= {block}
            self._mark(block)

    def _mark(self, block: int) -> None:
        first = block * uniforms.PALETTE_ROWS
        red, green, blue, _ = self._palette[first]
        mark = -1.0 if block in self._left_out else self._unlit.get(block, 0.0)
        self._palette[first] = LVecBase4f(red, green, blue, mark)

    def show_level(self, level: int) -> None:
        """Draw a coarser level, from 1 on, or the parts themselves, 0."""
        self.path.node().set_geom(0, self.geoms[min(level, len(self.geoms) - 1)])

    def _indices(self, level: int) -> NDArray[np.uint32]:
        found, first = [], 0
        for one in self._members:
            coarser = one.collapse.triangles(one.primitive, level) if one.collapse else one.primitive.indices
            found.append(np.asarray(coarser, np.uint32) + np.uint32(first))
            first += len(one.primitive.attributes["POSITION"])
        return np.concatenate(found)
