"""Product files for the models of the glTF tests, and a folder in memory to publish in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.gltf.reader import read
from showroom.gltf.writer import write
from showroom.pipeline.draco import mesh_decoders
from showroom.pipeline.source import ModelSource
from tests.showroom.gltf.models import shoe

if TYPE_CHECKING:
    from showroom.gltf.model import Document

PRODUCT = """
id = "runner"
kind = "shoe"
name = { en = "Runner", de = "Läufer" }
currency = "EUR"
price = 12900
tax = { rate = 19, included = true }
groups = [
  { id = "sole", values = ["white", "black"] },
  { id = "night", en = "Night", de = "Nacht", values = [
    { id = "off", en = "Off", de = "Aus" },
    { id = "on", en = "On", de = "An", variant = "night", price = 900 },
  ] },
]

[parts]
sole = { materials = ["sole"], en = "Sole", de = "Sohle" }

[palette]
white = { en = "White", de = "Weiß", color = "#f2f2ee" }
black = { en = "Black", de = "Schwarz", color = "#1d1d20" }
"""


def source(name: str = "shoe.glb") -> ModelSource:
    return ModelSource(name, write(shoe()))


def opened(published: bytes) -> Document:
    """What a client makes of a published model."""
    return read(published, decoders=mesh_decoders())
