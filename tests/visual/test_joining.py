"""Parts drawn as one look as they do by themselves, whatever is chosen, and from far away nobody can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from msgspec.structs import replace

from client.render.quality import LOW
from client.scene.joining import togetherness
from client.scene.loader import load_model
from client.scene.product import ProductNode
from showroom.catalogue import Group, Motion, Part, Product, State, Surface, Tax, Text, Value
from showroom.gltf.model import Document, Material, Mesh, Node
from tests.visual.stage import SHARP, Shapes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.visual.stage import Stage

NAME = Text("name", "Name")
MATERIALS = {
    name: Material(name, **fields)  # type: ignore[arg-type] # plain numbers
    for name, fields in {
        "paint": {"base_color": (0.5, 0.02, 0.03, 1.0), "metallic": 0.4, "roughness": 0.5, "clearcoat": 1.0},
        "rubber": {"base_color": (0.02, 0.02, 0.02, 1.0), "metallic": 0.0, "roughness": 0.9},
        "chrome": {"base_color": (0.8, 0.8, 0.85, 1.0), "metallic": 1.0, "roughness": 0.15},
        "lamp": {"base_color": (0.1, 0.1, 0.1, 1.0), "emissive": (0.9, 0.7, 0.2), "ior": 1.2, "specular": 0.4},
        "leather": {"base_color": (0.3, 0.15, 0.05, 1.0), "metallic": 0.0, "roughness": 0.7, "double_sided": True},
    }.items()
}


CHEQUER = Shapes.texture(np.tile(np.array([[[200, 40, 40], [40, 40, 200]]] * 2, np.uint8), (8, 8, 1)))


def car() -> Document:
    """Five balls of five materials, turned, stretched and mirrored; one is in two variants, one a door's."""

    def ball(name: str, material: str, x: float, y: float, *scale: float) -> Node:
        matrix = np.diag([*(scale or (1.0, 1.0, 1.0)), 1.0])
        turn = np.array([[0.8, -0.6, 0.0], [0.6, 0.8, 0.0], [0.0, 0.0, 1.0]])
        matrix[:3, :3] = turn @ matrix[:3, :3]
        matrix[:2, 3] = x, y
        primitive = Shapes.sphere(MATERIALS[material], 0.3)
        if material == "rubber":
            primitive.variants["bright"] = MATERIALS["chrome"]
        return Node(name, matrix, Mesh(name, [primitive]))

    nodes = [
        ball("body", "paint", -0.9, 0.2, 1.4, 0.8, 1.0),
        ball("tyre", "rubber", -0.2, -0.3),
        ball("rim", "chrome", 0.4, -0.3, -1.0, 1.0, 1.0),
        ball("light", "lamp", 0.4, 0.4, 0.6, 0.6, 0.6),
        ball("door", "leather", 1.0, 0.1),
    ]
    return Document(nodes, list(MATERIALS.values()), ["bright"])


def product() -> Product:
    colour = Value("blue", NAME, surface=Surface(base_color=(0.02, 0.1, 0.6, 1.0), roughness=0.2))
    groups = (
        Group("colour", NAME, (Value("red", NAME), colour), "red", ("body",)),
        Group("trim", NAME, (Value("dark", NAME), Value("bright", NAME, variant="bright")), "dark"),
        Group("rims", NAME, (Value("with", NAME), Value("without", NAME, hides=("rims",))), "with"),
    )
    parts = (
        Part("body", NAME, materials=("paint",)),
        Part("rims", NAME, nodes=("rim",)),
        Part("door", NAME, nodes=("door",)),
    )
    states = (State("open", NAME, (Motion("door", axis=(0.0, 0.0, 1.0), turn_deg=15.0),)),)
    tax = Tax(NAME, 1900, included=True)
    return Product("car", "car", NAME, NAME, "EUR", 100, tax, parts, groups, (), states=states)


@pytest.mark.parametrize(
    ("choices", "state"), [({}, 0.0), ({"colour": "blue", "trim": "bright"}, 0.0), ({"rims": "without"}, 1.0)]
)
@pytest.mark.parametrize("quality", [SHARP, LOW])
def test_parts_drawn_as_one_look_as_they_do_by_themselves(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, choices: dict[str, str], state: float, quality: object
) -> None:
    pictures = []
    for joined in (True, False):
        if not joined:
            monkeypatch.setattr("client.scene.product.togetherness", lambda _: None)
        node = ProductNode(car(), product(), grounded=False)
        node.apply(choices)
        node.pose({"open": state})
        pictures.append(_picture(stage, node, quality))
    assert np.abs(pictures[0] - pictures[1]).max() <= 1.0


def _picture(stage: Stage, node: ProductNode, quality: object) -> NDArray[np.float64]:
    node.root.reparent_to(stage.view.scene)
    stage.picture(quality)  # type: ignore[arg-type]
    picture = stage.picture(quality)  # type: ignore[arg-type]
    node.release()
    return picture


def test_what_moves_or_vanishes_by_itself_is_drawn_by_itself() -> None:
    model = load_model(car(), together=togetherness(product()))

    joined = {slot.path.get_name(): id(slot.join[0]) for slot in model.slots if slot.join is not None}
    assert joined["paint"] == joined["rubber"] == joined["lamp"]
    assert len({joined["paint"], joined["chrome"], joined["leather"]}) == 3
    assert len(model.joins) == 3
    assert model.joins[-1].path.get_parent() == model.nodes["door"][0]


def test_many_materials_are_split_where_a_palette_is_full() -> None:
    nodes = [Node(f"n{index}", np.eye(4), Mesh("m", [Shapes.panel(Material(f"m{index}"))])) for index in range(45)]
    together = togetherness(product())
    assert len(load_model(Document(nodes, [], []), together=together).joins) == 2


def shoe() -> Document:
    """A ball with a chequered picture, a plain one, one that comes and goes."""
    knit = Material("knit", base_color=(0.9, 0.6, 0.6, 1.0), metallic=0.0, base_color_texture=CHEQUER)
    nodes = []
    for index, material in enumerate((knit, MATERIALS["rubber"], MATERIALS["chrome"])):
        matrix = np.eye(4)
        matrix[0, 3] = 0.6 * index - 0.6
        nodes.append(Node(("knit", "sole", "rim")[index], matrix, Mesh("ball", [Shapes.sphere(material, 0.3)])))
    return Document(nodes, [knit, MATERIALS["rubber"], MATERIALS["chrome"]], [])


def test_from_far_away_nobody_can_tell_what_is_drawn_for_it(stage: Stage) -> None:
    own = replace(product(), parts=product().parts[1:2], groups=product().groups[2:], states=())
    node = ProductNode(shoe(), own, grounded=False)
    node.root.reparent_to(stage.view.scene)
    stage.view.set_camera((0.0, 0.0, 22.0), (0.0, 0.0, 0.0), 30.0)
    for choices in ({}, {"rims": "without"}):
        node.apply(choices)
        node.show_distant(distant=False)
        near = stage.picture()
        node.show_distant(distant=True)
        far = stage.picture()
        assert np.abs(near - far).mean() < 0.1
        shoe_px = np.abs(near - near[2, 2]).max(axis=-1) > 8
        assert np.abs(near[shoe_px].mean(axis=0) - far[shoe_px].mean(axis=0)).max() < 4.0
    assert len(node.visible_surfaces()) == 2
    node.release()
