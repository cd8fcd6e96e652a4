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
from client.scene.look import FEWEST_LINES, SHADOW_M, Look, write_lines
from client.scene.moving import number_texture
from client.scene.rig import Wish
from client.scene.rigging import rigged
from showroom.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from panda3d.core import NodePath

    from client.player import Camera
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
_FADE_PER_S = 6.0
_TOO_NEAR_M = 0.7
"""Who stands nearer to the eye is not drawn: nobody wants to look out of somebody else's head."""
_NECK_RAD = 0.9
"""How far a head turns before the body follows."""
_MARGIN_M = 2.0
PERSON_TEXELS = 2


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
    hidden: bool = False

    @property
    def height_m(self) -> float:
        """How tall they are."""
        return self.look.height_m


@dataclass(frozen=True)
class Sight:
    """What the eye can see at most: where it is, its heading, and half the angle of view across, in radians."""

    eye: Vector3
    heading: float
    half_angle: float = math.pi


def sight_of(camera: Camera, size_px: tuple[int, int]) -> Sight:
    """What a camera sees at most; all around where it looks steeply up or down."""
    across, up, along = np.subtract(camera.target, camera.position)
    flat = math.hypot(across, along)
    if flat < abs(up):
        return Sight(camera.position, 0.0)
    height = math.tan(math.radians(camera.fov_deg) / 2)
    # Corners of a picture that looks down see further to the side than its middle does.
    half = math.atan(height * size_px[0] / size_px[1] * math.hypot(flat, up) / flat * 1.2)
    return Sight(camera.position, math.atan2(across, along), half)


class _Rows:
    """A row for each person."""

    FIELDS = ("x", "y", "z", "speed", "gaze", "pitch", "heading", "walking", "phase", "age_s", "gesture_s")

    def __init__(self) -> None:
        self.numbers = {name: np.zeros(FEWEST_LINES, np.float32) for name in self.FIELDS}
        self.seen = np.zeros(FEWEST_LINES, bool)
        self.free = list(range(FEWEST_LINES))

    def take(self) -> int:
        """A fresh row."""
        if not self.free:
            count = len(self.seen)
            self.free = list(range(count, 2 * count))
            self.numbers = {name: np.concatenate([row, np.zeros_like(row)]) for name, row in self.numbers.items()}
            self.seen = np.concatenate([self.seen, np.zeros(count, bool)])
        row = self.free.pop(0)
        for values in self.numbers.values():
            values[row] = 0.0
        # Nobody breathes in step.
        self.numbers["age_s"][row] = (row * 0.618) % 1.0 * 7.0
        self.numbers["gesture_s"][row] = math.inf
        return row

    def give_back(self, row: int) -> None:
        """Nobody has it any more."""
        self.seen[row] = False
        self.free.append(row)


class Crowd:
    """All avatars of a scene.

    Args:
        scene: they hang below it, in glTF's frame.
    """

    def __init__(self, scene: NodePath) -> None:
        self._root = scene.attach_new_node("crowd")
        self._avatars: dict[int, Avatar] = {}
        self._models: list[Look] = []
        self._adviser: Look | None = None
        self._figures: dict[tuple[tuple[int, int, int], bool], Look] = {}
        self._rows = _Rows()
        self._people = number_texture("people", PERSON_TEXELS, FEWEST_LINES)
        self._root.set_shader_input("people", self._people)

    def use_models(self, documents: Mapping[str, Document]) -> None:
        """Dress everybody anew in models by name, with a skin or of stiff parts; none is the simple figure.

        A model that cannot be worn is left out: publishing refuses it, but older catalogues may hold one.
        """
        old = [*self._models, *([self._adviser] if self._adviser else [])]
        self._models, self._adviser = [], None
        for name, document in documents.items():
            try:
                look = Look(self._root, name, rigged(document))
            except ModelError:
                continue
            if name == ADVISER_MODEL:
                self._adviser = look
            else:
                self._models.append(look)
        for avatar in self._avatars.values():
            avatar.look = self._look_for(avatar.visitor)
        for look in old:
            look.release()

    def put(self, visitor: Visitor) -> None:
        """Add somebody, or take over what has changed about them; they appear with their first pose."""
        known = self._avatars.get(visitor.number)
        if known is not None and (known.visitor.id, known.visitor.role) == (visitor.id, visitor.role):
            known.visitor = visitor
            return
        self.remove(visitor.number)
        self._avatars[visitor.number] = Avatar(visitor, self._look_for(visitor), self._rows.take())

    def remove(self, number: int) -> None:
        """Somebody went."""
        avatar = self._avatars.pop(number, None)
        if avatar is not None:
            self._rows.give_back(avatar.row)

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
        """Everybody who can be seen."""
        return [avatar for avatar in self._avatars.values() if avatar.placed and not avatar.hidden]

    def heading_of(self, number: int) -> float:
        """Where somebody's body faces, radians about +Y; their head may look elsewhere."""
        return float(self._rows.numbers["heading"][self._avatars[number].row])

    def update(self, shown: Mapping[int, Shown], sight: Sight, now_s: float, delta_s: float) -> None:
        """Move everybody to where they are now, and draw those that `sight` may see."""
        self._take_in(shown, now_s)
        self._live(delta_s)
        self._draw(sight)

    def release(self) -> None:
        """Take everybody away."""
        for look in (*self._models, *([self._adviser] if self._adviser else []), *self._figures.values()):
            look.release()
        self._root.remove_node()

    # ---- arrays ----------------------------------------------------------------------------------------------------

    def _take_in(self, shown: Mapping[int, Shown], now_s: float) -> None:
        rows = self._rows.numbers
        x, y, z, speed, gaze, pitch = (rows[name] for name in ("x", "y", "z", "speed", "gaze", "pitch"))
        for number, avatar in self._avatars.items():
            pose = shown.get(number)
            if pose is None:
                continue
            row = avatar.row
            avatar.position = pose.position
            x[row], y[row], z[row] = pose.position
            speed[row] = pose.speed
            gaze[row], pitch[row] = _gaze(pose.rotation)
            if not avatar.placed:
                avatar.placed = self._rows.seen[row] = True
                rows["heading"][row] = gaze[row]
            if avatar.emotion is not None:
                rows["gesture_s"][row] = now_s - avatar.emotion_s
                if rows["gesture_s"][row] > EMOTE_S:
                    avatar.emotion = None
                    rows["gesture_s"][row] = math.inf

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

    def _draw(self, sight: Sight) -> None:
        rows = self._rows.numbers
        across, along = rows["x"] - sight.eye[0], rows["z"] - sight.eye[2]
        distance_m = np.hypot(across, along)
        beside = np.abs(np.remainder(np.arctan2(across, along) - sight.heading + np.pi, 2 * np.pi) - np.pi)
        margin = np.arctan2(_MARGIN_M, distance_m)
        near = self._rows.seen & (distance_m >= _TOO_NEAR_M)
        visible = near & (beside <= sight.half_angle + margin)
        shaded = near & (distance_m < SHADOW_M)
        by_look: dict[Look, list[int]] = {look: [] for look in self._looks()}
        for avatar in self._avatars.values():
            avatar.hidden = not near[avatar.row]
            if visible[avatar.row] or shaded[avatar.row]:
                by_look[avatar.look].append(avatar.row)
        lines: list[NDArray[np.float32]] = []
        for look, members in by_look.items():
            self._draw_look(look, np.array(members, np.int64), visible, shaded, distance_m, lines)
        self._write_people(lines)

    def _draw_look(
        self,
        look: Look,
        members: NDArray[np.int64],
        visible: NDArray[np.bool_],
        shaded: NDArray[np.bool_],
        distance_m: NDArray[np.float32],
        lines: list[NDArray[np.float32]],
    ) -> None:
        if not len(members):
            look.draw([(0, 0)] * look.levels, [(0, 0)] * look.levels)
            return
        look.write_palette(look.rig.palette(self._wish(look, members)))
        level = look.level_of(distance_m[members])
        passes = []
        for wanted, coarser in ((visible, 0), (shaded, 1)):
            # A shadow is no sharper than the next coarser level.
            drawn = np.minimum(level + coarser, look.levels - 1)
            spans = []
            for number in range(look.levels):
                chosen = np.flatnonzero(wanted[members] & (drawn == number))
                spans.append((sum(len(part) for part in lines), len(chosen)))
                if len(chosen):
                    lines.append(self._lines(members[chosen], chosen))
            passes.append(spans)
        look.draw(passes[0], passes[1])

    def _lines(self, members: NDArray[np.int64], palette: NDArray[np.int64]) -> NDArray[np.float32]:
        rows = self._rows.numbers
        found = np.zeros((len(members), PERSON_TEXELS * 4), np.float32)
        for column, name in enumerate(("x", "y", "z", "heading")):
            found[:, column] = rows[name][members]
        found[:, 4] = palette
        return found

    def _write_people(self, lines: list[NDArray[np.float32]]) -> None:
        count = sum(len(part) for part in lines)
        if count > self._people.get_y_size():
            self._people.release_all()
            self._people = number_texture("people", PERSON_TEXELS, 1 << (count - 1).bit_length())
            self._root.set_shader_input("people", self._people)
        if lines:
            write_lines(self._people, np.concatenate(lines))

    def _wish(self, look: Look, members: NDArray[np.int64]) -> Wish:
        rig, rows = look.rig, {name: values[members] for name, values in self._rows.numbers.items()}
        idle, walk = rig.clip("idle"), rig.clip("walk")
        gesture, strength = np.zeros(len(members), np.int64), np.zeros((len(members), rig.bones), np.float32)
        for place in np.flatnonzero(np.isfinite(rows["gesture_s"])):
            avatar = self._by_row(int(members[place]))
            if avatar is None or avatar.emotion is None:
                continue
            clip = rig.clip(CLIP_OF.get(avatar.emotion, avatar.emotion))
            age_s = float(rows["gesture_s"][place])
            fade = min(1.0, age_s / 0.2, max(0.0, (EMOTE_S - age_s) / 0.3))
            gesture[place] = clip.looped(np.array([age_s], np.float32))[0]
            strength[place] = clip.moved * fade
        turn = np.remainder(rows["gaze"] - rows["heading"] + np.pi, 2 * np.pi) - np.pi
        return Wish(
            base=idle.looped(rows["age_s"]),
            other=walk.looped(rows["phase"] / rig.walk_m * walk.duration_s),
            share=np.where(rows["walking"] > 0.01, rows["walking"], 0.0).astype(np.float32),  # noqa: PLR2004 - stands
            gesture=gesture,
            strength=strength,
            yaw=np.clip(turn, -_NECK_RAD, _NECK_RAD),
            pitch=np.clip(rows["pitch"], -0.6, 0.6),
        )

    def _by_row(self, row: int) -> Avatar | None:
        return next((avatar for avatar in self._avatars.values() if avatar.row == row), None)

    def _looks(self) -> list[Look]:
        return [*self._models, *([self._adviser] if self._adviser else []), *self._figures.values()]

    def _look_for(self, visitor: Visitor) -> Look:
        adviser = visitor.role == "agent"
        if adviser and self._adviser is not None:
            return self._adviser
        if self._models and not adviser:
            return self._models[figure.model_of(visitor.id, len(self._models))]
        key = (figure.look_of(visitor.id), adviser)
        if key not in self._figures:
            document = rigged(figure.figure_document(key[0], adviser=adviser))
            self._figures[key] = Look(self._root, f"figure {key}", document)
        return self._figures[key]


def _gaze(rotation: tuple[float, float, float, float]) -> tuple[float, float]:
    """Heading about +Y and pitch upwards of where +Z goes."""
    x, y, z, w = rotation
    forward_x, forward_y, forward_z = 2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)
    return math.atan2(forward_x, forward_z), math.asin(max(-1.0, min(1.0, forward_y)))
