"""Reading ``[[groups]]`` with their values, out of the palette, in full or as sizes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from showroom.appearance import layered
from showroom.catalogue import Group, Text, Value
from showroom.product_file.names import NAME_KEYS, glimpse_name, read_name, read_price
from showroom.product_file.surfaces import SURFACE_KEYS, read_surface, read_swatch
from showroom.toml_source import Table, open_table, refuse_duplicates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from showroom.catalogue import Part

MAX_GROUPS = 64
MAX_VALUES = 64

VALUE_KEYS = (*NAME_KEYS, "price", "swatch", *SURFACE_KEYS, "variant", "shows", "hides")
GROUP_KEYS = ("id", *NAME_KEYS, "parts", "values", "sizes", "system", "initial")
_SIZE = Text(en="Size", de="Größe")


def read_palette(root: Table) -> dict[str, Value]:
    """``[palette]``: values that any group may use by their id."""
    palette = root.table("palette")
    entries = {}
    for entry_id in palette.data:
        palette.check_id(entry_id, palette.at(entry_id))
        entry = palette.table(entry_id)
        entry.allow(VALUE_KEYS)
        entries[entry_id] = _read_value(entry, entry_id)
    return entries


def read_groups(root: Table, palette: Mapping[str, Value], parts: Sequence[Part], kind: str) -> tuple[Group, ...]:
    """Every option group."""
    source = root.source
    written = root.items("groups")
    if len(written) > MAX_GROUPS:
        source.refuse("too-large", root.at("groups"), "too many groups", got=len(written), allowed=str(MAX_GROUPS))
        return ()
    groups = []
    for table in root.tables("groups"):
        table.allow(GROUP_KEYS)
        groups.append(_read_group(table, palette, parts, kind, root))
    refuse_duplicates(source, [(group.id, root.at("groups", index, "id")) for index, group in enumerate(groups)])
    return tuple(groups)


def _read_group(table: Table, palette: Mapping[str, Value], parts: Sequence[Part], kind: str, root: Table) -> Group:
    is_sizes = "sizes" in table
    group_id = table.identifier("id", "size" if is_sizes else "")
    if not is_sizes:
        table.require("id")
    values = _read_sizes(table, kind) if is_sizes else _read_values(table, palette)
    if is_sizes and "values" in table:
        table.source.refuse("conflicting-keys", table.at("sizes"), "a group has values or sizes, not both")
    group = Group(
        id=group_id,
        name=read_name(table, _SIZE if is_sizes else _name_of_part(root, group_id)),
        values=values,
        initial=_read_initial(table, values),
        parts=_read_group_parts(table, group_id, parts),
    )
    _check_parts(table, group, {part.id: part for part in parts})
    return group


def _name_of_part(root: Table, part_id: str) -> Text | None:
    parts = root.data.get("parts")
    return glimpse_name(parts.get(part_id)) if isinstance(parts, dict) else None


def _read_values(table: Table, palette: Mapping[str, Value]) -> tuple[Value, ...]:
    source, written = table.source, table.items("values")
    if not written or len(written) > MAX_VALUES:
        code = "too-large" if written else "missing-key"
        source.refuse(
            code, table.at("values"), "a group has one value or more", got=len(written), allowed=f"1 to {MAX_VALUES}"
        )
        return ()
    values = [_value_of(table, index, item, palette) for index, item in enumerate(written)]
    refuse_duplicates(source, [(value.id, table.at("values", index)) for index, value in enumerate(values)])
    return tuple(values)


def _value_of(table: Table, index: int, item: object, palette: Mapping[str, Value]) -> Value:
    """A palette id, ``{ use = palette id, … }`` with what differs, or a table with an id of its own."""
    path = table.at("values", index)
    own = open_table(table.source, path, {"use": item} if isinstance(item, str) else item)
    own.allow(("use", "id", *VALUE_KEYS))
    if "use" not in own:
        if "id" not in own:
            own.require("id", 'or take a value from the palette: { use = "..." }')
        return _read_value(own, own.identifier("id"))
    used = own.string("use")
    if used and used not in palette:
        what = "there is no such entry in the palette"
        table.source.refuse_unknown("unknown-value", path, what, got=used, known=palette)
    base = palette.get(used, Value("", Text(en="", de="")))
    return _read_value(own, own.identifier("id", used), base)


def _read_value(table: Table, value_id: str, base: Value | None = None) -> Value:
    """The value that `table` describes; what it does not say is as in `base`."""
    name = read_name(table, None if base is None else base.name)
    under = base or Value(value_id, name)
    surface = read_surface(table)
    return Value(
        id=value_id,
        name=name,
        price=read_price(table, "price") if "price" in table else under.price,
        swatch=read_swatch(table) or under.swatch,
        surface=layered(under.surface, surface) if under.surface and surface else surface or under.surface,
        variant=table.string("variant") if "variant" in table else under.variant,
        shows=table.strings("shows") if "shows" in table else under.shows,
        hides=table.strings("hides") if "hides" in table else under.hides,
    )


def _read_sizes(table: Table, kind: str) -> tuple[Value, ...]:
    """``sizes = ["39", "40.5"]``: ids like ``eu-40-5``, names like ``EU 40.5`` and ``EU 40,5``."""
    system = table.string("system", "EU" if kind == "shoe" else "")
    written = table.items("sizes")
    if not written or len(written) > MAX_VALUES:
        got = len(written)
        table.source.refuse(
            "too-large" if written else "missing-key",
            table.at("sizes"),
            "a group has one size or more",
            got=got,
            allowed=f"1 to {MAX_VALUES}",
        )
        return ()
    values = [_read_size(table, index, item, system) for index, item in enumerate(written)]
    refuse_duplicates(table.source, [(value.id, table.at("sizes", index)) for index, value in enumerate(values)])
    return tuple(values)


def _read_size(table: Table, index: int, item: object, system: str) -> Value:
    path = table.at("sizes", index)
    price = 0
    if isinstance(item, dict):
        own = Table(table.source, path, item)
        own.allow(("size", "price"))
        price = read_price(own, "price")
        own.require("size")
        item = item.get("size", "")
    if isinstance(item, bool) or not isinstance(item, str | int | float) or not str(item).strip():
        table.source.refuse("wrong-type", path, "this is no size", allowed='a text or number: "42" or 42.5')
        item = ""
    label = f"{system} {item}".strip()
    slug = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
    value_id = slug if slug[:1].isalpha() else f"size-{slug}"
    table.check_id(value_id, path)
    return Value(value_id, Text(en=label, de=re.sub(r"(?<=\d)\.(?=\d)", ",", label)), price)


def _read_initial(table: Table, values: Sequence[Value]) -> str:
    """The first configuration's value: its id, for a size also the size as written; the first one by default."""
    first = values[0].id if values else ""
    initial = str(table.data.get("initial", first))
    known = {value.id: value.id for value in values}
    known |= {value.name.en.rpartition(" ")[2]: value.id for value in values} if "sizes" in table else {}
    if values and initial not in known:
        what = "the group has no such value"
        table.source.refuse_unknown("unknown-value", table.at("initial"), what, got=initial, known=known)
    return known.get(initial, first)


def _read_group_parts(table: Table, group_id: str, parts: Sequence[Part]) -> tuple[str, ...]:
    """The parts that a group paints; by default the one of its own name."""
    if "parts" in table:
        return table.strings("parts")
    return (group_id,) if any(part.id == group_id for part in parts) else ()


def _check_parts(table: Table, group: Group, parts: Mapping[str, Part]) -> None:
    """Note part ids that do not exist, and surfaces that nothing would show."""
    what = "the product has no such part"
    for part_id in group.parts:
        if part_id not in parts:
            table.source.refuse_unknown("unknown-part", table.at("parts"), what, got=part_id, known=parts)
    for index, value in enumerate(group.values):
        for part_id in (*value.shows, *value.hides):
            if part_id not in parts:
                path = table.at("values", index)
                table.source.refuse_unknown("unknown-part", path, what, got=part_id, known=parts)
    paints = any(value.surface is not None for value in group.values)
    if paints and not any(parts[part_id].materials for part_id in group.parts if part_id in parts):
        hint = 'name the parts that it colours: parts = ["..."], each with materials'
        if all(part_id in parts for part_id in group.parts):
            table.source.refuse("missing-key", table.path, "this group has colours but nothing to paint", hint=hint)
