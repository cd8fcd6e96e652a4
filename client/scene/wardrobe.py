"""How each person looks, as numbers that the crowd's vertex program reads: which pieces show, and their colours.

One model that everybody wears holds every hairdo and piece of clothes at once (its root's extras name `slots` and
`shapes`); a line of a texture for each person says what of it shows and how it is painted. So two hundred people who
all look different cost as many draws as one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from client.scene.look import FEWEST_LINES, write_lines
from client.scene.moving import number_texture
from showroom.looks import BUILDS, HEIGHTS, SHAPES, SLOTS, colours, look_of, shapes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from panda3d.core import NodePath

    from client.scene.rig import Rig
    from showroom.looks import AvatarLook
    from showroom.protocol.messages import Visitor

GIRTH_M: Final = 0.013
"""How far cloth stands out, or in, on somebody broad or slim."""
TEXELS: Final = 1 + len(SLOTS)
_BITS: Final = 16
"""How many shapes a float32 holds with ease."""


def worn_by(visitor: Visitor) -> AvatarLook:
    """How somebody looks, chosen or not."""
    return visitor.look if visitor.look is not None else look_of(visitor.id)


def line_of(visitor: Visitor) -> np.ndarray:
    """The line of somebody, float32: bits of the lower and higher shapes, height and girth, then a colour a slot."""
    look, adviser = worn_by(visitor), visitor.role == "agent"
    line = np.zeros((TEXELS, 4), np.float32)
    shown = sum(1 << SHAPES.index(shape) for shape in shapes(look, adviser=adviser))
    line[0] = (
        shown % (1 << _BITS),
        shown >> _BITS,
        HEIGHTS.get(look.height, 1.0),
        BUILDS.get(look.build, 0.0) * GIRTH_M,
    )
    painted = colours(look, adviser=adviser)
    line[1:, :3] = [painted[slot] for slot in SLOTS]
    return line.reshape(-1)


def dress_of(visitor: Visitor) -> tuple[str, AvatarLook | None]:
    """What of somebody decides how they are drawn."""
    return visitor.avatar, visitor.look


def ways(rig: Rig, rows: Mapping[str, NDArray[np.float32]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The frames in which everybody stands and goes; who uses a wheelchair sits and rolls."""
    idle, walk = rig.clip("idle"), rig.clip("walk")
    base = idle.looped(rows["age_s"])
    other = walk.looped(rows["phase"] / rig.walk_m * walk.duration_s)
    seated = rows["seated"] > 0.0
    if seated.any() and "roll" in rig.clips:
        sit, roll = rig.clip("sit"), rig.clip("roll")
        base = np.where(seated, sit.looped(rows["age_s"]), base)
        other = np.where(seated, roll.looped(rows["phase"] / rig.roll_m * roll.duration_s), other)
    return base, other


class Wardrobe:
    """The lines of everybody.

    Args:
        reader: everything below it may read them.
    """

    def __init__(self, reader: NodePath) -> None:
        self._reader = reader
        self._lines = np.zeros((FEWEST_LINES, TEXELS * 4), np.float32)
        self._texture = number_texture("wardrobe", TEXELS, FEWEST_LINES)
        self._changed = True
        reader.set_shader_input("wardrobe", self._texture)

    def put(self, row: int, visitor: Visitor) -> None:
        """Somebody looks so from the next frame on."""
        if row >= len(self._lines):
            more = np.zeros((1 << row.bit_length(), TEXELS * 4), np.float32)
            more[: len(self._lines)] = self._lines
            self._lines = more
        self._lines[row] = line_of(visitor)
        self._changed = True

    def write(self) -> None:
        """Hand over what has changed; most frames it is nothing."""
        if not self._changed:
            return
        if len(self._lines) > self._texture.get_y_size():
            self._texture.release_all()
            self._texture = number_texture("wardrobe", TEXELS, len(self._lines))
            self._reader.set_shader_input("wardrobe", self._texture)
        write_lines(self._texture, self._lines)
        self._changed = False
