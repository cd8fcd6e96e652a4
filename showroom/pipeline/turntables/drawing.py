"""Draw the turns of products: what is there already stays, and what is ready is published as it comes."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace as with_fields

from showroom.errors import NotFound, Unavailable
from showroom.pipeline.adapters import open_draft_renderer
from showroom.pipeline.sheets import TURNS, drawn_sheet
from showroom.pipeline.turntables.turns import known_turns, views

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeAlias

    from showroom.catalogue import Publication, Turn
    from showroom.pipeline.turntables.turns import View
    from showroom.ports import DataFolder, Renderer

AT_ONCE = 4
"""So many turns are published together: each time, everybody who is in the shop fetches its catalogue."""
Artist: TypeAlias = "Callable[[bytes, Publication, Sequence[View]], Iterator[tuple[View, bytes]]]"


class Turned(Struct, frozen=True):
    """What became of the turns of a product: how many it has, and how many of them were drawn now."""

    product: str
    revision: int
    turns: int
    drawn: int
    size_bytes: int


def add_turntables(
    folder: DataFolder, product_id: str, artist: Artist, tell: Callable[[View], None] = lambda _: None
) -> Turned:
    """Give the newest revision of a product a turn of every value that changes its picture.

    What any of its revisions has drawn already is taken from there, so that somebody who was interrupted goes on where
    it ended.

    Args:
        folder: where it is published.
        product_id: which product.
        artist: draws.
        tell: hears of every turn as it comes.

    Raises:
        NotFound: ``unknown-product``.
        Rejected: ``stale-revision`` where somebody published the product anew meanwhile.
        Unavailable: ``no-graphics``, ``worker-died``, or the disk.
    """
    releases = folder.catalogue.releases(product_id)
    if not releases or releases[-1].removed:
        raise NotFound("unknown-product", "no such product is published", got=product_id[:80])
    publication = releases[-1].publication
    wanted = views(publication)
    ready = known_turns(wanted, (one.publication for one in releases))
    missing = [view for view in wanted if view.looks not in ready]
    unpublished = 0
    if missing:
        model = folder.files.read(publication.model.sha256)
        try:
            for view, picture in artist(model, publication, missing):
                ready[view.looks] = view.drawn(folder.files.put(picture, TURNS.media_type))
                tell(view)
                unpublished = (unpublished + 1) % AT_ONCE
                if not unpublished:
                    publication = _published(folder, publication, wanted, ready)
        finally:
            publication = _published(folder, publication, wanted, ready)
    else:
        publication = _published(folder, publication, wanted, ready)
    return Turned(
        product_id,
        publication.revision,
        len(publication.turntables),
        len(missing),
        sum(turn.picture.size_bytes for turn in publication.turntables),
    )


def turned(folder: DataFolder, product_id: str, artist: Artist) -> str:
    """Add turntables where something can draw them; returns why there are none, or nothing.

    Raises:
        Rejected, Unavailable: as `add_turntables`, but for ``no-graphics``.
    """
    try:
        add_turntables(folder, product_id, artist)
    except Unavailable as error:
        if error.code != "no-graphics":
            raise
        return str(error)
    return ""


def _published(
    folder: DataFolder, publication: Publication, wanted: Sequence[View], ready: dict[str, Turn]
) -> Publication:
    turns = tuple(ready[view.looks] for view in wanted if view.looks in ready)
    if turns != publication.turntables:
        publication = with_fields(publication, turntables=turns)
        folder.catalogue.illustrate(publication.product.id, publication.revision, publication.pictures)
    return publication


def drawn_here(open_renderer: Callable[[], Renderer]) -> Artist:
    """Draws one turn after the other in this process."""

    def draw(model: bytes, publication: Publication, wanted: Sequence[View]) -> Iterator[tuple[View, bytes]]:
        renderer = open_renderer()
        try:
            for view in wanted:
                yield view, drawn_sheet(view.frames(publication), TURNS, model, publication, renderer)
        finally:
            renderer.close()

    return draw


def drawn_by(workers: int) -> Artist:
    """Draws so many turns at a time, each in a process of its own."""

    def draw(model: bytes, publication: Publication, wanted: Sequence[View]) -> Iterator[tuple[View, bytes]]:
        # Spawned, for a forked renderer is broken.
        pool = ProcessPoolExecutor(min(workers, len(wanted)), get_context("spawn"), _alone)
        try:
            waiting = {pool.submit(_turn, model, publication, view): view for view in wanted}
            for done in as_completed(waiting):
                yield waiting[done], done.result()
        except BrokenProcessPool as error:
            hint = "perhaps memory ran out: try --jobs 1; what is drawn already stays"
            raise Unavailable("worker-died", f"a process that drew ended at once; {hint}") from error
        finally:
            pool.shutdown(cancel_futures=True)

    return draw


_renderers: list[Renderer] = []
"""The renderer of a worker process, opened once for everything that it draws."""


def _alone() -> None:
    # Several processes share the cores already; a rasteriser that starts a thread for each core slows them.
    os.environ.setdefault("LP_NUM_THREADS", "1")


def _turn(model: bytes, publication: Publication, view: View) -> bytes:
    if not _renderers:
        _renderers.append(open_draft_renderer())
    return drawn_sheet(view.frames(publication), TURNS, model, publication, _renderers[0])
