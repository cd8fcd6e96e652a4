"""Every step in its order: first to the true place and size, then lighter."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from showroom.pipeline.progress import step
from showroom.pipeline.steps.compress import CompressOptions
from showroom.pipeline.steps.dedup import dedup
from showroom.pipeline.steps.drop import drop
from showroom.pipeline.steps.join import JoinOptions, join
from showroom.pipeline.steps.lean import lean
from showroom.pipeline.steps.levels import LevelOptions
from showroom.pipeline.steps.orm import OrmOptions, orm
from showroom.pipeline.steps.prune import prune
from showroom.pipeline.steps.quantise import QuantiseOptions, quantise
from showroom.pipeline.steps.recentre import recentre
from showroom.pipeline.steps.scale import ScaleOptions, scale
from showroom.pipeline.steps.simplify import SimplifyOptions, simplify
from showroom.pipeline.steps.tangents import tangents
from showroom.pipeline.steps.textures import TextureOptions, textures
from showroom.pipeline.steps.unscale import unscale
from showroom.pipeline.steps.weld import weld

if TYPE_CHECKING:
    from collections.abc import Collection

    from showroom.gltf.model import Document
    from showroom.pipeline.steps.addressed import Addressed


@dataclass(frozen=True)
class LightenOptions:
    """How models are made lighter.

    Args:
        textures: what pictures may cost.
        orm: whether occlusion, roughness and metal share a picture.
        simplify: how far surfaces may move; not at all where nothing is said.
        flatten: whether meshes of several nodes may be drawn in one call.
        quantise: how far vertices may move to take fewer bits.
        compress: how it is written.
        levels: which coarser levels a published model has.
    """

    textures: TextureOptions = field(default_factory=TextureOptions)
    orm: OrmOptions = field(default_factory=OrmOptions)
    simplify: SimplifyOptions = field(default_factory=SimplifyOptions)
    flatten: bool = True
    quantise: QuantiseOptions = field(default_factory=QuantiseOptions)
    compress: CompressOptions = field(default_factory=CompressOptions)
    levels: LevelOptions = field(default_factory=LevelOptions)


def placed(document: Document, options: ScaleOptions, dropped: Collection[str] = ()) -> Document:
    """The document without `dropped`, turned, at its true size and on the floor."""
    with step("turning and scaling"):
        return recentre(scale(unscale(drop(document, dropped)), options))


def lightened(document: Document, addressed: Addressed, options: LightenOptions | None = None) -> Document:
    """A placed document as it is published; it should look the same, which the picture proof sees to."""
    options = options or LightenOptions()
    with step("tidying"):
        document = dedup(prune(document, addressed), addressed)
    with step("making pictures lighter"):
        document = textures(orm(document, options.orm), options.textures)
    with step("joining and welding"):
        document = weld(join(document, JoinOptions(addressed, options.flatten)))
        document = prune(simplify(document, options.simplify), addressed)
        if options.simplify.error_mm > 0:
            # The lowest vertex may be gone, and what hovers has no shadow of contact.
            document = recentre(document, tolerance_m=0.0)
    with step("leaving out what nobody reads"):
        return packable(document, options.quantise)


def packable(document: Document, options: QuantiseOptions | None = None) -> Document:
    """The document in as few and as short numbers as nobody sees."""
    return weld(quantise(lean(tangents(document)), options))
