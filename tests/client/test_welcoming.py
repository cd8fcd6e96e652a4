"""Who has been called is looked up at: in the picture to the head, beside the product and never behind it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from client.journal import Journal
from client.model import ClientModel
from client.player import INSPECT_FOV_DEG, WALK_FOV_DEG, Player, inspecting
from client.render import axes
from client.ui.clipboard import Clipboard
from client.visit import Visit
from client.welcoming import Welcoming
from showroom.protocol.messages import Body, Visitor
from showroom.room.places import beside, facing
from tests.showroom.room.samples import PLAN

FRAME_S = 1 / 60


def seen(player: Player, point: tuple[float, float, float]) -> tuple[float, float]:
    """Where a point is in the picture: from the middle to the edge is 1, at 16 : 9; right and up."""
    camera = player.camera
    world_from_camera = axes.look_at(camera.position, camera.target)
    x, y, z, _ = np.linalg.solve(world_from_camera, np.array([*point, 1.0]))
    assert z < 0.0, "before the eye"
    half = math.tan(math.radians(camera.fov_deg) / 2)
    return float(x / -z / half * 9 / 16), float(y / -z / half)


def welcomed(player: Player, at: tuple[float, float], *, frames: int = 300, busy: bool = False) -> Player:
    visit = Visit("en", agent=False, journal=Journal(None), clipboard=Clipboard())
    visit.model = ClientModel(you=1, visitors={2: Visitor(2, "v-eva", "Eva", "agent")})
    welcoming = Welcoming(visit)
    welcoming.expect("v-eva")
    visit.bodies = {2: (30.0, 0.0)}
    assert welcoming.turned(player, FRAME_S, busy=False) is player, "she is still far away"
    visit.bodies = {2: at}
    for _ in range(frames):
        player = welcoming.turned(player, FRAME_S, busy=busy)
    return player


@pytest.mark.parametrize("radius_m", [0.12, 0.17, 0.9])
@pytest.mark.parametrize("turn", [-1.3, 0.0, 0.5, 2.5])
def test_somebody_who_looks_closely_sees_an_adviser_to_the_head_beside_the_product(
    radius_m: float, turn: float
) -> None:
    body = Body((0.0, 0.0, 1.4 + radius_m), facing(math.pi))
    x, _, z = beside(PLAN, body, "runner").position
    close = inspecting(Player((0.0, 1.4 + radius_m), math.pi), (0.0, 1.0, 0.0), radius_m, turn)
    player = welcomed(replace(close, flown_s=9.0), (x, z))
    right, up = seen(player, (x, 1.72, z))
    assert player.camera.fov_deg == INSPECT_FOV_DEG
    assert abs(right) < 0.72, "within what the panel leaves"
    assert up < 0.75, "below the bar"
    edge, _ = seen(player, (0.0, 1.0, 0.0))
    assert edge == pytest.approx(0.0, abs=1e-6), "the product stays in the middle"
    assert abs(right) > 0.2, "and is not before her"


def test_somebody_who_walks_turns_just_far_enough() -> None:
    player = Player((0.0, 3.0), math.pi)
    assert welcomed(player, (-0.6, 1.2)) == player, "she is in the picture already"
    turned = welcomed(player, (0.0, 5.0))
    right, _ = seen(turned, (0.0, 1.72, 5.0))
    assert turned.camera.fov_deg == WALK_FOV_DEG
    assert 0.2 < abs(right) < 0.8


def test_whoever_moves_their_eyes_goes_where_they_want() -> None:
    player = Player((0.0, 3.0), math.pi)
    assert welcomed(player, (0.0, 5.0), frames=1, busy=True) == player
    assert welcomed(player, (0.0, 5.0), busy=True) == player
