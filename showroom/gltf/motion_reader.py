"""Skins, morph targets and animations out of a glTF file."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from showroom.gltf.accessors import component, components
from showroom.gltf.fields import Fields
from showroom.gltf.material_table import ANIMATION_POINTER
from showroom.gltf.model import Animation, Channel, Skin
from showroom.gltf.posing import influences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from showroom.gltf.accessors import Accessors
    from showroom.gltf.foreign import Foreign
    from showroom.gltf.limits import Limits
    from showroom.gltf.model import Mesh

MORPHED = ("POSITION", "NORMAL", "TANGENT")
PATHS = {"translation": 3, "rotation": 4, "scale": 3, "weights": 1}
INTERPOLATIONS = ("LINEAR", "STEP", "CUBICSPLINE")
KEYS_OF_SPLINE = 3
POINTED = re.compile(r"/nodes/(\d{1,9})/(translation|rotation|scale|weights)")
"""What KHR_animation_pointer may say in another way than glTF itself; whatever else it moves is not played."""


class MotionReader:
    """Reads what moves.

    Args:
        root: the JSON root.
        foreign: what is kept without being understood.
        accessors: where the numbers are.
        limits: what is read at most.
    """

    def __init__(self, root: Fields, foreign: Foreign, accessors: Accessors, limits: Limits) -> None:
        self._foreign = foreign
        self._accessors = accessors
        self._limits = limits
        self._skins = root.objects("skins", limits.objects)
        self._animations = root.objects("animations", limits.objects)
        self._nodes: list[Fields] = []
        self._in_scene: set[int] = set()
        self._known: dict[int, Skin] = {}
        self.skipped: list[str] = []
        self._unplayed: Counter[str] = Counter()

    def know_scene(self, tops: Sequence[int], nodes: list[Fields]) -> None:
        """Say which nodes stand in the scene; only those can be joints or move."""
        self._nodes = nodes
        waiting = list(tops)
        while waiting:
            index = waiting.pop()
            self._in_scene.add(index)
            waiting.extend(nodes[index].values.get("children", []))

    def skin(self, owner: Fields, mesh: Mesh) -> Skin | None:
        """The skin that a node names; None where its joints do not stand in the scene.

        Raises:
            ModelError: ``bad-reference``, ``bad-accessor``.
        """
        index = owner.reference("skin", len(self._skins))
        item = self._skins[index]
        if index not in self._known:
            joints = item.references("joints", len(self._nodes))
            if not joints:
                raise item.refuse("joints", "none", "at least one node")
            if not self._in_scene.issuperset(joints):
                self.skipped.append(f"{item.place} (joints outside the scene)")
                return None
            skeleton = item.reference("skeleton", len(self._nodes)) if item.has("skeleton") else None
            bind = self._inverse_bind(item, len(joints))
            notes = {"extras": item.extras(), "other_extensions": self._foreign.of(item)}
            self._known[index] = Skin(item.text("name"), tuple(joints), bind, skeleton, **notes)
        skin = self._known[index]
        for primitive in mesh.primitives:
            highest = int(influences(primitive.attributes)[0].max())
            if highest >= len(skin.joints):
                raise owner.refuse("skin", f"joint {highest}", f"0..{len(skin.joints) - 1}", "bad-accessor")
        return skin

    def weights(self, owner: Fields, count: int) -> tuple[float, ...]:
        """The weights of `count` morph targets that a mesh or a node gives; empty where it gives none."""
        if not owner.has("weights"):
            return ()
        return owner.numbers("weights", (0.0,) * count)

    def targets(self, part: Fields, vertices: int, *, quantised: bool) -> list[dict[str, NDArray[np.float32]]]:
        """The morph targets of a primitive.

        Raises:
            ModelError: ``bad-accessor``.
        """
        found = []
        for item in part.objects("targets", self._limits.objects):
            target: dict[str, NDArray[np.float32]] = {}
            for name in item.values:
                if name not in MORPHED:
                    self.skipped.append(item.at(name))
                    continue
                accessor, place = self._accessors.fields(item, name), item.at(name)
                if components(accessor, place) != 3:  # noqa: PLR2004 - all three are directions
                    raise item.refuse(name, accessor.text("type"), "VEC3", "bad-accessor")
                if component(accessor, place).kind != "f" and not quantised:
                    raise item.refuse(name, component(accessor, place).name, "float32", "bad-accessor")
                if self._accessors.count(item, name) != vertices:
                    got = f"{self._accessors.count(item, name):,} elements"
                    raise item.refuse(name, got, f"{vertices:,}, as many as POSITION", "bad-accessor")
                target[name] = self._accessors.read(item, name, as_float=True)
            found.append(target)
        return found

    def animations(self, targets: Mapping[int, int]) -> list[Animation]:
        """Every clip that moves something in the scene.

        Args:
            targets: how many morph targets each node of the scene has.

        Raises:
            ModelError: ``bad-accessor``, ``bad-reference``, ``bad-value``.
        """
        found = []
        for item in self._animations:
            samplers = item.objects("samplers", self._limits.objects)
            channels = []
            self._unplayed = Counter()
            for entry in item.objects("channels", self._limits.objects):
                channel = self._channel(entry, samplers, targets)
                if channel is not None:
                    channels.append(channel)
            self.skipped += [f"{item.place}: {count} channels ({why})" for why, count in self._unplayed.items()]
            if channels:
                notes = {"extras": item.extras(), "other_extensions": self._foreign.of(item)}
                found.append(Animation(item.text("name"), channels, **notes))
        return found

    def _channel(self, entry: Fields, samplers: list[Fields], targets: Mapping[int, int]) -> Channel | None:
        target = _plain(entry.object("target"))
        sampler = samplers[entry.reference("sampler", len(samplers))]
        path = target.text("path", "no path")
        if not target.has("node") or path not in PATHS:
            self._unplayed[path[:40]] += 1
            return None
        node = target.reference("node", len(self._nodes))
        if node not in self._in_scene or (path == "weights" and not targets.get(node)):
            self._unplayed["nothing in the scene moves"] += 1
            return None
        if path != "weights" and self._nodes[node].has("matrix"):
            raise target.refuse("node", "a node with a matrix", "one with translation, rotation and scale")
        width = targets[node] if path == "weights" else PATHS[path]
        return self._sampled(sampler, node, path, width)

    def _sampled(self, sampler: Fields, node: int, path: str, width: int) -> Channel:
        interpolation = sampler.text("interpolation", "LINEAR", INTERPOLATIONS)
        times = self._accessors.read(sampler, "input", as_float=True)
        if times.shape[1] != 1 or (np.diff(times[:, 0]) <= 0).any() or times[0, 0] < 0:
            raise sampler.refuse("input", "times that do not rise", "rising seconds from 0", "bad-accessor")
        output = self._accessors.read(sampler, "output", as_float=True)
        keys = KEYS_OF_SPLINE if interpolation == "CUBICSPLINE" else 1
        if output.shape[1] != PATHS[path] or output.size != len(times) * keys * width:
            allowed = f"{len(times) * keys * width:,} numbers for {len(times):,} times"
            raise sampler.refuse("output", f"{output.size:,} numbers", allowed, "bad-accessor")
        shape = (len(times), keys, width) if keys > 1 else (len(times), width)
        channel = Channel(node, path, times[:, 0], output.reshape(shape), interpolation)
        for key, array in (("input", channel.times), ("output", channel.values)):
            self._accessors.note(sampler, key, array)
        return channel

    def _inverse_bind(self, item: Fields, count: int) -> NDArray[np.float64]:
        if not item.has("inverseBindMatrices"):
            return np.tile(np.eye(4), (count, 1, 1))
        stored = self._accessors.read(item, "inverseBindMatrices", as_float=True)
        if stored.shape[1] != 16 or len(stored) < count:  # noqa: PLR2004 - a matrix has sixteen numbers
            got = f"{len(stored)} with {stored.shape[1]} numbers"
            raise item.refuse("inverseBindMatrices", got, f"at least {count} MAT4", "bad-accessor")
        # Column-major in the file.
        matrices = np.ascontiguousarray(stored[:count].reshape(count, 4, 4).transpose(0, 2, 1), np.float64)
        self._accessors.note(item, "inverseBindMatrices", matrices)
        return matrices


def _plain(target: Fields) -> Fields:
    """The target of a channel in glTF's own words, also where a pointer names the node and its property."""
    pointer = target.object("extensions").object(ANIMATION_POINTER).text("pointer")
    named = POINTED.fullmatch(pointer) if target.values.get("path") == "pointer" else None
    if named is None:
        return target
    return Fields({"node": int(named[1]), "path": named[2]}, target.place)
