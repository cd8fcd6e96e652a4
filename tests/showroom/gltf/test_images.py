"""Pixel sizes out of image headers."""

from __future__ import annotations

import io

import pytest
from PIL import Image as Pillow

from showroom.gltf.images import read_header
from tests.showroom.gltf.models import png


def encoded(kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    Pillow.new("RGB", (37, 21), (200, 90, 10)).save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (encoded("PNG"), "image/png"),
        (encoded("JPEG"), "image/jpeg"),
        (encoded("JPEG", progressive=True), "image/jpeg"),
        (encoded("WEBP"), "image/webp"),
        (encoded("WEBP", lossless=True), "image/webp"),
    ],
    ids=["png", "jpeg", "progressive jpeg", "webp", "lossless webp"],
)
def test_the_header_says_what_a_decoder_says(data: bytes, media_type: str) -> None:
    header = read_header(data)
    assert header is not None
    assert (header.media_type, header.width_px, header.height_px) == (media_type, 37, 21)


def test_an_extended_webp_is_read() -> None:
    header = read_header(b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\x03\0\0" + b"\x01\0\0")
    assert header is not None
    assert (header.width_px, header.height_px) == (4, 2)


def test_a_ktx2_is_read() -> None:
    data = b"\xabKTX 20\xbb\r\n\x1a\n" + bytes(8) + (64).to_bytes(4, "little") + (32).to_bytes(4, "little")
    header = read_header(data)
    assert header is not None
    assert (header.media_type, header.width_px, header.height_px) == ("image/ktx2", 64, 32)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_no_cut_header_raises(kind: str) -> None:
    data = encoded(kind)
    for length in range(min(len(data), 700)):
        read_header(data[:length])


def test_endless_jpeg_segments_end() -> None:
    assert read_header(b"\xff\xd8" + b"\xff\xe0\x00\x02" * 100_000) is None
    assert read_header(b"\xff\xd8" + b"\xff" * 100_000) is None


def test_other_data_has_no_header() -> None:
    assert read_header(b"") is None
    assert read_header(b"GIF89a" + bytes(40)) is None
    assert read_header(png(2, 2)[:20]) is None
