"""What the options of a product address in its model by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from showroom.catalogue import Product


@dataclass(frozen=True)
class Addressed:
    """Names that must survive every step.

    Args:
        materials: names of materials.
        nodes: names of nodes.
        alike: nodes that are always shown and hidden at once and that nothing moves, in sets of more than one.
    """

    materials: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset()
    alike: tuple[frozenset[str], ...] = ()


def addressed_by(product: Product) -> Addressed:
    """The names that the parts of a product use."""
    return Addressed(
        materials=frozenset(name for part in product.parts for name in part.materials),
        nodes=frozenset(name for part in product.parts for name in part.nodes),
        alike=_alike(product),
    )


def _alike(product: Product) -> tuple[frozenset[str], ...]:
    """Nodes by the parts that address them, without those that a state moves."""
    moving = {motion.part for state in product.states for motion in state.moves}
    parts: dict[str, set[str]] = {}
    for part in product.parts:
        for name in part.nodes:
            parts.setdefault(name, set()).add(part.id)
    sets: dict[frozenset[str], set[str]] = {}
    for name, of in parts.items():
        if not of & moving:
            sets.setdefault(frozenset(of), set()).add(name)
    return tuple(frozenset(names) for names in sets.values() if len(names) > 1)
