"""Models from disk: the file, and for a .gltf what lies beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from showroom.errors import NotFound, Rejected, Unavailable
from showroom.gltf.container import is_remote, split, unquote
from showroom.gltf.faults import fault
from showroom.gltf.limits import Limits
from showroom.gltf.reader import read
from showroom.pipeline.basis import picture_decoder
from showroom.pipeline.draco import mesh_decoders

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from showroom.gltf.model import Document

LIMITS = Limits()
GLB = "model/gltf-binary"
"""The media type of what is published."""


@dataclass(frozen=True)
class ModelSource:
    """A model as it came: its bytes, how people call it, and for a .gltf the files beside it by relative path."""

    name: str
    data: bytes
    resources: Mapping[str, bytes] = field(default_factory=dict)

    def read(self) -> Document:
        """Read it; raises ModelError."""
        return read(
            self.data,
            name=self.name,
            resources=self.resources,
            limits=LIMITS,
            decoders=mesh_decoders(),
            pictures=picture_decoder(),
        )

    @property
    def size_bytes(self) -> int:
        """Everything that has to be downloaded to show it."""
        return len(self.data) + sum(len(resource) for resource in self.resources.values())


def open_model(path: Path) -> ModelSource:
    """Take a .glb or .gltf from disk.

    Raises:
        NotFound: ``no-such-file``.
        ModelError: ``too-large``, and for a .gltf what `split` raises.
        Unavailable: ``unreadable-file``.
    """
    data = read_file(path)
    if path.suffix.lower() != ".gltf":
        return ModelSource(path.name, data)
    root, _, _ = split(data, path.name, LIMITS)
    entries = [*root.objects("buffers", LIMITS.objects), *root.objects("images", LIMITS.objects)]
    uris = {entry.text("uri") for entry in entries if entry.has("uri")}
    relative = {unquote(uri) for uri in uris if not uri.startswith("data:") and not is_remote(uri)}
    beside = {name: path.parent / name for name in sorted(relative)}
    return ModelSource(path.name, data, {name: read_file(file) for name, file in beside.items() if file.is_file()})


def read_file(path: Path) -> bytes:
    """The bytes of a file that is no larger than a model may be.

    Raises:
        NotFound: ``no-such-file``.
        ModelError: ``too-large``.
        Unavailable: ``unreadable-file``.
    """
    try:
        size = path.stat().st_size
        if size > LIMITS.file_bytes:
            raise fault("too-large", path.name, f"{size:,} bytes", f"at most {LIMITS.file_bytes:,} bytes")
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError) as error:
        raise NotFound("no-such-file", "there is no such file", got=str(path), hint="check the path") from error
    except OSError as error:
        raise Unavailable("unreadable-file", f"{path} cannot be read: {error.strerror}") from error


def read_text(path: Path) -> str:
    """A text file in UTF-8.

    Raises:
        NotFound: ``no-such-file``.
        Rejected: ``not-text``.
        Unavailable: ``unreadable-file``.
    """
    try:
        return read_file(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Rejected("not-text", "the file is not UTF-8 text", got=str(error)[:120], place=str(path)) from error
