"""The catalogue as a table: one row for every product, every value, and every combination that has stock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from showroom.catalogue import Choice, SupplyLine
from showroom.pipeline.data.columns import COLUMNS, NUMERIC
from showroom.pipeline.data.csv_file import write_csv
from showroom.pipeline.data.numbers import write_amount
from showroom.pipeline.data.xlsx_file import write_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from showroom.catalogue import Market, Product, Publication, Value
    from showroom.pipeline.data.numbers import Decimal


def columns_of(publications: Sequence[Publication]) -> tuple[str, ...]:
    """Our columns, with one for each other market behind the price."""
    markets = sorted({market.id for one in publications for market in one.product.markets})
    place = COLUMNS.index("price") + 1
    return (*COLUMNS[:place], *(f"price_{market}" for market in markets), *COLUMNS[place:])


def rows_of(publications: Sequence[Publication], decimal: Decimal) -> Iterator[dict[str, str]]:
    """Every row by column; cells that say nothing are left out."""
    for publication in publications:
        product = publication.product
        lines = {line.choices: line for line in publication.supply}
        texts = {
            "name_en": product.name.en,
            "name_de": product.name.de,
            "description_en": product.description.en,
            "description_de": product.description.de,
            "currency": product.currency,
        }
        prices = _prices(product, decimal, product.price, lambda market: market.price)
        yield _row(product, (), texts | prices, lines)
        for group in product.groups:
            for value in group.values:
                choice = Choice(group.id, value.id)
                texts = {"name_en": value.name.en, "name_de": value.name.de, "currency": product.currency}
                yield _row(product, (choice,), texts | _surcharges(product, value, choice, decimal), lines)
        for choices in lines:
            if len(choices) > 1:
                yield _row(product, choices, {}, lines)


def _surcharges(product: Product, value: Value, choice: Choice, decimal: Decimal) -> dict[str, str]:
    def there(market: Market) -> int:
        return next((one.price for one in market.surcharges if one.choice == choice), 0)

    return _prices(product, decimal, value.price, there)


def _prices(product: Product, decimal: Decimal, home: int, there: Callable[[Market], int]) -> dict[str, str]:
    prices = {"price": write_amount(home, product.currency, decimal)}
    for market in product.markets:
        prices[f"price_{market.id}"] = write_amount(there(market), market.currency, decimal)
    return prices


def _row(
    product: Product, choices: tuple[Choice, ...], said: dict[str, str], lines: dict[tuple[Choice, ...], SupplyLine]
) -> dict[str, str]:
    line = lines.get(choices, SupplyLine(choices))
    few, most = line.delivery_days or ("", "")
    return {
        "product": product.id,
        "option": "+".join(map(str, choices)),
        "sku": line.sku,
        **said,
        "stock": "" if line.stock is None else str(line.stock),
        "delivery_days_from": str(few),
        "delivery_days_to": str(most),
    }


def as_csv(publications: Sequence[Publication], separator: str, decimal: Decimal) -> bytes:
    """CSV in UTF-8 with a byte order mark."""
    columns = columns_of(publications)
    rows = ([row.get(name, "") for name in columns] for row in rows_of(publications, decimal))
    return write_csv(columns, rows, separator)


def as_xlsx(publications: Sequence[Publication]) -> bytes:
    """An Excel workbook whose prices and pieces are numbers."""
    columns = columns_of(publications)
    rows = ([row.get(name, "") for name in columns] for row in rows_of(publications, "."))
    return write_xlsx(columns, rows, NUMERIC | {name for name in columns if name.startswith("price")})


def as_json(publications: Sequence[Publication]) -> bytes:
    """A list of objects with our columns; amounts are texts, so that nothing rounds them."""
    rows = [
        {name: int(cell) if name in NUMERIC else cell for name, cell in row.items() if cell}
        for row in rows_of(publications, ".")
    ]
    return msgspec.json.format(msgspec.json.encode(rows), indent=2) + b"\n"
