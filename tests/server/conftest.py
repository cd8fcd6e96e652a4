from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from server.store.folder import POINTER_NAME, StoreFolder, open_data_folder, open_in_memory
from tests.server.samples import quick_staff

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["on disk", "in memory", "in PostgreSQL"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreFolder]:
    if request.param == "in PostgreSQL":
        (tmp_path / "data").mkdir()
        url = request.getfixturevalue("postgres").new_shop()
        (tmp_path / "data" / POINTER_NAME).write_text(url, "utf-8")
    opened = open_in_memory() if request.param == "in memory" else open_data_folder(tmp_path / "data")
    opened.staff = quick_staff(opened)
    yield opened
    opened.close()
