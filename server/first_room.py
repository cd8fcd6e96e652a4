"""The room that a new data folder starts with, so that there is somewhere to stand before anything is published."""

from __future__ import annotations

import math
from typing import Final

from showroom.catalogue import Kind, NamedPlace, Place, Plinth, RoomPlan, Text

_EVERY_KIND: Final[tuple[Kind, ...]] = ("shoe", "glasses", "car", "other")

FIRST_ROOM: Final = RoomPlan(
    id="main",
    name=Text(en="Showroom", de="Showroom"),
    half_size_m=(9.0, 9.0),
    spawn=Place((0.0, 0.0, 5.5), math.pi),
    plinths=(
        Plinth("left", Place((-3.5, 0.9, -2.0)), ("shoe", "glasses", "other"), (0.9, 0.9)),
        Plinth("middle", Place((0.0, 0.15, -4.5)), _EVERY_KIND, (5.2, 3.0)),
        Plinth("right", Place((3.5, 0.9, -2.0)), ("shoe", "glasses", "other"), (0.9, 0.9)),
    ),
    places=(NamedPlace("entrance", Text(en="Entrance", de="Eingang"), Place((0.0, 0.0, 5.5), math.pi)),),
)
