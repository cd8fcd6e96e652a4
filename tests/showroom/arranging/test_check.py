"""A layout that cannot stand is refused with every reason, its line and the way out."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from showroom.catalogue import Choice, Obstacle, Place
from showroom.errors import LayoutFileError
from tests.showroom.arranging.halls import BASE, HALL, faults, layout

ROOM = '[[rooms]]\nroom = "hall"\nstands = [\n'


def stands(*lines: str) -> str:
    return ROOM + "".join(f"  {line},\n" for line in lines) + "]\n"


def campaign(name: str, span: str, *lines: str) -> str:
    return (
        f'[[campaigns]]\nid = "{name}"\nroom = "hall"\n{span}\nstands = [\n'
        + "".join(f"{one},\n" for one in lines)
        + "]\n"
    )


def test_a_good_layout_comes_back_with_whole_configurations() -> None:
    (runner, _) = layout(BASE).rooms[0].stands
    assert runner.choices == (Choice("sole", "white"), Choice("upper", "gold"))


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{ product = "runer", plinth = "small" }', "unknown-product"),
        ('{ product = "runner", plinth = "smal" }', "unknown-plinth"),
        ('{ product = "coupe", plinth = "small" }', "wrong-kind"),
        ('{ product = "runner", plinth = "tiny" }', "too-large"),
        ('{ product = "runner", plinth = "small", choose = { upper = "pink" } }', "bad-configuration"),
        ('{ product = "runner", plinth = "small", choose = { upper = "gold", sole = "black" } }', "bad-configuration"),
        ('{ product = "runner", plinth = "small", code = "00000" }', "bad-configuration"),
        ('{ product = "runner", at = [4.95, 0] }', "collides"),
        ('{ product = "runner", at = [3.5, 2.0] }', "collides"),
        ('{ product = "runner", at = [-3.0, -2.9] }', "collides"),
        ('{ product = "runner", at = [0], plinth = "small" }', "conflicting-keys"),
        ('{ product = "runner" }', "missing-key"),
        ('{ plinth = "small" }', "missing-key"),
        ('{ plinth = "small", product = "runner", empty = true }', "conflicting-keys"),
        ('{ plinth = "small", product = "runner", colour = "red" }', "unknown-key"),
    ],
)
def test_what_cannot_stand_is_told_with_its_line(line: str, code: str) -> None:
    assert (code, 5) in faults(stands('{ plinth = "stage", empty = true }', line))


def test_a_product_too_large_is_told_where_it_fits() -> None:
    with pytest.raises(LayoutFileError) as caught:
        layout(stands('{ product = "runner", plinth = "tiny" }'))
    assert (caught.value.got, caught.value.allowed) == ("105 x 290 mm", "200 x 200 mm (width x depth)")
    assert caught.value.hint == "it fits on small"


def test_products_that_stand_in_each_other_collide_and_neighbours_do_not() -> None:
    near = stands('{ product = "runner", at = [2.0, 0.5] }', '{ product = "boot", at = [2.05, 0.5] }')
    assert faults(near) == [("collides", 5)]
    layout(near.replace("2.05", "2.12"))


def test_turning_a_product_can_make_it_collide() -> None:
    apart = stands('{ product = "runner", at = [2.0, 0.5] }', '{ product = "boot", at = [2.18, 0.5], heading_deg = 0 }')
    layout(apart)
    assert faults(apart.replace("heading_deg = 0", "heading_deg = 90")) == [("collides", 5)]


def test_what_nobody_can_walk_up_to_is_unreachable() -> None:
    fence = tuple(Obstacle(centre, half) for centre, half in (((-3.0, -0.5), (2.0, 0.1)), ((-1.35, -2.7), (0.1, 2.3))))
    fenced = replace(HALL, obstacles=(*HALL.obstacles, *fence))
    corner = replace(HALL.plinths[0], place=Place((-4.0, 0.9, -4.0)))
    far = replace(fenced, plinths=(corner,))
    assert faults(stands('{ product = "runner", plinth = "small" }'), far) == [("unreachable", 4)]
    opened = replace(far, obstacles=HALL.obstacles[1:])
    layout(stands('{ product = "runner", plinth = "small" }'), opened)


def test_one_plinth_and_one_product_are_named_once_in_a_room() -> None:
    twice = stands('{ product = "runner", plinth = "small" }', '{ product = "boot", plinth = "small" }')
    assert faults(twice) == [("plinth-taken", 5)]
    assert ("product-twice", 5) in faults(twice.replace("boot", "runner"))


def test_campaigns_that_run_together_must_not_want_the_same() -> None:
    zone = 'timezone = "UTC"\n'
    first = campaign("june", "from = 2026-06-01\nuntil = 2026-06-30", '{ product = "runner", plinth = "small" }')
    same = campaign("mid", "from = 2026-06-15\nuntil = 2026-07-15", '{ product = "boot", plinth = "small" }')
    other = campaign("mid", "from = 2026-06-15\nuntil = 2026-07-15", '{ product = "boot", at = [2, 1] }')
    after = campaign("july", "from = 2026-07-01\nuntil = 2026-07-15", '{ product = "boot", plinth = "small" }')
    assert [code for code, _ in faults(zone + first + same)] == ["campaigns-overlap"]
    layout(zone + first + other)
    layout(zone + first + after)


def test_what_collides_only_while_a_campaign_runs_is_found_and_dated() -> None:
    crowded = BASE + campaign("car", "from = 2026-06-01\nuntil = 2026-06-30", '{ product = "boot", at = [0, -2] }')
    with pytest.raises(LayoutFileError) as caught:
        layout(crowded)
    assert caught.value.code == "collides"
    assert "(from 2026-06-01 00:00 CEST)" in caught.value.message


@pytest.mark.parametrize(
    ("span", "code"),
    [
        ("from = 2026-06-02\nuntil = 2026-06-01", "ends-before-it-begins"),
        ("from = 2026-03-29T02:30:00\nuntil = 2026-06-01", "no-such-time"),
        ('from = "2026-06-01"\nuntil = 2026-06-02', "wrong-type"),
        ("until = 2026-06-02", "missing-key"),
    ],
)
def test_dates_that_cannot_be_are_refused(span: str, code: str) -> None:
    assert code in [found for found, _ in faults('timezone = "Europe/Berlin"\n' + campaign("a", span))]


def test_campaigns_want_a_time_zone_that_exists() -> None:
    dated = campaign("a", "from = 2026-06-01\nuntil = 2026-06-02")
    assert faults(dated) == [("missing-key", 1)]
    assert faults('timezone = "Europe/Berln"\n' + dated) == [("unknown-timezone", 1)]


def test_an_unknown_room_is_told() -> None:
    assert faults('[[rooms]]\nroom = "hal"\n') == [("unknown-room", 2)]
