"""Materials, textures, samplers and images of a GLB."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
from showroom.gltf.model import TextureUse
from showroom.gltf.notes import names, notes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from showroom.gltf.model import Image, Material, Texture
    from showroom.gltf.packing import Packing

DEFAULT_WRAP = 10497


class MaterialWriter:
    """Turns materials into JSON; `used` collects the extensions that they need."""

    def __init__(self, packing: Packing) -> None:
        self.used: set[str] = set()
        self._packing = packing
        self._images: list[dict[str, Any]] = []
        self._textures: list[dict[str, Any]] = []
        self._samplers: list[dict[str, Any]] = []
        self._known: dict[int, int] = {}

    def lists(self) -> dict[str, list[dict[str, Any]]]:
        """The top-level lists that the materials written so far need."""
        return {"textures": self._textures, "images": self._images, "samplers": self._samplers}

    def material(self, material: Material) -> dict[str, Any]:
        """One material; only what differs from glTF's defaults is written."""
        entry: dict[str, Any] = {"name": material.name} if material.name else {}
        surface = self._entries(material, SURFACE)
        if surface:
            entry["pbrMetallicRoughness"] = surface
        entry |= self._entries(material, CORE)
        entry |= {"alphaMode": material.alpha_mode} if material.alpha_mode != "OPAQUE" else {}
        entry |= {"alphaCutoff": material.alpha_cutoff} if material.alpha_cutoff != DEFAULTS["alpha_cutoff"] else {}
        entry |= {"doubleSided": True} if material.double_sided else {}
        extensions = self._extensions(material)
        self.used |= extensions.keys()
        entry |= {"extensions": extensions} if extensions else {}
        entry |= {"extras": material.extras} if material.extras else {}
        return entry

    def _extensions(self, material: Material) -> dict[str, Any]:
        extensions: dict[str, Any] = {name: self._entries(material, table) for name, table in EXTENSIONS.items()}
        if material.iridescence_thickness_nm != DEFAULTS["iridescence_thickness_nm"]:
            extensions[IRIDESCENCE] |= dict(zip(THICKNESS_KEYS, material.iridescence_thickness_nm, strict=True))
        extensions = {name: entries for name, entries in extensions.items() if entries}
        if material.unlit:
            extensions[UNLIT] = {}
        for name, values in material.other_extensions.items():
            extensions[name] = {
                key: self._use(value, "") if isinstance(value, TextureUse) else value for key, value in values.items()
            }
        return extensions

    def _entries(self, material: Material, table: Iterable[Factor | Slot]) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        for entry in table:
            value = getattr(material, entry.attribute)
            if isinstance(entry, Slot):
                if value is not None:
                    entries[entry.key] = self._use(value, entry.scale_key)
            elif value != DEFAULTS[entry.attribute]:
                entries[entry.key] = value
        return entries

    def _use(self, use: TextureUse, scale_key: str) -> dict[str, Any]:
        entry: dict[str, Any] = {"index": self._texture(use.texture)}
        if use.tex_coord:
            entry["texCoord"] = use.tex_coord
        if scale_key and use.scale != 1.0:
            entry[scale_key] = use.scale
        transform: dict[str, Any] = {}
        transform |= {"offset": use.offset} if use.offset != (0.0, 0.0) else {}
        transform |= {"rotation": use.rotation} if use.rotation else {}
        transform |= {"scale": use.tiling} if use.tiling != (1.0, 1.0) else {}
        if transform:
            entry["extensions"] = {TRANSFORM: transform}
            self.used.add(TRANSFORM)
        self.used |= notes(entry, use)
        return entry

    def _texture(self, texture: Texture) -> int:
        if id(texture) not in self._known:
            source = self._image(texture.image)
            entry: dict[str, Any] = {"source": source}
            if texture.image.media_type == "image/webp":
                entry = {"extensions": {WEBP: {"source": source}}}
                self.used.add(WEBP)
            sampler = self._sampler(texture)
            if sampler:
                if sampler not in self._samplers:
                    self._samplers.append(sampler)
                entry["sampler"] = self._samplers.index(sampler)
            if texture.name:
                entry["name"] = texture.name
            self.used |= notes(entry, texture)
            self._known[id(texture)] = len(self._textures)
            self._textures.append(entry)
        return self._known[id(texture)]

    def _image(self, image: Image) -> int:
        if id(image) not in self._known:
            entry: dict[str, Any] = {"name": image.name} if image.name else {}
            entry |= {"mimeType": image.media_type, "bufferView": self._packing.view(image.data)}
            self.used |= notes(entry, image)
            self._known[id(image)] = len(self._images)
            self._images.append(entry)
        return self._known[id(image)]

    def _sampler(self, texture: Texture) -> dict[str, Any]:
        entries = {
            "magFilter": texture.mag_filter,
            "minFilter": texture.min_filter,
            "wrapS": texture.wrap_s if texture.wrap_s != DEFAULT_WRAP else None,
            "wrapT": texture.wrap_t if texture.wrap_t != DEFAULT_WRAP else None,
        }
        entry: dict[str, Any] = {key: value for key, value in entries.items() if value is not None}
        self.used |= names(entry, texture.sampler)
        return entry
