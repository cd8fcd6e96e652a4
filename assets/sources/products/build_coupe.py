"""An electric coupé, 4.4 m long: two doors under one line, slim lamps, a tail bar from side to side."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from modelling.mesh import Mesh, box, ellipsoid, joined, rotation
from modelling.scene import Material, Model, export, srgb
from products.cars import cabin, fittings, panels, rims, wheels
from products.cars.dress import corner, materials
from products.coupe import face
from products.coupe.lines import CAR, D
from products.coupe.shape import BODY, FRONT_AXLE, REAR_AXLE, WHEEL_X, WHEEL_Y

TYRE = wheels.Size(346.0, 118.0, 266.0)


def model() -> Model:
    """The car on its wheels."""
    m = materials(
        Material("paint", srgb("#a0161b"), 0.32, metallic=0.45, clearcoat=1.0, clearcoat_roughness=0.03),
        Material("seats", srgb("#a8703f"), 0.5),
        Material("pleats", srgb("#a8703f"), 0.55),
        Material("inlay", srgb("#8d9094"), 0.3, metallic=1.0),
        Material("callipers", srgb("#b0141a"), 0.4),
        Material("cabin", srgb("#1f2023"), 0.8),
        Material("head-liner", srgb("#2a2b2e"), 0.95),
    )
    car = Model("coupe", 0.001)
    _skin(car, m)
    _doors(car, m)
    _lamps(car, m)
    _inside(car, m)
    _wheels(car, m)
    return car


def _skin(car: Model, m: dict[str, Material]) -> None:
    grille, splitter = face.grille()
    plate, holder = face.plates()
    car.add("body", m["paint"], panels.lower(CAR), panels.upper(CAR))
    car.add("roof", m["roof"], panels.roof(CAR), fittings.fin(np.array([0, 1288.0, -700])))
    screen, behind = panels.glass(CAR)
    car.add("windows", m["glass"], screen)
    car.add("windows", m["glass-rear"], behind)
    car.add("windows", m["frames"], panels.borders(CAR))
    under = panels.underbody(4420, 182)
    car.add(
        "trim-parts",
        m["cladding"],
        panels.cladding(CAR),
        under,
        grille,
        splitter,
        face.diffuser(),
        holder,
        face.wipers(),
    )
    car.add("trim-parts", m["gaps"], panels.gaps(CAR))
    car.add("trim-parts", m["trim"], face.badges())
    car.add("trim-parts", m["plates"], plate)


def _doors(car: Model, m: dict[str, Material]) -> None:
    parts = panels.door(CAR)
    bar, hollow = face.handle()
    rest = box((64, 56, 620), 26, 2).moved((788, 580, 60))
    grip = box((28, 24, 200), 11, 2).moved((776, 720, 330))
    shell, foot, glass, flash = fittings.mirror(BODY(D.side([(590, 880)]))[0] - [6, 0, 0], reach=140, tall=108)
    for name, turn in (("door-left", Mesh.moved), ("door-right", Mesh.mirrored)):
        car.add(name, m["paint"], turn(joined([parts["paint"], shell])))
        car.add(name, m["frames"], turn(parts["frames"]))
        car.add(name, m["glass"], turn(parts["glass"]))
        car.add(name, m["cladding"], turn(joined([foot, hollow])))
        car.add(name, m["trim"], turn(joined([bar, glass, parts["strip"], grip, flash])))
        car.add(name, m["cabin"], turn(joined([parts["lining"], rest])))


def _lamps(car: Model, m: dict[str, Material]) -> None:
    head, tail = face.headlamp(), face.tail()
    car.add("lamps", m["lamp-house"], head["house"].with_mirror(), tail["house"])
    car.add("lamps", m["trim"], head["bright"].with_mirror())
    car.add("lamps", m["headlamps"], head["light"].with_mirror(), face.light_line())
    car.add("lamps", m["tail-lamps"], tail["red"])
    car.add("lamps", m["lamp-cover"], head["cover"].with_mirror())
    car.add("lamps", m["tail-cover"], tail["cover"])


def _inside(car: Model, m: dict[str, Material]) -> None:
    leather, pleats = cabin.seat(500, 560, 26)
    rear_leather, rear_pleats = cabin.bench(1080, 28)
    places = [(side * 372, 500, -40) for side in (1, -1)]
    pad, inlay, vents, _ = cabin.dashboard(1440, 480, 826)
    frame, pane, marks = cabin.screens(620, 140, np.array([130, 862.0, 474]))
    rim, spokes = cabin.steering(178)
    tilt, at = rotation("x", 20), np.array([372.0, 742, 320])
    inside, looking = cabin.mirror_inside(np.array([0, 1185.0, 190]))
    column = ellipsoid((46, 46, 130), 10, 18, 2.6).moved((372, 714, 440), rotation("x", 20))
    shelf = ellipsoid((540, 14, 180), 8, 30, 4).moved((0, 905, -1420))
    floor, tunnel = cabin.floor(1420, (880, -1500), 240), cabin.console(460, -240, 330)
    car.add("interior", m["cabin"], floor, tunnel, column, shelf, rim.moved(at, tilt), frame, pad)
    car.add("interior", m["cabin"], *[cabin.base(500, 250).moved(place) for place in places])
    car.add("interior", m["head-liner"], panels.shell(CAR), inside)
    car.add("interior", m["inlay"], inlay)
    car.add("interior", m["trim"], vents, spokes.moved(at, tilt), looking)
    car.add("interior", m["seats"], *[leather.moved(place) for place in places], rear_leather.moved((0, 500, -900)))
    car.add("interior", m["pleats"], *[pleats.moved(place) for place in places], rear_pleats.moved((0, 500, -900)))
    car.add("interior", m["screens"], pane)
    car.add("interior", m["display"], marks)


def _wheels(car: Model, m: dict[str, Material]) -> None:
    disc, calliper = wheels.brakes(TYRE)
    car.add("wheel-base", m["tyres"], wheels.tyre(TYRE))
    car.add("wheel-base", m["brakes"], disc)
    car.add("wheel-base", m["callipers"], calliper)
    names = ["wheel-base"]
    for name, design in (("blade", rims.blade), ("aero", rims.turbine), ("forged", rims.mesh)):
        bright, dark = design(TYRE)
        car.add(f"wheel-{name}", m["rims"], bright)
        car.add(f"wheel-{name}", m["rim-pockets"], dark)
        names.append(f"wheel-{name}")
    places = [corner(side * WHEEL_X, WHEEL_Y, axle) for axle in (FRONT_AXLE, REAR_AXLE) for side in (1, -1)]
    for node in names:
        car.place(node, *[place.copy() for place in places])


def build(out: Path) -> None:
    """Write the model."""
    car = model()
    export(car, out / "model.glb", uvs=False, small=True)
    print(f"coupe: {car.count()} triangles, {(out / 'model.glb').stat().st_size / 1e6:.2f} MB")
