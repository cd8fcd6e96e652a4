"""Decoding of meshopt-compressed buffer views, in numpy.

Source: EXT_meshopt_compression and KHR_meshopt_compression (Khronos extension registry), appendices A and B.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.gltf.faults import fault
from showroom.gltf.meshopt.filters import FILTERS
from showroom.gltf.meshopt.indices import decode_sequence, decode_triangles
from showroom.gltf.meshopt.layout import Layout
from showroom.gltf.meshopt.vertices import decode_vertices

if TYPE_CHECKING:
    from showroom.gltf.meshopt.layout import Bytes

__all__ = ["FILTER_STRIDES", "MODE_STRIDES", "Layout", "decode"]

MODES = {"ATTRIBUTES": decode_vertices, "TRIANGLES": decode_triangles, "INDICES": decode_sequence}
MODE_STRIDES = {"ATTRIBUTES": range(4, 257, 4), "TRIANGLES": range(2, 5, 2), "INDICES": range(2, 5, 2)}
"""Sizes of an element, in bytes, that each mode can hold."""
FILTER_STRIDES = {
    "NONE": range(1, 257),
    "OCTAHEDRAL": range(4, 9, 4),
    "QUATERNION": range(8, 9),
    "EXPONENTIAL": range(4, 257, 4),
    "COLOR": range(4, 9, 4),
}
"""Sizes of an element that each filter can undo."""


def decode(source: bytes, layout: Layout) -> Bytes:
    """The bytes of a compressed buffer view, shape (count * stride,).

    Args:
        source: the compressed bytes.
        layout: what they hold.

    Raises:
        ModelError: ``compressed-layout``, ``compressed-header``, ``compressed-truncated``, ``compressed-trailing``,
            ``compressed-code``, ``compressed-index``, ``compressed-non-finite``.
    """
    _check(layout)
    decoded = MODES[layout.mode](source, layout)
    return FILTERS[layout.filter](decoded, layout).reshape(-1)


def _check(layout: Layout) -> None:
    strides = MODE_STRIDES[layout.mode], FILTER_STRIDES[layout.filter]
    if not all(layout.stride in allowed for allowed in strides):
        got = f"{layout.stride} bytes"
        allowed = ", ".join(str(size) for size in strides[0] if size in strides[1])
        raise fault("compressed-layout", f"{layout.place}/byteStride", got, f"{allowed} for {layout.mode}")
    if layout.filter != "NONE" and layout.mode != "ATTRIBUTES":
        raise fault("compressed-layout", f"{layout.place}/filter", f"{layout.filter} on {layout.mode}", "NONE")
    if layout.mode == "TRIANGLES" and layout.count % 3:
        raise fault("compressed-layout", f"{layout.place}/count", layout.count, "three for each triangle")
