"""Notices what other processes publish into the same data folder and whose time has come; tells the rooms."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from server.catalogue_view import filled, view_of
from server.realtime.inputs import Renew
from showroom.errors import Unavailable

if TYPE_CHECKING:
    from server.bus.port import Bus
    from server.catalogue_view import CatalogueShelf
    from server.realtime.house import House
    from server.store.folder import StoreFolder
    from showroom.catalogue import Catalogue
    from showroom.ports import Clock

LOOK_EVERY_S: Final = 0.4
CHANGED: Final = "catalogue"
_log = logging.getLogger(__name__)


class CatalogueWatch:
    """Keeps the shelf and the rooms at what the data folder holds.

    Args:
        folder: with the catalogue.
        shelf: where the newest one lies.
        house: the rooms; None where they are on other nodes.
        clock: tells whose time has come.
        bus: tells other nodes to look at once, where there are any.
    """

    def __init__(
        self,
        folder: StoreFolder,
        shelf: CatalogueShelf,
        house: House | None,
        clock: Clock,
        bus: Bus | None = None,
    ) -> None:
        self._folder = folder
        self._bus = bus
        self._looks: set[asyncio.Task[None]] = set()
        if bus is not None:
            bus.subscribe(CHANGED, self._hear)
        self._shelf = shelf
        self._house = house
        self._clock = clock
        self._looking = asyncio.Lock()

    async def run(self) -> None:
        """Look for a new revision for ever: other processes publish into the folder too, and dates come."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            await self._try_to_look()

    async def _try_to_look(self) -> None:
        try:
            await self.look()
        except Unavailable as error:
            _log.warning("catalogue cannot be read", extra={"code": error.code})

    def _hear(self, data: bytes) -> bool:
        """Another node has seen a revision."""
        if data != self._revision():
            look = asyncio.get_running_loop().create_task(self._try_to_look())
            self._looks.add(look)
            look.add_done_callback(self._looks.discard)
        return True

    def _revision(self) -> bytes:
        return str(self._shelf.current.catalogue.revision).encode()

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
        known = set(self._house.world.rooms) if self._house is not None and self._house.world.tokens is None else None
        catalogue, documents = await asyncio.to_thread(_read, folder, known)
        catalogue = filled(catalogue, self._shelf.current.catalogue)
        self._shelf.current = view_of(catalogue)
        if self._house is not None:
            await self._house.put(Renew(catalogue, documents, now_s))
        if self._bus is not None:
            self._bus.publish(CHANGED, self._revision())


def _bring_up(folder: StoreFolder, now_s: float) -> int:
    """Let in whatever this moment brings; returns the catalogue's revision then."""
    for release in folder.catalogue.release_due(now_s):
        went = {"product": release.publication.product.id, "revision": release.publication.revision}
        _log.info("a scheduled revision went live", extra=went)
    if folder.layouts.arrange(now_s):
        _log.info("the layout arranged the rooms anew")
    return folder.catalogue.revision()


def _read(folder: StoreFolder, known: set[str] | None) -> tuple[Catalogue, dict[str, dict[str, bytes]]]:
    """The catalogue, and the stored documents of rooms that nobody has opened yet where all are opened here."""
    catalogue = folder.catalogue.catalogue()
    new = [plan.id for plan in catalogue.rooms if known is not None and plan.id not in known]
    return catalogue, {room: folder.documents.collection(f"room/{room}") for room in new}
