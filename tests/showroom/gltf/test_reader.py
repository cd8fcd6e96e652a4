"""Reading glTF: what is understood, and how it comes out."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest

from showroom.errors import ModelError
from showroom.gltf import walk
from showroom.gltf.reader import read
from tests.showroom.gltf.models import TRIANGLE, glb, png, triangle

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.gltf.model import Document, Primitive


def only_primitive(document: Document) -> Primitive:
    (primitive,) = walk.primitives(document)
    return primitive


def with_positions(array: NDArray[Any], code: int, **fields: object) -> bytes:
    """The triangle with quantised positions; four columns are three and padding."""
    root, binary = triangle()
    view: dict[str, Any] = {"buffer": 0, "byteOffset": len(binary), "byteLength": array.nbytes}
    if array.shape[1] == 4:
        view["byteStride"] = 4
    root["bufferViews"].append(view)
    root["accessors"].append({"bufferView": 3, "componentType": code, "count": 3, "type": "VEC3", **fields})
    root["meshes"][0]["primitives"][0]["attributes"]["POSITION"] = 3
    root["buffers"][0]["byteLength"] = len(binary) + array.nbytes
    root["extensionsUsed"] = ["KHR_mesh_quantization"]
    return glb(root, binary + array.tobytes())


def test_a_triangle_comes_out_as_it_went_in() -> None:
    document = read(glb(*triangle()))
    primitive = only_primitive(document)
    assert primitive.attributes["POSITION"].tobytes() == TRIANGLE.tobytes()
    assert primitive.indices.tolist() == [0, 1, 2]
    assert primitive.indices.dtype == np.uint32
    assert primitive.material is document.materials[0]
    assert [root.name for root in document.roots] == ["Top"]
    assert document.materials[0].name == "sole"


def test_a_gltf_with_embedded_data_reads_like_a_glb() -> None:
    root, binary = triangle()
    root["buffers"][0]["uri"] = "data:application/octet-stream;base64," + base64.b64encode(binary).decode()
    document = read(msgspec.json.encode(root), name="shoe.gltf")
    assert only_primitive(document).attributes["POSITION"].tobytes() == TRIANGLE.tobytes()


def test_a_gltf_reads_its_buffer_from_the_files_beside_it() -> None:
    root, binary = triangle()
    root["buffers"][0]["uri"] = "shoe%20data.bin"
    document = read(msgspec.json.encode(root), resources={"shoe data.bin": binary})
    assert only_primitive(document).attributes["POSITION"].tobytes() == TRIANGLE.tobytes()


@pytest.mark.parametrize(
    ("array", "code", "expected"),
    [
        (np.array([[-128, 127, 0, 0], [-127, 64, 0, 0], [0, 0, 0, 0]], np.int8), 5120, (-1.0, 1.0, 0.0)),
        (np.array([[-32768, 32767, 0], [0, 0, 0], [0, 0, 0]], np.int16), 5122, (-1.0, 1.0, 0.0)),
        (np.array([[255, 0, 51, 0], [0, 0, 0, 0], [0, 0, 0, 0]], np.uint8), 5121, (1.0, 0.0, 0.2)),
    ],
)
def test_normalised_integers_become_fractions(array: NDArray[Any], code: int, expected: tuple[float, ...]) -> None:
    first = only_primitive(read(with_positions(array, code, normalized=True))).attributes["POSITION"][0]
    assert first.dtype == np.float32
    assert first.tolist() == pytest.approx(expected)


def test_plain_quantised_integers_keep_their_values() -> None:
    array = np.array([[1000, -5, 0], [0, 0, 0], [0, 7, 0]], np.int16)
    primitive = only_primitive(read(with_positions(array, 5122)))
    assert primitive.attributes["POSITION"].tolist() == [[1000, -5, 0], [0, 0, 0], [0, 7, 0]]


def test_interleaved_vertices_are_read_by_their_stride() -> None:
    root, binary = triangle()
    positions, normals = np.frombuffer(binary[:36], "<f4"), np.frombuffer(binary[36:72], "<f4")
    mixed = np.concatenate((positions.reshape(3, 3), normals.reshape(3, 3)), axis=1).tobytes()
    root["bufferViews"][0] = {"buffer": 0, "byteOffset": 0, "byteLength": 72, "byteStride": 24}
    root["accessors"][1] = {"bufferView": 0, "byteOffset": 12, "componentType": 5126, "count": 3, "type": "VEC3"}
    primitive = only_primitive(read(glb(root, mixed + binary[72:])))
    assert primitive.attributes["POSITION"].tobytes() == TRIANGLE.tobytes()
    assert primitive.attributes["NORMAL"].tolist() == [[0, 0, 1]] * 3


def test_sparse_accessors_replace_single_elements() -> None:
    root, binary = triangle()
    patch = np.array([2, 0], np.uint16).tobytes() + np.array([0, 9, 0], np.float32).tobytes()
    root["bufferViews"] += [
        {"buffer": 0, "byteOffset": len(binary), "byteLength": 2},
        {"buffer": 0, "byteOffset": len(binary) + 4, "byteLength": 12},
    ]
    root["buffers"][0]["byteLength"] = len(binary) + 16
    root["accessors"][0]["sparse"] = {
        "count": 1,
        "indices": {"bufferView": 3, "componentType": 5123},
        "values": {"bufferView": 4},
    }
    primitive = only_primitive(read(glb(root, binary + patch)))
    assert primitive.attributes["POSITION"].tolist() == [[0, 0, 0], [1, 0, 0], [0, 9, 0]]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [(5, [0, 1, 2, 1, 3, 2]), (6, [1, 2, 0, 2, 3, 0])],
    ids=["strip", "fan"],
)
def test_strips_and_fans_become_triangles(mode: int, expected: list[int]) -> None:
    root, binary = triangle()
    square = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0]], np.float32).tobytes()
    root["bufferViews"][0] = {"buffer": 0, "byteOffset": len(binary), "byteLength": 48}
    root["accessors"][0]["count"] = 4
    root["buffers"][0]["byteLength"] = len(binary) + 48
    normals = np.tile(np.array([0, 0, 1], np.float32), (4, 1)).tobytes()
    root["bufferViews"][1] = {"buffer": 0, "byteOffset": len(binary) + 48, "byteLength": 48}
    root["accessors"][1]["count"] = 4
    root["buffers"][0]["byteLength"] = len(binary) + 96
    root["meshes"][0]["primitives"] = [{"attributes": {"POSITION": 0, "NORMAL": 1}, "mode": mode}]
    primitive = only_primitive(read(glb(root, binary + square + normals)))
    assert primitive.indices.tolist() == expected
    assert primitive.material is None


def test_points_and_lines_are_left_out_and_said_so() -> None:
    root, binary = triangle()
    root["meshes"][0]["primitives"] += [{"attributes": {"POSITION": 0}, "mode": mode} for mode in (0, 1)]
    document = read(glb(root, binary))
    assert len(walk.primitives(document)) == 1
    assert document.skipped == ('mesh "Shoe"/primitive 1 (points)', 'mesh "Shoe"/primitive 2 (lines)')


def test_missing_normals_are_flat() -> None:
    root, binary = triangle()
    del root["meshes"][0]["primitives"][0]["attributes"]["NORMAL"]
    primitive = only_primitive(read(glb(root, binary)))
    assert primitive.attributes["NORMAL"].tolist() == [[0, 0, 1]] * 3


def test_translation_rotation_and_scale_become_one_matrix() -> None:
    root, binary = triangle()
    half = 0.5**0.5
    root["nodes"][0] |= {"translation": [1, 2, 3], "rotation": [0, 0, half, half], "scale": [2, 2, 2]}
    matrix = read(glb(root, binary)).roots[0].matrix
    assert (matrix @ [1, 0, 0, 1]).tolist() == pytest.approx([1, 4, 3, 1])


def test_a_matrix_is_read_by_columns() -> None:
    root, binary = triangle()
    root["nodes"][0]["matrix"] = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 5, 6, 7, 1]
    assert read(glb(root, binary)).roots[0].matrix[:3, 3].tolist() == [5, 6, 7]


def test_variants_visibility_and_unlit_are_read() -> None:
    root, binary = triangle()
    root["extensions"] = {"KHR_materials_variants": {"variants": [{"name": "night"}, {"name": "day"}]}}
    root["materials"].append({"name": "dark", "extensions": {"KHR_materials_unlit": {}}})
    root["meshes"][0]["primitives"][0]["extensions"] = {
        "KHR_materials_variants": {"mappings": [{"material": 1, "variants": [0]}]}
    }
    root["nodes"][0]["extensions"] = {"KHR_node_visibility": {"visible": False}}
    document = read(glb(root, binary))
    assert document.variants == ["night", "day"]
    assert only_primitive(document).variants == {"night": document.materials[1]}
    assert document.materials[1].unlit
    assert not document.roots[0].visible


def material_with(picture: bytes, material: dict[str, Any]) -> Document:
    root, binary = triangle()
    root["materials"] = [material]
    root["images"] = [{"mimeType": "image/png", "bufferView": 3, "name": "weave"}]
    root["textures"] = [{"source": 0, "sampler": 0}]
    root["samplers"] = [{"magFilter": 9728, "wrapS": 33071}]
    root["bufferViews"].append({"buffer": 0, "byteOffset": len(binary), "byteLength": len(picture)})
    root["buffers"][0]["byteLength"] = len(binary) + len(picture)
    return read(glb(root, binary + picture))


def test_textures_come_with_sampler_size_and_transform() -> None:
    transform = {"offset": [0.5, 0.25], "rotation": 1.5, "scale": [2, 3], "texCoord": 1}
    use = {"index": 0, "scale": 0.5, "extensions": {"KHR_texture_transform": transform}}
    document = material_with(png(3, 5), {"normalTexture": use})
    found = document.materials[0].normal_texture
    assert found is not None
    assert (found.offset, found.rotation, found.tiling, found.tex_coord, found.scale) == (
        (0.5, 0.25),
        1.5,
        (2, 3),
        1,
        0.5,
    )
    assert (found.texture.mag_filter, found.texture.wrap_s, found.texture.wrap_t) == (9728, 33071, 10497)
    image = found.texture.image
    assert (image.name, image.media_type, image.width_px, image.height_px) == ("weave", "image/png", 3, 5)


def test_material_extensions_fill_the_material() -> None:
    extensions = {
        "KHR_materials_anisotropy": {"anisotropyStrength": 0.5, "anisotropyRotation": -2},
        "KHR_materials_diffuse_transmission": {
            "diffuseTransmissionFactor": 0.25,
            "diffuseTransmissionColorFactor": [1, 0.5, 2],
            "diffuseTransmissionColorTexture": {"index": 0},
        },
        "KHR_materials_dispersion": {"dispersion": 2.5},
        "KHR_materials_clearcoat": {"clearcoatFactor": 0.5, "clearcoatTexture": {"index": 0}},
        "KHR_materials_emissive_strength": {"emissiveStrength": 4},
        "KHR_materials_ior": {"ior": 1.25},
        "KHR_materials_iridescence": {"iridescenceFactor": 1, "iridescenceThicknessMaximum": 500},
        "KHR_materials_sheen": {"sheenColorFactor": [1, 0.5, 0]},
        "KHR_materials_specular": {"specularFactor": 0.5},
        "KHR_materials_transmission": {"transmissionFactor": 0.75},
        "KHR_materials_volume": {"thicknessFactor": 0.01, "attenuationDistance": 2, "attenuationColor": [1, 0, 0]},
    }
    (found,) = material_with(png(2, 2), {"name": "all", "extensions": extensions}).materials
    assert found.clearcoat_texture is not None
    assert (found.clearcoat, found.emissive_strength, found.ior, found.iridescence) == (0.5, 4, 1.25, 1)
    assert found.iridescence_thickness_nm == (100, 500)
    assert (found.anisotropy, found.anisotropy_rotation, found.dispersion) == (0.5, -2, 2.5)
    assert (found.diffuse_transmission, found.diffuse_transmission_color) == (0.25, (1, 0.5, 2))
    assert found.diffuse_transmission_color_texture is not None
    assert (found.sheen_color, found.specular, found.transmission) == ((1, 0.5, 0), 0.5, 0.75)
    assert (found.thickness, found.attenuation_distance, found.attenuation_color) == (0.01, 2, (1, 0, 0))


def test_an_extension_that_is_not_drawn_is_kept_with_its_textures() -> None:
    extensions = {"EXT_materials_glitter": {"glitterFactor": 0.5, "glitterTexture": {"index": 0}}}
    (found,) = material_with(png(2, 2), {"extensions": extensions}).materials
    kept = found.other_extensions["EXT_materials_glitter"]
    assert kept["glitterFactor"] == 0.5
    assert kept["glitterTexture"].texture.image.width_px == 2


def test_a_rounding_error_beyond_a_range_is_clamped() -> None:
    document = material_with(png(2, 2), {"pbrMetallicRoughness": {"metallicFactor": 1.0000001}})
    assert document.materials[0].metallic == 1.0


def test_meshes_that_nodes_share_are_shared() -> None:
    root, binary = triangle()
    root["nodes"] = [{"mesh": 0}, {"mesh": 0, "children": [2]}, {"mesh": 0}]
    root["scenes"] = [{"nodes": [0, 1]}]
    document = read(glb(root, binary))
    assert len({id(node.mesh) for node, _ in walk.nodes(document)}) == 1
    assert walk.triangle_count(document) == 3


def test_the_error_names_its_place() -> None:
    root, binary = triangle()
    root["accessors"][0]["count"] = 4
    with pytest.raises(ModelError) as caught:
        read(glb(root, binary))
    assert caught.value.place == 'mesh "Shoe"/primitive 0/attributes/POSITION'
