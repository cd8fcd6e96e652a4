from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from showroom.appearance import hidden_materials, hidden_nodes, material_surfaces, resolve
from showroom.catalogue import Cover, Group, Part, State, Surface, Text, Value
from showroom.errors import Rejected

if TYPE_CHECKING:
    from showroom.catalogue import Product

NAME = Text(en="x", de="x")
RED = Surface(base_color=(1.0, 0.0, 0.0, 1.0), roughness=0.5)
SHINY = Surface(roughness=0.1, clearcoat=1.0)


@pytest.fixture
def product(runner: Product) -> Product:
    parts = (
        Part("upper", NAME, materials=("mesh", "trim")),
        Part("sole", NAME, materials=("rubber",)),
        Part("strap", NAME, materials=("leather", "trim"), nodes=("strap", "buckle")),
        Part("spikes", NAME, nodes=("spikes", "buckle"), visible=False),
    )
    groups = (
        Group("color", NAME, (Value("plain", NAME), Value("red", NAME, surface=RED)), "plain", ("upper", "sole")),
        Group("finish", NAME, (Value("matt", NAME), Value("shiny", NAME, surface=SHINY)), "matt", ("upper",)),
        Group("look", NAME, (Value("day", NAME, variant="Day"), Value("night", NAME, variant="Night")), "day"),
        Group("strap", NAME, (Value("on", NAME), Value("off", NAME, hides=("strap",))), "on"),
        Group("use", NAME, (Value("road", NAME), Value("track", NAME, shows=("spikes",))), "road"),
        Group("clean", NAME, (Value("no", NAME), Value("yes", NAME, hides=("spikes",))), "no"),
    )
    return replace(runner, parts=parts, groups=groups, rules=())


def test_groups_that_are_not_named_stand_at_their_initial_value(product: Product) -> None:
    appearance = resolve(product, {})
    assert appearance.variants == ("Day",)
    assert appearance.surfaces == ()
    assert appearance.hidden_parts == {"spikes"}


def test_a_variant_is_in_force_while_its_value_is_chosen(product: Product) -> None:
    assert resolve(product, {"look": "night"}).variants == ("Night",)


def test_a_later_group_changes_only_what_it_speaks_of(product: Product) -> None:
    surfaces = dict(resolve(product, {"color": "red", "finish": "shiny"}).surfaces)
    assert surfaces["upper"] == Surface(base_color=(1.0, 0.0, 0.0, 1.0), roughness=0.1, clearcoat=1.0)
    assert surfaces["sole"] == RED


def test_surfaces_reach_every_material_of_a_part_and_no_other(product: Product) -> None:
    assert material_surfaces(product, {"color": "red"}) == {"mesh": RED, "trim": RED, "rubber": RED}


def test_a_part_is_drawn_where_something_shows_it_and_nothing_hides_it(product: Product) -> None:
    for use, clean in itertools.product(("road", "track"), ("no", "yes")):
        drawn = "spikes" not in resolve(product, {"use": use, "clean": clean}).hidden_parts
        assert drawn == (use == "track" and clean == "no")


def test_hiding_a_part_hides_its_nodes_and_materials(product: Product) -> None:
    assert hidden_nodes(product, {"strap": "off"}) == {"strap", "spikes", "buckle"}
    assert hidden_materials(product, {"strap": "off"}) == {"leather"}


def test_what_a_drawn_part_shares_with_a_hidden_one_stays(product: Product) -> None:
    assert hidden_nodes(product, {}) == {"spikes"}
    assert "trim" not in hidden_materials(product, {"strap": "off"})


def test_choices_that_do_not_exist_are_refused(product: Product) -> None:
    with pytest.raises(Rejected) as caught:
        resolve(product, {"color": "blue"})
    assert caught.value.code == "unknown-value"


def test_a_state_lies_over_what_is_chosen_and_only_while_it_is_on(product: Product) -> None:
    glow = State("glow", NAME, covers=(Cover("upper", Surface(emissive=(1.0, 1.0, 1.0))),), shows=("spikes",))
    lit = replace(product, states=(glow,))
    assert material_surfaces(lit, {"color": "red"}) == material_surfaces(product, {"color": "red"})
    on = material_surfaces(lit, {"color": "red"}, {"glow"})
    assert on["mesh"] == replace(RED, emissive=(1.0, 1.0, 1.0))
    assert on["rubber"] == RED
    assert "spikes" in hidden_nodes(lit, {})
    assert "spikes" not in hidden_nodes(lit, {}, {"glow"})


def test_what_a_choice_hides_no_state_shows(product: Product) -> None:
    lit = replace(product, states=(State("glow", NAME, shows=("spikes",)),))
    assert "spikes" in hidden_nodes(lit, {"clean": "yes"}, {"glow"})
