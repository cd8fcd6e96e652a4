"""Bad files by script: each is a clean product with one fault, and says by which code it has to be caught."""

from __future__ import annotations

import base64
import io
import struct
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from PIL import Image as Pillow

from showroom.gltf.model import Document, Image, Material, Mesh, Node, Primitive, Texture, TextureUse
from showroom.gltf.writer import write
from tests.showroom.gltf import compressed
from tests.showroom.gltf.models import box, glb, png_header, triangle

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from showroom.catalogue import Kind

SIDE = 256
CLAMPED = 33071


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


def encoded(pixels: NDArray[np.uint8], kind: str = "PNG", **options: Any) -> bytes:  # noqa: ANN401 - Pillow's
    buffer = io.BytesIO()
    Pillow.fromarray(pixels).save(buffer, kind, **options)
    return buffer.getvalue()


def use(pixels: NDArray[np.uint8], name: str, **sampler: int) -> TextureUse:
    height, width = pixels.shape[:2]
    return TextureUse(Texture(Image(name, "image/png", encoded(pixels), width, height), **sampler))


def waves(seed: int, side: int = SIDE) -> NDArray[np.float64]:
    """A smooth height field 0..1 that repeats."""
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(side) * 2 * np.pi / side, np.arange(side) * 2 * np.pi / side)
    heights = sum(
        np.sin(rng.integers(1, 9) * x + rng.integers(1, 9) * y + rng.random() * 6) * rng.random() for _ in range(8)
    )
    low, high = float(np.min(heights)), float(np.max(heights))
    return np.asarray((heights - low) / (high - low), np.float64)


def colors(seed: int) -> NDArray[np.uint8]:
    """A painted base colour that can be lit."""
    return np.stack([60 + 140 * waves(seed + channel) for channel in range(3)], axis=-1).astype(np.uint8)


def bumps(seed: int) -> NDArray[np.uint8]:
    """A normal map of `waves`, green upwards."""
    heights = waves(seed) * 12
    down, right = np.gradient(heights)
    vectors = np.stack((-right, down, np.ones_like(heights)), axis=-1)
    vectors /= np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(np.rint((vectors + 1) * 127.5), np.uint8)


def orm(seed: int) -> NDArray[np.uint8]:
    """Occlusion, roughness and metal as glTF packs them."""
    metal = np.where(waves(seed + 9) > 0.6, 255, 0)
    return np.stack((255 - 60 * waves(seed), 60 + 120 * waves(seed + 5), metal), axis=-1).astype(np.uint8)


def block(material: Material, seed: int, low: tuple[float, float, float]) -> Primitive:
    """A box on a floor at `low` (its bottom centre) with an atlas of its six sides."""
    rng = np.random.default_rng(seed)
    size = (0.1, 0.08 + 0.02 * float(rng.random()), 0.3)
    part = box(material, size)
    part.attributes["POSITION"] = (part.attributes["POSITION"] + np.array(low) + (0, size[1] / 2, 0)).astype(np.float32)
    coordinates = part.attributes["TEXCOORD_0"].reshape(6, 4, 2)
    cells = np.array([(column, row) for row in range(2) for column in range(3)], np.float32)
    part.attributes["TEXCOORD_0"] = ((coordinates * 0.9 + 0.05 + cells[:, None]) / (3, 2)).reshape(-1, 2).astype(np.float32)
    return part


def clean(seed: int) -> Document:
    """A painted box and a plain one beside it, with a variant: nothing is wrong with it."""
    packed = use(orm(seed), "orm")
    upper = Material(
        "upper",
        base_color_texture=use(colors(seed), "paint"),
        normal_texture=use(bumps(seed), "bumps"),
        metallic_roughness_texture=packed,
        occlusion_texture=packed,
    )
    sole = Material("sole", base_color=(0.3, 0.3, 0.3, 1), metallic=0.0)
    night = Material("night", base_color=(0.1, 0.1, 0.3, 1), metallic=0.0)
    painted, plain = block(upper, seed, (-0.06, 0, 0)), block(sole, seed, (0.06, 0, 0))
    del plain.attributes["TEXCOORD_0"]
    plain.variants["night"] = night
    roots = [Node("Upper", np.eye(4), Mesh("upper", [painted])), Node("Sole", np.eye(4), Mesh("sole", [plain]))]
    return Document(roots, [upper, sole, night], ["night"])


def bad(change: Callable[[Document], None]) -> Callable[[int], bytes]:
    """A file whose document was changed before it was written."""

    def make(seed: int) -> bytes:
        document = clean(seed)
        change(document)
        return write(document)

    return make


def painted(document: Document) -> Primitive:
    mesh = document.roots[0].mesh
    assert mesh is not None
    return mesh.primitives[0]


def plain(document: Document) -> Primitive:
    mesh = document.roots[1].mesh
    assert mesh is not None
    return mesh.primitives[0]


def grid(document: Document, cells: int) -> Primitive:
    """The painted part as a flat sheet of many squares on the floor."""
    part = painted(document)
    x, z = np.meshgrid(np.linspace(-0.11, -0.01, cells + 1), np.linspace(0.15, -0.15, cells + 1))
    number = np.arange((cells + 1) ** 2).reshape(cells + 1, cells + 1)
    a, b, c, d = number[:-1, :-1], number[:-1, 1:], number[1:, 1:], number[1:, :-1]
    corners = np.stack((a, b, c, a, c, d), axis=-1).reshape(-1)
    part.indices = corners.astype(np.uint32)
    part.attributes = {
        "POSITION": np.stack((x, 0 * x, z), axis=-1).reshape(-1, 3).astype(np.float32),
        "NORMAL": np.tile(np.array([0, 1, 0], np.float32), (x.size, 1)),
        "TEXCOORD_0": np.stack(((x + 0.11) / 0.1, (z + 0.15) / 0.3), axis=-1).reshape(-1, 2).astype(np.float32),
    }
    return part


# What is wrong with documents


def many_parts(document: Document) -> None:
    for index in range(61):
        matrix = np.eye(4)
        matrix[1, 3] = 0.001 * (index + 1)
        document.roots.append(Node(f"n{index}", matrix, document.roots[1].mesh))


def many_materials(document: Document) -> None:
    document.materials += [Material(f"m{index}", (0.2, 0.2, 0.2, 1), metallic=0.0) for index in range(3)]
    for index, material in enumerate(document.materials[3:]):
        document.variants.append(f"v{index}")
        plain(document).variants[f"v{index}"] = material


def heavy_variant(document: Document) -> None:
    pictures = [use(np.full((4096, 4096, 3), 90 + 9 * index, np.uint8), f"p{index}") for index in range(4)]
    material = document.materials[2]
    part = plain(document)
    part.attributes["TEXCOORD_0"] = painted(document).attributes["TEXCOORD_0"]
    material.base_color_texture, material.emissive_texture, material.occlusion_texture = pictures[:3]
    material.sheen_color_texture = pictures[3]


def large_picture(document: Document) -> None:
    document.materials[0].base_color_texture = use(np.full((8, 4100, 3), 120, np.uint8), "paint")


def odd_picture(document: Document) -> None:
    document.materials[0].base_color_texture = use(colors(0)[:250], "paint")


def broken_picture(document: Document) -> None:
    texture = document.materials[0].base_color_texture
    assert texture is not None
    texture.texture.image.data = texture.texture.image.data[:2000]


def dark_paint(document: Document) -> None:
    document.materials[0].base_color_texture = use(colors(0) // 12, "paint")


def swapped_channels(document: Document) -> None:
    packed = use(orm(0)[..., (0, 2, 1)].copy(), "orm")
    document.materials[0].metallic_roughness_texture = packed
    document.materials[0].occlusion_texture = packed


def height_map(document: Document) -> None:
    heights = (255 * waves(0)).astype(np.uint8)
    document.materials[0].normal_texture = use(np.stack((heights,) * 3, axis=-1), "bumps")


def directx_bumps(document: Document) -> None:
    texels = bumps(0)
    texels[..., 1] = 255 - texels[..., 1]
    document.materials[0].normal_texture = use(texels, "bumps")


def unnamed(document: Document) -> None:
    document.materials[1].name = ""


def twice_named(document: Document) -> None:
    document.materials[1].name = "upper"


def no_uv(document: Document) -> None:
    del painted(document).attributes["TEXCOORD_0"]


def black(document: Document) -> None:
    document.materials[1].base_color = (0.0, 0.0, 0.0, 1.0)


def half_metal(document: Document) -> None:
    document.materials[1].metallic = 0.5


def unworn(document: Document) -> None:
    document.materials.append(Material("old", metallic=0.0))


def spare_uv(document: Document) -> None:
    painted(document).attributes["TEXCOORD_1"] = painted(document).attributes["TEXCOORD_0"]


def in_millimetres(document: Document) -> None:
    for root in document.roots:
        root.matrix[:3, :3] *= 1000


def sideways(document: Document) -> None:
    turn = np.array([[0, 0, 1, 0], [0, 1, 0, 0], [-1, 0, 0, 0], [0, 0, 0, 1]], float)
    for root in document.roots:
        root.matrix = turn @ root.matrix


def in_the_air(document: Document) -> None:
    for root in document.roots:
        root.matrix[1, 3] += 0.5


def long_normals(document: Document) -> None:
    plain(document).attributes["NORMAL"] *= np.float32(3)


def flat_triangles(document: Document) -> None:
    part = plain(document)
    part.indices = np.concatenate((part.indices, np.zeros(3, np.uint32)))


def inside_out(document: Document) -> None:
    part = plain(document)
    part.indices = part.indices.reshape(-1, 3)[:, ::-1].reshape(-1).copy()


def inner_walls(document: Document) -> None:
    """A wall between opposite edges: each joins a third triangle."""
    part = plain(document)
    low, high = part.attributes["POSITION"].min(axis=0), part.attributes["POSITION"].max(axis=0)
    (x0, y0, z0), (x1, y1, z1) = low, high
    wall = np.array([(x0, y0, z0), (x1, y1, z0), (x1, y1, z1), (x0, y0, z1)], np.float32)
    start = len(part.attributes["POSITION"])
    part.attributes["POSITION"] = np.concatenate((part.attributes["POSITION"], wall))
    part.attributes["NORMAL"] = np.concatenate((part.attributes["NORMAL"], part.attributes["NORMAL"][:4]))
    part.indices = np.concatenate((part.indices, start + np.array([0, 1, 2, 0, 2, 3], np.uint32)))


def twice_in_place(document: Document) -> None:
    document.roots.append(Node("Copy", np.eye(4), document.roots[1].mesh))


def double_triangles(document: Document) -> None:
    part = grid(document, 4)
    part.indices = np.concatenate((part.indices, part.indices[:6]))


def loose_vertices(document: Document) -> None:
    part = plain(document)
    for name, values in part.attributes.items():
        part.attributes[name] = np.concatenate((values, values[:4]))


def bad_tangents(document: Document) -> None:
    part = painted(document)
    part.attributes["TANGENT"] = np.tile(np.array([1, 0, 0, 0], np.float32), (len(part.attributes["POSITION"]), 1))


def smeared(document: Document) -> None:
    paint = use(colors(0), "paint", wrap_s=CLAMPED, wrap_t=CLAMPED)
    document.materials[0].base_color_texture = paint
    document.materials[0].occlusion_texture = None
    painted(document).attributes["TEXCOORD_0"] *= np.float32(1.5)


def backwards(document: Document) -> None:
    coordinates = painted(document).attributes["TEXCOORD_0"]
    coordinates[:, 0] = 1 - coordinates[:, 0]


def on_one_line(document: Document) -> None:
    document.materials[0].base_color_texture = None
    document.materials[0].occlusion_texture = None
    painted(document).attributes["TEXCOORD_0"][:, 1] = 0.5


def shared_shadows(document: Document) -> None:
    part = painted(document)
    part.attributes["TEXCOORD_0"] = box(None).attributes["TEXCOORD_0"].astype(np.float32)


def blurred(document: Document) -> None:
    painted(document).attributes["TEXCOORD_0"] *= np.float32(0.2)


def unevenly_sharp(document: Document) -> None:
    part = plain(document)
    part.attributes["TEXCOORD_0"] = painted(document).attributes["TEXCOORD_0"] * np.float32(20)
    document.materials[1].base_color_texture = use(colors(1), "tile")


# What is wrong with files


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


def view_of(model: Callable[..., tuple[dict[str, Any], bytes]], **changes: object) -> Callable[[int], bytes]:
    """A meshopt model with fields of its first compressed view changed."""

    def make(_seed: int) -> bytes:
        root, binary = model()
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


def strange_bytes(seed: int) -> bytes:
    return b"FBX " + np.random.default_rng(seed).bytes(400)


POSITIONS = compressed.pack_vertices(compressed.quad()[0].view(np.uint8))
NOT_A_NUMBER = compressed.pack_vertices(np.full((4, 3), np.nan, np.float32).view(np.uint8))
TRIANGLES = compressed.pack_triangles(compressed.quad()[2])
TOO_FAR = compressed.pack_triangles(np.array([0, 1, 2, 0, 2, 99]))


CHECK_CASES = [
    Case("too many triangles", whole_with(lambda data: data), "too-many-triangles", "few"),
    Case("a large file", whole_with(lambda data: data), "file-too-large", "tiny"),
    Case("too many parts", bad(many_parts), "too-many-draw-calls"),
    Case("too many materials", bad(many_materials), "too-many-materials", "auditor"),
    Case("a variant with four huge pictures", bad(heavy_variant), "variant-too-large", also=frozenset({"texture-too-large"})),
    Case("a picture of 4100 px", bad(large_picture), "texture-too-large", also=frozenset({"texture-not-power-of-two"})),
    Case("a picture of odd size", bad(odd_picture), "texture-not-power-of-two", "auditor"),
    Case("a picture cut off", bad(broken_picture), "undecodable-image"),
    Case("a base colour painted black", bad(dark_paint), "base-color-texture-range", "auditor"),
    Case("a black base colour", bad(black), "base-color-range", "auditor"),
    Case("metal and roughness swapped", bad(swapped_channels), "metal-rough-swapped"),
    Case("a height map for normals", bad(height_map), "not-a-normal-map"),
    Case("normals made for DirectX", bad(directx_bumps), "normal-map-inverted"),
    Case("a material without a name", bad(unnamed), "unnamed-material"),
    Case("two materials of a name", bad(twice_named), "duplicate-material-name"),
    Case("a texture without coordinates", bad(no_uv), "missing-uv"),
    Case("half metal", bad(half_metal), "half-metallic"),
    Case("a material that nobody wears", bad(unworn), "unused-material"),
    Case("coordinates that nobody needs", bad(spare_uv), "unused-attribute"),
    Case("millimetres for metres", bad(in_millimetres), "implausible-size", kind="shoe"),
    Case("a shoe turned sideways", bad(sideways), "implausible-orientation", kind="shoe"),
    Case("a pivot in the air", bad(in_the_air), "off-origin"),
    Case("normals of length three", bad(long_normals), "bad-normals"),
    Case("triangles without area", bad(flat_triangles), "degenerate-triangles"),
    Case("a box inside out", bad(inside_out), "inside-out"),
    Case("inner walls", bad(inner_walls), "non-manifold"),
    Case("triangles twice", bad(double_triangles), "duplicate-triangles", also=frozenset({"non-manifold"})),
    Case("a part twice in place", bad(twice_in_place), "duplicate-part"),
    Case("loose vertices", bad(loose_vertices), "unused-vertices"),
    Case("tangents without sign", bad(bad_tangents), "bad-tangents"),
    Case("coordinates beyond a clamped picture", bad(smeared), "uv-out-of-range"),
    Case("coordinates mirrored", bad(backwards), "inverted-uv"),
    Case("coordinates on one line", bad(on_one_line), "collapsed-uv"),
    Case("shared baked shadows", bad(shared_shadows), "overlapping-uv"),
    Case("blurred paint", bad(blurred), "blurry-texture"),
    Case("parts of uneven sharpness", bad(unevenly_sharp), "uneven-texel-density"),
    Case("a light", edited("extensions", "KHR_lights_punctual", value={"lights": []}), "skipped-content"),
]
"""One for each finding of the audit, at least."""

FILE_CASES = [
    Case("cut off", cut, "truncated"),
    Case("another format", strange_bytes, "bad-magic"),
    Case("GLB 1", whole_with(lambda data: data[:4] + b"\1" + data[5:]), "bad-version"),
    Case("glTF 1", edited("asset", "version", value="1.0"), "bad-version"),
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
    Case("compressed pictures", edited("extensionsRequired", value=["KHR_texture_basisu"]), "unsupported-extension"),
    Case("not a number", small(lambda _root: None, struct.pack("<f", float("nan")) + triangle()[1][4:]), "non-finite"),
    Case("a vertex that is not there", small(lambda _root: None, triangle()[1][:72] + b"\0\0\1\0\7\0\0\0"), "index-out-of-range"),
    Case("zeros without end", small(endless_zeros), "too-many-vertices"),
    Case("a picture of an unknown kind", edited("images", value=[{"uri": "data:image/gif;base64,R0lGODlh"}] * 3), "bad-image"),
    Case("a picture of 30,000 px", edited("images", value=[{"uri": "data:;base64," + base64.b64encode(png_header(30_000, 30_000)).decode()}] * 3), "texture-too-large"),
    Case("half a billion pixels", many_pixels, "too-many-pixels"),
]  # fmt: skip
"""One for each fault of a file, at least, but for those that take a quarter of a gigabyte to make."""

COMPRESSED_CASES = [
    Case("meshopt: cut off", view_of(compressed.meshopt_root, byteLength=30), "compressed-truncated"),
    Case("meshopt: another header", meshopt(positions=b"\xa7" + POSITIONS[1:]), "compressed-header"),
    Case("meshopt: indices for vertices", meshopt(positions=TRIANGLES + bytes(40)), "compressed-header"),
    Case("meshopt: more than its elements", meshopt(positions=POSITIONS + bytes(4)), "compressed-trailing"),
    Case("meshopt: another count", view_of(compressed.meshopt_root, count=5), "compressed-count"),
    Case("meshopt: another stride", view_of(compressed.meshopt_root, byteStride=6, count=8), "compressed-layout"),
    Case("meshopt: a filter that does not fit", view_of(compressed.meshopt_root, filter="QUATERNION"), "compressed-layout"),
    Case("meshopt: an unknown mode", view_of(compressed.meshopt_root, mode="ZIP"), "bad-value"),
    Case("meshopt: a channel that does not exist", meshopt(positions=b"\xa1\xaa\xaa\xaa" + bytes(21) + b"\3\3\3"), "compressed-code"),
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
    Case("Draco: another number of vertices", draco(lambda data: data, vertices=9), "compressed-count"),
    Case("Draco: normals missing", draco_without_normals, "compressed-attribute"),
]  # fmt: skip
"""Faults inside compressed data."""

CORPUS = {case.name: case for case in (*CHECK_CASES, *FILE_CASES, *COMPRESSED_CASES)}
