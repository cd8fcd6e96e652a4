"""The figure's clips as formulas: turns of joints (radians about x, y, z) and the hips' shift over a round's share.

About +X, negative swings what hangs to the front; about +Z, positive swings what hangs to +X.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import skeleton

if TYPE_CHECKING:
    from collections.abc import Callable

Turns = dict[str, tuple[float, float, float]]
RATE = 24
ROUND = 2 * math.pi
SOLES = ((0.0, -0.09, 0.125), (0.0, -0.09, -0.055))
"""Ball and heel as the foot's joint sees them."""


@dataclass(frozen=True)
class Clip:
    """Seconds a round, the joints' turns at a share of it, and whether the feet carry the figure."""

    duration_s: float
    turns: Callable[[float], Turns]
    grounded: bool = False
    sinks_m: float = 0.0


def even_swing(share: float) -> float:
    """A sine with straighter flanks, for feet on the floor go backwards evenly."""
    return math.asin(0.95 * math.sin(ROUND * share)) / math.asin(0.95)


def _walk(share: float) -> Turns:
    turns: Turns = {}
    for side, shift in (("left", 0.0), ("right", 0.5)):
        p = (share + shift) % 1.0
        thigh = -0.40 * even_swing(p) - 0.05
        swing = math.exp(-(((p + 0.53) % 1.0 - 0.5) / 0.14) ** 2)
        knee = 0.13 + 0.72 * swing + 0.10 * math.exp(-((p - 0.36) / 0.08) ** 2)
        flat = 1.0 - min(1.0, 1.5 * swing)
        push = 0.42 * math.exp(-((p - 0.80) / 0.07) ** 2)
        land = -0.20 * math.exp(-((p - 0.22) / 0.07) ** 2)
        turns[f"upper_leg_{side}"] = (thigh, 0.0, 0.0)
        turns[f"lower_leg_{side}"] = (knee, 0.0, 0.0)
        turns[f"foot_{side}"] = (-(thigh + knee) * flat * 0.85 + push + land, 0.0, 0.0)
        out = 0.05 if side == "left" else -0.05
        turns[f"upper_arm_{side}"] = (0.40 * math.sin(ROUND * p) + 0.05, 0.0, out)
        turns[f"lower_arm_{side}"] = (-0.30 + 0.16 * math.sin(ROUND * p), 0.0, 0.0)
    sway = math.sin(ROUND * share)
    turns["hips"] = (0.03, -0.07 * sway, 0.035 * math.cos(ROUND * share))
    turns["chest"] = (0.02, 0.14 * sway, -0.03 * math.cos(ROUND * share))
    turns["neck"] = (-0.04, -0.07 * sway, 0.0)
    return turns


def _idle(share: float) -> Turns:
    breath, drift = math.sin(ROUND * 2 * share), math.sin(ROUND * share)
    return {
        "hips": (0.0, 0.02 * drift, 0.018 * drift),
        "upper_leg_left": (0.0, 0.0, -0.018 * drift),
        "upper_leg_right": (0.0, 0.0, -0.018 * drift),
        "spine": (0.006 * breath, 0.0, -0.010 * drift),
        "chest": (-0.014 * breath, 0.0, -0.010 * drift),
        "head": (0.012 * breath + 0.02 * math.sin(ROUND * share + 1.0), 0.05 * math.sin(ROUND * share + 2.0), 0.0),
        "upper_arm_left": (0.02 * breath, 0.0, 0.05 + 0.012 * breath),
        "upper_arm_right": (0.02 * breath, 0.0, -0.05 - 0.012 * breath),
        "lower_arm_left": (-0.16 + 0.02 * breath, 0.0, 0.0),
        "lower_arm_right": (-0.16 + 0.02 * breath, 0.0, 0.0),
    }


def _wave(share: float) -> Turns:
    swing = math.sin(ROUND * share)
    return {
        "upper_arm_right": (-0.30, 0.0, -1.72 - 0.05 * swing),
        "lower_arm_right": (0.0, 0.0, -1.15 + 0.40 * swing),
        "hand_right": (0.0, 0.0, 0.20 * swing),
        "head": (0.0, 0.0, 0.05),
    }


def _clap(share: float) -> Turns:
    gap = 0.5 - 0.5 * math.cos(ROUND * share)
    turns: Turns = {}
    for side, sign in (("left", 1.0), ("right", -1.0)):
        turns[f"upper_arm_{side}"] = (-0.70, 0.0, sign * (0.02 + 0.12 * gap))
        turns[f"lower_arm_{side}"] = (-0.95, sign * -0.62 + sign * 0.30 * gap, 0.0)
        turns[f"hand_{side}"] = (0.0, 0.0, 0.0)
    return turns


def _point(share: float) -> Turns:
    sway = 0.02 * math.sin(ROUND * share)
    return {
        "upper_arm_right": (-1.42 + sway, 0.0, -0.08),
        "lower_arm_right": (-0.12, 0.0, 0.0),
        "hand_right": (0.05, 0.0, 0.0),
    }


def _nod(share: float) -> Turns:
    return {"head": (0.14 + 0.17 * math.sin(ROUND * share), 0.0, 0.0), "neck": (0.05, 0.0, 0.0)}


def _sit(share: float) -> Turns:
    breath = math.sin(ROUND * share)
    turns: Turns = {"spine": (0.05, 0.0, 0.0), "chest": (-0.05 - 0.014 * breath, 0.0, 0.0), "hips": (-0.05, 0.0, 0.0)}
    for side, sign in (("left", 1.0), ("right", -1.0)):
        turns[f"upper_leg_{side}"] = (-1.47, 0.0, sign * 0.08)
        turns[f"lower_leg_{side}"] = (1.25, 0.0, 0.0)
        turns[f"foot_{side}"] = (0.27, 0.0, 0.0)
        turns[f"upper_arm_{side}"] = (-0.38, 0.0, sign * 0.06)
        turns[f"lower_arm_{side}"] = (-0.85, sign * -0.25, 0.0)
    return turns


def _roll(share: float) -> Turns:
    """Sitting in a wheelchair that rolls; the arms push twice a round."""
    turns = _sit(0.0)
    push = math.sin(2 * ROUND * share)
    for side, sign in (("left", 1.0), ("right", -1.0)):
        turns[f"upper_arm_{side}"] = (0.05 - 0.42 * push, 0.0, sign * 0.30)
        turns[f"lower_arm_{side}"] = (-0.75 + 0.18 * push, 0.0, 0.0)
        turns[f"wheel_{side}"] = (ROUND * share, 0.0, 0.0)
    turns["chest"] = (0.03 + 0.03 * push, 0.0, 0.0)
    return turns


CLIPS = {
    "roll": Clip(1.6, _roll, sinks_m=0.345),
    "idle": Clip(6.0, _idle),
    "walk": Clip(1.0, _walk, grounded=True),
    "wave": Clip(0.6, _wave),
    "point": Clip(3.0, _point),
    "clap": Clip(0.42, _clap),
    "nod": Clip(0.65, _nod),
    "sit": Clip(4.0, _sit, sinks_m=0.345),
}


def matrix(turn: tuple[float, float, float]) -> np.ndarray:
    """About x first, then y, then z."""
    (sx, sy, sz), (cx, cy, cz) = np.sin(turn), np.cos(turn)
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return about_z @ about_y @ about_x


def quaternion(turn: tuple[float, float, float]) -> np.ndarray:
    """The same turn as (x, y, z, w)."""
    (sx, sy, sz), (cx, cy, cz) = np.sin(np.array(turn) / 2), np.cos(np.array(turn) / 2)
    return np.array(
        [
            sx * cy * cz - cx * sy * sz,
            cx * sy * cz + sx * cy * sz,
            cx * cy * sz - sx * sy * cz,
            cx * cy * cz + sx * sy * sz,
        ]
    )


def soles(turns: Turns) -> np.ndarray:
    """Balls and heels of both feet, (4, 3), with the hips where they rest: left ball, left heel, right ball, right heel."""
    found = []
    for side in ("left", "right"):
        way, name = [], f"foot_{side}"
        while name:
            way.append(name)
            name = skeleton.PARENTS[name]
        for sole in SOLES:
            point = np.array(sole)
            for joint in way:
                point = matrix(turns.get(joint, (0.0, 0.0, 0.0))) @ point + skeleton.offset(joint)
            found.append(point)
    return np.array(found)


def shift(clip: Clip, share: float) -> np.ndarray:
    """How far the hips are from where they rest: so far that the lower foot just touches the floor."""
    lower = -soles(clip.turns(share))[:, 1].min() if clip.grounded else -clip.sinks_m
    sway = 0.012 * math.cos(ROUND * share) if clip.grounded else 0.0
    return np.array([sway, lower, 0.0])


def covered_m(clip: Clip) -> float:
    """What one round of walking covers: how fast the ball of a foot goes backwards while the foot is flat."""
    before, after = (soles(clip.turns(share))[0, 2] for share in (0.36, 0.66))
    return float((before - after) / 0.30)
