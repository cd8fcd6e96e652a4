"""Whatever happens to an import, the catalogue is as it was or as it was to be."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from server.store.folder import open_data_folder
from showroom.errors import Rejected
from showroom.gltf.writer import write
from showroom.pipeline.importer import import_model
from tests.showroom.gltf.models import shoe
from tests.showroom.pipeline.clean_product import clean
from tests.showroom.pipeline.products import PRODUCT, source

ROOT = Path(__file__).resolve().parents[4]
NOW_S = 1_800_000_000.0
MOST_BYTES = 36 << 10
"""Enough for what SQLite keeps beside its database, less than the model."""
WORDS = ("assets", "import", "shoe.glb", "--product", "runner.toml", "--no-proof", "--no-poster", "--data", "data")


def publish(data: Path, text: str = PRODUCT) -> None:
    folder = open_data_folder(data)
    import_model(source(), text, "runner.toml", folder, now_s=NOW_S)
    folder.close()


@pytest.mark.timeout(240)  # a hundred imports
def test_killed_at_every_step_an_import_leaves_the_catalogue_as_it_was(tmp_path: Path) -> None:
    publish(tmp_path / "data")
    done = subprocess.run(
        [sys.executable, "-m", "tests.showroom.pipeline.importing.dying", str(tmp_path / "data")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    match = re.fullmatch(r"(\d+) steps, (\d+) after the commit\n", done.stdout)
    assert match is not None, done.stdout
    assert int(match[1]) > 20


def test_two_imports_of_one_product_at_once_are_one_after_the_other_or_a_clear_conflict(tmp_path: Path) -> None:
    def one(price: str) -> str:
        try:
            publish(tmp_path, PRODUCT.replace("12900", price))
        except Rejected as error:
            return error.code
        return "published"

    open_data_folder(tmp_path).close()
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(one, ("100", "200", "300", "400")))
    assert set(results) <= {"published", "stale-revision"}
    folder = open_data_folder(tmp_path)
    revisions = folder.catalogue.revisions("runner")
    assert [one.revision for one in revisions] == list(range(1, results.count("published") + 1))
    assert len(folder.facts.after(0)) == len(revisions)
    folder.close()


def test_products_imported_at_once_all_stand_with_tags_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("showroom.codes._TAG_BITS", 2)  # four tags for four products: they are bound to meet
    open_data_folder(tmp_path).close()
    names = ("a", "b", "c", "d")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda name: publish(tmp_path, PRODUCT.replace('"runner"', f'"{name}"')), names))
    folder = open_data_folder(tmp_path)
    assert sorted(folder.catalogue.tags()) == list(names)
    assert sorted(folder.catalogue.tags().values()) == [0, 1, 2, 3]
    folder.close()


def lay(folder: Path) -> None:
    (folder / "shoe.glb").write_bytes(write(shoe()))
    (folder / "runner.toml").write_text(PRODUCT.replace("12900", "9900"), "utf-8")


def standing(data: Path) -> list[int]:
    folder = open_data_folder(data)
    prices = [one.product.price for one in folder.catalogue.catalogue().products]
    folder.close()
    return prices


def test_where_files_may_grow_no_further_the_import_says_so_and_changes_nothing(tmp_path: Path) -> None:
    publish(tmp_path / "data")
    lay(tmp_path)
    (tmp_path / "shoe.glb").write_bytes(write(clean(1)))
    done = subprocess.run(
        [sys.executable, "-m", "showroom.cli", *WORDS],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_BYTES, MOST_BYTES)),
    )
    assert done.returncode == 1
    assert "error: disk-full: the system lets files grow no further" in done.stderr
    assert standing(tmp_path / "data") == [12900]
    assert not list((tmp_path / "data" / "files").rglob(".new-*"))


def namespaces() -> bool:
    """Whether an unprivileged user may mount a file system of their own."""
    unshare = shutil.which("unshare")
    command = [unshare or "", "-rm", "sh", "-c", "mount -t tmpfs -o size=64k none /mnt"]
    return unshare is not None and subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(
    "CI" not in os.environ and not namespaces(), reason="this system lets nobody mount a small file system"
)
@pytest.mark.parametrize("size_kib", [16, 192])
def test_a_full_disk_is_a_clear_error_wherever_it_ends(tmp_path: Path, size_kib: int) -> None:
    """A real, small disk: too small for the database, for its log, or for the files."""
    lay(tmp_path)
    (tmp_path / "disk").mkdir()
    script = f"""
mount -t tmpfs -o size={size_kib}k none disk
mkdir disk/data
"$0" -m showroom.cli assets import shoe.glb --product runner.toml --no-proof --no-poster --data disk/data
echo "status $?"
"$0" -m showroom.cli assets list --data disk/data
"""
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, sys.executable],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"},
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )
    assert "Traceback" not in done.stderr, done.stderr
    if "status 0" in done.stdout:
        assert "runner" in done.stdout
    else:
        assert "status 1" in done.stdout
        assert "error: disk-full" in done.stderr
        assert "€99.00" not in done.stdout
