"""An electric coupé, 4.4 m long: two doors under one line, slim lamps, a tail bar from side to side."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from modelling.scene import Material, Model, export, srgb
from products.cars import assembly, fittings, panels, rims, wheels
from products.cars.dress import materials
from products.coupe import face
from products.coupe.lines import CAR, D
from products.coupe.shape import BODY, FRONT_AXLE, REAR_AXLE, WHEEL_X, WHEEL_Y

TYRE = wheels.Size(346.0, 118.0, 266.0)
CABIN = assembly.Cabin(
    seat=(500, 560, 26),
    hip=(372, 500, -40),
    base=250,
    bench=(1080, 28),
    bench_at=(0, 500, -900),
    dashboard=(1440, 480, 826),
    screens=(620, 140, (130, 862, 474)),
    steering=178,
    wheel_at=(372, 742, 320),
    column_at=(372, 714, 440),
    tilt=20,
    mirror=(0, 1185, 190),
    floor=(1420, (880, -1500), 240),
    console=(460, -240, 330),
    shelf=(540, 14, 180),
    shelf_at=(0, 905, -1420),
)


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
    assembly.furnish(car, m, CAR, CABIN, "cabin")
    designs = {"blade": rims.blade, "aero": rims.turbine, "forged": rims.mesh}
    assembly.stand_on_wheels(car, m, TYRE, designs, (WHEEL_X, WHEEL_Y), (FRONT_AXLE, REAR_AXLE))
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
    rest, grip = assembly.rest((64, 56, 620), (788, 580, 60), (28, 24, 200), (776, 720, 330))
    foot = BODY(D.side([(590, 880)]))[0] - [6, 0, 0]
    door = assembly.Door(rest, grip, face.handle(), foot, mirror=(140.0, 108.0))
    assembly.hang_doors(car, m, CAR, door, "cabin")


def _lamps(car: Model, m: dict[str, Material]) -> None:
    head, tail = face.headlamp(), face.tail()
    car.add("lamps", m["lamp-house"], head["house"].with_mirror(), tail["house"])
    car.add("lamps", m["trim"], head["bright"].with_mirror())
    car.add("lamps", m["headlamps"], head["light"].with_mirror(), face.light_line())
    car.add("lamps", m["tail-lamps"], tail["red"])
    car.add("lamps", m["lamp-cover"], head["cover"].with_mirror())
    car.add("lamps", m["tail-cover"], tail["cover"])


def build(out: Path) -> None:
    """Write the model."""
    car = model()
    export(car, out / "model.glb", uvs=False, small=True)
    print(f"coupe: {car.count()} triangles, {(out / 'model.glb').stat().st_size / 1e6:.2f} MB")
