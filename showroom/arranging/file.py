"""Reading a layout file; docs/layout.md is its reference."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import Struct

from showroom.arranging.model import Campaign, Layout, RoomStands, Stand
from showroom.arranging.times import read_time_s, read_timezone
from showroom.catalogue import Choice, Place, Text
from showroom.errors import LayoutFileError
from showroom.layout import MAX_HALF_SIZE_M
from showroom.toml_source import Source, Table, refuse_duplicates

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from showroom.toml_source import Path

MAX_ROOMS = 100
MAX_CAMPAIGNS = 500
MAX_STANDS = 500
_NO_TEXT = Text(en="", de="")
_STAND_KEYS = ("product", "plinth", "at", "heading_deg", "code", "choose", "empty")


class Wish(Struct, frozen=True):
    """How a stand's product is to be configured, as written: a code or choices."""

    code: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class LayoutFile:
    """A layout as written, before anything is known of the catalogue.

    Args:
        layout: its stands have neither choices nor footprints yet.
        wishes: how the product of a stand is to be configured, by the stand's path.
        source: where mistakes are noted.
    """

    layout: Layout
    wishes: dict[Path, Wish]
    source: Source


def read_layout(text: str, name: str) -> LayoutFile:
    """Read a layout file; mistakes are noted in its source, and raised by whoever finishes that.

    Args:
        text: the file's content.
        name: how errors call the file.

    Raises:
        LayoutFileError: it is no TOML, at once (``toml-syntax``, ``duplicate-key``, ``too-large``). Noted are:
            ``unknown-key``, ``missing-key``, ``conflicting-keys``, ``wrong-type``, ``out-of-range``, ``bad-id``,
            ``duplicate-id``, ``missing-language``, ``unknown-timezone``, ``no-such-time``, ``ends-before-it-begins``,
            ``too-large``.
    """
    source = Source(text, name, LayoutFileError)
    root = Table(source, (), source.data)
    root.allow(("timezone", "rooms", "campaigns"))
    if "campaigns" in root:
        root.require("timezone", 'whose dates are meant? e.g. timezone = "Europe/Berlin"')
    zone = read_timezone(root)
    reader = _Reader(zone)
    rooms = tuple(reader.room(table) for table in _limited(root, "rooms", MAX_ROOMS))
    campaigns = tuple(reader.campaign(table) for table in _limited(root, "campaigns", MAX_CAMPAIGNS))
    refuse_duplicates(source, [(room.room, ("rooms", index, "room")) for index, room in enumerate(rooms)])
    refuse_duplicates(source, [(one.id, ("campaigns", index, "id")) for index, one in enumerate(campaigns)])
    return LayoutFile(Layout(zone.key, rooms, campaigns, text), reader.wishes, source)


def _limited(table: Table, key: str, most: int) -> list[Table]:
    count = len(table.items(key))
    if count > most:
        table.source.refuse("too-large", table.at(key), f"too many {key}", got=count, allowed=str(most))
        return []
    return list(table.tables(key))


class _Reader:
    """Reads rooms and campaigns and keeps how their products are to be configured."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self.wishes: dict[Path, Wish] = {}

    def room(self, table: Table) -> RoomStands:
        table.allow(("room", "fill", "stands"))
        table.require("room", "the id of a published room")
        return RoomStands(table.identifier("room"), self.stands(table), table.boolean("fill", default=False))

    def campaign(self, table: Table) -> Campaign:
        table.allow(("id", "name", "en", "de", "room", "from", "until", "stands"))
        for key in ("id", "room", "from", "until"):
            table.require(key, {"from": "e.g. from = 2026-06-01", "until": "e.g. until = 2026-06-30"}.get(key, ""))
        from_s = read_time_s(table, "from", self.zone)
        until_s = read_time_s(table, "until", self.zone, whole_day=True)
        if from_s is not None and until_s is not None and until_s <= from_s:
            message = "this campaign is over before it begins"
            got = f"from {table.data['from']} until {table.data['until']}"
            table.source.refuse("ends-before-it-begins", table.at("until"), message, got=got)
        return Campaign(
            id=table.identifier("id"),
            name=self.name(table),
            room=table.identifier("room"),
            from_s=from_s or 0.0,
            until_s=until_s or 0.0,
            stands=self.stands(table),
        )

    def name(self, table: Table) -> Text:
        if "name" in table:
            return table.text("name")
        return table.languages() if "en" in table or "de" in table else _NO_TEXT

    def stands(self, table: Table) -> tuple[Stand, ...]:
        return tuple(self.stand(item) for item in _limited(table, "stands", MAX_STANDS))

    def stand(self, table: Table) -> Stand:
        table.allow(_STAND_KEYS)
        is_empty = table.boolean("empty", default=False)
        if is_empty and ("product" in table or "at" in table):
            message = "a plinth that stays empty has no product and no place"
            table.source.refuse(
                "conflicting-keys", table.at("empty"), message, allowed='{ plinth = "…", empty = true }'
            )
        if not is_empty:
            table.require("product", 'or keep the plinth empty: { plinth = "…", empty = true }')
        if ("plinth" in table) == ("at" in table):
            code = "conflicting-keys" if "plinth" in table else "missing-key"
            message = "a product stands on a plinth or at a place on the floor"
            allowed = 'plinth = "…", or at = [x, z] in metres from the middle of the room'
            table.source.refuse(code, table.path, message, allowed=allowed)
        self.wishes[table.path] = _read_wish(table)
        return Stand(
            product=table.identifier("product") or None,
            plinth=table.string("plinth") or None if "at" not in table else None,
            place=_read_place(table) if "at" in table else None,
        )


def _read_wish(table: Table) -> Wish:
    if "code" in table and "choose" in table:
        message = "a code and choices contradict each other"
        table.source.refuse("conflicting-keys", table.at("code"), message, allowed="one of them")
    if "heading_deg" in table and "at" not in table:
        message = "the plinth says which way its product faces"
        table.source.refuse("conflicting-keys", table.at("heading_deg"), message, allowed="heading_deg beside at")
    choose = table.table("choose")
    choices = tuple(Choice(group, choose.string(group)) for group in choose.data)
    return Wish(table.string("code"), choices)


def _read_place(table: Table) -> Place:
    written = table.items("at")
    if len(written) not in (2, 3):
        if isinstance(table.data["at"], list):
            table.wrong_type("at", "two numbers: [x, z], or three: [x, y, z]")
        return Place((0.0, 0.0, 0.0))
    numbers = [
        table.check_number(number, table.at("at", index), -MAX_HALF_SIZE_M, MAX_HALF_SIZE_M) or 0.0
        for index, number in enumerate(written)
    ]
    x, y, z = numbers if len(numbers) == 3 else (numbers[0], 0.0, numbers[1])  # noqa: PLR2004 - with a height
    return Place((x, y, z), math.radians(table.number("heading_deg", -360.0, 360.0) or 0.0))
