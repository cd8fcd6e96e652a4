"""A product in the scene: choices change inputs of slots, so that nothing is compiled or uploaded at a click."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from client.render import uniforms
from client.render.grounding import COARSE_CELLS, darkness_below, ground_decal, lift_decal
from client.scene.bearing import bearers
from client.scene.joining import togetherness
from client.scene.loader import dress, load_model
from client.scene.stand import Stand
from showroom import appearance
from showroom.configuration import initial
from showroom.motions import moved_nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray
    from panda3d.core import NodePath, PTALVecBase4f, Texture

    from client.render.grounding import Darkness
    from client.scene.loader import Slot
    from showroom.catalogue import Product, Surface, Vector3
    from showroom.gltf.model import Document, Material

# Clear glass still bends a part of the light away from where it stands.
GLASS_LETS_PASS = 0.7
# How far a state is on its way when its lights go on.
SWITCHED_FROM = 0.5


class ProductNode:
    """A product's model that shows a configuration.

    Args:
        document: its model.
        product: its parts and options; the initial configuration is shown first.
        grounded: whether it darkens what it stands on.

    Attributes:
        root: the whole product in glTF's frame; attach it below `View.scene`.
        materials: the model's own materials by name.

    Raises:
        ModelError: ``unsupported-image``.
    """

    def __init__(self, document: Document, product: Product, *, grounded: bool = True) -> None:
        self._product = product
        self._model = load_model(document, _possible_features(product), togetherness(product), distant=True)
        self.root: NodePath = self._model.root
        self.materials: dict[str, Material] = self._model.materials
        self._packed: dict[tuple[int, Surface | None], tuple[Material, PTALVecBase4f]] = {}
        self._shown: dict[int, tuple[int, Surface | None]] = {}
        self._hidden_nodes: frozenset[str] = frozenset()
        self._choices: Mapping[str, str] = {}
        self._switched: frozenset[str] = frozenset()
        self._stand = Stand(self._model)
        self._ground: NodePath | None = None
        self._is_distant = False
        self.apply(initial(product).as_dict())
        if grounded:
            self.lay_ground(self.ground_job()())

    @property
    def bounds(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Lowest and highest corner of the model in metres, glTF's frame."""
        return self._model.bounds

    @property
    def textures(self) -> list[Texture]:
        """Every texture that some configuration needs."""
        return self._model.textures.all()

    @property
    def errors_m(self) -> tuple[float, ...]:
        """For each coarser level how far its surface is from the model's at most, metres."""
        return self._model.errors_m

    @property
    def level(self) -> int:
        """Which level is drawn; 0 is the model itself."""
        return self._model.level

    @property
    def is_distant(self) -> bool:
        """Whether what is meant for a distance is drawn."""
        return self._is_distant

    def show_distant(self, *, distant: bool) -> None:
        """Draw what is meant for a distance or the model itself; materials and choices stay."""
        self._is_distant = distant
        self._model.show_distant(distant=distant)

    def show_level(self, level: int) -> None:
        """Draw a coarser level, from 1 on, or the model itself, 0; materials and choices stay."""
        self._model.show_level(level)

    def apply(self, choices: Mapping[str, str]) -> bool:
        """Show `choices` (groups that are not named stand at their initial value).

        Returns:
            Whether parts appeared or vanished, so that shadows want to be drawn anew.

        Raises:
            Rejected: ``unknown-group`` or ``unknown-value``.
        """
        product, states = self._product, self._switched
        variants = appearance.resolve(product, choices, states).variants
        surfaces = appearance.material_surfaces(product, choices, states)
        hidden_materials = appearance.hidden_materials(product, choices, states)
        changed = self._hide_nodes(appearance.hidden_nodes(product, choices, states))
        self._choices = dict(choices)
        for slot in self._model.slots:
            material = _in_variant(slot, variants)
            self._cover(slot, material, surfaces.get(material.name))
            changed = _show(slot.path, shown=material.name not in hidden_materials) or changed
        self._show_joins()
        return changed

    def pose(self, amounts: Mapping[str, float]) -> bool:
        """Show the product's states: 0 is off (where a state is not named), 1 on, between is on the way.

        What a state shows, hides and covers, it does from one half on.

        Returns:
            Whether parts moved, appeared or vanished, so that shadows want to be drawn anew.
        """
        moved = self._stand.move(moved_nodes(self._product, amounts))
        switched = frozenset(state for state, amount in amounts.items() if amount >= SWITCHED_FROM)
        if switched == self._switched:
            return moved
        self._switched = switched
        return self.apply(self._choices) or moved

    def visible_triangles(self) -> list[tuple[NDArray[np.float32], NDArray[np.uint32]]]:
        """Positions (n, 3) in metres and triangles (m, 3) of everything that is drawn."""
        return [(positions, triangles) for positions, triangles, _ in self.visible_surfaces()]

    def visible_surfaces(self) -> list[tuple[NDArray[np.float32], NDArray[np.uint32], Material]]:
        """Positions, triangles and present material of everything that is drawn, as `visible_triangles`."""
        return [
            (self._stand.positions(slot), slot.triangles, self._packed[self._shown[id(slot)]][0])
            for slot in self._model.slots
            if not _is_hidden(slot.path, self._model.body)
        ]

    def bearers(self, point: Vector3) -> tuple[Slot, ...]:
        """The parts that a point of the model lies on at rest, drawn or not, the nearest first."""
        low, high = self._model.bounds
        return bearers(self._model.slots, point, float(np.linalg.norm(high - low)) / 2)

    def moved(self, parts: Sequence[Slot]) -> NDArray[np.float64] | None:
        """How far the first of some parts that is drawn is from where it rests, (4, 4); None where none is drawn."""
        drawn = next((slot for slot in parts if not _is_hidden(slot.path, self._model.body)), None)
        return self._stand.moved(drawn) if drawn is not None else None

    def opacities(self) -> list[float]:
        """How much of the light each mesh of `visible_triangles` holds back, 0..1."""
        return [
            1.0 - GLASS_LETS_PASS * material.transmission if material.alpha_mode != "BLEND" else material.base_color[3]
            for _, _, material in self.visible_surfaces()
        ]

    def ground_job(self) -> Callable[[], Darkness | None]:
        """Computes in any thread how what is shown now darkens the ground."""
        floor_m = float(self._model.bounds[0][1])
        return partial(darkness_below, self.visible_triangles(), floor_m, COARSE_CELLS, self.opacities())

    def lay_ground(self, darkness: Darkness | None) -> None:
        """Darken the ground so, in place of what was there."""
        if self._ground is not None:
            lift_decal(self._ground)
            self._ground = None
        if darkness is not None:
            self._ground = ground_decal(self.root, darkness, float(self._model.bounds[0][1]))

    def release(self) -> None:
        """Take the product out of the scene and give its memory back."""
        self._model.release()
        self._packed.clear()

    def _cover(self, slot: Slot, material: Material, surface: Surface | None) -> None:
        key = (id(material), surface)
        if self._shown.get(id(slot)) == key:
            return
        if key not in self._packed:
            covered = recoloured(material, surface)
            self._packed[key] = (covered, uniforms.pack(covered))
        covered, packed = self._packed[key]
        dress(slot, covered, self._model.textures, packed)
        if self._model.distant is not None:
            self._model.distant.cover(slot, material, covered)
        self._shown[id(slot)] = key

    def _show_joins(self) -> None:
        """Parts that are drawn as one appear and vanish together, so that one of them speaks for all."""
        spoken = {id(slot.join[0]): slot for slot in self._model.slots if slot.join is not None}
        for join in self._model.joins:
            _show(join.path, shown=not _is_hidden(spoken[id(join)].path, self._model.body))
        if self._model.distant is not None:
            for slot in self._model.slots:
                self._model.distant.show(slot, shown=not _is_hidden(slot.path, self._model.body))

    def _hide_nodes(self, names: frozenset[str]) -> bool:
        changed = False
        for name in names ^ self._hidden_nodes:
            for path in self._model.nodes.get(name, ()):
                changed = _show(path, shown=name not in names) or changed
        self._hidden_nodes = names
        return changed


def recoloured(material: Material, surface: Surface | None) -> Material:
    """The material with what `surface` changes.

    A colour replaces the factor and keeps the texture, as glTF multiplies them.
    """
    if surface is None:
        return material
    changes = {name: getattr(surface, name) for name in surface.__struct_fields__}
    return replace(material, **{name: value for name, value in changes.items() if value is not None})


def _possible_features(product: Product) -> dict[str, frozenset[str]]:
    """What each material may need in some configuration."""
    parts = {part.id: part.materials for part in product.parts}
    found: dict[str, frozenset[str]] = {}
    worn = [(group.parts, value.surface) for group in product.groups for value in group.values]
    worn += [((cover.part,), cover.surface) for state in product.states for cover in state.covers]
    for covered, surface in worn:
        needed = _features_of_surface(surface)
        for material in (name for part in covered for name in parts.get(part, ())):
            found[material] = found.get(material, frozenset()) | needed
    return found


def _features_of_surface(surface: Surface | None) -> frozenset[str]:
    if surface is None:
        return frozenset()
    needed = set()
    if surface.clearcoat:
        needed.add("CLEARCOAT")
    if surface.transmission:
        needed.add("TRANSMISSION")
    if surface.sheen_color and max(surface.sheen_color) > 0.0:
        needed.add("SHEEN")
    return frozenset(needed)


def _in_variant(slot: Slot, variants: tuple[str, ...]) -> Material:
    chosen = [slot.variants[name] for name in variants if name in slot.variants]
    return chosen[-1] if chosen else slot.own


def _show(path: NodePath, *, shown: bool) -> bool:
    # NodePath.is_hidden also asks the nodes above, which are not our business here.
    if shown != path.node().is_overall_hidden():
        return False
    if shown:
        path.show()
    else:
        path.hide()
    return True


def _is_hidden(path: NodePath, root: NodePath) -> bool:
    """Whether `path` or something between it and `root` is hidden."""
    while path != root and not path.is_empty():
        if path.node().is_overall_hidden():
            return True
        path = path.get_parent()
    return False
