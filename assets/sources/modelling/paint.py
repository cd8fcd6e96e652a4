"""Pictures painted in numpy: all tile seamlessly, all are deterministic."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def noise(size: int, wavelength: float, seed: int, stretch: float = 1.0) -> NDArray[np.float64]:
    """Smooth periodic noise, mean 0, deviation 1; `wavelength` in pixels, `stretch` > 1 draws it out sideways."""
    spectrum = np.fft.fft2(np.random.default_rng(seed).standard_normal((size, size)))
    fy, fx = np.meshgrid(np.fft.fftfreq(size), np.fft.fftfreq(size), indexing="ij")
    spectrum *= np.exp(-((np.hypot(fx * stretch, fy) * wavelength) ** 2) * 2)
    out = np.fft.ifft2(spectrum).real
    return (out - out.mean()) / out.std()


def step(values: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    """0 below `low`, 1 above `high`, smooth between."""
    t = np.clip((values - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def mixed(weight: NDArray[np.float64], a: NDArray[np.float64], b: tuple[float, ...]) -> NDArray[np.float64]:
    """`a` where the weight is 0, colour `b` where it is 1."""
    return a + weight[..., None] * (np.asarray(b, dtype=float) - a)


def pixels(picture: NDArray[np.float64]) -> Pixels:
    """8 bits of a picture in 0..255."""
    return np.clip(np.round(picture), 0, 255).astype(np.uint8)


def normal_map(height: NDArray[np.float64], strength: float) -> Pixels:
    """The OpenGL (glTF) tangent-space normals of a periodic height field."""
    dx = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) * strength / 2
    dy = (np.roll(height, 1, 0) - np.roll(height, -1, 0)) * strength / 2
    normal = np.stack([-dx, -dy, np.ones_like(dx)], -1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    return pixels(normal * 127.5 + 127.5)
