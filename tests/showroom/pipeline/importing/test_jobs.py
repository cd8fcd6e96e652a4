"""What lies in a folder, and what was saved there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from showroom.errors import NotFound, Rejected
from showroom.pipeline.importing.jobs import find_jobs
from showroom.pipeline.importing.watching import FolderWatch

if TYPE_CHECKING:
    from pathlib import Path


def lay(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", "utf-8")


def test_a_model_belongs_to_the_file_of_its_name_or_to_the_one_beside_it(tmp_path: Path) -> None:
    lay(tmp_path, "a.glb", "a.toml", "b/model.gltf", "b/product.toml", "c.GLB", ".hidden/d.glb", "note.txt")
    lay(tmp_path, "two/e.glb", "two/f.glb", "two/product.toml")
    found = {job.name: job.product and str(job.product.relative_to(tmp_path)) for job in find_jobs(tmp_path)}
    assert found == {
        "a.glb": "a.toml",
        "b/model.gltf": "b/product.toml",
        "c.GLB": None,
        "two/e.glb": None,
        "two/f.glb": None,
    }


def test_a_manifest_says_it_explicitly(tmp_path: Path) -> None:
    lay(tmp_path, "a.glb", "files/one.toml")
    manifest = tmp_path / "import.toml"
    manifest.write_text('[[products]]\nmodel = "a.glb"\nproduct = "files/one.toml"', "utf-8")
    for place in (tmp_path, manifest):
        (job,) = find_jobs(place)
        assert (job.model, job.product) == (tmp_path / "a.glb", tmp_path / "files" / "one.toml")


@pytest.mark.parametrize(
    "text",
    ["products = 3", "[[products]]", '[[products]]\nmodel = "a.glb"', "[[products]]\nmodel = 1\nproduct = 2", "= ="],
)
def test_a_manifest_that_is_none_is_refused_with_its_place(tmp_path: Path, text: str) -> None:
    (tmp_path / "import.toml").write_text(text, "utf-8")
    with pytest.raises(Rejected) as caught:
        find_jobs(tmp_path)
    assert caught.value.code == "bad-manifest"
    assert caught.value.place.endswith("import.toml")


def test_an_empty_folder_and_a_missing_one_say_so(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="nothing-to-import"):
        find_jobs(tmp_path)
    with pytest.raises(NotFound, match="no-such-file"):
        find_jobs(tmp_path / "none")


def names(watch: FolderWatch, now_s: float) -> list[str]:
    return [job.name for job in watch.saved(now_s)]


def test_a_save_is_taken_once_it_was_quiet_for_a_while(tmp_path: Path) -> None:
    lay(tmp_path, "a.glb", "a.toml", "b.glb", "b.toml")
    watch = FolderWatch(tmp_path, quiet_s=1.0)
    assert names(watch, 0.0) == []
    assert names(watch, 1.0) == ["a.glb", "b.glb"]
    assert names(watch, 5.0) == []
    (tmp_path / "b.toml").write_text("price", "utf-8")
    assert names(watch, 6.0) == []
    (tmp_path / "b.toml").write_text("price and more", "utf-8")  # a program that writes in pieces
    assert names(watch, 6.9) == []
    assert names(watch, 7.5) == []
    assert names(watch, 7.9) == ["b.glb"]
    assert names(watch, 9.0) == []


def test_the_pictures_beside_a_gltf_count_and_a_deleted_model_is_forgotten_until_it_returns(tmp_path: Path) -> None:
    lay(tmp_path, "a/model.gltf", "a/product.toml", "a/paint.png")
    watch = FolderWatch(tmp_path, quiet_s=0.0)
    names(watch, 0.0)
    assert names(watch, 1.0) == ["a/model.gltf"]
    (tmp_path / "a" / "paint.png").write_text("other", "utf-8")
    assert [names(watch, 2.0), names(watch, 3.0)] == [[], ["a/model.gltf"]]
    (tmp_path / "a" / "model.gltf").unlink()
    assert names(watch, 4.0) == []
    lay(tmp_path, "a/model.gltf")
    assert [names(watch, 5.0), names(watch, 6.0)] == [[], ["a/model.gltf"]]
