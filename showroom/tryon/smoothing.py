"""Steady poses without noticeable lag: the One-Euro filter on positions and rotations.

Source: Casiez, Roussel, Vogel, "1€ Filter: A Simple Speed-based Low-pass Filter for Noisy Input in Interactive
Systems", CHI 2012. A still head is filtered strongly, a moving one hardly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPEED_CUTOFF_HZ = 1.5


@dataclass(frozen=True)
class Tuning:
    """How one quantity is filtered.

    Args:
        still_hz: cutoff while nothing moves.
        per_speed: how fast the cutoff grows, in Hz per unit and second.
    """

    still_hz: float
    per_speed: float


POSITION = Tuning(1.2, 45.0)
ROTATION = Tuning(1.4, 11.0)
"""Metres and radians; tuned so that 0.2 px of jitter become 0.06 and a turn at 60 degrees a second lags under 40 ms."""


@dataclass(frozen=True, eq=False)
class _State:
    time_s: float
    position: NDArray[np.float64]
    rotation: NDArray[np.float64]
    velocity: NDArray[np.float64]
    spin: NDArray[np.float64]


class PoseFilter:
    """Filters one head's poses; times must grow.

    Args:
        position: of its position.
        rotation: of its rotation.
    """

    def __init__(self, position: Tuning = POSITION, rotation: Tuning = ROTATION) -> None:
        self._position = position
        self._rotation = rotation
        self._state: _State | None = None

    def forget(self) -> None:
        """Start anew, when the head was lost."""
        self._state = None

    def filter(self, camera_from_head: NDArray[np.float64], time_s: float) -> NDArray[np.float64]:
        """The steady pose for a measured one, (4, 4), at `time_s` seconds; a time that does not grow is passed over."""
        position, rotation = camera_from_head[:3, 3], camera_from_head[:3, :3]
        state = self._state
        if state is None:
            self._state = _State(time_s, position.copy(), rotation.copy(), np.zeros(3), np.zeros(3))
            return camera_from_head.copy()
        step_s = time_s - state.time_s
        if step_s > 0.0:
            state = self._stepped(state, position, rotation, step_s)
            self._state = replace(state, time_s=time_s)
        steady = np.eye(4)
        steady[:3, 3], steady[:3, :3] = state.position, state.rotation
        return steady

    def _stepped(
        self, state: _State, position: NDArray[np.float64], rotation: NDArray[np.float64], step_s: float
    ) -> _State:
        speed_share = share(SPEED_CUTOFF_HZ, step_s)
        away = position - state.position
        turn = rotation_vector(rotation @ state.rotation.T)
        velocity = state.velocity + speed_share * (away / step_s - state.velocity)
        spin = state.spin + speed_share * (turn / step_s - state.spin)
        moved = share(self._position.still_hz + self._position.per_speed * float(np.linalg.norm(velocity)), step_s)
        turned = share(self._rotation.still_hz + self._rotation.per_speed * float(np.linalg.norm(spin)), step_s)
        return _State(
            state.time_s,
            state.position + moved * away,
            rotation_matrix(turned * turn) @ state.rotation,
            velocity,
            spin,
        )


def share(cutoff_hz: float, step_s: float) -> float:
    """How much of a new value a low-pass of `cutoff_hz` takes over within `step_s`."""
    reach = 2.0 * math.pi * cutoff_hz * step_s
    return reach / (reach + 1.0)


def rotation_vector(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Axis times angle of a rotation matrix; any of both axes for half a turn."""
    cosine = min(max((float(np.trace(matrix)) - 1.0) / 2.0, -1.0), 1.0)
    angle = math.acos(cosine)
    skew = np.array([matrix[2, 1] - matrix[1, 2], matrix[0, 2] - matrix[2, 0], matrix[1, 0] - matrix[0, 1]])
    sine = float(np.linalg.norm(skew)) / 2.0
    if sine > 1e-6:  # noqa: PLR2004 - below, the skew part has no direction
        axis: NDArray[np.float64] = skew / (2.0 * sine)
        return axis * angle
    if cosine > 0.0:
        return skew / 2.0
    column = np.argmax(np.diag(matrix))
    half = (matrix + np.eye(3))[:, column]
    turned: NDArray[np.float64] = half / np.linalg.norm(half) * angle
    return turned


def rotation_matrix(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rotation about `vector` by its length (Rodrigues)."""
    angle = float(np.linalg.norm(vector))
    if angle < 1e-12:  # noqa: PLR2004 - nothing turns
        return np.eye(3)
    x, y, z = vector / angle
    skew = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    matrix: NDArray[np.float64] = np.eye(3) + math.sin(angle) * skew + (1.0 - math.cos(angle)) * skew @ skew
    return matrix
