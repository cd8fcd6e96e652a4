"""Meshes that KHR_draco_mesh_compression holds: checked here, decoded by whoever reads the model.

The decoder of Draco is native code, so it comes from outside; this module looks at the head of the data before and at
every number after it.

Source: KHR_draco_mesh_compression (Khronos extension registry); Draco bitstream specification 2.2, §4 and §5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from showroom.gltf.accessors import component, components
from showroom.gltf.faults import fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from showroom.errors import ModelError
    from showroom.gltf.accessors import Accessors
    from showroom.gltf.fields import Fields

DRACO = "KHR_draco_mesh_compression"
MAGIC = b"DRACO"
VERSION = (2, 2)
HEAD_BYTES = 11
MESH = 1
SEQUENTIAL, EDGEBREAKER = 0, 1
METADATA = 0x8000
LAST_UNIQUE_ID = 2**32 - 1


@dataclass(frozen=True)
class DecodedMesh:
    """What a decoder makes of compressed data: corners, (m,) uint32, and attributes by their unique id, (n, width)."""

    indices: NDArray[np.uint32]
    attributes: dict[int, NDArray[Any]]


if TYPE_CHECKING:
    MeshDecoder = Callable[[bytes, str], DecodedMesh]
    """Decodes the data that stands at a place; raises ModelError and nothing else."""


class DracoPrimitive:
    """One compressed primitive.

    Draco takes vertices that several fans of triangles share apart, and some exporters declare how many there were
    before. The triangles are right all the same, so such a count is forgiven, and named in `forgiven`.

    Args:
        part: the primitive.
        accessors: where its data is, and what it is declared to be.
        decoder: decodes it.

    Raises:
        ModelError: ``compressed-header``, ``compressed-truncated``, ``compressed-count``, and those of `decoder`.
    """

    def __init__(self, part: Fields, accessors: Accessors, decoder: MeshDecoder) -> None:
        self._ids = part.object("extensions").object(DRACO)
        self.names = self._ids.object("attributes")
        self._place = self._ids.place
        data = bytes(accessors.view(self._ids))
        declared = accessors.count(part.object("attributes"), "POSITION")
        self._check_head(data, accessors.count(part, "indices"))
        self._mesh = decoder(data, self._place)
        positions = self._mesh.attributes.get(
            self.names.integer("POSITION", high=LAST_UNIQUE_ID, default=LAST_UNIQUE_ID)
        )
        self.vertices = declared if positions is None else len(positions)
        self.forgiven: ModelError | None = None
        if self.vertices != declared:
            self.forgiven = self._miscounted(f"{self.vertices:,} vertices", f"{declared:,}")

    def _check_head(self, data: bytes, corners: int) -> None:
        """Compare what the data says about itself with the model, before memory is taken for it."""
        if len(data) <= HEAD_BYTES:
            raise fault("compressed-truncated", self._place, f"{len(data)} bytes", f"more than {HEAD_BYTES} bytes")
        version, kind, method = (data[5], data[6]), data[7], data[8]
        if data[:5] != MAGIC or version != VERSION or kind != MESH or method not in {SEQUENTIAL, EDGEBREAKER}:
            raise fault("compressed-header", self._place, data[:9].hex(" "), "a Draco 2.2 mesh")
        if int.from_bytes(data[9:11], "little") & METADATA:
            return  # the counts stand behind metadata of any length; they are compared after decoding
        first, position = _number(data, HEAD_BYTES + (method == EDGEBREAKER))
        second, _ = _number(data, position)
        faces, points = (first, second) if method == SEQUENTIAL else (second, first)
        if 3 * faces != corners:
            raise self._miscounted(f"{faces:,} triangles", f"{corners:,} corners")
        if points > corners:
            raise self._miscounted(f"{points:,} vertices", f"one for each of {corners:,} corners at most")

    def indices(self, corners: int) -> NDArray[np.uint32]:
        """The corners of its triangles.

        Raises:
            ModelError: ``compressed-count``, ``compressed-index``.
        """
        indices = self._mesh.indices
        if len(indices) != corners:
            raise self._miscounted(f"{len(indices):,} corners", f"{corners:,}")
        largest = int(indices.max(initial=0))
        if largest >= self.vertices:
            raise fault("compressed-index", self._place, f"vertex {largest:,}", f"0..{self.vertices - 1:,}")
        return indices

    def stored(self, name: str, accessor: Fields) -> NDArray[Any]:
        """One attribute in the type that its accessor declares.

        Raises:
            ModelError: ``compressed-attribute``, ``compressed-count``.
        """
        place = self.names.at(name)
        found = self._mesh.attributes.get(self.names.integer(name, high=LAST_UNIQUE_ID))
        if found is None:
            known = ", ".join(str(one) for one in sorted(self._mesh.attributes))
            raise fault("compressed-attribute", place, self.names.values[name], known or "none")
        shape, dtype = (self.vertices, components(accessor, place)), component(accessor, place)
        if len(found) != self.vertices:
            raise self._miscounted(f"{len(found):,} values of {name}", f"{self.vertices:,}")
        if found.shape != shape or not _fits(found, dtype):
            got = f"{found.shape[1]} x {found.dtype.name}"
            raise fault("compressed-attribute", place, got, f"{shape[1]} x {dtype.name}")
        return found.astype(dtype)

    def _miscounted(self, got: str, allowed: str) -> ModelError:
        return fault("compressed-count", self._place, got, allowed)


def _fits(found: NDArray[Any], dtype: np.dtype[Any]) -> bool:
    """Whether values survive in a type: floats in floats, integers in integers that reach as far."""
    if found.dtype.kind == "f" or dtype.kind == "f":
        return found.dtype.kind == dtype.kind
    bounds = np.iinfo(dtype)
    return bool(bounds.min <= int(found.min(initial=0)) and int(found.max(initial=0)) <= bounds.max)


def _number(data: bytes, position: int) -> tuple[int, int]:
    """A number of seven bits a byte, and the position behind it; cut off, it is what there is."""
    number, shift = 0, 0
    while position < len(data):
        byte = data[position]
        number |= (byte & 127) << shift
        position, shift = position + 1, shift + 7
        if byte < 128 or shift > 63:  # noqa: PLR2004 - the highest bit says that more follows; 64 bits are the longest
            break
    return number, position
