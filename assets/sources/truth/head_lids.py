"""Eyelids that follow the eyes of head_shape.py's heads.

The base mesh keeps its lids still, so that an eye that looks down sinks behind the lower one and shows white above: a
sight that healthy people do not offer. Upper lids follow a gaze up and down nearly whole, lower ones in part; at rest
the upper one hides 1 to 2 mm of the iris and the lower one touches it. How much is drawn for every person.
"""

import math

import numpy as np

COVERED_M = ((0.0014, 0.0007), (0.0002, 0.0005))
"""How much of the iris the upper and the lower lid hide at rest: mean and standard deviation."""
FOLLOWED = (0.9, 0.7)
NEAR = 0.35
"""Skin moves with a lid up to so far from the eyeball, in its radii."""
HALF_M = 0.0165
"""Half of a lid's length; its ends, the corners of the eye, stay where they are."""


def margins(points, eye, radius):
    """Angles over straight ahead of the edges of both lids, upper and lower, as the mesh has them; radians."""
    off = points - eye
    away = np.linalg.norm(off, axis=1)
    near = off[(np.abs(off[:, 0]) < 0.003) & (away < 1.2 * radius) & (off[:, 2] > 0.3 * radius)]
    angles = np.sort(np.arctan2(near[:, 1], near[:, 2]))
    gap = int(np.argmax(np.diff(angles)))
    return float(angles[gap + 1]), float(angles[gap])


class Lids:
    """Both pairs of lids of one head.

    Args:
        points: of the skin, (n, 3), its lids as the mesh has them.
        eyes: middles of the eyeballs.
        radius: of the eyeballs as drawn.
        iris: its width in metres.
        rng: says how far the lids hide the iris.
    """

    def __init__(self, points, eyes, radius, iris, rng):
        self._points, self._eyes = points, eyes
        covered = [max(rng.normal(*part), -0.001) for part in COVERED_M]
        reach = [math.asin(min((iris / 2.0 - part) / radius, 0.9)) for part in covered]
        self._rest = (reach[0], -reach[1])
        self._edges = [margins(points, eye, radius) for eye in eyes]
        self._shares = [self._share(eye, radius) for eye in eyes]

    def _share(self, eye, radius):
        """How far each point moves with the lids of an eye, 0..1."""
        off = self._points - eye
        close = np.clip(1.0 - (np.linalg.norm(off, axis=1) / radius - 1.04) / NEAR, 0.0, 1.0)
        along = np.clip(1.0 - (off[:, 0] / HALF_M) ** 2, 0.0, 1.0)
        return (close**2 * (3.0 - 2.0 * close)) * along * (off[:, 2] > 0.0)

    def looking(self, pitches):
        """The skin's points when both eyes look so far up, in radians over straight ahead."""
        moved = self._points.copy()
        for eye, pitch, edges, share in zip(self._eyes, pitches, self._edges, self._shares):
            off = moved - eye
            angle = np.arctan2(off[:, 1], off[:, 2])
            turns = [follow * pitch + rest - edge for follow, rest, edge in zip(FOLLOWED, self._rest, edges)]
            # Between both edges there is no skin; beyond them each lid turns as its edge does.
            upper = np.clip((angle - edges[1]) / max(edges[0] - edges[1], 0.1), 0.0, 1.0)
            turn = share * (upper * turns[0] + (1.0 - upper) * turns[1])
            c, s = np.cos(turn), np.sin(turn)
            moved[:, 1], moved[:, 2] = eye[1] + c * off[:, 1] + s * off[:, 2], eye[2] + c * off[:, 2] - s * off[:, 1]
        return moved
