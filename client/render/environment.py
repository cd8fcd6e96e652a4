"""Light from all around, as numbers: painted studios, HDR files, and what shaders need of them.

Environments are equirectangular, (height, 2 * height, 3) float32 linear radiance; row 0 is up, and the middle column
looks along +X (u = atan2(z, x) / 2π + 1/2, v = acos(y) / π), as in Khronos' IBL sampler.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from showroom.errors import Rejected

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.catalogue import Vector3

HEIGHT = 256
# Beyond this, +Y is no use as a lamp's upward direction.
POLE = 0.95


@dataclass(frozen=True)
class Softbox:
    """A rectangular lamp around the product.

    Args:
        towards: direction from the product to the lamp's middle.
        size: width and height, seen from the product, as tangents of the half angles.
        radiance: linear RGB.
        edge: how softly it ends, 0..1 of its size.
        roll: radians about its own axis.
    """

    towards: Vector3
    size: tuple[float, float]
    radiance: Vector3
    edge: float = 0.25
    roll: float = 0.0


@dataclass(frozen=True)
class Studio:
    """A painted environment: a vertical gradient (floor, horizon, ceiling) and lamps."""

    floor: Vector3
    horizon: Vector3
    ceiling: Vector3
    lamps: tuple[Softbox, ...]


@dataclass(frozen=True)
class Lobes:
    """A low-order environment: equal soft spots all over the sphere, each of its own brightness, without colour.

    Args:
        sharpness: a spot's light falls as exp(sharpness · (cos(angle) - 1)) away from its middle.
        radiance: of each spot in the order of `lobe_directions`.
    """

    sharpness: float
    radiance: tuple[float, ...]


def lobe_directions(count: int) -> NDArray[np.float32]:
    """`count` directions spread evenly over the sphere, from above to below, (count, 3).

    Source: González, "Measurement of Areas on a Sphere Using Fibonacci and Latitude-Longitude Lattices", 2010.
    """
    index = np.arange(count) + 0.5
    up = 1.0 - 2.0 * index / count
    turn = np.pi * (1.0 + np.sqrt(5.0)) * index
    flat = np.sqrt(1.0 - up * up)
    return np.stack([flat * np.cos(turn), up, flat * np.sin(turn)], axis=-1).astype(np.float32)


def paint_lobes(lobes: Lobes, height: int = HEIGHT) -> NDArray[np.float32]:
    """The lobes as an equirectangular picture."""
    toward = directions(height)
    picture = np.zeros(toward.shape[:2], dtype=np.float32)
    for middle, radiance in zip(lobe_directions(len(lobes.radiance)), lobes.radiance, strict=True):
        if radiance != 0.0:
            picture += np.float32(radiance) * np.exp(lobes.sharpness * (toward @ middle - 1.0))
    return np.repeat(picture[..., None], 3, axis=-1)


def directions(height: int = HEIGHT) -> NDArray[np.float32]:
    """The direction of every texel of an equirectangular picture, (height, 2 * height, 3)."""
    polar = (np.arange(height, dtype=np.float32) + 0.5) / height * np.pi
    azimuth = ((np.arange(2 * height, dtype=np.float32) + 0.5) / (2 * height) - 0.5) * 2.0 * np.pi
    polar, azimuth = np.meshgrid(polar, azimuth, indexing="ij")
    return np.stack([np.sin(polar) * np.cos(azimuth), np.cos(polar), np.sin(polar) * np.sin(azimuth)], axis=-1).astype(
        np.float32
    )


def paint(studio: Studio, height: int = HEIGHT) -> NDArray[np.float32]:
    """The studio as an equirectangular picture."""
    toward = directions(height)
    up = toward[..., 1:2]
    above = _smooth(np.clip(up, 0.0, 1.0))
    below = _smooth(np.clip(-up * 2.5, 0.0, 1.0))
    horizon = np.asarray(studio.horizon, dtype=np.float32)
    picture = horizon + (np.asarray(studio.ceiling) - horizon) * above + (np.asarray(studio.floor) - horizon) * below
    for lamp in studio.lamps:
        picture = picture + _lamp_mask(lamp, toward)[..., None] * np.asarray(lamp.radiance)
    result: NDArray[np.float32] = picture.astype(np.float32)
    return result


def _lamp_mask(lamp: Softbox, toward: NDArray[np.float32]) -> NDArray[np.float32]:
    axis = _unit(np.asarray(lamp.towards, dtype=np.float64))
    up = np.array([0.0, 1.0, 0.0]) if abs(axis[1]) < POLE else np.array([0.0, 0.0, 1.0])
    right = _unit(np.cross(up, axis))
    upward = np.cross(axis, right)
    cosine, sine = np.cos(lamp.roll), np.sin(lamp.roll)
    right, upward = cosine * right + sine * upward, cosine * upward - sine * right
    ahead = toward @ axis
    safe = np.maximum(ahead, 1e-3)
    across = np.abs(toward @ right / safe) / lamp.size[0]
    along = np.abs(toward @ upward / safe) / lamp.size[1]
    inside = _smooth(np.clip((1.0 - across) / lamp.edge, 0.0, 1.0)) * _smooth(
        np.clip((1.0 - along) / lamp.edge, 0.0, 1.0)
    )
    # A real softbox is brightest in the middle; this is what makes highlights look photographed.
    hot = 1.0 - 0.35 * np.clip(across**2 + along**2, 0.0, 1.0)
    lit: NDArray[np.float32] = np.where(ahead > 0.0, inside * hot, 0.0).astype(np.float32)
    return lit


def read_radiance(data: bytes) -> NDArray[np.float32]:
    """Read a Radiance RGBE picture (.hdr) into an equirectangular environment of our height.

    Raises:
        Rejected: ``bad-environment`` where it is no such file or ends early.

    Source: Ward, "Real Pixels", Graphics Gems II; the run-length form is Radiance's.
    """
    header, _, rest = data.partition(b"\n\n")
    size_line, _, body = rest.partition(b"\n")
    fields = size_line.split()
    if not header.startswith(b"#?") or len(fields) != 4 or fields[0] != b"-Y" or fields[2] != b"+X":  # noqa: PLR2004 - "-Y h +X w"
        raise Rejected("bad-environment", "this is no Radiance picture", allowed="RGBE with a -Y +X size line")
    height, width = int(fields[1]), int(fields[3])
    try:
        rgbe = _read_scanlines(body, width, height)
    except (IndexError, ValueError) as error:
        raise Rejected("bad-environment", "the Radiance picture ends early or is damaged") from error
    scale = np.where(rgbe[..., 3:] > 0, np.ldexp(1.0, rgbe[..., 3:].astype(np.int32) - 136), 0.0)
    return _resize((rgbe[..., :3] * scale).astype(np.float32))


def _read_scanlines(body: bytes, width: int, height: int) -> NDArray[np.uint8]:
    picture = np.empty((height, 4, width), dtype=np.uint8)
    at = 0
    for row in range(height):
        if body[at] != 2 or body[at + 1] != 2:  # noqa: PLR2004 - the mark of the run-length form
            flat = np.frombuffer(body, dtype=np.uint8, count=width * height * 4, offset=at)
            return flat.reshape(height, width, 4)
        at += 4
        for channel in range(4):
            at = _read_runs(body, at, picture[row, channel])
    return picture.transpose(0, 2, 1)


def _read_runs(body: bytes, at: int, line: NDArray[np.uint8]) -> int:
    column = 0
    while column < len(line):
        count = body[at]
        if count > 128:  # noqa: PLR2004 - a run of one byte
            line[column : column + count - 128] = body[at + 1]
            column += count - 128
            at += 2
        else:
            line[column : column + count] = np.frombuffer(body, dtype=np.uint8, count=count, offset=at + 1)
            column += count
            at += 1 + count
    return at


def _resize(picture: NDArray[np.float32], height: int = HEIGHT) -> NDArray[np.float32]:
    factor = picture.shape[0] // height
    if factor > 1 and picture.shape[0] == factor * height and picture.shape[1] == 2 * factor * height:
        smaller: NDArray[np.float32] = picture.reshape(height, factor, 2 * height, factor, 3).mean(axis=(1, 3))
        return smaller
    return sample(picture, directions(height).reshape(-1, 3)).reshape(height, 2 * height, 3)


def sample(picture: NDArray[np.float32], toward: NDArray[np.float32]) -> NDArray[np.float32]:
    """Radiance towards unit directions (n, 3), bilinear, (n, 3)."""
    height, width = picture.shape[:2]
    x = (np.arctan2(toward[:, 2], toward[:, 0]) / (2.0 * np.pi) + 0.5) * width - 0.5
    y = np.clip(np.arccos(np.clip(toward[:, 1], -1.0, 1.0)) / np.pi * height - 0.5, 0.0, height - 1.0)
    left, top = np.floor(x).astype(np.int32), np.floor(y).astype(np.int32)
    across, down = (x - left)[:, None].astype(np.float32), (y - top)[:, None].astype(np.float32)
    bottom = np.minimum(top + 1, height - 1)
    left, right = left % width, (left + 1) % width
    upper = picture[top, left] * (1.0 - across) + picture[top, right] * across
    lower = picture[bottom, left] * (1.0 - across) + picture[bottom, right] * across
    result: NDArray[np.float32] = upper * (1.0 - down) + lower * down
    return result


def halve(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """The picture at half its size."""
    height, width = picture.shape[:2]
    smaller: NDArray[np.float32] = picture.reshape(height // 2, 2, width // 2, 2, 3).mean(axis=(1, 3))
    return smaller


def _unit(value: NDArray[np.float64]) -> NDArray[np.float64]:
    return value / np.linalg.norm(value)


def _smooth(value: NDArray[np.float32]) -> NDArray[np.float32]:
    return value * value * (3.0 - 2.0 * value)
