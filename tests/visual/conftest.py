"""One small offscreen picture for every visual test of a process."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from client.render.view import View
from tests.visual.stage import SHARP, SIZE_PX, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    before = os.environ.get("SHOWROOM_CACHE_DIR")
    os.environ["SHOWROOM_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["SHOWROOM_CACHE_DIR"]
    else:
        os.environ["SHOWROOM_CACHE_DIR"] = before


@pytest.fixture(scope="session")
def shared_view() -> Iterator[View]:
    view = View.offscreen(SIZE_PX, SHARP)
    yield view
    view.close()


@pytest.fixture
def stage(shared_view: View) -> Iterator[Stage]:
    stage = Stage(shared_view)
    stage.clear()
    yield stage
    stage.clear()
