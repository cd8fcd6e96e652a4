"""Whether the names in a product file exist in its model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.errors import ProductFileError
from showroom.toml_source import nearest
from showroom.toml_source.source import listed, meant, raise_together

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from showroom.product_file.reading import ProductFile
    from showroom.toml_source import Path


def check_against_model(
    product_file: ProductFile,
    material_names: Collection[str],
    node_names: Collection[str],
    variant_names: Collection[str],
) -> None:
    """Do nothing where every name that the product file uses is in the model.

    Args:
        product_file: what was written.
        material_names: of the model.
        node_names: of the model before nodes are dropped.
        variant_names: of KHR_materials_variants.

    Raises:
        ProductFileError: ``unknown-material``, ``unknown-node`` or ``unknown-variant``; the rest in `others`.
    """
    known = {"material": material_names, "node": node_names, "variant": variant_names}
    located = [
        (nearest(product_file.line_of, path), _unknown(product_file, kind, path, name, known[kind]))
        for kind, path, name in _names(product_file)
        if name not in known[kind]
    ]
    raise_together(located)


def _names(product_file: ProductFile) -> Iterator[tuple[str, Path, str]]:
    product = product_file.product
    for part in product.parts:
        for index, material in enumerate(part.materials):
            yield "material", ("parts", part.id, "materials", index), material
        for index, node in enumerate(part.nodes):
            yield "node", ("parts", part.id, "nodes", index), node
    for group_index, group in enumerate(product.groups):
        for index, value in enumerate(group.values):
            if value.variant is not None:
                yield "variant", ("groups", group_index, "values", index), value.variant
    for index, node in enumerate(product_file.model.drop_nodes):
        yield "node", ("model", "drop_nodes", index), node


def _unknown(product_file: ProductFile, kind: str, path: Path, name: str, known: Collection[str]) -> ProductFileError:
    return ProductFileError(
        f"unknown-{kind}",
        f"the model has no such {kind}",
        got=name[:80],
        allowed=listed(known) or "none: the model has no such names",
        hint=meant(name, known),
        place=f"{product_file.name}:{nearest(product_file.line_of, path)}",
    )
