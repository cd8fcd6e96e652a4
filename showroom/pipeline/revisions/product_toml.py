"""A published product as the product file that imports to the same product.

Everything is written in full: no palette, no defaults. Colours go back to the ``#rrggbb`` that they came from.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import asdict

from showroom.catalogue import Surface

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from showroom.catalogue import (
        Group,
        Hotspot,
        Market,
        Motion,
        Part,
        Product,
        Publication,
        Rule,
        State,
        Text,
        Value,
    )

TOE = 0.0031308
COLORS = {"base_color": "color", "sheen_color": "sheen_color", "emissive": "emissive"}


def product_toml(publication: Publication) -> str:
    """The product file of a publication; its model needs neither turning nor scaling any more."""
    return "\n".join(_lines(publication)) + "\n"


def srgb(color: tuple[float, ...]) -> str:
    """``#rrggbb`` of linear light, ``#rrggbbaa`` where it is not opaque (IEC 61966-2-1; alpha is linear)."""
    linear = np.asarray(color[:3], np.float64)
    curved = np.where(linear <= TOE, linear * 12.92, 1.055 * np.maximum(linear, TOE) ** (1 / 2.4) - 0.055)
    shares = [*curved, *(share for share in color[3:] if share < 1.0)]
    return "#" + "".join(f"{int(np.clip(round(share * 255.0), 0, 255)):02x}" for share in shares)


def _lines(publication: Publication) -> Iterator[str]:
    product = publication.product
    yield f"# {product.id}, revision {publication.revision} of {publication.published_at}"
    yield f"id = {_text(product.id)}"
    yield f"kind = {_text(product.kind)}"
    yield f"name = {_inline(_names(product.name))}"
    if product.description.en or product.description.de:
        yield f"description = {_inline(_names(product.description))}"
    yield f"currency = {_text(product.currency)}"
    yield f"price = {product.price}"
    rate = product.tax.rate_bp / 100
    tax = {"rate": rate, "included": product.tax.included, **_names(product.tax.name)}
    yield f"tax = {_inline(tax)}"
    if product.market:
        yield f"market = {_text(product.market)}"
    yield from _anchors(publication)
    yield from _parts(product)
    for group in product.groups:
        yield from _group(group)
    for rule in product.rules:
        yield from _rule(rule)
    for market in product.markets:
        yield from _market(market)
    for state in product.states:
        yield from _state(state)
    for hotspot in product.hotspots:
        yield from _hotspot(hotspot)


def _anchors(publication: Publication) -> Iterator[str]:
    """What the product file wrote itself; the rest is found again."""
    places = {one.id: [round(edge * 1000.0, 3) for edge in one.position] for one in publication.anchors if one.written}
    lengths = {one.id: one.mm for one in publication.dimensions if one.written}
    if places or lengths:
        yield from ("", "[anchors]")
    yield from (f"{name} = {_value(value)}" for name, value in {**places, **lengths}.items())


def _parts(product: Product) -> Iterator[str]:
    if product.parts:
        yield from ("", "[parts]")
    for part in product.parts:
        yield f"{part.id} = {_inline(_part(part))}"


def _part(part: Part) -> dict[str, object]:
    written: dict[str, object] = _names(part.name)
    if part.materials:
        written["materials"] = part.materials
    if part.nodes:
        written["nodes"] = part.nodes
    if not part.visible:
        written["visible"] = False
    return written


def _group(group: Group) -> Iterator[str]:
    yield from ("", "[[groups]]")
    yield f"id = {_text(group.id)}"
    yield f"name = {_inline(_names(group.name))}"
    yield f"initial = {_text(group.initial)}"
    yield f"parts = {_value(group.parts)}"
    yield "values = ["
    for value in group.values:
        yield f"  {_inline(_option(value))},"
    yield "]"


def _option(value: Value) -> dict[str, object]:
    written: dict[str, object] = {"id": value.id, **_names(value.name)}
    if value.price:
        written["price"] = value.price
    if value.swatch is not None:
        written["swatch"] = value.swatch
    written |= _surface(value.surface or Surface())
    if value.variant is not None:
        written["variant"] = value.variant
    if value.shows:
        written["shows"] = value.shows
    if value.hides:
        written["hides"] = value.hides
    return written


def _surface(surface: Surface) -> dict[str, object]:
    factors = {key: factor for key, factor in asdict(surface).items() if factor is not None}
    return {COLORS.get(key, key): srgb(factor) if key in COLORS else factor for key, factor in factors.items()}


def _rule(rule: Rule) -> Iterator[str]:
    yield from ("", "[[rules]]")
    yield f"id = {_text(rule.id)}"
    yield f"when = {_value([str(choice) for choice in rule.when])}"
    yield f"{rule.kind} = {_value([str(choice) for choice in rule.then])}"
    yield f"en = {_text(rule.sentence.en)}"
    yield f"de = {_text(rule.sentence.de)}"


def _market(market: Market) -> Iterator[str]:
    yield from ("", f"[markets.{market.id}]")
    yield f"currency = {_text(market.currency)}"
    yield f"price = {market.price}"
    rate = market.tax.rate_bp / 100
    yield f"tax = {_inline({'rate': rate, 'included': market.tax.included, **_names(market.tax.name)})}"
    yield "prices = " + _inline({f'"{one.choice}"': one.price for one in market.surcharges})


def _state(state: State) -> Iterator[str]:
    yield from ("", "[[states]]")
    yield f"id = {_text(state.id)}"
    yield f"name = {_inline(_names(state.name))}"
    yield f"moves = [{', '.join(_inline(_motion(motion)) for motion in state.moves)}]"
    yield f"covers = [{', '.join(_inline({'part': one.part, **_surface(one.surface)}) for one in state.covers)}]"
    yield f"shows = {_value(state.shows)}"
    yield f"hides = {_value(state.hides)}"


def _motion(motion: Motion) -> dict[str, object]:
    about, shift = ([round(edge * 1000.0, 3) for edge in place] for place in (motion.about, motion.shift))
    return {"part": motion.part, "about": about, "axis": motion.axis, "turn_deg": motion.turn_deg, "shift": shift}


def _hotspot(hotspot: Hotspot) -> Iterator[str]:
    yield from ("", "[[hotspots]]")
    yield f"id = {_text(hotspot.id)}"
    yield f"name = {_inline(_names(hotspot.name))}"
    yield f"text = {_inline(_names(hotspot.text))}"
    yield f"at = {_value([round(edge * 1000.0, 3) for edge in hotspot.position])}"
    if hotspot.facing is not None:
        yield f"facing = {_value(hotspot.facing)}"


def _names(text: Text) -> dict[str, object]:
    return {"en": text.en, "de": text.de}


def _inline(table: Mapping[str, object]) -> str:
    return "{ " + ", ".join(f"{key} = {_value(value)}" for key, value in table.items()) + " }"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return repr(value)


def _text(text: str) -> str:
    """A basic string of TOML, which escapes as JSON does."""
    return json.dumps(text, ensure_ascii=False)
