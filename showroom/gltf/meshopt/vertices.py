"""The vertex codec, versions 0 and 1.

Elements are stored in blocks; a block holds, for each byte of the element, groups of sixteen deltas whose packed size
is known only from their contents. So one loop finds where the groups begin, and numpy unpacks all of a kind at once.

Source: EXT_meshopt_compression, appendix A, mode 0 (attributes); KHR_meshopt_compression for version 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from showroom.gltf.faults import fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from showroom.gltf.meshopt.layout import Bytes, Layout

HEADERS = bytes((0xA0, 0xA1))
BLOCK_BYTES = 8192
BLOCK_ELEMENTS = 256
GROUP = 16
LEAST_TAIL = (32, 24)
"""The end of a stream is padded to so many bytes, by version."""
WIDTHS = ((0, 2, 4, 8), (0, 1, 2, 4), (1, 2, 4, 8))
"""Bits of a delta by the two bits in the header of its group: in version 0, and for the control modes 0 and 1."""
ALL_ZERO, VERBATIM = 2, 3
"""The other two control modes of version 1: a whole row of a block is zero, or stands there byte by byte."""
SENTINELS = {1: 0xFFFF, 2: 0x55555555, 4: 0x1111111111111111}
"""One bit for each delta of a group, by the bits of a delta."""
BATCH = 1 << 16
"""Groups that are unpacked at once: enough for numpy, and few enough for memory."""
BYTES, WORDS, ROTATED = 0, 1, 2
"""Channels of version 1: how four bytes of an element follow from those of the element before."""


def decode_vertices(source: bytes, layout: Layout) -> Bytes:
    """Decode a vertex stream to shape (count, stride)."""
    layout.check_header(source, HEADERS)
    version = source[0] & 15 if source else 0
    tail = layout.stride + (layout.stride // 4 if version else 0)
    end = len(source) - max(tail, LEAST_TAIL[version])
    if end < 1:
        raise layout.truncated(source)
    first = np.frombuffer(source, np.uint8, layout.stride, len(source) - tail)
    channels = source[len(source) - tail + layout.stride :] if version else bytes(layout.stride // 4)
    rows = _Rows(source, layout, version, end).unpacked()
    return _undone(rows, first, channels, layout)


class _Rows:
    """Unpacks deltas: one row for each byte of an element, padded to whole groups."""

    def __init__(self, source: bytes, layout: Layout, version: int, end: int) -> None:
        self._source = source
        self._bytes = np.frombuffer(source, np.uint8)
        self._layout = layout
        self._version = version
        self._end = end
        self._position = 1
        self._row_groups = -(-layout.count // GROUP)
        self._rows = np.zeros((layout.stride, self._row_groups * GROUP), np.uint8)
        self._found: dict[int, tuple[list[int], list[int]]] = {bits: ([], []) for bits in (1, 2, 4, 8)}
        self._waiting = 0

    def unpacked(self) -> Bytes:
        """All deltas, shape (stride, count rounded up to 16)."""
        size = min(BLOCK_BYTES // self._layout.stride & ~(GROUP - 1), BLOCK_ELEMENTS)
        for start in range(0, self._layout.count, size):
            self._block(start, min(size, self._layout.count - start))
        self._flush()
        if self._position != self._end:
            raise self._layout.trailing(self._end - self._position)
        return self._rows

    def _take(self, size_bytes: int) -> int:
        """Move on; the position before."""
        start = self._position
        self._position += size_bytes
        if self._position > self._end:
            raise self._layout.truncated(self._source)
        return start

    def _block(self, start: int, count: int) -> None:
        for row, mode in enumerate(self._controls()):
            if mode == VERBATIM and self._version:
                offset = self._take(count)
                self._rows[row, start : start + count] = self._bytes[offset : offset + count]
            elif mode != ALL_ZERO or not self._version:
                widths = WIDTHS[mode + 1 if self._version else 0]
                self._groups(row * self._row_groups + start // GROUP, -(-count // GROUP), widths)
        if self._waiting > BATCH:
            self._flush()

    def _controls(self) -> Iterator[int]:
        """The control mode of each row of a block."""
        if not self._version:
            return iter(bytes(self._layout.stride))
        offset = self._take(self._layout.stride // 4)
        packed = self._source[offset : self._position]
        return (byte >> shift & 3 for byte in packed for shift in (0, 2, 4, 6))

    def _groups(self, first_slot: int, count: int, widths: tuple[int, ...]) -> None:
        """Find where the groups of one row of a block begin."""
        offset = self._take(-(-count // 4))
        kinds = int.from_bytes(self._source[offset : self._position], "little")
        for slot in range(first_slot, first_slot + count):
            bits = widths[kinds & 3]
            kinds >>= 2
            if bits:
                slots, offsets = self._found[bits]
                slots.append(slot)
                offsets.append(self._take(2 * bits))
                if bits in SENTINELS:
                    self._take(_escapes(self._source[self._position - 2 * bits : self._position], bits))
        self._waiting += count

    def _flush(self) -> None:
        groups = self._rows.reshape(-1, GROUP)
        for bits, (slots, offsets) in self._found.items():
            if slots:
                groups[slots] = _unpacked(self._bytes, np.array(offsets), bits)
                slots.clear()
                offsets.clear()
        self._waiting = 0


def _escapes(packed: bytes, bits: int) -> int:
    """How many deltas of a group are all ones, and so stand in full behind it."""
    value = int.from_bytes(packed, "little")
    for shift in (1, 2)[: bits.bit_length() - 1]:
        value &= value >> shift
    return (value & SENTINELS[bits]).bit_count()


def _unpacked(source: Bytes, offsets: NDArray[np.int64], bits: int) -> Bytes:
    """The groups of deltas of `bits` bits that begin at `offsets`, shape (n, 16)."""
    packed: Bytes = source[offsets[:, None] + np.arange(2 * bits)]
    if bits == 8:  # noqa: PLR2004 - whole bytes
        return packed
    shifts = np.arange(0, 8, bits, dtype=np.uint8)
    order = shifts if bits == 1 else shifts[::-1]
    deltas: Bytes = (packed[:, :, None] >> order & np.uint8((1 << bits) - 1)).reshape(-1, GROUP)
    escaped = deltas == (1 << bits) - 1
    behind = offsets[:, None] + 2 * bits - 1 + np.cumsum(escaped, axis=1)
    deltas[escaped] = source[behind[escaped]]
    return deltas


def _undone(rows: Bytes, first: Bytes, channels: bytes, layout: Layout) -> Bytes:
    """Elements from their deltas: running sums, or running exclusive ors, over all elements."""
    result = np.empty((layout.count, layout.stride), np.uint8)
    for index, channel in enumerate(channels):
        columns = slice(4 * index, 4 * index + 4)
        deltas = np.ascontiguousarray(rows[columns, : layout.count].T)
        kind = channel & 3
        if kind == BYTES:
            result[:, columns] = np.cumsum(_unzigzagged(deltas), axis=0, dtype=np.uint8) + first[columns]
        elif kind == WORDS:
            words = np.cumsum(_unzigzagged(deltas.view("<u2")), axis=0, dtype=np.uint16) + first[columns].view("<u2")
            result[:, columns] = words.astype("<u2").view(np.uint8)
        elif kind == ROTATED:
            result[:, columns] = _rotated(deltas, first[columns], channel >> 4)
        else:
            raise fault("compressed-code", layout.place, f"channel {kind}", "0, 1 or 2")
    return result


def _unzigzagged(deltas: NDArray[Any]) -> NDArray[Any]:
    """Zigzag undone: 0, 1, 2, 3 … stand for 0, -1, 1, -2 …, wrapping as unsigned numbers do."""
    return np.asarray(deltas >> 1 ^ np.negative(deltas & 1), deltas.dtype)


def _rotated(deltas: Bytes, first: Bytes, bits: int) -> Bytes:
    """Four bytes as one number, its deltas rotated right by `bits` and joined by exclusive or."""
    numbers = deltas.view("<u4")
    turned = numbers >> bits | numbers << (32 - bits) if bits else numbers
    joined = np.bitwise_xor.accumulate(turned, axis=0) ^ first.view("<u4")
    return np.asarray(joined, "<u4").view(np.uint8)
