"""Finding what other layers bring."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from showroom.errors import Unavailable
from showroom.pipeline import adapters

if TYPE_CHECKING:
    from pathlib import Path


def test_the_data_folder_is_found_through_its_entry_point(tmp_path: Path) -> None:
    folder = adapters.open_data_folder(tmp_path / "data", create=True)
    assert folder.catalogue.catalogue().revision == 0
    folder.close()


def test_a_missing_adapter_names_the_extra_that_brings_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(adapters, "GROUP", "showroom.no-adapters")
    with pytest.raises(Unavailable) as caught:
        adapters.open_data_folder(tmp_path)
    assert caught.value.code == "missing-extra"
    assert "virtual-showroom[server]" in caught.value.message
    with pytest.raises(Unavailable, match="client"):
        adapters.open_renderer()


WITHOUT_PILLOW = "import sys; sys.modules['PIL'] = None; from showroom.cli.main import main; main()"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["assets", "list", "--data", "data"], 1, "there is no showroom in this folder"),
        (["assets", "check", "none.glb"], 1, "virtual-showroom[assets]"),
        (["assets", "sample", "--data", "data"], 1, "virtual-showroom[assets]"),
    ],
)
def test_without_pillow_only_what_needs_it_is_refused(tmp_path: Path, words: list[str], status: int, said: str) -> None:
    result = subprocess.run(
        [sys.executable, "-c", WITHOUT_PILLOW, *words],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert said in result.stdout + result.stderr
    assert result.returncode == status
