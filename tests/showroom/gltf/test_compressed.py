"""Compressed models: read like others, and every fault inside them has its code and its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.errors import ModelError
from showroom.gltf import walk
from showroom.gltf.faults import FAULTS
from showroom.gltf.limits import Limits
from showroom.gltf.reader import read
from showroom.gltf.writer import write
from showroom.pipeline.draco import mesh_decoders
from tests.showroom.gltf.compressed import (
    DRACO,
    MESHOPT,
    draco_data,
    draco_model,
    draco_root,
    meshopt_model,
    meshopt_root,
    pack_triangles,
    pack_vertices,
    quad,
)
from tests.showroom.gltf.models import glb

if TYPE_CHECKING:
    from showroom.gltf.model import Document, Primitive

DECODERS = mesh_decoders()


def part_of(data: bytes) -> Primitive:
    mesh = read(data, decoders=DECODERS).roots[0].mesh
    assert mesh is not None
    return mesh.primitives[0]


def corners(part: Primitive) -> set[tuple[float, ...]]:
    return {tuple(point) for point in np.round(part.attributes["POSITION"][part.indices].astype(float), 3).tolist()}


def test_a_meshopt_model_is_read_like_any_other() -> None:
    part = part_of(meshopt_model())
    positions, normals, indices = quad()
    assert part.attributes["POSITION"].tobytes() == positions.tobytes()
    assert part.attributes["NORMAL"].tobytes() == normals.tobytes()
    assert part.indices.tolist() == indices.tolist()


def test_a_draco_model_is_read_like_any_other() -> None:
    part = part_of(draco_model())
    assert corners(part) == {tuple(point) for point in np.round(quad()[0].astype(float), 3).tolist()}
    assert (part.attributes["NORMAL"] == (0, 0, 1)).all()


@pytest.mark.parametrize("model", [meshopt_model, draco_model])
def test_what_is_written_is_plain(model: Any) -> None:  # noqa: ANN401 - makes a model
    written = write(read(model(), decoders=DECODERS))
    assert MESHOPT.encode() not in written
    assert DRACO.encode() not in written
    assert read(written).roots


def with_field(key: str, value: object) -> bytes:
    """The meshopt model with one field of its first compressed view changed."""
    root, binary = meshopt_root()
    root["bufferViews"][0]["extensions"][MESHOPT][key] = value
    return glb(root, binary)


def with_accessor(index: int, **changes: object) -> bytes:
    root, binary = meshopt_root()
    root["accessors"][index] |= changes
    return glb(root, binary)


def not_a_number() -> bytes:
    positions = quad()[0].copy()
    positions[2, 1] = np.nan
    return meshopt_model(positions=pack_vertices(positions.view(np.uint8)))


def draco_attribute(attribute: str, unique_id: object) -> bytes:
    root, binary = draco_root()
    root["meshes"][0]["primitives"][0]["extensions"][DRACO]["attributes"][attribute] = unique_id
    return glb(root, binary)


def draco_as(index: int, **changes: object) -> bytes:
    root, binary = draco_root()
    root["accessors"][index] |= changes
    return glb(root, binary)


def draco_beside(attribute: str, vertices: int) -> bytes:
    """A compressed quad of which one attribute is not compressed; it declares some other number of vertices."""
    root, binary = draco_root(None, 6, vertices)
    root["meshes"][0]["primitives"][0]["attributes"][attribute] = len(root["accessors"])
    root["accessors"].append({"componentType": 5126, "count": vertices, "type": "VEC4"})
    return glb(root, binary)


def draco_targets(vertices: int) -> bytes:
    root, binary = draco_root(None, 6, vertices)
    root["meshes"][0]["primitives"][0]["targets"] = [{"POSITION": len(root["accessors"])}]
    root["accessors"].append({"componentType": 5126, "count": vertices, "type": "VEC3"})
    return glb(root, binary)


def draco_strip() -> bytes:
    root, binary = draco_root()
    root["meshes"][0]["primitives"][0]["mode"] = 5
    return glb(root, binary)


VIEW = f"buffer view 0/extensions/{MESHOPT}"
PART = f'mesh "Shoe"/primitive 0/extensions/{DRACO}'
DATA = draco_data()


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (with_field("byteLength", 20), "compressed-truncated", VIEW),
        (with_field("byteLength", 9_000_000), "view-out-of-bounds", VIEW),
        (with_field("byteOffset", 3), "compressed-header", VIEW),
        (with_field("mode", "ZIP"), "bad-value", f"{VIEW}/mode"),
        (with_field("filter", "SHARP"), "bad-value", f"{VIEW}/filter"),
        (with_field("filter", "OCTAHEDRAL"), "compressed-layout", f"{VIEW}/byteStride"),
        (with_field("count", 3), "compressed-count", VIEW),
        (with_field("byteStride", 300), "bad-value", f"{VIEW}/byteStride"),
        (with_field("buffer", 9), "bad-reference", f"{VIEW}/buffer"),
        (not_a_number(), "compressed-non-finite", 'mesh "Shoe"/primitive 0/attributes/POSITION'),
        (
            meshopt_model(indices=pack_triangles(np.array([0, 1, 2, 0, 2, 9]))), "compressed-index",
            'mesh "Shoe"/primitive 0/indices',
        ),
        (with_accessor(0, count=9), "accessor-out-of-bounds", ""),
        (draco_model(DATA[:10]), "compressed-truncated", PART),
        (draco_model(DATA[:-20]), "compressed-damaged", PART),
        (draco_model(b"DRACU" + DATA[5:]), "compressed-header", PART),
        (draco_model(DATA[:5] + b"\1" + DATA[6:]), "compressed-header", PART),
        (draco_model(corners=9), "compressed-count", PART),
        (draco_beside("COLOR_0", vertices=3), "compressed-count", PART),
        (draco_targets(vertices=3), "bad-accessor", 'mesh "Shoe"/primitive 0/target 0/POSITION'),
        (draco_attribute("POSITION", 7), "compressed-attribute", f"{PART}/attributes/POSITION"),
        (draco_attribute("POSITION", -1), "bad-value", f"{PART}/attributes/POSITION"),
        (draco_as(1, type="VEC2"), "bad-accessor", ""),
        (draco_strip(), "compressed-layout", 'mesh "Shoe"/primitive 0/mode'),
    ],
)  # fmt: skip
def test_a_fault_inside_compressed_data_is_named_with_its_place(data: bytes, code: str, place: str) -> None:
    with pytest.raises(ModelError) as caught:
        read(data, decoders=DECODERS)
    error = caught.value
    assert (error.code, error.place) == (code, place or error.place)
    assert error.got
    assert error.allowed
    assert error.hint


def only(document: Document) -> Primitive:
    return walk.primitives(document)[0]


@pytest.mark.parametrize("vertices", [3, 5])
def test_a_count_that_only_draco_knows_better_is_forgiven_and_named(vertices: int) -> None:
    sound, found = (read(one, decoders=DECODERS) for one in (draco_model(), draco_model(vertices=vertices)))
    drawn, expected = (one.attributes["POSITION"][one.indices] for one in map(only, (found, sound)))
    assert np.array_equal(drawn, expected)
    assert [(one.code, one.place) for one in found.forgiven] == [("compressed-count", PART)]
    assert not sound.forgiven


def test_tangents_of_other_vertices_than_the_compressed_ones_are_left_out() -> None:
    found = read(draco_beside("TANGENT", vertices=3), decoders=DECODERS)
    assert "TANGENT" not in only(found).attributes
    assert any("TANGENT" in one for one in found.skipped)


def test_a_bomb_is_refused_before_memory_is_taken() -> None:
    root, binary = meshopt_root()
    view = root["bufferViews"][0]
    view["byteLength"] = 4_000_000_000 * 12
    view["extensions"][MESHOPT]["count"] = 4_000_000_000
    with pytest.raises(ModelError) as caught:
        read(glb(root, binary))
    assert caught.value.code == "too-many-vertices"
    with pytest.raises(ModelError) as caught:
        read(meshopt_model(), limits=Limits(triangles=1))
    assert caught.value.code == "too-many-triangles"


def test_without_a_decoder_draco_is_refused_with_the_command_that_brings_it() -> None:
    with pytest.raises(ModelError) as caught:
        read(draco_model())
    assert caught.value.code == "unsupported-extension"
    assert "virtual-showroom[assets]" in caught.value.hint


@pytest.mark.parametrize("whole", [meshopt_model(), draco_model()], ids=["meshopt", "draco"])
@given(changes=st.lists(st.tuples(st.integers(0), st.integers(0, 255)), min_size=1, max_size=6))
def test_any_damage_is_a_model_error_or_another_model(whole: bytes, changes: list[tuple[int, int]]) -> None:
    start = int.from_bytes(whole[12:16], "little") + 28
    damaged = bytearray(whole)
    for position, value in changes:
        damaged[start + position % (len(damaged) - start)] = value
    try:
        read(bytes(damaged), decoders=DECODERS)
    except ModelError as error:
        assert error.code in FAULTS  # noqa: PT017 - both outcomes are right
