"""Notices what other processes publish into the same data folder and whose time has come; tells the rooms."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from server.catalogue_view import filled, view_of
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


class CatalogueWatch:
    """Keeps the shelf and the rooms at what the data folder holds."""

    def __init__(self, folder: StoreFolder, shelf: CatalogueShelf, house: House, clock: Clock) -> None:
        self._folder = folder
        self._shelf = shelf
        self._house = house
        self._clock = clock
        self._looking = asyncio.Lock()

    async def run(self) -> None:
        """Look for a new revision for ever: other processes publish into the folder too, and dates come."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                await self.look()
            except Unavailable as error:
                _log.warning("catalogue cannot be read", extra={"code": error.code})

    async def look(self) -> None:
        """Look now; whoever has just written sees it on the shelf when this returns.

        Raises:
            Unavailable: the folder cannot be read.
        """
        async with self._looking:
            await self._look()

    async def _look(self) -> None:
        now_s, folder = self._clock.now(), self._folder
        if await asyncio.to_thread(_bring_up, folder, now_s) == self._shelf.current.catalogue.revision:
            return
        known = set(self._house.world.rooms)
        catalogue, documents = await asyncio.to_thread(_read, folder, known)
        catalogue = filled(catalogue, self._shelf.current.catalogue)
        self._shelf.current = view_of(catalogue)
        await self._house.put(Renew(catalogue, documents, now_s))


def _bring_up(folder: StoreFolder, now_s: float) -> int:
    """Let in whatever this moment brings; returns the catalogue's revision then."""
    for release in folder.catalogue.release_due(now_s):
        went = {"product": release.publication.product.id, "revision": release.publication.revision}
        _log.info("a scheduled revision went live", extra=went)
    if folder.layouts.arrange(now_s):
        _log.info("the layout arranged the rooms anew")
    return folder.catalogue.revision()


def _read(folder: StoreFolder, known: set[str]) -> tuple[Catalogue, dict[str, dict[str, bytes]]]:
    """The catalogue, and the stored documents of rooms that nobody here has opened yet."""
    catalogue = folder.catalogue.catalogue()
    new = [plan.id for plan in catalogue.rooms if plan.id not in known]
    return catalogue, {room: folder.documents.collection(f"room/{room}") for room in new}
