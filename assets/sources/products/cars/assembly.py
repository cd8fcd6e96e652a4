"""What both cars are put together from in the same way: doors, cabin, wheels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from modelling.mesh import Mesh, box, ellipsoid, joined, rotation
from modelling.scene import Material, Model
from products.cars import cabin, fittings, panels, wheels
from products.cars.body import Array
from products.cars.drawing import Car
from products.cars.dress import corner

Materials = dict[str, Material]
Place = tuple[float, float, float]
Design = Callable[[wheels.Size], tuple[Mesh, Mesh]]


@dataclass(frozen=True)
class Door:
    """What is on the left door: where its arm rest and grip lie, its handle, and where its mirror stands.

    `mirror` is the mirror's reach and height; `shell` the material of its shell.
    """

    rest: Mesh
    grip: Mesh
    handle: tuple[Mesh, Mesh]
    mirror_at: Array
    mirror: tuple[float, float] = (150.0, 118.0)
    shell: str = "paint"


def hang_doors(car: Model, m: Materials, body: Car, door: Door, lining: str) -> None:
    """Both doors, each a node that opens."""
    parts, card = panels.door(body), panels.card(body)
    bar, hollow = door.handle
    shell, foot, glass, flash = fittings.mirror(door.mirror_at, reach=door.mirror[0], tall=door.mirror[1])
    for name, turn in (("door-left", Mesh.moved), ("door-right", Mesh.mirrored)):
        car.add(name, m["paint"], turn(parts["paint"]))
        car.add(name, m[door.shell], turn(shell))
        car.add(name, m["frames"], turn(parts["frames"]))
        car.add(name, m["glass"], turn(parts["glass"]))
        car.add(name, m["cladding"], turn(joined([foot, hollow, card["dark"]])))
        car.add(name, m["trim"], turn(joined([bar, glass, parts["strip"], door.grip, flash, card["trim"]])))
        car.add(name, m[lining], turn(joined([parts["lining"], card["lining"], door.rest])))


@dataclass(frozen=True)
class Cabin:
    """Sizes of what is inside: millimetres and degrees.

    Args:
        seat: a front seat's width, height and lean; `hip` the left one's place, `base` its foot's height.
        bench: the rear bench's width and lean; `bench_at` its place.
        dashboard: width, height above the floor's frame, and place along the car.
        screens: width, height and place of the screens.
        steering: the wheel's diameter; `wheel_at` its place, `column_at` its column's, `tilt` how both lean.
        mirror: the inside mirror's place.
        floor: width, ends along the car, height; `console` the tunnel's front, rear and height.
        shelf: half the parcel shelf's size; `shelf_at` its place.
    """

    seat: tuple[float, float, float]
    hip: Place
    base: float
    bench: tuple[float, float]
    bench_at: Place
    dashboard: Place
    screens: tuple[float, float, Place]
    steering: float
    wheel_at: Place
    column_at: Place
    tilt: float
    mirror: Place
    floor: tuple[float, tuple[float, float], float]
    console: Place
    shelf: Place
    shelf_at: Place


def furnish(car: Model, m: Materials, body: Car, size: Cabin, lining: str) -> None:
    """Seats, dashboard, wheel, floor and head liner."""
    leather, pleats = cabin.seat(*size.seat)
    rear_leather, rear_pleats = cabin.bench(*size.bench)
    seats = [(side * size.hip[0], *size.hip[1:]) for side in (1, -1)]
    pad, inlay, vents, _ = cabin.dashboard(*size.dashboard)
    frame, pane, marks = cabin.screens(size.screens[0], size.screens[1], np.array(size.screens[2], dtype=float))
    rim, spokes = cabin.steering(size.steering)
    tilt, at = rotation("x", size.tilt), np.array(size.wheel_at, dtype=float)
    inside, looking = cabin.mirror_inside(np.array(size.mirror, dtype=float))
    column = ellipsoid((46, 46, 130), 10, 18, 2.6).moved(size.column_at, tilt)
    shelf = ellipsoid(size.shelf, 8, 30, 4).moved(size.shelf_at)
    floor, tunnel = cabin.floor(*size.floor), cabin.console(*size.console)
    bases = [cabin.base(size.seat[0], size.base).moved(place) for place in seats]
    car.add("interior", m[lining], floor, tunnel, column, shelf, rim.moved(at, tilt), frame, pad, *bases)
    car.add("interior", m["head-liner"], panels.shell(body), inside)
    car.add("interior", m["inlay"], inlay)
    car.add("interior", m["trim"], vents, spokes.moved(at, tilt), looking)
    car.add("interior", m["seats"], *[leather.moved(place) for place in seats], rear_leather.moved(size.bench_at))
    car.add("interior", m["pleats"], *[pleats.moved(place) for place in seats], rear_pleats.moved(size.bench_at))
    car.add("interior", m["frames"], pane)
    car.add("interior", m["display"], marks)


def stand_on_wheels(  # noqa: PLR0913 - how big, which, and where
    car: Model, m: Materials, size: wheels.Size, designs: dict[str, Design], at: tuple[float, float], axles: tuple[float, float]
) -> None:
    """Four wheels: what all have, and each design as nodes of its own; `at` is x and y of an axle's ends."""
    disc, calliper = wheels.brakes(size)
    car.add("wheel-base", m["tyres"], wheels.tyre(size))
    car.add("wheel-base", m["brakes"], disc)
    car.add("wheel-base", m["callipers"], calliper)
    names = ["wheel-base"]
    for name, design in designs.items():
        bright, dark = design(size)
        car.add(f"wheel-{name}", m["rims"], bright)
        car.add(f"wheel-{name}", m["rim-pockets"], dark)
        names.append(f"wheel-{name}")
    places = [corner(side * at[0], at[1], axle) for axle in axles for side in (1, -1)]
    for node in names:
        car.place(node, *[place.copy() for place in places])


def rest(size: Place, at: Place, grip: Place, grip_at: Place) -> tuple[Mesh, Mesh]:
    """A door's arm rest and its grip."""
    return box(size, 26, 2).moved(at), box(grip, min(grip[:2]) * 0.45, 2).moved(grip_at)
