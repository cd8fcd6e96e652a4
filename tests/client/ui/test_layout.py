"""A product is framed in what the panels leave, whatever the picture's size is."""

from __future__ import annotations

import pytest
from panda3d.core import NodePath

from client.framing import Framing
from client.player import at_place, inspecting
from client.render.axes import look_at
from client.render.eye import Eye
from client.ui.layout import Area, beside_product, farther_to_fit
from client.ui.theme import Theme
from showroom.catalogue import Place


@pytest.mark.parametrize("size_px", [(640, 400), (1280, 720), (1600, 900)])
def test_a_product_stands_in_the_middle_of_what_the_panels_leave(size_px: tuple[int, int]) -> None:
    theme = Theme(0.75 if size_px[0] < 1000 else 1.0, None, None)
    area = beside_product(theme, size_px)
    eye = Eye(NodePath("scene"), size_px)
    orbit = inspecting(at_place(Place((0.0, 0.0, 3.0), 0.0)), (0.0, 1.0, 0.0), 0.2, 0.0).orbit
    assert orbit is not None
    camera = orbit.camera()
    eye.place(look_at(camera.position, camera.target), camera.fov_deg, 0.05, 80.0)
    framing = Framing()
    while framing.step(area, size_px, 0.1, calm=False):
        pass
    eye.shift(*framing.offset)
    spot = eye.project((0.0, 1.0, 0.0))
    assert spot is not None
    assert spot[:2] == pytest.approx(area.centre, abs=0.5)
    while framing.step(None, size_px, 0.1, calm=False):
        pass
    assert framing.offset == (0.0, 0.0), "walking, one looks straight ahead"


def test_with_little_room_a_product_is_looked_at_from_farther_away() -> None:
    theme = Theme(0.75, None, None)
    assert farther_to_fit(beside_product(theme, (480, 400)), (480, 400)) > 1.0
    assert farther_to_fit(Area(0.0, 0.0, 1600.0, 900.0), (1600, 900)) == 1.0


def test_small_letters_stay_legible_on_small_pictures() -> None:
    assert Theme(0.75, None, None).type_px(14) >= 12.0
    assert Theme(2.0, None, None).type_px(14) == 28.0
