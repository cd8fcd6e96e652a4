"""Models: the container, the JSON, accessors, both mesh codecs, pictures; and what the pipeline makes of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from showroom.errors import Rejected
from showroom.gltf.limits import Limits
from showroom.gltf.model import TextureUse
from showroom.gltf.reader import read
from showroom.gltf.writer import write
from showroom.pipeline.basis import decode_picture
from showroom.pipeline.checks import Subject, audit
from showroom.pipeline.draco import mesh_decoders
from showroom.pipeline.mending import lightened
from showroom.pipeline.profiles import PROFILES
from showroom.pipeline.report import inspect
from showroom.pipeline.steps.addressed import Addressed
from showroom.pipeline.steps.compress import compress
from tests.fuzz.mutation import mutated_model
from tests.fuzz.target import Target
from tests.fuzz.targets import levels
from tests.showroom.gltf import compressed
from tests.showroom.gltf.models import glb, shoe, texture, triangle
from tests.showroom.gltf.moving import arm, slider

if TYPE_CHECKING:
    from collections.abc import Iterator

    from showroom.gltf.model import Document

LIMITS = Limits(
    file_bytes=4 << 20,
    vertex_bytes=32 << 20,
    triangles=100_000,
    image_bytes=4 << 20,
    texture_pixels=1 << 20,
    texture_side_px=1024,
)
"""Small enough that a whole soak stays within little memory: what is bounded here is bounded at any size."""


def _seeds() -> Iterator[bytes]:
    root, binary = triangle()
    yield glb(root, binary)
    yield glb(_sparse(root), binary)
    yield write(shoe())
    yield compressed.meshopt_model()
    yield compressed.draco_model()
    yield compressed.ktx2_model()
    yield levels.model_with_levels(next(iter(levels.LEVELS_TARGET.seeds())))
    yield write(arm())
    yield write(slider())
    yield write(_shaded())


def _shaded() -> Document:
    """A shoe that says who made it, with occlusion and roughness in two pictures that the pipeline packs into one."""
    document = shoe()
    sole = document.materials[0]
    sole.occlusion_texture = TextureUse(texture(8, 4))
    sole.metallic_roughness_texture = TextureUse(texture(4, 8))
    document.roots[0].other_extensions = {"ACME_note": {"text": "kept", "tags": ["a", {"rating": 3}]}}
    sole.other_extensions = {"ACME_glitter": {"glitterTexture": TextureUse(texture(2, 2)), "amount": 0.5}}
    document.metadata = {"packets": [{"@context": {"dc": "http://purl.org/dc/elements/1.1/"}, "dc:creator": "Mara"}]}
    return document


def _sparse(root: dict[str, Any]) -> dict[str, Any]:
    """The triangle with one position that a sparse accessor replaces."""
    sparse = {
        "count": 1,
        "indices": {"bufferView": 2, "componentType": 5123},
        "values": {"bufferView": 1},
    }
    first, *others = root["accessors"]
    return {**root, "accessors": [{**first, "sparse": sparse}, *others]}


def _opened(data: bytes) -> Document | None:
    try:
        return read(data, limits=LIMITS, decoders=mesh_decoders(), pictures=decode_picture)
    except Rejected:
        return None


def _read(data: bytes) -> None:
    """Whatever can be read can be written, and is the same when it is read again."""
    document = _opened(data)
    if document is None:
        return
    written = write(document)
    again = read(written, limits=replace(LIMITS, file_bytes=64 << 20))
    if write(again) != written:
        message = "a model changes when it is written and read again"
        raise AssertionError(message)


def _prepare(data: bytes) -> None:
    """Whatever can be read can be made lighter, compressed, read again, inspected and audited, or is refused."""
    document = _opened(data)
    if document is None:
        return
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        try:
            document = lightened(document, Addressed())
            document = read(compress(document), decoders=mesh_decoders())
            report = inspect(document, len(data), "model")
            audit(Subject(document, report, PROFILES["showroom"], "shoe"))
        except Rejected:
            return


READING = Target("models", _seeds, _read, mutated_model)
PREPARING = Target("pipeline", _seeds, _prepare, mutated_model)
