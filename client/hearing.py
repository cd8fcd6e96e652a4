"""What is heard: steps as people walk, what happens in the room, notices; each with its caption. Pure: nothing plays.

Places are metres in glTF's frame; a sound without one is heard from everywhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from showroom.protocol.messages import (
    Configured,
    ConversationEnded,
    ConversationStarted,
    Joined,
    Left,
    Queue,
    Refused,
    Said,
)
from showroom.sounds import SOUNDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from client.model import ClientModel
    from client.visit import Visit
    from showroom.catalogue import RoomPlan, Vector3
    from showroom.protocol.messages import ServerMessage
    from showroom.sounds import Sound

STRIDE_M: Final = 0.72
CAPTION_S: Final = 3.0
_FAR_M: Final = 9.0
_LEAP_M: Final = 2.0
_STEPS_HEARD: Final = 6


@dataclass(frozen=True)
class Heard:
    """A sound that begins now; `place` is where it comes from."""

    sound: Sound
    place: Vector3 | None = None


class Hearing:
    """Turns what happens into sounds.

    Args:
        visit: what happens; the ids in its `sounds` are heard in the next frame.
        plan: the room, for what its floor is made of.
    """

    def __init__(self, visit: Visit, plan: Callable[[], RoomPlan | None]) -> None:
        self._visit = visit
        self._plan = plan
        self._walked: dict[int, tuple[float, float, float]] = {}
        self._captions: list[tuple[str, float]] = []

    def frame(self, now_s: float) -> tuple[Heard, ...]:
        """Everything that begins in this frame."""
        visit = self._visit
        told, visit.sounds = visit.sounds, []
        found = [Heard(SOUNDS[name]) for name in dict.fromkeys(told) if name in SOUNDS]
        for heard in found:
            caption = heard.sound.caption.in_language(visit.language)
            if caption:
                self._captions = [*self._captions[-2:], (caption, now_s + CAPTION_S)]
        return (*found, *self._steps())

    def captions(self, now_s: float) -> tuple[str, ...]:
        """What has just been heard, in words."""
        self._captions = [(words, until_s) for words, until_s in self._captions if until_s > now_s]
        return tuple(dict.fromkeys(words for words, _ in self._captions))

    def _steps(self) -> list[Heard]:
        """A step for every stride that somebody near has made, oneself (-1) among them."""
        plan, visit = self._plan(), self._visit
        if plan is None or not visit.arrived:
            return []
        steps = []
        everybody = {-1: visit.player.position, **self._near()}
        for number, (x, z) in everybody.items():
            last = self._walked.get(number)
            way = math.dist(last[:2], (x, z)) if last else 0.0
            left = (last[2] if last else 0.0) + way
            if last is None or way > _LEAP_M:
                left = 0.0
            elif left >= STRIDE_M:
                left = math.fmod(left, STRIDE_M)
                place = None if number == -1 else (x, 0.0, z)
                steps.append(Heard(SOUNDS[f"step-{plan.ground_at(x, z)}"], place))
            self._walked[number] = (x, z, left)
        self._walked = {number: walked for number, walked in self._walked.items() if number in everybody}
        return steps

    def _near(self) -> Mapping[int, tuple[float, float]]:
        """The few who are near enough for their steps to be heard."""
        here = self._visit.player.position
        near = sorted((math.dist(spot, here), number) for number, spot in self._visit.bodies.items())
        return {number: self._visit.bodies[number] for away_m, number in near[:_STEPS_HEARD] if away_m < _FAR_M}


def heard_of(  # noqa: PLR0911 - one way out for each kind of message
    message: ServerMessage, before: ClientModel, inspected: str | None
) -> list[str]:
    """The sounds of a message, given what was known before it and which product one looks at closely."""
    match message:
        case Joined() if message.visitor.number not in before.visitors:
            return ["joined"]
        case Left():
            return ["left"]
        case Said() if message.line.sender not in {before.visitor, *before.muted}:
            return ["chat"]
        case Configured() if message.product == inspected:
            return ["choose"]
        case Refused():
            return ["refused"]
        case ConversationStarted():
            return ["adviser"]
        case ConversationEnded():
            return ["done"]
        case Queue() if len(message.waiting) > len(before.queue):
            return ["call"]
        case _:
            return []
