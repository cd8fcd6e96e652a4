from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from msgspec.structs import replace

from showroom.catalogue import Motion, Part, State, Text
from showroom.motions import matrix_of, moved_nodes

if TYPE_CHECKING:
    from showroom.catalogue import Product

NAME = Text(en="x", de="x")
DOOR = Motion("door", about=(0.8, 0.0, 0.6), turn_deg=90.0)


def test_the_hinge_stays_and_the_edge_of_the_door_goes_around_it() -> None:
    matrix = matrix_of(DOOR)
    np.testing.assert_allclose(matrix @ [0.8, 0.4, 0.6, 1], [0.8, 0.4, 0.6, 1], atol=1e-12)
    np.testing.assert_allclose(matrix @ [0.8, 0.4, -0.4, 1], [-0.2, 0.4, 0.6, 1], atol=1e-12)


def test_half_a_motion_is_half_its_turn_and_half_its_shift() -> None:
    whole = Motion("door", about=(0.8, 0.0, 0.6), turn_deg=90.0, shift=(0.0, 0.2, 0.0))
    half = matrix_of(whole, 0.5)
    np.testing.assert_allclose(half[:3, :3] @ half[:3, :3], matrix_of(whole)[:3, :3], atol=1e-12)
    assert (half @ [0.8, 0.0, 0.6, 1])[1] == pytest.approx(0.1)


def test_only_what_moves_is_named(runner: Product) -> None:
    parts = (Part("door", NAME, nodes=("left", "mirror")), Part("body", NAME, nodes=("shell",)))
    car = replace(runner, parts=parts, states=(State("doors", NAME, (DOOR,)), State("lights", NAME, shows=("body",))))
    assert moved_nodes(car, {"lights": 1.0, "doors": 0.0}) == {}
    assert moved_nodes(car, {"doors": 1.0}).keys() == {"left", "mirror"}


def test_a_part_that_two_states_move_makes_both_motions(runner: Product) -> None:
    lift = State("lift", NAME, (Motion("door", shift=(0.0, 1.0, 0.0)),))
    part = Part("door", NAME, nodes=("left",))
    car = replace(runner, parts=(part,), states=(State("doors", NAME, (DOOR,)), lift))
    both = moved_nodes(car, {"doors": 1.0, "lift": 1.0})["left"]
    np.testing.assert_allclose(both, matrix_of(Motion("door", shift=(0.0, 1.0, 0.0))) @ matrix_of(DOOR), atol=1e-12)
