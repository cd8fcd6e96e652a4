"""The binary chunk of a GLB: arrays and pictures one after the other, equal ones once."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from showroom.gltf.accessors import COMPONENTS, WIDTHS
from showroom.gltf.model import ArrayNotes
from showroom.gltf.notes import names

if TYPE_CHECKING:
    from numpy.typing import NDArray

VERTICES = 34962
ELEMENTS = 34963
"""Buffer view targets (OpenGL's ARRAY_BUFFER and ELEMENT_ARRAY_BUFFER)."""
CODES = {dtype: code for code, dtype in COMPONENTS.items()}
TYPES = {width: name for name, width in WIDTHS.items()}


class Packing:
    """Grows a binary chunk; `views` and `accessors` are the JSON lists that describe it."""

    def __init__(self, notes: ArrayNotes | None = None) -> None:
        self._notes = notes or ArrayNotes()
        self.used: set[str] = set()
        """The extensions that accessors carry."""
        self.views: list[dict[str, Any]] = []
        self.accessors: list[dict[str, Any]] = []
        self._parts: list[bytes] = []
        self._size = 0
        self._known_views: dict[tuple[bytes, int | None, int | None], int] = {}
        self._known_accessors: dict[tuple[int, int, str, int], int] = {}

    def binary(self) -> bytes:
        """Everything so far, a multiple of four bytes long."""
        return b"".join(self._parts)

    def view(self, data: bytes, target: int | None = None, stride: int | None = None) -> int:
        """Add bytes and return their buffer view; the same bytes for the same use are one view."""
        key = (sha256(data).digest(), target, stride)
        if key not in self._known_views:
            entry: dict[str, Any] = {"buffer": 0, "byteOffset": self._size, "byteLength": len(data)}
            entry |= {"target": target} if target else {}
            entry |= {"byteStride": stride} if stride else {}
            self._known_views[key] = len(self.views)
            self.views.append(entry)
            padding = -len(data) % 4
            self._parts += [data, b"\0" * padding]
            self._size += len(data) + padding
        return self._known_views[key]

    def array(
        self,
        array: NDArray[Any],
        target: int | None,
        *,
        with_bounds: bool = False,
        made_of: NDArray[Any] | None = None,
    ) -> int:
        """Add an (n, components) array and return its accessor; what is noted on `made_of` goes there too."""
        said = self._notes.of(array if made_of is None else made_of)
        dtype = array.dtype.newbyteorder("<")
        size = array.shape[1] * dtype.itemsize
        padded = size + (-size % 4 if target == VERTICES else 0)
        data = np.ascontiguousarray(array, dtype)
        if padded != size:
            data = np.pad(data.view(np.uint8).reshape(len(array), size), ((0, 0), (0, padded - size)))
        view = self.view(data.tobytes(), target, padded if padded != size else None)
        key = (view, CODES[dtype], TYPES[array.shape[1]], id(said) if said else 0)
        if key not in self._known_accessors:
            self._known_accessors[key] = len(self.accessors)
            entry = {"bufferView": view, "componentType": key[1], "count": len(array), "type": key[2]}
            self.used |= names(entry, said) if said else set()
            self.accessors.append(entry)
        index = self._known_accessors[key]
        if with_bounds:
            self.accessors[index] |= {"min": array.min(axis=0).tolist(), "max": array.max(axis=0).tolist()}
        return index

    def declared(
        self,
        dtype: np.dtype[Any],
        width: int,
        count: int,
        *,
        normalised: bool = False,
        bounds: tuple[NDArray[np.float32], NDArray[np.float32]] | None = None,
    ) -> int:
        """Add an accessor for elements that stand in no view, because they are compressed elsewhere."""
        entry: dict[str, Any] = {"componentType": CODES[dtype.newbyteorder("<")], "count": count, "type": TYPES[width]}
        entry |= {"normalized": True} if normalised else {}
        entry |= {"min": bounds[0].tolist(), "max": bounds[1].tolist()} if bounds is not None else {}
        self.accessors.append(entry)
        return len(self.accessors) - 1
