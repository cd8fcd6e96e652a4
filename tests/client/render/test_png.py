"""PNG files without another library."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image as Pillow

from client.render import png
from showroom.errors import Rejected, Unavailable

if TYPE_CHECKING:
    from pathlib import Path


def test_a_picture_survives_encoding(tmp_path: Path) -> None:
    picture = np.random.default_rng(1).integers(0, 256, (9, 13, 3)).astype(np.uint8)

    png.write(picture, tmp_path / "new" / "picture.png")
    data = (tmp_path / "new" / "picture.png").read_bytes()

    assert data.startswith(b"\x89PNG\r\n")
    assert np.array_equal(png.decode(data), picture)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(Unavailable, match="cannot-write"):
        png.write(np.zeros((2, 2, 3), dtype=np.uint8), tmp_path / "file" / "picture.png")


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L", "LA", "P"])
def test_a_picture_from_outside_is_read_with_what_shines_through(mode: str) -> None:
    picture = np.zeros((9, 13, 4), np.uint8)
    picture[...] = (90, 90, 90, 255) if mode in {"RGB", "L", "P"} else (90, 90, 90, 40)
    picture[2:5, 3:8] = (200, 200, 200, 255)
    buffer = io.BytesIO()
    Pillow.fromarray(picture).convert(mode).save(buffer, "PNG")

    assert np.array_equal(png.decode_rgba(buffer.getvalue()), picture)


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n and no more"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Rejected) as refused:
        png.decode_rgba(data)
    assert refused.value.code == "unreadable-picture"
