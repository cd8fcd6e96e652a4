"""Draw products in every mood, side by side, as posters are drawn: `make_mood_sheet.py docs/pictures/moods.jpg`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from client.render.light import MOODS
from client.render.offscreen import POSTER_APERTURE, OffscreenRenderer
from client.shop import find_publication, open_shop
from showroom.cli.paths import default_data_dir

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIZE_PX = (480, 300)
JPEG_QUALITY = 86


def sheet(data: Path, products: list[str], size_px: tuple[int, int]) -> NDArray[np.uint8]:
    """One row a product, one column a mood; a product may say its choices: ``runner:sole=gum,laces=red``."""
    choices = [dict(choice.split("=") for choice in wish.partition(":")[2].split(",") if choice) for wish in products]
    with open_shop(None, data) as shop:
        catalogue = shop.catalogue()
        publications = [find_publication(catalogue, wish.partition(":")[0], None) for wish in products]
        models = [shop.file(publication.model.sha256) for publication in publications]
    columns = []
    for mood in MOODS.values():
        renderer = OffscreenRenderer(mood=mood, aperture=POSTER_APERTURE)
        pictures = [
            renderer.picture(model, publication, wish, size_px=size_px)
            for model, publication, wish in zip(models, publications, choices, strict=True)
        ]
        renderer.close()
        columns.append(np.concatenate(pictures, axis=0))
    return np.concatenate(columns, axis=1)


def main() -> None:
    """Draw and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path, help="the picture, .jpg or .png")
    parser.add_argument("--data", type=Path, default=default_data_dir(), help="a data folder with the products")
    parser.add_argument("--products", nargs="+", default=["acetate", "runner", "coupe"])
    arguments = parser.parse_args()
    picture = sheet(arguments.data, arguments.products, SIZE_PX)
    Image.fromarray(picture).save(arguments.output, quality=JPEG_QUALITY, optimize=True)
    print(f"{arguments.output}: {', '.join(arguments.products)} in {', '.join(MOODS)}")


if __name__ == "__main__":
    main()
