"""Pictures of a model as textures: decoded once per image, colour or data, with mipmaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from weakref import WeakSet

from panda3d.core import PNMImage, SamplerState, StringStream, Texture

from client.scene import webp
from showroom.errors import ModelError

if TYPE_CHECKING:
    from showroom.gltf.model import Image, TextureUse
    from showroom.gltf.model import Texture as ModelTexture

WRAPS = {10497: SamplerState.WM_repeat, 33071: SamplerState.WM_clamp, 33648: SamplerState.WM_mirror}
NEAREST = 9728
COLOUR_FORMATS = {1: Texture.F_sluminance, 2: Texture.F_sluminance_alpha, 3: Texture.F_srgb, 4: Texture.F_srgb_alpha}

DATA_FORMATS = {3: Texture.F_rgb, 4: Texture.F_rgba}


class TextureShelf:
    """The textures of one document; equal image, sampler and use share one."""

    _all: ClassVar[WeakSet[TextureShelf]] = WeakSet()
    _anisotropy: ClassVar[int] = 8

    @classmethod
    def sharpen(cls, anisotropy: int) -> None:
        """Take this many samples along slanted textures, on every shelf that there is or will be."""
        cls._anisotropy = anisotropy
        for shelf in cls._all:
            for texture in shelf.all():
                texture.set_anisotropic_degree(anisotropy)

    def __init__(self) -> None:
        self._all.add(self)
        self._decoded: dict[int, PNMImage | webp.Pixels] = {}
        self._made: dict[tuple[int, int | None, int | None, int, int, bool], Texture] = {}

    def get(self, use: TextureUse, *, colour: bool) -> Texture:
        """The texture of `use`; `colour` decodes sRGB while sampling.

        Raises:
            ModelError: ``unsupported-image``.
        """
        texture = use.texture
        key = (id(texture.image), texture.mag_filter, texture.min_filter, texture.wrap_s, texture.wrap_t, colour)
        if key not in self._made:
            made = _make(texture, self._decode(texture.image), colour=colour)
            made.set_anisotropic_degree(self._anisotropy)
            self._made[key] = made
        return self._made[key]

    def all(self) -> list[Texture]:
        """Every texture made."""
        return list(self._made.values())

    def drop_pictures(self) -> None:
        """Forget the decoded pictures once all textures are made."""
        self._decoded.clear()

    def _decode(self, image: Image) -> PNMImage | webp.Pixels:
        if id(image) not in self._decoded:
            picture = webp.decode(image.data) if image.media_type == webp.MEDIA_TYPE else _panda_picture(image.data)
            if picture is None:
                raise ModelError(
                    "unsupported-image",
                    f"the picture {image.name!r} cannot be decoded",
                    got=image.media_type,
                    allowed="PNG, JPEG, WebP",
                    hint="showroom assets import re-encodes pictures",
                    place=image.name,
                )
            self._decoded[id(image)] = picture
        return self._decoded[id(image)]


def _panda_picture(data: bytes) -> PNMImage | None:
    picture = PNMImage()
    return picture if picture.read(StringStream(data)) else None


def _make(model: ModelTexture, picture: PNMImage | webp.Pixels, *, colour: bool) -> Texture:
    texture = Texture(model.image.name or "picture")
    if isinstance(picture, webp.Pixels):
        channels = picture.channels
        texture.setup_2d_texture(picture.width_px, picture.height_px, Texture.T_unsigned_byte, DATA_FORMATS[channels])
        texture.set_ram_image(picture.data)
    else:
        channels = picture.get_num_channels()
        texture.load(picture)
    if colour:
        texture.set_format(COLOUR_FORMATS[channels])
    texture.set_wrap_u(WRAPS.get(model.wrap_s, SamplerState.WM_repeat))
    texture.set_wrap_v(WRAPS.get(model.wrap_t, SamplerState.WM_repeat))
    smooth = model.mag_filter != NEAREST
    texture.set_magfilter(SamplerState.FT_linear if smooth else SamplerState.FT_nearest)
    texture.set_minfilter(SamplerState.FT_linear_mipmap_linear)
    return texture
