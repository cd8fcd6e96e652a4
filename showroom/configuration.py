"""A configuration: one value for every option group of a product, as a frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from showroom.catalogue import Choice, Group, Product, Rule


@dataclass(frozen=True)
class Configuration:
    """One value per option group of `product_id`, sorted by group id so that equal configurations are equal.

    A configuration is complete, but nothing says that it keeps the rules: see `showroom.rules`.
    """

    product_id: str
    choices: tuple[tuple[str, str], ...]

    def __getitem__(self, group_id: str) -> str:
        """The chosen value id of a group; KeyError where the product has no such group."""
        return self.as_dict()[group_id]

    def as_dict(self) -> dict[str, str]:
        """``{group id: value id}``, the form that travels on the wire."""
        return dict(self.choices)

    def replace(self, changes: Mapping[str, str]) -> Configuration:
        """The same configuration with other values in some groups; nothing is checked."""
        return Configuration(self.product_id, tuple(sorted({**dict(self.choices), **changes}.items())))


@dataclass(frozen=True)
class Reason:
    """Why a wish is refused: dropping any one of these rules or standing choices would make it possible."""

    rules: tuple[Rule, ...]
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Fix:
    """A way out: the wish plus these other changes keep every rule; `price_change` is in minor units, tax as shown."""

    changes: tuple[Choice, ...]
    price_change: int


def initial(product: Product) -> Configuration:
    """The configuration that a product is first shown in."""
    return Configuration(product.id, tuple(sorted((group.id, group.initial) for group in product.groups)))


def complete(product: Product, choices: Mapping[str, str]) -> Configuration:
    """Fill missing groups with their initial value.

    Raises:
        Rejected: ``unknown-group`` or ``unknown-value``.
    """
    for group_id, value_id in choices.items():
        check_choice(product, group_id, value_id)
    return initial(product).replace(choices)


def check_choice(product: Product, group_id: str, value_id: str) -> Group:
    """Return the group.

    Raises:
        Rejected: ``unknown-group`` or ``unknown-value``, naming what there is.
    """
    for group in product.groups:
        if group.id == group_id:
            if any(value.id == value_id for value in group.values):
                return group
            raise Rejected(
                "unknown-value",
                f"{product.id} has no such value in {group_id}",
                got=value_id[:80],
                allowed=", ".join(value.id for value in group.values),
            )
    raise Rejected(
        "unknown-group",
        f"{product.id} has no such option group",
        got=group_id[:80],
        allowed=", ".join(group.id for group in product.groups),
    )
