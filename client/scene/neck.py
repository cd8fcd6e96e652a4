"""Heads that turn: what hangs below a bone is turned about the model's axes, whichever way the bone itself lies.

Frame: the model's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Numbers = NDArray[np.int64]


class Neck:
    """One bone that takes its share of a look.

    Args:
        bone: which one; everything below it goes along.
        parent: what it hangs on; -1 is the model itself.
        share: how much of the look it takes, 0..1.
        joints: the places in a palette of what it carries, (k,).
        worlds: where every bone stands in every baked frame, (frames, bones, 3, 4); the first is the model at rest.
    """

    def __init__(self, bone: int, parent: int, share: float, joints: Numbers, worlds: Floats) -> None:
        self._bone = bone
        self._parent = parent
        self._share = share
        self._joints = joints
        self._rest = _turn_of(worlds[0, parent]).T if parent >= 0 else np.eye(3, dtype=np.float32)
        self._pivots = np.ascontiguousarray(worlds[:, bone, :, 3])
        self._axes = self._axes_in(worlds)

    def turn(self, rows: Floats, at: tuple[Numbers, Numbers, Floats | None], yaw: Floats, pitch: Floats) -> None:
        """Turn what hangs below the bone, in place.

        Args:
            rows: the palettes of `n` figures, (n, joints, 3, 4).
            at: the baked frame of each, (n,); which of them stand otherwise, (m,); where their bones are,
                (m, bones, 3, 4).
            yaw: the whole look to the left, radians, (n,).
            pitch: the same upwards.
        """
        frames, others, worlds = at
        pivots, axes = self._pivots[frames], self._axes[frames]
        if worlds is not None:
            pivots[others], axes[others] = worlds[:, self._bone, :, 3], self._axes_in(worlds)
        look = axes @ _look(yaw * self._share, pitch * self._share) @ axes.transpose(0, 2, 1)
        carried = look[:, None] @ rows[:, self._joints]
        carried[..., 3] += (pivots - (look @ pivots[..., None])[..., 0])[:, None]
        rows[:, self._joints] = carried

    def _axes_in(self, worlds: Floats) -> Floats:
        """How the model's axes have turned with what the bone hangs on, (n, 3, 3)."""
        if self._parent < 0:
            return np.broadcast_to(np.eye(3, dtype=np.float32), (len(worlds), 3, 3)).copy()
        return np.asarray(_turn_of(worlds[:, self._parent]) @ self._rest, np.float32)


def _turn_of(world: Floats) -> Floats:
    """The turn of (…, 3, 4) alone, without its scale."""
    linear = world[..., :3]
    return np.asarray(linear / np.maximum(np.linalg.norm(linear, axis=-2, keepdims=True), 1e-9), np.float32)


def _look(yaw: Floats, pitch: Floats) -> Floats:
    """To the left about +Y, then upwards about the turned -X: rotations (n, 3, 3)."""
    sy, cy, sp, cp = np.sin(yaw), np.cos(yaw), np.sin(-pitch), np.cos(pitch)
    zero = np.zeros_like(yaw)
    return np.array([[cy, sy * sp, sy * cp], [zero, cp, -sp], [-sy, cy * sp, cy * cp]], np.float32).transpose(2, 0, 1)
