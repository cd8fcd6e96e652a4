"""A room's durable documents: their keys, their bytes, and a room out of them.

After a crash everything acknowledged is there: choices, versions, who may take back what, chat, places. Numbers are
fresh, since connections are. The keys are ``product/<id>``, ``history/<product>/<visitor>``, ``line/<id>``,
``place/<visitor>``, ``lock``, ``blocked/<visitor>``, ``removed/<visitor>`` and ``report/<id>``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from showroom.errors import Unavailable
from showroom.protocol.messages import Body, ChatLine
from showroom.protocol.order import OpenReport
from showroom.room.effects import Store
from showroom.room.renewal import fitting, pruned, shown_as
from showroom.room.state import CAPACITY, MAX_LINES, Room, Standing, VisitorHistory

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from showroom.catalogue import Product, Publication, RoomPlan

_T = TypeVar("_T")


def store_standing(room_id: str, product_id: str, standing: Standing) -> Store:
    """Keep a product's choices."""
    return _store(room_id, f"product/{product_id}", standing)


def store_history(room_id: str, product_id: str, visitor_id: str, history: VisitorHistory | None) -> Store:
    """Keep what a visitor may take back at a product, None for nothing any more."""
    return _store(room_id, f"history/{product_id}/{visitor_id}", history)


def store_line(room_id: str, line: ChatLine) -> Store:
    """Keep a line of chat."""
    return _store(room_id, f"line/{line.id}", line)


def forget_line(room_id: str, line: ChatLine) -> Store:
    """Let go of a line that nobody is shown any more."""
    return _store(room_id, f"line/{line.id}", None)


def store_place(room_id: str, visitor_id: str, body: Body | None) -> Store:
    """Keep where a visitor stood."""
    return _store(room_id, f"place/{visitor_id}", body)


def store_lock(room_id: str, *, locked: bool) -> Store:
    """Keep whether new visitors get in."""
    return _store(room_id, "lock", True if locked else None)


def store_blocked(room_id: str, visitor_id: str, blocked: frozenset[str]) -> Store:
    """Keep whom a visitor does not want to meet."""
    return _store(room_id, f"blocked/{visitor_id}", sorted(blocked) or None)


def store_removed(room_id: str, visitor_id: str, until_s: float | None) -> Store:
    """Keep until when a visitor may not come back, None where they may."""
    return _store(room_id, f"removed/{visitor_id}", until_s)


def store_report(room_id: str, key: str, report: OpenReport | None) -> Store:
    """Keep a report until it is worked through."""
    return _store(room_id, f"report/{key}", report)


def open_room(
    plan: RoomPlan,
    publications: Iterable[Publication],
    documents: Mapping[str, bytes],
    *,
    revision: int = 0,
    capacity: int = CAPACITY,
) -> Room:
    """Build a room out of its stored documents; choices that no longer fit the catalogue are repaired.

    Repair means: unknown groups and values fall back to the initial ones; where the rest breaks today's rules, the
    whole product does. The version grows then, so every client takes the repaired choices.

    Raises:
        Unavailable: ``damaged-document``, naming its key.
    """
    sold = {publication.product.id: publication for publication in publications}
    stored = {key: _read(key, data, Standing) for key, data in _under("product/", documents)}
    standings = stored | {id_: _opened(one.product, stored.get(id_), plan) for id_, one in sold.items()}
    histories = {}
    for key, data in _under("history/", documents):
        product_id, visitor_id = key.split("/", 1)
        history = _read(key, data, VisitorHistory)
        histories[product_id, visitor_id] = pruned(sold[product_id].product, history) if product_id in sold else history
    lines = sorted((_read(key, data, ChatLine) for key, data in _under("line/", documents)), key=lambda line: line.id)
    places = {key: _read(key, data, Body) for key, data in _under("place/", documents)}
    reports = (_read(key, data, OpenReport) for key, data in _under("report/", documents))
    return Room(
        plan,
        revision,
        sold,
        standings,
        histories,
        lines=tuple(lines[-MAX_LINES:]),
        places=places,
        locked="lock" in documents,
        blocked={key: _read(key, data, frozenset[str]) for key, data in _under("blocked/", documents)},
        removed={key: _read(key, data, float) for key, data in _under("removed/", documents)},
        reports={report.report: report for report in sorted(reports, key=lambda report: report.at_s)},
        capacity=capacity,
    )


def _opened(product: Product, stored: Standing | None, plan: RoomPlan) -> Standing:
    """A product as it stood; one that never stood here begins as the layout wants it shown."""
    standing = fitting(product, stored)
    return standing if stored is not None else shown_as(product, standing, None, plan)


def _under(prefix: str, documents: Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    return [(key.removeprefix(prefix), data) for key, data in documents.items() if key.startswith(prefix)]


def _read(key: str, data: bytes, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise Unavailable(
            "damaged-document", f"the stored {kind.__name__} {key} cannot be read: {error}; restore a backup"
        ) from None


def _store(room_id: str, key: str, document: Any) -> Store:  # noqa: ANN401 - any of our structs
    return Store(f"room/{room_id}", key, None if document is None else msgspec.json.encode(document))
