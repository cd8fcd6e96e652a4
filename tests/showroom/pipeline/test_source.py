"""Models and texts from disk."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import msgspec
import pytest

from showroom.errors import ModelError, NotFound, Rejected
from showroom.gltf import walk
from showroom.pipeline.source import open_model, read_text
from tests.showroom.gltf.models import glb, png, triangle

if TYPE_CHECKING:
    from pathlib import Path


def write_gltf(folder: Path, buffer_uri: str = "data/shoe%20%C3%BC.bin") -> Path:
    root, binary = triangle()
    root["buffers"][0]["uri"] = buffer_uri
    root["images"] = [{"uri": "weave.png"}]
    root["textures"] = [{"source": 0}]
    root["materials"] = [{"normalTexture": {"index": 0}}]
    (folder / "data").mkdir()
    (folder / "data" / "shoe ü.bin").write_bytes(binary)
    (folder / "weave.png").write_bytes(png(4, 4))
    path = folder / "shoe.gltf"
    path.write_bytes(msgspec.json.encode(root))
    return path


def test_a_glb_is_one_file(tmp_path: Path) -> None:
    path = tmp_path / "shoe.glb"
    path.write_bytes(glb(*triangle()))
    source = open_model(path)
    assert (source.name, source.size_bytes) == ("shoe.glb", path.stat().st_size)


def test_a_gltf_takes_its_neighbours_along(tmp_path: Path) -> None:
    source = open_model(write_gltf(tmp_path))
    assert sorted(source.resources) == ["data/shoe ü.bin", "weave.png"]
    assert source.size_bytes > len(source.data)
    assert walk.images(source.read())[0].width_px == 4


@pytest.mark.parametrize("uri", ["../secret.bin", "/etc/passwd", "https://example.org/a.bin", "..%2Fsecret.bin"])
def test_nothing_outside_the_folder_is_opened(tmp_path: Path, uri: str) -> None:
    source = open_model(write_gltf(tmp_path, uri))
    assert list(source.resources) == ["weave.png"]
    with pytest.raises(ModelError) as caught:
        source.read()
    assert caught.value.code == "external-uri"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as caught:
        open_model(tmp_path / "none.glb")
    assert (caught.value.code, caught.value.got) == ("no-such-file", str(tmp_path / "none.glb"))


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.glb"
    with path.open("wb") as file:
        file.write(struct.pack("<4sII", b"glTF", 2, 12))
        file.truncate(300 << 20)
    with pytest.raises(ModelError) as caught:
        open_model(path)
    assert caught.value.code == "too-large"


def test_text_must_be_utf8(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_bytes(b"name = '\xff'")
    with pytest.raises(Rejected) as caught:
        read_text(path)
    assert caught.value.code == "not-text"
