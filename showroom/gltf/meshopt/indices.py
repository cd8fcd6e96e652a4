"""The index codecs: triangles over recently used edges and vertices, and plain sequences.

Source: EXT_meshopt_compression, appendix A, modes 1 (triangles) and 2 (indices).
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from showroom.gltf.faults import fault

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.errors import ModelError
    from showroom.gltf.meshopt.layout import Bytes, Layout

TRIANGLES_HEADER = bytes((0xE1,))
SEQUENCE_HEADER = bytes((0xD1,))
COMMON_CODES = 16
"""Bytes of the table at the end of a triangle stream."""
SEQUENCE_TAIL = 4
RECENT = 16
UNKNOWN = 0xFFFF_FFFF
"""What the lists of recent edges and vertices hold before anything was used."""
WRAP = 0xFFFF_FFFF
LONGEST_NUMBER = 5
"""Bytes that a number takes at most: seven bits in each."""
NEW_EDGE = 15
PREVIOUS, NEXT, FREE = 13, 14, 15


def decode_triangles(source: bytes, layout: Layout) -> Bytes:
    """Decode a triangle stream to shape (count, stride)."""
    layout.check_header(source, TRIANGLES_HEADER)
    triangles = layout.count // 3
    if len(source) < 1 + triangles + COMMON_CODES:
        raise layout.truncated(source)
    stream = _Triangles(source, 1 + triangles, layout)
    corners: list[int] = []
    for code in source[1 : 1 + triangles]:
        corners += stream.beside(code) if code >> 4 != NEW_EDGE else stream.apart(code & 15)
    stream.check_end()
    return _stored(np.array(corners, np.int64), layout)


class _Triangles:
    """What a decoder remembers from triangle to triangle."""

    def __init__(self, source: bytes, position: int, layout: Layout) -> None:
        self._source = source
        self._position = position
        self._end = len(source) - COMMON_CODES
        self._layout = layout
        self._edges = deque([(UNKNOWN, UNKNOWN)] * RECENT, RECENT)
        self._vertices = deque([UNKNOWN] * RECENT, RECENT)
        self._next = 0
        self._last = 0

    def beside(self, code: int) -> tuple[int, int, int]:
        """A triangle at a recent edge."""
        a, b = self._edges[code >> 4]
        kind = code & 15
        if 0 < kind < PREVIOUS:
            c = self._vertices[kind]
        else:
            c = self._fresh() if kind == 0 else self._near(kind)
            self._vertices.appendleft(c)
        self._edges.extendleft(((c, b), (a, c)))
        return a, b, c

    def apart(self, kind: int) -> tuple[int, int, int]:
        """A triangle that shares no recent edge; its other corners may be recent."""
        common = kind < NEXT
        pair = self._source[self._end + kind] if common else self._byte()
        if pair == 0 and not common:
            self._next = 0
        a = self._near(FREE) if kind == FREE else self._fresh()
        second, third = pair >> 4, pair & 15
        b = self._corner(second, common=common)
        c = self._corner(third, common=common)
        self._vertices.appendleft(a)
        if second == 0 or (second == FREE and not common):
            self._vertices.appendleft(b)
        if third == 0 or (third == FREE and not common):
            self._vertices.appendleft(c)
        self._edges.extendleft(((b, a), (c, b), (a, c)))
        return a, b, c

    def check_end(self) -> None:
        """Refuse a stream that holds more than its triangles."""
        if self._position != self._end:
            raise self._layout.trailing(self._end - self._position)

    def _corner(self, code: int, *, common: bool) -> int:
        if code == 0:
            return self._fresh()
        return self._near(FREE) if code == FREE and not common else self._vertices[code - 1]

    def _fresh(self) -> int:
        """The next vertex that nothing has used yet."""
        self._next += 1
        return self._next - 1

    def _near(self, kind: int) -> int:
        """A vertex by its distance from the last one that was found this way."""
        if kind == FREE:
            number = self._number()
            self._last += number >> 1 ^ -(number & 1)
        else:
            self._last += 1 if kind == NEXT else -1
        self._last &= WRAP
        return self._last

    def _number(self) -> int:
        number = 0
        for shift in range(0, 7 * LONGEST_NUMBER, 7):
            byte = self._byte()
            number |= (byte & 127) << shift
            if byte < 128:  # noqa: PLR2004 - the highest bit says that more follows
                return number & WRAP
        raise _endless(self._layout)

    def _byte(self) -> int:
        if self._position >= self._end:
            raise self._layout.truncated(self._source)
        self._position += 1
        return self._source[self._position - 1]


def decode_sequence(source: bytes, layout: Layout) -> Bytes:
    """Decode a sequence of indices to shape (count, stride)."""
    layout.check_header(source, SEQUENCE_HEADER)
    if len(source) < 1 + layout.count + SEQUENCE_TAIL:
        raise layout.truncated(source)
    packed = np.frombuffer(source, np.uint8)[1 : len(source) - SEQUENCE_TAIL]
    numbers = _numbers(packed, source, layout)
    first = (numbers & 1).astype(bool)
    deltas = numbers >> 2 ^ -(numbers >> 1 & 1)
    result = np.empty(layout.count, np.int64)
    for baseline in (False, True):
        result[first == baseline] = np.cumsum(deltas[first == baseline])
    return _stored(result & WRAP, layout)


def _numbers(packed: Bytes, source: bytes, layout: Layout) -> NDArray[np.int64]:
    """The numbers of seven bits a byte (LEB128) that `packed` holds, exactly as many as there are elements."""
    ends = np.flatnonzero(packed < 128)  # noqa: PLR2004 - the highest bit says that more follows
    if len(ends) < layout.count:
        raise layout.truncated(source)
    last = int(ends[layout.count - 1]) + 1
    if last != len(packed):
        raise layout.trailing(len(packed) - last)
    starts = np.concatenate(([0], ends[:-1] + 1))
    lengths = ends - starts + 1
    if lengths.max() > LONGEST_NUMBER:
        raise _endless(layout)
    shifts = 7 * (np.arange(len(packed)) - np.repeat(starts, lengths))
    return np.add.reduceat((packed & 127).astype(np.int64) << shifts, starts) & WRAP


def _endless(layout: Layout) -> ModelError:
    return fault("compressed-code", layout.place, "an index of over 5 bytes", "at most 5 bytes")


def _stored(indices: NDArray[np.int64], layout: Layout) -> Bytes:
    """Indices as the little-endian bytes that an accessor reads."""
    most = (1 << 8 * layout.stride) - 1
    largest = int(indices.max(initial=0))
    if largest > most or largest == UNKNOWN:
        raise fault("compressed-index", layout.place, f"vertex {largest:,}", f"at most {min(most, UNKNOWN - 1):,}")
    return indices.astype(f"<u{layout.stride}").view(np.uint8).reshape(layout.count, layout.stride)
