"""Names are not read through walls, and furniture below the head hides nobody."""

from __future__ import annotations

import numpy as np
import pytest

from client.scene.sightlines import sightlines_of
from showroom.gltf.model import Document, Material, Mesh, Node, Primitive

EYE = (0.0, 1.6, 0.0)


def wall(low: tuple[float, float], high: tuple[float, float], material: Material | None = None) -> Document:
    """An upright rectangle across the way at z = 4: x and y of two corners."""
    corners = [(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])]
    positions = np.array([(x, y, 4.0) for x, y in corners], np.float32)
    primitive = Primitive({"POSITION": positions}, np.array([0, 1, 2, 0, 2, 3], np.uint32), material)
    return Document([Node("wall", np.eye(4), Mesh("wall", [primitive]))], [], [])


@pytest.mark.parametrize(
    ("point", "seen"), [((0.0, 1.7, 6.0), False), ((0.0, 1.7, 3.0), True), ((5.0, 1.7, 4.5), True)]
)
def test_a_wall_hides_who_stands_behind_it_and_nobody_else(point: tuple[float, float, float], *, seen: bool) -> None:
    assert sightlines_of(wall((-2.0, 0.0), (2.0, 3.0))).seen(EYE, [point]) == [seen]


def test_everybody_is_judged_on_their_own() -> None:
    room = sightlines_of(wall((-2.0, 0.0), (2.0, 3.0)))
    assert room.seen(EYE, [(0.0, 1.7, 6.0), (0.0, 1.7, 2.0), (0.3, 1.7, 9.0)]) == [False, True, False]


def test_a_table_and_a_pane_of_glass_hide_nobody() -> None:
    behind = [(0.0, 1.7, 6.0)]
    assert sightlines_of(wall((-2.0, 0.0), (2.0, 0.9))).seen(EYE, behind) == [True]
    glass = Material("glass", transmission=0.9)
    assert sightlines_of(wall((-2.0, 0.0), (2.0, 3.0), glass)).seen(EYE, behind) == [True]


def test_who_leans_against_a_wall_is_seen() -> None:
    room = sightlines_of(wall((-2.0, 0.0), (2.0, 3.0)))
    assert room.seen(EYE, [(0.0, 1.7, 3.9)]) == [True]


def test_an_empty_room_hides_nobody() -> None:
    assert sightlines_of(Document([], [], [])).seen(EYE, [(0.0, 1.7, 9.0)]) == [True]
