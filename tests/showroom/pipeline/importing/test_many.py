"""Importing folders with real worker processes: gathered errors, going on, and what a killed run leaves."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from server.store.folder import open_data_folder
from showroom.gltf.writer import write
from showroom.pipeline.importer import ImportOptions
from showroom.pipeline.importing.bar import Bar
from showroom.pipeline.importing.jobs import find_jobs
from showroom.pipeline.importing.many import Summary, import_many
from showroom.pipeline.importing.work import Failure, Outcome, Setup
from tests.showroom.gltf.models import shoe
from tests.showroom.pipeline.products import PRODUCT

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

ROOT = Path(__file__).resolve().parents[4]


def fill(folder: Path, *ids: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in ids:
        (folder / f"{name}.glb").write_bytes(write(shoe()))
        (folder / f"{name}.toml").write_text(PRODUCT.replace('"runner"', f'"{name}"'), "utf-8")
    return folder


def run(folder: Path, data: Path, workers: int = 2, tell: Callable[[Outcome], None] = lambda _: None) -> Summary:
    return import_many(find_jobs(folder), Setup(data, None, ImportOptions(), poster=False), workers, tell)


def published(data: Path) -> list[str]:
    folder = open_data_folder(data)
    names = [one.product.id for one in folder.catalogue.catalogue().products]
    tags = set(folder.catalogue.tags().values())
    folder.close()
    assert len(tags) == len(names)
    return names


def test_everything_right_is_published_and_everything_wrong_told_by_product(tmp_path: Path) -> None:
    models = fill(tmp_path / "models", "a", "b", "c", "d")
    (models / "b.glb").write_bytes(write(shoe())[:200])
    (models / "c.toml").write_text(PRODUCT.replace("12900", "-5"), "utf-8")
    (models / "d.toml").write_text(PRODUCT.replace('"runner"', '"a"'), "utf-8")
    (models / "e.glb").write_bytes(write(shoe()))
    summary = run(models, tmp_path / "data")
    codes = {one.name: one.failure.code for one in summary.failures if one.failure}
    assert codes == {
        "b.glb": "truncated",
        "c.glb": "negative-price",
        "d.glb": "same-product",
        "e.glb": "no-product-file",
    }
    assert published(tmp_path / "data") == ["a"]
    assert summary.outcomes[0].peak_bytes > 1 << 20


def test_the_next_run_does_only_what_is_left(tmp_path: Path) -> None:
    models = fill(tmp_path / "models", "a", "b")
    run(models, tmp_path / "data")
    fill(models, "c")
    assert [one.done for one in run(models, tmp_path / "data").outcomes] == ["unchanged", "unchanged", "live"]


def test_no_worker_is_started_where_nothing_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = fill(tmp_path / "models", "a", "b")
    run(models, tmp_path / "data")
    monkeypatch.setattr("showroom.pipeline.importing.many.run_jobs", None)
    assert {one.done for one in run(models, tmp_path / "data").outcomes} == {"unchanged"}


def test_a_run_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    models = fill(tmp_path / "models", "a", "b", "c", "d", "e", "f")
    command = [sys.executable, "-m", "showroom.cli", "assets", "import", str(models), "--data", str(tmp_path / "data")]
    process = subprocess.Popen(
        [*command, "--no-proof", "--no-poster", "--jobs", "1"], stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stderr is not None
    said = process.stderr.readline()  # one is published, the next is under way
    process.kill()
    process.communicate(timeout=30)
    assert "1 of 6: ✓ a: live" in said
    outcomes = [one.done for one in run(models, tmp_path / "data").outcomes]
    assert outcomes[0] == "unchanged"
    assert set(outcomes) <= {"unchanged", "live"}
    assert published(tmp_path / "data") == ["a", "b", "c", "d", "e", "f"]


def test_a_worker_that_dies_takes_only_its_product_with_it(tmp_path: Path) -> None:
    models = fill(tmp_path / "models", "a", "b", "c")
    killed: list[int] = []

    def kill_worker(outcome: Outcome) -> None:
        if outcome.name == "a.glb":
            with contextlib.suppress(ProcessLookupError):
                pid = children_of(os.getpid())[-1]
                killed.append(pid)
                os.kill(pid, signal.SIGKILL)

    summary = run(models, tmp_path / "data", workers=1, tell=kill_worker)
    assert killed
    assert {one.failure.code for one in summary.failures if one.failure} == {"worker-died"}
    assert len(summary.failures) == 1
    assert len(published(tmp_path / "data")) == 2


def children_of(pid: int) -> list[int]:
    """Spawned workers of a process, oldest first."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    workers = [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
    return sorted(workers)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_grows_and_names_what_fails() -> None:
    screen = Terminal()
    bar = Bar(2, screen)
    bar.begin()
    bar.tell(Outcome("a.glb", "a", 1, "live"))
    bar.tell(Outcome("b.glb", failure=Failure("truncated", "cut")))
    bar.end()
    said = screen.getvalue()
    assert "1/2" in said
    assert "✗ b.glb: truncated" in said
    assert said.count("█") == 12 + 24
    assert said.endswith("\x1b[K")
