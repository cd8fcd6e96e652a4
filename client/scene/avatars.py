"""Everybody else in the room: figures that walk, breathe and wave by swinging their parts."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from panda3d.core import LQuaternionf, NodePath

from client.scene import figure
from client.scene.loader import load_model
from showroom.geometry import heading_from_quaternion

if TYPE_CHECKING:
    from collections.abc import Mapping

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
_STRIDE_M = 0.72
_TURN_PER_S = 9.0
_FULL_SWING_M_PER_S = 1.3
_TOO_NEAR_M = 0.7
"""Who stands nearer to the eye is not drawn: nobody wants to look out of somebody else's head."""


@dataclass
class Avatar:
    """One figure: its nodes, and where it is in its walk."""

    visitor: Visitor
    root: NodePath
    parts: Mapping[str, NodePath]
    rest: Mapping[str, float]
    height_m: float
    phase: float = 0.0
    heading: float | None = None
    swing: float = 0.0
    emotion: Emotion | None = None
    emotion_s: float = -math.inf
    says: str = ""
    says_s: float = -math.inf
    position: Vector3 = (0.0, 0.0, 0.0)
    placed: bool = field(default=False)


class Crowd:
    """All avatars of a scene.

    Args:
        scene: they hang below it, in glTF's frame.
    """

    def __init__(self, scene: NodePath) -> None:
        self._root = scene.attach_new_node("crowd")
        self._avatars: dict[int, Avatar] = {}
        self._models: list[tuple[NodePath, float]] = []
        self._adviser: tuple[NodePath, float] | None = None
        self._figures: dict[tuple[tuple[int, int, int], bool], NodePath] = {}

    def use_models(self, documents: Mapping[str, Document]) -> None:
        """Dress everybody anew in models by name, with the parts of `figure.PARTS`; none is the simple figure."""
        self._models, self._adviser = [], None
        for name, document in documents.items():
            model = load_model(document)
            template = (model.root, float(model.bounds[1][1]))
            if name == ADVISER_MODEL:
                self._adviser = template
            else:
                self._models.append(template)
        people = [avatar.visitor for avatar in self._avatars.values()]
        for visitor in people:
            self.remove(visitor.number)
            self.put(visitor)

    def put(self, visitor: Visitor) -> None:
        """Add somebody, or take over what has changed about them; they appear with their first pose."""
        known = self._avatars.get(visitor.number)
        if known is not None and (known.visitor.id, known.visitor.role) == (visitor.id, visitor.role):
            known.visitor = visitor
            return
        self.remove(visitor.number)
        template, height_m = self._template(visitor)
        root = self._root.attach_new_node(f"avatar-{visitor.number}")
        template.copy_to(root)
        root.hide()
        parts = {name: root.find(f"**/{name}") for name in figure.PARTS}
        found = {name: part for name, part in parts.items() if not part.is_empty()}
        rest = {name: part.get_y() for name, part in found.items()}
        self._avatars[visitor.number] = Avatar(visitor, root, found, rest, height_m)

    def remove(self, number: int) -> None:
        """Somebody went."""
        avatar = self._avatars.pop(number, None)
        if avatar is not None:
            avatar.root.remove_node()

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
        return [avatar for avatar in self._avatars.values() if avatar.placed and not avatar.root.is_hidden()]

    def update(self, shown: Mapping[int, Shown], eye: Vector3, now_s: float, delta_s: float) -> None:
        """Move everybody to where they are now, as seen from `eye`."""
        for number, avatar in self._avatars.items():
            pose = shown.get(number)
            if pose is None:
                continue
            if not avatar.placed:
                avatar.placed = True
            _place(avatar, pose, delta_s)
            away_m = math.hypot(eye[0] - pose.position[0], eye[2] - pose.position[2])
            (avatar.root.hide if away_m < _TOO_NEAR_M else avatar.root.show)()
            _animate(avatar, pose.speed, now_s, delta_s)

    def _template(self, visitor: Visitor) -> tuple[NodePath, float]:
        look = figure.look_of(visitor.id)
        if visitor.role == "agent" and self._adviser is not None:
            return self._adviser
        if self._models and visitor.role != "agent":
            return self._models[figure.model_of(visitor.id, len(self._models))]
        key = (look, visitor.role == "agent")
        if key not in self._figures:
            self._figures[key] = load_model(figure.figure_document(look, adviser=key[1])).root
        return self._figures[key], figure.HEIGHT_M


def _place(avatar: Avatar, pose: Shown, delta_s: float) -> None:
    avatar.position = pose.position
    heading = heading_from_quaternion(pose.rotation)
    if avatar.heading is None:
        avatar.heading = heading
    turn = math.remainder(heading - avatar.heading, 2 * math.pi)
    avatar.heading += turn * min(1.0, _TURN_PER_S * delta_s)
    avatar.root.set_pos(*pose.position)
    avatar.root.set_quat(LQuaternionf(math.cos(avatar.heading / 2), 0.0, math.sin(avatar.heading / 2), 0.0))


def _animate(avatar: Avatar, speed: float, now_s: float, delta_s: float) -> None:
    """Swing arms and legs with the way walked; breathe while standing."""
    wish = min(1.0, speed / _FULL_SWING_M_PER_S)
    avatar.swing += (wish - avatar.swing) * min(1.0, 8.0 * delta_s)
    avatar.phase += 2 * math.pi * speed * delta_s / (2 * _STRIDE_M)
    swing = 0.62 * avatar.swing * math.sin(avatar.phase)
    breath = 0.006 * math.sin(now_s * 1.7 + avatar.visitor.number)
    _swing(avatar, "leg_left", swing)
    _swing(avatar, "leg_right", -swing)
    _swing(avatar, "arm_left", -swing * 0.8)
    _swing(avatar, "arm_right", swing * 0.8)
    bob = 0.022 * avatar.swing * abs(math.cos(avatar.phase))
    for name in ("body", "head"):
        if name in avatar.parts:
            avatar.parts[name].set_y(avatar.rest[name] + bob + breath * (1.0 - avatar.swing))
    if avatar.emotion is not None:
        _gesture(avatar, now_s)


def _gesture(avatar: Avatar, now_s: float) -> None:
    """Wave, clap, nod: a moment of its own, then as before."""
    age_s = now_s - avatar.emotion_s
    if age_s > EMOTE_S:
        avatar.emotion = None
        _swing(avatar, "head", 0.0)
        return
    lift = math.sin(math.pi * age_s / EMOTE_S) ** 0.5
    match avatar.emotion:
        case "wave":
            _swing(avatar, "arm_right", -2.75 * lift, 0.28 * math.sin(age_s * 11.0) * lift)
        case "clap":
            _swing(avatar, "arm_right", -1.25 * lift, (0.25 + 0.15 * math.sin(age_s * 16.0)) * lift)
            _swing(avatar, "arm_left", -1.25 * lift, -(0.25 + 0.15 * math.sin(age_s * 16.0)) * lift)
        case "point":
            _swing(avatar, "arm_right", -1.5 * lift)
        case "nod" | "laugh" | "heart" | None:
            _swing(avatar, "head", 0.16 * math.sin(age_s * 8.0) * lift)


def _swing(avatar: Avatar, name: str, forward: float, aside: float = 0.0) -> None:
    """Turn a part about its own X (to the front is negative) and Z axes, in radians."""
    part = avatar.parts.get(name)
    if part is None:
        return
    about_x = LQuaternionf(math.cos(forward / 2), math.sin(forward / 2), 0.0, 0.0)
    about_z = LQuaternionf(math.cos(aside / 2), 0.0, 0.0, math.sin(aside / 2))
    part.set_quat(about_x * about_z)
