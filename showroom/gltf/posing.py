"""Where nodes, joints and vertices are at a moment of a clip, as glTF 2.0 defines it (§3.7 and Appendix C)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from showroom.gltf.model import Animation, Channel, Document, Node, Primitive, Skin

ALMOST_PARALLEL = 0.9995
SKINNING = ("JOINTS_", "WEIGHTS_")
"""Attributes of skins: nothing reads them in a mesh that has none."""


class Poses:
    """The nodes of a document, parents first, with their places at any moment.

    Args:
        document: what moves; its nodes must not change meanwhile.
    """

    def __init__(self, document: Document) -> None:
        self.nodes: list[Node] = []
        self.parents: list[int] = []
        waiting = [(root, -1) for root in reversed(document.roots)]
        while waiting:
            node, parent = waiting.pop()
            waiting.extend((child, len(self.nodes)) for child in reversed(node.children))
            self.nodes.append(node)
            self.parents.append(parent)
        self.rows = {node.number: row for row, node in enumerate(self.nodes) if node.number is not None}

    def worlds(self, clip: Animation | None = None, time_s: float = 0.0) -> NDArray[np.float64]:
        """World-from-node of every node, (nodes, 4, 4); without a clip, as they rest."""
        matrices = np.stack([node.matrix for node in self.nodes]) if self.nodes else np.zeros((0, 4, 4))
        for row, changed in self._changes(clip, time_s).items():
            rest = self.nodes[row].rest
            matrices[row] = matrix_of(
                changed.get("translation", rest.translation),
                changed.get("rotation", rest.rotation),
                changed.get("scale", rest.scale),
            )
        for row, parent in enumerate(self.parents):
            if parent >= 0:
                matrices[row] = matrices[parent] @ matrices[row]
        return matrices

    def palette(self, skin: Skin, worlds: NDArray[np.float64]) -> NDArray[np.float64]:
        """World-from-mesh by each joint of a skin, (joints, 4, 4)."""
        rows = [self.rows[joint] for joint in skin.joints]
        return np.asarray(worlds[rows] @ skin.inverse_bind, np.float64)

    def weights(self, node: Node, clip: Animation | None = None, time_s: float = 0.0) -> tuple[float, ...]:
        """How strongly each morph target of a node's mesh shows."""
        if node.mesh is None or not node.mesh.primitives:
            return ()
        for channel in clip.channels if clip else ():
            if channel.path == "weights" and channel.node == node.number:
                return tuple(float(weight) for weight in sampled(channel, time_s))
        count = len(node.mesh.primitives[0].targets)
        return node.weights or node.mesh.weights or (0.0,) * count

    def _changes(self, clip: Animation | None, time_s: float) -> dict[int, dict[str, Sequence[float]]]:
        changes: dict[int, dict[str, Sequence[float]]] = {}
        for channel in clip.channels if clip else ():
            if channel.path != "weights" and channel.node in self.rows:
                found = changes.setdefault(self.rows[channel.node], {})
                found[channel.path] = sampled(channel, time_s).tolist()
        return changes


def sampled(channel: Channel, time_s: float) -> NDArray[np.float64]:
    """A channel's value, (components,) float64; before its first key the first value, after its last the last."""
    times = channel.times
    after = int(np.searchsorted(times, time_s, side="right"))
    cubic = channel.interpolation == "CUBICSPLINE"
    values = channel.values.astype(np.float64)
    if after == 0 or after == len(times):
        edge = values[0 if after == 0 else -1]
        return _unit(edge[1] if cubic else edge, channel)
    before = after - 1
    span_s = float(times[after]) - float(times[before])
    share = (time_s - float(times[before])) / span_s
    if channel.interpolation == "STEP":
        return _unit(values[before], channel)
    if cubic:
        return _unit(_hermite(values[before], values[after], share, span_s), channel)
    if channel.path == "rotation":
        return slerped(values[before], values[after], share)
    return np.asarray(values[before] * (1.0 - share) + values[after] * share, np.float64)


def slerped(first: NDArray[np.float64], second: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Between two unit quaternions (4,), the shorter way round."""
    cosine = float(first @ second)
    if cosine < 0.0:
        second, cosine = -second, -cosine
    if cosine > ALMOST_PARALLEL:
        mixed = first * (1.0 - share) + second * share
    else:
        angle = np.arccos(cosine)
        mixed = (first * np.sin((1.0 - share) * angle) + second * np.sin(share * angle)) / np.sin(angle)
    return np.asarray(mixed / np.linalg.norm(mixed), np.float64)


def matrix_of(translation: Sequence[float], rotation: Sequence[float], scale: Sequence[float]) -> NDArray[np.float64]:
    """Parent-from-node, (4, 4), out of its parts; `rotation` (x, y, z, w) need not be of length one (glTF §3.5.3)."""
    length = max(float(np.linalg.norm(rotation)), 1e-12)
    x, y, z, w = (part / length for part in rotation)
    matrix = np.eye(4)
    matrix[:3, :3] = (
        (1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)),
        (2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)),
        (2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)),
    )
    matrix[:3, :3] *= np.asarray(scale, np.float64)
    matrix[:3, 3] = translation
    return matrix


def influences(
    attributes: Mapping[str, NDArray[np.float32] | NDArray[np.uint32]],
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Joints and weights of every vertex, (n, 4 or 8) each; weights sum to one, one without any follows the first."""
    sets = [index for index in range(2) if f"JOINTS_{index}" in attributes]
    joints = [attributes[f"JOINTS_{index}"] for index in sets]
    weights = [attributes.get(f"WEIGHTS_{index}") for index in sets]
    pairs = [(joint, weight) for joint, weight in zip(joints, weights, strict=True) if weight is not None]
    count = len(attributes["POSITION"])
    if not pairs:
        return np.zeros((count, 4), np.int64), np.tile([1.0, 0.0, 0.0, 0.0], (count, 1))
    numbers = np.concatenate([joint for joint, _ in pairs], axis=1).astype(np.int64)
    shares = np.maximum(np.concatenate([weight for _, weight in pairs], axis=1).astype(np.float64), 0.0)
    sums = shares.sum(axis=1, keepdims=True)
    shares = np.where(sums > 0.0, shares / np.where(sums > 0.0, sums, 1.0), np.eye(shares.shape[1])[0])
    # What has no weight may name a joint that is not there.
    return np.where(shares > 0.0, numbers, 0), shares


def posed_positions(
    primitive: Primitive, palette: NDArray[np.float64] | None, weights: Sequence[float] = ()
) -> NDArray[np.float64]:
    """The vertices of a primitive after its morph targets and, with a palette (joints, 4, 4), its skin; (n, 3)."""
    positions = primitive.attributes["POSITION"].astype(np.float64)
    for target, weight in zip(primitive.targets, weights, strict=False):
        if weight and "POSITION" in target:
            positions = positions + weight * target["POSITION"]
    if palette is None:
        return positions
    joints, shares = influences(primitive.attributes)
    matrices = np.einsum("nk,nkij->nij", shares, palette[joints][..., :3, :])
    moved = np.einsum("nij,nj->ni", matrices[..., :3], positions) + matrices[..., 3]
    return np.asarray(moved, np.float64)


def _hermite(
    before: NDArray[np.float64], after: NDArray[np.float64], share: float, span_s: float
) -> NDArray[np.float64]:
    """A cubic spline between two keys of (in-tangent, value, out-tangent) (glTF §C.5)."""
    two, three = share * share, share * share * share
    return np.asarray(
        (2 * three - 3 * two + 1) * before[1]
        + span_s * (three - 2 * two + share) * before[2]
        + (-2 * three + 3 * two) * after[1]
        + span_s * (three - two) * after[0],
        np.float64,
    )


def _unit(value: NDArray[np.float64], channel: Channel) -> NDArray[np.float64]:
    if channel.path != "rotation":
        return value
    return np.asarray(value / max(float(np.linalg.norm(value)), 1e-12), np.float64)
