"""Write models with product files for measuring how an import of many goes: `make_many_products.py DIR --count 100`.

Each model is a bumpy ball of 39,600 triangles with a painted texture, another one for every seed: about 3 MB.
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path

import numpy as np
from PIL import Image as Pillow

from showroom.gltf.model import Document, Image, Material, Mesh, Node, Primitive, Texture, TextureUse
from showroom.gltf.writer import write

ROWS, COLUMNS, SIDE_PX = 100, 199, 1024
RADIUS_M = 0.12
PRODUCT = """
id = "ball-{number:03}"
kind = "other"
name = {{ en = "Ball {number}", de = "Ball {number}" }}
currency = "EUR"
price = {price}
tax = {{ rate = 19, included = true }}
groups = [
  {{ id = "band", values = ["white", "black", "coral", "moss"] }},
  {{ id = "size", en = "Size", de = "Größe", values = [
    {{ id = "s", en = "S", de = "S" }}, {{ id = "m", en = "M", de = "M" }}, {{ id = "l", en = "L", de = "L" }},
  ] }},
]

[parts]
band = {{ materials = ["band"], en = "Band", de = "Band" }}

[palette]
white = {{ en = "White", de = "Weiß", color = "#f2f2ee" }}
black = {{ en = "Black", de = "Schwarz", color = "#1d1d20" }}
coral = {{ en = "Coral", de = "Koralle", color = "#ff6f59" }}
moss = {{ en = "Moss", de = "Moos", color = "#5c6b3c" }}
"""


def main() -> None:
    """Write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=100)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    sizes = []
    for number in range(1, arguments.count + 1):
        data = write(_ball(number))
        sizes.append(len(data))
        (arguments.folder / f"ball-{number:03}.glb").write_bytes(data)
        text = PRODUCT.format(number=number, price=1000 + number)
        (arguments.folder / f"ball-{number:03}.toml").write_text(text, "utf-8")
    print(f"{arguments.count} models of {min(sizes) / 1e6:.1f} to {max(sizes) / 1e6:.1f} MB")


def _ball(seed: int) -> Document:
    paint = TextureUse(Texture(Image("paint", "image/png", _paint(seed), SIDE_PX, SIDE_PX)))
    materials = [Material("ball", base_color_texture=paint, metallic=0.0), Material("band", metallic=0.0)]
    parts = [_part(materials[0], seed, (0.0, 0.8)), _part(materials[1], seed, (0.8, 1.0))]
    return Document([Node("Ball", np.eye(4), Mesh("ball", parts))], materials, [])


def _part(material: Material, seed: int, share: tuple[float, float]) -> Primitive:
    """A slice of the ball between two shares of its height, counted from the bottom."""
    rng = np.random.default_rng(seed)
    rows = round(ROWS * (share[1] - share[0])) + 1
    v, u = np.meshgrid(np.linspace(*share, rows), np.linspace(0.0, 1.0, COLUMNS), indexing="ij")
    polar, around = (1.0 - v) * np.pi, u * 2.0 * np.pi
    radius = RADIUS_M * (1.0 + 0.05 * np.sin(rng.integers(3, 9) * around) * np.sin(polar) ** 2)
    outward = np.stack((np.sin(polar) * np.sin(around), np.cos(polar), np.sin(polar) * np.cos(around)), axis=-1)
    points = outward * radius[..., None] + (0.0, RADIUS_M, 0.0)
    number = np.arange(rows * COLUMNS).reshape(rows, COLUMNS)
    a, b, c, d = number[:-1, :-1], number[:-1, 1:], number[1:, 1:], number[1:, :-1]
    return Primitive(
        {
            "POSITION": points.reshape(-1, 3).astype(np.float32),
            "NORMAL": outward.reshape(-1, 3).astype(np.float32),
            "TEXCOORD_0": np.stack((u, 1.0 - v), axis=-1).reshape(-1, 2).astype(np.float32),
        },
        np.stack((a, b, c, a, c, d), axis=-1).reshape(-1).astype(np.uint32),
        material,
    )


def _paint(seed: int) -> bytes:
    """Clouds in colour with a little grain, which compresses about as well as a photograph."""
    rng = np.random.default_rng(seed)
    small = rng.integers(40, 220, (24, 24, 3), dtype=np.uint8)
    clouds = np.asarray(Pillow.fromarray(small).resize((SIDE_PX, SIDE_PX), Pillow.Resampling.BICUBIC), np.int16)
    grain = rng.integers(-12, 13, (SIDE_PX, SIDE_PX, 1), dtype=np.int16)
    buffer = io.BytesIO()
    Pillow.fromarray(np.clip(clouds + grain, 0, 255).astype(np.uint8)).save(buffer, "PNG", compress_level=6)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
