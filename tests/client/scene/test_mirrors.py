"""What of a room mirrors is found by its shape and its material."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from client.scene import solids
from client.scene.mirrors import MOST, apart
from showroom.gltf import walk
from showroom.gltf.model import Document, Material, Mesh, Node, Primitive

SILVER = Material("mirror", base_color=(0.92, 0.93, 0.93, 1.0), metallic=1.0, roughness=0.03)
WOOD = solids.matt("wood", 0.5, 0.4, 0.3, 0.45)


def disc(material: Material, radius: float, place: tuple[float, float, float], turn: np.ndarray | None = None) -> Node:
    """A round plate that looks up, with a rim, somewhere."""
    plate = solids.lathe([(radius, 0.0), (radius, 0.02), (0.0, 0.02)], material, sides=24)
    matrix = np.eye(4)
    if turn is not None:
        matrix[:3, :3] = turn
    matrix[:3, 3] = place
    return Node("disc", matrix, Mesh("disc", [plate]))


def to_front(angle: float = 0.0) -> np.ndarray:
    """Turns what looks up to look to +Z, and leans it back."""
    c, s = np.cos(np.pi / 2 - angle), np.sin(np.pi / 2 - angle)
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


def area_m2(document: Document) -> float:
    total = 0.0
    for node, matrix in walk.nodes(document):
        for primitive in node.mesh.primitives if node.mesh else ():
            corners = (np.asarray(primitive.attributes["POSITION"]) @ matrix[:3, :3].T)[primitive.indices]
            corners = corners.reshape(-1, 3, 3)
            total += np.linalg.norm(
                np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1
            ).sum()
    return total / 2.0


def test_each_flat_mirror_of_one_mesh_gets_a_node_of_its_own_the_largest_first() -> None:
    big, small = disc(SILVER, 0.6, (1.0, 2.0, 3.0), to_front()), disc(SILVER, 0.18, (0.0, 1.0, 0.0), to_front(0.2))
    document = Document([big, small], [SILVER], [])
    rest, flats = apart(document)

    assert [round(flat.area_m2, 1) for flat in flats] == [1.1, 0.1]
    assert flats[0].normal == pytest.approx([0.0, 0.0, 1.0], abs=1e-6)
    assert flats[1].normal == pytest.approx([0.0, np.sin(0.2), np.cos(0.2)], abs=1e-6)
    assert flats[0].corners.min(axis=0) == pytest.approx([0.4, 1.4, 3.02], abs=1e-3)
    assert flats[0].corners.max(axis=0) == pytest.approx([1.6, 2.6, 3.02], abs=1e-3)
    assert area_m2(rest) == pytest.approx(area_m2(document), rel=1e-6)


def test_mirrors_that_hang_in_one_plane_are_one_although_their_corners_are_rounded() -> None:
    pane = disc(SILVER, 0.18, (0.0, 0.0, 0.0)).mesh
    assert pane is not None
    (one,) = pane.primitives
    at = np.asarray(one.attributes["POSITION"], np.float64)
    noise = np.random.default_rng(5).uniform(-0.00015, 0.00015, (2, len(at)))
    places = [(at + np.stack([0 * up, up, 0 * up], 1)) @ to_front(0.05).T for up in noise]
    both = np.concatenate([places[0] - [0.55, 0.0, 0.0], places[1] + [0.55, 0.0, 0.0]])
    normals = np.tile(one.attributes["NORMAL"], (2, 1)).astype(np.float32)
    indices = np.concatenate([one.indices.ravel(), one.indices.ravel() + len(at)])
    pair = replace(one, attributes={"POSITION": both.astype(np.float32), "NORMAL": normals}, indices=indices)
    _, flats = apart(Document([Node("pair", np.eye(4), Mesh("pair", [pair]))], [SILVER], []))

    assert [round(flat.area_m2, 1) for flat in flats] == [0.2]
    assert flats[0].corners[:, 0].min() == pytest.approx(-0.73, abs=1e-3)
    assert flats[0].corners[:, 0].max() == pytest.approx(0.73, abs=1e-3)


def test_the_backs_of_plates_come_last() -> None:
    floor = Node("floor", np.eye(4), Mesh("floor", [solids.box((0.0, -0.05, 0.0), (4.0, 0.05, 4.0), WOOD)]))
    plates = [plate(SILVER, (x, 1.3, -3.9)) for x in np.linspace(-3.0, 3.0, MOST - 2)]
    hand = plate(SILVER, (0.0, 0.6, -3.0), radius=0.15)
    _, flats = apart(Document([floor, *plates, hand], [WOOD, SILVER], []))

    assert len(flats) == MOST
    assert all(flat.floor or flat.normal[2] > 0.99 for flat in flats)
    assert min(flat.area_m2 for flat in flats) == pytest.approx(0.07, abs=0.01)


def plate(material: Material, place: tuple[float, float, float], radius: float = 0.3) -> Node:
    """A round plate that looks to +Z and has a back."""
    front = disc(material, radius, place, to_front())
    behind = disc(material, radius, (place[0], place[1], place[2] + 0.01), to_front(np.pi))
    assert front.mesh is not None
    assert behind.mesh is not None
    back = behind.mesh.primitives[0]
    points = np.asarray(back.attributes["POSITION"]) @ behind.matrix[:3, :3].T + behind.matrix[:3, 3]
    local = (points - front.matrix[:3, 3]) @ front.matrix[:3, :3]
    turned = replace(back, attributes={**back.attributes, "POSITION": local.astype(np.float32)})
    return replace(front, mesh=Mesh("plate", [front.mesh.primitives[0], turned]))


def test_the_document_that_came_in_stays_as_it_was() -> None:
    node = disc(SILVER, 0.6, (0.0, 1.0, 0.0), to_front())
    before = len(node.mesh.primitives[0].indices) if node.mesh else 0
    apart(Document([node], [SILVER], []))

    assert node.mesh is not None
    assert len(node.mesh.primitives[0].indices) == before


@pytest.mark.parametrize(
    "other",
    [
        replace(SILVER, roughness=0.3),
        replace(SILVER, metallic=0.0),
        replace(SILVER, base_color=(0.3, 0.2, 0.1, 1.0)),
        replace(SILVER, unlit=True),
        replace(SILVER, alpha_mode="BLEND"),
    ],
    ids=["brushed", "plastic", "dark", "unlit", "blended"],
)
def test_what_is_no_mirror_stays_where_it_is(other: Material) -> None:
    _, flats = apart(Document([disc(other, 0.6, (0.0, 1.0, 0.0), to_front())], [other], []))

    assert flats == []


def test_small_and_curved_metal_is_no_mirror() -> None:
    ball = solids.node("ball", [solids.ellipsoid((0.0, 1.0, 0.0), (0.5, 0.5, 0.5), SILVER, rows=24)])
    _, flats = apart(Document([ball, disc(SILVER, 0.05, (0.0, 1.0, 0.0))], [SILVER], []))

    assert flats == []


def test_a_large_glossy_floor_mirrors_and_a_table_or_a_carpet_does_not() -> None:
    floor, table = (0.0, -0.05, 0.0), (0.0, 0.75, 0.0)
    rug = solids.matt("rug", 0.4, 0.3, 0.3, 0.95)
    boxes = [
        solids.box(floor, (4.0, 0.05, 3.0), WOOD),
        solids.box(table, (2.0, 0.02, 2.0), WOOD),
        solids.box((0.0, -0.05, 0.0), (4.0, 0.05, 3.0), rug),
    ]
    _, flats = apart(solids.document([solids.node("room", boxes)]))

    (flat,) = flats
    assert flat.floor
    assert flat.area_m2 == pytest.approx(48.0)
    assert flat.normal == pytest.approx([0.0, 1.0, 0.0])


def test_no_more_mirrors_than_a_room_can_afford() -> None:
    nodes = [disc(SILVER, 0.3 + 0.01 * index, (0.0, 1.0, float(index)), to_front()) for index in range(MOST + 3)]
    rest, flats = apart(Document(nodes, [SILVER], []))

    assert len(flats) == MOST
    assert len({flat.node.name for flat in flats}) == MOST
    assert area_m2(rest) == pytest.approx(area_m2(Document(nodes, [SILVER], [])), rel=1e-6)


def test_a_primitive_that_is_taken_whole_leaves_nothing_behind() -> None:
    corners = np.array([[-1, 0, 0], [1, 0, 0], [1, 1, 0], [-1, 1, 0]], np.float32)
    normals = np.tile(np.array([0, 0, 1], np.float32), (4, 1))
    whole = Primitive({"POSITION": corners, "NORMAL": normals}, np.array([0, 1, 2, 0, 2, 3], np.uint32), SILVER)
    rest, flats = apart(Document([Node("pane", np.eye(4), Mesh("pane", [whole]))], [SILVER], []))

    assert len(flats) == 1
    assert rest.roots[0].mesh is not None
    assert rest.roots[0].mesh.primitives == []
