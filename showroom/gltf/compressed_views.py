"""Buffer views that meshopt compressed: their declarations, checked before anything is decoded.

Source: EXT_meshopt_compression, KHR_meshopt_compression (Khronos extension registry).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.gltf import meshopt
from showroom.gltf.faults import fault
from showroom.gltf.material_table import MESHOPT

if TYPE_CHECKING:
    from showroom.gltf.fields import Fields
    from showroom.gltf.limits import Limits

LAST_COUNT = 2**32 - 1
LARGEST_STRIDE = 256


def compression(view: Fields) -> Fields | None:
    """How a buffer view is compressed; None where it is not."""
    extensions = view.object("extensions")
    return next((extensions.object(name) for name in MESHOPT if extensions.has(name)), None)


def decoded(view: Fields, packed: Fields, source: memoryview, limits: Limits) -> memoryview:
    """The bytes that a compressed buffer view stands for.

    Args:
        view: the buffer view.
        packed: how it is compressed.
        source: the compressed bytes.
        limits: what is read at most.

    Raises:
        ModelError: ``bad-value``, ``compressed-count``, ``too-many-triangles`` and what `meshopt.decode` raises.
    """
    layout = meshopt.Layout(
        count=packed.integer("count", low=1, high=LAST_COUNT),
        stride=packed.integer("byteStride", low=1, high=LARGEST_STRIDE),
        mode=packed.text("mode", allowed=tuple(meshopt.MODE_STRIDES)),
        filter=packed.text("filter", "NONE", tuple(meshopt.FILTER_STRIDES)),
        place=packed.place,
    )
    length = view.integer("byteLength", low=1)
    if layout.size_bytes != length or view.integer("byteStride", default=layout.stride) != layout.stride:
        got = f"{layout.count:,} elements of {layout.stride} bytes"
        raise fault("compressed-count", packed.place, got, f"{length:,} bytes, as its buffer view says")
    if layout.mode == "TRIANGLES" and layout.count > 3 * limits.triangles:
        raise fault("too-many-triangles", packed.place, f"{layout.count // 3:,}", f"at most {limits.triangles:,}")
    return meshopt.decode(bytes(source), layout).data
