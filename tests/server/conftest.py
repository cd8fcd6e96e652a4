from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from server.store.folder import StoreFolder, open_data_folder, open_in_memory
from tests.server.samples import quick_staff

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["on disk", "in memory"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreFolder]:
    opened = open_data_folder(tmp_path / "data") if request.param == "on disk" else open_in_memory()
    opened.staff = quick_staff(opened)
    yield opened
    opened.close()
