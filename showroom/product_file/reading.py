"""Reading a whole product file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, get_args

from showroom.catalogue import Kind, Product, Tax, Text, Vector3
from showroom.errors import ModelError, ProductFileError
from showroom.money import CURRENCIES
from showroom.product_file.anchors import WrittenAnchors, read_anchors
from showroom.product_file.groups import read_groups, read_palette
from showroom.product_file.hotspots import read_hotspots
from showroom.product_file.markets import read_home, read_markets
from showroom.product_file.model_check import check_names
from showroom.product_file.names import read_name, read_price
from showroom.product_file.parts import read_parts
from showroom.product_file.rules import read_rules
from showroom.product_file.rules_check import check_rules
from showroom.product_file.short_groups import with_listed_groups
from showroom.product_file.states import read_states
from showroom.toml_source import Path, Source, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from showroom.product_file.model_check import ModelNames

KEYS = (
    "id",
    "kind",
    "name",
    "description",
    "currency",
    "price",
    "tax",
    "model",
    "palette",
    "parts",
    "groups",
    "rules",
    "market",
    "markets",
    "anchors",
    "states",
    "hotspots",
)
KINDS: tuple[Kind, ...] = get_args(Kind)

_AXES = {"x": 0, "y": 1, "z": 2, "width": 0, "height": 1, "length": 2}
_LARGEST_MM = 30_000.0


@dataclass(frozen=True)
class ModelInstructions:
    """How a model file becomes the product's model: rotated, then scaled, then stood on the floor.

    Args:
        scale: factor on the model's own units, which glTF calls metres; None leaves the choice to `size_mm`.
        size_mm: wished extents (x width, y height, z length front to back) after rotation; None is free. The model is
            scaled evenly by the first one given.
        rotate_deg: turns about x, then y, then z in degrees, counter-clockwise seen from the tip of the axis.
        drop_nodes: names of nodes that are left out, with all below them.
    """

    scale: float | None = None
    size_mm: tuple[float | None, float | None, float | None] = (None, None, None)
    rotate_deg: Vector3 = (0.0, 0.0, 0.0)
    drop_nodes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProductFile:
    """A product as written: the product, what to do with its model, and where everything stands in the file.

    `anchors` are the places and lengths that it says itself.
    """

    product: Product
    model: ModelInstructions
    line_of: Mapping[Path, int]
    name: str
    anchors: WrittenAnchors = field(default_factory=WrittenAnchors)


def parse(text: str, name: str, names_in_model: Callable[[], ModelNames] | None = None) -> ProductFile:
    """Read a product file; docs/product-file.md is its reference.

    Args:
        text: the file's content.
        name: how errors call the file, e.g. its path.
        names_in_model: reads what its model calls its pieces, so that mistakes in them are told with all others; asked
            for once the file is known to be TOML. None leaves these names unchecked.

    Raises:
        ModelError: `names_in_model` cannot read the model; the mistakes of the file itself go first.
        ProductFileError: the first mistake in the order of lines, the rest in `others`. Codes: ``toml-syntax``,
            ``duplicate-key``, ``unknown-key``, ``missing-key``, ``conflicting-keys``, ``wrong-type``,
            ``out-of-range``, ``bad-id``,
            ``duplicate-id``, ``missing-language``, ``negative-price``, ``fractional-price``, ``bad-color``,
            ``bad-currency``, ``bad-market``, ``missing-market-price``,
            ``unknown-kind``, ``unknown-part``, ``unknown-group``, ``unknown-value``,
            ``unknown-material``, ``unknown-node``, ``unknown-variant``,
            ``never-applies``, ``unreachable-value``, ``contradictory-rules``, ``initial-breaks-rules``,
            ``rules-too-complex``, ``too-large``.
    """
    source = Source(text, name, ProductFileError)
    root = Table(source, (), with_listed_groups(source))
    root.allow(KEYS)
    product = _read_product(root)
    model = _read_model(root)
    anchors = read_anchors(root, product.kind)
    is_whole = source.is_clean
    if names_in_model is not None:
        check_names(source, product, model.drop_nodes, _known_names(source, names_in_model))
    if is_whole:
        check_rules(source, product)
    source.finish()
    return ProductFile(product, model, source.line_of, name, anchors)


def _known_names(source: Source, names_in_model: Callable[[], ModelNames]) -> ModelNames:
    try:
        return names_in_model()
    except ModelError:
        source.finish()
        raise


def _read_product(root: Table) -> Product:
    for key in ("id", "kind", "name", "currency", "price", "tax"):
        root.require(key, _HINTS.get(key, ""))
    kind = _read_kind(root)
    parts = read_parts(root)
    home = read_home(root)
    groups = read_groups(root, read_palette(root), parts, kind)
    return Product(
        id=root.identifier("id"),
        kind=kind,
        name=read_name(root) if "name" in root else _NO_TEXT,
        description=root.text("description") if "description" in root else _NO_TEXT,
        currency=_read_currency(root),
        price=read_price(root, "price"),
        tax=_read_tax(root.table("tax")) if "tax" in root else _NO_TAX,
        parts=parts,
        groups=groups,
        rules=read_rules(root, groups),
        market=home,
        markets=read_markets(root, groups, home, _read_tax),
        states=read_states(root, parts),
        hotspots=read_hotspots(root),
    )


_NO_TEXT = Text(en="", de="")
_NO_TAX = Tax(Text(en="VAT", de="MwSt."), 0, included=True)
_HINTS = {
    "id": 'e.g. id = "runner"',
    "kind": f"one of {', '.join(KINDS)}",
    "name": 'e.g. name = { en = "Runner", de = "Laufschuh" }',
    "currency": 'e.g. currency = "EUR"',
    "price": "in the smallest unit: 14900 for 149.00",
    "tax": "e.g. tax = { rate = 19, included = true }",
}


def _read_kind(root: Table) -> Kind:
    written = root.string("kind", "other")
    for kind in KINDS:
        if kind == written:
            return kind
    root.source.refuse_unknown("unknown-kind", root.at("kind"), "there is no such kind", got=written, known=KINDS)
    return "other"


def _read_currency(root: Table) -> str:
    currency = root.string("currency")
    if currency and currency not in CURRENCIES:
        allowed = 'a code of ISO 4217: "EUR", "USD", "GBP", "CHF", …'
        root.source.refuse(
            "bad-currency", root.at("currency"), "there is no such currency", got=currency, allowed=allowed
        )
    return currency


def _read_tax(table: Table) -> Tax:
    """``tax = { rate = 19, included = true }``: the rate in percent, with at most two decimals."""
    table.allow(("rate", "included", "name", "en", "de"))
    table.require("rate", "in percent: rate = 19")
    percent = table.number("rate", 0.0, 100.0) or 0.0
    basis_points = round(percent * 100)
    if abs(basis_points - percent * 100) > 1e-6:  # noqa: PLR2004 - what floats leave of 7.7 * 100
        allowed = "two decimals of a percent"
        table.source.refuse("out-of-range", table.at("rate"), "this rate is too fine", got=percent, allowed=allowed)
    return Tax(read_name(table, _NO_TAX.name), basis_points, table.boolean("included", default=True))


def _read_model(root: Table) -> ModelInstructions:
    table = root.table("model")
    table.allow(("scale", "size_mm", "rotate_deg", "drop_nodes"))
    if "scale" in table and "size_mm" in table:
        message = "scale and size_mm contradict each other"
        table.source.refuse("conflicting-keys", table.at("scale"), message, allowed="one of them")
    return ModelInstructions(
        scale=table.number("scale", 1e-6, 1e6),
        size_mm=_read_size(table.table("size_mm")),
        rotate_deg=_read_rotation(table),
        drop_nodes=table.strings("drop_nodes"),
    )


def _read_size(table: Table) -> tuple[float | None, float | None, float | None]:
    table.allow(tuple(_AXES))
    size: list[float | None] = [None, None, None]
    for key in table.data:
        if key in _AXES:
            if size[_AXES[key]] is not None:
                message = "this axis has its size already"
                table.source.refuse("conflicting-keys", table.at(key), message, got=key)
            size[_AXES[key]] = table.number(key, 1.0, _LARGEST_MM)
    return (size[0], size[1], size[2])


def _read_rotation(table: Table) -> Vector3:
    written = table.data.get("rotate_deg", [0, 0, 0])
    if not isinstance(written, list) or len(written) != 3:  # noqa: PLR2004 - x, y and z
        table.wrong_type("rotate_deg", "three numbers: [x, y, z]")
        return (0.0, 0.0, 0.0)
    x, y, z = (
        table.check_number(angle, table.at("rotate_deg", index), -360.0, 360.0) or 0.0
        for index, angle in enumerate(written)
    )
    return (x, y, z)
