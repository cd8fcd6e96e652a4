from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher

from server.store.folder import StoreFolder, open_data_folder, open_in_memory
from server.store.people import Staff

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["on disk", "in memory"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreFolder]:
    opened = open_data_folder(tmp_path / "data") if request.param == "on disk" else open_in_memory()
    opened.staff = Staff(opened.database, PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    yield opened
    opened.close()
