"""The import's steps on a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.errors import Unavailable
from showroom.gltf import walk
from showroom.pipeline.mending import LightenOptions, lightened, placed
from showroom.pipeline.report import Report, inspect
from showroom.pipeline.source import ModelSource
from showroom.pipeline.steps.addressed import Addressed
from showroom.pipeline.steps.compress import compress

if TYPE_CHECKING:
    from pathlib import Path

    from showroom.gltf.model import Document
    from showroom.pipeline.steps.scale import ScaleOptions


@dataclass(frozen=True)
class Fixed:
    """A mended model, and what it costs before and after."""

    glb: bytes
    before: Report
    after: Report


def fix(
    source: ModelSource,
    scale: ScaleOptions,
    lighten: LightenOptions | None = None,
    addressed: Addressed | None = None,
) -> Fixed:
    """Apply every step to a model.

    Args:
        source: the model.
        scale: how to turn and scale it.
        lighten: how to make it lighter.
        addressed: names that options use; where nobody said, every name is kept, because any may be used later.

    Raises:
        ModelError: the model cannot be read or scaled.
    """
    read = source.read()
    before = inspect(read, source.size_bytes, source.name)
    lighten = lighten or LightenOptions()
    document = lightened(placed(read, scale), addressed or every_name(read), lighten)
    glb = compress(document, lighten.compress)
    return Fixed(glb, before, inspect(ModelSource(source.name, glb).read(), len(glb), source.name))


def every_name(document: Document) -> Addressed:
    """The names of all materials and nodes."""
    return Addressed(
        materials=frozenset(one.name for one in document.materials),
        nodes=frozenset(node.name for node, _ in walk.nodes(document)),
    )


def save(data: bytes, path: Path) -> None:
    """Write a file whole or not at all.

    Raises:
        Unavailable: ``unwritable-file``.
    """
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Unavailable("unwritable-file", f"{path} cannot be written: {error.strerror}") from error
