"""Draw the README's first picture: `welcome_picture.py docs/pictures/walking-in.jpg --data DIR`.

What one sees who walks in: people in looks of their own, an adviser who waves, the products in their places, all
through the client's own renderer, from a data folder as `showroom assets sample` fills it.
"""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image

from client.player import Camera
from client.render.shot import size
from client.shop import open_shop
from client.sync import Shown
from showroom.cli.paths import default_data_dir
from showroom.geometry import quaternion_from_heading
from showroom.looks import AvatarLook
from showroom.protocol.messages import Visitor
from tools.contact_sheet import JPEG_QUALITY, Stage, largest_first

if TYPE_CHECKING:
    from showroom.protocol.messages import Emotion, Role

EYE: Final = (0.35, 1.66, 7.4)
CAMERA: Final = Camera(EYE, (-0.15, 1.52, 0.0), 53.0)
AT_THE_CAMERA: Final = (EYE[0], EYE[2])


@dataclass(frozen=True)
class Person:
    """Somebody in the picture: where (x, z), what they look at (x, z), and what they do."""

    at: tuple[float, float]
    towards: tuple[float, float]
    look: AvatarLook = field(default_factory=AvatarLook)
    role: Role = "visitor"
    speed: float = 0.0
    gesture: Emotion | None = None


PEOPLE: Final = (
    Person(
        (-0.75, 3.5), AT_THE_CAMERA, AvatarLook(skin="honey", hair="bob", hair_colour="brown"), "agent", gesture="wave"
    ),
    Person(
        (0.95, 3.1), (0.6, 7.4),
        AvatarLook(skin="umber", hair="curls", hair_colour="black", top="tee", top_colour="coral", bottom="shorts",
                   bottom_colour="navy", glasses="sprint", glasses_colour="black"),
        speed=1.2,
    ),
    Person(
        (3.75, 1.6), (5.3, -3.4),
        AvatarLook(skin="ebony", hair="afro", hair_colour="black", top="pullover", top_colour="ochre",
                   glasses="acetate", bottom_colour="navy"),
    ),
    Person(
        (2.7, -1.5), (5.6, -4.3),
        AvatarLook(skin="sand", hair="parted", hair_colour="chestnut", top_colour="ochre", mobility="wheelchair"),
    ),
    Person((-4.9, -3.2), (-5.2, -4.4), AvatarLook(hair="bun", hair_colour="blond", top="tee", top_colour="sky")),
    Person((-3.7, -3.1), (-3.5, -4.4), AvatarLook(skin="umber", hair="crop", hair_colour="black", top_colour="plum")),
    Person((-6.9, -5.9), (-8.0, -7.8), AvatarLook(hair="scarf", hair_colour="red", top_colour="forest")),
)  # fmt: skip


def main() -> None:
    """Draw and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path, help="the picture, .jpg or .png")
    parser.add_argument("--data", type=Path, default=default_data_dir(), help="a data folder (default: yours)")
    parser.add_argument("--draw", type=size, default=(1600, 900), metavar="WxH", help="its size (1600x900)")
    arguments = parser.parse_args()
    with open_shop(None, arguments.data) as shop:
        catalogue = shop.catalogue()
        stage = Stage(shop, arguments.draw)
        try:
            stage.enter(largest_first(catalogue)[0])
            stage.dress(catalogue)
            for number, person in enumerate(PEOPLE):
                (x, z), (to_x, to_z) = person.at, person.towards
                turned = quaternion_from_heading(math.atan2(to_x - x, to_z - z))
                visitor = Visitor(number, f"welcome-{number}", f"Visitor {number}", person.role, look=person.look)
                stage.put(visitor, Shown((x, 0.0, z), turned, person.speed), person.gesture)
            picture = stage.picture(CAMERA)
        finally:
            stage.close()
    Image.fromarray(picture).save(arguments.output, quality=JPEG_QUALITY, optimize=True)
    print(arguments.output)


if __name__ == "__main__":
    main()
