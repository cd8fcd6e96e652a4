"""A room with three products, and layouts for it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from showroom.arranging.check import checked
from showroom.arranging.file import read_layout
from showroom.catalogue import Catalogue, FileRef, Obstacle, Place, Plinth, Publication, RoomPlan, Text, Vector3
from showroom.errors import LayoutFileError
from tests.server.samples import product, publication, text

if TYPE_CHECKING:
    from showroom.arranging.model import Layout

MODEL = FileRef("0" * 64, 1, "model/gltf-binary")
HALL = RoomPlan(
    id="hall",
    name=Text(en="Hall", de="Halle"),
    half_size_m=(5.0, 5.0),
    spawn=Place((0.0, 0.0, 4.0), math.pi),
    plinths=(
        Plinth("small", Place((-3.0, 0.9, -3.0)), ("shoe", "glasses"), (0.4, 0.4)),
        Plinth("tiny", Place((3.0, 0.9, -3.0)), ("shoe", "glasses"), (0.2, 0.2)),
        Plinth("stage", Place((0.0, 0.1, -2.0)), ("car", "other"), (2.4, 4.8), "coupe"),
    ),
    obstacles=(Obstacle((-3.0, -3.0), (0.4, 0.4)), Obstacle((3.5, 2.0), (0.5, 0.5))),
)


def _published(name: str, size_mm: Vector3) -> Publication:
    sold = replace(product(name), kind={"coupe": "car"}.get(name, "shoe"), name=text(name.title()))
    return replace(publication(MODEL, name), product=sold, size_mm=size_mm)


CATALOGUE = Catalogue(
    1,
    (
        _published("runner", (105.0, 120.0, 290.0)),
        _published("boot", (110.0, 240.0, 300.0)),
        _published("coupe", (1900.0, 1300.0, 4300.0)),
    ),
    (HALL,),
)
BASE = """
timezone = "Europe/Berlin"
[[rooms]]
room = "hall"
stands = [
  { product = "runner", plinth = "small", choose = { upper = "gold" } },
  { product = "coupe", plinth = "stage" },
]
"""


def layout(written: str, *rooms: RoomPlan) -> Layout:
    return checked(read_layout(written, "hall.toml"), rooms or (HALL,), CATALOGUE)


def faults(written: str, *rooms: RoomPlan) -> list[tuple[str, int]]:
    """Code and line of everything that is wrong."""
    with pytest.raises(LayoutFileError) as caught:
        layout(written, *rooms)
    return [(one.code, int(one.place.rpartition(":")[2])) for one in (caught.value, *caught.value.others)]
