"""Where one sees oneself before walking in: one's own figure in the room, and the eye before it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from client.player import Camera
from client.sync import Shown
from showroom.geometry import quaternion_from_heading
from showroom.protocol.entry import MAIN_ROOM
from showroom.protocol.messages import Visitor

if TYPE_CHECKING:
    from showroom.catalogue import Catalogue, Place, RoomPlan
    from showroom.looks import AvatarLook

NOBODYS_NUMBER: Final = -1
"""A number that the server gives nobody: one's own figure before one is in the room."""
_AWAY_M: Final = 2.7
_EYE_M: Final = 1.30
_LOOKS_AT_M: Final = 1.0
_ASIDE: Final = 0.31
_FOV_DEG: Final = 46.0


def first_room(catalogue: Catalogue) -> RoomPlan | None:
    """The room that one comes into who asks for none; None where there is no room at all."""
    rooms = catalogue.rooms
    return next((plan for plan in rooms if plan.id == MAIN_ROOM), rooms[0] if rooms else None)


@dataclass(frozen=True)
class Lobby:
    """The entrance of a room, seen so that one's own figure stands at the right of the picture, facing the eye."""

    camera: Camera
    shown: Shown


def lobby_at(spawn: Place) -> Lobby:
    """The view of an entrance."""
    x, _, z = spawn.position
    sine, cosine = math.sin(spawn.heading), math.cos(spawn.heading)
    figure = (x + sine * _AWAY_M, 0.0, z + cosine * _AWAY_M)
    # One's right hand is at (-cosine, sine): what the eye looks at lies to the left of the figure.
    aside = _ASIDE * _AWAY_M
    target = (figure[0] + cosine * aside, _LOOKS_AT_M, figure[2] - sine * aside)
    towards = math.atan2(x - figure[0], z - figure[2])
    return Lobby(Camera((x, _EYE_M, z), target, _FOV_DEG), Shown(figure, quaternion_from_heading(towards), 0.0))


def oneself(name: str, avatar: str, look: AvatarLook) -> Visitor:
    """Oneself, before the server has given a number."""
    return Visitor(NOBODYS_NUMBER, "oneself", name, "visitor", avatar, look=look)
