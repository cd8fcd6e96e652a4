"""Writing models: what is written reads back the same, and is clean glTF."""

from __future__ import annotations

import struct
from typing import Any

import msgspec
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from showroom.gltf import walk
from showroom.gltf.model import Document, Image, Material, Mesh, Node, Primitive, Texture, TextureUse
from showroom.gltf.reader import read
from showroom.gltf.writer import write
from tests.showroom.gltf.models import box, glb, png, same, shoe, triangle

FRACTIONS = st.floats(0, 1, width=32)
COORDINATES = st.floats(-1000, 1000, width=32)
NAMES = st.text(max_size=12)


def root_of(data: bytes) -> dict[str, Any]:
    size = struct.unpack_from("<I", data, 12)[0]
    root: dict[str, Any] = msgspec.json.decode(data[20 : 20 + size])
    return root


def unnumbered(document: Document) -> list[Node]:
    """The roots as made in code, where nothing moves and so no node needs a number."""
    for node, _ in walk.nodes(document):
        node.number = None
    return document.roots


def test_what_is_written_reads_back_the_same() -> None:
    document = shoe()
    back = read(write(document))
    assert same(document.roots, unnumbered(back))
    assert same(document.materials, back.materials)
    assert back.variants == document.variants


def test_equal_documents_give_equal_bytes() -> None:
    data = write(shoe())
    assert data == write(shoe())
    assert data == write(read(data))


def test_chunks_and_views_are_aligned_and_positions_have_bounds() -> None:
    data = write(shoe())
    root = root_of(data)
    assert len(data) % 4 == 0
    assert struct.unpack_from("<I", data, 8)[0] == len(data)
    assert all(view["byteOffset"] % 4 == 0 for view in root["bufferViews"])
    first = root["meshes"][0]["primitives"][0]["attributes"]["POSITION"]
    assert root["accessors"][first]["max"] == np.array([0.05, 0.05, 0.15], np.float32).tolist()


def test_equal_arrays_and_pictures_are_stored_once() -> None:
    document = shoe()
    other = Texture(Image("copy", "image/png", png(4, 4, (128, 128, 255)), 4, 4))
    document.materials[0].normal_texture = TextureUse(other)
    root = root_of(write(document))
    body, lace = root["meshes"]
    assert body["primitives"][0]["attributes"]["NORMAL"] == lace["primitives"][0]["attributes"]["NORMAL"]
    assert body["primitives"][0]["attributes"] == body["primitives"][1]["attributes"]
    assert len({image["bufferView"] for image in root["images"]}) == 1


def test_extensions_are_declared_where_they_are_used() -> None:
    assert root_of(write(shoe()))["extensionsUsed"] == [
        "KHR_materials_clearcoat",
        "KHR_materials_variants",
        "KHR_node_visibility",
    ]
    plain = Material("plain")
    document = Document([Node("n", np.eye(4), Mesh("m", [box(plain)]))], [plain], [])
    assert "extensionsUsed" not in root_of(write(document))


def test_a_webp_picture_requires_its_extension() -> None:
    data = b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0" + b"\x03\0\0" + b"\x01\0\0"
    worn = Material("worn", base_color_texture=TextureUse(Texture(Image("w", "image/webp", data, 4, 2))))
    document = Document([Node("n", np.eye(4), Mesh("m", [box(worn)]))], [worn], [])
    written = write(document)
    assert root_of(written)["extensionsRequired"] == ["EXT_texture_webp"]
    assert same(read(written).materials, document.materials)


def test_a_kept_extension_is_written_with_its_texture_renumbered() -> None:
    document = shoe()
    use = TextureUse(Texture(Image("t", "image/png", png(2, 2), 2, 2)))
    document.materials[0].other_extensions = {"EXT_materials_glitter": {"glitterTexture": use}}
    back = read(write(document)).materials[0].other_extensions
    assert same(back, document.materials[0].other_extensions)


@st.composite
def textures(draw: st.DrawFn) -> Texture:
    width, height = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    return Texture(
        Image(draw(NAMES), "image/png", png(width, height), width, height),
        mag_filter=draw(st.sampled_from([None, 9728, 9729])),
        min_filter=draw(st.sampled_from([None, 9728, 9987])),
        wrap_s=draw(st.sampled_from([33071, 33648, 10497])),
        wrap_t=draw(st.sampled_from([33071, 33648, 10497])),
    )


@st.composite
def uses(draw: st.DrawFn, *, scaled: bool = False) -> TextureUse:
    return TextureUse(
        draw(textures()),
        tex_coord=draw(st.integers(0, 1)),
        scale=draw(FRACTIONS) if scaled else 1.0,
        offset=draw(st.tuples(FRACTIONS, FRACTIONS)),
        rotation=draw(FRACTIONS),
        tiling=draw(st.tuples(FRACTIONS, FRACTIONS)),
    )


MATERIALS = st.builds(
    Material,
    name=NAMES,
    base_color=st.tuples(FRACTIONS, FRACTIONS, FRACTIONS, FRACTIONS),
    metallic=FRACTIONS,
    roughness=FRACTIONS,
    emissive=st.tuples(FRACTIONS, FRACTIONS, FRACTIONS),
    alpha_mode=st.sampled_from(["OPAQUE", "MASK", "BLEND"]),
    alpha_cutoff=FRACTIONS,
    double_sided=st.booleans(),
    unlit=st.booleans(),
    base_color_texture=st.none() | uses(),
    normal_texture=st.none() | uses(scaled=True),
    occlusion_texture=st.none() | uses(scaled=True),
    emissive_strength=st.floats(0, 100, width=32),
    ior=st.floats(1, 3, width=32),
    clearcoat=FRACTIONS,
    clearcoat_normal_texture=st.none() | uses(scaled=True),
    transmission=FRACTIONS,
    thickness=FRACTIONS,
    attenuation_distance=st.just(float("inf")) | st.floats(0.5, 10),
    sheen_color=st.tuples(FRACTIONS, FRACTIONS, FRACTIONS),
    specular_color=st.tuples(FRACTIONS, FRACTIONS, FRACTIONS),
    iridescence=FRACTIONS,
    iridescence_thickness_nm=st.tuples(st.floats(0, 200), st.floats(200, 900)),
    anisotropy=FRACTIONS,
    anisotropy_rotation=st.floats(-7, 7),
    anisotropy_texture=st.none() | uses(),
    dispersion=st.floats(0, 20),
    diffuse_transmission=FRACTIONS,
    diffuse_transmission_color=st.tuples(FRACTIONS, FRACTIONS, FRACTIONS),
    extras=st.dictionaries(NAMES, st.integers(-9, 9), max_size=2),
)


@st.composite
def primitives(draw: st.DrawFn, materials: list[Material], variants: list[str]) -> Primitive:
    count = draw(st.integers(3, 6))
    attributes: dict[str, Any] = {
        name: draw(arrays.arrays(np.float32, (count, width), elements=COORDINATES))
        for name, width in (("POSITION", 3), ("NORMAL", 3), ("TEXCOORD_0", 2))
    }
    if draw(st.booleans()):
        attributes["COLOR_0"] = draw(arrays.arrays(np.float32, (count, 3), elements=FRACTIONS))
    indices = draw(st.lists(st.integers(0, count - 1), min_size=3, max_size=3)) * draw(st.integers(1, 3))
    worn = draw(st.dictionaries(st.sampled_from(variants), st.sampled_from(materials), max_size=2)) if variants else {}
    return Primitive(attributes, np.array(indices, np.uint32), draw(st.none() | st.sampled_from(materials)), worn)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    materials = draw(st.lists(MATERIALS, min_size=1, max_size=3))
    variants = draw(st.lists(st.text(min_size=1, max_size=4), max_size=2, unique=True))
    parts = st.lists(primitives(materials, variants), min_size=1, max_size=2)
    meshes = draw(st.lists(st.builds(Mesh, NAMES, parts), min_size=1, max_size=2))
    tops = arrays.arrays(np.float64, (3, 4), elements=st.floats(-10, 10))
    matrices = tops.map(lambda top: np.concatenate((top, [[0.0, 0.0, 0.0, 1.0]])))
    leaves = st.builds(Node, NAMES, matrices, st.sampled_from(meshes), visible=st.booleans())
    nodes = st.builds(Node, NAMES, matrices, st.none(), st.lists(leaves, min_size=1, max_size=2))
    return Document(draw(st.lists(nodes, min_size=1, max_size=2)), materials, variants)


@settings(max_examples=60)
@given(documents())
def test_any_document_reads_back_the_same(document: Document) -> None:
    back = read(write(document))
    assert write(back) == write(document)
    assert same(document.roots, unnumbered(back))
    assert same(document.materials, back.materials)


def test_walking_knows_the_world() -> None:
    document = shoe()
    low, high = walk.bounds(document)
    assert np.allclose(low, [-0.05, 0.2, -0.15])
    assert np.allclose(high, [0.05, 0.505, 0.15])
    assert [node.name for node, _ in walk.nodes(document)] == ["Body", "Lace"]
    assert walk.triangle_count(document) == 36
    assert [image.name for image in walk.images(document)] == ["picture"]


XMP = "KHR_xmp_json_ld"
PACKETS = {"packets": [{"@context": {"dc": "http://purl.org/dc/elements/1.1/"}, "dc:rights": "Acme, all reserved"}]}


def test_who_made_a_model_and_who_may_use_it_goes_along() -> None:
    root, binary = triangle()
    root["extensions"] = {XMP: PACKETS}
    root["extensionsUsed"] = root["extensionsRequired"] = [XMP]
    root["asset"]["extensions"] = {XMP: {"packet": 0}, "ACME_place": {"view": 7}}
    root["materials"][0]["extensions"] = {XMP: {"packet": 0}}
    document = read(write(read(glb(root, binary))))
    assert document.metadata == PACKETS
    assert document.asset["extensions"] == {XMP: {"packet": 0}}
    assert document.materials[0].other_extensions == {XMP: {"packet": 0}}
    assert XMP in document.extensions_used


def test_what_points_at_nothing_any_more_is_not_written() -> None:
    root, binary = triangle()
    root["asset"]["extensions"] = {"ACME_place": {"view": 7}}
    assert "extensions" not in read(write(read(glb(root, binary)))).asset
