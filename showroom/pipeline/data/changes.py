"""What a table changes in the catalogue: everything that is wrong with it, or the new products and their stock."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from showroom.catalogue import Choice, SupplyLine, Surcharge
from showroom.pipeline.data.columns import MARKET_PRICE
from showroom.pipeline.data.numbers import NotANumberError, read_amount, read_count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from showroom.catalogue import Group, Market, Product, Publication, Text, Value
    from showroom.pipeline.data.numbers import Decimal
    from showroom.pipeline.data.table import Faults, Row, Table

CLEAR = "-"
"""In a cell of stock, number or delivery: nobody knows any more. An empty cell changes nothing."""
MAX_DAYS = 3650
Choices = tuple[Choice, ...]


@dataclass
class Draft:
    """A product while rows are put into it; `lines` is its stock by what it is for."""

    publication: Publication
    product: Product
    lines: dict[Choices, SupplyLine] = field(default_factory=dict)

    @property
    def supply(self) -> tuple[SupplyLine, ...]:
        """The lines that say something."""
        return tuple(line for key, line in self.lines.items() if line != SupplyLine(key))


def draft_changes(
    table: Table, publications: Sequence[Publication], decimal: Decimal, faults: Faults
) -> dict[str, Draft]:
    """Put every row into its product; mistakes are noted in `faults`, and nothing is to be kept then."""
    reader = _Reader({one.product.id: _draft(one) for one in publications}, decimal, faults)
    for row in table.rows:
        reader.take(row)
    return reader.drafts


def _draft(publication: Publication) -> Draft:
    return Draft(publication, publication.product, {line.choices: line for line in publication.supply})


class _Reader:
    def __init__(self, drafts: dict[str, Draft], decimal: Decimal, faults: Faults) -> None:
        self.drafts = drafts
        self._decimal = decimal
        self._faults = faults
        self._seen: dict[tuple[str, Choices], int] = {}
        self._by_sku = {
            line.sku: (name, key) for name, draft in drafts.items() for key, line in draft.lines.items() if line.sku
        }

    def take(self, row: Row) -> None:
        found = self._meant(row)
        if found is None:
            return
        name, choices = found
        if found in self._seen:
            message = f"row {self._seen[found]} is about the same"
            self._faults.refuse("duplicate-row", row.number, "", message, got=_words(name, choices))
            return
        self._seen[found] = row.number
        draft = self.drafts[name]
        self._texts(row, draft, choices)
        self._prices(row, draft, choices)
        self._supply(row, draft, choices)

    # ---- which product and values ----------------------------------------------------------------------------------

    def _meant(self, row: Row) -> tuple[str, Choices] | None:
        name = row["product"]
        if not name:
            if row["sku"] in self._by_sku:
                return self._by_sku[row["sku"]]
            code, what = (
                ("unknown-sku", "no product has this number") if row["sku"] else ("no-product", "which product?")
            )
            hint = "name the product once in the column product; its number is then known"
            self._faults.refuse(code, row.number, "sku" if row["sku"] else "product", what, got=row["sku"], hint=hint)
            return None
        if name not in self.drafts:
            what = "no such product is published"
            self._faults.refuse_unknown("unknown-product", row.number, "product", what, got=name, known=self.drafts)
            return None
        choices = self._choices(row, self.drafts[name].product)
        return None if choices is None else (name, choices)

    def _choices(self, row: Row, product: Product) -> Choices | None:
        known = {
            f"{group.id}={value.id}": Choice(group.id, value.id) for group in product.groups for value in group.values
        }
        found = []
        for word in filter(None, re.split(r"[\s+,;]+", row["option"])):
            if word not in known:
                what = f"{product.id} has no such value"
                self._faults.refuse_unknown("unknown-option", row.number, "option", what, got=word, known=known)
                return None
            found.append(known[word])
        if len({choice.group for choice in found}) != len(found):
            allowed = "one value of each group"
            self._faults.refuse(
                "bad-option", row.number, "option", "two values of one group", got=row["option"], allowed=allowed
            )
            return None
        return tuple(sorted(found, key=lambda choice: choice.group))

    # ---- texts -----------------------------------------------------------------------------------------------------

    def _texts(self, row: Row, draft: Draft, choices: Choices) -> None:
        for key in ("name", "description"):
            given = {language: row.text(f"{key}_{language}") for language in ("en", "de") if row[f"{key}_{language}"]}
            if not given:
                continue
            if len(choices) > (key == "name"):
                message = f"this row has no {key} of its own"
                allowed = "names of products and values, descriptions of products"
                column = f"{key}_{next(iter(given))}"
                self._faults.refuse("text-without-place", row.number, column, message, allowed=allowed)
            elif choices:
                draft.product = _renamed(draft.product, choices[0], given)
            else:
                text: Text = getattr(draft.product, key)
                draft.product = replace(draft.product, **{key: replace(text, **given)})

    # ---- prices ----------------------------------------------------------------------------------------------------

    def _prices(self, row: Row, draft: Draft, choices: Choices) -> None:
        if row["currency"] and row["currency"] != draft.product.currency:
            message = "the product is sold in another currency"
            hint = "prices of other markets stand in columns like price_CH"
            self._faults.refuse(
                "wrong-currency", row.number, "currency", message,
                got=row["currency"], allowed=draft.product.currency, hint=hint,
            )  # fmt: skip
            return
        self._price(row, "price", draft, choices, None)
        for column in row.cells:
            match = MARKET_PRICE.fullmatch(column)
            if match is None or not row[column]:
                continue
            market = next((one for one in draft.product.markets if one.id == match[1]), None)
            if market is None:
                known = [one.id for one in draft.product.markets]
                what = f"{draft.product.id} is not sold in this market; its product file says where"
                self._faults.refuse_unknown("unknown-market", row.number, column, what, got=match[1], known=known)
            else:
                self._price(row, column, draft, choices, market)

    def _price(self, row: Row, column: str, draft: Draft, choices: Choices, market: Market | None) -> None:
        if not row[column]:
            return
        if len(choices) > 1:
            message = "a combination has no price of its own: its values have"
            self._faults.refuse("price-on-combination", row.number, column, message, got=row[column])
            return
        currency = draft.product.currency if market is None else market.currency
        try:
            amount = read_amount(row[column], currency, self._decimal)
        except NotANumberError as error:
            other = "," if self._decimal == "." else "."
            allowed = f'an amount in {currency} with the decimals behind a "{self._decimal}"'
            hint = f'--decimal "{other}" reads it the other way'
            self._faults.refuse(
                "bad-number", row.number, column, str(error), got=row[column], allowed=allowed, hint=hint
            )
            return
        draft.product = _priced(draft.product, choices[0] if choices else None, amount, market)

    # ---- stock -----------------------------------------------------------------------------------------------------

    def _supply(self, row: Row, draft: Draft, choices: Choices) -> None:
        line = draft.lines.get(choices, SupplyLine(choices))
        if row["sku"]:
            self._number(row, draft.product.id, choices)
            line = replace(line, sku="" if row["sku"] == CLEAR else row["sku"])
        if row["stock"]:
            line = replace(line, stock=self._count(row, "stock"))
        few, most = row["delivery_days_from"], row["delivery_days_to"]
        if CLEAR in (few, most):
            line = replace(line, delivery_days=None)
        elif few or most:
            days = (self._count(row, "delivery_days_from", MAX_DAYS), self._count(row, "delivery_days_to", MAX_DAYS))
            least, longest = (
                (days[0] if days[0] is not None else days[1]),
                (days[1] if days[1] is not None else days[0]),
            )
            if least is not None and longest is not None and least > longest:
                message = "the fewest days are more than the most"
                self._faults.refuse(
                    "bad-number", row.number, "delivery_days_from", message, got=f"{least} to {longest}"
                )
            elif least is not None and longest is not None:
                line = replace(line, delivery_days=(least, longest))
        draft.lines[choices] = line

    def _number(self, row: Row, name: str, choices: Choices) -> None:
        """Note a number that something else has."""
        other = self._by_sku.setdefault(row["sku"], (name, choices))
        if row["sku"] != CLEAR and other != (name, choices):
            message = f"{_words(*other)} has this number"
            self._faults.refuse(
                "duplicate-sku", row.number, "sku", message, got=row["sku"], allowed="every number once"
            )

    def _count(self, row: Row, column: str, most: int = 10**9) -> int | None:
        if row[column] in ("", CLEAR):
            return None
        try:
            return read_count(row[column], most)
        except NotANumberError as error:
            allowed = f'a whole number from 0 to {most}, or "-" where nobody knows'
            self._faults.refuse("bad-number", row.number, column, str(error), got=row[column], allowed=allowed)
            return None


def _words(name: str, choices: Choices) -> str:
    return " ".join((name, "+".join(map(str, choices)))).strip()


def _with_value(product: Product, choice: Choice, change: Callable[[Value], Value]) -> Product:
    def changed(group: Group) -> Group:
        values = tuple(change(value) if value.id == choice.value else value for value in group.values)
        return replace(group, values=values) if group.id == choice.group else group

    return replace(product, groups=tuple(changed(group) for group in product.groups))


def _renamed(product: Product, choice: Choice, given: dict[str, str]) -> Product:
    return _with_value(product, choice, lambda value: replace(value, name=replace(value.name, **given)))


def _priced(product: Product, choice: Choice | None, amount: int, market: Market | None) -> Product:
    """A product with another price of itself or of a value, at home or in a market."""
    if market is None:
        if choice is None:
            return replace(product, price=amount)
        return _with_value(product, choice, lambda value: replace(value, price=amount))
    if choice is None:
        changed = replace(market, price=amount)
    else:
        others = {one.choice: one for one in market.surcharges} | {choice: Surcharge(choice, amount)}
        order = [Choice(group.id, value.id) for group in product.groups for value in group.values]
        changed = replace(market, surcharges=tuple(others[one] for one in order if one in others and others[one].price))
    return replace(product, markets=tuple(changed if one.id == market.id else one for one in product.markets))
