"""Finding what other layers bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from showroom.errors import Unavailable
from showroom.pipeline import adapters

if TYPE_CHECKING:
    from pathlib import Path


def test_the_data_folder_is_found_through_its_entry_point(tmp_path: Path) -> None:
    folder = adapters.open_data_folder(tmp_path / "data")
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
