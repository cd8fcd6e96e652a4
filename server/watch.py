"""Notices what other processes publish into the same data folder and whose time has come; tells the rooms."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from server.catalogue_view import view_of
from server.realtime.inputs import Renew
from showroom.errors import Unavailable

if TYPE_CHECKING:
    from server.catalogue_view import CatalogueShelf
    from server.realtime.house import House
    from server.store.folder import StoreFolder
    from showroom.catalogue import Catalogue
    from showroom.ports import Clock

LOOK_EVERY_S: Final = 0.4
_log = logging.getLogger(__name__)


async def watch_catalogue(folder: StoreFolder, shelf: CatalogueShelf, house: House, clock: Clock) -> None:
    """Look for a new revision for ever."""
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        try:
            await _look(folder, shelf, house, clock)
        except Unavailable as error:
            _log.warning("catalogue cannot be read", extra={"code": error.code})


async def _look(folder: StoreFolder, shelf: CatalogueShelf, house: House, clock: Clock) -> None:
    now_s = clock.now()
    for release in await asyncio.to_thread(folder.catalogue.release_due, now_s):
        went = {"product": release.publication.product.id, "revision": release.publication.revision}
        _log.info("a scheduled revision went live", extra=went)
    if await asyncio.to_thread(folder.layouts.arrange, now_s):
        _log.info("the layout arranged the rooms anew")
    if await asyncio.to_thread(folder.catalogue.revision) == shelf.current.catalogue.revision:
        return
    known = set(house.world.rooms)
    catalogue, documents = await asyncio.to_thread(_read, folder, known)
    shelf.current = view_of(catalogue)
    await house.put(Renew(catalogue, documents, now_s))


def _read(folder: StoreFolder, known: set[str]) -> tuple[Catalogue, dict[str, dict[str, bytes]]]:
    """The catalogue, and the stored documents of rooms that nobody here has opened yet."""
    catalogue = folder.catalogue.catalogue()
    new = [plan.id for plan in catalogue.rooms if plan.id not in known]
    return catalogue, {room: folder.documents.collection(f"room/{room}") for room in new}
