"""A compact electric car for the city, 3.9 m long: three doors, round lamps in dark masks, a roof of its own colour."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from modelling.mesh import Mesh, box, ellipsoid, joined, rotation
from modelling.scene import Material, Model, Variant, export, srgb
from products.cars import cabin, fittings, panels, rims, wheels
from products.cars.dress import corner, materials
from products.city import face
from products.city.lines import CAR, HEAD_RING, MASK, TAIL_MASK, TAIL_RING, D
from products.city.shape import BODY, FRONT_AXLE, REAR_AXLE, WHEEL_X, WHEEL_Y

TYRE = wheels.Size(322.0, 97.0, 240.0)


def model() -> Model:
    """The car on its wheels."""
    m = materials(
        Material("paint", srgb("#6fa9ad"), 0.42, clearcoat=1.0, clearcoat_roughness=0.03),
        Material("mask", srgb("#0a0b0c"), 0.12, clearcoat=1.0),
        Material("accent", srgb("#c9ccd0"), 0.3, metallic=1.0),
        Material("lining", srgb("#2a2b2e"), 0.85),
        Material("head-liner", srgb("#b9b6af"), 0.95),
        Material("dash", srgb("#35373a"), 0.75),
        Material("inlay", srgb("#9a7b57"), 0.55),
        Material("seats", srgb("#8d9196"), 0.9),
        Material("pleats", srgb("#8d9196"), 0.9),
        Material("callipers", srgb("#2a2b2d"), 0.4),
    )
    car = Model("city", 0.001)
    _skin(car, m)
    _doors(car, m)
    _lamps(car, m)
    _inside(car, m)
    _wheels(car, m)
    return car


def _skin(car: Model, m: dict[str, Material]) -> None:
    intake, blade = face.intake()
    plate, holder = face.plates()
    car.add("body", m["paint"], panels.lower(CAR))
    car.add("roof", m["roof"], panels.upper(CAR), panels.roof(CAR), fittings.fin(np.array([0, 1472.0, -1260])))
    screen, behind = panels.glass(CAR)
    car.add("windows", m["glass"], screen)
    car.add("windows", m["glass-rear"], behind)
    car.add("windows", m["frames"], panels.borders(CAR))
    car.add(
        "trim-parts", m["cladding"], panels.cladding(CAR), panels.underbody(3895, 205), intake, holder, face.wipers()
    )
    car.add("trim-parts", m["gaps"], panels.gaps(CAR))
    car.add("trim-parts", m["accent"], blade)
    car.add("trim-parts", m["trim"], face.badges())
    car.add("trim-parts", m["plates"], plate)


def _doors(car: Model, m: dict[str, Material]) -> None:
    parts = panels.door(CAR)
    bar, hollow = face.handle()
    rest = box((64, 58, 620), 26, 2).moved((752, 655, 60))
    grip = box((30, 26, 190), 12, 2).moved((742, 800, 300))
    shell, foot, glass, flash = fittings.mirror(BODY(D.side([(560, 950)]))[0] - [6, 0, 0])
    for name, turn in (("door-left", Mesh.moved), ("door-right", Mesh.mirrored)):
        car.add(name, m["paint"], turn(parts["paint"]))
        car.add(name, m["roof"], turn(shell))
        car.add(name, m["frames"], turn(parts["frames"]))
        car.add(name, m["glass"], turn(parts["glass"]))
        car.add(name, m["cladding"], turn(joined([foot, hollow])))
        car.add(name, m["trim"], turn(joined([bar, glass, parts["strip"], grip, flash])))
        car.add(name, m["lining"], turn(joined([parts["lining"], rest])))


def _lamps(car: Model, m: dict[str, Material]) -> None:
    head, tail = face.headlamp(), face.tail_lamp()
    ahead, behind = face.light_bars()
    masks = [
        face.masked(MASK, HEAD_RING, ahead=True).with_mirror(),
        face.masked(TAIL_MASK, TAIL_RING, ahead=False).with_mirror(),
    ]
    car.add("lamps", m["mask"], *masks)
    car.add("lamps", m["lamp-house"], joined([head["house"], tail["house"]]).with_mirror())
    car.add("lamps", m["trim"], joined([head["bright"], tail["bright"]]).with_mirror())
    car.add("lamps", m["headlamps"], head["light"].with_mirror(), ahead, head["ball"].with_mirror())
    car.add("lamps", m["tail-lamps"], tail["red"].with_mirror(), behind)
    car.add("lamps", m["lamp-cover"], joined([head["cover"], tail["cover"]]).with_mirror())


def _inside(car: Model, m: dict[str, Material]) -> None:
    leather, pleats = cabin.seat(490, 560, 20)
    rear_leather, rear_pleats = cabin.bench(1120)
    seats = [(side * 345, 640, 40) for side in (1, -1)]
    pad, inlay, vents, _ = cabin.dashboard(1380, 560, 930)
    frame, pane, marks = cabin.screens(760, 150, np.array([60, 965.0, 560]))
    rim, spokes = cabin.steering(172)
    tilt = rotation("x", 22)
    at = np.array([345.0, 850, 400])
    inside, looking = cabin.mirror_inside(np.array([0, 1345.0, 420]))
    floor = cabin.floor(1360, (860, -1500), 300)
    tunnel = cabin.console(480, -180, 390)
    column = ellipsoid((46, 46, 130), 10, 18, 2.6).moved((345, 820, 520), rotation("x", 22))
    shelf = ellipsoid((560, 16, 190), 8, 30, 4).moved((0, 900, -1540))
    car.add("interior", m["lining"], floor, tunnel, column, shelf, rim.moved(at, tilt), frame)
    car.add("interior", m["lining"], *[cabin.base(490, 330).moved(place) for place in seats])
    car.add("interior", m["head-liner"], panels.shell(CAR), inside)
    car.add("interior", m["dash"], pad)
    car.add("interior", m["inlay"], inlay)
    car.add("interior", m["trim"], vents, spokes.moved(at, tilt), looking)
    car.add("interior", m["seats"], *[leather.moved(place) for place in seats], rear_leather.moved((0, 640, -980)))
    car.add("interior", m["pleats"], *[pleats.moved(place) for place in seats], rear_pleats.moved((0, 640, -980)))
    car.add("interior", m["screens"], pane)
    car.add("interior", m["display"], marks)


def _wheels(car: Model, m: dict[str, Material]) -> None:
    disc, calliper = wheels.brakes(TYRE)
    car.add("wheel-base", m["tyres"], wheels.tyre(TYRE))
    car.add("wheel-base", m["brakes"], disc)
    car.add("wheel-base", m["callipers"], calliper)
    names = ["wheel-base"]
    for name, design in (("disc", rims.disc), ("petal", rims.petal), ("star", rims.star)):
        bright, dark = design(TYRE)
        car.add(f"wheel-{name}", m["rims"], bright)
        car.add(f"wheel-{name}", m["rim-pockets"], dark)
        names.append(f"wheel-{name}")
    places = [corner(side * WHEEL_X, WHEEL_Y, axle) for axle in (FRONT_AXLE, REAR_AXLE) for side in (1, -1)]
    for node in names:
        car.place(node, *[place.copy() for place in places])


def midnight() -> Variant:
    """The whole car in the dark dress of its first edition."""

    def dark(color: str, roughness: float, metallic: float):
        def change(material: dict) -> None:
            pbr = material.setdefault("pbrMetallicRoughness", {})
            pbr["baseColorFactor"] = [*srgb(color), 1.0]
            pbr["roughnessFactor"], pbr["metallicFactor"] = roughness, metallic

        return change

    return Variant(
        "midnight",
        {
            "trim": dark("#1a1b1d", 0.25, 1.0),
            "accent": dark("#b9783a", 0.3, 1.0),
            "inlay": dark("#b9783a", 0.32, 1.0),
            "head-liner": dark("#1b1c1e", 0.95, 0.0),
            "callipers": dark("#b9783a", 0.35, 0.6),
        },
    )


def build(out: Path) -> None:
    """Write the model."""
    car = model()
    export(car, out / "model.glb", [midnight()], uvs=False, small=True)
    print(f"city: {car.count()} triangles, {(out / 'model.glb').stat().st_size / 1e6:.2f} MB")
