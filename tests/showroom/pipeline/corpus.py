"""Bad files by script: each is a clean product with one fault, and says by which code it has to be caught."""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from showroom.gltf.levels import Collapse, Levels
from showroom.gltf.model import Image, Mesh, Node, Texture, TextureUse
from showroom.gltf.reader import read
from showroom.gltf.writer import write
from tests.showroom.gltf import compressed
from tests.showroom.gltf.ktx2_streams import ETC1S, UASTC, UASTC_ZSTANDARD
from tests.showroom.gltf.models import glb, png_header, triangle
from tests.showroom.pipeline import flaws
from tests.showroom.pipeline.clean_product import clean
from tests.showroom.pipeline.steps.test_simplify import ball

if TYPE_CHECKING:
    from collections.abc import Callable

    from showroom.catalogue import Kind
    from showroom.gltf.model import Document


@dataclass(frozen=True)
class Case:
    """A bad file.

    Args:
        name: what is wrong.
        make: makes the file out of a seed.
        code: by which it is caught.
        profile: against which it is held.
        kind: what its product file would call it.
        also: codes that this fault brings along.
        suffix: of the file.
    """

    name: str
    make: Callable[[int], bytes]
    code: str
    profile: str = "showroom"
    kind: Kind | None = None
    also: frozenset[str] = frozenset()
    suffix: str = ".glb"


def bad(change: Callable[[Document], None]) -> Callable[[int], bytes]:
    """A file whose document was changed before it was written."""

    def make(seed: int) -> bytes:
        document = clean(seed)
        change(document)
        return write(document)

    return make


def json_of(data: bytes) -> tuple[dict[str, Any], bytes]:
    size = struct.unpack_from("<I", data, 12)[0]
    return msgspec.json.decode(data[20 : 20 + size]), data[28 + size :]


def edited(*path: str | int, value: object) -> Callable[[int], bytes]:
    """The clean product with one field of its JSON replaced."""

    def make(seed: int) -> bytes:
        root, binary = json_of(write(clean(seed)))
        place: Any = root
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
        return glb(root, binary)

    return make


def cut(seed: int) -> bytes:
    whole = write(clean(seed))
    return whole[: int(len(whole) * np.random.default_rng(seed).uniform(0.1, 0.9))]


def whole_with(change: Callable[[bytes], bytes]) -> Callable[[int], bytes]:
    """The clean product with its bytes changed."""
    return lambda seed: change(write(clean(seed)))


def small(change: Callable[[dict[str, Any]], None], binary: bytes = b"") -> Callable[[int], bytes]:
    """A single triangle whose JSON was changed."""

    def make(_seed: int) -> bytes:
        root, data = triangle()
        change(root)
        return glb(root, binary or data)

    return make


def gltf(change: Callable[[dict[str, Any]], None]) -> Callable[[int], bytes]:
    def make(_seed: int) -> bytes:
        root, _ = triangle()
        change(root)
        return msgspec.json.encode(root)

    return make


def with_uri(key: str, uri: str) -> Callable[[dict[str, Any]], None]:
    def change(root: dict[str, Any]) -> None:
        if key == "images":
            root["buffers"][0]["uri"] = "data:;base64," + "A" * 108
            root |= {"images": [{"uri": uri}], "textures": [{"source": 0}]}
            root["materials"] = [{"normalTexture": {"index": 0}}]
        else:
            root["buffers"][0]["uri"] = uri

    return change


def deep_nodes(root: dict[str, Any]) -> None:
    root["nodes"] = [{"children": [index + 1]} for index in range(300)] + [{"mesh": 0}]


def endless_zeros(root: dict[str, Any]) -> None:
    for accessor in root["accessors"][:2]:
        del accessor["bufferView"]
        accessor["count"] = 2**31


def many_pixels(_seed: int) -> bytes:
    document = clean(0)
    for slot in ("base_color_texture", "emissive_texture", "sheen_color_texture", "specular_texture",
                 "clearcoat_texture", "thickness_texture", "transmission_texture", "iridescence_texture",
                 "normal_texture"):  # fmt: skip
        picture = Image(slot, "image/png", png_header(8192, 8192) + slot.encode(), 8192, 8192)
        setattr(document.materials[0], slot, TextureUse(Texture(picture)))
    return write(document)


def view_of(**changes: object) -> Callable[[int], bytes]:
    """A meshopt model with fields of its first compressed view changed."""

    def make(_seed: int) -> bytes:
        root, binary = compressed.meshopt_root()
        root["bufferViews"][0]["extensions"][compressed.MESHOPT] |= changes
        return glb(root, binary)

    return make


def meshopt(**streams: bytes) -> Callable[[int], bytes]:
    return lambda _seed: compressed.meshopt_model(**streams)


def draco(data: Callable[[bytes], bytes], **counts: int) -> Callable[[int], bytes]:
    return lambda _seed: compressed.draco_model(data(compressed.draco_data()), **counts)


def draco_without_normals(_seed: int) -> bytes:
    root, binary = compressed.draco_root()
    root["meshes"][0]["primitives"][0]["extensions"][compressed.DRACO]["attributes"]["NORMAL"] = 9
    return glb(root, binary)


def ktx2(data: bytes) -> Callable[[int], bytes]:
    return lambda _seed: compressed.ktx2_model(data)


def with_number(data: bytes, offset: int, value: int) -> bytes:
    """KTX2 data with another number in its header."""
    return data[:offset] + value.to_bytes(4, "little") + data[offset + 4 :]


def upside_down(data: bytes) -> bytes:
    """KTX2 data whose note on its writer is one on its orientation instead."""
    note = b"KTXorientation\0ru\0"
    at = data.index(b"KTXwriter") - 4
    return data[:at] + len(note).to_bytes(4, "little") + note.ljust(32, b"\0") + data[at + 36 :]


def mangled(seed: int) -> bytes:
    """What is left where somebody reads a file as text and writes it again."""
    return write(clean(seed)).decode("utf-8", "replace").encode()


def draco_colors(_seed: int) -> bytes:
    """Compressed positions with colours beside them, of as many vertices as there were before."""
    root, binary = compressed.draco_root(vertices=3)
    root["meshes"][0]["primitives"][0]["attributes"]["COLOR_0"] = len(root["accessors"])
    root["accessors"].append({"componentType": 5126, "count": 3, "type": "VEC4"})
    return glb(root, binary)


def foreign_levels(_seed: int) -> bytes:
    """A triangle with the coarser levels of something larger."""
    ways = Collapse(np.ones(9, np.uint8), np.arange(9, dtype=np.uint32))
    return write(read(glb(*triangle())), None, Levels((0.001,), (ways,)))


def heavy_levels(seed: int) -> bytes:
    """A ball of many triangles whose only level leaves nearly all of them."""
    document = clean(seed)
    document.roots = [Node("ball", np.eye(4), Mesh("ball", [ball(110)]))]
    ways = Collapse(np.ones(110 * 220, np.uint8), np.arange(110 * 220, dtype=np.uint32))
    return write(document, None, Levels((0.001,), (ways,)))


def strange_bytes(seed: int) -> bytes:
    return b"FBX " + np.random.default_rng(seed).bytes(400)


POSITIONS = compressed.pack_vertices(compressed.quad()[0].view(np.uint8))
NOT_A_NUMBER = compressed.pack_vertices(np.full((4, 3), np.nan, np.float32).view(np.uint8))
TRIANGLES = compressed.pack_triangles(compressed.quad()[2])
TOO_FAR = compressed.pack_triangles(np.array([0, 1, 2, 0, 2, 99]))


HUGE_PICTURE = "data:;base64," + base64.b64encode(png_header(30_000, 30_000)).decode()
UNKNOWN_PICTURE = "data:image/gif;base64,R0lGODlh"
FAR_VERTEX = triangle()[1][:72] + b"\0\0\1\0\7\0\0\0"
BAD_CHANNEL = b"\xa1\xaa\xaa\xaa" + bytes(21) + b"\3\3\3"
BALL = frozenset({"off-origin", "unused-material", "unused-attribute", "degenerate-triangles"})
QUAD = frozenset({"off-origin", "half-metallic"})
NO_POWER = frozenset({"texture-not-power-of-two"})
CHECK_CASES = [
    Case("too many triangles", whole_with(lambda data: data), "too-many-triangles", "few"),
    Case("a large file", whole_with(lambda data: data), "file-too-large", "tiny"),
    Case("too many parts", bad(flaws.many_parts), "too-many-draw-calls"),
    Case("levels that are not simple", heavy_levels, "heavy-levels", also=BALL),
    Case("too many materials", bad(flaws.many_materials), "too-many-materials", "auditor"),
    Case("a variant with a picture of its own", bad(flaws.heavy_variant), "variant-too-large", "light"),
    Case(
        "a picture of 4100 px",
        bad(flaws.large_picture),
        "texture-too-large",
        also=frozenset({"texture-not-power-of-two"}),
    ),
    Case("a picture of odd size", bad(flaws.odd_picture), "texture-not-power-of-two", "auditor"),
    Case("a picture cut off", bad(flaws.broken_picture), "undecodable-image"),
    Case("a base colour painted black", bad(flaws.dark_paint), "base-color-texture-range", "auditor"),
    Case("a black base colour", bad(flaws.black), "base-color-range", "auditor"),
    Case("metal and roughness swapped", bad(flaws.swapped_channels), "metal-rough-swapped"),
    Case("a height map for normals", bad(flaws.height_map), "not-a-normal-map"),
    Case("normals made for DirectX", bad(flaws.directx_bumps), "normal-map-inverted"),
    Case("a material without a name", bad(flaws.unnamed), "unnamed-material"),
    Case("two materials of a name", bad(flaws.twice_named), "duplicate-material-name"),
    Case("a texture without coordinates", bad(flaws.no_uv), "missing-uv"),
    Case("half metal", bad(flaws.half_metal), "half-metallic"),
    Case("a material that nobody wears", bad(flaws.unworn), "unused-material"),
    Case("coordinates that nobody needs", bad(flaws.spare_uv), "unused-attribute"),
    Case("millimetres for metres", bad(flaws.in_millimetres), "implausible-size", kind="shoe"),
    Case("a shoe turned sideways", bad(flaws.sideways), "implausible-orientation", kind="shoe"),
    Case("a pivot in the air", bad(flaws.in_the_air), "off-origin"),
    Case("normals of length three", bad(flaws.long_normals), "bad-normals"),
    Case("triangles without area", bad(flaws.flat_triangles), "degenerate-triangles"),
    Case("a box inside out", bad(flaws.inside_out), "inside-out"),
    Case("inner walls", bad(flaws.inner_walls), "non-manifold"),
    Case("triangles twice", bad(flaws.double_triangles), "duplicate-triangles", also=frozenset({"non-manifold"})),
    Case("a part twice in place", bad(flaws.twice_in_place), "duplicate-part"),
    Case("loose vertices", bad(flaws.loose_vertices), "unused-vertices"),
    Case("tangents without sign", bad(flaws.bad_tangents), "bad-tangents"),
    Case("coordinates beyond a clamped picture", bad(flaws.smeared), "uv-out-of-range"),
    Case("coordinates mirrored", bad(flaws.backwards), "inverted-uv"),
    Case("coordinates on one line", bad(flaws.on_one_line), "collapsed-uv"),
    Case("shared baked shadows", bad(flaws.shared_shadows), "overlapping-uv"),
    Case("blurred paint", bad(flaws.blurred), "blurry-texture"),
    Case("parts of uneven sharpness", bad(flaws.unevenly_sharp), "uneven-texel-density"),
    Case(
        "a light", edited("extensions", "KHR_lights_punctual", value={"lights": [{"type": "point"}]}), "skipped-content"
    ),
]
"""One for each finding of the audit, at least."""

FILE_CASES = [
    Case("cut off", cut, "truncated"),
    Case("another format", strange_bytes, "bad-magic"),
    Case("GLB 1", whole_with(lambda data: data[:4] + b"\1" + data[5:]), "bad-version"),
    Case("glTF 1", edited("asset", "version", value="1.0"), "bad-version"),
    Case("levels of another model", foreign_levels, "bad-levels"),
    Case("a file sent as text", mangled, "taken-for-text"),
    Case("line ends of another system", whole_with(lambda data: data.replace(b"\n", b"\r\n")), "taken-for-text"),
    Case("bytes after the end", whole_with(lambda data: data + b"...."), "bad-length"),
    Case("a chunk too long", whole_with(lambda data: data[:12] + b"\xff\xff\xff\x7f" + data[16:]), "bad-chunk"),
    Case("broken JSON", lambda _seed: glb(b'{"asset": '), "bad-json"),
    Case("a JSON bomb", lambda _seed: glb(b'{"a":' + b"[" * 10_000 + b"]" * 10_000 + b"}"), "json-too-deep"),
    Case("endless JSON", lambda _seed: glb(b'{"a":"' + b"x" * (17 << 20) + b'"}'), "json-too-large"),
    Case("a million objects", lambda _seed: glb(b'{"a":[' + b"{}," * 1_000_001 + b"0]}"), "too-many-values"),
    Case("no binary chunk", whole_with(lambda data: glb(json_of(data)[0])), "missing-buffer"),
    Case("a short buffer", edited("buffers", 0, "byteLength", value=9_999_999), "buffer-too-short"),
    Case("a file from elsewhere", edited("buffers", 0, "uri", value="https://example.org/a.bin"), "external-uri"),
    Case("a file outside its folder", gltf(with_uri("buffers", "../a.bin")), "external-uri", suffix=".gltf"),
    Case("a file that is missing", gltf(with_uri("buffers", "a.bin")), "missing-buffer", suffix=".gltf"),
    Case("a picture that is missing", gltf(with_uri("images", "a.png")), "missing-image", suffix=".gltf"),
    Case("broken base64", edited("buffers", 0, "uri", value="data:;base64,@@@"), "bad-data-uri"),
    Case("a view too far", edited("bufferViews", 0, "byteLength", value=9_999_999), "view-out-of-bounds"),
    Case("an accessor too far", edited("accessors", 0, "count", value=9_999_999), "accessor-out-of-bounds"),
    Case("an accessor of another type", edited("accessors", 0, "type", value="MAT4"), "bad-accessor"),
    Case("no such mesh", edited("nodes", 0, "mesh", value=77), "bad-reference"),
    Case("a factor of seven", edited("materials", 1, "pbrMetallicRoughness", value={"metallicFactor": 7}), "bad-value"),
    Case("a node in itself", edited("nodes", 0, "children", value=[0]), "node-cycle"),
    Case("nodes 300 deep", small(deep_nodes), "nodes-too-deep"),
    Case("many nodes", edited("nodes", value=[{}] * 10_001), "too-many-nodes"),
    Case("many materials", edited("materials", value=[{}] * 50_001), "too-many-entries"),
    Case("an empty scene", edited("scenes", 0, "nodes", value=[]), "empty-model"),
    Case("an unknown extension", edited("extensionsRequired", value=["ACME_mesh"]), "unsupported-extension"),
    Case("not a number", small(lambda _root: None, struct.pack("<f", float("nan")) + triangle()[1][4:]), "non-finite"),
    Case("a vertex that is not there", small(lambda _root: None, FAR_VERTEX), "index-out-of-range"),
    Case("zeros without end", small(endless_zeros), "too-many-vertices"),
    Case("a picture of an unknown kind", edited("images", value=[{"uri": UNKNOWN_PICTURE}] * 3), "bad-image"),
    Case("a picture of 30,000 px", edited("images", value=[{"uri": HUGE_PICTURE}] * 3), "texture-too-large"),
    Case("half a billion pixels", many_pixels, "too-many-pixels"),
]  # fmt: skip
"""One for each fault of a file, at least, but for those that take a quarter of a gigabyte to make."""

COMPRESSED_CASES = [
    Case("meshopt: cut off", view_of(byteLength=30), "compressed-truncated"),
    Case("meshopt: another header", meshopt(positions=b"\xa7" + POSITIONS[1:]), "compressed-header"),
    Case("meshopt: indices for vertices", meshopt(positions=TRIANGLES + bytes(40)), "compressed-header"),
    Case("meshopt: more than its elements", meshopt(positions=POSITIONS + bytes(4)), "compressed-trailing"),
    Case("meshopt: another count", view_of(count=5), "compressed-count"),
    Case("meshopt: another stride", view_of(byteStride=6, count=8), "compressed-layout"),
    Case("meshopt: a filter that does not fit", view_of(filter="QUATERNION"), "compressed-layout"),
    Case("meshopt: an unknown mode", view_of(mode="ZIP"), "bad-value"),
    Case("meshopt: a channel that does not exist", meshopt(positions=BAD_CHANNEL), "compressed-code"),
    Case("meshopt: not a number", meshopt(positions=NOT_A_NUMBER), "compressed-non-finite"),
    Case("meshopt: a vertex that is not there", meshopt(indices=TOO_FAR), "compressed-index"),
    Case("meshopt: triangles cut off", meshopt(indices=TRIANGLES[:18]), "compressed-truncated"),
    Case("meshopt: more than its triangles", meshopt(indices=TRIANGLES[:-16] + bytes(20)), "compressed-trailing"),
    Case("meshopt: an edge that nothing used", meshopt(indices=b"\xe1\0\0" + bytes(16)), "compressed-index"),
    Case("Draco: nothing in it", draco(lambda data: data[:8]), "compressed-truncated"),
    Case("Draco: cut off", draco(lambda data: data[:-30]), "compressed-damaged"),
    Case("Draco: another format", draco(lambda data: b"OBJ v" + data[5:]), "compressed-header"),
    Case("Draco: points instead of a mesh", draco(lambda data: data[:7] + b"\0" + data[8:]), "compressed-header"),
    Case("Draco: another number of triangles", draco(lambda data: data, corners=9), "compressed-count"),
    Case("Draco: another number of vertices", draco(lambda data: data, vertices=9), "compressed-count", also=QUAD),
    Case("Draco: more vertices than corners", draco(lambda data: data, corners=3), "compressed-count"),
    Case("Draco: colours of other vertices", draco_colors, "compressed-count"),
    Case("KTX2: cut off", ktx2(UASTC[:-40]), "ktx2-truncated"),
    Case("KTX2: nothing but its head", ktx2(UASTC[:60]), "ktx2-truncated"),
    Case("KTX2: a codebook beyond its end", ktx2(with_number(ETC1S, 72, 1 << 20)), "ktx2-truncated"),
    Case("KTX2: a size without data", ktx2(with_number(ETC1S, 80 + 24 + 8, 0)), "ktx2-truncated"),
    Case("KTX2: plain pixels", ktx2(with_number(UASTC, 12, 37)), "ktx2-kind"),
    Case("KTX2: a cube", ktx2(with_number(UASTC, 36, 6)), "ktx2-kind"),
    Case("KTX2: an unknown packing", ktx2(with_number(UASTC, 44, 7)), "ktx2-kind"),
    Case("KTX2: a colour model that does not exist", ktx2(UASTC[:116] + b"\xf0" + UASTC[117:]), "ktx2-kind"),
    Case("KTX2: other pixels than it holds", ktx2(with_number(UASTC, 20, 64)), "ktx2-size"),
    Case("KTX2: a bomb", ktx2(with_number(UASTC_ZSTANDARD, 96, 1 << 30)), "ktx2-size"),
    Case("KTX2: upside down", ktx2(upside_down(UASTC)), "ktx2-orientation"),
    Case("KTX2: a damaged codebook", ktx2(ETC1S[:320] + bytes(120) + ETC1S[440:]), "ktx2-damaged"),
    Case("KTX2: damaged Zstandard", ktx2(UASTC_ZSTANDARD[:-60] + bytes(60)), "ktx2-damaged"),
    Case("Draco: normals missing", draco_without_normals, "compressed-attribute"),
]  # fmt: skip
"""Faults inside compressed data."""

CORPUS = {case.name: case for case in (*CHECK_CASES, *FILE_CASES, *COMPRESSED_CASES)}
