"""Fewer draw calls, and everything that an option addresses where it was."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest

from showroom.catalogue import Motion, Part, State, Text
from showroom.gltf import walk
from showroom.gltf.model import Document, Material, Mesh, Node
from showroom.pipeline.steps.addressed import Addressed, addressed_by
from showroom.pipeline.steps.join import FEW, JoinOptions, join
from tests.showroom.gltf.models import box, same
from tests.showroom.room.samples import RUNNER

STEEL = Material("steel")


def scene(material: Material = STEEL) -> Document:
    """Two boxes of one material on two nodes, the second one mirrored below the first, and another mesh."""
    first = Node("First", np.diag([2.0, 1.0, 1.0, 1.0]), Mesh("first", [box(material), box(material, (0.2, 0.1, 0.1))]))
    matrix = np.diag([-1.0, 1.0, 1.0, 1.0])
    matrix[:3, 3] = (0.5, 0.0, 0.0)
    first.children.append(Node("Second", matrix, Mesh("second", [box(material)])))
    return Document([first, Node("Other", np.eye(4), Mesh("other", [box(Material("other"))]))], [material], [])


def draw_calls(document: Document) -> int:
    return sum(len(node.mesh.primitives) for node, _ in walk.nodes(document) if node.mesh)


def triangles(document: Document) -> np.ndarray:
    """Corners of all triangles in the world with their normals, sorted."""
    rows = []
    for node, world_from_node in walk.nodes(document):
        for part in node.mesh.primitives if node.mesh else ():
            points = part.attributes["POSITION"] @ world_from_node[:3, :3].T + world_from_node[:3, 3]
            corners = points[part.indices].reshape(-1, 3, 3)
            facing = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
            facing *= np.sign(np.linalg.det(world_from_node[:3, :3]))
            normals = part.attributes["NORMAL"] @ np.linalg.inv(world_from_node[:3, :3])
            normals = normals[part.indices[::3]]
            assert ((facing * normals).sum(axis=1) > 0).all()
            rows.append(np.concatenate([np.sort(corners.reshape(-1, 9), axis=1), facing], axis=1))
    table = np.round(np.concatenate(rows), 6) + 0.0
    return table[np.lexsort(table.T)]


def test_one_material_is_drawn_in_one_call_where_it_was() -> None:
    joined = join(scene())
    assert (draw_calls(scene()), draw_calls(joined)) == (4, 2)
    assert triangles(joined) == pytest.approx(triangles(scene()), abs=1e-5)
    assert join(joined).roots[-1].mesh is not None
    assert draw_calls(join(joined)) == 2


def test_nodes_that_an_option_addresses_stay_and_so_does_what_is_below() -> None:
    joined = join(scene(), JoinOptions(Addressed(nodes=frozenset({"First"}))))
    assert [node.name for node, _ in walk.nodes(joined)] == ["First", "Second", "Other"]
    assert draw_calls(joined) == 3


def test_hidden_and_repeated_meshes_stay() -> None:
    hidden = scene()
    hidden.roots[0].children[0].visible = False
    assert draw_calls(join(hidden)) == 3
    repeated = scene()
    repeated.roots += [replace(repeated.roots[0], children=[]) for _ in range(FEW)]
    assert draw_calls(join(repeated)) == 2 + FEW + 1


def test_what_stands_in_few_places_is_drawn_in_one_call_in_all_of_them() -> None:
    repeated = scene()
    matrix = np.eye(4)
    matrix[:3, 3] = (0.0, 2.0, 0.0)
    repeated.roots.append(replace(repeated.roots[0], matrix=matrix, children=[]))
    joined = join(repeated)
    assert draw_calls(joined) == 2
    assert triangles(joined) == pytest.approx(triangles(repeated), abs=1e-5)


def wheels(material: Material = STEEL) -> Document:
    """Four wheels of one mesh, the right ones turned around, and a box."""
    tyre = Mesh("tyre", [box(material), box(Material("rubber"), (0.2, 0.1, 0.1))])
    places = []
    for number in range(4):
        matrix = np.diag([1.0, 1.0, 1.0, 1.0] if number % 2 else [-1.0, 1.0, -1.0, 1.0])
        matrix[:3, 3] = (number % 2, 0.0, number // 2)
        places.append(Node(f"wheel-{number + 1}", matrix, tyre))
    return Document([*places, Node("Other", np.eye(4), Mesh("other", [box(Material("other"))]))], [material], [])


WHEELS = frozenset(f"wheel-{number + 1}" for number in range(4))


def test_what_options_only_show_and_hide_at_once_is_drawn_at_once_and_keeps_its_names() -> None:
    joined = join(wheels(), JoinOptions(Addressed(nodes=WHEELS, alike=(WHEELS,))))
    assert (draw_calls(wheels()), draw_calls(joined)) == (9, 3)
    assert triangles(joined) == pytest.approx(triangles(wheels()), abs=1e-5)
    assert {node.name for node, _ in walk.nodes(joined)} >= WHEELS
    assert [node.name for node, _ in walk.nodes(joined) if node.mesh] == ["wheel-1", "Other"]


def test_what_options_show_apart_stays_apart() -> None:
    joined = join(wheels(), JoinOptions(Addressed(nodes=WHEELS)))
    assert draw_calls(joined) == 9


def test_only_nodes_of_the_same_parts_that_nothing_moves_are_alike() -> None:
    text = Text("x", "x")
    parts = (
        Part("front", text, nodes=("a", "b")),
        Part("all", text, nodes=("a", "b", "c", "d")),
        Part("door", text, nodes=("e", "f")),
    )
    product = msgspec.structs.replace(
        RUNNER.product, parts=parts, states=(State("open", text, moves=(Motion("door"),)),)
    )
    assert set(addressed_by(product).alike) == {frozenset("ab"), frozenset("cd")}


@pytest.mark.parametrize(
    "glass",
    [Material("g", alpha_mode="BLEND"), Material("g", transmission=1.0), Material("g", thickness=0.1)],
    ids=["blended", "transmissive", "thick"],
)
def test_what_light_shines_through_stays_apart(glass: Material) -> None:
    assert draw_calls(join(scene(glass))) == 4


def test_primitives_with_other_variants_or_attributes_stay_apart() -> None:
    document = scene()
    first, second = document.roots[0].mesh.primitives if document.roots[0].mesh else []
    first.variants["night"] = Material("night")
    del second.attributes["TEXCOORD_0"]
    assert draw_calls(join(document)) == 4


def test_without_flattening_only_meshes_are_joined() -> None:
    joined = join(scene(), JoinOptions(flatten=False))
    assert [node.name for node, _ in walk.nodes(joined)] == ["First", "Second", "Other"]
    assert draw_calls(joined) == 3


def test_the_input_stays_as_it_was() -> None:
    document = scene()
    join(document)
    assert same(document, scene())


@pytest.mark.parametrize("scales", [(0.0, 0.0, 0.0), (1.0, 0.0, 1.0)])
def test_a_node_that_is_hidden_by_a_scale_of_zero_stays_as_it_is(scales: tuple[float, float, float]) -> None:
    document = scene()
    document.roots[0].children[0].matrix = np.diag([*scales, 1.0])
    kept = [node for node, _ in walk.nodes(join(document)) if node.name == "Second"]
    assert [node.mesh is not None for node in kept] == [True]
