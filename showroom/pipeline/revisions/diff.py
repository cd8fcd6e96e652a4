"""What two revisions of a product differ in, as data and as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from showroom.money import format_money, format_surcharge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from showroom.catalogue import Group, Hotspot, Part, Product, Publication, Rule, State, Value


class Change(Struct, frozen=True, omit_defaults=True):
    """One difference: where, what it was and is (None where there was or is nothing), and the same in words."""

    place: str
    sentence: str
    before: Any = None
    after: Any = None


class Diff(Struct, frozen=True):
    """Everything that changed from one revision to another."""

    product: str
    before: int
    after: int
    changes: tuple[Change, ...]


def diff(before: Publication, after: Publication) -> Diff:
    """Compare two revisions of a product."""
    found = [
        *_head(before.product, after.product),
        *_parts(before.product, after.product),
        *_groups(before.product, after.product),
        *_rules(before.product, after.product),
        *_listed("state", "does", before.product.states, after.product.states),
        *_listed("hotspot", "tells", before.product.hotspots, after.product.hotspots),
        *_model(before, after),
        *_places(before, after),
    ]
    return Diff(after.product.id, before.revision, after.revision, tuple(found))


def _head(before: Product, after: Product) -> Iterator[Change]:
    for key in ("name", "description"):
        yield from _texts(key, key, getattr(before, key), getattr(after, key))
    yield from _plain("kind", "the kind", before.kind, after.kind)
    if (before.price, before.currency) != (after.price, after.currency):
        was, now = (format_money(one.price, one.currency, "en") for one in (before, after))
        yield Change("price", f"the price: {was} → {now}", before.price, after.price)
    yield from _plain("currency", "the currency", before.currency, after.currency)
    if before.tax != after.tax:
        was, now = (
            f"{one.tax.rate_bp / 100:g} % {'in' if one.tax.included else 'ex'}cluded" for one in (before, after)
        )
        yield Change("tax", f"the tax: {was} → {now}", _built(before.tax), _built(after.tax))
    yield from _plain("market", "the market of its own prices", before.market, after.market)
    yield from _markets(before, after)


def _markets(before: Product, after: Product) -> Iterator[Change]:
    old, new = ({one.id: one for one in product.markets} for product in (before, after))
    yield from _come_and_gone("market", old, new)
    for name in _both(old, new):
        was, now = old[name], new[name]
        if was != now:
            words = [format_money(one.price, one.currency, "en") for one in (was, now)]
            told = f": {words[0]} → {words[1]}" if words[0] != words[1] else ""
            yield Change(f"markets/{name}", f"prices for {name}{told}", _built(was), _built(now))


def _listed(
    kind: str, does: str, before: tuple[State | Hotspot, ...], after: tuple[State | Hotspot, ...]
) -> Iterator[Change]:
    old, new = ({one.id: one for one in listed} for listed in (before, after))
    yield from _come_and_gone(kind, old, new)
    for name in _both(old, new):
        if old[name] != new[name]:
            yield Change(f"{kind}s/{name}", f"what the {kind} {name} {does}", _built(old[name]), _built(new[name]))


def _parts(before: Product, after: Product) -> Iterator[Change]:
    old, new = {one.id: one for one in before.parts}, {one.id: one for one in after.parts}
    yield from _come_and_gone("part", old, new)
    for part_id in _both(old, new):
        yield from _part(old[part_id], new[part_id])


def _part(old: Part, new: Part) -> Iterator[Change]:
    place = f"parts/{new.id}"
    yield from _texts(f"{place}/name", f"part {new.id}: its name", old.name, new.name)
    yield from _plain(f"{place}/materials", f"part {new.id}: its materials", old.materials, new.materials)
    yield from _plain(f"{place}/nodes", f"part {new.id}: its nodes", old.nodes, new.nodes)
    if old.visible != new.visible:
        words = ("shown", "hidden") if new.visible is False else ("hidden", "shown")
        yield Change(f"{place}/visible", f"part {new.id}: first {words[0]}, now {words[1]}", old.visible, new.visible)


def _groups(before: Product, after: Product) -> Iterator[Change]:
    old, new = {one.id: one for one in before.groups}, {one.id: one for one in after.groups}
    yield from _come_and_gone("option group", old, new)
    for group_id in _both(old, new):
        yield from _group(old[group_id], new[group_id], after.currency)
    if _order(old, new) != _order(new, old):
        yield Change("groups", f"option groups in another order: {', '.join(new)}", list(old), list(new))


def _group(old: Group, new: Group, currency: str) -> Iterator[Change]:
    place = f"groups/{new.id}"
    yield from _texts(f"{place}/name", f"{new.id}: its name", old.name, new.name)
    yield from _plain(f"{place}/initial", f"{new.id}: first shown", old.initial, new.initial)
    yield from _plain(f"{place}/parts", f"{new.id}: the parts it colours", old.parts, new.parts)
    values, now = {one.id: one for one in old.values}, {one.id: one for one in new.values}
    for value_id in (one for one in values if one not in now):
        yield Change(f"{place}/{value_id}", f"{new.id}: no longer {value_id}", _built(values[value_id]))
    for value_id in (one for one in now if one not in values):
        price = format_surcharge(now[value_id].price, currency, "en")
        yield Change(f"{place}/{value_id}", f"{new.id}: new value {value_id} ({price})", after=_built(now[value_id]))
    for value_id in _both(values, now):
        yield from _value(f"{place}/{value_id}", f"{new.id}={value_id}", (values[value_id], now[value_id]), currency)
    if _order(values, now) != _order(now, values):
        yield Change(place, f"{new.id}: values in another order: {', '.join(now)}", list(values), list(now))


def _value(place: str, word: str, pair: tuple[Value, Value], currency: str) -> Iterator[Change]:
    old, new = pair
    yield from _texts(f"{place}/name", f"{word}: its name", old.name, new.name)
    if old.price != new.price:
        was, now = (format_surcharge(price, currency, "en") for price in (old.price, new.price))
        yield Change(f"{place}/price", f"{word}: {was} → {now}", old.price, new.price)
    if (old.surface, old.swatch) != (new.surface, new.swatch):
        seen = f"{old.swatch} → {new.swatch}" if old.swatch != new.swatch else "another surface"
        yield Change(f"{place}/surface", f"{word}: {seen}", _built(old.surface), _built(new.surface))
    for key in ("variant", "shows", "hides"):
        yield from _plain(f"{place}/{key}", f"{word}: {key}", getattr(old, key), getattr(new, key))


def _rules(before: Product, after: Product) -> Iterator[Change]:
    old, new = {one.id: one for one in before.rules}, {one.id: one for one in after.rules}
    for rule_id in (one for one in old if one not in new):
        yield Change(f"rules/{rule_id}", f"rule dropped: {_words(old[rule_id])}", _built(old[rule_id]))
    for rule_id in (one for one in new if one not in old):
        yield Change(f"rules/{rule_id}", f"new rule: {_words(new[rule_id])}", after=_built(new[rule_id]))
    for rule_id in _both(old, new):
        if old[rule_id] != new[rule_id]:
            words = f"rule {rule_id}: {_words(old[rule_id])} → {_words(new[rule_id])}"
            yield Change(f"rules/{rule_id}", words, _built(old[rule_id]), _built(new[rule_id]))


def _words(rule: Rule) -> str:
    when, then = (", ".join(map(str, choices)) for choices in (rule.when, rule.then))
    return f"{when} {rule.kind} {then} ({rule.sentence.en})"


def _model(before: Publication, after: Publication) -> Iterator[Change]:
    if before.model == after.model:
        return
    yield Change("model", "another model file", before.model.sha256, after.model.sha256)
    yield from _plain("model/size_bytes", "its bytes", before.model.size_bytes, after.model.size_bytes)
    yield from _plain("model/triangles", "its triangles", before.triangles, after.triangles)
    if before.size_mm != after.size_mm:
        was, now = (" x ".join(f"{value:,.1f}" for value in one.size_mm) for one in (before, after))
        yield Change("model/size_mm", f"its size: {was} → {now} mm", list(before.size_mm), list(after.size_mm))


def _places(before: Publication, after: Publication) -> Iterator[Change]:
    """Lengths and what is written; where places were found anew by a hair, nobody wants to read it."""
    if bool(before.anchors) != bool(after.anchors):
        words = "known now" if after.anchors else "not known any more"
        sentence = f"where it is worn, stands and is measured: {words}"
        yield Change("anchors", sentence, _built(before.anchors), _built(after.anchors))
        return
    old, new = ({one.id: one for one in publication.dimensions} for publication in (before, after))
    yield from _come_and_gone("dimension", old, new)
    for name in _both(old, new):
        yield from _plain(f"dimensions/{name}", f"{name} in mm", old[name].mm, new[name].mm)
    was, now = ({one.id: one for one in publication.anchors} for publication in (before, after))
    for name in _both(was, now):
        if was[name] != now[name] and (was[name].written or now[name].written):
            yield Change(f"anchors/{name}", f"place {name}: moved", _built(was[name]), _built(now[name]))


def _texts(place: str, word: str, before: Any, after: Any) -> Iterator[Change]:  # noqa: ANN401 - a Text or None
    for language in ("en", "de"):
        was, now = getattr(before, language), getattr(after, language)
        if was != now:
            yield Change(f"{place}/{language}", f"{word} ({language}): “{was}” → “{now}”", was, now)


def _plain(place: str, word: str, before: Any, after: Any) -> Iterator[Change]:  # noqa: ANN401 - any field
    if before != after:
        yield Change(place, f"{word}: {_shown(before)} → {_shown(after)}", before, after)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return f"{value:,}" if isinstance(value, int) else str(value if value is not None else "none")


def _come_and_gone(word: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    for one in (one for one in old if one not in new):
        yield Change(f"{word.rpartition(' ')[2]}s/{one}", f"{word} {one} is gone", _built(old[one]))
    for one in (one for one in new if one not in old):
        yield Change(f"{word.rpartition(' ')[2]}s/{one}", f"new {word} {one}", after=_built(new[one]))


def _both(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return [one for one in new if one in old]


def _order(of: dict[str, Any], other: Iterable[str]) -> list[str]:
    known = set(other)
    return [one for one in of if one in known]


def _built(value: object) -> Any:  # noqa: ANN401 - JSON
    return msgspec.to_builtins(value)
