"""Draco through DracoPy: the encoder that the writer of models asks for.

Positions that stand on a lattice of a power of two (see `steps.quantise`) come back bit by bit. DracoPy hands the
lattice to Draco with six decimals only, so positions are encoded as whole numbers and the true origin and range are
put into the data afterwards, at the place that the format has for them.

Source: Draco bitstream specification 2.2, §4.6 (quantisation data of an attribute).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from showroom.errors import ModelError
from showroom.gltf.compressing import CompressedMesh, Declared
from showroom.pipeline.draco import decode_mesh
from showroom.pipeline.steps.textures import FEW_PX, NARROW_PX

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.gltf.model import Material, Primitive

LEVEL = 10
MOST_BITS = 22
"""Positions of more steps than this along a side stand on no lattice worth the name; float32 has 24 bits."""
PASSES = 3
"""Once, for what rounding makes equal to become one, and once more for that to be seen."""
MARK = -3.0
"""An origin that is found again, in the numbers that are encoded."""
NORMAL_BITS = 10
UV_BITS = range(8, 17)
UINT16 = np.dtype("<u2")
FLOAT32 = np.dtype("<f4")
KNOWN = ("POSITION", "NORMAL", "TEXCOORD", "COLOR", "TANGENT", "JOINTS", "WEIGHTS")


@dataclass(frozen=True)
class Precision:
    """How exact the attributes beside the positions stay.

    Args:
        normal_bits: of either number of an octahedral normal; 10 turn it by 0.2 degrees at most.
        error_px: how far a picture may slip, in its own pixels.
        palette_error_px: the same for palettes, where the next pixel is another colour and not a little more of it.
    """

    normal_bits: int = NORMAL_BITS
    error_px: float = 0.25
    palette_error_px: float = 1 / 32


class DracoEncoder:
    """Compresses primitives.

    Args:
        precision: how exact they stay.
    """

    def __init__(self, precision: Precision | None = None) -> None:
        self._precision = precision or Precision()

    def __call__(self, primitive: Primitive) -> CompressedMesh | None:
        """The primitive compressed; None where Draco cannot hold it as exactly, or where that would not be smaller."""
        if primitive.targets or any(name.partition("_")[0] not in KNOWN for name in primitive.attributes):
            return None  # morph targets count on the order of the vertices
        import DracoPy  # noqa: PLC0415 - native code of 5 MB, for compressed models only

        try:
            packed = self._settled(primitive)
        except (DracoPy.EncodingFailedException, ValueError, AssertionError, RuntimeError, ModelError):
            return None  # what DracoPy refuses is written as it is
        plain = sum(array.nbytes for array in primitive.attributes.values()) + 2 * len(primitive.indices)
        return packed if packed is not None and len(packed.data) < plain else None

    def _settled(self, primitive: Primitive) -> CompressedMesh | None:
        """The primitive, rounded until it comes out as it goes in: publishing a published model changes nothing."""
        part = in_order(primitive)
        for _ in range(PASSES):
            lattice = _lattice(part.attributes["POSITION"])
            if lattice is None or not _has_area(part):
                return None
            data = self._encoded(part, lattice)
            packed, back = _described(part, data)
            back = in_order(back)
            if _same(part, back):
                break
            part = back
        return packed

    def _encoded(self, primitive: Primitive, lattice: _Lattice) -> bytes:
        import DracoPy  # noqa: PLC0415 - native code of 5 MB, for compressed models only

        arrays = primitive.attributes
        most = 2**lattice.bits - 1
        coordinates = arrays.get("TEXCOORD_0")
        data: bytes = DracoPy.encode(
            (lattice.steps + MARK).astype(np.float32),
            primitive.indices.reshape(-1, 3),
            quantization_bits=lattice.bits,
            quantization_range=most,
            quantization_origin=[MARK] * 3,
            compression_level=LEVEL,
            normals=arrays["NORMAL"].astype(np.float64) if "NORMAL" in arrays else None,
            normal_quantization_bits=self._precision.normal_bits,
            tex_coord=None if coordinates is None else coordinates.astype(np.float64),
            tex_coord_quantization_bits=None if coordinates is None else self._uv_bits(primitive, coordinates),
            generic_attributes=_generic(primitive) or None,
        )
        return _with_lattice(data, lattice, float(most))

    def _uv_bits(self, primitive: Primitive, coordinates: NDArray[Any]) -> int:
        extent = float((coordinates.max(axis=0) - coordinates.min(axis=0)).max(initial=0.0))
        steps = extent * _slips(primitive, self._precision) / 2.0
        return int(np.clip(np.ceil(np.log2(steps + 1.0)), UV_BITS.start, UV_BITS.stop - 1))


@dataclass(frozen=True)
class _Lattice:
    """Where positions stand: `steps` (n, 3) whole numbers of `spacing` from `origin`, none of more than `bits`."""

    origin: NDArray[np.float32]
    spacing: float
    bits: int
    steps: NDArray[np.float64]


def _lattice(positions: NDArray[Any]) -> _Lattice | None:
    """The widest lattice of a power of two on which all positions stand; None where it would be too fine."""
    values = np.unique(positions[positions != 0]).astype(np.float64)
    mantissas, exponents = np.frexp(values)
    whole = np.abs(mantissas * 2.0**24).astype(np.int64)
    lowest = np.log2((whole & -whole).astype(np.float64))
    spacing = float(2.0 ** (exponents - 24 + lowest).min(initial=0))
    origin = positions.min(axis=0)
    steps = (positions.astype(np.float64) - origin) / spacing
    bits = max(1, int(np.ceil(np.log2(steps.max(initial=0.0) + 1.0))))
    return _Lattice(origin, spacing, bits, steps) if bits <= MOST_BITS else None


def _has_area(primitive: Primitive) -> bool:
    """Whether the corners of any triangle stand at three places; Draco refuses a mesh without one."""
    corners = primitive.attributes["POSITION"][primitive.indices].reshape(-1, 3, 3)
    return bool((corners != np.roll(corners, 1, axis=1)).any(axis=2).all(axis=1).any())


def _with_lattice(data: bytes, lattice: _Lattice, most: float) -> bytes:
    """The data with the true origin and range in place of those of the whole numbers.

    Raises:
        ValueError: their place is not certain.
    """
    written = struct.pack("<4fB", *[MARK] * 3, most, lattice.bits)
    if data.count(written) != 1:
        message = "the quantisation data does not stand in one place"
        raise ValueError(message)
    return data.replace(written, struct.pack("<4fB", *lattice.origin.tolist(), lattice.spacing * most, lattice.bits))


def _slips(primitive: Primitive, precision: Precision) -> float:
    """The longest side over which TEXCOORD_0 from 0 to 1 spreads a picture, in the distances that it may slip."""
    worn: list[Material] = [one for one in (primitive.material, *primitive.variants.values()) if one is not None]
    uses = [use for one in worn for use in one.texture_uses().values() if use.tex_coord == 0]
    slips = []
    for use in uses:
        width, height = use.texture.image.width_px, use.texture.image.height_px
        is_palette = min(width, height) <= NARROW_PX or width * height <= FEW_PX
        side = max(width * abs(use.tiling[0]), height * abs(use.tiling[1]))
        slips.append(side / (precision.palette_error_px if is_palette else precision.error_px))
    return max(slips, default=1.0 / precision.error_px)


def _generic(primitive: Primitive) -> dict[int, NDArray[Any]]:
    """The attributes that Draco knows no better way for, by the number in their place."""
    return {
        number: _stored(name, array)
        for number, (name, array) in enumerate(primitive.attributes.items())
        if name not in {"POSITION", "NORMAL", "TEXCOORD_0"}
    }


def _stored(name: str, array: NDArray[Any]) -> NDArray[Any]:
    """An attribute in the type in which it is stored: unsigned numbers where they suffice."""
    kind = name.partition("_")[0]
    if kind == "JOINTS":
        return np.ascontiguousarray(array, np.uint16)
    if kind in {"COLOR", "TEXCOORD"} and array.min(initial=0) >= 0 and array.max(initial=0) <= 1:
        return np.rint(array.astype(np.float64) * np.iinfo(np.uint16).max).astype(np.uint16)
    return np.ascontiguousarray(array, np.float32)


def _described(primitive: Primitive, data: bytes) -> tuple[CompressedMesh, Primitive]:
    """What compressed data holds, and the primitive that a reader makes of it."""
    decoded = decode_mesh(data, "mesh")
    ids = _ids(primitive)
    stored = {name: decoded.attributes[ids[name]] for name in primitive.attributes}
    declared = {
        name: Declared(ids[name], UINT16 if whole else FLOAT32, values.shape[1], whole and not _counts(name))
        for name, values in stored.items()
        for whole in (values.dtype.kind == "u",)
    }
    positions = stored["POSITION"]
    bounds = positions.min(axis=0), positions.max(axis=0)
    packed = CompressedMesh(data, len(positions), len(decoded.indices), declared, bounds)
    read = {name: _as_read(values, counts=_counts(name)) for name, values in stored.items()}
    return packed, replace(primitive, attributes=read, indices=decoded.indices)


def _ids(primitive: Primitive) -> dict[str, int]:
    """DracoPy counts on behind the highest number that it is given: coordinates, normals, positions."""
    numbers = {name: number for number, name in enumerate(primitive.attributes)}
    generic = _generic(primitive)
    last = max(generic, default=-1)
    named = [name for name in ("TEXCOORD_0", "NORMAL", "POSITION") if name in primitive.attributes]
    ids = {name: number for name, number in numbers.items() if number in generic}
    return ids | {name: last + 1 + index for index, name in enumerate(named)}


def _counts(name: str) -> bool:
    """Whether an attribute's whole numbers are meant as such."""
    return name.startswith("JOINTS")


def _as_read(values: NDArray[Any], *, counts: bool) -> NDArray[Any]:
    if values.dtype.kind == "f" or counts:
        return values
    return np.asarray(values.astype(np.float32) / np.float32(np.iinfo(np.uint16).max), np.float32)


def in_order(primitive: Primitive) -> Primitive:
    """The primitive with its vertices sorted by what they hold, each once, and its triangles by their corners."""
    drawn, corners = np.unique(primitive.indices, return_inverse=True)
    columns = [array[drawn].astype(np.float64) + 0.0 for array in primitive.attributes.values()]
    _, first, inverse = np.unique(np.concatenate(columns, axis=1), axis=0, return_index=True, return_inverse=True)
    used = drawn[first]
    triangles = inverse.reshape(-1)[corners].reshape(-1, 3)
    triangles = triangles[(triangles != np.roll(triangles, 1, axis=1)).all(axis=1)]
    turns = (np.arange(3) + triangles.argmin(axis=1)[:, None]) % 3
    triangles = np.take_along_axis(triangles, turns, axis=1)
    triangles = triangles[np.lexsort(triangles.T[::-1])]
    return replace(
        primitive,
        attributes={name: array[used] for name, array in primitive.attributes.items()},
        indices=triangles.reshape(-1).astype(np.uint32),
    )


def _same(first: Primitive, second: Primitive) -> bool:
    return np.array_equal(first.indices, second.indices) and all(
        np.array_equal(array, second.attributes[name]) for name, array in first.attributes.items()
    )
