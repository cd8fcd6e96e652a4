"""Draw a model before and after its steps and compare the pictures."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from msgspec import Struct

from showroom.errors import ModelError
from showroom.gltf.reader import read
from showroom.gltf.writer import write
from showroom.pictures.similarity import color_differences, inside, overlap, structure, worst_tile
from showroom.pipeline.draco import mesh_decoders
from showroom.pipeline.proof.colorways import Colorway, colorways, outline
from showroom.pipeline.proof.silhouette import keyed, silhouette, uncolored
from showroom.pipeline.source import GLB, LIMITS

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from showroom.catalogue import Product, Publication
    from showroom.pipeline.proof.levels import LevelLikeness
    from showroom.ports import Renderer

NEUTRAL = 128
"""The grey that stands for everything around a product."""


@dataclass(frozen=True)
class Tolerance:
    """What nobody sees.

    Args:
        structure: least mean structural similarity over the product.
        silhouette: least overlap of the silhouettes.
        color: greatest mean CIEDE2000 over the product.
        spot: greatest mean CIEDE2000 over a tile of 8 x 8 pixels, so that a small part cannot change unseen.
    """

    structure: float = 0.97
    silhouette: float = 0.99
    color: float = 1.0
    spot: float = 6.0


@dataclass(frozen=True)
class ProofOptions:
    """What is drawn.

    Args:
        views: from where; names that the renderer knows.
        size_px: width and height of a picture.
        most: pictures of one model at most, silhouettes aside; what is left out is counted.
        tolerance: what may differ.
    """

    views: tuple[str, ...] = ("hero", "opposite")
    size_px: tuple[int, int] = (256, 192)
    most: int = 240
    tolerance: Tolerance = field(default_factory=Tolerance)


class Likeness(Struct, frozen=True):
    """How alike two pictures are; `structure` and `silhouette` are 1 and the colours' differences 0 for equal ones."""

    view: str
    colorway: str
    structure: float
    silhouette: float
    color: float
    spot: float


class Proof(Struct, frozen=True):
    """What the comparison found: how many pairs it looked at, the least alike, and how many break the tolerance.

    `picture` is where before, after and their difference stand side by side, empty while nobody wrote it; `levels` are
    the coarser levels beside the model itself.
    """

    pairs: int
    left_out: int
    changed: int
    worst: Likeness
    seconds: float
    picture: str = ""
    levels: tuple[LevelLikeness, ...] = ()


@dataclass(frozen=True)
class Pair:
    """Two pictures of one view and colourway, with where the product is in either."""

    view: str
    colorway: Colorway
    before: NDArray[np.uint8]
    after: NDArray[np.uint8]
    where_before: NDArray[np.bool_]
    where_after: NDArray[np.bool_]


def prove(
    before: bytes, after: bytes, publication: Publication, renderer: Renderer, options: ProofOptions | None = None
) -> tuple[Proof, Pair]:
    """Compare two models of a product, both GLB.

    Returns:
        What was found, and the pair that differs most.

    Raises:
        ModelError: ``nothing-to-see`` when no picture of the model before shows anything.
        Rejected: what the renderer refuses.
    """
    options = options or ProofOptions()
    started_s = time.monotonic()
    shown, left_out = _bounded(publication.product, options)
    pairs = list(_pairs(before, after, publication, shown, renderer, options))
    if not any(pair.where_before.any() for pair in pairs):
        raise ModelError("nothing-to-see", "no picture of the model shows anything", hint="check its parts and nodes")
    likenesses = [likeness(pair) for pair in pairs]
    worst = max(range(len(pairs)), key=lambda index: badness(likenesses[index], options.tolerance))
    proof = Proof(
        pairs=len(pairs),
        left_out=left_out,
        changed=sum(badness(one, options.tolerance) > 1.0 for one in likenesses),
        worst=likenesses[worst],
        seconds=round(time.monotonic() - started_s, 1),
    )
    return proof, pairs[worst]


def refuse_changes(proof: Proof, tolerance: Tolerance, picture: Path) -> None:
    """Do nothing where no pair differs visibly.

    Raises:
        ModelError: ``picture-changed``, with the view and the picture to look at.
    """
    if not proof.changed:
        return
    worst = proof.worst
    raise ModelError(
        "picture-changed",
        f"the processed model looks different in {proof.changed} of {proof.pairs} pictures",
        got=f"structure {worst.structure:.3f}, silhouette {worst.silhouette:.3f}, "
        f"colour {worst.color:.2f}, spot {worst.spot:.1f}",
        allowed=f"at least {tolerance.structure}, {tolerance.silhouette}, at most {tolerance.color}, {tolerance.spot}",
        hint=f'look at {picture}; if that is right, import with --accept "YOUR NAME: WHY"',
        place=f"view {worst.view}, {worst.colorway}",
    )


def likeness(pair: Pair) -> Likeness:
    """Compare two pictures where either shows the product; what stands around it, shadows too, is not the model's."""
    where = inside(pair.where_before | pair.where_after)
    before, after = (np.where(where[..., None], one, NEUTRAL).astype(np.uint8) for one in (pair.before, pair.after))
    differences = color_differences(before, after)
    return Likeness(
        view=pair.view,
        colorway=pair.colorway.name,
        structure=round(structure(before, after, where), 4),
        silhouette=round(overlap(pair.where_before, pair.where_after), 4),
        color=round(float(differences[where].mean()), 3) if where.any() else 0.0,
        spot=round(worst_tile(differences, where), 2),
    )


def badness(found: Likeness, tolerance: Tolerance) -> float:
    """How much of the tolerance is used by what uses most; more than 1 is a visible change."""
    return max(
        (1.0 - found.structure) / (1.0 - tolerance.structure),
        (1.0 - found.silhouette) / (1.0 - tolerance.silhouette),
        found.color / tolerance.color,
        found.spot / tolerance.spot,
    )


def _bounded(product: Product, options: ProofOptions) -> tuple[tuple[Colorway, ...], int]:
    every = colorways(product)
    shown = every[: max(1, options.most // len(options.views))]
    return shown, (len(every) - len(shown)) * len(options.views)


def _pairs(
    before: bytes,
    after: bytes,
    publication: Publication,
    shown: tuple[Colorway, ...],
    renderer: Renderer,
    options: ProofOptions,
) -> Iterator[Pair]:
    # Each model is drawn in one go, because loading it takes longer than a picture.
    sides = [_side(model, publication, shown, renderer, options) for model in (before, after)]
    for view in options.views:
        for colorway in shown:
            (first, where_first), (second, where_second) = (side[view, colorway.name] for side in sides)
            yield Pair(view, colorway, first, second, where_first, where_second)


def _side(
    model: bytes,
    publication: Publication,
    shown: tuple[Colorway, ...],
    renderer: Renderer,
    options: ProofOptions,
) -> dict[tuple[str, str], tuple[NDArray[np.uint8], NDArray[np.bool_]]]:
    """Every picture of one model, with its silhouette, by view and name of the colourway."""
    pictures = {
        (view, colorway.name): renderer.picture(
            model, publication, colorway.choices, view=view, size_px=options.size_px
        )
        for view in options.views
        for colorway in shown
    }
    outlines = _outlines(model, publication, shown, renderer, options)
    product = publication.product
    by_name = {colorway.name: outline(product, colorway) for colorway in shown}
    return {key: (picture, outlines[key[0], by_name[key[1]]]) for key, picture in pictures.items()}


def _outlines(
    model: bytes,
    publication: Publication,
    shown: tuple[Colorway, ...],
    renderer: Renderer,
    options: ProofOptions,
) -> dict[tuple[str, Hashable], NDArray[np.bool_]]:
    """Silhouettes by view and outline: colours have none of their own."""
    product = publication.product
    flat = write(keyed(read(model, name=product.id, limits=LIMITS, decoders=mesh_decoders())))
    publication = msgspec.structs.replace(
        publication,
        product=uncolored(product),
        model=type(publication.model)(sha256(flat).hexdigest(), len(flat), GLB),
    )
    distinct = {outline(product, colorway): colorway for colorway in shown}
    return {
        (view, key): silhouette(
            renderer.picture(flat, publication, colorway.choices, view=view, size_px=options.size_px)
        )
        for view in options.views
        for key, colorway in distinct.items()
    }
