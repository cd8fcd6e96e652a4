"""A glTF 2.0 asset as objects instead of indices.

Source: Khronos glTF 2.0 specification; names follow it. Objects compare by identity, so that sharing (two primitives
with one material) survives reading and writing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from showroom.errors import ModelError
    from showroom.gltf.levels import Levels


@dataclass(eq=False)
class Noted:
    """An object on which others note things: `extras` is its author's, `other_extensions` what nobody here understands.

    Both are as in the file and are written back; see `showroom.gltf.foreign`.
    """

    extras: dict[str, Any] = field(default_factory=dict, kw_only=True)
    other_extensions: dict[str, Any] = field(default_factory=dict, kw_only=True)

    @property
    def is_noted(self) -> bool:
        """Whether there is anything, so that making one of two would lose it."""
        return bool(self.extras or self.other_extensions)


@dataclass(eq=False)
class Named(Noted):
    """What is known of a piece of the file that has no object of its own here: its name, and what is noted on it."""

    name: str = field(default="", kw_only=True)

    @property
    def is_told(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.name) or self.is_noted


@dataclass(eq=False)
class Image(Noted):
    """An encoded picture (PNG, JPEG or WebP bytes) with its pixel size.

    Args:
        name: as the file calls it.
        media_type: of its bytes.
        data: its bytes.
        width_px: its width.
        height_px: its height.
        source_type: what it was decoded from at reading, a media type; empty where the bytes are the file's own.
        source_bytes: how large it was there.
    """

    name: str
    media_type: str
    data: bytes
    width_px: int
    height_px: int
    source_type: str = ""
    source_bytes: int = 0


@dataclass(eq=False)
class Texture(Noted):
    """An image with how it is sampled (OpenGL constants as in glTF §5.26; None is the default).

    `sampler` is what is noted on the file's sampler.
    """

    image: Image
    mag_filter: int | None = None
    min_filter: int | None = None
    wrap_s: int = 10497
    wrap_t: int = 10497
    name: str = ""
    sampler: Named = field(default_factory=Named)

    @property
    def sampled_as(self) -> str:
        """Equal for textures that are sampled alike and on which others noted the same, whatever they are called."""
        sampling = (self.mag_filter, self.min_filter, self.wrap_s, self.wrap_t)
        noted = [(one.extras, one.other_extensions) for one in (self, self.sampler)]
        return repr((sampling, noted))


@dataclass(eq=False)
class TextureUse(Noted):
    """A texture as a material uses it, with KHR_texture_transform; `scale` is normal scale or occlusion strength."""

    texture: Texture
    tex_coord: int = 0
    scale: float = 1.0
    offset: tuple[float, float] = (0.0, 0.0)
    rotation: float = 0.0
    tiling: tuple[float, float] = (1.0, 1.0)


@dataclass(eq=False)
class Material(Noted):
    """A material, flattened: every factor of the core and of the KHR_materials_* extensions that we draw.

    Extensions that we do not draw stand in `other_extensions` as read, and are written back; a texture in them is a
    TextureUse instead of its index.
    """

    name: str
    base_color: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)
    metallic: float = 1.0
    roughness: float = 1.0
    emissive: tuple[float, float, float] = (0.0, 0.0, 0.0)
    alpha_mode: str = "OPAQUE"
    alpha_cutoff: float = 0.5
    double_sided: bool = False
    unlit: bool = False
    base_color_texture: TextureUse | None = None
    metallic_roughness_texture: TextureUse | None = None
    normal_texture: TextureUse | None = None
    occlusion_texture: TextureUse | None = None
    emissive_texture: TextureUse | None = None
    emissive_strength: float = 1.0
    ior: float = 1.5
    clearcoat: float = 0.0
    clearcoat_roughness: float = 0.0
    transmission: float = 0.0
    thickness: float = 0.0
    attenuation_color: tuple[float, float, float] = (1.0, 1.0, 1.0)
    attenuation_distance: float = float("inf")
    sheen_color: tuple[float, float, float] = (0.0, 0.0, 0.0)
    sheen_roughness: float = 0.0
    specular: float = 1.0
    specular_color: tuple[float, float, float] = (1.0, 1.0, 1.0)
    iridescence: float = 0.0
    iridescence_ior: float = 1.3
    iridescence_thickness_nm: tuple[float, float] = (100.0, 400.0)
    anisotropy: float = 0.0
    anisotropy_rotation: float = 0.0
    dispersion: float = 0.0
    diffuse_transmission: float = 0.0
    diffuse_transmission_color: tuple[float, float, float] = (1.0, 1.0, 1.0)
    clearcoat_texture: TextureUse | None = None
    clearcoat_roughness_texture: TextureUse | None = None
    clearcoat_normal_texture: TextureUse | None = None
    transmission_texture: TextureUse | None = None
    thickness_texture: TextureUse | None = None
    sheen_color_texture: TextureUse | None = None
    sheen_roughness_texture: TextureUse | None = None
    specular_texture: TextureUse | None = None
    specular_color_texture: TextureUse | None = None
    iridescence_texture: TextureUse | None = None
    iridescence_thickness_texture: TextureUse | None = None
    anisotropy_texture: TextureUse | None = None
    diffuse_transmission_texture: TextureUse | None = None
    diffuse_transmission_color_texture: TextureUse | None = None

    def texture_uses(self) -> dict[str, TextureUse]:
        """Every texture of the material by the attribute (or ``extension/key``) that holds it."""
        found = {name: value for name, value in vars(self).items() if isinstance(value, TextureUse)}
        for extension, values in self.other_extensions.items():
            found |= {f"{extension}/{key}": value for key, value in values.items() if isinstance(value, TextureUse)}
        return found


@dataclass(eq=False)
class Primitive(Noted):
    """Triangles (mode 4) with attributes as float32 or unsigned integer arrays, shape (n, components).

    Attribute names are glTF's (POSITION, NORMAL, TANGENT, TEXCOORD_0, COLOR_0, …), dequantised. `indices` is (m,)
    uint32, never None. `variants` maps a KHR_materials_variants name to its material. `targets` are morph targets:
    displacements of POSITION, NORMAL and TANGENT, each (n, 3) float32.
    """

    attributes: dict[str, NDArray[np.float32] | NDArray[np.uint32]]
    indices: NDArray[np.uint32]
    material: Material | None
    variants: dict[str, Material] = field(default_factory=dict)
    targets: list[dict[str, NDArray[np.float32]]] = field(default_factory=list)


@dataclass(eq=False)
class Mesh(Noted):
    """Primitives under one name; `weights` of their morph targets where no node says others."""

    name: str
    primitives: list[Primitive]
    weights: tuple[float, ...] = ()
    target_names: tuple[str, ...] = ()


@dataclass(eq=False)
class Skin(Noted):
    """Joints that move a mesh.

    Args:
        name: of the skin.
        joints: numbers of nodes, in the order that JOINTS_0 counts.
        inverse_bind: joint-from-mesh in the pose that the mesh was made in, (joints, 4, 4) float64.
        skeleton: number of the node that all joints stand under; only a hint.
    """

    name: str
    joints: tuple[int, ...]
    inverse_bind: NDArray[np.float64]
    skeleton: int | None = None


@dataclass(eq=False)
class Projection(Noted):
    """What a camera sees (glTF §5.12 to §5.14).

    Args:
        kind: ``perspective`` or ``orthographic``.
        numbers: the fields that the file gives, under glTF's names (``yfov``, ``aspectRatio``, ``xmag``, ``ymag``,
            ``znear``, ``zfar``), in radians and in metres of the scene, whatever scales the camera's node.
    """

    kind: str
    numbers: dict[str, float]


@dataclass(eq=False)
class Camera(Named):
    """A camera that an author put into the scene; it looks along -Z of its node."""

    projection: Projection


@dataclass(eq=False)
class Light(Named):
    """A light that an author put into the scene (KHR_lights_punctual); it shines along -Z of its node.

    Args:
        kind: ``directional``, ``point`` or ``spot``.
        color: linear light.
        intensity: lux of a directional light, else candela.
        range_m: where it ends; None where it does not.
        cone: what a spot gives of ``innerConeAngle`` and ``outerConeAngle``, radians.
    """

    kind: str
    color: tuple[float, float, float] = (1.0, 1.0, 1.0)
    intensity: float = 1.0
    range_m: float | None = None
    cone: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Rest:
    """A node's place as it was written: translation, rotation (x, y, z, w) and scale."""

    translation: tuple[float, float, float] = (0.0, 0.0, 0.0)
    rotation: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 1.0)
    scale: tuple[float, float, float] = (1.0, 1.0, 1.0)


@dataclass(eq=False)
class Channel:
    """One property of one node over time.

    Args:
        node: its number.
        path: ``translation``, ``rotation``, ``scale`` or ``weights``.
        times: (n,) float32, seconds, rising.
        values: (n, components) float32; with CUBICSPLINE (n, 3, components): tangent in, value, tangent out.
        interpolation: ``LINEAR``, ``STEP`` or ``CUBICSPLINE``.
    """

    node: int
    path: str
    times: NDArray[np.float32]
    values: NDArray[np.float32]
    interpolation: str = "LINEAR"


@dataclass(eq=False)
class Animation(Noted):
    """A clip."""

    name: str
    channels: list[Channel]

    @property
    def duration_s(self) -> float:
        """The last moment that any channel names."""
        return max((float(channel.times[-1]) for channel in self.channels), default=0.0)


@dataclass(eq=False)
class Node(Noted):
    """A place in the scene; `matrix` is parent-from-node, (4, 4) float64, column vectors.

    `number` is what skins and animations call it; it stays when a step makes another node out of this one. A node
    without a number is called by nobody. `rest` is `matrix` in parts, where an animation may replace one of them.
    """

    name: str
    matrix: NDArray[np.float64]
    mesh: Mesh | None = None
    children: list[Node] = field(default_factory=list)
    visible: bool = True
    skin: Skin | None = None
    weights: tuple[float, ...] = ()
    number: int | None = None
    rest: Rest = field(default_factory=Rest)
    camera: Camera | None = None
    light: Light | None = None

    @property
    def carries(self) -> bool:
        """Whether it is more than a place for a mesh: somebody's notes, a camera or a light are on it."""
        return self.is_noted or self.camera is not None or self.light is not None


@dataclass(eq=False)
class ArrayNotes:
    """What is noted on arrays, each by its identity: a step that makes another array out of one leaves its notes."""

    # The array is held as well, so that nothing else gets its identity.
    _known: dict[int, tuple[NDArray[Any], Named]] = field(default_factory=dict)

    def put(self, array: NDArray[Any], named: Named) -> None:
        """Note something."""
        if named.is_told:
            self._known[id(array)] = array, named

    def of(self, array: NDArray[Any]) -> Named | None:
        """What is noted on an array."""
        found = self._known.get(id(array))
        return found[1] if found else None

    @property
    def noted(self) -> int:
        """How many arrays carry more than a name."""
        return sum(named.is_noted for _, named in self._known.values())


@dataclass(eq=False)
class Document(Noted):
    """The default scene of an asset."""

    roots: list[Node]
    materials: list[Material]
    variants: list[str]
    generator: str = ""
    extensions_used: tuple[str, ...] = ()
    extensions_required: tuple[str, ...] = ()
    asset: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    """What KHR_xmp_json_ld says of its parts (who made it, who may use it), as it is in the file; the parts keep the
    numbers by which they name it."""
    skipped: tuple[str, ...] = ()
    """What the file holds that was not read (point and line primitives, other scenes)."""
    forgiven: tuple[ModelError, ...] = ()
    """Faults of the file that change nothing of what is drawn."""
    animations: list[Animation] = field(default_factory=list)
    cameras: list[Camera] = field(default_factory=list)
    lights: list[Light] = field(default_factory=list)
    """Both as the file lists them, also those that no node holds."""
    scene: Named = field(default_factory=Named)
    """What is noted on the default scene."""
    arrays: ArrayNotes = field(default_factory=ArrayNotes)
    """What is noted on accessors."""
    levels: Levels | None = None
    """Its coarser levels as the file holds them: whoever changes a mesh has to make them anew, so none is written by
    itself."""
