"""Reading and writing still pictures, RGB and the right way up."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import cv2
import numpy as np

from showroom.errors import Rejected, Unavailable
from showroom.gltf.images import PNG, read_header

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

LARGEST_PX = 16384
LEAST_PX = 16
MOST_PIXELS = 100_000_000
KINDS = ".png, .jpg, .webp, .bmp, .tif"


def read_picture(path: Path) -> NDArray[np.uint8]:
    """A picture file as (height, width, 3) uint8 sRGB; turned as its EXIF says, transparency on white.

    Raises:
        Rejected: ``unreadable-picture``, ``bad-picture-size``.
    """
    try:
        data = np.frombuffer(path.read_bytes(), dtype=np.uint8)
    except OSError as error:
        raise Rejected("unreadable-picture", f"{path.name} cannot be read: {error.strerror}") from None
    return decode_picture(data, path.name)


def decode_picture(data: NDArray[np.uint8], name: str) -> NDArray[np.uint8]:
    """The picture in a file's bytes.

    Raises:
        Rejected: ``unreadable-picture``, ``bad-picture-size``.
    """
    whole = data.tobytes()
    header = read_header(whole)
    if whole.startswith(PNG[1:4], 1) and not _chunks_fit(whole):
        raise Rejected("unreadable-picture", f"{name} is cut off or damaged", allowed=KINDS)
    if header is not None:
        # Before a damaged header makes the decoder ask for gigabytes.
        _check_size(header.width_px, header.height_px, name)
    try:
        found = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    except cv2.error:
        found = None
    if found is None:
        raise Rejected("unreadable-picture", f"{name} is no picture that can be read", allowed=KINDS)
    _check_size(found.shape[1], found.shape[0], name)
    return np.ascontiguousarray(found[:, :, ::-1])


def _chunks_fit(data: bytes) -> bool:
    """Whether the chunks of a PNG end with the file: the decoder reserves what a damaged length asks for."""
    at = len(PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        at += 12 + length
    return at == len(data)


def _check_size(width_px: int, height_px: int, name: str) -> None:
    edges = sorted((width_px, height_px))
    if edges[0] < LEAST_PX or edges[1] > LARGEST_PX or width_px * height_px > MOST_PIXELS:
        raise Rejected(
            "bad-picture-size",
            f"{name} has an unusable size",
            got=f"{width_px}x{height_px}",
            allowed=f"{LEAST_PX} to {LARGEST_PX} pixels an edge, {MOST_PIXELS // 10**6} million in all",
        )


def write_picture(picture: NDArray[np.uint8], path: Path) -> None:
    """Write a (height, width, 3) uint8 sRGB picture; the ending of its name says the format.

    Raises:
        Rejected: ``unknown-format``.
        Unavailable: ``cannot-write``.
    """
    try:
        done, data = cv2.imencode(path.suffix or ".png", np.ascontiguousarray(picture[:, :, ::-1]))
    except cv2.error:
        done, data = False, None
    if not done or data is None:
        raise Rejected("unknown-format", "pictures cannot be written in this format", got=path.suffix, allowed=KINDS)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.tobytes())
    except OSError as error:
        raise Unavailable("cannot-write", f"{path}: {error.strerror}") from error
