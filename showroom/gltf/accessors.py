"""Buffers, buffer views and accessors: numbers out of bytes, every length checked before memory is taken.

Source: glTF 2.0 §3.6 (buffers, views, accessors, sparse, data types), KHR_mesh_quantization.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from showroom.gltf.compressed_views import compression, decoded
from showroom.gltf.container import resolve
from showroom.gltf.faults import fault
from showroom.gltf.model import ArrayNotes
from showroom.gltf.notes import named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from showroom.errors import ModelError
    from showroom.gltf.fields import Fields
    from showroom.gltf.foreign import Foreign
    from showroom.gltf.limits import Limits
    from showroom.gltf.model import Named

COMPONENTS: dict[int, np.dtype[Any]] = {
    5120: np.dtype("<i1"),
    5121: np.dtype("<u1"),
    5122: np.dtype("<i2"),
    5123: np.dtype("<u2"),
    5125: np.dtype("<u4"),
    5126: np.dtype("<f4"),
}
WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}
LAST_COUNT = 2**32 - 1


class Buffers:
    """The binary side of a model: buffers and their views.

    Args:
        root: the JSON root.
        binary: the binary chunk of a GLB, None without one.
        resources: what lies beside a .gltf.
        limits: what is read at most.
        packed: whether the model is a GLB.
    """

    def __init__(
        self, root: Fields, binary: bytes | None, resources: Mapping[str, bytes], limits: Limits, *, packed: bool
    ) -> None:
        self._buffers = root.objects("buffers", limits.objects)
        self._views = root.objects("bufferViews", limits.objects)
        self._binary = binary
        self._resources = resources
        self._packed = packed
        self._limits = limits
        self._loaded: dict[int, bytes] = {}
        self._decoded: dict[int, memoryview] = {}
        self._decoded_bytes = 0

    def stride(self, view_index: int) -> int | None:
        """The distance between elements that a view declares, in bytes."""
        view = self._views[view_index]
        if not view.has("byteStride"):
            return None
        stride = view.integer("byteStride", low=4, high=252)
        if stride % 4:
            raise view.refuse("byteStride", stride, "a multiple of 4")
        return stride

    def view(self, owner: Fields, key: str = "bufferView") -> tuple[int, memoryview]:
        """Index and bytes of the buffer view that a field of `owner` names."""
        index = owner.reference(key, len(self._views))
        view = self._views[index]
        packed = compression(view)
        if packed is None:
            return index, self._slice(view)
        if index not in self._decoded:
            self._decoded_bytes += view.integer("byteLength", low=1)
            if self._decoded_bytes > self._limits.vertex_bytes:
                got, allowed = f"over {self._decoded_bytes:,} bytes", f"at most {self._limits.vertex_bytes:,} bytes"
                raise fault("too-many-vertices", view.place, got, allowed)
            self._decoded[index] = decoded(view, packed, self._slice(packed), self._limits)
        return index, self._decoded[index]

    def compressed(self, owner: Fields) -> bool:
        """Whether the view that `owner` names is compressed."""
        return (
            owner.has("bufferView")
            and compression(self._views[owner.reference("bufferView", len(self._views))]) is not None
        )

    def _slice(self, view: Fields) -> memoryview:
        data = self._buffer(view)
        offset = view.integer("byteOffset", default=0)
        length = view.integer("byteLength", low=1)
        if offset + length > len(data):
            got = f"bytes {offset:,}..{offset + length:,}"
            raise fault("view-out-of-bounds", view.place, got, f"0..{len(data):,}")
        return memoryview(data)[offset : offset + length]

    def _buffer(self, view: Fields) -> bytes:
        index = view.reference("buffer", len(self._buffers))
        if index not in self._loaded:
            self._loaded[index] = self._load(index)
        return self._loaded[index]

    def _load(self, index: int) -> bytes:
        buffer = self._buffers[index]
        length = buffer.integer("byteLength", low=1)
        if buffer.has("uri"):
            data = resolve(buffer, self._resources, "missing-buffer", packed=self._packed)
        elif index == 0 and self._binary is not None:
            data = self._binary
        else:
            allowed = "a binary chunk or a data: URI"
            raise fault("missing-buffer", buffer.place, "neither a uri nor a binary chunk", allowed)
        if length > len(data):
            raise fault("buffer-too-short", buffer.place, f"{len(data):,} bytes", f"{length:,} bytes")
        return data


class Accessors:
    """Reads accessors once each and shares the arrays."""

    def __init__(self, root: Fields, buffers: Buffers, limits: Limits, foreign: Foreign) -> None:
        self._foreign = foreign
        self.notes = ArrayNotes()
        self._said: dict[int, Named] = {}
        self._accessors = root.objects("accessors", limits.objects)
        self._buffers = buffers
        self._limit = limits.vertex_bytes
        self._taken = 0
        self._known: dict[tuple[int, bool], NDArray[Any]] = {}

    def fields(self, owner: Fields, key: str) -> Fields:
        """The accessor that a field names."""
        return self._accessors[owner.reference(key, len(self._accessors))]

    def count(self, owner: Fields, key: str) -> int:
        """How many elements an accessor declares; nothing is read yet."""
        return self.fields(owner, key).integer("count", low=1, high=LAST_COUNT)

    def compressed(self, owner: Fields, key: str) -> bool:
        """Whether the elements that a field names are stored compressed."""
        return self._buffers.compressed(self.fields(owner, key))

    def view(self, owner: Fields) -> memoryview:
        """The bytes of the buffer view that `owner` names."""
        return self._buffers.view(owner)[1]

    def converted(self, owner: Fields, key: str, raw: NDArray[Any], *, as_float: bool) -> NDArray[Any]:
        """Elements that a decoder found, in the way that `read` gives those of an accessor."""
        accessor, place = self.fields(owner, key), owner.at(key)
        self.take(raw.nbytes * (2 if as_float else 1), place)
        if raw.dtype.kind == "f":
            _check_finite(raw, place, "compressed-non-finite")
        array = _to_float(raw, normalised=accessor.flag("normalized", default=False)) if as_float else raw
        array.flags.writeable = False
        self.note(owner, key, array)
        return array

    def note(self, owner: Fields, key: str, array: NDArray[Any]) -> None:
        """Keep what is said of the accessor that a field names: `array` is what was made of it."""
        index = owner.reference(key, len(self._accessors))
        if index not in self._said:
            self._said[index] = named(self._accessors[index], self._foreign)
        self.notes.put(array, self._said[index])

    def read(self, owner: Fields, key: str, *, as_float: bool) -> NDArray[Any]:
        """The elements that the field `key` of `owner` names.

        Args:
            owner: such as a primitive's attributes.
            key: such as ``POSITION``.
            as_float: dequantise normalised integers and convert others; False keeps the stored type.

        Returns:
            Shape (n, components), read-only; float32 or the stored type.

        Raises:
            ModelError: ``bad-reference``, ``bad-accessor``, ``accessor-out-of-bounds``, ``non-finite``,
                ``too-many-vertices`` and the codes of buffers.
        """
        index = owner.reference(key, len(self._accessors))
        if (index, as_float) not in self._known:
            array = self._read(self._accessors[index], owner.at(key), as_float=as_float)
            array.flags.writeable = False
            self._known[index, as_float] = array
            self.note(owner, key, array)
        return self._known[index, as_float]

    def _read(self, accessor: Fields, place: str, *, as_float: bool) -> NDArray[Any]:
        dtype = component(accessor, place)
        width = components(accessor, place)
        count = accessor.integer("count", low=1, high=LAST_COUNT)
        self.take(count * width * (max(dtype.itemsize, 4) if as_float else dtype.itemsize), place)
        if accessor.has("bufferView"):
            raw = self._elements(accessor, accessor, (count, width), dtype, place)
        else:
            raw = np.zeros((count, width), dtype)
        if accessor.has("sparse"):
            raw = self._sparse(accessor, raw, place)
        if dtype.kind == "f":
            _check_finite(raw, place, "compressed-non-finite" if self._buffers.compressed(accessor) else "non-finite")
        if not as_float:
            return np.require(raw, requirements=["C", "A"])
        return _to_float(raw, normalised=accessor.flag("normalized", default=False))

    def take(self, size_bytes: int, place: str) -> None:
        """Account for memory before it is taken.

        Raises:
            ModelError: ``too-many-vertices``.
        """
        self._taken += size_bytes
        if self._taken > self._limit:
            got = f"over {self._taken:,} bytes"
            raise fault("too-many-vertices", place, got, f"at most {self._limit:,} bytes")

    def _elements(
        self, owner: Fields, layout: Fields, shape: tuple[int, int], dtype: np.dtype[Any], place: str
    ) -> NDArray[Any]:
        """A strided view of `shape` on the bytes that `owner` names; no copy."""
        view_index, data = self._buffers.view(owner)
        offset = layout.integer("byteOffset", default=0)
        size = shape[1] * dtype.itemsize
        stride = self._buffers.stride(view_index) or size
        if stride < size:
            raise _bad(place, "elements overlap", f"stride {stride}", f"at least {size}")
        end = offset + stride * (shape[0] - 1) + size
        if end > len(data):
            got = f"{end:,} bytes for {shape[0]:,} elements"
            raise fault("accessor-out-of-bounds", place, got, f"{len(data):,} bytes")
        return np.ndarray(shape, dtype, data, offset, (stride, dtype.itemsize))

    def _sparse(self, accessor: Fields, base: NDArray[Any], place: str) -> NDArray[Any]:
        sparse = accessor.object("sparse")
        count = sparse.integer("count", low=1, high=len(base))
        where, values = sparse.object("indices"), sparse.object("values")
        dtype = component(where, place)
        if dtype.kind != "u":
            raise _bad(place, "sparse indices are no unsigned integers", dtype.name, "uint8, uint16, uint32")
        self.take(count * dtype.itemsize + base.nbytes, place)
        indices = self._elements(where, where, (count, 1), dtype, place)[:, 0].astype(np.int64)
        if indices[-1] >= len(base) or (np.diff(indices) <= 0).any():
            raise _bad(
                place, "sparse indices do not rise or reach too far", f"up to {indices.max()}", f"0..{len(base) - 1}"
            )
        result = base.copy()
        result[indices] = self._elements(values, values, (count, base.shape[1]), base.dtype, place)
        return result


def component(accessor: Fields, place: str) -> np.dtype[Any]:
    """The numpy type of an accessor's components."""
    code = accessor.values.get("componentType")
    if isinstance(code, bool) or not isinstance(code, int) or code not in COMPONENTS:
        raise _bad(place, "no such component type", str(code)[:40], ", ".join(str(known) for known in COMPONENTS))
    return COMPONENTS[code]


def components(accessor: Fields, place: str) -> int:
    """How many components an element has."""
    kind = accessor.values.get("type")
    if not isinstance(kind, str) or kind not in WIDTHS:
        raise _bad(place, "no such element type here", str(kind)[:40], ", ".join(WIDTHS))
    return WIDTHS[kind]


def _bad(place: str, message: str, got: str, allowed: str) -> ModelError:
    return fault("bad-accessor", place, got, allowed, message=message)


def _check_finite(raw: NDArray[Any], place: str, code: str) -> None:
    finite = np.isfinite(raw)
    if finite.all():
        return
    row, column = np.argwhere(~finite)[0]
    found = f"{raw[row, column]} in element {row}, component {column} ({int((~finite).sum()):,} altogether)"
    raise fault(code, place, found, "finite numbers")


def _to_float(raw: NDArray[Any], *, normalised: bool) -> NDArray[np.float32]:
    """Convert to float32; normalised integers as glTF §3.6.2.2 has it."""
    if raw.dtype.kind == "f":
        return np.require(raw, np.float32, ["C", "A"])
    converted = raw.astype(np.float32)
    if not normalised:
        return converted
    largest = np.float32(np.iinfo(raw.dtype).max)
    return np.asarray(np.maximum(converted / largest, np.float32(-1)), np.float32)
