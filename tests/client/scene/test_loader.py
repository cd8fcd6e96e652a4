"""Documents become slots that hang where the model says; nothing here needs a graphics context."""

from __future__ import annotations

import numpy as np
import pytest
from panda3d.core import CullFaceAttrib

from client.render import masks, programs
from client.scene.geometry import vertex_format
from client.scene.loader import load_model
from showroom.errors import ModelError
from showroom.gltf.levels import Collapse, Levels
from showroom.gltf.model import Document, Image, Material, Mesh, Node, Primitive, Texture, TextureUse
from tests.visual.stage import Shapes


def node(name: str, primitive: Primitive | None, children: list[Node] | None = None, *, visible: bool = True) -> Node:
    mesh = Mesh(name, [primitive]) if primitive else None
    return Node(name, np.eye(4), mesh, children or [], visible)


def test_nodes_materials_and_slots_are_found_by_name() -> None:
    red = Material("red")
    inner = node("inner", Shapes.sphere(red))
    outer = node("outer", None, [inner])
    outer.matrix[:3, 3] = (1.0, 2.0, 3.0)

    model = load_model(Document([outer], [red], []))

    assert set(model.nodes) == {"outer", "inner"}
    assert model.materials == {"red": red}
    assert model.slots[0].own is red
    assert model.slots[0].path.get_parent() == model.nodes["inner"][0]
    assert np.allclose(model.bounds[0], [0.5, 1.5, 2.5], atol=1e-5)
    assert np.allclose(model.bounds[1], [1.5, 2.5, 3.5], atol=1e-5)


def test_all_vertices_have_one_format() -> None:
    bare = Shapes.panel(Material("bare"))
    bare.attributes.pop("TEXCOORD_0")

    model = load_model(Document([node("one", bare), node("two", Shapes.sphere(Material("two")))], [], []))

    for slot in model.slots:
        assert slot.path.node().get_geom(0).get_vertex_data().get_format() == vertex_format()


def test_triangles_without_normals_are_flat() -> None:
    primitive = Shapes.sphere(Material("flat"), rings=4)
    primitive.attributes.pop("NORMAL")

    model = load_model(Document([node("flat", primitive)], [], []))

    data = model.slots[0].path.node().get_geom(0).get_vertex_data()
    table = np.frombuffer(bytes(data.get_array(0)), dtype=np.float32).reshape(data.get_num_rows(), -1)
    triangles = table[:, 3:6].reshape(-1, 3, 3)
    assert np.allclose(triangles, triangles[:, :1])
    assert data.get_num_rows() == len(primitive.indices)


def test_a_node_that_is_turned_inside_out_still_shows_its_outside() -> None:
    mirrored = node("mirrored", Shapes.sphere(Material("one")))
    mirrored.matrix[0, 0] = -1.0

    model = load_model(Document([mirrored, node("plain", Shapes.sphere(Material("two")))], [], []))

    modes = [slot.path.get_attrib(CullFaceAttrib).get_actual_mode() for slot in model.slots]
    assert modes == [CullFaceAttrib.M_cull_counter_clockwise, CullFaceAttrib.M_cull_clockwise]


def test_glass_is_drawn_after_everything_opaque_and_casts_a_lighter_shadow() -> None:
    glass = Material("glass", transmission=1.0)

    path = load_model(Document([node("glass", Shapes.sphere(glass))], [glass], [])).slots[0].path

    assert path.is_hidden(masks.OPAQUE)
    assert not path.is_hidden(masks.BLENDED)
    assert path.is_hidden(masks.SHADOW)
    assert not path.is_hidden(masks.VEIL)
    assert path.get_tag(programs.POSE_TAG) == programs.VEIL


def test_a_node_that_the_file_hides_is_hidden_and_out_of_the_bounds() -> None:
    hidden = node("hidden", Shapes.sphere(Material("one"), 5.0), visible=False)

    model = load_model(Document([hidden, node("seen", Shapes.sphere(Material("two")))], [], []))

    assert model.nodes["hidden"][0].is_hidden()
    assert model.bounds[1].max() < 1.0


def test_equal_pictures_are_decoded_once_and_colour_apart_from_data() -> None:
    use = Shapes.texture(np.full((4, 4, 3), 128, dtype=np.uint8))
    one = Material("one", base_color_texture=use, emissive_texture=use, occlusion_texture=use)
    two = Material("two", base_color_texture=use)

    model = load_model(Document([node("a", Shapes.sphere(one)), node("b", Shapes.sphere(two))], [one, two], []))

    assert len(model.textures.all()) == 2


def test_a_picture_that_cannot_be_decoded_is_refused_with_its_name() -> None:
    broken = TextureUse(Texture(Image("broken", "image/webp", b"RIFF....WEBP", 4, 4)))
    material = Material("one", base_color_texture=broken)

    with pytest.raises(ModelError, match="unsupported-image") as caught:
        load_model(Document([node("a", Shapes.sphere(material))], [material], []))

    assert caught.value.place == "broken"


def test_a_released_model_has_left_the_scene() -> None:
    model = load_model(Document([node("a", Shapes.sphere(Material("one")))], [], []))
    model.release()

    assert model.root.is_empty()
    assert not model.slots


def test_a_coarser_level_is_drawn_with_the_vertices_of_the_model_itself() -> None:
    sphere = Shapes.sphere(Material("red"), rings=8)
    count = len(sphere.attributes["POSITION"])
    gone, targets = np.full(count, 1, np.uint8), np.arange(count, dtype=np.uint32)
    gone[count // 2], targets[count // 2] = 0, count // 2 + 1
    document = Document([node("a", sphere)], [], [])
    document.levels = Levels((0.01,), (Collapse(gone, targets),))

    model = load_model(document)
    drawn = model.slots[0].path.node()
    own = drawn.get_geom(0)
    model.show_level(1)

    assert model.errors_m == (0.01,)
    assert drawn.get_geom(0).get_primitive(0).get_num_faces() < own.get_primitive(0).get_num_faces()
    assert drawn.get_geom(0).get_vertex_data().this == own.get_vertex_data().this
    model.show_level(0)
    assert drawn.get_geom(0).get_primitive(0).get_num_faces() == own.get_primitive(0).get_num_faces()


def test_levels_of_other_vertices_are_not_drawn() -> None:
    primitive = Shapes.sphere(Material("flat"), rings=4)
    count = len(primitive.attributes["POSITION"])
    primitive.attributes.pop("NORMAL")
    document = Document([node("flat", primitive)], [], [])
    document.levels = Levels((0.01,), (Collapse(np.ones(count, np.uint8), np.arange(count, dtype=np.uint32)),))
    model = load_model(document)
    faces = model.slots[0].path.node().get_geom(0).get_primitive(0).get_num_faces()
    model.show_level(1)
    assert model.slots[0].path.node().get_geom(0).get_primitive(0).get_num_faces() == faces
