"""Compressed streams by themselves, so that the mutations all go into the codecs."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from showroom.errors import Rejected
from showroom.gltf import meshopt
from showroom.gltf.images import KTX2, read_header
from showroom.gltf.ktx2 import decoded
from showroom.pipeline.basis import decode_picture
from showroom.pipeline.draco import decode_mesh
from tests.fuzz.target import Target
from tests.showroom.gltf.compressed import draco_data
from tests.showroom.gltf.ktx2_streams import ETC1S, UASTC, UASTC_ZSTANDARD
from tests.showroom.gltf.meshopt_streams import STREAMS

if TYPE_CHECKING:
    from collections.abc import Iterator

MODES = tuple(meshopt.MODE_STRIDES)
FILTERS = tuple(meshopt.FILTER_STRIDES)
HEAD_BYTES = 5
MOST_PIXELS = 1 << 20


def _meshopt_seeds() -> Iterator[bytes]:
    """Five bytes of layout (count twice, stride, mode, filter), then the stream."""
    for stream, count, stride, mode, filter_name, _ in STREAMS.values():
        head = count.to_bytes(2, "little") + bytes((stride, MODES.index(mode), FILTERS.index(filter_name)))
        yield head + base64.b64decode(stream)


def _decode_meshopt(data: bytes) -> None:
    if len(data) < HEAD_BYTES:
        return
    layout = meshopt.Layout(
        count=max(int.from_bytes(data[:2], "little"), 1),
        stride=max(data[2], 1),
        mode=MODES[data[3] % len(MODES)],
        filter=FILTERS[data[4] % len(FILTERS)],
    )
    try:
        decoded = meshopt.decode(data[HEAD_BYTES:], layout)
    except Rejected:
        return
    if decoded.nbytes != layout.size_bytes:
        message = f"{decoded.nbytes} bytes instead of {layout.size_bytes}"
        raise AssertionError(message)


def _decode_draco(data: bytes) -> None:
    try:
        decode_mesh(data, "mesh")
    except Rejected:
        return


def _decode_picture(data: bytes) -> None:
    data = KTX2 + data[len(KTX2) :]
    header = read_header(data)
    if header is None or header.width_px * header.height_px > MOST_PIXELS:
        return
    try:
        decoded(data, "picture", decode_picture)
    except Rejected:
        return


MESHOPT = Target("meshopt", _meshopt_seeds, _decode_meshopt)
DRACO = Target("draco", lambda: (draco_data(),), _decode_draco)
BASIS = Target("basis", lambda: (ETC1S, UASTC, UASTC_ZSTANDARD), _decode_picture)
