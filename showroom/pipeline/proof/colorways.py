"""Which configurations are looked at: the first one, and from it every value of every group, one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom import appearance
from showroom.configuration import initial

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from showroom.catalogue import Product

FIRST = "initial"


@dataclass(frozen=True)
class Colorway:
    """A configuration to look at; `name` is ``initial`` or the ``group=value`` that differs from it."""

    name: str
    choices: dict[str, str]


def colorways(product: Product) -> tuple[Colorway, ...]:
    """Every configuration that looks different from those before it; sizes, for one, do not."""
    seen: dict[Hashable, Colorway] = {}
    for colorway in _candidates(product):
        seen.setdefault(appearance.resolve(product, colorway.choices), colorway)
    return tuple(seen.values())


def outline(product: Product, colorway: Colorway) -> Hashable:
    """Equal for colourways that draw the same parts, and thus have one silhouette."""
    choices = colorway.choices
    return appearance.hidden_nodes(product, choices), appearance.hidden_materials(product, choices)


def _candidates(product: Product) -> Iterator[Colorway]:
    first = initial(product).as_dict()
    yield Colorway(FIRST, first)
    for group in product.groups:
        for value in group.values:
            yield Colorway(f"{group.id}={value.id}", {**first, group.id: value.id})
