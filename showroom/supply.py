"""What can be delivered, and when: stock by product, by value or by combination of values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from showroom.catalogue import SupplyLine


@dataclass(frozen=True)
class Availability:
    """What is known of one configuration: pieces in stock, days of delivery (fewest, most), its number."""

    stock: int | None = None
    delivery_days: tuple[int, int] | None = None
    sku: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there is anything to say."""
        return self.stock is not None or self.delivery_days is not None


def availability(lines: Sequence[SupplyLine], choices: Mapping[str, str]) -> Availability:
    """What all lines together say of a configuration.

    Stock is the smallest of all lines that speak of it, since each of them must have a piece. Delivery and number are
    those of the line that says most exactly what is meant; of equally exact ones the longest delivery counts.
    """
    here = [line for line in lines if all(choices.get(one.group) == one.value for one in line.choices)]
    stocks = [line.stock for line in here if line.stock is not None]
    timed = [line for line in here if line.delivery_days is not None]
    days = max((_delivery(line) for line in timed), default=None)
    numbered = [line for line in here if line.sku]
    sku = max(numbered, key=lambda line: len(line.choices)).sku if numbered else ""
    return Availability(min(stocks, default=None), days[1] if days else None, sku)


def _delivery(line: SupplyLine) -> tuple[int, tuple[int, int]]:
    """Sorts lines by how exact they are, then by how long they take."""
    few, most = line.delivery_days or (0, 0)
    return len(line.choices), (few, most)


def is_sold_out(lines: Sequence[SupplyLine], choices: Mapping[str, str], group: str, value: str) -> bool:
    """Whether nothing is in stock once `value` stands in `group` and all else stays."""
    return availability(lines, {**choices, group: value}).stock == 0
