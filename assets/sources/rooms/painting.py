"""Tiling textures painted with numpy: oak, oak floor, terrazzo, woven fabric, a screen and the view from the window.

Noise is filtered in the frequency domain, which makes every texture tile by construction.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

SEED = 7
RNG = np.random.default_rng(SEED)


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
    color = mix((0.70, 0.575, 0.445), (0.875, 0.775, 0.655), tone)
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


def terrazzo(size: int = 1024) -> np.ndarray:
    """Polished terrazzo: warm white cement with chips of stone; tiles."""
    base = mix((0.83, 0.805, 0.775), (0.885, 0.865, 0.84), 0.5 + 0.5 * noise(size, size, 60, 60))
    tones = ((0.60, 0.55, 0.50), (0.72, 0.66, 0.60), (0.48, 0.45, 0.43), (0.80, 0.62, 0.50), (0.93, 0.92, 0.90), (0.55, 0.60, 0.58))
    rows, columns = np.mgrid[0:size, 0:size]
    for scale, share in ((9.0, 1.05), (17.0, 1.12), (5.0, 0.98)):
        cells = round(size / scale / 2.2)
        grid = size / cells
        jitter = RNG.uniform(0.1, 0.9, (cells, cells, 2))
        picks = RNG.integers(len(tones), size=(cells, cells))
        keep = RNG.random((cells, cells)) < 0.55
        sizes = RNG.uniform(0.28, 0.62, (cells, cells)) * scale * share
        stretch = RNG.uniform(0.6, 1.6, (cells, cells))
        turns = RNG.uniform(0, np.pi, (cells, cells))
        for dr in (-1, 0, 1):
            for dc in (-1, 0, 1):
                r, c = (rows // grid + dr).astype(int) % cells, (columns // grid + dc).astype(int) % cells
                y = rows - ((rows // grid + dr) + jitter[r, c, 0]) * grid
                x = columns - ((columns // grid + dc) + jitter[r, c, 1]) * grid
                u = x * np.cos(turns[r, c]) + y * np.sin(turns[r, c])
                v = -x * np.sin(turns[r, c]) + y * np.cos(turns[r, c])
                edge = np.abs(u) / stretch[r, c] + np.abs(v) * 1.2 + 0.25 * np.abs(u + v)
                share_in = np.clip((sizes[r, c] - edge) * 0.9, 0, 1) * keep[r, c]
                base = base * (1 - share_in[..., None]) + np.array(tones)[picks[r, c]] * share_in[..., None]
    return np.clip(base + 0.012 * noise(size, size, 2, 2)[..., None], 0, 1)


def stage_screen(width: int = 768, height: int = 432) -> np.ndarray:
    """What the stage's screen shows: a warm sun over dunes, in the shop's colours."""
    x = np.arange(width)[None, :] / height
    y = 1 - np.arange(height)[:, None] / height
    color = mix((0.96, 0.80, 0.62), (0.20, 0.42, 0.42), y * np.ones_like(x))
    sun = np.clip((0.24 - np.hypot(x - 1.18, y - 0.58)) * height, 0, 1)[..., None]
    color = color * (1 - sun) + np.array((0.99, 0.90, 0.72)) * sun
    for level, swing, tone, phase in (
        (0.46, 0.06, (0.85, 0.55, 0.40), 0.3),
        (0.34, 0.07, (0.74, 0.38, 0.27), 1.7),
        (0.20, 0.06, (0.52, 0.25, 0.20), 3.2),
        (0.08, 0.05, (0.12, 0.29, 0.28), 4.4),
    ):
        line = level + swing * np.sin(2.6 * x + phase) + 0.3 * swing * np.sin(5.3 * x + 2 * phase)
        share = np.clip((line - y) * height, 0, 1)[..., None]
        shade = np.clip(1 - 0.8 * (line - y), 0.75, 1)[..., None]
        color = color * (1 - share) + np.array(tone) * shade * share
    return np.clip(color, 0, 1)


def window_view(width: int = 2048, height: int = 768) -> np.ndarray:
    """A mild morning: sky, soft clouds, mountains, a lake and a meadow with trees; the horizon at 40 % of the height."""
    up = (1 - np.arange(height)[:, None] / (height - 1)) * np.ones((1, width))
    across = np.arange(width) / width
    color = mix((0.955, 0.935, 0.895), (0.52, 0.68, 0.84), (up - 0.40) / 0.5)
    cloud = noise(height, width, 40, 300) + 0.6 * noise(height, width, 16, 110) + 0.25 * noise(height, width, 6, 40)
    band = np.exp(-(((up - 0.70) / 0.17) ** 2))
    share = np.clip((cloud - 0.05) * band, 0, 0.8)[..., None]
    color = color * (1 - share) + np.array((0.985, 0.975, 0.96)) * share
    for base, swing, tone, waves in (
        (0.490, 0.050, (0.70, 0.76, 0.81), 3),
        (0.450, 0.036, (0.60, 0.69, 0.73), 5),
        (0.418, 0.022, (0.50, 0.60, 0.58), 8),
        (0.402, 0.010, (0.43, 0.53, 0.45), 13),
    ):
        line = base + swing * noise(1, width, 1, width / waves)[0] + 0.12 * swing * noise(1, width, 1, width / waves / 9)[0]
        edge = np.clip((line[None, :] - up) * height / 1.6 + 0.5, 0, 1)[..., None]
        haze = np.clip((line[None, :] - up) * 5, 0, 0.55)[..., None]
        relief = 1 + 0.05 * noise(height, width, 9, 26)[..., None]
        ridge = np.array(tone) * relief * (1 - haze) + np.array((0.83, 0.86, 0.85)) * haze
        color = color * (1 - edge) + ridge * edge
    water = np.clip((0.392 - up) * height / 1.5, 0, 1)[..., None]
    lake = mix((0.74, 0.80, 0.84), (0.86, 0.88, 0.87), 0.5 + 0.6 * noise(height, width, 2.2, 150))
    color = color * (1 - water) + lake * water
    line = 0.366 + 0.006 * np.sin(across * 2 * np.pi * 3) + 0.003 * noise(1, width, 1, 90)[0]
    edge = np.clip((line[None, :] - up) * height / 2 + 0.5, 0, 1)[..., None]
    near = np.clip((0.37 - up) / 0.37, 0, 1)[..., None]
    grass = mix((0.565, 0.62, 0.42), (0.66, 0.69, 0.50), 0.5 + 0.4 * noise(height, width, 7, 90) + 0.25 * noise(height, width, 2, 9))
    meadow = grass * (1 - 0.16 * near)
    color = color * (1 - edge) + meadow * edge
    return _trees(np.clip(color, 0, 1), up, across)


def _trees(color: np.ndarray, up: np.ndarray, across: np.ndarray) -> np.ndarray:
    """Rows of trees that stand in the meadow, the nearer the larger."""
    height, width = up.shape
    for foot, size, count in ((0.372, 0.014, 150), (0.360, 0.028, 46), (0.340, 0.055, 17)):
        for place in RNG.random(count):
            if RNG.random() < 0.25:
                continue
            tall = size * RNG.uniform(0.7, 1.35)
            wide = tall * RNG.uniform(0.42, 0.75) * height / width
            dx = np.remainder(across - place + 0.5, 1.0) - 0.5
            columns = np.abs(dx) < 2 * wide
            x = dx[None, columns] / wide
            y = (up[:, columns] - foot - 0.62 * tall) / (0.60 * tall)
            lumps = 0.22 * np.sin(7 * x + 40 * place) * np.cos(6 * y + 9 * place) + 0.12 * np.sin(17 * x + y * 13)
            inside = np.clip((1 - np.hypot(x, y) + lumps) * 6 * size * height / 20, 0, 1)
            trunk = (np.abs(x) < 0.09) & (up[:, columns] > foot) & (up[:, columns] < foot + 0.3 * tall)
            light = 0.5 + 0.35 * (0.6 * y - 0.5 * x) + 0.4 * lumps
            leaf = mix((0.27, 0.36, 0.25), (0.52, 0.58, 0.38), light)
            part = color[:, columns]
            part = np.where(trunk[..., None], np.array((0.36, 0.31, 0.26)), part)
            color[:, columns] = part * (1 - inside[..., None]) + leaf * inside[..., None]
    return color


def save(pixels: np.ndarray, path: Path, quality: int = 88) -> Path:
    """Write sRGB 0..1 as JPEG."""
    Image.fromarray((np.clip(pixels, 0, 1) * 255 + 0.5).astype(np.uint8)).save(path, quality=quality)
    return path


def paint_all(folder: Path) -> dict[str, Path]:
    """Paint every texture of the rooms into `folder`."""
    # Each room is painted as if it were built alone, whatever was built before it.
    RNG.bit_generator.state = np.random.default_rng(SEED).bit_generator.state
    floor, rough = oak_floor()
    packed = np.stack([np.ones_like(rough), rough, np.zeros_like(rough)], axis=2)[::2, ::2]
    return {
        "oak": save(oak(512, 512), folder / "oak.jpg"),
        "floor": save(floor, folder / "floor.jpg"),
        "floor_rough": save(packed, folder / "floor_rough.jpg"),
        "weave": save(weave(), folder / "weave.jpg"),
        "view": save(window_view(), folder / "view.jpg", 84),
        "terrazzo": save(terrazzo(), folder / "terrazzo.jpg", 80),
        "screen": save(stage_screen(), folder / "screen.jpg", 86),
    }


if __name__ == "__main__":
    import sys

    print(paint_all(Path(sys.argv[1])))
