"""Moods and their cache."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from client.render.light import MOODS, STUDIO, baked, mood_from_file

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHOWROOM_CACHE_DIR", str(tmp_path))
    baked.cache_clear()
    return tmp_path / "light"


def test_light_is_integrated_once_and_read_from_the_cache_afterwards(cache: Path) -> None:
    first = baked(STUDIO)
    files = list(cache.iterdir())
    written = files[0].stat().st_mtime_ns
    baked.cache_clear()
    second = baked(STUDIO)

    assert [file.name for file in files] == [f"{STUDIO.key}.npz"]
    assert files[0].stat().st_mtime_ns == written
    assert np.array_equal(first.irradiance, second.irradiance)
    assert all(np.array_equal(a, b) for a, b in zip(first.specular, second.specular, strict=True))


def test_a_damaged_cache_file_is_made_again(cache: Path) -> None:
    first = baked(STUDIO)
    path = next(cache.iterdir())
    path.write_bytes(path.read_bytes()[:1000])
    baked.cache_clear()

    assert np.array_equal(baked(STUDIO).irradiance, first.irradiance)
    assert path.stat().st_size > 1000


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    monkeypatch.setenv("SHOWROOM_CACHE_DIR", str(blocked))
    baked.cache_clear()

    assert baked(STUDIO).irradiance.shape == (9, 3)


def test_the_key_follows_the_surroundings_and_not_the_exposure() -> None:
    assert len({mood.key for mood in MOODS.values()}) == len(MOODS)
    assert replace(STUDIO, exposure=2.0).key == STUDIO.key
    assert mood_from_file(b"one").key != mood_from_file(b"two").key
