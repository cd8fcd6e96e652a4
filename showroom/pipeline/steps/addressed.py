"""What the options of a product address in its model by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from showroom.catalogue import Product


@dataclass(frozen=True)
class Addressed:
    """Names that must survive every step."""

    materials: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset()


def addressed_by(product: Product) -> Addressed:
    """The names that the parts of a product use."""
    return Addressed(
        materials=frozenset(name for part in product.parts for name in part.materials),
        nodes=frozenset(name for part in product.parts for name in part.nodes),
    )
