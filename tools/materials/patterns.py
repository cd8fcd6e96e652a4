"""Pictures that the comparison's materials wear, painted by name: (height, width, 3 or 4) uint8."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.materials.shapes import FLOOR_HALF

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

EDGE_PX = 128
QUARTERS = np.array([[[200, 40, 30], [40, 170, 60]], [[230, 190, 40], [40, 70, 200]]], dtype=np.uint8)


def paint(name: str) -> NDArray[np.uint8]:
    """The picture called `name`."""
    return PAINTERS[name]()


def _grid(width: int = EDGE_PX, height: int = EDGE_PX) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    u, v = np.meshgrid((np.arange(width) + 0.5) / width, (np.arange(height) + 0.5) / height)
    return u, v


def _bytes(picture: NDArray[np.float64]) -> NDArray[np.uint8]:
    result: NDArray[np.uint8] = np.clip(np.round(picture * 255.0), 0, 255).astype(np.uint8)
    return result


def _patchwork() -> NDArray[np.uint8]:
    u, v = _grid()
    cell = (np.floor(u * 8.0) * 3.0 + np.floor(v * 4.0) * 5.0) % 7.0 / 6.0
    return _bytes(np.stack([0.25 + 0.7 * cell, 0.9 - 0.6 * np.abs(cell - 0.4), 0.85 - 0.65 * cell], axis=-1))


def _islands() -> NDArray[np.uint8]:
    """Red: islands of a coat; green: roughness; blue: metal."""
    u, v = _grid()
    wave = np.sin(u * 8.0 * np.pi) * np.sin(v * 4.0 * np.pi)
    island = np.clip(wave * 4.0 + 0.5, 0.0, 1.0)
    return _bytes(np.stack([island, 0.2 + 0.6 * v, 1.0 - island], axis=-1))


def _bumps() -> NDArray[np.uint8]:
    u, v = _grid()
    # The slope of a sine relief; green is up, against v.
    across = -0.55 * np.cos(u * 16.0 * np.pi) * np.sin(v * 8.0 * np.pi)
    upward = 0.55 * np.sin(u * 16.0 * np.pi) * np.cos(v * 8.0 * np.pi)
    normal = np.stack([across, upward, np.ones_like(u)], axis=-1)
    return _bytes(normal / np.linalg.norm(normal, axis=-1, keepdims=True) * 0.5 + 0.5)


def _dots() -> NDArray[np.uint8]:
    u, v = _grid()
    away = np.hypot((u * 4.0) % 1.0 - 0.5, (v * 4.0) % 1.0 - 0.5)
    alpha = np.clip(1.6 - 3.0 * away, 0.0, 1.0)
    return _bytes(np.stack([0.85 + 0.0 * u, 0.4 + 0.4 * u, 0.3 + 0.0 * u, alpha], axis=-1))


def _quarters() -> NDArray[np.uint8]:
    half = EDGE_PX // 2
    return np.repeat(np.repeat(QUARTERS, half, axis=0), half, axis=1) // _shade()


def _shade() -> NDArray[np.uint8]:
    """A darker upper left corner in each quarter, so that turns show."""
    u, v = _grid()
    corner = ((u * 2.0) % 1.0 < 0.4) & ((v * 2.0) % 1.0 < 0.4)  # noqa: PLR2004 - its size
    return np.where(corner, 2, 1).astype(np.uint8)[..., None]


def _quarter_turned() -> NDArray[np.uint8]:
    """What the example of KHR_texture_transform describes, made from its words."""
    half = EDGE_PX // 2
    return np.rot90(_quarters()[half:, :half], k=-1)


def _under_the_ball() -> NDArray[np.uint8]:
    """How much of a floor's even sky a ball over it leaves.

    Source: the view factor of a sphere above a plane, 1 - r² h / d³ (h: height of its middle, d: distance to it).
    """
    from tools.materials.description import BALL_HEIGHT_M, BALL_RADIUS_M  # noqa: PLC0415 - it imports the shapes too

    u, v = _grid(256, 256)
    x, z = (2.0 * u - 1.0) * FLOOR_HALF[0], (2.0 * v - 1.0) * FLOOR_HALF[1]
    distance = np.sqrt(x * x + z * z + BALL_HEIGHT_M**2)
    openness = 1.0 - BALL_RADIUS_M**2 * BALL_HEIGHT_M / distance**3
    return _bytes(np.repeat(openness[..., None], 3, axis=-1))


def _wall(*, hard: bool, striped: bool) -> NDArray[np.uint8]:
    u, v = _grid(480, 320)
    if not striped:
        return _bytes(np.stack([0.86 - 0.1 * v, 0.84 - 0.08 * v, 0.8 + 0.04 * v], axis=-1))
    if hard:
        bar = ((u * 4.0 + v * 8.0) % 1.0 < 0.5).astype(np.float64)  # noqa: PLR2004 - half of each period
        return _bytes(np.repeat((0.1 + 0.75 * bar)[..., None], 3, axis=-1))
    phase = (u * 24.0 + v * 16.0) * np.pi
    bar = 0.5 + 0.5 * np.clip(3.0 * np.sin(phase), -1.0, 1.0)
    return _bytes(np.stack([0.75 - 0.35 * bar, 0.7 - 0.15 * bar, 0.35 + 0.4 * bar], axis=-1))


PAINTERS: dict[str, Callable[[], NDArray[np.uint8]]] = {
    "patchwork": _patchwork,
    "islands": _islands,
    "bumps": _bumps,
    "dots": _dots,
    "quarters": _quarters,
    "lower-left-quarter-turned-clockwise": _quarter_turned,
    "quarters-tiled-2-by-3": lambda: np.tile(_quarters(), (3, 2, 1)),
    "quarters-upside-down": lambda: _quarters()[::-1],
    "under-the-ball": _under_the_ball,
    "plain": lambda: _wall(hard=False, striped=False),
    "stripes": lambda: _wall(hard=False, striped=True),
    "edges": lambda: _wall(hard=True, striped=True),
}
