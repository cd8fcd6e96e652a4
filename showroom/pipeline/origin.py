"""A hash of everything that a publication is made from, so that importing the same again is no work."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

import showroom

if TYPE_CHECKING:
    from showroom.pipeline.mending import LightenOptions
    from showroom.pipeline.source import ModelSource

# What is done to a model; a release of ours that changes none of it need not import anything anew.
_MAKERS = ("gltf", "pipeline", "product_file", "toml_source", "appearance.py", "catalogue.py", "rules", "anchors")


def origin_of(source: ModelSource, product_text: str, lighten: LightenOptions) -> str:
    """SHA-256 over the model, what lies beside it, the product file, the options and this program."""
    digest = hashlib.sha256()
    for part in (
        made_by(),
        msgspec.json.encode(lighten, order="deterministic"),
        product_text.encode(),
        source.data,
        *(item for name in sorted(source.resources) for item in (name.encode(), source.resources[name])),
    ):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


@cache
def made_by() -> bytes:
    """A hash of the code that makes publications, so that a better pipeline imports everything once more."""
    digest = hashlib.sha256(version("virtual-showroom").encode())
    root = Path(showroom.__file__).parent
    for name in _MAKERS:
        place = root / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            if path.is_file():  # a frozen program has no sources: there the version alone tells
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.digest()
