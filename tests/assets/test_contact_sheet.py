"""What the contact sheet shows: three looks a product, eight places, people who stand on free floor."""

from __future__ import annotations

import math
from itertools import combinations
from pathlib import Path

import msgspec
import numpy as np
import pytest

from showroom import rules
from showroom.catalogue import Catalogue, Product, RoomPlan
from showroom.configuration import complete
from showroom.layout import parse_room
from showroom.product_file import parse
from tools.contact_sheet import CONFIGURATIONS, LOOKS, VIEWPOINTS, configurations, laid_out, standing_places, viewpoints

BUILT = Path(__file__).parents[2] / "assets" / "built"
IDS = sorted(path.parent.name for path in (BUILT / "products").glob("*/product.toml"))


def product(name: str) -> Product:
    return parse((BUILT / "products" / name / "product.toml").read_text(encoding="utf-8"), name).product


@pytest.fixture(scope="module")
def room() -> RoomPlan:
    return parse_room((BUILT / "rooms" / "main" / "room.toml").read_text(encoding="utf-8"), "room.toml")


@pytest.mark.parametrize("name", IDS)
def test_a_product_is_shown_in_three_looks_that_keep_its_rules(name: str) -> None:
    shown = configurations(product(name))
    assert len(shown) == CONFIGURATIONS
    assert all(one != other for one, other in combinations(shown, 2))
    for choices in shown:
        assert rules.violations(product(name), complete(product(name), choices)) == ()


@pytest.mark.parametrize("name", sorted(LOOKS))
def test_the_looks_that_were_chosen_by_eye_are_the_ones_that_are_shown(name: str) -> None:
    shown = configurations(product(name))[1:]
    for look, choices in zip(LOOKS[name], shown, strict=True):
        assert look.items() <= choices.items()


def test_rooms_are_seen_from_eight_places_that_differ(room: RoomPlan) -> None:
    seen = viewpoints(Catalogue(1, (), (room,)))
    assert len(seen) == VIEWPOINTS
    assert len({(one.room.id, one.camera) for one in seen}) == VIEWPOINTS


def test_every_room_has_its_turn(room: RoomPlan) -> None:

    other = msgspec.structs.replace(room, id="annex")
    assert {one.room.id for one in viewpoints(Catalogue(1, (), (room, other)))} == {"main", "annex"}


def test_a_crowd_stands_on_free_floor_and_nobody_in_anybody(room: RoomPlan) -> None:
    places = standing_places(room, 40)
    assert len(places) == 40
    for x, z, _ in places:
        for one in room.obstacles:
            assert abs(x - one.centre[0]) >= one.half[0] or abs(z - one.centre[1]) >= one.half[1]
    assert min(math.dist(one[:2], other[:2]) for one, other in combinations(places, 2)) > 0.7
    seen_x, _, seen_z = room.spawn.position
    assert min(math.dist((x, z), (seen_x, seen_z)) for x, z, _ in places) > 2.5  # no head fills the picture


def test_nobody_of_the_crowd_stands_behind_or_before_the_sign_at_the_entrance(room: RoomPlan) -> None:
    eye = np.array([room.spawn.position[0], room.spawn.position[2]])
    near = [one for one in room.obstacles if math.dist(one.centre, eye) < 5.0]
    assert near  # the sign, the reception's counter, plants
    for x, z, _ in standing_places(room, 40):
        person = np.array([x, z])
        shares = np.linspace(0.0, 5.0 / math.dist(person, eye) + 1.0, 400)  # past whoever stands before the sign
        line = eye + shares[:, None] * (person - eye)
        for one in near:
            assert (np.abs(line - one.centre) - one.half).max(axis=1).min() > 0.3, (x, z, one)


def test_pictures_lie_in_rows_as_wide_as_the_sheet() -> None:
    pictures = [np.full((90, 160, 3), 40 * number, np.uint8) for number in range(4)]
    sheet = laid_out(pictures, 3)
    assert sheet.shape[1] == 1600
    assert sheet[100, 100, 0] == 0
    assert sheet[100, 1500, 0] == 80
    assert sheet[-60, 100, 0] == 120
