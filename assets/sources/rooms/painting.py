"""Tiling textures painted with numpy: oak, oak floor, woven fabric and the view from the window.

Noise is filtered in the frequency domain, which makes every texture tile by construction.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

RNG = np.random.default_rng(7)


def noise(height: int, width: int, across: float, along: float) -> np.ndarray:
    """Periodic noise with features of about `across` × `along` pixels (rows × columns), about -1..1."""
    rows = np.fft.fftfreq(height)[:, None] * across
    columns = np.fft.fftfreq(width)[None, :] * along
    spectrum = np.fft.fft2(RNG.standard_normal((height, width))) * np.exp(-2 * (rows**2 + columns**2) * np.pi)
    field = np.fft.ifft2(spectrum).real
    return field / (field.std() * 2 + 1e-9)


def mix(low: tuple[float, ...], high: tuple[float, ...], amount: np.ndarray) -> np.ndarray:
    """Blend two sRGB colours by `amount`, clipped to 0..1."""
    share = np.clip(amount, 0, 1)[..., None]
    return np.array(low) * (1 - share) + np.array(high) * share


def oak(height: int, width: int) -> np.ndarray:
    """Pale oak with its grain along the columns, sRGB 0..1."""
    rows = np.arange(height)[:, None] / height
    warp = noise(height, width, height / 5, width / 1.5) * 1.4 + noise(height, width, 18, width / 3) * 0.25
    rings = np.sin(2 * np.pi * (rows * 9 + warp)) * 0.5 + 0.5
    streaks = noise(height, width, 2.2, width / 3.5)
    fine = noise(height, width, 1.2, 60)
    broad = noise(height, width, height / 4, width / 2)
    pores = np.clip(noise(height, width, 1.1, 22) - 0.95, 0, 1) * 1.3
    tone = 0.52 + 0.22 * (rings**2 - 0.4) + 0.13 * streaks + 0.06 * fine + 0.12 * broad
    color = mix((0.76, 0.63, 0.485), (0.91, 0.815, 0.685), tone)
    return np.clip(color * (1 - 0.20 * np.clip(pores, 0, 1))[..., None], 0, 1)


def oak_floor(size: int = 1024, rows: int = 12) -> tuple[np.ndarray, np.ndarray]:
    """Planks along the columns: colour (sRGB) and roughness; both tile."""
    color = np.zeros((size, size, 3))
    rough = np.zeros((size, size))
    edges = np.round(np.linspace(0, size, rows + 1)).astype(int)
    bank = oak(size, size)
    for row, (top, bottom) in enumerate(zip(edges, edges[1:], strict=False)):
        height = bottom - top
        shift = int((row * 0.382 % 1) * size)
        for plank in range(2):
            start = plank * size // 2
            source = np.roll(bank, (int(RNG.integers(size)), int(RNG.integers(size))), axis=(0, 1))
            board = source[:height, : size // 2] * (1 + RNG.normal(0, 0.032))
            board = board * (1 + np.array([0.012, 0.0, -0.02]) * RNG.normal(0, 1))
            joint = np.ones((height, size // 2))
            joint[:1] = 0.62
            joint[-1:] = 0.86
            joint[:, :1] = 0.66
            place = (np.arange(size // 2) + start + shift) % size
            color[top:bottom, place] = board * joint[..., None]
            rough[top:bottom, place] = RNG.normal(0, 0.035) + (1 - joint) * 0.5
    smear = noise(size, size, 90, 140) * 0.05 + noise(size, size, 3, 80) * 0.025
    return np.clip(color * 1.05, 0, 1), np.clip(0.42 + rough + smear, 0.2, 1)


def weave(size: int = 256, threads: int = 32) -> np.ndarray:
    """A plain weave in near-white, to be tinted."""
    rows, columns = np.mgrid[0:size, 0:size] * threads / size
    over = (np.floor(rows) + np.floor(columns)) % 2
    warp = np.sin(np.pi * (rows % 1)) ** 0.6
    weft = np.sin(np.pi * (columns % 1)) ** 0.6
    light = 0.80 + 0.16 * np.where(over > 0, warp, weft) + 0.035 * noise(size, size, 6, 6)
    return np.repeat(np.clip(light, 0, 1)[..., None], 3, axis=2)


def window_view(width: int = 1024, height: int = 512) -> np.ndarray:
    """A clear morning: sky, soft clouds, three ranges of hills and a meadow; the horizon at 40 % of the height."""
    up = (1 - np.arange(height)[:, None] / (height - 1)) * np.ones((1, width))
    across = np.arange(width) / width
    color = mix((0.97, 0.95, 0.90), (0.45, 0.67, 0.90), (up - 0.40) / 0.55)
    cloud = noise(height, width, 34, 190) + 0.6 * noise(height, width, 12, 60)
    band = np.exp(-(((up - 0.68) / 0.16) ** 2))
    share = np.clip((cloud - 0.15) * band, 0, 0.85)[..., None]
    color = color * (1 - share) + share
    ranges = [
        (0.475, 0.045, (0.66, 0.75, 0.81), 2),
        (0.435, 0.035, (0.53, 0.66, 0.66), 3),
        (0.395, 0.028, (0.44, 0.58, 0.46), 5),
    ]
    for base, swing, tone, waves in ranges:
        line = base + swing * noise(1, width, 1, width / waves)[0] + 0.004 * noise(1, width, 1, 7)[0]
        edge = np.clip((line[None, :] - up) * height / 2 + 0.5, 0, 1)[..., None]
        haze = np.clip((line[None, :] - up) * 4, 0, 0.5)[..., None]
        ridge = np.array(tone) * (1 - haze) + np.array((0.80, 0.86, 0.84)) * haze
        color = color * (1 - edge) + ridge * edge
    line = 0.345 + 0.012 * np.sin(across * 2 * np.pi * 2)
    edge = np.clip((line[None, :] - up) * height / 2 + 0.5, 0, 1)[..., None]
    meadow = mix((0.50, 0.64, 0.36), (0.64, 0.73, 0.46), 0.5 + 0.5 * noise(height, width, 8, 120))
    color = color * (1 - edge) + meadow * edge
    # A broken row of round trees before the hills gives the eye a scale.
    crowns = 0.352 + 0.020 * np.clip(noise(1, width, 1, 26)[0] + 0.25, 0, 1.6) + 0.004 * noise(1, width, 1, 5)[0]
    edge = (np.clip((crowns[None, :] - up) * height / 2 + 0.5, 0, 1) * (up > 0.338))[..., None]
    leaf = mix((0.25, 0.41, 0.25), (0.40, 0.55, 0.32), 0.5 + 0.6 * noise(height, width, 5, 7))
    return np.clip(color * (1 - edge) + leaf * edge, 0, 1)


def save(pixels: np.ndarray, path: Path, quality: int = 88) -> Path:
    """Write sRGB 0..1 as JPEG."""
    Image.fromarray((np.clip(pixels, 0, 1) * 255 + 0.5).astype(np.uint8)).save(path, quality=quality)
    return path


def paint_all(folder: Path) -> dict[str, Path]:
    """Paint every texture of the rooms into `folder`."""
    floor, rough = oak_floor()
    packed = np.stack([np.ones_like(rough), rough, np.zeros_like(rough)], axis=2)[::2, ::2]
    return {
        "oak": save(oak(512, 512), folder / "oak.jpg"),
        "floor": save(floor, folder / "floor.jpg"),
        "floor_rough": save(packed, folder / "floor_rough.jpg"),
        "weave": save(weave(), folder / "weave.jpg"),
        "view": save(window_view(), folder / "view.jpg", 90),
    }


if __name__ == "__main__":
    import sys

    print(paint_all(Path(sys.argv[1])))
