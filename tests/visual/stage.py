"""A stage for visual tests: shapes made in code, a small picture, references to hold it against."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from client.render import png
from client.render.light import STUDIO
from client.render.quality import HIGH, Quality
from client.scene.loader import LoadedModel, load_model
from client.scene.mirrors import load_room
from showroom.gltf.model import Document, Image, Material, Mesh, Node, Primitive, Texture, TextureUse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from client.render.view import View

SIZE_PX = (160, 90)
# One sample per pixel keeps a frame in software under a tenth of a second; tests of edges ask for more.
SHARP = replace(
    HIGH, multisamples=1, smooth_edges=False, bloom=False, occlusion_taps=0, reflection=False, shadow_size_px=512
)
REFERENCES = Path(__file__).parent / "references"
OUTPUT = Path(__file__).parents[2] / "out" / "visual"


class Stage:
    """A view with shapes; everything on it vanishes after the test."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._models: list[LoadedModel] = []

    def show(self, primitive: Primitive, position: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> LoadedModel:
        """Put a primitive somewhere."""
        matrix = np.eye(4)
        matrix[:3, 3] = position
        materials = [primitive.material] if primitive.material else []
        return self.show_document(Document([Node("shape", matrix, Mesh("shape", [primitive]))], materials, []))

    def show_document(self, document: Document) -> LoadedModel:
        """Put a whole model at the origin."""
        return self._put(load_model(document))

    def show_room(self, *primitives: Primitive) -> LoadedModel:
        """Put up what a room is made of; what mirrors in it mirrors."""
        node = Node("room", np.eye(4), Mesh("room", list(primitives)))
        materials = [primitive.material for primitive in primitives if primitive.material]
        model, glasses = load_room(Document([node], materials, []))
        self.view.set_mirrors(glasses)
        return self._put(model)

    def _put(self, model: LoadedModel) -> LoadedModel:
        model.root.reparent_to(self.view.scene)
        self._models.append(model)
        return model

    def picture(self, quality: Quality = SHARP) -> NDArray[np.float64]:
        """Draw; (height, width, 3) sRGB 0..255 as floats."""
        self.view.quality = quality
        self.view.refresh_shadows()
        self.view.frame()
        return self.view.pixels().astype(np.float64)

    def clear(self) -> None:
        """Empty the stage and set everything back."""
        self.view.set_mirrors(())
        for model in self._models:
            model.release()
        self._models.clear()
        self.view.set_mood(STUDIO)
        self.view.set_background((0.2, 0.2, 0.2))
        self.view.set_finish(bloom=0.0, vignette=0.0, exposure=1.0, plain=False)
        self.view.set_focus(1.0, 0.0)
        self.view.set_camera((0.0, 0.0, 4.0), (0.0, 0.0, 0.0), 30.0)
        self.view.set_shadow_area((0.0, 0.0, 0.0), 3.0, 0.02)


class Shapes:
    """Primitives and textures made in code."""

    @staticmethod
    def sphere(material: Material, radius: float = 0.5, rings: int = 24) -> Primitive:
        polar, azimuth = np.meshgrid(
            np.linspace(0.0, np.pi, rings + 1), np.linspace(0.0, 2.0 * np.pi, 2 * rings + 1), indexing="ij"
        )
        normal = np.stack(
            [np.sin(polar) * np.cos(azimuth), np.cos(polar), -np.sin(polar) * np.sin(azimuth)], axis=-1
        ).reshape(-1, 3)
        uv = np.stack([azimuth / (2.0 * np.pi), polar / np.pi], axis=-1).reshape(-1, 2)
        columns = 2 * rings + 1
        corner = (np.arange(rings)[:, None] * columns + np.arange(2 * rings)[None]).ravel()
        faces = np.stack([corner, corner + columns, corner + 1, corner + 1, corner + columns, corner + columns + 1], -1)
        return Primitive(
            {
                "POSITION": (normal * radius).astype(np.float32),
                "NORMAL": normal.astype(np.float32),
                "TEXCOORD_0": uv.astype(np.float32),
            },
            faces.ravel().astype(np.uint32),
            material,
        )

    @staticmethod
    def panel(material: Material, half: tuple[float, float] = (1.0, 0.6), *, lying: bool = False) -> Primitive:
        """A rectangle that faces +Z, or +Y where it lies."""
        x, y = half
        corners = np.array([[-x, -y, 0.0], [x, -y, 0.0], [x, y, 0.0], [-x, y, 0.0]], dtype=np.float32)
        normal = np.array([[0.0, 0.0, 1.0]] * 4, dtype=np.float32)
        if lying:
            corners, normal = corners[:, [0, 2, 1]] * np.array([1, 1, -1], dtype=np.float32), normal[:, [0, 2, 1]]
        uv = np.array([[0.0, 1.0], [1.0, 1.0], [1.0, 0.0], [0.0, 0.0]], dtype=np.float32)
        attributes = {"POSITION": corners, "NORMAL": normal, "TEXCOORD_0": uv}
        return Primitive({**attributes}, np.array([0, 1, 2, 0, 2, 3], dtype=np.uint32), material)

    @staticmethod
    def texture(pixels: NDArray[np.uint8], tex_coord: int = 0) -> TextureUse:
        """A texture of (height, width, 3) uint8 pixels."""
        height, width = pixels.shape[:2]
        image = Image("painted", "image/png", png.encode(pixels), width, height)
        return TextureUse(Texture(image), tex_coord=tex_coord)


def compare(picture: NDArray[np.uint8], name: str) -> None:
    """Hold a picture against its reference; a difference leaves three pictures in ``out/visual``.

    ``SHOWROOM_UPDATE_REFERENCES=1`` writes the reference instead: look at it before you commit it.
    """
    path = REFERENCES / f"{name}.png"
    if os.environ.get("SHOWROOM_UPDATE_REFERENCES"):
        png.write(picture, path)
        return
    reference = png.decode(path.read_bytes())
    assert picture.shape == reference.shape
    difference = np.abs(picture.astype(np.int32) - reference.astype(np.int32))
    far = float((difference.max(axis=-1) > 24).mean())
    if difference.mean() > 2.0 or far > 0.01:
        amplified = np.clip(difference * 8, 0, 255).astype(np.uint8)
        png.write(np.concatenate([reference, picture, amplified], axis=1), OUTPUT / f"{name}.png")
        pytest.fail(f"{name}: mean difference {difference.mean():.2f}, {far:.1%} far off; see {OUTPUT / name}.png")
