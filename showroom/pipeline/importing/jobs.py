"""Which products lie in a folder: a model and a product file each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.errors import NotFound, Rejected
from showroom.pipeline.source import read_text

if TYPE_CHECKING:
    from pathlib import Path

MODELS = (".glb", ".gltf")
MANIFEST = "import.toml"
PRODUCT_FILE = "product.toml"


@dataclass(frozen=True)
class Job:
    """One product to import; `product` is None where no product file belongs to the model."""

    name: str
    model: Path
    product: Path | None


def find_jobs(place: Path) -> tuple[Job, ...]:
    """The products of a folder, or those that a manifest names.

    In a folder, ``shoe.glb`` belongs to ``shoe.toml`` beside it, and a model to a ``product.toml`` where nothing else
    lies beside that. A manifest, or ``import.toml`` in the folder, says it with ``[[products]]`` tables of ``model``
    and ``product``, paths that begin at the manifest.

    Raises:
        NotFound: ``no-such-file``, ``nothing-to-import``.
        Rejected: ``bad-manifest``.
    """
    manifest = place / MANIFEST if place.is_dir() else place
    jobs = _listed(manifest) if manifest.is_file() else _found(place)
    if not jobs:
        allowed = "shoe.glb with shoe.toml beside it, or shoe/model.glb with shoe/product.toml"
        raise NotFound("nothing-to-import", "no model lies there", got=str(place), allowed=allowed)
    return jobs


def _listed(manifest: Path) -> tuple[Job, ...]:
    text = read_text(manifest)
    try:
        entries = tomllib.loads(text).get("products")
    except tomllib.TOMLDecodeError as error:
        raise Rejected("bad-manifest", f"the manifest is no TOML: {error}", place=str(manifest)) from None
    if not isinstance(entries, list):
        allowed = '[[products]] with model = "shoe.glb" and product = "shoe.toml"'
        raise Rejected("bad-manifest", "the manifest lists no products", allowed=allowed, place=str(manifest))
    return tuple(_entry(entry, manifest, number) for number, entry in enumerate(entries, 1))


def _entry(entry: object, manifest: Path, number: int) -> Job:
    fields = entry if isinstance(entry, dict) else {}
    model, product = fields.get("model"), fields.get("product")
    if set(fields) != {"model", "product"} or not isinstance(model, str) or not isinstance(product, str):
        got = ", ".join(map(str, fields)) or "nothing"
        allowed = "model and product, both texts"
        raise Rejected(
            "bad-manifest", f"product {number} is not complete", got=got, allowed=allowed, place=str(manifest)
        )
    return Job(model, manifest.parent / model, manifest.parent / product)


def _found(folder: Path) -> tuple[Job, ...]:
    if not folder.is_dir():
        raise NotFound("no-such-file", "there is no such folder or manifest", got=str(folder), hint="check the path")
    models = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in MODELS and path.is_file() and not _hidden(path.relative_to(folder))
    )
    return tuple(Job(str(model.relative_to(folder)), model, _product_file(model, models)) for model in models)


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "~")) for part in path.parts)


def _product_file(model: Path, models: list[Path]) -> Path | None:
    same_name = model.with_suffix(".toml")
    if same_name.is_file():
        return same_name
    alone = sum(other.parent == model.parent for other in models) == 1
    shared = model.parent / PRODUCT_FILE
    return shared if alone and shared.is_file() else None
