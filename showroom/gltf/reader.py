"""Read a glTF 2.0 model from bytes: strictly, bounded, and with one kind of error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from showroom.gltf import walk
from showroom.gltf.accessors import Accessors, Buffers
from showroom.gltf.container import split
from showroom.gltf.draco import DRACO
from showroom.gltf.faults import fault
from showroom.gltf.foreign import Foreign
from showroom.gltf.ktx2 import BASISU
from showroom.gltf.levels import LEVELS, unpacked_levels
from showroom.gltf.limits import Limits
from showroom.gltf.material_reader import MaterialReader
from showroom.gltf.material_table import UNDERSTOOD, XMP
from showroom.gltf.model import Document
from showroom.gltf.motion_reader import MotionReader
from showroom.gltf.scene_reader import SceneReader
from showroom.gltf.staging import StageReader

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from showroom.gltf.draco import MeshDecoder
    from showroom.gltf.fields import Fields
    from showroom.gltf.ktx2 import PictureDecoder

LONGEST_LIST = 100
WITHOUT = {
    DRACO: "pip install 'virtual-showroom[assets]' brings the decoder; or npx @gltf-transform/cli copy IN.glb OUT.glb",
    BASISU: "pip install 'virtual-showroom[assets]' brings the decoder; or export with PNG or JPEG textures",
}
"""What to do about extensions that somebody else can take out of a file."""


def read(
    data: bytes,
    *,
    name: str = "model",
    resources: Mapping[str, bytes] | None = None,
    limits: Limits | None = None,
    decoders: Mapping[str, MeshDecoder] | None = None,
    pictures: PictureDecoder | None = None,
) -> Document:
    """Read the default scene of a .glb or .gltf file.

    Args:
        data: the whole file.
        name: how the file is called in errors.
        resources: for a .gltf, what lies beside it, by relative path.
        limits: what is read at most.
        decoders: for mesh compression that needs native code, by extension; meshopt is read without.
        pictures: for KTX2 pictures, which need native code too.

    Raises:
        ModelError: whatever is wrong, with a stable code (see docs/models.md); nothing else is ever raised.
    """
    limits = limits or Limits()
    resources = resources or {}
    decoders = decoders or {}
    root, binary, packed = split(data, name, limits)
    asset = _check_asset(root, name)
    used, required = _check_extensions(
        root, name, limits, UNDERSTOOD | decoders.keys() | ({BASISU} if pictures else set())
    )
    buffers = Buffers(root, binary, resources, limits, packed=packed)
    foreign = Foreign(root)
    materials = MaterialReader(root, foreign, buffers, resources, limits, pictures, packed=packed).materials()
    accessors = Accessors(root, buffers, limits, foreign)
    motion = MotionReader(root, foreign, accessors, limits)
    scene = SceneReader(root, foreign, accessors, materials, motion, limits, decoders)
    roots = scene.roots()
    stage = StageReader(root, foreign, limits)
    if not scene.drawn:
        raise fault("empty-model", name, "no triangles", "at least one")
    animations = motion.animations(scene.targets)
    document = Document(
        roots=roots,
        materials=materials,
        variants=scene.variants,
        generator=asset.text("generator"),
        extensions_used=used,
        extensions_required=required,
        skipped=_skipped(foreign.skipped + stage.skipped + scene.skipped + motion.skipped),
        forgiven=tuple(scene.forgiven[:LONGEST_LIST]),
        animations=animations,
        cameras=stage.cameras,
        lights=stage.lights,
        scene=scene.said,
        arrays=accessors.notes,
    )
    stage.stand(node for node, _ in walk.nodes(document))
    extensions = root.object("extensions")
    document.metadata = dict(extensions.object(XMP).values)
    document.extras, document.other_extensions = root.extras(), foreign.of(root)
    document.other_extensions.pop(XMP, None)
    document.asset = _kept_asset(asset, foreign)
    if extensions.has(LEVELS):
        document.levels = unpacked_levels(extensions.object(LEVELS), buffers, walk.primitives(document))
    return document


def _check_asset(root: Fields, name: str) -> Fields:
    asset = root.object("asset")
    version = asset.text("version")
    if version.partition(".")[0] != "2" or asset.text("minVersion", "2.0") not in {"2.0", version}:
        raise fault("bad-version", f"{name}/asset", version or "no version", "2.0")
    return asset


def _kept_asset(asset: Fields, foreign: Foreign) -> dict[str, Any]:
    """What a file says of itself; of its extensions, those that can be written back."""
    kept = {key: value for key, value in asset.values.items() if key != "extensions"}
    return kept | ({"extensions": extensions} if (extensions := foreign.of(asset)) else {})


def _check_extensions(
    root: Fields, name: str, limits: Limits, understood: AbstractSet[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    used = root.strings("extensionsUsed", limits.objects)
    required = root.strings("extensionsRequired", limits.objects)
    for extension in required:
        if extension not in understood:
            hint, allowed = WITHOUT.get(extension, ""), ", ".join(sorted(understood))
            raise fault("unsupported-extension", f"{name}/extensionsRequired", extension, allowed, hint=hint)
    return used, required


def _skipped(found: list[str]) -> tuple[str, ...]:
    """What was not read, at most a hundred entries."""
    rest = len(found) - LONGEST_LIST
    return tuple(found[:LONGEST_LIST] + ([f"and {rest} more"] if rest > 0 else []))
