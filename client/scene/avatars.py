"""Everybody else in the room: where they are, what they do, and how the crowd of them is drawn.

Everything that changes from frame to frame stands in arrays with a row for each person, so that two hundred people cost
little more than one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from client.scene import figure
from client.scene.crowd_rows import Rows
from client.scene.look import FEWEST_LINES, LEVEL_M, MIRROR_M, SHADOW_M, Bank, Look, write_lines
from client.scene.moving import number_texture
from client.scene.rig import Wish
from client.scene.rigging import rigged
from client.scene.wardrobe import Wardrobe, dress_of, ways, worn_by
from showroom.avatars import LEVELS
from showroom.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from panda3d.core import NodePath

    from client.scene.rig import Rig
    from client.scene.sight import Sight
    from client.sync import Shown
    from showroom.catalogue import Vector3
    from showroom.gltf.model import Document
    from showroom.protocol.messages import Emotion, Visitor

EMOTE_S: Final = 2.2
SAY_S: Final = 5.0
ADVISER_MODEL: Final = "adviser"
EMOJI: Final[dict[str, str]] = {
    "wave": "👋",
    "clap": "👏",
    "nod": "👍",
    "laugh": "😄",
    "heart": "❤",
    "point": "👉",
}
CLIP_OF: Final[dict[str, str]] = {"laugh": "nod", "heart": "clap"}
"""Gestures that are shown by another one's clip."""
_TURN_PER_S = 7.0
_BRISK_M_PER_S = 0.9
_ALL_BUT = 0.015
_FAR_M = 6.0
_FADE_PER_S = 6.0
_TOO_NEAR_M = 0.7
"""Who stands nearer to the eye is not drawn: nobody wants to look out of somebody else's head."""
_NECK_RAD = 0.9
"""How far a head turns before the body follows."""
_AHEAD_RAD = 0.01
_MARGIN_M = 2.0
PERSON_TEXELS = 2
LEVELS_MOST = len(LEVELS)
_LEVELS: NDArray[np.float64] = np.array(LEVEL_M)


@dataclass(eq=False)
class Avatar:
    """One person in the room."""

    visitor: Visitor
    look: Look
    row: int
    emotion: Emotion | None = None
    emotion_s: float = -math.inf
    says: str = ""
    says_s: float = -math.inf
    position: Vector3 = (0.0, 0.0, 0.0)
    placed: bool = False

    @property
    def height_m(self) -> float:
        """How tall they are."""
        return self.look.height_m


class Crowd:
    """All avatars of a scene.

    Args:
        scene: they hang below it, in glTF's frame.
    """

    def __init__(self, scene: NodePath) -> None:
        self._root = scene.attach_new_node("crowd")
        self._avatars: dict[int, Avatar] = {}
        self._banks: dict[bytes, Bank] = {}
        self._models: dict[str, Look] = {}
        self._adviser: Look | None = None
        self._figures: dict[tuple[tuple[int, int, int], bool], Look] = {}
        self._rows = Rows()
        self._by_row: dict[int, Avatar] = {}
        self._looks: list[Look] = []
        self._in_sight = np.zeros(0, bool)
        self._away_m = np.zeros(0, np.float32)
        self._own: int | None = None
        self._people = number_texture("people", PERSON_TEXELS, FEWEST_LINES)
        self._root.set_shader_input("people", self._people)
        self._wardrobe = Wardrobe(self._root)

    def use_models(self, documents: Mapping[str, Document]) -> None:
        """Dress everybody anew in models by name, with a skin or of stiff parts; none is the simple figure.

        A model that cannot be worn is left out: publishing refuses it, but older catalogues may hold one.
        """
        old, old_banks = self._looks, self._banks
        self._models, self._adviser, self._figures, self._looks, self._banks = {}, None, {}, [], {}
        # Rows that nobody has any more would name looks that are gone.
        self._rows.look[:] = 0
        for name, document in documents.items():
            try:
                look = self._new_look(name, document)
            except ModelError:
                continue
            if name == ADVISER_MODEL:
                self._adviser = look
            else:
                self._models[name] = look
        for avatar in self._avatars.values():
            self._dress(avatar)
        _release(old, old_banks)

    def put(self, visitor: Visitor) -> None:
        """Add somebody, or take over what has changed about them; they appear with their first pose."""
        known = self._avatars.get(visitor.number)
        if known is not None and (known.visitor.id, known.visitor.role) == (visitor.id, visitor.role):
            before, known.visitor = known.visitor, visitor
            if dress_of(before) != dress_of(visitor) or before.sitting != visitor.sitting:
                self._dress(known)
            return
        self.remove(visitor.number)
        avatar = Avatar(visitor, self._look_for(visitor), self._rows.take())
        self._avatars[visitor.number] = self._by_row[avatar.row] = avatar
        self._dress(avatar)

    def put_self(self, visitor: Visitor) -> None:
        """Add who looks through the eye: only mirrors show them."""
        if self._own is not None and self._own != visitor.number:
            self.remove(self._own)
        self._own = visitor.number
        self.put(visitor)

    def remove(self, number: int) -> None:
        """Somebody went."""
        self._own = None if number == self._own else self._own
        avatar = self._avatars.pop(number, None)
        if avatar is not None:
            self._rows.give_back(avatar.row)
            del self._by_row[avatar.row]

    def keep_only(self, numbers: set[int]) -> None:
        """Remove everybody else."""
        for number in list(self._avatars):
            if number not in numbers:
                self.remove(number)

    def emote(self, number: int, emotion: Emotion, now_s: float) -> None:
        """Let somebody make a gesture."""
        avatar = self._avatars.get(number)
        if avatar is not None:
            avatar.emotion, avatar.emotion_s = emotion, now_s

    def say(self, visitor_id: str, text: str, now_s: float) -> None:
        """Put words over somebody's head for a while."""
        for avatar in self._avatars.values():
            if avatar.visitor.id == visitor_id:
                avatar.says, avatar.says_s = text, now_s

    def avatars(self) -> list[Avatar]:
        """Everybody else who can be seen."""
        away_m = self._away_m.tolist()
        return [
            avatar
            for number, avatar in self._avatars.items()
            if number != self._own and avatar.placed and avatar.row < len(away_m) and away_m[avatar.row] >= _TOO_NEAR_M
        ]

    def nearest(self, within_m: float, most: int) -> list[Avatar]:
        """Those in sight in the last `update`, the nearest first."""
        rows = np.flatnonzero(self._in_sight & (self._away_m < within_m))
        order = rows[np.argsort(self._away_m[rows])][:most]
        return [self._by_row[row] for row in order.tolist() if row in self._by_row]

    def heading_of(self, number: int) -> float:
        """Where somebody's body faces, radians about +Y; their head may look elsewhere."""
        return float(self._rows.numbers["heading"][self._avatars[number].row])

    def update(
        self, shown: Mapping[int, Shown], sight: Sight, now_s: float, delta_s: float, *, mirrored: bool = False
    ) -> None:
        """Move everybody to where they are now; draw those whom `sight` may see, with `mirrored` in mirrors, too."""
        self._take_in(shown, now_s)
        self._live(delta_s)
        self._draw(sight, mirrored=mirrored)

    def release(self) -> None:
        """Take everybody away."""
        _release(self._looks, self._banks)
        self._root.remove_node()

    # ---- arrays ----------------------------------------------------------------------------------------------------

    def _take_in(self, shown: Mapping[int, Shown], now_s: float) -> None:
        rows = self._rows.numbers
        taken: list[int] = []
        told: list[tuple[float, ...]] = []
        for number, avatar in self._avatars.items():
            pose = shown.get(number)
            if pose is None:
                continue
            avatar.position = pose.position
            taken.append(avatar.row)
            told.append((*pose.position, *pose.rotation, pose.speed))
            if avatar.emotion is not None:
                self._go_on_with(avatar, now_s)
        if not taken:
            return
        row, numbers = np.array(taken), np.array(told, np.float32).T
        rows["x"][row], rows["y"][row], rows["z"][row] = numbers[:3]
        rows["speed"][row] = numbers[7]
        rows["gaze"][row], rows["pitch"][row] = _gaze(numbers[3:7])
        fresh = row[~self._rows.seen[row]]
        rows["heading"][fresh] = rows["gaze"][fresh]
        self._rows.seen[fresh] = True
        for new in fresh.tolist():
            self._by_row[new].placed = True

    def _go_on_with(self, avatar: Avatar, now_s: float) -> None:
        """Let a gesture take its time, then end it."""
        age_s = now_s - avatar.emotion_s
        if age_s > EMOTE_S:
            avatar.emotion, age_s = None, math.inf
        self._rows.numbers["gesture_s"][avatar.row] = age_s

    def _live(self, delta_s: float) -> None:
        rows = self._rows.numbers
        rows["age_s"] += delta_s
        wish = np.clip(rows["speed"] / _BRISK_M_PER_S, 0.0, 1.0)
        rows["walking"] += (wish - rows["walking"]) * min(1.0, _FADE_PER_S * delta_s)
        rows["phase"] += rows["speed"] * delta_s
        # Who walks goes where they look; who stands turns the head first.
        away = np.remainder(rows["gaze"] - rows["heading"] + np.pi, 2 * np.pi) - np.pi
        slack = _NECK_RAD * (1.0 - np.minimum(rows["walking"] * 3.0, 1.0))
        turn = np.sign(away) * np.maximum(np.abs(away) - slack, 0.0)
        rows["heading"] += turn * min(1.0, _TURN_PER_S * delta_s)

    def _draw(self, sight: Sight, *, mirrored: bool) -> None:
        rows = self._rows.numbers
        across, along = rows["x"] - sight.eye[0], rows["z"] - sight.eye[2]
        distance_m = np.hypot(across, along)
        beside = np.abs(np.remainder(np.arctan2(across, along) - sight.heading + np.pi, 2 * np.pi) - np.pi)
        margin = np.arctan2(_MARGIN_M, distance_m)
        others = self._rows.seen.copy()
        if self._own in self._avatars:
            others[self._avatars[self._own].row] = False
        near = others & (distance_m >= _TOO_NEAR_M)
        visible = near & (beside <= sight.half_angle + margin)
        self._in_sight, self._away_m = visible, distance_m
        shaded = near & (distance_m < SHADOW_M)
        in_mirrors = self._rows.seen & (distance_m < MIRROR_M) & mirrored
        drawn = visible | shaded | in_mirrors
        palette_line = self._pose(drawn, distance_m)
        level = np.searchsorted(_LEVELS, distance_m, side="right")
        # A shadow is no sharper than the next coarser level.
        passes = [(np.flatnonzero(visible), 0), (np.flatnonzero(shaded), 1), (np.flatnonzero(in_mirrors), 0)]
        self._write_people(self._sorted(passes, level, palette_line))
        self._wardrobe.write()

    def _pose(self, drawn: NDArray[np.bool_], distance_m: NDArray[np.float32]) -> NDArray[np.int64]:
        """Tell the banks how everybody stands who is drawn; the line of each row in its bank."""
        lines = np.zeros(len(drawn), np.int64)
        bank_of = [look.bank for look in self._looks]
        for bank in self._banks.values():
            wears = np.array([one is bank for one in bank_of], bool)
            members = np.flatnonzero(drawn & wears[self._rows.look]) if len(wears) else np.zeros(0, np.int64)
            if len(members):
                lines[members] = np.arange(len(members))
                bank.write(bank.rig.palette(self._wish(bank.rig, members, distance_m[members] > _FAR_M)))
        return lines

    def _sorted(
        self, passes: list[tuple[NDArray[np.int64], int]], level: NDArray[np.int64], palette_line: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """The lines of people pass by pass, by look and level, as much coarser as a pass says; looks learn theirs."""
        rows = np.concatenate([members for members, _ in passes])
        coarser = np.concatenate([np.full(len(members), more) for members, more in passes])
        looks = self._rows.look[rows]
        most = np.array([look.levels - 1 for look in self._looks] or [0])
        kinds = len(self._looks) * LEVELS_MOST
        key = looks * LEVELS_MOST + np.minimum(level[rows] + coarser, most[looks])
        key += kinds * np.repeat(np.arange(len(passes)), [len(members) for members, _ in passes])
        rows = rows[np.argsort(key, kind="stable")]
        counts = np.bincount(key, minlength=len(passes) * kinds)
        spans = list(zip((np.cumsum(counts) - counts).tolist(), counts.tolist(), strict=True))
        for index, look in enumerate(self._looks):
            firsts = [kinds * number + index * LEVELS_MOST for number in range(len(passes))]
            look.draw(*(spans[first : first + LEVELS_MOST] for first in firsts))
        numbers = self._rows.numbers
        lines = np.zeros((len(rows), PERSON_TEXELS * 4), np.float32)
        for column, name in enumerate(("x", "y", "z", "heading")):
            lines[:, column] = numbers[name][rows]
        lines[:, 4] = palette_line[rows]
        lines[:, 5] = rows
        return lines

    def _write_people(self, lines: NDArray[np.float32]) -> None:
        count = len(lines)
        if count > self._people.get_y_size():
            self._people.release_all()
            self._people = number_texture("people", PERSON_TEXELS, 1 << (count - 1).bit_length())
            self._root.set_shader_input("people", self._people)
        write_lines(self._people, lines)

    def _wish(self, rig: Rig, members: NDArray[np.int64], far: NDArray[np.bool_]) -> Wish:
        rows = {name: self._rows.numbers[name][members] for name in self._rows.POSED}
        base, other = ways(rig, rows)
        gesture, strength = np.zeros(len(members), np.int64), np.zeros((len(members), rig.bones), np.float32)
        for place in np.flatnonzero(np.isfinite(rows["gesture_s"])):
            avatar = self._by_row.get(int(members[place]))
            if avatar is None or avatar.emotion is None:
                continue
            clip = rig.clip(CLIP_OF.get(avatar.emotion, avatar.emotion))
            age_s = float(rows["gesture_s"][place])
            fade = min(1.0, age_s / 0.2, max(0.0, (EMOTE_S - age_s) / 0.3))
            gesture[place] = clip.frame_at(age_s)
            strength[place] = clip.moved * fade
        turn = np.remainder(rows["gaze"] - rows["heading"] + np.pi, 2 * np.pi) - np.pi
        return Wish(
            base=base,
            other=other,
            share=_settled(rows["walking"]),
            gesture=gesture,
            strength=strength,
            yaw=_straight(np.clip(turn, -_NECK_RAD, _NECK_RAD)),
            pitch=_straight(np.clip(rows["pitch"], -0.6, 0.6)),
            far=far,
        )

    def _new_look(self, name: str, document: Document) -> Look:
        look = Look(self._root, name, rigged(document), self._banks)
        self._looks.append(look)
        return look

    def _dress(self, avatar: Avatar) -> None:
        avatar.look = self._look_for(avatar.visitor)
        self._rows.look[avatar.row] = self._looks.index(avatar.look)
        rolls = avatar.look.is_wardrobe and worn_by(avatar.visitor).mobility == "wheelchair"
        self._rows.numbers["seated"][avatar.row] = float(rolls or avatar.visitor.sitting)
        if avatar.look.is_wardrobe:
            self._wardrobe.put(avatar.row, avatar.visitor)

    def _look_for(self, visitor: Visitor) -> Look:
        """The model that somebody asked for, else the one that everybody wears, else one of those that there are."""
        adviser = visitor.role == "agent"
        if visitor.avatar in self._models and not adviser:
            return self._models[visitor.avatar]
        shared = next((look for look in self._models.values() if look.is_wardrobe), None)
        if shared is not None:
            return shared
        if adviser and self._adviser is not None:
            return self._adviser
        if self._models and not adviser:
            return list(self._models.values())[figure.model_of(visitor.id, len(self._models))]
        key = (figure.look_of(visitor.id), adviser)
        if key not in self._figures:
            document = figure.figure_document(key[0], adviser=adviser)
            self._figures[key] = self._new_look(f"figure {key}", document)
        return self._figures[key]


def _release(looks: list[Look], banks: dict[bytes, Bank]) -> None:
    for look in looks:
        look.release()
    for bank in banks.values():
        bank.release()


def _settled(share: NDArray[np.float32]) -> NDArray[np.float32]:
    """Who all but stands or walks does so wholly, which is a look into a table; the fade to it never ends."""
    return np.where(share < _ALL_BUT, 0.0, np.where(share > 1.0 - _ALL_BUT, 1.0, share)).astype(np.float32)


def _straight(look: NDArray[np.float32]) -> NDArray[np.float32]:
    """Who all but looks ahead does so: the body follows the eyes for ever without getting there."""
    return np.where(np.abs(look) < _AHEAD_RAD, np.float32(0.0), look)


def _gaze(rotation: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Heading about +Y and pitch upwards of where +Z goes, of quaternions (4, n)."""
    x, y, z, w = rotation
    heading = np.arctan2(2 * (x * z + w * y), 1 - 2 * (x * x + y * y))
    return heading, np.arcsin(np.clip(2 * (y * z - w * x), -1.0, 1.0))
