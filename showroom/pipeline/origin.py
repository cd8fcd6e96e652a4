"""What a publication is made from, as hashes: the same again is no work, and another text draws no picture anew."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace as with_fields

import showroom
from showroom.catalogue import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from showroom.catalogue import Group, Product
    from showroom.pipeline.mending import LightenOptions
    from showroom.pipeline.proof import ProofOptions
    from showroom.pipeline.source import ModelSource
    from showroom.product_file import ProductFile

# What is done to a model; a release of ours that changes none of it need not import anything anew.
_MAKERS = ("gltf", "pipeline", "product_file", "toml_source", "appearance.py", "catalogue.py", "rules", "anchors")


UNSAID = Text("", "")


@dataclass(frozen=True)
class Origin:
    """What a revision was made from.

    Args:
        whole: a hash of everything.
        looks: a hash of what its model, its places and its pictures depend on; words, prices and taxes do not count.
        proven: whether its pictures were compared.
    """

    whole: str
    looks: str = ""
    proven: bool = False

    def __str__(self) -> str:
        """As a catalogue keeps it."""
        return f"{self.whole}:{self.looks}:{'proven' if self.proven else 'unproven'}"


def origin_from(text: str) -> Origin:
    """What `str` of one says; older catalogues hold the first hash alone."""
    whole, _, rest = text.partition(":")
    looks, _, proven = rest.partition(":")
    return Origin(whole, looks, proven == "proven")


def origin_of(
    source: ModelSource,
    product_text: str,
    product_file: ProductFile,
    lighten: LightenOptions,
    proof: ProofOptions,
    *,
    proven: bool,
) -> Origin:
    """What importing this would be made from.

    Args:
        source: the model, with what lies beside it.
        product_text: the product file as it is written.
        product_file: the same as it was read.
        lighten: how the model is made lighter.
        proof: how pictures are compared.
        proven: whether they are.
    """
    shared = [made_by(), _json(lighten), source.data]
    shared += [item for name in sorted(source.resources) for item in (name.encode(), source.resources[name])]
    looks = (product_file.model, product_file.anchors, wordless(product_file.product), proof)
    return Origin(_hashed([product_text.encode(), *shared]), _hashed([*map(_json, looks), *shared]), proven)


def wordless(product: Product) -> Product:
    """The product without what nobody sees in a picture of it: words, prices, taxes, colours of buttons.

    What is new in products counts until it is taken out here, so that nothing is taken for unseen by mistake.
    """
    return with_fields(
        product,
        name=UNSAID,
        description=UNSAID,
        currency="",
        price=0,
        tax=with_fields(product.tax, name=UNSAID, rate_bp=0, included=True),
        market="",
        markets=(),
        parts=tuple(with_fields(one, name=UNSAID) for one in product.parts),
        groups=tuple(map(_wordless, product.groups)),
        rules=tuple(with_fields(one, sentence=UNSAID) for one in product.rules),
        states=tuple(with_fields(one, name=UNSAID) for one in product.states),
        hotspots=tuple(with_fields(one, name=UNSAID, text=UNSAID) for one in product.hotspots),
    )


def _wordless(group: Group) -> Group:
    values = tuple(with_fields(one, name=UNSAID, price=0, swatch=None) for one in group.values)
    return with_fields(group, name=UNSAID, values=values)


def _json(value: object) -> bytes:
    return msgspec.json.encode(value, order="deterministic")


def _hashed(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
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
