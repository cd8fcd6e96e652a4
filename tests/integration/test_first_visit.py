"""The first visit of somebody who has never been here, by real keys and mouse: what `tools.first_visit` shows."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.client.shop import PASSWORD, USER, make_shop
from tests.server.live import ServerProcess
from tools.first_visit.driving import display
from tools.first_visit.visiting import QUESTION, Course, Visit

if TYPE_CHECKING:
    from pathlib import Path

SIZE_PX = (640, 360)
COURSE = Course("block", (("Tab", "2"), ("1",)), ("Tab", "2"), USER, PASSWORD)
missing = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]

# In CI a missing tool is a failure.
pytestmark = pytest.mark.skipif(bool(missing) and "CI" not in os.environ, reason=f"needs {', '.join(missing)}")


def test_a_first_visit_goes_from_the_door_to_coming_back(tmp_path: Path) -> None:
    make_shop(tmp_path / "shop")
    with ServerProcess(tmp_path / "shop", "--port", "0") as server, display(SIZE_PX) as environment:
        visit = Visit(tmp_path, server.addresses.http, environment, SIZE_PX, COURSE)
        left, came_back = visit.first(), visit.resumed()
    assert came_back.is_that_of(left), f"left from {left}, came back to {came_back}"
    assert "The block now stands as in the code" in visit.heard["Ben"]
    assert f"Nora: {QUESTION}" in visit.heard["Ben"]
    assert "Nora waves" in visit.heard["Ben"]
    assert "You are with Nora" in visit.heard["Eva"]
