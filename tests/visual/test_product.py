"""A product in the picture: choices change what they say, at once, and nothing else."""

from __future__ import annotations

import gc
import resource
from typing import TYPE_CHECKING

import numpy as np
import pytest
from panda3d.core import RenderState

from client.render import device, programs
from client.render.device import offscreen_host
from client.scene.product import ProductNode
from showroom.catalogue import Cover, Group, Motion, Part, Product, State, Surface, Tax, Text, Value
from showroom.errors import Rejected
from showroom.gltf.model import Document, Material, Mesh, Node, Primitive
from tests.visual.stage import Shapes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.visual.stage import Stage

NAME = Text("name", "Name")


def lamp_product() -> Product:
    left = Group(
        "left",
        NAME,
        (
            Value("red", NAME, surface=Surface(base_color=(0.8, 0.02, 0.02, 1.0))),
            Value("blue", NAME, surface=Surface(base_color=(0.02, 0.02, 0.8, 1.0))),
            Value("coated", NAME, surface=Surface(clearcoat=1.0, clearcoat_roughness=0.05, roughness=0.9)),
            Value("glass", NAME, surface=Surface(transmission=1.0, roughness=0.0)),
        ),
        "red",
        ("left",),
    )
    extra = Group("extra", NAME, (Value("with", NAME), Value("without", NAME, hides=("right",))), "with")
    knob = Group("knob", NAME, (Value("off", NAME), Value("on", NAME, shows=("knob",))), "off")
    finish = Group("finish", NAME, (Value("plain", NAME), Value("night", NAME, variant="night")), "plain")
    parts = (
        Part("left", NAME, materials=("left",)),
        Part("right", NAME, materials=("right",)),
        Part("knob", NAME, nodes=("knob",), visible=False),
    )
    groups = (left, extra, knob, finish)
    states = (
        State("lit", NAME, covers=(Cover("right", Surface(emissive=(0.6, 0.6, 0.6))),)),
        State("away", NAME, (Motion("knob", about=(0.0, 0.6, -1.0), axis=(1.0, 0.0, 0.0), turn_deg=-180.0),)),
    )
    tax = Tax(NAME, 1900, included=True)
    return Product("lamp", "other", NAME, NAME, "EUR", 100, tax, parts, groups, (), states=states)


def lamp_document() -> Document:
    left, right, knob, night = (
        Material(name, base_color=colour, metallic=0.0, roughness=0.8)
        for name, colour in (
            ("left", (1.0, 1.0, 1.0, 1.0)),
            ("right", (0.1, 0.6, 0.1, 1.0)),
            ("knob", (0.6, 0.6, 0.1, 1.0)),
            ("night", (0.02, 0.02, 0.02, 1.0)),
        )
    )
    body: Primitive = Shapes.sphere(right, 0.4)
    body.variants["night"] = night

    def node(name: str, primitive: Primitive, x: float, y: float = 0.0) -> Node:
        matrix = np.eye(4)
        matrix[:2, 3] = x, y
        return Node(name, matrix, Mesh(name, [primitive]))

    nodes = [
        node("left", Shapes.sphere(left, 0.4), -0.6),
        node("right", body, 0.6),
        node("knob", Shapes.sphere(knob, 0.2), 0.0, 0.6),
    ]
    return Document(nodes, [left, right, knob, night], ["night"])


@pytest.fixture
def lamp(stage: Stage) -> Iterator[ProductNode]:
    product = ProductNode(lamp_document(), lamp_product(), grounded=False)
    product.root.reparent_to(stage.view.scene)
    yield product
    product.release()


def test_a_choice_changes_the_pixels_of_its_part_and_no_others(stage: Stage, lamp: ProductNode) -> None:
    before = stage.picture()
    lamp.apply({"left": "blue"})
    after = stage.picture()

    changed = np.abs(after - before).max(axis=-1) > 3
    assert changed[:, :70].sum() > 300
    assert not changed[:, 85:].any()
    assert before[45, 48, 0] > 2 * before[45, 48, 2]
    assert after[45, 48, 2] > 2 * after[45, 48, 0]


def test_a_hidden_part_vanishes_and_a_shown_one_appears(stage: Stage, lamp: ProductNode) -> None:
    both = stage.picture()
    assert lamp.apply({"extra": "without", "knob": "on"})
    changed = stage.picture()

    background = changed[2, 2]
    assert np.abs(changed[45, 112] - background).max() < 4
    assert np.abs(both[45, 112] - background).max() > 10
    assert np.abs(changed[20, 80] - both[20, 80]).max() > 20
    assert lamp.apply({})
    assert not lamp.apply({})
    assert np.array_equal(stage.picture(), both)


def test_a_variant_swaps_the_materials_that_name_it(stage: Stage, lamp: ProductNode) -> None:
    before = stage.picture()
    lamp.apply({"finish": "night"})
    after = stage.picture()

    assert after[45, 112].mean() < before[45, 112].mean() - 20
    assert np.array_equal(after[:, :70], before[:, :70])


def test_a_surface_may_turn_a_solid_part_into_glass_and_back(stage: Stage, lamp: ProductNode) -> None:
    solid = stage.picture()
    stage.view.set_background((0.0, 0.4, 0.0))
    lamp.apply({"left": "glass"})
    glass = stage.picture()
    stage.view.set_background((0.2, 0.2, 0.2))
    lamp.apply({})

    assert glass[45, 48, 1] > glass[45, 48, 0] + 40
    assert np.array_equal(stage.picture(), solid)


def test_a_state_lights_a_part_until_it_is_off_and_survives_a_choice(stage: Stage, lamp: ProductNode) -> None:
    dark = stage.picture()
    assert not lamp.pose({"lit": 1.0})
    lamp.apply({"left": "blue"})
    lit = stage.picture()
    lamp.apply({})
    lamp.pose({"lit": 0.2})

    assert lit[45, 112].mean() > dark[45, 112].mean() + 40
    assert np.array_equal(stage.picture(), dark)


def test_a_state_moves_a_part_and_puts_it_back(stage: Stage, lamp: ProductNode) -> None:
    lamp.apply({"knob": "on"})
    resting = [positions.mean(axis=0) for positions, _ in lamp.visible_triangles()]
    before = stage.picture()
    assert lamp.pose({"away": 1.0})
    moved = [positions.mean(axis=0) for positions, _ in lamp.visible_triangles()]
    assert lamp.pose({"away": 0.5})
    assert not lamp.pose({"away": 0.5})
    halfway = stage.picture()
    assert lamp.pose({})

    np.testing.assert_allclose(moved[2] - resting[2], (0.0, 0.0, -2.0), atol=1e-5)
    np.testing.assert_allclose(moved[:2], resting[:2])
    assert np.abs(halfway[20, 80] - before[20, 80]).max() > 20
    assert np.array_equal(stage.picture(), before)


def test_no_choice_compiles_a_program(stage: Stage, lamp: ProductNode) -> None:
    stage.picture()
    before = programs.count()
    for choices in ({"left": "coated"}, {"left": "glass"}, {"finish": "night", "knob": "on"}):
        lamp.apply(choices)
        stage.picture()

    assert programs.count() == before


def test_no_choice_uploads_anything_not_even_for_a_part_that_was_never_shown(stage: Stage, lamp: ProductNode) -> None:
    # What earlier tests gave back leaves the driver a frame later.
    stage.picture()
    stage.picture()
    held = device.held_by_driver()
    seen = []
    for choices in ({"knob": "on"}, {"knob": "on", "left": "glass"}, {"finish": "night", "extra": "without"}):
        lamp.apply(choices)
        stage.picture()
        seen.append(device.held_by_driver().newer_than(held))

    assert seen == [device.Held(0, 0, 0, 0)] * 3


def test_the_shadow_of_hidden_glass_needs_no_new_program_when_it_appears(stage: Stage) -> None:
    objects = offscreen_host().get_gsg().get_prepared_objects()
    veiled = [made(frozenset({programs.VEIL})) for made in (programs.depth, programs.tint)]
    # Whatever was drawn earlier in this process.
    for program in veiled:
        program.release(objects)
    glass = Material("glass", metallic=0.0, roughness=0.0, transmission=1.0)
    lens = Node("lens", np.eye(4), Mesh("lens", [Shapes.sphere(glass, 0.2)]), visible=False)
    stage.show_document(Document([lens], [glass], []))
    stage.picture()

    assert all(program.is_prepared(objects) for program in veiled)


def test_a_texture_of_a_variant_is_uploaded_before_it_is_chosen(stage: Stage) -> None:
    document = lamp_document()
    night = document.materials[3]
    night.base_color_texture = Shapes.texture(np.full((8, 8, 3), 200, dtype=np.uint8))
    product = ProductNode(document, lamp_product(), grounded=False)
    product.root.reparent_to(stage.view.scene)
    stage.picture()

    textures = product.textures
    objects = offscreen_host().get_gsg().get_prepared_objects()
    assert len(textures) == 1
    assert all(texture.is_prepared(objects) for texture in textures)
    assert objects.get_num_queued() == 0
    product.release()


def test_what_lies_on_a_part_goes_with_it_and_vanishes_with_it(lamp: ProductNode) -> None:
    on_knob, on_right = lamp.bearers((0.0, 0.8, 0.0)), lamp.bearers((0.6, 0.0, 0.4))
    assert lamp.moved(on_knob) is None, "a knob is only there where it was chosen"
    moved = lamp.moved(on_right)
    assert moved is not None
    assert np.array_equal(moved, np.eye(4))
    lamp.apply({"extra": "without", "knob": "on"})
    assert lamp.moved(on_right) is None
    lamp.pose({"away": 1.0})
    moved = lamp.moved(on_knob)
    assert moved is not None
    # Turned by half about a line behind it, the top of the knob is below and behind that line.
    assert moved @ (0.0, 0.8, 0.0, 1.0) == pytest.approx((0.0, 0.4, -2.0, 1.0))


def test_an_unknown_choice_is_refused(lamp: ProductNode) -> None:
    with pytest.raises(Rejected, match="unknown-value"):
        lamp.apply({"left": "plaid"})


def test_memory_is_flat_over_fifty_changes(stage: Stage, lamp: ProductNode) -> None:
    colours = ["red", "blue", "coated", "glass"]

    def change(times: int) -> None:
        for index in range(times):
            lamp.apply({"left": colours[index % 4], "knob": ("on", "off")[index % 2]})
            stage.view.frame()
        gc.collect()

    change(12)
    states, memory_kb = RenderState.get_num_states(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    change(50)

    assert RenderState.get_num_states() <= states + 8
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < memory_kb + 4096


def test_the_ground_below_a_standing_product_is_darker(stage: Stage) -> None:
    white = Material("white", base_color=(0.7, 0.7, 0.7, 1.0), metallic=0.0, roughness=0.9)
    stage.show(Shapes.panel(white, (4.0, 4.0), lying=True), (0.0, -0.4, 0.0))
    stage.view.set_camera((0.0, 3.0, 4.0), (0.0, -0.2, 0.0), 36.0)
    pictures = []
    for grounded in (False, True):
        product = ProductNode(lamp_document(), lamp_product(), grounded=grounded)
        product.root.reparent_to(stage.view.scene)
        pictures.append(stage.picture())
        product.release()

    loss = (pictures[0] - pictures[1]).mean(axis=-1)

    assert loss.max() > 15
    assert np.abs(loss[:, :8]).max() < 3


def test_the_ground_follows_what_a_configuration_shows_and_lets_glass_pass(stage: Stage) -> None:
    product = ProductNode(lamp_document(), lamp_product())
    product.root.reparent_to(stage.view.scene)

    def hidden(choices: dict[str, str]) -> np.ndarray:
        product.apply(choices)
        darkness = product.ground_job()()
        assert darkness is not None
        product.lay_ground(darkness)
        return np.array([darkness.hidden.sum() * (darkness.edge_m / len(darkness.hidden)) ** 2, darkness.low[0]])

    both, one, glass = (
        hidden({}),
        hidden({"extra": "without"}),
        hidden({"extra": "without", "left": "glass", "knob": "on"}),
    )
    decals = product.root.find_all_matches("**/ground").get_num_paths()
    product.release()

    assert both[0] > 1.5 * one[0]
    assert one[1] < -1.0
    assert glass[0] < 0.6 * one[0]
    assert decals == 1
