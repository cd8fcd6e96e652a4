"""One picture by a driver of its own: ``python -m tests.visual.drawn_alone OUT.png`` says what the driver lacked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from client.render import device, png
from client.render.quality import HIGH
from client.render.view import View
from client.scene.loader import load_model
from showroom.errors import Unavailable
from showroom.gltf.model import Document, Material, Mesh, Node
from tests.visual.stage import Shapes

if TYPE_CHECKING:
    from numpy.typing import NDArray

PAINT = Material("paint", base_color=(0.8, 0.02, 0.02, 1.0), metallic=0.0, roughness=0.6, clearcoat=1.0)
GLASS = Material("glass", metallic=0.0, roughness=0.1, transmission=1.0)


def picture() -> tuple[NDArray[np.uint8], tuple[str, ...]]:
    """A painted ball, one of glass before it, at the highest quality; and what the driver lacked.

    Raises:
        Unavailable: ``no-shaders``.
    """
    view = View.offscreen((96, 54), HIGH)
    near = np.eye(4)
    near[:3, 3] = (0.5, 0.0, 1.0)
    nodes = [
        Node("ball", np.eye(4), Mesh("ball", [Shapes.sphere(PAINT)])),
        Node("lens", near, Mesh("lens", [Shapes.sphere(GLASS, 0.3)])),
    ]
    model = load_model(Document(nodes, [PAINT, GLASS], []))
    model.root.reparent_to(view.scene)
    view.set_camera((0.0, 0.0, 4.0), (0.0, 0.0, 0.0), 30.0)
    try:
        for _ in range(3):
            view.frame()
        return view.pixels(), view.take_missing()
    finally:
        model.release()
        view.close()


if __name__ == "__main__":
    try:
        drawn, lacked = picture()
    except Unavailable as error:
        sys.stdout.write(f"{error}\n")
    else:
        png.write(drawn, Path(sys.argv[1]))
        sys.stdout.write(f"{device.driver()} lacked {lacked}\n")
