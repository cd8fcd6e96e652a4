"""What is drawn of a product that is small in the picture: few draws, every picture on it as its mean colour."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from client.scene.joining import Join, Member

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from numpy.typing import NDArray
    from panda3d.core import NodePath, Texture

    from client.scene.loader import Slot
    from showroom.gltf.levels import Collapse
    from showroom.gltf.model import Material, Primitive, TextureUse

PASSING: Final = frozenset({"TRANSMISSION", "ALPHA_MASK", "ALPHA_BLEND", "MIRROR", "MORPH", "SKIN"})
"""What is left as it is: all that is not solid."""
FUZZ: Final = 0.15
"""How much of its colour a sheen adds on average over a ball, and takes from what is below."""

Maps = dict[str, "Texture"]


@dataclass(frozen=True, eq=False)
class Standing:
    """A slot with what it was made of.

    Args:
        slot: it.
        primitive: its triangles.
        matrix: (4, 4), from its node's frame to the model's.
        collapse: its coarser levels, where it has some.
    """

    slot: Slot
    primitive: Primitive
    matrix: NDArray[np.float64]
    collapse: Collapse | None


class Distant:
    """The solid parts of a model, at its coarsest.

    Args:
        root: the model; what is drawn hangs below it, hidden.
        standing: what of it is seen.
        levels: how many coarser levels there are.
        maps: the textures of a material by uniform name.
    """

    def __init__(
        self,
        root: NodePath,
        standing: list[Standing],
        levels: int,
        maps: Callable[[Material], Maps],
    ) -> None:
        self._maps = maps
        self._places: dict[int, tuple[Join, int]] = {}
        self._means: dict[tuple[int, int], _Means] = {}
        self._solid: dict[int, Standing] = {}
        self.path = root.attach_new_node("distant")
        self.path.hide()
        groups: dict[Hashable, Join] = {}
        for one in standing:
            if not one.slot.features & PASSING:
                self._add(one, groups, levels)
        for join in self.joins:
            join.build(0, apart=True)

    @property
    def joins(self) -> list[Join]:
        """What is drawn."""
        return list({id(join): join for join, _ in self._places.values()}.values())

    def show(self, slot: Slot, *, shown: bool) -> None:
        """Draw a slot or not."""
        if id(slot) in self._places:
            join, block = self._places[id(slot)]
            join.leave_out(block, out=not shown)

    def cover(self, slot: Slot, own: Material, worn: Material) -> None:
        """Let a slot wear a material of the model that has been recoloured."""
        if id(slot) not in self._places:
            return
        key = (id(slot), id(own))
        if key not in self._means:
            self._means[key] = _means(self._solid[id(slot)].primitive, own, self._maps(own))
        join, block = self._places[id(slot)]
        join.cover(block, self._means[key].of(worn))

    def _add(self, one: Standing, groups: dict[Hashable, Join], levels: int) -> None:
        slot = one.slot
        if any(material.alpha_mode != "OPAQUE" for material in slot.materials()):
            return
        key = (slot.mirrored, slot.own.double_sided)
        join = groups.get(key)
        block = join.block(id(slot)) if join is not None else None
        if join is None or block is None:
            join = Join(self.path, frozenset(), mirrored=slot.mirrored, double_sided=slot.own.double_sided)
            groups[key], block = join, join.block(id(slot))
        assert block is not None  # noqa: S101 - a new one has room
        join.add(Member(_coarsest(one, levels), one.matrix, block, None), slot.features)
        self._places[id(slot)] = join, block
        self._solid[id(slot)] = one


@dataclass(frozen=True)
class _Means:
    """What the pictures of a material come to, as factors."""

    base: NDArray[np.float64]
    rough_metal: tuple[float, float]
    emissive: NDArray[np.float64]

    def of(self, material: Material) -> Material:
        """The material without pictures and sheen."""
        colour = np.asarray(material.base_color[:3]) * self.base
        sheen = np.asarray(material.sheen_color)
        colour = colour * (1.0 - FUZZ * sheen.max()) + FUZZ * sheen
        red, green, blue = (float(value) for value in colour)
        glow = tuple(float(value) for value in np.asarray(material.emissive) * self.emissive)
        return replace(
            material,
            base_color=(red, green, blue, 1.0),
            roughness=material.roughness * self.rough_metal[0],
            metallic=material.metallic * self.rough_metal[1],
            emissive=(glow[0], glow[1], glow[2]),
        )


def _means(primitive: Primitive, material: Material, maps: Maps) -> _Means:
    base = _mean(primitive, material.base_color_texture, maps.get("base_color_map"), colour=True)
    rough = _mean(primitive, material.metallic_roughness_texture, maps.get("metallic_roughness_map"), colour=False)
    glow = _mean(primitive, material.emissive_texture, maps.get("emissive_map"), colour=True)
    return _Means(base, (float(rough[1]), float(rough[2])), glow)


def _mean(
    primitive: Primitive, use: TextureUse | None, texture: Texture | None, *, colour: bool
) -> NDArray[np.float64]:
    """Red, green and blue of a picture on average where vertices stand in it; white where there is none."""
    white = np.ones(3)
    places = primitive.attributes.get(f"TEXCOORD_{use.tex_coord}") if use is not None else None
    if use is None or texture is None or places is None or texture.get_component_width() != 1:
        return white
    channels, width, height = texture.get_num_components(), texture.get_x_size(), texture.get_y_size()
    picture = np.frombuffer(texture.get_ram_image(), np.uint8)
    if channels < 3 or len(picture) < channels * width * height:  # noqa: PLR2004 - grey pictures tint nothing here
        return white
    cosine, sine = np.cos(use.rotation), np.sin(use.rotation)
    turn = np.array([[cosine * use.tiling[0], sine * use.tiling[1]], [-sine * use.tiling[0], cosine * use.tiling[1]]])
    spots = np.asarray(places, np.float64) @ turn.T + np.asarray(use.offset)
    # Panda3D keeps blue first and the lowest row first.
    texels = picture[: channels * width * height].reshape(height, width, channels)
    rows = ((1.0 - spots[:, 1]) * height).astype(np.int64) % height
    met = texels[rows, (spots[:, 0] * width).astype(np.int64) % width, 2::-1] / 255.0
    mean: NDArray[np.float64] = (_linear(met) if colour else met).mean(axis=0)
    return mean


def _linear(encoded: NDArray[np.float64]) -> NDArray[np.float64]:
    """Light of sRGB values, 0..1 (IEC 61966-2-1)."""
    dark, bright = encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4
    return np.where(encoded <= 0.04045, dark, bright)  # noqa: PLR2004 - where the curve begins


def _coarsest(one: Standing, levels: int) -> Primitive:
    """The triangles of the coarsest level over the vertices that are left."""
    primitive = one.primitive
    corners = one.collapse.triangles(primitive, levels) if one.collapse is not None and levels else primitive.indices
    used, indices = np.unique(np.asarray(corners).ravel(), return_inverse=True)
    attributes = {name: values[used] for name, values in primitive.attributes.items()}
    return replace(primitive, attributes=attributes, indices=indices.astype(np.uint32).ravel(), variants={})
