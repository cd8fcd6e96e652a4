"""What cars are made of, and where their wheels stand."""

from __future__ import annotations

import numpy as np
from modelling.mesh import rotation
from modelling.scene import Material, srgb
from products.cars.body import Array

OFF = (0.0, 0.0, 0.0)


def materials(*own: Material) -> dict[str, Material]:
    """By name; `own` are added, or stand in for what all cars share."""
    shared = [
        Material("roof", srgb("#0b0c0e"), 0.25, clearcoat=1.0, clearcoat_roughness=0.03),
        Material("glass", srgb("#d6dedc"), 0.02, transmission=1.0, ior=1.5),
        Material("glass-rear", srgb("#d6dedc"), 0.02, transmission=1.0, ior=1.5),
        Material("frames", srgb("#08090a"), 0.16),
        Material("cladding", srgb("#1b1c1e"), 0.62),
        Material("gaps", srgb("#040404"), 0.9),
        Material("trim", srgb("#c9ccd0"), 0.2, metallic=1.0),
        Material("lamp-house", srgb("#1a1c1f"), 0.3, metallic=0.7),
        Material("lamp-cover", (1, 1, 1), 0.02, transmission=1.0, ior=1.5),
        Material("tail-cover", srgb("#8a3a3c"), 0.03, transmission=1.0, ior=1.5),
        Material("headlamps", srgb("#d9dcdf"), 0.25, emissive=OFF, emissive_strength=6.0),
        Material("tail-lamps", srgb("#7d0a10"), 0.2, emissive=OFF, emissive_strength=1.7),
        Material("tyres", srgb("#18181a"), 0.82),
        Material("rims", srgb("#c3c6ca"), 0.26, metallic=1.0),
        Material("rim-pockets", srgb("#131416"), 0.35),
        Material("brakes", srgb("#7d7f83"), 0.38, metallic=1.0),
        Material("plates", srgb("#e4e4df"), 0.5),
        Material("display", srgb("#0b2a33"), 0.4, emissive=srgb("#7fd6e6"), emissive_strength=1.0),
    ]
    return {material.name: material for material in (*shared, *own)}


def corner(x: float, y: float, z: float) -> Array:
    """Where a wheel stands; the far side's is turned around."""
    matrix = np.eye(4)
    matrix[:3, :3] = np.eye(3) if x > 0 else rotation("y", 180)
    matrix[:3, 3] = (x, y, z)
    return matrix
