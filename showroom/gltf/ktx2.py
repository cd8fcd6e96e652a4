"""Pictures that KHR_texture_basisu holds: checked here, decoded by whoever reads the model.

The decoder of Basis Universal is native code, so it comes from outside; this module looks at the container before, so
that damage is named and no memory is taken for what is not there, and at the picture after it.

Source: KTX 2.0 §3 and §5; KHR_texture_basisu (Khronos extension registry); Khronos Data Format 1.3 §5.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.gltf.faults import fault
from showroom.gltf.images import KTX2, read_header

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    PictureDecoder = Callable[[bytes, str], bytes]
    """Makes a PNG of the KTX2 data that stands at a place; raises ModelError and nothing else."""

BASISU = "KHR_texture_basisu"
MEDIA_TYPE = "image/ktx2"
HEADER = struct.Struct("<9I4I2Q")
LEVEL = struct.Struct("<3Q")
LEVELS_AT = len(KTX2) + HEADER.size
MOST_LEVELS = 32
NONE, BASIS_LZ, ZSTANDARD = 0, 1, 2
ETC1S, UASTC = 163, 166
SCHEMES = {ETC1S: (BASIS_LZ,), UASTC: (NONE, ZSTANDARD)}
MODEL_AT, LEAST_FORMAT_BYTES = 12, 44
"""Where the data format descriptor says how colours are stored, and its size with one sample."""
BLOCK_PX, BLOCK_BYTES = 4, 16
UPRIGHT, PLAIN = b"rd", b"rgba"


@dataclass(frozen=True)
class Container:
    """The numbers at the beginning of a KTX2 file, in its order; offsets and lengths in bytes."""

    format: int
    type_size: int
    width_px: int
    height_px: int
    depth_px: int
    layers: int
    faces: int
    levels: int
    scheme: int
    description_at: int
    description_bytes: int
    metadata_at: int
    metadata_bytes: int
    codebook_at: int
    codebook_bytes: int


def decoded(data: bytes, place: str, decoder: PictureDecoder) -> bytes:
    """The picture as PNG.

    Raises:
        ModelError: ``ktx2-truncated``, ``ktx2-kind``, ``ktx2-size``, ``ktx2-orientation``, and those of `decoder`.
    """
    container = _checked(data, place)
    picture = decoder(data, place)
    header = read_header(picture)
    got = (header.width_px, header.height_px) if header else (0, 0)
    if got != (container.width_px, container.height_px):
        said = f"{container.width_px} x {container.height_px} px, as its header says"
        raise fault("ktx2-size", place, f"{got[0]} x {got[1]} px", said)
    return picture


def _checked(data: bytes, place: str) -> Container:
    """Hold a container against what glTF allows."""
    if len(data) < LEVELS_AT:
        raise fault("ktx2-truncated", place, f"{len(data)} bytes", f"at least {LEVELS_AT} bytes")
    container = Container(*HEADER.unpack_from(data, len(KTX2)))
    _check_kind(container, place)
    spans = [
        ("its description", container.description_at, container.description_bytes),
        ("its notes", container.metadata_at, container.metadata_bytes),
        ("its codebook", container.codebook_at, container.codebook_bytes),
        ("its list of sizes", LEVELS_AT, LEVEL.size * max(container.levels, 1)),
    ]
    _check_spans(data, place, spans)
    levels = [LEVEL.unpack_from(data, LEVELS_AT + LEVEL.size * at) for at in range(max(container.levels, 1))]
    _check_spans(data, place, [(f"level {at}", start, size) for at, (start, size, _) in enumerate(levels)])
    for at, (_, size, _) in enumerate(levels):
        if not size:
            raise fault("ktx2-truncated", place, f"no data for size {at}", f"all {len(levels)} sizes that it lists")
    model = _color_model(data, container, place)
    if container.scheme not in SCHEMES.get(model, ()):
        got = f"colour model {model} packed by scheme {container.scheme}"
        raise fault("ktx2-kind", place, got, "ETC1S with BasisLZ, or UASTC with or without Zstandard")
    if model == UASTC:
        _check_blocks(container, [plain if container.scheme else size for _, size, plain in levels], place)
    _check_notes(data[container.metadata_at :][: container.metadata_bytes], place)
    return container


def _check_kind(container: Container, place: str) -> None:
    """One flat picture of Basis Universal, and nothing else that KTX2 can hold."""
    if container.format:
        raise fault("ktx2-kind", place, f"Vulkan format {container.format}", "0, for Basis Universal")
    if container.depth_px or container.layers or container.faces != 1 or not container.height_px:
        got = f"{container.depth_px} slices, {container.layers} layers, {container.faces} faces"
        raise fault("ktx2-kind", place, got, "one flat picture: 0 slices, 0 layers, 1 face")
    if container.levels > MOST_LEVELS:
        raise fault("ktx2-kind", place, f"{container.levels:,} sizes", f"at most {MOST_LEVELS}")


def _check_spans(data: bytes, place: str, spans: list[tuple[str, int, int]]) -> None:
    for what, start, size in spans:
        if size and start + size > len(data):
            got = f"{what} reaches to byte {start + size:,}"
            raise fault("ktx2-truncated", place, got, f"at most {len(data):,}, where the data ends")


def _color_model(data: bytes, container: Container, place: str) -> int:
    if container.description_bytes < LEAST_FORMAT_BYTES:
        allowed = f"at least {LEAST_FORMAT_BYTES} bytes"
        raise fault("ktx2-kind", place, f"a description of {container.description_bytes} bytes", allowed)
    return data[container.description_at + MODEL_AT]


def _check_blocks(container: Container, sizes: list[int], place: str) -> None:
    """UASTC takes 16 bytes for each 4 x 4 pixels, so the length of every level is known."""
    for at, got in enumerate(sizes):
        across, down = (-(-max(side >> at, 1) // BLOCK_PX) for side in (container.width_px, container.height_px))
        if got != across * down * BLOCK_BYTES:
            allowed = f"{across * down * BLOCK_BYTES:,} bytes for {container.width_px} x {container.height_px} px"
            raise fault("ktx2-size", place, f"{got:,} bytes in level {at}", allowed)


def _check_notes(notes: bytes, place: str) -> None:
    """The first row is the upper one and every channel stands for itself, as the extension demands."""
    for key, value in _entries(notes):
        if (key == b"KTXorientation" and value != UPRIGHT) or (key == b"KTXswizzle" and value != PLAIN):
            got = f"{key.decode()} {value.decode('latin-1')}"
            raise fault("ktx2-orientation", place, got, "KTXorientation rd and KTXswizzle rgba, or neither")


def _entries(notes: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Key and value of every note; a list that is cut off ends there."""
    at = 0
    while at + 4 <= len(notes):
        size = int.from_bytes(notes[at : at + 4], "little")
        key, _, value = notes[at + 4 : at + 4 + size].partition(b"\0")
        yield key, value.rstrip(b"\0")
        at += 4 + size + -size % 4
