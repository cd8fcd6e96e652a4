"""Layouts as they were applied, and what the newest one comes to now.

`layouts` keeps every layout, numbered; `arrangements` holds what the newest one came to when somebody looked last. So
the catalogue shows the same to every process, and a campaign that begins or ends is one transaction like any change.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import msgspec
from sqlalchemy import delete, func, select, update
from sqlalchemy import insert as insert_row

from server.store import facts as fact_log
from server.store.schema import arrangements, catalogue_state, layouts, rooms
from showroom.arranging.model import Arrangement, Layout, LayoutRevision
from showroom.arranging.model import arrangements as arrangements_of
from showroom.catalogue import RoomPlan
from showroom.errors import NotFound
from showroom.events import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from server.store.database import Database

NO_LAYOUT: Final = Layout()


class SqlLayoutStore:
    """The layouts in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rooms(self) -> tuple[RoomPlan, ...]:
        """The rooms as they were published, before any layout."""
        with self._database.read() as connection:
            documents = connection.execute(select(rooms.c.document).order_by(rooms.c.id)).scalars()
            return tuple(msgspec.json.decode(document, type=RoomPlan) for document in documents)

    def history(self) -> tuple[LayoutRevision, ...]:
        """Every layout that was ever applied, oldest first; the last one stands."""
        with self._database.read() as connection:
            documents = connection.execute(select(layouts.c.document).order_by(layouts.c.number)).scalars()
            return tuple(msgspec.json.decode(document, type=LayoutRevision) for document in documents)

    def put(self, layout: Layout, now_s: float, actor: str = "", properties: Mapping[str, object] = {}) -> int:
        """Apply a layout, in one transaction; returns its number.

        It stands from the next `arrange` on: a server looks several times a second.
        """
        applied_at = datetime.fromtimestamp(now_s, UTC).isoformat(timespec="seconds")
        with self._database.write() as connection:
            number = int(connection.execute(select(func.max(layouts.c.number))).scalar() or 0) + 1
            revision = LayoutRevision(number, applied_at, layout, actor)
            connection.execute(insert_row(layouts).values(number=number, document=msgspec.json.encode(revision)))
            fact = Fact("Layout Applied", now_s, actor, "layout", {"number": number, **properties})
            fact_log.append(connection, [fact])
        return number

    def revision(self, number: int) -> LayoutRevision:
        """A layout that was applied.

        Raises:
            NotFound: ``unknown-layout``.
        """
        known = self.history()
        for revision in known:
            if revision.number == number:
                return revision
        allowed = f"1 to {len(known)}" if known else "none was applied yet"
        raise NotFound("unknown-layout", "there is no such layout", got=str(number), allowed=allowed)

    def arrange(self, now_s: float) -> bool:
        """Bring the rooms to what the newest layout says for this moment; returns whether anything changed."""
        with self._database.read() as connection:
            if _wanted(connection, now_s) == arranged_rooms(connection):
                return False
        with self._database.write() as connection:
            wanted, stands = _wanted(connection, now_s), arranged_rooms(connection)
            if wanted == stands:
                return False
            connection.execute(delete(arrangements))
            for room, arrangement in wanted.items():
                row = {"room": room, "document": msgspec.json.encode(arrangement)}
                connection.execute(insert_row(arrangements).values(row))
            connection.execute(update(catalogue_state).values(revision=catalogue_state.c.revision + 1))
            fact_log.append(connection, list(_campaign_facts(stands, wanted, now_s)))
        return True


def arranged_rooms(connection: Connection) -> dict[str, Arrangement]:
    """What stands in every room that the layout speaks of, by room id."""
    return {
        row.room: msgspec.json.decode(row.document, type=Arrangement)
        for row in connection.execute(select(arrangements))
    }


def _wanted(connection: Connection, now_s: float) -> dict[str, Arrangement]:
    query = select(layouts.c.document).order_by(layouts.c.number.desc()).limit(1)
    document = connection.execute(query).scalar_one_or_none()
    layout = NO_LAYOUT if document is None else msgspec.json.decode(document, type=LayoutRevision).layout
    return arrangements_of(layout, now_s)


def _campaign_facts(
    before: Mapping[str, Arrangement], after: Mapping[str, Arrangement], now_s: float
) -> Iterator[Fact]:
    ran = {(room, one) for room, arrangement in before.items() for one in arrangement.campaigns}
    runs = {(room, one) for room, arrangement in after.items() for one in arrangement.campaigns}
    for room, campaign in sorted(ran - runs):
        yield Fact("Campaign Ended", now_s, "", campaign, {"room": room})
    for room, campaign in sorted(runs - ran):
        yield Fact("Campaign Started", now_s, "", campaign, {"room": room})
