"""Finished pictures as PNG files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from panda3d.core import PNMImage, StringStream, Texture

from showroom.errors import Rejected, Unavailable

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def encode(picture: NDArray[np.uint8]) -> bytes:
    """A (height, width, 3) uint8 sRGB picture as PNG."""
    stream = StringStream()
    _image(picture).write(stream, "picture.png")
    return bytes(stream.data)


def write(picture: NDArray[np.uint8], path: Path) -> None:
    """Write a (height, width, 3) uint8 sRGB picture as PNG.

    Raises:
        Unavailable: ``cannot-write``.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode(picture))
    except OSError as error:
        raise Unavailable("cannot-write", f"{path}: {error.strerror}") from error


def decode(data: bytes) -> NDArray[np.uint8]:
    """A PNG as a (height, width, 3) uint8 picture."""
    image = PNMImage()
    image.read(StringStream(data))
    texture = Texture()
    texture.load(image)
    flat = np.frombuffer(texture.get_ram_image_as("RGB"), dtype=np.uint8)
    return flat.reshape(texture.get_y_size(), texture.get_x_size(), 3)[::-1].copy()


def decode_rgba(data: bytes) -> NDArray[np.uint8]:
    """A PNG from outside as a (height, width, 4) uint8 picture; 255 is opaque.

    Raises:
        Rejected: ``unreadable-picture``.
    """
    image = PNMImage()
    if not data.startswith(SIGNATURE) or not image.read(StringStream(data)):
        raise Rejected("unreadable-picture", "the picture cannot be decoded", got=f"{len(data):,} bytes", allowed="PNG")
    if image.get_maxval() != 255:  # noqa: PLR2004 - of eight bits
        image.set_maxval(255)
    texture = Texture()
    texture.load(image)
    flat = np.frombuffer(texture.get_ram_image_as("RGBA"), dtype=np.uint8)
    return flat.reshape(texture.get_y_size(), texture.get_x_size(), 4)[::-1].copy()


def _image(picture: NDArray[np.uint8]) -> PNMImage:
    height, width = picture.shape[:2]
    texture = Texture("picture")
    texture.setup_2d_texture(width, height, Texture.T_unsigned_byte, Texture.F_rgb)
    texture.set_ram_image_as(picture[::-1].tobytes(), "RGB")
    image = PNMImage()
    texture.store(image)
    return image
