"""The last step: a document as the bytes that are published."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from showroom.gltf.writer import write
from showroom.pipeline.draco_encoder import DracoEncoder, Precision

if TYPE_CHECKING:
    from showroom.gltf.model import Document

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


def compress(document: Document, options: CompressOptions | None = None) -> bytes:
    """Write a document as GLB."""
    options = options or CompressOptions()
    return write(document, DracoEncoder(options.precision) if options.method == "draco" else None)
