"""The last step: a document as the bytes that are published."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from showroom.gltf.reader import read
from showroom.gltf.writer import write
from showroom.pipeline.draco import mesh_decoders
from showroom.pipeline.draco_encoder import DracoEncoder, Precision
from showroom.pipeline.source import LIMITS
from showroom.pipeline.steps.levels import levels

if TYPE_CHECKING:
    from showroom.gltf.compressing import CompressedMesh, MeshEncoder
    from showroom.gltf.model import Document, Primitive
    from showroom.pipeline.steps.levels import LevelOptions

Method = Literal["draco", "none"]
METHODS: tuple[Method, ...] = ("draco", "none")


@dataclass(frozen=True)
class CompressOptions:
    """How meshes are written.

    Args:
        method: ``draco``, which took half of meshopt's bytes in every model that was measured (docs/benchmarks.md), or
            ``none`` for programs that read no extensions.
        precision: how exact everything but the positions stays; `steps.quantise` decides those.
    """

    method: Method = "draco"
    precision: Precision = field(default_factory=Precision)


def compress(
    document: Document, options: CompressOptions | None = None, level_options: LevelOptions | None = None
) -> bytes:
    """Write a document as GLB, with coarser levels where `level_options` says which."""
    options = options or CompressOptions()
    encoder = _Once(DracoEncoder(options.precision)) if options.method == "draco" else None
    data = write(document, encoder)
    if level_options is None or not level_options.shares:
        return data
    # Levels speak of vertices by number, and those are as everybody will read them.
    found = levels(read(data, limits=LIMITS, decoders=mesh_decoders()), level_options)
    return data if found is None else write(document, encoder, found)


class _Once:
    """Compresses each primitive once, however often it is written."""

    def __init__(self, encoder: MeshEncoder) -> None:
        self._encoder = encoder
        self._known: dict[int, CompressedMesh | None] = {}

    def __call__(self, primitive: Primitive) -> CompressedMesh | None:
        if id(primitive) not in self._known:
            self._known[id(primitive)] = self._encoder(primitive)
        return self._known[id(primitive)]
