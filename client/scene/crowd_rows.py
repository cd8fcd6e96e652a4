"""Everybody's numbers, in arrays with a row for each person."""

from __future__ import annotations

import math

import numpy as np

from client.scene.look import FEWEST_LINES


class Rows:
    """A row for each person."""

    FIELDS = ("x", "y", "z", "speed", "gaze", "pitch", "heading", "walking", "phase", "age_s", "gesture_s", "seated")

    POSED = ("gaze", "pitch", "heading", "walking", "phase", "age_s", "gesture_s", "seated")

    def __init__(self) -> None:
        self.numbers = {name: np.zeros(FEWEST_LINES, np.float32) for name in self.FIELDS}
        self.seen = np.zeros(FEWEST_LINES, bool)
        self.look = np.zeros(FEWEST_LINES, np.int64)
        self.free = list(range(FEWEST_LINES))

    def take(self) -> int:
        """A fresh row."""
        if not self.free:
            count = len(self.seen)
            self.free = list(range(count, 2 * count))
            self.numbers = {name: np.concatenate([row, np.zeros_like(row)]) for name, row in self.numbers.items()}
            self.seen = np.concatenate([self.seen, np.zeros(count, bool)])
            self.look = np.concatenate([self.look, np.zeros(count, np.int64)])
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
