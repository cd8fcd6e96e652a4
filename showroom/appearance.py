"""What a configuration looks like: variants in force, surfaces on parts, parts that are not drawn.

`resolve` speaks of parts, as the product does; `material_surfaces`, `hidden_nodes` and `hidden_materials` say the same
in the names of the model, for whoever draws it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import asdict, replace

from showroom.catalogue import Surface
from showroom.configuration import complete

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from showroom.catalogue import Group, Part, Product, State, Value


@dataclass(frozen=True)
class Appearance:
    """How a configured product looks, in the product's own words.

    `variants` are KHR_materials_variants names in group order (a later one wins where both know a primitive);
    `surfaces` pairs part ids with what is changed on their materials.
    """

    variants: tuple[str, ...]
    surfaces: tuple[tuple[str, Surface], ...]
    hidden_parts: frozenset[str]


def resolve(product: Product, choices: Mapping[str, str], states: Collection[str] = ()) -> Appearance:
    """Look up what `choices` do to the picture; groups that are not named stand at their initial value.

    A part is drawn where nothing chosen hides it, and it is visible by itself or something chosen shows it. What the
    product's `states` change that are on lies over what is chosen.

    Raises:
        Rejected: ``unknown-group`` or ``unknown-value``.
    """
    chosen = list(_chosen(product, choices))
    surfaces: dict[str, Surface] = {}
    for group, value in chosen:
        if value.surface is not None:
            for part_id in group.parts:
                surfaces[part_id] = layered(surfaces.get(part_id, Surface()), value.surface)
    switched = [state for state in product.states if state.id in states]
    for cover in (cover for state in switched for cover in state.covers):
        surfaces[cover.part] = layered(surfaces.get(cover.part, Surface()), cover.surface)
    deciding: list[Value | State] = [*(value for _, value in chosen), *switched]
    shown = {part_id for one in deciding for part_id in one.shows}
    hidden = {part_id for one in deciding for part_id in one.hides}
    hidden.update(part.id for part in product.parts if not part.visible and part.id not in shown)
    variants = tuple(value.variant for _, value in chosen if value.variant is not None)
    return Appearance(variants, tuple(surfaces.items()), frozenset(hidden))


def material_surfaces(product: Product, choices: Mapping[str, str], states: Collection[str] = ()) -> dict[str, Surface]:
    """What changes on each material of the model, by the material's name; untouched materials are not named."""
    by_part = dict(resolve(product, choices, states).surfaces)
    by_material: dict[str, Surface] = {}
    for part in product.parts:
        if part.id in by_part:
            for material in part.materials:
                by_material[material] = layered(by_material.get(material, Surface()), by_part[part.id])
    return by_material


def hidden_nodes(product: Product, choices: Mapping[str, str], states: Collection[str] = ()) -> frozenset[str]:
    """Names of the model's nodes that are not drawn, with everything below them."""
    hidden, drawn = _split(product, choices, states)
    return frozenset(node for part in hidden for node in part.nodes) - {node for part in drawn for node in part.nodes}


def hidden_materials(product: Product, choices: Mapping[str, str], states: Collection[str] = ()) -> frozenset[str]:
    """Names of the model's materials whose triangles are not drawn; a material that a drawn part shares stays."""
    hidden, drawn = _split(product, choices, states)
    kept = {material for part in drawn for material in part.materials}
    return frozenset(material for part in hidden for material in part.materials) - kept


def layered(under: Surface, over: Surface) -> Surface:
    """`over` on top of `under`: what `over` leaves open (None) shows what is below."""
    return replace(under, **{name: value for name, value in asdict(over).items() if value is not None})


def _split(product: Product, choices: Mapping[str, str], states: Collection[str]) -> tuple[list[Part], list[Part]]:
    hidden_ids = resolve(product, choices, states).hidden_parts
    hidden = [part for part in product.parts if part.id in hidden_ids]
    return hidden, [part for part in product.parts if part.id not in hidden_ids]


def _chosen(product: Product, choices: Mapping[str, str]) -> Iterator[tuple[Group, Value]]:
    configuration = complete(product, choices).as_dict()
    for group in product.groups:
        yield group, next(value for value in group.values if value.id == configuration[group.id])
