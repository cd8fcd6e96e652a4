"""Where the parts of a model stand: doors that open turn a node about its hinge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from client.render import axes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from panda3d.core import NodePath

    from client.scene.loader import LoadedModel, Slot


class Stand:
    """Moves named nodes of a loaded model away from where they rest.

    Args:
        model: as it was loaded, at rest.
    """

    def __init__(self, model: LoadedModel) -> None:
        self._model = model
        self._moved: dict[str, NDArray[np.float64]] = {}
        self._rest: dict[NodePath, tuple[NDArray[np.float64], NDArray[np.float64]]] = {}

    def move(self, moved: Mapping[str, NDArray[np.float64]]) -> bool:
        """Move nodes by matrices (4, 4) in the model's frame; all others go back to rest. Whether anything changed."""
        changed = [
            name
            for name in {*moved, *self._moved}
            if not np.array_equal(moved.get(name, _RESTING), self._moved.get(name, _RESTING))
        ]
        for name in changed:
            for path in self._model.nodes.get(name, ()):
                self._turn(path, moved.get(name, _RESTING))
        self._moved = dict(moved)
        return bool(changed)

    def positions(self, slot: Slot) -> NDArray[np.float32]:
        """The vertices of a slot (n, 3) where they stand now, metres in the model's frame."""
        matrix = self.moved(slot)
        if np.array_equal(matrix, _RESTING):
            return slot.positions
        return (slot.positions @ matrix[:3, :3].T + matrix[:3, 3]).astype(np.float32)

    def moved(self, slot: Slot) -> NDArray[np.float64]:
        """How far a slot is from where it rests now, (4, 4), metres in the model's frame."""
        matrix, path = np.eye(4), slot.path.get_parent()
        if not self._moved:
            return matrix
        while path != self._model.root and not path.is_empty():
            matrix = self._moved.get(path.get_name(), _RESTING) @ matrix
            path = path.get_parent()
        return matrix

    def _turn(self, path: NodePath, matrix: NDArray[np.float64]) -> None:
        # What a node rests at is asked once, before it first moves; what it hangs from may have moved by then, so
        # that the parent's place is put together from what rests.
        parent, own = self._rest.setdefault(path, (self._resting(path.get_parent()), axes.numpy_matrix(path.get_mat())))
        path.set_mat(axes.panda_matrix(np.linalg.inv(parent) @ matrix @ parent @ own))

    def _resting(self, path: NodePath) -> NDArray[np.float64]:
        """From the model's frame, where a node rests."""
        matrix = np.eye(4)
        while path != self._model.root and not path.is_empty():
            own = self._rest[path][1] if path in self._rest else axes.numpy_matrix(path.get_mat())
            matrix = own @ matrix
            path = path.get_parent()
        return matrix


_RESTING = np.eye(4)
