"""A compact electric coupé, 4.2 m long: one smooth body sheet, cut into panels, glass and lamps along drawn lines.

Millimetres, front to +Z. The body is a net of lines that run from under the nose over the roof to under the tail; the
outermost runs along the sill. Lines in (u, v): u in stations from front to rear, v in lines from the middle outwards.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from modelling.mesh import rotation
from modelling.scene import Material, Model, export, srgb
from products.coupe.cabin import cabin, screen, seats
from products.coupe.details import badge, bright_trim, lamps, mirrors, plates, slats, wipers
from products.coupe.panels import gaps, glass, painted, roof, shell, skirt, window_frames
from products.coupe.sheet import FRONT_AXLE, REAR_AXLE, WHEEL_X, WHEEL_Y
from products.coupe.wheels import aero_face, barrel, blade_face, brakes, hub_cap, tyre


def model() -> Model:
    """The car on its wheels."""
    paint = Material("paint", srgb("#a8231f"), 0.38, metallic=0.35, clearcoat=1.0, clearcoat_roughness=0.03)
    top = Material("roof", srgb("#121316"), 0.3, clearcoat=1.0, clearcoat_roughness=0.05)
    pane = Material("glass", srgb("#cfd8d6"), 0.02, transmission=1.0, ior=1.5)
    frame = Material("frames", srgb("#0b0c0d"), 0.25)
    plastic = Material("cladding", srgb("#17181a"), 0.7)
    gap = Material("gaps", srgb("#050505"), 0.9)
    trim = Material("trim", srgb("#c9ccd0"), 0.18, metallic=1.0)
    lining = Material("cabin", srgb("#1d1e21"), 0.8)
    leather = Material("seats", srgb("#b98b5e"), 0.55)
    cover = Material("lamp-cover", (1, 1, 1), 0.02, transmission=1.0, ior=1.5)
    house = Material("lamp-housing", srgb("#16181b"), 0.25, metallic=0.6)
    led = Material("headlamps", (1, 1, 1), 0.3, emissive=(1.0, 0.97, 0.9), emissive_strength=1.2)
    red = Material("tail-lamps", srgb("#6d060a"), 0.15, emissive=(1.0, 0.03, 0.02), emissive_strength=1.2)
    ruby = Material("tail-glass", srgb("#5a070b"), 0.06, clearcoat=1.0)
    rubber = Material("tyres", srgb("#141414"), 0.85)
    alloy = Material("rims", srgb("#c3c6ca"), 0.25, metallic=1.0)
    steel = Material("brakes", srgb("#77797d"), 0.4, metallic=1.0)
    grip = Material("callipers", srgb("#b0141a"), 0.4)
    plate = Material("plates", srgb("#e8e8e4"), 0.5)
    display = Material("display", srgb("#050608"), 0.1, emissive=srgb("#1d4e6b"), emissive_strength=0.6)
    cap, foot, pane_m = mirrors()
    cover_m, house_m, led_m, eye_m, tail_m, glow_m = lamps()
    disc, calliper = brakes()
    car = Model("coupe", 0.001)
    car.add("body", paint, painted(), cap)
    car.add("roof", top, roof())
    car.add("windows", pane, glass())
    car.add("windows", frame, window_frames())
    car.add("cladding", plastic, skirt(), slats(), foot, wipers())
    car.add("cladding", gap, gaps())
    car.add("trim", trim, bright_trim(), badge(), pane_m, eye_m)
    car.add("lamps", house, house_m)
    car.add("lamps", led, led_m)
    car.add("lamps", red, glow_m)
    car.add("lamps", ruby, tail_m)
    car.add("lamps", cover, cover_m)
    car.add("plates", plate, plates())
    car.add("interior", lining, shell(), cabin())
    car.add("interior", leather, seats())
    car.add("interior", display, screen())
    car.add("wheel-base", rubber, tyre())
    car.add("wheel-base", steel, disc)
    car.add("wheel-base", grip, calliper)
    car.add("wheel-blade", alloy, blade_face(), barrel(), hub_cap().moved((88, 0, 0)))
    car.add("wheel-aero", alloy, aero_face(), barrel(), hub_cap().moved((92, 0, 0)))
    for node in ("wheel-base", "wheel-blade", "wheel-aero"):
        car.place(node, *[corner(side, axle) for axle in (FRONT_AXLE, REAR_AXLE) for side in (1, -1)])
    return car


def corner(side: int, axle: float) -> np.ndarray:
    """Where a wheel stands; the far side's is turned around."""
    matrix = np.eye(4)
    matrix[:3, :3] = np.eye(3) if side > 0 else rotation("y", 180)
    matrix[:3, 3] = (side * WHEEL_X, WHEEL_Y, axle)
    return matrix


def build(out: Path) -> None:
    """Write the model."""
    car = model()
    export(car, out / "model.glb", uvs=False)
    print(f"coupe: {car.count()} triangles, {(out / 'model.glb').stat().st_size / 1e6:.2f} MB")
