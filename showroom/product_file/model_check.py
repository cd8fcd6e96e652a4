"""Whether the names in a product file exist in its model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.toml_source.source import listed, meant

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from showroom.catalogue import Product
    from showroom.toml_source import Path, Source


@dataclass(frozen=True)
class ModelNames:
    """What a model calls its pieces.

    Args:
        materials: their names.
        nodes: their names before any are dropped.
        variants: those of KHR_materials_variants.
    """

    materials: Collection[str]
    nodes: Collection[str]
    variants: Collection[str]


def check_names(source: Source, product: Product, drop_nodes: Collection[str], names: ModelNames) -> None:
    """Note every name that the model lacks (``unknown-material``, ``unknown-node``, ``unknown-variant``)."""
    known = {"material": names.materials, "node": names.nodes, "variant": names.variants}
    for kind, path, name in _names(product, drop_nodes):
        if name and name not in known[kind]:
            source.refuse(
                f"unknown-{kind}",
                path,
                f"the model has no such {kind}",
                got=name,
                allowed=listed(known[kind]) or "none: the model has no such names",
                hint=meant(name, known[kind]),
            )


def _names(product: Product, drop_nodes: Collection[str]) -> Iterator[tuple[str, Path, str]]:
    for part in product.parts:
        for index, material in enumerate(part.materials):
            yield "material", ("parts", part.id, "materials", index), material
        for index, node in enumerate(part.nodes):
            yield "node", ("parts", part.id, "nodes", index), node
    for group_index, group in enumerate(product.groups):
        for index, value in enumerate(group.values):
            if value.variant is not None:
                yield "variant", ("groups", group_index, "values", index), value.variant
    for index, node in enumerate(drop_nodes):
        yield "node", ("model", "drop_nodes", index), node
