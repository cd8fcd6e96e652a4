"""One avatar's model, drawn once for everybody who wears it: in the picture, in mirrors and in the shadow.

Everybody is an instance: a line in a texture says where they stand, a line in another how their joints do. So a full
room costs as many draws as there are models and levels of detail, however many people are in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from panda3d.core import GeomNode, LVecBase4f, NodePath, OmniBoundingVolume, PTALVecBase4f

from client.render import device, masks, programs, uniforms
from client.scene.geometry import make_geom
from client.scene.loader import Slot, dress
from client.scene.moving import moving_features, palette_texture, with_normals
from client.scene.rig import Rig
from client.scene.textures import TextureShelf
from showroom.avatars import LEVELS, has_wardrobe
from showroom.gltf import walk
from showroom.gltf.posing import Poses

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from panda3d.core import Texture

    from showroom.gltf.model import Document, Node, Primitive

LEVEL_M: Final = (5.0, 12.0)
"""From how far away the second and the third level are drawn."""
SHADOW_M: Final = 10.0
"""Who is farther away casts no shadow."""
MIRROR_M: Final = 12.0
"""Who is farther away is not seen in a mirror."""
FEWEST_LINES: Final = 16

Lines = tuple[int, int]
"""The first line, and how many."""


@dataclass(eq=False)
class _Draw:
    """One primitive of one level, for one kind of pass."""

    path: NodePath
    line: PTALVecBase4f
    first: int = 0
    count: int = 0

    def set(self, first: int, count: int) -> None:
        """Draw the people on `count` lines from `first` on."""
        if count and first != self.first:
            self.line[0] = LVecBase4f(float(first), 0.0, 0.0, 0.0)
            self.first = first
        if count == self.count:
            return
        if count:
            self.path.set_instance_count(count)
            self.path.show()
        else:
            self.path.hide()
        self.count = count


class Bank:
    """How the figures of all models with one rig stand: a texture with a line for each of them.

    Args:
        rig: poses them.
    """

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        self._texture = palette_texture(len(rig.joints), FEWEST_LINES)
        self._readers: list[NodePath] = []

    def serve(self, reader: NodePath) -> None:
        """Let everything below `reader` read it."""
        self._readers.append(reader)
        reader.set_shader_input("joint_palette", self._texture)

    def write(self, rows: NDArray[np.float32]) -> None:
        """Say how the joints of those in the picture stand, (n, joints, 3, 4); line `i` is person `i`."""
        count = len(rows)
        if count > self._texture.get_y_size():
            self._texture.release_all()
            self._texture = palette_texture(len(self.rig.joints), 1 << (count - 1).bit_length())
            for reader in self._readers:
                reader.set_shader_input("joint_palette", self._texture)
        write_lines(self._texture, rows.reshape(count, -1))

    def release(self) -> None:
        """Give the memory back."""
        self._texture.release_all()
        self._texture.clear()


class Look:
    """A model that many wear.

    Args:
        parent: where it is drawn, in the scene's frame.
        name: for tools that look into the scene.
        document: an avatar as docs/models.md describes it.
        banks: of other models, by the keys of their rigs; the model's own is added where none fits.

    Raises:
        ModelError: ``no-skin``, ``unsupported-image``.
    """

    def __init__(self, parent: NodePath, name: str, document: Document, banks: dict[bytes, Bank]) -> None:
        rig = Rig(document)
        self.bank = banks.setdefault(rig.key, Bank(rig))
        self.height_m = float(walk.bounds(document)[1][1])
        self.is_wardrobe = has_wardrobe(document)
        self._root = parent.attach_new_node(f"look {name}")
        self._shelf = TextureShelf()
        extra = frozenset({"WARDROBE"}) if self.is_wardrobe else frozenset()
        levels = _levels(Poses(document).nodes)
        self._levels = [_LevelDraws(self._root, nodes, self._shelf, extra) for nodes in levels]
        self.bank.serve(self._root)
        self._shelf.drop_pictures()
        device.prepare(self._shelf.all())

    def draw(self, picture: list[Lines], shadow: list[Lines], mirror: list[Lines]) -> None:
        """Which lines of people to draw at each level: in the picture, in the shadow and in mirrors."""
        for level, seen, shaded, mirrored in zip(self._levels, picture, shadow, mirror, strict=False):
            level.draw(seen, shaded, mirrored)

    @property
    def levels(self) -> int:
        """How many levels of detail there are."""
        return len(self._levels)

    def release(self) -> None:
        """Take the model out of the scene and give its memory back."""
        self._root.remove_node()
        for texture in self._shelf.all():
            texture.release_all()
            texture.clear()


class _LevelDraws:
    """What one level of detail draws."""

    def __init__(self, root: NodePath, nodes: list[Node], shelf: TextureShelf, extra: frozenset[str]) -> None:
        self._extra = extra
        self._picture: list[_Draw] = []
        self._shadow: list[_Draw] = []
        self._mirror: list[_Draw] = []
        for node in nodes:
            for primitive in node.mesh.primitives if node.mesh else ():
                self._add(root, node, with_normals(primitive), shelf)

    def draw(self, *lines: Lines) -> None:
        for draws, (first, count) in zip((self._picture, self._shadow, self._mirror), lines, strict=True):
            for one in draws:
                one.set(first, count)

    def _add(self, root: NodePath, node: Node, primitive: Primitive, shelf: TextureShelf) -> None:
        moving = (moving_features(node, primitive) - {"MORPH"}) | {"CROWD"} | self._extra
        material = primitive.material or uniforms.default_material()
        geometry = GeomNode(material.name)
        geometry.add_geom(make_geom(primitive, 8 if "SKIN8" in moving else 4))
        # Instances stand anywhere; who is out of sight is left out before.
        geometry.set_bounds(OmniBoundingVolume())
        geometry.set_final(True)
        slot = Slot(root.attach_new_node(geometry), material, {}, mirrored=False)
        slot.features = moving | uniforms.features_of(material)
        slot.path.set_shader(programs.surface(slot.features))
        device.prepare(programs.all_for(slot.features))
        slot.path.set_tag(programs.POSE_TAG, programs.pose_tag(slot.features))
        dress(slot, material, shelf)
        if not uniforms.is_blended(material):
            shaded = slot.path.copy_to(root)
            shaded.hide(masks.OPAQUE | masks.BLENDED | masks.MIRROR | masks.PHOTOGRAPH)
            self._shadow.append(_made(shaded))
        # Mirrors show people whom the picture does not: oneself, and those behind the eye.
        mirrored = slot.path.copy_to(root)
        mirrored.hide(masks.OPAQUE | masks.BLENDED | masks.SHADOW | masks.PHOTOGRAPH)
        self._mirror.append(_made(mirrored))
        slot.path.hide(masks.SHADOW | masks.MIRROR | masks.PHOTOGRAPH)
        self._picture.append(_made(slot.path))


def _made(path: NodePath) -> _Draw:
    line = PTALVecBase4f.empty_array(1)
    line[0] = LVecBase4f(0.0)
    path.set_shader_input("crowd_lines", line)
    path.hide()
    return _Draw(path, line)


def _levels(nodes: list[Node]) -> list[list[Node]]:
    """The skinned nodes of each level; a model without named levels has one."""
    skinned = [node for node in nodes if node.mesh is not None and node.skin is not None]
    named = [[node for node in skinned if node.name == level] for level in LEVELS]
    found = [level for level in named if level]
    return found or [skinned]


def write_lines(texture: Texture, lines: NDArray[np.float32]) -> None:
    """Fill the first lines of a texture of float32 numbers, (n, 4 · width); the rest stays."""
    data = np.ascontiguousarray(lines, np.float32).tobytes()
    if data:
        memoryview(texture.modify_ram_image()).cast("B")[: len(data)] = data
