"""Files are kept by what is in them."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest

from client.net.cache import FileCache
from showroom.errors import Unavailable

if TYPE_CHECKING:
    from pathlib import Path


class Shop:
    """Files by their hash, and how often they were asked for."""

    def __init__(self, *contents: bytes) -> None:
        self.files = {hashlib.sha256(data).hexdigest(): data for data in contents}
        self.asked: list[str] = []

    def download(self, sha256: str) -> bytes:
        self.asked.append(sha256)
        return self.files[sha256]


def test_a_file_is_downloaded_once(tmp_path: Path) -> None:
    shop, cache = Shop(b"shoe"), FileCache(tmp_path)
    (sha256,) = shop.files
    assert cache.get(sha256, shop.download) == b"shoe"
    assert cache.get(sha256, shop.download) == b"shoe"
    assert FileCache(tmp_path).get(sha256, shop.download) == b"shoe"
    assert shop.asked == [sha256]


def test_a_damaged_file_is_downloaded_again(tmp_path: Path) -> None:
    shop, cache = Shop(b"shoe"), FileCache(tmp_path)
    (sha256,) = shop.files
    cache.get(sha256, shop.download)
    (path,) = tmp_path.glob("??/*")
    path.write_bytes(b"shoo")
    assert cache.get(sha256, shop.download) == b"shoe"
    assert len(shop.asked) == 2
    assert path.read_bytes() == b"shoe"


def test_other_bytes_than_asked_for_are_refused_and_not_kept(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="bad-file"):
        FileCache(tmp_path).get("0" * 64, lambda _: b"something else")
    assert not list(tmp_path.glob("??/*"))


def test_the_least_recently_used_files_go_first(tmp_path: Path) -> None:
    shop = Shop(b"a" * 40, b"b" * 40, b"c" * 40)
    cache = FileCache(tmp_path, limit_bytes=100)
    first, second, third = shop.files
    for age_s, sha256 in ((300, first), (200, second)):
        cache.get(sha256, shop.download)
        path = tmp_path / sha256[:2] / sha256
        stamp = path.stat().st_mtime - age_s
        os.utime(path, (stamp, stamp))
    cache.get(first, shop.download)  # used again: now the second one is the oldest
    cache.get(third, shop.download)
    assert cache.size_bytes() == 80
    assert not (tmp_path / second[:2] / second).exists()


def test_a_file_larger_than_the_limit_is_still_used(tmp_path: Path) -> None:
    shop = Shop(b"x" * 200)
    (sha256,) = shop.files
    assert len(FileCache(tmp_path, limit_bytes=100).get(sha256, shop.download)) == 200


def test_a_folder_that_cannot_be_written_costs_only_the_download(tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_bytes(b"a file where the folder should be")
    shop = Shop(b"shoe")
    (sha256,) = shop.files
    assert FileCache(blocked).get(sha256, shop.download) == b"shoe"
