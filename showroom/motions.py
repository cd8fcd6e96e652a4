"""Where the parts of a product stand in its states: a door half open is its motion, half done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from showroom.catalogue import Motion, Product


def matrix_of(motion: Motion, amount: float = 1.0) -> NDArray[np.float64]:
    """The motion as a (4, 4) matrix in the model's frame, metres; 0 is where it rests, 1 where it ends.

    Source: Rodrigues' rotation formula.
    """
    x, y, z = motion.axis
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    angle = np.radians(motion.turn_deg * amount)
    matrix = np.eye(4)
    matrix[:3, :3] += np.sin(angle) * cross + (1.0 - np.cos(angle)) * cross @ cross
    about = np.asarray(motion.about)
    matrix[:3, 3] = about - matrix[:3, :3] @ about + amount * np.asarray(motion.shift)
    return matrix


def moved_nodes(product: Product, amounts: Mapping[str, float]) -> dict[str, NDArray[np.float64]]:
    """How far every node of a moving part is from where it rests, by the node's name; who rests is not named.

    Args:
        product: whose states they are.
        amounts: by state, 0 (off, where a state is not named) to 1 (on); unknown states change nothing.
    """
    moved: dict[str, NDArray[np.float64]] = {}
    nodes = {part.id: part.nodes for part in product.parts}
    for state in product.states:
        amount = amounts.get(state.id, 0.0)
        for motion in state.moves if amount else ():
            for node in nodes.get(motion.part, ()):
                moved[node] = matrix_of(motion, amount) @ moved.get(node, np.eye(4))
    return moved
