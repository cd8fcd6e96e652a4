"""PNG files without another library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from client.render import png
from showroom.errors import Unavailable

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
