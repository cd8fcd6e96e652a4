from __future__ import annotations

import contextlib
import math
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from showroom.catalogue import Door, FileRef, Obstacle, Place, Plinth, Publication, RoomPlan, Text
from showroom.codebook import Codebook
from showroom.errors import RoomFileError
from showroom.layout import KINDS, assign, fits, parse_room

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from showroom.catalogue import Kind, Product

ROOM = """\
id = "main"
name = { en = "Showroom", de = "Ausstellungsraum" }
size_m = [16, 12]
spawn = { at = [0, 5], heading_deg = 180 }

[[plinths]]
id = "window"
at = [-2, 0.9, 1]
footprint_m = [0.5, 0.4]
accepts = ["shoe", "glasses"]
product = "runner"
[[plinths]]
id = "stage"
at = [4, 0]
heading_deg = 30
footprint_m = [5, 3]

[[places]]
id = "entrance"
en = "Entrance"
de = "Eingang"
at = [0, 5]

[[obstacles]]
at = [4, 0]
size_m = [5, 3]

[[doors]]
id = "out"
to = "atelier"
at = [-7, 2]
heading_deg = -90

[[grounds]]
kind = "stone"
at = [0, 0]
size_m = [4, 4]
[[grounds]]
kind = "carpet"
at = [1, 1]
size_m = [1, 1]
"""


def test_a_room_file_becomes_a_plan() -> None:
    plan = parse_room(ROOM, "room.toml")
    assert plan.name == Text(en="Showroom", de="Ausstellungsraum")
    assert plan.half_size_m == (8.0, 6.0)
    assert plan.spawn == Place((0.0, 0.0, 5.0), math.pi)
    window, stage = plan.plinths
    assert window == Plinth("window", Place((-2.0, 0.9, 1.0)), ("shoe", "glasses"), (0.5, 0.4), "runner")
    assert stage.accepts == KINDS
    assert stage.place.heading == pytest.approx(math.pi / 6)
    assert plan.places[0].name.de == "Eingang"
    assert plan.obstacles == (Obstacle((4.0, 0.0), (2.5, 1.5)),)
    assert plan.doors == (Door("out", "atelier", Place((-7.0, 0.0, 2.0), -math.pi / 2)),)


def test_steps_sound_like_the_uppermost_ground() -> None:
    plan = parse_room(ROOM, "room.toml")
    assert [plan.ground_at(x, z) for x, z in ((5.0, 5.0), (-1.0, -1.0), (1.0, 1.2))] == ["wood", "stone", "carpet"]
    assert parse_room(ROOM.replace("spawn =", 'floor = "carpet"\nspawn =', 1), "room.toml").floor == "carpet"


def test_the_example_of_the_reference_is_a_room() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "room-file.md").read_text(encoding="utf-8")
    plan = parse_room(re.findall(r"```toml\n(.*?)```", page, re.DOTALL)[0], "docs/room-file.md")
    assert [plinth.product for plinth in plan.plinths] == [None, "coupe"]


@pytest.mark.parametrize(
    ("before", "after", "code", "line"),
    [
        ('id = "main"', 'id = "Main"', "bad-id", 1),
        ('id = "main"', "", "missing-key", 1),
        ("size_m = [16, 12]", "size_m = 16", "wrong-type", 3),
        ("size_m = [16, 12]", "size_m = [16, 1200]", "out-of-range", 3),
        ("size_m = [16, 12]", "size = [16, 12]", "unknown-key", 3),
        ('to = "atelier"', "", "missing-key", 28),
        ('kind = "stone"', 'kind = "lava"', "unknown-floor", 35),
        ("at = [-2, 0.9, 1]", "at = [-20, 0.9, 1]", "outside-room", 8),
        ("at = [-2, 0.9, 1]", "at = [1]", "wrong-type", 8),
        ("at = [-2, 0.9, 1]", 'at = [1, "x", 2]', "wrong-type", 8),
        ("at = [-2, 0.9, 1]", "", "missing-key", 6),
        ("footprint_m = [5, 3]", "", "missing-key", 12),
        ('"glasses"]', '"hats"]', "unknown-kind", 10),
        ('id = "stage"', 'id = "window"', "duplicate-id", 13),
        ('de = "Eingang"', "", "missing-language", 18),
        ("at = [4, 0]\nsize_m", "size_m", "missing-key", 24),
        ("heading_deg = 30", 'heading_deg = "north"', "wrong-type", 15),
    ],
)
def test_a_mistake_in_a_room_is_named_with_its_line(before: str, after: str, code: str, line: int) -> None:
    assert before in ROOM
    with pytest.raises(RoomFileError) as caught:
        parse_room(ROOM.replace(before, after, 1), "room.toml")
    errors = (caught.value, *caught.value.others)
    assert (code, f"room.toml:{line}") in {(error.code, error.place) for error in errors}


@given(line=st.integers(0, 30), value=st.sampled_from(["-1", '"x"', "[]", "[[]]", "{}", "[1, 2, 3, 4]", "true"]))
def test_whatever_is_written_is_read_or_refused(line: int, value: str) -> None:
    lines = ROOM.split("\n")
    at = line % len(lines)
    lines[at] = f"{lines[at].partition(' = ')[0]} = {value}"
    with contextlib.suppress(RoomFileError):
        parse_room("\n".join(lines), "room.toml")


# ---- finding places -----------------------------------------------------------------------------------------------

numbers = st.integers(0, 20)
kinds: st.SearchStrategy[Kind] = st.sampled_from(KINDS)
sizes = st.sampled_from([0.1, 0.3, 0.5, 2.0])
plinths = st.builds(
    Plinth,
    id=numbers.map(lambda number: f"p{number}"),
    place=st.just(Place((0.0, 0.0, 0.0))),
    accepts=st.lists(kinds, min_size=1, unique=True).map(tuple),
    footprint_m=st.tuples(sizes, sizes),
    product=st.none() | st.just("reserved"),
)
plans = st.lists(plinths, max_size=6, unique_by=lambda plinth: plinth.id).map(
    lambda drawn: RoomPlan("main", Text(en="", de=""), (8.0, 6.0), Place((0.0, 0.0, 0.0)), tuple(drawn))
)
wishes = st.lists(st.tuples(numbers, kinds, sizes, sizes), max_size=8, unique_by=lambda wish: wish[0])


def publications(runner: Product, drawn: Sequence[tuple[int, Kind, float, float]]) -> list[Publication]:
    model, codebook = FileRef("0" * 64, 1, "model/gltf-binary"), Codebook(0, ())
    return [
        Publication(
            product=replace(runner, id=f"product-{number}", kind=kind),
            revision=1,
            model=model,
            size_mm=(width * 1000, 100.0, depth * 1000),
            triangles=1,
            codebook=codebook,
            published_at="2026-01-01T00:00:00Z",
        )
        for number, kind, width, depth in drawn
    ]


def standing(plan: RoomPlan) -> dict[str, str]:
    return {plinth.product: plinth.id for plinth in plan.plinths if plinth.product is not None}


@given(plan=plans, drawn=wishes)
def test_products_stand_once_where_they_fit_and_fill_what_is_free(
    runner: Product, plan: RoomPlan, drawn: list[tuple[int, Kind, float, float]]
) -> None:
    products = {publication.product.id: publication for publication in publications(runner, drawn)}
    assigned = assign(plan, list(products.values()))
    for before, after in zip(plan.plinths, assigned.plinths, strict=True):
        assert before.product in (None, after.product)
        assert replace(after, product=before.product) == before
        if before.product is None and after.product is not None:
            assert fits(before, products[after.product])
    placed = [plinth.product for plinth in assigned.plinths if plinth.product in products]
    assert len(placed) == len(set(placed))
    free = [plinth for plinth in assigned.plinths if plinth.product is None]
    left = [publication for product_id, publication in products.items() if product_id not in placed]
    assert not [1 for plinth in free for publication in left if fits(plinth, publication)]


@given(plan=plans, drawn=wishes)
def test_a_product_that_joins_last_moves_nobody(
    runner: Product, plan: RoomPlan, drawn: list[tuple[int, Kind, float, float]]
) -> None:
    products = publications(runner, drawn)
    before, after = standing(assign(plan, products[:-1])), standing(assign(plan, products))
    assert before.items() <= after.items()


@given(plan=plans, drawn=wishes, order=st.randoms(use_true_random=False))
def test_with_the_last_result_at_hand_everybody_stays_whatever_the_order(
    runner: Product, plan: RoomPlan, drawn: list[tuple[int, Kind, float, float]], order: random.Random
) -> None:
    products = publications(runner, drawn)
    previous = assign(plan, products[:-1])
    order.shuffle(products)
    assert standing(previous).items() <= standing(assign(plan, products, previous)).items()


def test_what_the_plan_places_keeps_its_plinth_and_is_not_shown_twice(runner: Product) -> None:
    plan = parse_room(ROOM, "room.toml")
    products = publications(runner, [(1, "shoe", 0.1, 0.3)])
    mine = replace(products[0], product=runner)
    assert standing(assign(plan, [products[0], mine])) == {"runner": "window", "product-1": "stage"}


def test_a_small_product_leaves_the_large_plinth_free(runner: Product) -> None:
    plan = parse_room(ROOM.replace('product = "runner"\n', ""), "room.toml")
    small, car = publications(runner, [(1, "shoe", 0.1, 0.3), (2, "car", 4.5, 1.8)])
    assert standing(assign(plan, [small, car])) == {"product-1": "window", "product-2": "stage"}
