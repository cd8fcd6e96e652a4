"""Skins, morph targets and animations into a glTF file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from showroom.gltf.notes import notes
from showroom.gltf.packing import VERTICES

if TYPE_CHECKING:
    from showroom.gltf.model import Animation, Channel, Document, Node, Primitive, Skin
    from showroom.gltf.packing import Packing


class MotionWriter:
    """Writes what moves, after the nodes that it names.

    Args:
        document: what is written.
        packing: where arrays go.
    """

    def __init__(self, document: Document, packing: Packing) -> None:
        self.used: set[str] = set()
        """The extensions that skins and animations carry."""
        self._document = document
        self._packing = packing
        self._animated = {channel.node for animation in document.animations for channel in animation.channels}
        self._index: dict[int, int] = {}
        self._skins: dict[int, Skin] = {}

    def place(self, node: Node, index: int) -> dict[str, Any]:
        """A node's place and what moves its mesh; `index` is its own in the file."""
        if node.number is not None:
            self._index[node.number] = index
        entry: dict[str, Any] = {}
        if node.number in self._animated:
            entry = _parts(node)
        elif not np.array_equal(node.matrix, np.eye(4)):
            entry["matrix"] = node.matrix.T.reshape(-1).tolist()
        if node.skin is not None:
            self._skins.setdefault(id(node.skin), node.skin)
            entry["skin"] = list(self._skins).index(id(node.skin))
        if node.weights:
            entry["weights"] = list(node.weights)
        return entry

    def targets(self, primitive: Primitive) -> list[dict[str, int]]:
        """The morph targets of a primitive."""
        return [
            {name: self._packing.array(array, VERTICES, with_bounds=name == "POSITION") for name, array in one.items()}
            for one in primitive.targets
        ]

    def lists(self) -> dict[str, Any]:
        """The top-level lists, once every node has its place."""
        skins = [self._skin(skin) for skin in self._skins.values()]
        animations = [self._animation(animation) for animation in self._document.animations]
        return {"skins": skins, "animations": [entry for entry in animations if entry["channels"]]}

    def _skin(self, skin: Skin) -> dict[str, Any]:
        stored = skin.inverse_bind.transpose(0, 2, 1).reshape(-1, 16).astype(np.float32)
        entry: dict[str, Any] = {
            "joints": [self._index[joint] for joint in skin.joints],
            "inverseBindMatrices": self._packing.array(stored, None, made_of=skin.inverse_bind),
        }
        if skin.name:
            entry["name"] = skin.name
        if skin.skeleton in self._index:
            entry["skeleton"] = self._index[skin.skeleton]
        self.used |= notes(entry, skin)
        return entry

    def _animation(self, animation: Animation) -> dict[str, Any]:
        # A step may have left out a node that moved.
        channels = [channel for channel in animation.channels if channel.node in self._index]
        entry: dict[str, Any] = {"name": animation.name} if animation.name else {}
        entry["channels"] = [
            {"sampler": sampler, "target": {"node": self._index[channel.node], "path": channel.path}}
            for sampler, channel in enumerate(channels)
        ]
        entry["samplers"] = [self._sampler(channel) for channel in channels]
        self.used |= notes(entry, animation)
        return entry

    def _sampler(self, channel: Channel) -> dict[str, Any]:
        width = 1 if channel.path == "weights" else channel.values.shape[-1]
        return {
            "input": self._packing.array(channel.times.reshape(-1, 1), None, with_bounds=True, made_of=channel.times),
            "output": self._packing.array(channel.values.reshape(-1, width), None, made_of=channel.values),
            "interpolation": channel.interpolation,
        }


def _parts(node: Node) -> dict[str, Any]:
    rest = node.rest
    parts = {"translation": rest.translation, "rotation": rest.rotation, "scale": rest.scale}
    return {name: list(value) for name, value in parts.items()}
