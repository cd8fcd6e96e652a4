"""Pixel sizes from the headers of encoded images, without decoding them.

Source: PNG §11.2.1, JPEG (ITU-T T.81) §B.2.2, WebP container (RFC 9649), KTX 2.0 §3.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

PNG = b"\x89PNG\r\n\x1a\n"
KTX2 = b"\xabKTX 20\xbb\r\n\x1a\n"
LONGEST_HEADER = 10_000
"""JPEG segments that are looked at before the frame header must have come."""
MARKER = 0xFF
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
BARE = {0x01, *range(0xD0, 0xD9)}


@dataclass(frozen=True)
class Header:
    """What an image says about itself."""

    media_type: str
    width_px: int
    height_px: int


def read_header(data: bytes) -> Header | None:
    """Type and size of a PNG, JPEG, WebP or KTX2 image; None for anything else and for cut-off headers."""
    try:
        if data.startswith(PNG) and data[12:16] == b"IHDR":
            return Header("image/png", *struct.unpack_from(">II", data, 16))
        if data.startswith(b"\xff\xd8"):
            return _jpeg(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
        if data.startswith(KTX2):
            width, height = struct.unpack_from("<II", data, 20)
            return Header("image/ktx2", width, max(height, 1))
    except (struct.error, IndexError):
        return None
    return None


def _jpeg(data: bytes) -> Header | None:
    position = 2
    for _ in range(LONGEST_HEADER):
        if data[position] != MARKER:
            return None
        marker = data[position + 1]
        if marker == MARKER:  # a fill byte
            position += 1
            continue
        if marker in FRAMES:
            height, width = struct.unpack_from(">HH", data, position + 5)
            return Header("image/jpeg", width, height)
        position += 2 if marker in BARE else 2 + int.from_bytes(data[position + 2 : position + 4], "big")
    return None


def _webp(data: bytes) -> Header | None:
    kind = data[12:16]
    if kind == b"VP8X":
        return Header("image/webp", _uint24(data, 24) + 1, _uint24(data, 27) + 1)
    if kind == b"VP8L" and data[20] == 0x2F:  # noqa: PLR2004 - the signature of the lossless stream
        bits = struct.unpack_from("<I", data, 21)[0]
        return Header("image/webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", data, 26)
        return Header("image/webp", width & 0x3FFF, height & 0x3FFF)
    return None


def _uint24(data: bytes, offset: int) -> int:
    low, high = struct.unpack_from("<HB", data, offset)
    return int(low | high << 16)
