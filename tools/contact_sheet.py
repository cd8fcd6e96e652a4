"""Draw what is published into one picture: `contact_sheet.py docs/pictures/contact-sheet.jpg --data DIR`.

Every product in three configurations, the rooms from eight places, a crowd of avatars: all through the client's own
renderer, from a data folder as `showroom assets sample` fills it. `--section products` draws only a part, `--pictures
DIR` keeps each picture by itself, `--draw 1600x900` is what each is drawn at before it is made smaller.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image

from client.loading import Loader
from client.player import Camera, at_place
from client.render.offscreen import POSTER_APERTURE, OffscreenRenderer
from client.render.quality import HIGH
from client.render.shot import size
from client.render.view import View
from client.scene.avatars import Crowd
from client.scene.reading import read_model
from client.scene.sight import sight_of
from client.scene.world import World
from client.shop import open_shop
from client.sync import Shown
from showroom.cli.paths import default_data_dir
from showroom.configuration import complete, initial
from showroom.errors import Unavailable
from showroom.geometry import quaternion_from_heading
from showroom.protocol.messages import Role, Visitor
from showroom.rules import violations
from showroom.rules.surprising import surprising

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from client.shop import Shop
    from showroom.catalogue import Catalogue, Place, Product, RoomPlan
    from showroom.protocol.messages import Emotion

    Picture = NDArray[np.uint8]

SECTIONS: Final = ("products", "rooms", "crowd")
WIDTH_PX: Final = 1600
CONFIGURATIONS: Final = 3
VIEWPOINTS: Final = 8
PEOPLE: Final = 60
CLEAR_M: Final = 2.6
SIGN_M: Final = 5.0
BODY_M: Final = 0.35
MOMENTS: Final = 6
MOMENT_S: Final = 0.15
JPEG_QUALITY: Final = 88
GAP_PX: Final = 4
_LOAD_S: Final = 180.0

LOOKS: Final[dict[str, tuple[dict[str, str], ...]]] = {
    "acetate": (
        {"acetate": "crystal", "temples": "metal", "metal": "rose", "lenses": "gradient"},
        {"acetate": "bordeaux", "metal": "gold", "lenses": "clear", "clip": "green", "nose-pads": "honey"},
    ),
    "aviator": (
        {"metal": "rose", "lenses": "gradient-rose", "tips": "ivory", "nose-pads": "ceramic"},
        {"metal": "matt-black", "lenses": "mirror-gold", "tips": "black", "bar": "black", "nose-pads": "black"},
    ),
    "sprint": (
        {"frame": "white", "lenses": "mirror-red", "rim": "full", "rubber": "grey", "accent": "black"},
        {"frame": "grey", "lenses": "amber", "rim": "full", "rubber": "lime", "accent": "lime"},
    ),
    "city": (
        {"paint": "coral", "roof": "cream", "wheels": "disc", "rims": "white", "seats": "ivory"},
        {"paint": "blue", "roof": "silver", "wheels": "star", "rims": "bronze", "seats": "cognac", "inlay": "silver"},
    ),
    "coupe": (
        {"paint": "green", "roof": "black", "wheels": "forged", "rims": "bronze", "seats": "ivory",
         "inlay": "walnut", "callipers": "black"},
        {"paint": "yellow", "roof": "carbon", "wheels": "aero", "rims": "black", "seats": "black", "trim": "black",
         "callipers": "yellow", "glass": "privacy"},
    ),
    "runner": (
        {"upper": "graphite", "overlays": "black", "stripes": "lemon", "sole": "graphite", "insert": "lemon",
         "laces": "black", "heel-tab": "black", "stitching": "black"},
        {"upper": "sand", "overlays": "moss", "stripes": "chalk", "sole": "sand", "insert": "chalk", "outsole": "gum",
         "lining": "sand", "heel-tab": "none"},
    ),
    "court": (
        {"finish": "suede", "upper": "cognac", "panels": "espresso", "accent": "chalk", "stitching": "ecru",
         "sole": "ecru", "outsole": "gum", "line": "chalk", "laces": "ecru"},
        {"closure": "straps", "side": "perforated", "upper": "navy", "panels": "navy", "accent": "brick",
         "stitching": "brick", "edges": "brick", "line": "brick", "lining": "cognac"},
    ),
    "chelsea": (
        {"upper": "black", "finish": "patent", "sole": "lug", "welt": "black", "sole-edge": "black", "gores": "black",
         "loops": "black", "stitching": "black", "edges": "black", "lining": "oxblood"},
        {"upper": "sand", "finish": "suede", "toe": "cap", "welt": "natural", "sole-edge": "natural", "pulls": "back",
         "gores": "sand", "loops": "sand", "edges": "natural"},
    ),
}  # fmt: skip
"""Two looks beside the first one, chosen by eye; a product that is not here gets two by chance."""


@dataclass(frozen=True)
class Viewpoint:
    """Where a room is seen from."""

    room: RoomPlan
    place: str
    camera: Camera


def configurations(product: Product) -> list[dict[str, str]]:
    """The first configuration and two that look otherwise; all keep the rules."""
    chosen = [initial(product).as_dict()]
    for look in LOOKS.get(product.id, ()):
        known = {group.id for group in product.groups}
        wanted = complete(product, {**chosen[0], **{group: value for group, value in look.items() if group in known}})
        if not violations(product, wanted):
            chosen.append(wanted.as_dict())
    chance = random.Random(product.id)  # noqa: S311 - the same sheet every time
    while len(chosen) < CONFIGURATIONS:
        chosen.append(surprising(product, chance).as_dict())
    return chosen[:CONFIGURATIONS]


def viewpoints(catalogue: Catalogue) -> list[Viewpoint]:
    """Eight views of the rooms: two of each small one, the rest of the largest; places first, then looking back."""
    found: list[Viewpoint] = []
    for room in largest_first(catalogue):
        places = [(named.id, named.place) for named in room.places] or [("spawn", room.spawn)]
        forward = [Viewpoint(room, name, at_place(place).own_camera) for name, place in places]
        backward = [Viewpoint(room, f"{name}-back", at_place(turned(place)).own_camera) for name, place in places]
        share = 2 if found else VIEWPOINTS - 2 * (len(catalogue.rooms) - 1)
        found += (forward + backward)[: max(2, share)]
    return found[:VIEWPOINTS]


def largest_first(catalogue: Catalogue) -> list[RoomPlan]:
    """The rooms by their floor."""
    return sorted(catalogue.rooms, key=lambda room: -room.half_size_m[0] * room.half_size_m[1])


def turned(place: Place) -> Place:
    """The same place, looking back."""
    return type(place)(place.position, math.remainder(place.heading + math.pi, math.tau))


def draw_products(shop: Shop, size_px: tuple[int, int]) -> Iterator[tuple[str, Picture]]:
    """Each product in three configurations, as its poster is drawn."""
    renderer = OffscreenRenderer(aperture=POSTER_APERTURE)
    try:
        for publication in shop.catalogue().products:
            model = shop.file(publication.model.sha256)
            for number, choices in enumerate(configurations(publication.product), 1):
                picture = renderer.picture(model, publication, choices, size_px=size_px)
                yield f"{publication.product.id}-{number}", picture
    finally:
        renderer.close()


def draw_rooms(shop: Shop, size_px: tuple[int, int]) -> Iterator[tuple[str, Picture]]:
    """The rooms from eight places, everything standing in them."""
    stage = Stage(shop, size_px)
    try:
        for viewpoint in viewpoints(shop.catalogue()):
            stage.enter(viewpoint.room)
            yield f"{viewpoint.room.id}-{viewpoint.place}", stage.picture(viewpoint.camera)
    finally:
        stage.close()


def draw_crowd(shop: Shop, size_px: tuple[int, int]) -> Iterator[tuple[str, Picture]]:
    """Many people in the largest room, seen from above the entrance."""
    catalogue = shop.catalogue()
    if not catalogue.rooms:
        return
    room = largest_first(catalogue)[0]
    stage = Stage(shop, size_px)
    try:
        stage.enter(room)
        stage.gather(catalogue, standing_places(room, PEOPLE))
        seen = at_place(room.spawn).own_camera
        raised = replace(
            seen,
            position=(seen.position[0], 2.5, seen.position[2]),
            target=(seen.target[0], 2.5 + (seen.target[1] - seen.position[1]) - 0.22, seen.target[2]),
        )
        yield f"{room.id}-crowd", stage.picture(raised)
    finally:
        stage.close()


def standing_places(room: RoomPlan, count: int) -> list[tuple[float, float, float]]:
    """Where people stand (x, z, heading): free floor, at least a step apart, mostly in small groups.

    Nobody stands so near to the entrance, from where the crowd is seen, that the picture cuts their head, nor behind or
    before something near it, such as a sign: one of the two would be half hidden.
    """
    chance = random.Random(room.id)  # noqa: S311 - the same crowd every time
    found: list[tuple[float, float, float]] = []
    half_x, half_z = room.half_size_m
    seen_x, _, seen_z = room.spawn.position
    for _ in range(200 * count):
        x, z = chance.uniform(-half_x + 0.4, half_x - 0.4), chance.uniform(-half_z + 0.4, half_z - 0.4)
        blocked = any(
            abs(x - one.centre[0]) < one.half[0] + 0.3 and abs(z - one.centre[1]) < one.half[1] + 0.3
            for one in room.obstacles
        )
        away = min((math.hypot(x - other[0], z - other[1]) for other in found), default=9.0)
        blocked = blocked or math.hypot(x - seen_x, z - seen_z) < CLEAR_M or in_line_with_something(room, x, z)
        if not blocked and away > 0.75:  # noqa: PLR2004 - metres between two people
            near = min(found, key=lambda other: math.hypot(x - other[0], z - other[1]), default=(0.0, 0.0, 0.0))
            found.append((x, z, math.atan2(near[0] - x, near[1] - z)))
        if len(found) == count:
            break
    return found


def in_line_with_something(room: RoomPlan, x: float, z: float) -> bool:
    """Whether, seen from the entrance, a person at (x, z) and something that stands near it hide one another."""
    seen_x, _, seen_z = room.spawn.position
    for one in room.obstacles:
        if math.hypot(one.centre[0] - seen_x, one.centre[1] - seen_z) > SIGN_M:
            continue
        enter, leave = 0.0, math.inf
        for start, end, middle, half in (
            (seen_x, x, one.centre[0], one.half[0] + BODY_M),
            (seen_z, z, one.centre[1], one.half[1] + BODY_M),
        ):
            step = end - start
            if abs(step) < 1e-9:  # noqa: PLR2004 - the line runs along this wall of the box
                enter, leave = (enter, leave) if abs(start - middle) < half else (math.inf, 0.0)
                continue
            near, far = sorted(((middle - half - start) / step, (middle + half - start) / step))
            enter, leave = max(enter, near), min(leave, far)
        if enter < leave:
            return True
    return False


class Stage:
    """A room in the client's renderer."""

    def __init__(self, shop: Shop, size_px: tuple[int, int]) -> None:
        self._shop = shop
        self._size_px = size_px
        self._loader = Loader()
        self._view = View.offscreen(size_px, HIGH)
        self._world = World(self._view, self._loader, shop.file)
        self._crowd = Crowd(self._view.scene)
        self._shown: dict[int, Shown] = {}

    def enter(self, room: RoomPlan) -> None:
        """Show a room and wait until everything stands in it."""
        if self._world.plan is not None and self._world.plan.id == room.id:
            return
        self._world.show(self._shop.catalogue(), room)
        until_s = time.monotonic() + _LOAD_S
        while self._loader.busy:
            loaded = self._loader.poll()
            if loaded is not None and loaded.error is not None:
                raise loaded.error
            if loaded is not None:
                self._world.take(loaded)
            elif time.monotonic() > until_s:
                raise Unavailable("too-slow", f"the room's models were not read within {_LOAD_S:.0f} seconds")
            else:
                time.sleep(0.01)

    def gather(self, catalogue: Catalogue, places: list[tuple[float, float, float]]) -> None:
        """Let people stand at (x, z, heading)."""
        self.dress(catalogue)
        for number, (x, z, heading) in enumerate(places):
            role: Role = "agent" if number % 20 == 7 else "visitor"  # noqa: PLR2004 - an adviser for every twenty
            visitor = Visitor(number, f"v{number}", f"Visitor {number}", role)
            self.put(visitor, Shown((x, 0.0, z), quaternion_from_heading(heading), 0.0))

    def dress(self, catalogue: Catalogue) -> None:
        """Read what people look like."""
        names = catalogue.avatar_names or tuple(f"avatar-{number}" for number in range(len(catalogue.avatars)))
        files = zip(names, catalogue.avatars, strict=True)
        self._crowd.use_models({name: read_model(self._shop.file(file.sha256), name=name) for name, file in files})

    def put(self, visitor: Visitor, shown: Shown, gesture: Emotion | None = None) -> None:
        """Let somebody stand, or walk, somewhere."""
        self._crowd.put(visitor)
        self._shown[visitor.number] = shown
        if gesture is not None:
            self._crowd.emote(visitor.number, gesture, 0.0)

    def picture(self, camera: Camera) -> Picture:
        """What a camera sees, when everybody has come to rest or into their stride."""
        self._view.set_camera(camera.position, camera.target, camera.fov_deg)
        for moment in range(1, MOMENTS + 1):
            now_s = moment * MOMENT_S
            self._crowd.update(self._shown, sight_of(camera, self._size_px), now_s, MOMENT_S)
        self._view.refresh_shadows()
        for _ in range(2):
            self._view.frame()
        return self._view.pixels().copy()

    def close(self) -> None:
        """Release the graphics memory."""
        self._crowd.release()
        self._world.close()
        self._loader.close()
        self._view.close()


DRAW: Final = {"products": draw_products, "rooms": draw_rooms, "crowd": draw_crowd}
COLUMNS: Final = {"products": CONFIGURATIONS, "rooms": 4, "crowd": 1}


def shrunk(picture: Picture, width_px: int, height_px: int) -> Picture:
    """The picture at another size."""
    return np.asarray(Image.fromarray(picture).resize((width_px, height_px), Image.Resampling.LANCZOS))


def laid_out(pictures: list[Picture], columns: int) -> Picture:
    """Pictures of one size in rows, as wide as the sheet."""
    width = (WIDTH_PX - GAP_PX * (columns - 1)) // columns
    height = width * pictures[0].shape[0] // pictures[0].shape[1]
    rows = -(-len(pictures) // columns)
    out = np.full((rows * (height + GAP_PX), WIDTH_PX, 3), 255, np.uint8)
    for number, picture in enumerate(pictures):
        row, column = divmod(number, columns)
        top, left = row * (height + GAP_PX), column * (width + GAP_PX)
        out[top : top + height, left : left + width] = shrunk(picture, width, height)
    return out


def main() -> None:
    """Draw and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path, help="the sheet, .jpg or .png")
    parser.add_argument("--data", type=Path, default=default_data_dir(), help="a data folder (default: yours)")
    parser.add_argument("--section", action="append", choices=SECTIONS, help="only this part; may be repeated")
    parser.add_argument("--draw", type=size, default=(1600, 900), metavar="WxH", help="of each picture (1600x900)")
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="keep each picture by itself too")
    arguments = parser.parse_args()
    parts = []
    with open_shop(None, arguments.data) as shop:
        for section in arguments.section or SECTIONS:
            pictures = []
            for name, picture in DRAW[section](shop, arguments.draw):
                print(f"{section}: {name}", flush=True)
                pictures.append(picture)
                if arguments.pictures:
                    arguments.pictures.mkdir(parents=True, exist_ok=True)
                    Image.fromarray(picture).save(arguments.pictures / f"{name}.png")
            if pictures:
                parts.append(laid_out(pictures, COLUMNS[section]))
    if not parts:
        parser.error(f"nothing is published in {arguments.data}: showroom assets sample --data {arguments.data}")
    Image.fromarray(np.concatenate(parts)).save(arguments.output, quality=JPEG_QUALITY, optimize=True)
    print(arguments.output)


if __name__ == "__main__":
    main()
