"""An avatar's skeleton with its clips, baked so that a whole crowd is posed in a few array operations.

Frame: the model's own. Quaternions are (x, y, z, w).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from client.scene.neck import Neck
from showroom.errors import ModelError
from showroom.gltf.posing import Poses, sampled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.gltf.model import Animation, Document, Node, Skin

    Floats = NDArray[np.float32]
    Numbers = NDArray[np.int64]

RATE: Final = 60.0
"""Baked frames a second: as many as are shown, so that none need be mixed."""
LONGEST_S: Final = 20.0
WALK_M: Final = 1.4
"""What one round of the clip `walk` covers where the model does not say (its root's extra ``walk_m``)."""
ROLL_M: Final = 1.9
"""The same for `roll`, the wheels of a wheelchair (``roll_m``)."""
SHARES: Final = {"head": 0.6, "neck": 0.4}
"""How much of a look each bone takes."""


@dataclass(frozen=True)
class Clip:
    """Where a clip stands among the baked frames.

    Args:
        first: its first frame.
        count: how many frames it has.
        moved: which bones it moves, (bones,) float32 of 0 and 1.
    """

    first: int
    count: int
    moved: Floats

    @property
    def duration_s(self) -> float:
        """How long it takes."""
        return self.count / RATE

    def looped(self, time_s: Floats) -> Numbers:
        """The frames of an endless repetition."""
        return np.asarray(self.first + (time_s * RATE).astype(np.int64) % self.count, np.int64)

    def frame_at(self, time_s: float) -> int:
        """The frame of an endless repetition for one."""
        return self.first + int(time_s * RATE) % self.count

    def once(self, time_s: Floats) -> Numbers:
        """The frames of one playing, then its last."""
        return np.asarray(self.first + np.clip((time_s * RATE).astype(np.int64), 0, self.count - 1), np.int64)


@dataclass(frozen=True)
class Wish:
    """How `n` figures are to stand; every array is (n,).

    Args:
        base: frame of what the whole body does.
        other: frame of what it changes to.
        share: how much of `other`, 0..1.
        gesture: frame of what some bones do on top of that.
        strength: (n, bones): how much of it, 0..1.
        yaw: the head's turn to the left in radians.
        pitch: the head's turn upwards in radians.
        far: who is so far away that rows may be mixed instead of bones: limbs are a little too short meanwhile.
    """

    base: Numbers
    other: Numbers
    share: Floats
    gesture: Numbers
    strength: Floats
    yaw: Floats
    pitch: Floats
    far: NDArray[np.bool_]


class Rig:
    """Poses figures of one model.

    Args:
        document: an avatar with a skin.

    Raises:
        ModelError: ``no-skin``.
    """

    def __init__(self, document: Document) -> None:
        poses = Poses(document)
        skin = _first_skin(poses)
        self._rows = _bones(poses, skin)
        self._names = names = [poses.nodes[row].name for row in self._rows]
        place = {row: bone for bone, row in enumerate(self._rows)}
        parents = [place.get(poses.parents[row], -1) for row in self._rows]
        self._levels = _levels(parents)
        self.joints = np.array([place[poses.rows[joint]] for joint in skin.joints])
        self._inverse_bind = skin.inverse_bind[:, :3, :].astype(np.float32)
        self._scale, moves, turns = _rest([poses.nodes[row] for row in self._rows])
        self.clips: dict[str, Clip] = {}
        self._moves, self._turns = [moves[None]], [turns[None]]
        for animation in document.animations:
            self._bake(poses, animation)
        self._all_moves = np.concatenate(self._moves)
        self._all_turns = np.concatenate(self._turns)
        worlds = self._worlds(self._all_turns, self._all_moves)
        self._baked = self._rows_of(worlds)
        # The lower one carries the upper one along, so it comes last.
        self._necks = [
            Neck(bone, parents[bone], share, self._carried(parents, bone), worlds)
            for bone, share in sorted(
                ((names.index(name), SHARES[name]) for name in SHARES if name in names), reverse=True
            )
        ]
        extras = [node.extras.get("walk_m") for node in document.roots]
        told = [float(value) for value in extras if isinstance(value, (int, float)) and 0.1 < value < 10.0]  # noqa: PLR2004 - metres of a person
        self.walk_m = told[0] if told else WALK_M
        self.roll_m = next((float(node.extras.get("roll_m", ROLL_M)) for node in document.roots), ROLL_M)

    @property
    def key(self) -> bytes:
        """Equal for rigs that pose alike, so that one can do it for the figures of several models."""
        digest = hashlib.sha256(repr((self.clips.keys(), self.walk_m, self._rows, self._names)).encode())
        levels = [parents for _, parents in self._levels if parents is not None]
        for array in (self._scale, self.joints, self._inverse_bind, self._all_moves, self._all_turns, *levels):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.digest()

    @property
    def bones(self) -> int:
        """How many bones have a place in a pose."""
        return len(self._rows)

    def clip(self, name: str) -> Clip:
        """A clip by name; standing as modelled where the avatar lacks it."""
        return self.clips.get(name) or Clip(0, 1, np.zeros(self.bones, np.float32))

    def palette(self, wish: Wish) -> Floats:
        """The model-from-mesh rows of every joint, (n, joints, 3, 4) float32.

        Most people do one thing: their rows stand in a table. Who is near and changes from one thing to another, or
        makes a gesture, is posed bone by bone.
        """
        gone = wish.share == 1.0
        frames = np.where(gone, wish.other, wish.base)
        rows = self._baked[frames]
        changing, acting = (wish.share > 0.0) & ~gone, wish.strength.any(axis=1)
        self._mix_rows(rows, wish, np.flatnonzero(changing & wish.far), np.flatnonzero(acting & wish.far))
        near = np.flatnonzero((changing | acting) & ~wish.far)
        worlds = self._worlds(*self._mixed(wish, near)) if len(near) else None
        if worlds is not None:
            rows[near] = self._rows_of(worlds)
        if wish.yaw.any() or wish.pitch.any():
            for neck in self._necks:
                neck.turn(rows, (frames, near, worlds), wish.yaw, wish.pitch)
        return rows

    def _mix_rows(self, rows: Floats, wish: Wish, changing: Numbers, acting: Numbers) -> None:
        if len(changing):
            rows[changing] += (self._baked[wish.other[changing]] - rows[changing]) * wish.share[
                changing, None, None, None
            ]
        if len(acting):
            strength = wish.strength[np.ix_(acting, self.joints)][..., None, None]
            rows[acting] += (self._baked[wish.gesture[acting]] - rows[acting]) * strength

    def _worlds(self, turns: Floats, moves: Floats) -> Floats:
        """Where every bone stands in the model, (n, bones, 3, 4), of its turn and move within its parent."""
        local = np.empty((*turns.shape[:2], 3, 4), np.float32)
        np.multiply(_matrices(turns), self._scale[None, :, None, :], out=local[..., :3])
        local[..., 3] = moves
        worlds = np.empty_like(local)
        for bones, parents in self._levels:
            if parents is None:
                worlds[:, bones] = local[:, bones]
                continue
            above = worlds[:, parents]
            np.matmul(above[..., :3], local[:, bones], out=worlds[:, bones])
            worlds[:, bones, :, 3] += above[..., 3]
        return worlds

    def _rows_of(self, worlds: Floats) -> Floats:
        joints = worlds[:, self.joints]
        rows = joints[..., :3] @ self._inverse_bind
        rows[..., 3] += joints[..., 3]
        return np.asarray(rows, np.float32)

    def _carried(self, parents: list[int], bone: int) -> Numbers:
        """The joints that hang on a bone, and its own."""
        below = {bone}
        for one, parent in enumerate(parents):
            if parent in below:
                below.add(one)
        return np.flatnonzero([joint in below for joint in self.joints.tolist()])

    def _mixed(self, wish: Wish, members: Numbers) -> tuple[Floats, Floats]:
        """The turns and moves of those who do two things at once."""
        base, other, share = wish.base[members], wish.other[members], wish.share[members, None, None]
        turns = _nlerp(self._all_turns[base], self._all_turns[other], share)
        moves = self._all_moves[base] * (1.0 - share) + self._all_moves[other] * share
        acting = np.flatnonzero(wish.strength[members].any(axis=1))
        if len(acting):
            strength, gesture = wish.strength[members[acting], :, None], wish.gesture[members[acting]]
            turns[acting] = _nlerp(turns[acting], self._all_turns[gesture], strength)
            moves[acting] += (self._all_moves[gesture] - moves[acting]) * strength
        return turns, np.asarray(moves, np.float32)

    def _bake(self, poses: Poses, animation: Animation) -> None:
        count = max(1, round(min(animation.duration_s, LONGEST_S) * RATE))
        place = {row: bone for bone, row in enumerate(self._rows)}
        moves = np.repeat(self._moves[0], count, axis=0)
        turns = np.repeat(self._turns[0], count, axis=0)
        moved = np.zeros(self.bones, np.float32)
        for channel in animation.channels:
            bone = place.get(poses.rows.get(channel.node, -1))
            into = {"translation": moves, "rotation": turns}.get(channel.path)
            if bone is None or into is None:
                continue
            moved[bone] = 1.0
            into[:, bone] = [sampled(channel, frame / RATE) for frame in range(count)]
        first = sum(len(part) for part in self._moves)
        self._moves.append(moves)
        self._turns.append(turns)
        self.clips.setdefault(animation.name, Clip(first, count, moved))


def _first_skin(poses: Poses) -> Skin:
    for node in poses.nodes:
        if node.skin is not None and node.mesh is not None:
            return node.skin
    raise ModelError("no-skin", "an avatar needs a skin", got="none", allowed="a mesh with joints and weights")


def _bones(poses: Poses, skin: Skin) -> list[int]:
    """Rows of the joints and of everything above them, by depth, so parents come first and each depth is one slice."""
    depths: dict[int, int] = {}
    for joint in skin.joints:
        chain = [poses.rows[joint]]
        while poses.parents[chain[-1]] >= 0:
            chain.append(poses.parents[chain[-1]])
        depths.update({row: depth for depth, row in enumerate(reversed(chain))})
    return sorted(depths, key=lambda row: (depths[row], row))


def _levels(parents: list[int]) -> list[tuple[slice, Numbers | None]]:
    """Bones of equal depth (they stand side by side) with their parents, the roots (which have none) first."""
    depth: list[int] = []
    for parent in parents:
        depth.append(0 if parent < 0 else depth[parent] + 1)
    found: list[tuple[slice, Numbers | None]] = []
    for level in range(max(depth) + 1):
        bones = slice(depth.index(level), depth.index(level) + depth.count(level))
        found.append((bones, np.array(parents[bones]) if level else None))
    return found


def _rest(nodes: list[Node]) -> tuple[Floats, Floats, Floats]:
    """Scale, place and turn of each node; a scale that clips change is left as it rests."""
    scales, moves, turns = [], [], []
    for node in nodes:
        linear = node.matrix[:3, :3]
        scale = np.linalg.norm(linear, axis=0)
        if np.linalg.det(linear) < 0.0:
            scale[0] = -scale[0]
        scales.append(scale)
        moves.append(node.matrix[:3, 3])
        turns.append(_quaternion(linear / np.where(scale == 0.0, 1.0, scale)))
    return np.array(scales, np.float32), np.array(moves, np.float32), np.array(turns, np.float32)


def _quaternion(turn: NDArray[np.float64]) -> NDArray[np.float64]:
    """The unit quaternion of a rotation matrix: the eigenvector that belongs to its greatest eigenvalue.

    Source: I. Bar-Itzhack, "New Method for Extracting the Quaternion from a Rotation Matrix", 2000.
    """
    (xx, xy, xz), (yx, yy, yz), (zx, zy, zz) = turn.tolist()
    symmetric = np.array(
        [
            [xx - yy - zz, yx + xy, zx + xz, zy - yz],
            [yx + xy, yy - xx - zz, zy + yz, xz - zx],
            [zx + xz, zy + yz, zz - xx - yy, yx - xy],
            [zy - yz, xz - zx, yx - xy, xx + yy + zz],
        ]
    )
    return np.asarray(np.linalg.eigh(symmetric)[1][:, -1], np.float64)


def _nlerp(first: Floats, second: Floats, share: Floats) -> Floats:
    """Between unit quaternions (..., 4), the shorter way round."""
    cosine = np.einsum("...i,...i->...", first, second)[..., None]
    mixed = first * (1.0 - share) + second * np.where(cosine < 0.0, -share, share)
    length = np.sqrt(np.einsum("...i,...i->...", mixed, mixed))[..., None]
    return np.asarray(mixed / np.maximum(length, 1e-6), np.float32)


def _matrices(turns: Floats) -> Floats:
    """Rotation matrices (..., 3, 3) of unit quaternions (..., 4)."""
    x, y, z, w = (turns[..., part] for part in range(4))
    result = np.empty((*turns.shape[:-1], 3, 3), np.float32)
    xx, yy, zz, xy, xz, yz = x * x, y * y, z * z, x * y, x * z, y * z
    wx, wy, wz = w * x, w * y, w * z
    result[..., 0, 0], result[..., 0, 1], result[..., 0, 2] = 1 - 2 * (yy + zz), 2 * (xy - wz), 2 * (xz + wy)
    result[..., 1, 0], result[..., 1, 1], result[..., 1, 2] = 2 * (xy + wz), 1 - 2 * (xx + zz), 2 * (yz - wx)
    result[..., 2, 0], result[..., 2, 1], result[..., 2, 2] = 2 * (xz - wy), 2 * (yz + wx), 1 - 2 * (xx + yy)
    return result
