"""The first visit at a real window, by real keys and a real mouse, with a friend and an adviser who type."""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from server.store.folder import open_data_folder
from showroom.catalogue import NamedPlace, Place, Text
from tests.client.shop import PASSWORD, USER, make_shop, room
from tests.server.live import ServerProcess
from tools.first_visit.driving import display
from tools.first_visit.visiting import QUESTION, Course, Visit

if TYPE_CHECKING:
    from pathlib import Path

missing = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]
SIZE_PX = (640, 360)
COURSE = Course("block", (("Tab", "2"), ("1",)), ("Tab", "2"), USER, PASSWORD, away="window")

# In CI a missing tool is a failure.
pytestmark = pytest.mark.skipif(bool(missing) and "CI" not in os.environ, reason=f"needs {', '.join(missing)}")


def make_shop_with_a_window(folder: Path) -> None:
    """The small shop, with a place that is far enough from its products to be followed to."""
    make_shop(folder)
    data = open_data_folder(folder)
    try:
        window = NamedPlace("window", Text("Window", "Fenster"), Place((3.0, 0.0, 3.0)))
        data.catalogue.put_room(replace(room(), places=(window,)))
    finally:
        data.close()


# Software draws every frame of it: on a busy machine that takes its time, and every wait is for something to happen.
@pytest.mark.timeout(900)
def test_a_first_visit_at_the_window_goes_from_the_door_to_coming_back(tmp_path: Path) -> None:
    make_shop_with_a_window(tmp_path / "shop")
    with ServerProcess(tmp_path / "shop", "--port", "0") as server, display(SIZE_PX) as environment:
        visit = Visit(tmp_path, server.addresses.http, environment, SIZE_PX, COURSE)
        left = visit.first()
        came_back = visit.resumed()
    assert came_back.is_that_of(left)
    ben, eva = visit.heard["Ben"], visit.heard["Eva"]
    assert f"Nora: {QUESTION}" in ben
    for heard in ("The block now stands as in the code", "Nora waves", "Nora would like to follow you"):
        assert heard in ben
    assert re.search("A call: Nora, .*speaks English", eva)
    assert "You are with Nora" in eva
