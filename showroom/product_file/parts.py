"""Reading ``[parts]``: the pieces of the model that options address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.catalogue import Part
from showroom.product_file.names import NAME_KEYS, glimpse_name, read_name
from showroom.toml_source import open_table

if TYPE_CHECKING:
    from showroom.catalogue import Text
    from showroom.toml_source import Table

MAX_PARTS = 256


def read_parts(root: Table) -> tuple[Part, ...]:
    """Every part: a table, or just its list of materials."""
    parts = root.table("parts")
    if len(parts.data) > MAX_PARTS:
        root.source.refuse("too-large", root.at("parts"), "too many parts", got=len(parts.data), allowed=str(MAX_PARTS))
    return tuple(_read_part(parts, part_id, _name_of_group(root, part_id)) for part_id in parts.data)


def _name_of_group(root: Table, group_id: str) -> Text | None:
    groups = root.data.get("groups")
    for group in groups if isinstance(groups, list) else ():
        if isinstance(group, dict) and group.get("id") == group_id:
            return glimpse_name(group)
    return None


def _read_part(parts: Table, part_id: str, name_of_group: Text | None) -> Part:
    parts.check_id(part_id, parts.at(part_id))
    written = parts.data[part_id]
    if isinstance(written, str | list):
        written = {"materials": written}
    table = open_table(parts.source, parts.at(part_id), written)
    table.allow((*NAME_KEYS, "materials", "nodes", "visible"))
    part = Part(
        id=part_id,
        name=read_name(table, name_of_group),
        materials=table.strings("materials"),
        nodes=table.strings("nodes"),
        visible=table.boolean("visible", default=True),
    )
    if not part.materials and not part.nodes:
        hint = "`showroom assets inspect` lists the names in a model"
        parts.source.refuse("missing-key", table.path, "a part needs materials or nodes", hint=hint)
    return part
