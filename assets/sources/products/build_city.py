"""A compact electric car for the city, 3.9 m long: three doors, round lamps in dark masks, a roof of its own colour."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from modelling.mesh import joined
from modelling.scene import Material, Model, Variant, export, srgb
from products.cars import assembly, fittings, panels, rims, wheels
from products.cars.dress import materials
from products.city import face
from products.city.lines import CAR, HEAD_RING, MASK, TAIL_MASK, TAIL_RING, D
from products.city.shape import BODY, FRONT_AXLE, REAR_AXLE, WHEEL_X, WHEEL_Y

TYRE = wheels.Size(322.0, 97.0, 240.0)
CABIN = assembly.Cabin(
    seat=(490, 560, 20),
    hip=(345, 640, 40),
    base=330,
    bench=(1120, 24),
    bench_at=(0, 640, -980),
    dashboard=(1380, 560, 930),
    screens=(760, 150, (60, 965, 560)),
    steering=172,
    wheel_at=(345, 850, 400),
    column_at=(345, 820, 520),
    tilt=22,
    mirror=(0, 1345, 420),
    floor=(1360, (860, -1500), 300),
    console=(480, -180, 390),
    shelf=(560, 16, 190),
    shelf_at=(0, 900, -1540),
)


def model() -> Model:
    """The car on its wheels."""
    m = materials(
        Material("paint", srgb("#6fa9ad"), 0.42, clearcoat=1.0, clearcoat_roughness=0.03),
        Material("mask", srgb("#0a0b0c"), 0.12, clearcoat=1.0),
        Material("accent", srgb("#c9ccd0"), 0.3, metallic=1.0),
        Material("lining", srgb("#2a2b2e"), 0.85),
        Material("head-liner", srgb("#b9b6af"), 0.95),
        Material("inlay", srgb("#9a7b57"), 0.55),
        Material("seats", srgb("#8d9196"), 0.9),
        Material("pleats", srgb("#8d9196"), 0.9),
        Material("callipers", srgb("#2a2b2d"), 0.4),
    )
    car = Model("city", 0.001)
    _skin(car, m)
    _doors(car, m)
    _lamps(car, m)
    assembly.furnish(car, m, CAR, CABIN, "lining")
    designs = {"disc": rims.disc, "petal": rims.petal, "star": rims.star}
    assembly.stand_on_wheels(car, m, TYRE, designs, (WHEEL_X, WHEEL_Y), (FRONT_AXLE, REAR_AXLE))
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
    rest, grip = assembly.rest((64, 58, 620), (752, 655, 60), (30, 26, 190), (742, 800, 300))
    foot = BODY(D.side([(560, 950)]))[0] - [6, 0, 0]
    door = assembly.Door(rest, grip, face.handle(), foot, shell="roof")
    assembly.hang_doors(car, m, CAR, door, "lining")


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
