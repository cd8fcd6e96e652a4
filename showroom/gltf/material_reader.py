"""Images, textures and materials out of a glTF file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from showroom.gltf.container import resolve
from showroom.gltf.faults import fault
from showroom.gltf.foreign import is_texture
from showroom.gltf.images import read_header
from showroom.gltf.ktx2 import BASISU, MEDIA_TYPE, decoded
from showroom.gltf.material_table import (
    CORE,
    DEFAULTS,
    EXTENSIONS,
    IRIDESCENCE,
    SURFACE,
    THICKNESS_KEYS,
    TRANSFORM,
    UNLIT,
    WEBP,
    Factor,
    Slot,
)
from showroom.gltf.model import Image, Material, Named, Texture, TextureUse
from showroom.gltf.notes import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from showroom.gltf.accessors import Buffers
    from showroom.gltf.fields import Fields
    from showroom.gltf.foreign import Foreign
    from showroom.gltf.ktx2 import PictureDecoder
    from showroom.gltf.limits import Limits

MAG_FILTERS = (9728, 9729)
MIN_FILTERS = (9728, 9729, 9984, 9985, 9986, 9987)
WRAPS = (33071, 33648, 10497)
REPEAT = 10497


class MaterialReader:
    """Reads images on demand, so that those of no texture cost nothing.

    Args:
        root: the JSON root.
        foreign: what is kept without being understood.
        buffers: where embedded images lie.
        resources: what lies beside a .gltf.
        limits: what is read at most.
        decoder: of KTX2 pictures, where there is one.
        packed: whether the model is a GLB.
    """

    def __init__(
        self,
        root: Fields,
        foreign: Foreign,
        buffers: Buffers,
        resources: Mapping[str, bytes],
        limits: Limits,
        decoder: PictureDecoder | None = None,
        *,
        packed: bool,
    ) -> None:
        self._root = root
        self._foreign = foreign
        self._images = root.objects("images", limits.objects)
        self._samplers = root.objects("samplers", limits.objects)
        self._textures = root.objects("textures", limits.objects)
        self._buffers = buffers
        self._resources = resources
        self._limits = limits
        self._decoder = decoder
        self._packed = packed
        self._known_images: dict[int, Image] = {}
        self._known_textures: dict[int, Texture] = {}
        self._said_of_samplers: dict[int, Named] = {}
        self._bytes = 0
        self._pixels = 0

    def materials(self) -> list[Material]:
        """Every material of the file, in its order."""
        return [self._material(item) for item in self._root.objects("materials", self._limits.objects)]

    def _material(self, item: Fields) -> Material:
        surface = item.object("pbrMetallicRoughness")
        extensions = item.object("extensions")
        values: dict[str, Any] = {"name": item.text("name")}
        values.update(self._entries(surface, SURFACE))
        values.update(self._entries(item, CORE))
        for name, table in EXTENSIONS.items():
            values.update(self._entries(extensions.object(name), table))
        thickness = extensions.object(IRIDESCENCE)
        values["iridescence_thickness_nm"] = tuple(
            thickness.number(key, default, low=0.0)
            for key, default in zip(THICKNESS_KEYS, DEFAULTS["iridescence_thickness_nm"], strict=True)
        )
        return Material(
            **values,
            alpha_mode=item.text("alphaMode", "OPAQUE", ("OPAQUE", "MASK", "BLEND")),
            alpha_cutoff=item.number("alphaCutoff", 0.5, low=0.0),
            double_sided=item.flag("doubleSided", default=False),
            unlit=extensions.has(UNLIT),
            extras=item.extras(),
            other_extensions={key: self._preserved(extensions.object(key)) for key in self._foreign.of(item)},
        )

    def _entries(self, owner: Fields, table: Iterable[Factor | Slot]) -> Iterable[tuple[str, Any]]:
        for entry in table:
            if isinstance(entry, Slot):
                yield entry.attribute, self._use(owner, entry.key, entry.scale_key)
                continue
            default = DEFAULTS[entry.attribute]
            if isinstance(default, tuple):
                yield entry.attribute, owner.numbers(entry.key, default, low=entry.low, high=entry.high)
            else:
                yield entry.attribute, owner.number(entry.key, default, low=entry.low, high=entry.high)

    def _preserved(self, owner: Fields) -> dict[str, Any]:
        """An extension that is not drawn, with its textures resolved so that they survive renumbering."""
        return {
            key: self._use(owner, key, "") if is_texture(key, value) else value for key, value in owner.values.items()
        }

    def _use(self, owner: Fields, key: str, scale_key: str) -> TextureUse | None:
        if not owner.has(key):
            return None
        item = owner.object(key)
        transform = item.object("extensions").object(TRANSFORM)
        return TextureUse(
            texture=self._texture(item.reference("index", len(self._textures))),
            tex_coord=(transform if transform.has("texCoord") else item).integer("texCoord", high=255, default=0),
            scale=item.number(scale_key, 1.0) if scale_key else 1.0,
            offset=_pair(transform.numbers("offset", (0.0, 0.0))),
            rotation=transform.number("rotation", 0.0),
            tiling=_pair(transform.numbers("scale", (1.0, 1.0))),
            extras=item.extras(),
            other_extensions=self._foreign.of(item),
        )

    def _texture(self, index: int) -> Texture:
        if index not in self._known_textures:
            item = self._textures[index]
            self._known_textures[index] = self._sampled(self._image_of(item), item)
        return self._known_textures[index]

    def _sampled(self, image: Image, item: Fields) -> Texture:
        said = named(item, self._foreign)
        texture = Texture(image, name=said.name, extras=said.extras, other_extensions=said.other_extensions)
        if not item.has("sampler"):
            return texture
        sampler = self._samplers[item.reference("sampler", len(self._samplers))]
        return replace(
            texture,
            mag_filter=_constant(sampler, "magFilter", MAG_FILTERS),
            min_filter=_constant(sampler, "minFilter", MIN_FILTERS),
            wrap_s=_constant(sampler, "wrapS", WRAPS) or REPEAT,
            wrap_t=_constant(sampler, "wrapT", WRAPS) or REPEAT,
            sampler=self._said_of_samplers.setdefault(id(sampler.values), named(sampler, self._foreign)),
        )

    def _image_of(self, item: Fields) -> Image:
        extensions = item.object("extensions")
        choices = (extensions.object(WEBP), item, extensions.object(BASISU))  # plain pixels are the better source
        owner = next((one for one in choices if one.has("source")), item)
        if not owner.has("source"):
            kinds = ", ".join(item.object("extensions").values) or "no source"
            raise fault("bad-image", item.place, kinds, "PNG, JPEG, WebP or KTX2")
        index = owner.reference("source", len(self._images))
        if index not in self._known_images:
            self._known_images[index] = self._image(self._images[index])
        return self._known_images[index]

    def _image(self, item: Fields) -> Image:
        if item.has("uri"):
            data = resolve(item, self._resources, "missing-image", packed=self._packed)
        else:
            view = self._buffers.view(item)[1]
            self._count_bytes(len(view), item.place)
            data = bytes(view)
        header = read_header(data)
        if header is None or not header.width_px or not header.height_px:
            raise fault("bad-image", item.place, f"{len(data):,} bytes, {data[:4]!r}…", "PNG, JPEG, WebP or KTX2")
        self._check_size(header.width_px, header.height_px, item.place)
        name = item.text("name") or ("" if item.text("uri").startswith("data:") else item.text("uri"))
        if header.media_type == MEDIA_TYPE and self._decoder is not None:
            plain = decoded(data, item.place, self._decoder)
            found = Image(name, "image/png", plain, header.width_px, header.height_px, MEDIA_TYPE, len(data))
        else:
            found = Image(name, header.media_type, data, header.width_px, header.height_px)
        found.extras, found.other_extensions = item.extras(), self._foreign.of(item)
        return found

    def _count_bytes(self, size_bytes: int, place: str) -> None:
        self._bytes += size_bytes
        if self._bytes > self._limits.image_bytes:
            allowed = f"at most {self._limits.image_bytes:,}"
            raise fault("too-many-image-bytes", place, f"over {self._bytes:,} bytes", allowed)

    def _check_size(self, width: int, height: int, place: str) -> None:
        side = self._limits.texture_side_px
        if max(width, height) > side:
            raise fault("texture-too-large", place, f"{width:,} x {height:,} px", f"at most {side:,} x {side:,} px")
        self._pixels += width * height
        if self._pixels > self._limits.texture_pixels:
            allowed = f"at most {self._limits.texture_pixels:,}"
            raise fault("too-many-pixels", place, f"over {self._pixels:,}", allowed)


def _constant(sampler: Fields, key: str, allowed: tuple[int, ...]) -> int | None:
    value = sampler.values.get(key)
    if value is None or (isinstance(value, int) and value in allowed):
        return value
    raise sampler.refuse(key, value, ", ".join(str(constant) for constant in allowed))


def _pair(values: tuple[float, ...]) -> tuple[float, float]:
    return values[0], values[1]
