"""Where a command finds products: a running server or a data folder."""

from __future__ import annotations

import importlib.metadata
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from showroom.errors import NotFound, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from showroom.catalogue import Catalogue, Publication
    from showroom.ports import DataFolder


class Shop(Protocol):
    """Where products come from: a server or a data folder."""

    def catalogue(self) -> Catalogue:
        """Everything that is published."""
        ...

    def file(self, sha256: str) -> bytes:
        """The bytes of a published file."""
        ...


@contextmanager
def open_shop(server: str | None, data: Path) -> Iterator[Shop]:
    """A server's products where one is named, else those of a data folder.

    Raises:
        Rejected: ``bad-address``, ``no-database``.
        Unavailable: ``server-unreachable``, ``no-store``.
    """
    if server:
        from client.net.front import Front  # noqa: PLC0415 - not needed with a data folder

        yield Front(server)
        return
    folder = _open_folder(data)
    try:
        yield _Folder(folder)
    finally:
        folder.close()


def find_publication(catalogue: Catalogue, product_id: str | None, code: str | None) -> Publication:
    """The publication that is asked for, by id, by its code's number, or the first.

    Raises:
        NotFound: ``unknown-product``.
        CodeRefused: the code is mistyped.
    """
    from showroom.codes import tag_of  # noqa: PLC0415 - not needed for --help

    known = {publication.product.id: publication for publication in catalogue.products}
    if product_id is not None:
        if product_id not in known:
            raise NotFound(
                "unknown-product", "no such product is published", got=product_id[:80], allowed=", ".join(known)
            )
        return known[product_id]
    if not known:
        raise NotFound("unknown-product", "nothing is published yet", hint="showroom assets import FILE --product TOML")
    if code is None:
        return catalogue.products[0]
    tag = tag_of(code)
    for publication in catalogue.products:
        if publication.codebook.tag == tag:
            return publication
    raise NotFound("unknown-product", "no published product has such codes", got=code[:80], allowed=", ".join(known))


def choices_of(publication: Publication, code: str | None) -> dict[str, str]:
    """The choices of a configuration code; the initial ones without.

    Raises:
        CodeRefused: the code is mistyped, foreign or no longer valid.
    """
    from showroom.codes import decode  # noqa: PLC0415 - not needed for --help
    from showroom.configuration import initial  # noqa: PLC0415 - the same

    if code is None:
        return initial(publication.product).as_dict()
    return decode(publication.product, publication.codebook, code).as_dict()


class _Folder:
    """A data folder's catalogue."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder

    def catalogue(self) -> Catalogue:
        return self._folder.catalogue.catalogue()

    def file(self, sha256: str) -> bytes:
        return self._folder.files.read(sha256)


def _open_folder(path: Path) -> DataFolder:
    # The store is found by its entry point, so that no server is imported here.
    found = importlib.metadata.entry_points(group="showroom.adapters", name="data_folder")
    try:
        folder: DataFolder = next(iter(found)).load()(path, create=False)
    except (StopIteration, ImportError) as error:
        raise Unavailable("no-store", "reading a data folder needs the extra `server`; or name --server") from error
    return folder
