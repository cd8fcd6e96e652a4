"""Measure how much edges flicker while the camera moves by parts of a pixel: `measure_shimmer.py --products runner`.

The truth are pictures drawn 16 times larger along each edge and averaged. A level's error against it is constant where
the level only looks plainer; shimmer is what changes from one step to the next, in steps of 255.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from client.render import framing
from client.render.light import STUDIO
from client.render.quality import HIGH, LOW, MEDIUM, SOFTWARE, Quality
from client.render.studio import Studio
from client.render.view import View
from client.scene.product import ProductNode
from client.scene.reading import read_model
from client.shop import find_publication, open_shop
from showroom.cli.paths import default_data_dir

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from client.shop import Shop

SIZE_PX = (320, 180)
STEPS = 6
LARGER = 8
TRUTH = replace(HIGH, multisamples=1, smooth_edges=False, supersampling=2)
NONE = replace(MEDIUM, multisamples=1, smooth_edges=False, steady_highlights=False)
LEVELS = {"none": NONE, "low": LOW, "medium, software": SOFTWARE, "medium": MEDIUM, "high": HIGH}


class Scene:
    """A product in the studio, as far away as in a room.

    Args:
        shop: where the product is.
        product: its id.
        away: how many times farther off than a poster's camera.
    """

    def __init__(self, shop: Shop, product: str, away: float) -> None:
        publication = find_publication(shop.catalogue(), product, None)
        model = read_model(shop.file(publication.model.sha256), name=product)
        self.view = View.offscreen(SIZE_PX, HIGH)
        studio = Studio(self.view, STUDIO)
        self._node = ProductNode(model, publication.product, grounded=False)
        self._node.root.reparent_to(self.view.scene)
        hero = framing.find_view("hero")
        points = studio.stage(self._node.visible_triangles(), self._node.opacities(), hero.azimuth_deg)
        matrix = framing.fit(points, replace(hero, fill=hero.fill / away), SIZE_PX[0] / SIZE_PX[1])
        studio.aim(matrix, float((points.max(0) - points.min(0)).max()))

    def frames(self, quality: Quality, larger: int = 1) -> tuple[NDArray[np.float64], float]:
        """The pictures of all steps, and the CPU seconds that one took."""
        width, height = SIZE_PX
        self.view.quality = quality
        self.view.resize((width * larger, height * larger))
        pictures, spent_s = [], 0.0
        for step in range(STEPS):
            self.view.set_offset(step / STEPS / width, 0.37 * step / STEPS / height)
            self.view.refresh_shadows()
            begun_s = time.process_time()
            self.view.frame()
            picture = self.view.pixels().astype(np.float64)
            spent_s += time.process_time() - begun_s
            pictures.append(picture.reshape(height, larger, width, larger, 3).mean(axis=(1, 3)))
        return np.array(pictures), spent_s / STEPS

    def close(self) -> None:
        """Give everything back."""
        self._node.release()
        self.view.close()


def main() -> None:
    """Measure and print one line for each product and level."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=default_data_dir(), help="a data folder with the products")
    parser.add_argument("--products", nargs="+", default=["acetate", "runner", "coupe"])
    parser.add_argument("--away", type=float, default=1.6)
    arguments = parser.parse_args()
    with open_shop(None, arguments.data) as shop:
        for product in arguments.products:
            scene = Scene(shop, product, arguments.away)
            truth, _ = scene.frames(TRUTH, LARGER)
            for name, quality in LEVELS.items():
                pictures, spent_s = scene.frames(quality)
                error = pictures - truth
                shimmer = float(np.sqrt(((error - error.mean(0)) ** 2).mean()))
                print(f"{product:10} {name:18} shimmer {shimmer:5.2f}   cpu {spent_s * 1000:5.0f} ms", flush=True)
            scene.close()


if __name__ == "__main__":
    main()
