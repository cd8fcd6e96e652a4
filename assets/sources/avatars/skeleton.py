"""The figure's skeleton: where its joints are, and how each part of the figure follows them.

Frame: glTF's, metres, standing upright with hanging arms; every joint rests without a turn.
"""

from __future__ import annotations

import numpy as np

PLACES: dict[str, tuple[float, float, float]] = {
    "hips": (0.0, 0.90, 0.0),
    "spine": (0.0, 1.02, 0.0),
    "chest": (0.0, 1.18, 0.0),
    "neck": (0.0, 1.42, -0.008),
    "head": (0.0, 1.49, -0.005),
    "upper_arm_left": (0.166, 1.325, -0.005),
    "lower_arm_left": (0.214, 1.09, -0.004),
    "hand_left": (0.235, 0.885, 0.028),
    "upper_leg_left": (0.088, 0.88, 0.0),
    "lower_leg_left": (0.088, 0.48, 0.0),
    "foot_left": (0.088, 0.09, -0.02),
}
PARENTS = {
    "hips": None,
    "spine": "hips",
    "chest": "spine",
    "neck": "chest",
    "head": "neck",
    "upper_arm_left": "chest",
    "lower_arm_left": "upper_arm_left",
    "hand_left": "lower_arm_left",
    "upper_leg_left": "hips",
    "lower_leg_left": "upper_leg_left",
    "foot_left": "lower_leg_left",
}
for _name in [name for name in PLACES if name.endswith("_left")]:
    _other = _name.replace("_left", "_right")
    PLACES[_other] = (-PLACES[_name][0], *PLACES[_name][1:])
    PARENTS[_other] = (PARENTS[_name] or "").replace("_left", "_right")
PLACES |= {"chair": (0.0, 0.0, 0.0), "wheel_left": (0.295, 0.30, -0.05), "wheel_right": (-0.295, 0.30, -0.05)}
PARENTS |= {"chair": None, "wheel_left": "chair", "wheel_right": "chair"}
NAMES = list(PLACES)


def offset(name: str) -> np.ndarray:
    """A joint's place seen from its parent."""
    parent = PARENTS[name]
    return np.array(PLACES[name]) - (np.array(PLACES[parent]) if parent else 0.0)


# Which joints a part follows from its top to its bottom, and between which heights one takes over from the other.
CHAINS: dict[str, list[tuple[str, tuple[float, float] | None]]] = {
    "body": [("chest", (1.22, 1.12)), ("spine", (1.06, 0.95)), ("hips", None)],
    "head": [("head", (1.505, 1.455)), ("neck", (1.435, 1.385)), ("chest", None)],
    "arm_left": [("upper_arm_left", (1.145, 1.035)), ("lower_arm_left", (0.90, 0.865)), ("hand_left", None)],
    "leg_left": [("upper_leg_left", (0.56, 0.40)), ("lower_leg_left", (0.125, 0.085)), ("foot_left", None)],
    "chair": [("chair", None)],
    "wheel_left": [("wheel_left", None)],
    "wheel_right": [("wheel_right", None)],
}
for _name in ("arm_left", "leg_left"):
    CHAINS[_name.replace("left", "right")] = [(joint.replace("left", "right"), span) for joint, span in CHAINS[_name]]


def weights(part: str, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Joints (n, 4) and weights (n, 4) of the points of a part, mostly by their heights."""
    if part == "skirt":
        return _skirt_weights(points)
    chain, heights = CHAINS[part], points[:, 1]
    shares = np.zeros((len(heights), 4), np.float32)
    rest = np.ones(len(heights))
    for column, (_, span) in enumerate(chain):
        here = rest
        if span is not None:
            way = np.clip((heights - span[1]) / (span[0] - span[1]), 0.0, 1.0)
            here = rest * way * way * (3.0 - 2.0 * way)
        shares[:, column] = here
        rest = rest - here
    joints = np.zeros((len(heights), 4), np.uint8)
    for column, (name, _) in enumerate(chain):
        joints[:, column] = NAMES.index(name)
    joints[shares == 0.0] = 0
    return joints, shares


def _skirt_weights(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A skirt hangs on the hips, and each side goes with its thigh."""
    low = np.clip((0.86 - points[:, 1]) / 0.20, 0.0, 1.0)
    low = low * low * (3.0 - 2.0 * low)
    left = np.clip(points[:, 0] / 0.30 + 0.5, 0.0, 1.0)
    shares = np.stack([1.0 - low, low * left, low * (1.0 - left), np.zeros(len(points))], axis=1).astype(np.float32)
    joints = np.zeros((len(points), 4), np.uint8)
    for column, name in enumerate(("hips", "upper_leg_left", "upper_leg_right")):
        joints[:, column] = NAMES.index(name)
    joints[shares == 0.0] = 0
    return joints, shares
