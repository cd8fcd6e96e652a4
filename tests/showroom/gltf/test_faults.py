"""Bad models: each is refused with its own code, what was got, what is allowed and what to do."""

from __future__ import annotations

import base64
import struct
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from showroom.errors import ModelError
from showroom.gltf.faults import FAULTS
from showroom.gltf.limits import Limits
from showroom.gltf.reader import read
from showroom.gltf.writer import write
from tests.showroom.gltf.models import glb, png_header, shoe, triangle

if TYPE_CHECKING:
    from collections.abc import Callable

BASE_ROOT, BASE_BINARY = triangle()
WHOLE = glb(BASE_ROOT, BASE_BINARY)


def changed(path: str, value: object) -> bytes:
    """The triangle with one field replaced; the path is dotted, numbers index lists."""
    root, binary = triangle()
    *parents, last = path.split(".")
    place: Any = root
    for step in parents:
        place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
    if isinstance(place, list):
        place.insert(int(last), value) if int(last) == len(place) else place.__setitem__(int(last), value)
    else:
        place[last] = value
    return glb(root, binary)


def with_position(value: float) -> bytes:
    root, binary = triangle()
    return glb(root, struct.pack("<f", value) + binary[4:])


def with_image(data: bytes) -> bytes:
    root, binary = triangle()
    uri = "data:image/png;base64," + base64.b64encode(data).decode()
    root["images"] = [{"uri": uri, "name": "weave"}]
    root["textures"] = [{"source": 0}]
    root["materials"] = [{"name": "sole", "normalTexture": {"index": 0}}]
    return glb(root, binary)


def out_of_nothing() -> bytes:
    """Accessors without bytes behind them are zeros: here 48 GB of them."""
    root, binary = triangle()
    for accessor in root["accessors"][:2]:
        del accessor["bufferView"]
        accessor["count"] = 2**31
    return glb(root, binary)


def as_gltf(path: str, value: object) -> bytes:
    size = struct.unpack_from("<I", changed(path, value), 12)[0]
    return changed(path, value)[20 : 20 + size]


def test_every_fault_has_a_way_out() -> None:
    for code, fault in FAULTS.items():
        assert code == code.lower().replace(" ", "-")
        assert fault.message
        assert fault.hint


BAD: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "cut off": (lambda: WHOLE[:600], "truncated", "model"),
    "empty": (lambda: b"", "truncated", "model"),
    "only a magic": (lambda: b"glTF\x02", "truncated", "model"),
    "an FBX": (lambda: b"Kaydara FBX Binary", "bad-magic", "model"),
    "a GLB 1": (lambda: glb(BASE_ROOT, BASE_BINARY, version=1), "bad-version", "model"),
    "glTF 1": (lambda: changed("asset.version", "1.0"), "bad-version", "model/asset"),
    "more than declared": (lambda: WHOLE + b"....", "bad-length", "model"),
    "a chunk too long": (lambda: WHOLE[:12] + b"\xff\xff\xff\x7f" + WHOLE[16:], "bad-chunk", "model"),
    "no chunk": (lambda: struct.pack("<4sII", b"glTF", 2, 12), "bad-chunk", "model"),
    "broken JSON": (lambda: glb(b'{"asset": '), "bad-json", "model"),
    "not UTF-8": (lambda: glb(b'{"asset": "\xff"}  '), "bad-json", "model"),
    "NaN in JSON": (lambda: glb(b'{"asset": NaN}'), "bad-json", "model"),
    "a JSON bomb": (lambda: glb(b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"), "json-too-deep", "model"),
    "many values": (lambda: glb(b'{"a":[' + b"{}," * 1_000_001 + b"0]}"), "too-many-values", "model"),
    "no buffer": (lambda: glb(BASE_ROOT), "missing-buffer", "buffer 0"),
    "a short buffer": (lambda: changed("buffers.0.byteLength", 900), "buffer-too-short", "buffer 0"),
    "a file outside": (lambda: changed("buffers.0.uri", "shoe.bin"), "external-uri", "buffer 0/uri"),
    "an address": (lambda: as_gltf("buffers.0.uri", "https://example.org/a.bin"), "external-uri", "buffer 0/uri"),
    "a path upwards": (lambda: as_gltf("buffers.0.uri", "a/%2e%2e/../b.bin"), "external-uri", "buffer 0/uri"),
    "a file missing": (lambda: as_gltf("buffers.0.uri", "shoe.bin"), "missing-buffer", "buffer 0/uri"),
    "bad base64": (lambda: changed("buffers.0.uri", "data:;base64,@@@"), "bad-data-uri", "buffer 0/uri"),
    "a view too far": (lambda: changed("bufferViews.0.byteLength", 99), "view-out-of-bounds", "buffer view 0"),
    "an accessor too far": (
        lambda: changed("accessors.0.count", 9_000_000), "accessor-out-of-bounds", "",
    ),
    "counts that differ": (
        lambda: changed("accessors.1.count", 2), "bad-accessor", 'mesh "Shoe"/primitive 0/attributes/NORMAL',
    ),
    "a type that is wrong": (
        lambda: changed("accessors.0.type", "VEC2"), "bad-accessor", 'mesh "Shoe"/primitive 0/attributes/POSITION',
    ),
    "a component type": (
        lambda: changed("accessors.0.componentType", 5124), "bad-accessor",
        'mesh "Shoe"/primitive 0/attributes/POSITION',
    ),
    "zeros out of nothing": (
        out_of_nothing, "too-many-vertices", 'mesh "Shoe"/primitive 0/attributes/POSITION',
    ),
    "NaN": (lambda: with_position(float("nan")), "non-finite", 'mesh "Shoe"/primitive 0/attributes/POSITION'),
    "infinity": (lambda: with_position(float("inf")), "non-finite", 'mesh "Shoe"/primitive 0/attributes/POSITION'),
    "a vertex that is not there": (
        lambda: glb(BASE_ROOT, BASE_BINARY[:72] + struct.pack("<HHHH", 0, 1, 7, 0)), "index-out-of-range",
        'mesh "Shoe"/primitive 0/indices',
    ),
    "a mesh that is not there": (lambda: changed("nodes.0.mesh", 7), "bad-reference", 'node "Top"/mesh'),
    "a negative reference": (lambda: changed("nodes.0.mesh", -1), "bad-reference", 'node "Top"/mesh'),
    "true as a reference": (lambda: changed("nodes", [{"mesh": True}]), "bad-reference", "node 0/mesh"),
    "a circle": (lambda: changed("nodes", [{"mesh": 0, "children": [1]}, {"children": [0]}]), "node-cycle", "node 0"),
    "a node in itself": (lambda: changed("nodes.0.children", [0]), "node-cycle", 'node "Top"'),
    "two parents": (
        lambda: changed("nodes", [{"children": [2]}, {"children": [2]}, {"mesh": 0}]), "node-cycle", "node 2",
    ),
    "a picture of 30,000 px": (lambda: with_image(png_header(30_000, 30_000)), "texture-too-large", 'image "weave"'),
    "no picture": (lambda: with_image(b"GIF89a  "), "bad-image", 'image "weave"'),
    "an empty picture": (lambda: with_image(png_header(0, 4)), "bad-image", 'image "weave"'),
    "Draco without a decoder": (
        lambda: changed("extensionsRequired", ["KHR_draco_mesh_compression"]), "unsupported-extension",
        "model/extensionsRequired",
    ),
    "an empty scene": (lambda: changed("scenes.0.nodes", []), "empty-model", "model"),
    "many nodes": (lambda: changed("nodes", [{}] * 10_001), "too-many-nodes", "nodes"),
    "a long list": (lambda: changed("materials", [{}] * 50_001), "too-many-entries", "materials"),
    "a factor of 7": (
        lambda: changed("materials.0.pbrMetallicRoughness", {"metallicFactor": 7}), "bad-value",
        'material "sole"/pbrMetallicRoughness/metallicFactor',
    ),
    "a word for a number": (lambda: changed("nodes.0.scale", ["a", 1, 1]), "bad-value", 'node "Top"/scale'),
    "no rotation": (lambda: changed("nodes.0.rotation", [0, 0, 0, 0]), "bad-value", 'node "Top"/rotation'),
    "a projection": (lambda: changed("nodes.0.matrix", [1] * 16), "bad-value", 'node "Top"/matrix'),
    "a variant twice": (
        lambda: changed("extensions.KHR_materials_variants.variants", [{"name": "a"}, {"name": "a"}]), "bad-value",
        "extensions/KHR_materials_variants/variants",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_model_is_refused_with_its_code(case: str) -> None:
    make, code, place = BAD[case]
    with pytest.raises(ModelError) as caught:
        read(make())
    error = caught.value
    assert error.code == code
    assert error.place == place or not place
    assert error.got
    assert error.allowed
    assert error.hint


def test_a_truncated_file_says_how_much_arrived() -> None:
    with pytest.raises(ModelError) as caught:
        read(WHOLE[:600], name="shoe.glb")
    assert caught.value.got.startswith("600 bytes (")
    assert f"{len(WHOLE):,} bytes" in caught.value.allowed
    assert str(caught.value).startswith("shoe.glb: truncated")


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(file_bytes=100), "too-large"),
        (Limits(json_bytes=100), "json-too-large"),
        (Limits(triangles=0), "too-many-triangles"),
        (Limits(vertex_bytes=50), "too-many-vertices"),
        (Limits(node_depth=0), "nodes-too-deep"),
    ],
)
def test_limits_are_kept(limits: Limits, code: str) -> None:
    with pytest.raises(ModelError) as caught:
        read(WHOLE, limits=limits)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("limits", "code"),
    [(Limits(texture_pixels=10), "too-many-pixels"), (Limits(image_bytes=10), "too-many-image-bytes")],
)
def test_limits_of_pictures_are_kept(limits: Limits, code: str) -> None:
    with pytest.raises(ModelError) as caught:
        read(write(shoe()), limits=limits)
    assert caught.value.code == code


def test_a_missing_picture_is_named() -> None:
    root, binary = triangle()
    root["buffers"][0]["uri"] = "data:;base64," + base64.b64encode(binary).decode()
    root |= {"images": [{"uri": "weave.png"}], "textures": [{"source": 0}]}
    root["materials"] = [{"normalTexture": {"index": 0}}]
    with pytest.raises(ModelError) as caught:
        read(msgspec.json.encode(root))
    assert (caught.value.code, caught.value.got) == ("missing-image", "weave.png")


def test_sharing_one_array_a_thousand_times_costs_it_once() -> None:
    root, binary = triangle()
    root["meshes"][0]["primitives"] *= 1000
    document = read(glb(root, binary), limits=Limits(vertex_bytes=1000))
    assert len({id(part.attributes["POSITION"]) for part in document.roots[0].mesh.primitives}) == 1  # type: ignore[union-attr]


def test_a_long_chain_of_nodes_is_refused_without_recursion() -> None:
    nodes: list[dict[str, Any]] = [{"children": [index + 1]} for index in range(9_998)]
    with pytest.raises(ModelError) as caught:
        read(changed("nodes", [*nodes, {"mesh": 0}]))
    assert caught.value.code == "nodes-too-deep"


def test_an_unclosed_string_full_of_quotes_is_scanned_once() -> None:
    with pytest.raises(ModelError) as caught:
        read(glb(b'{"' + b'\\"' * 4_000_000))
    assert caught.value.code == "bad-json"


SAMPLE = write(shoe())


@settings(max_examples=400)
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_any_damage_is_a_model_error_or_a_model(edits: list[tuple[int, int]]) -> None:
    data = bytearray(SAMPLE)
    for position, byte in edits:
        data[position] = byte
    _read_or_refuse(bytes(data))


@given(st.integers(0, len(SAMPLE)))
def test_any_cut_is_refused(length: int) -> None:
    if length < len(SAMPLE):
        with pytest.raises(ModelError):
            read(SAMPLE[:length])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)


def paths(value: object, prefix: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [prefix] if prefix else []
    if isinstance(value, dict):
        return found + [path for key, inner in value.items() for path in paths(inner, (*prefix, key))]
    if isinstance(value, list):
        return found + [path for index, inner in enumerate(value) for path in paths(inner, (*prefix, index))]
    return found


TEXT_SIZE = struct.unpack_from("<I", SAMPLE, 12)[0]
SAMPLE_JSON = SAMPLE[20 : 20 + TEXT_SIZE]
SAMPLE_BINARY = SAMPLE[28 + TEXT_SIZE :]
SAMPLE_PATHS = paths(msgspec.json.decode(SAMPLE_JSON))


@settings(max_examples=600)
@given(st.sampled_from(SAMPLE_PATHS), JSON)
def test_any_value_in_any_field_is_a_model_error_or_a_model(path: tuple[str | int, ...], value: object) -> None:
    root = msgspec.json.decode(SAMPLE_JSON)
    place: Any = root
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    _read_or_refuse(glb(root, SAMPLE_BINARY))


@given(st.binary(max_size=200))
def test_noise_is_refused(data: bytes) -> None:
    for candidate in (data, b"glTF" + data, b"{" + data):
        with pytest.raises(ModelError):
            read(candidate)


def _read_or_refuse(data: bytes) -> None:
    """Any other exception than ModelError fails the test."""
    code = ""
    try:
        document = read(data)
    except ModelError as error:
        code = error.code
    else:
        read(write(document))
    assert not code or code in FAULTS
