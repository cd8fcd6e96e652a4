"""A published product as files that import to the same product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.errors import Unavailable
from showroom.pipeline.revisions.product_toml import product_toml

if TYPE_CHECKING:
    from pathlib import Path

    from showroom.catalogue import Publication
    from showroom.ports import DataFolder


@dataclass(frozen=True)
class Exported:
    """Where the files lie."""

    product: str
    revision: int
    model: Path
    product_file: Path
    poster: Path | None


def export(folder: DataFolder, publication: Publication, into: Path) -> Exported:
    """Write ``model.glb``, ``product.toml`` and, where there is one, ``poster.png`` into `into`.

    Raises:
        Unavailable: ``unwritable-folder``.
    """
    paths = {"model": into / "model.glb", "product_file": into / "product.toml", "poster": into / "poster.png"}
    try:
        into.mkdir(parents=True, exist_ok=True)
        paths["model"].write_bytes(folder.files.read(publication.model.sha256))
        paths["product_file"].write_text(product_toml(publication), "utf-8")
        if publication.poster is not None:
            paths["poster"].write_bytes(folder.files.read(publication.poster.sha256))
    except OSError as error:
        raise Unavailable("unwritable-folder", f"{into} cannot be written: {error.strerror}") from error
    poster = paths["poster"] if publication.poster is not None else None
    return Exported(publication.product.id, publication.revision, paths["model"], paths["product_file"], poster)
