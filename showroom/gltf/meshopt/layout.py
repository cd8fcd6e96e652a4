"""What a compressed stream holds, and how it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.gltf.faults import fault

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from showroom.errors import ModelError

    Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Layout:
    """The elements of a compressed buffer view.

    Args:
        count: how many elements.
        stride: bytes of each.
        mode: ``ATTRIBUTES``, ``TRIANGLES`` or ``INDICES``.
        filter: ``NONE``, ``OCTAHEDRAL``, ``QUATERNION``, ``EXPONENTIAL`` or ``COLOR``.
        place: where they stand in the model.
    """

    count: int
    stride: int
    mode: str
    filter: str = "NONE"
    place: str = "compressed data"

    @property
    def size_bytes(self) -> int:
        """How much they take when they are decoded."""
        return self.count * self.stride

    def truncated(self, source: bytes) -> ModelError:
        """The error for a stream that ends before its last element."""
        got, allowed = f"{len(source):,} bytes", f"as many as {self.count:,} elements need"
        return fault("compressed-truncated", self.place, got, allowed)

    def trailing(self, size_bytes: int) -> ModelError:
        """The error for a stream that goes on after its last element."""
        allowed = f"nothing after {self.count:,} elements"
        return fault("compressed-trailing", self.place, f"{size_bytes:,} bytes more", allowed)

    def check_header(self, source: bytes, allowed: bytes) -> None:
        """Refuse a stream whose first byte is none of `allowed`."""
        if source[:1] and source[0] not in allowed:
            expected = " or ".join(f"0x{byte:02x}" for byte in allowed)
            raise fault("compressed-header", self.place, f"0x{source[0]:02x}", f"{expected} for {self.mode}")
