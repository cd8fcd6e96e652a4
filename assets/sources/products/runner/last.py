"""The form of the runner's upper, and where its eyelets are."""

from __future__ import annotations

import numpy as np
from modelling.mesh import Mesh
from products.footwear.form import Form, around, low_upper


# One row a station around the foot: where upper and sole meet (x, z), sole height there, the opening (x, y, z), bulge.
STATIONS = np.array(
    [
        # x     z    sole   ox    oy    oz   bulge
        [0, 5, 40, 0, 106, 6, 5.0],  # heel
        [21, 13, 40, 15, 100, 17, 4.5],
        [30, 40, 38, 24, 86, 42, 4.0],
        [30, 78, 36, 28, 78, 72, 4.0],
        [29, 115, 33, 24, 90, 104, 4.0],  # top eyelet
        [35, 152, 30, 20.5, 86, 134, 4.0],
        [43, 188, 28, 17.5, 77.5, 162, 3.5],
        [47, 217, 27, 14.5, 69.5, 187, 3.0],
        [43, 246, 28, 10, 64.5, 204, 3.0],
        [29, 271, 31, 5, 62.6, 210, 3.0],
        [6, 282, 34, 0, 62.2, 212, 3.0],  # toe
        [-19, 275, 31, -5, 62.6, 210, 3.0],
        [-37, 254, 28, -10, 64.5, 204, 3.0],
        [-48, 224, 27, -14.5, 69.5, 187, 3.0],
        [-51, 192, 28, -17.5, 77.5, 162, 3.5],
        [-47, 152, 30, -20.5, 86, 134, 4.0],
        [-40, 112, 33, -24, 90, 104, 4.0],
        [-35, 76, 36, -28, 77, 72, 4.0],
        [-32, 40, 38, -24, 86, 42, 4.0],
        [-21, 13, 40, -15, 100, 17, 4.5],
    ],
    dtype=float,
)
U, V = 640.0, 90.0  # roughly the lengths of the ring and of its way up, in millimetres
TOE_U = U / 2
FORM = Form(low_upper(STATIONS), (U, V))
SKIN = FORM.surface
skin = FORM.at
skin_frame = FORM.frame


def stations(count: int) -> np.ndarray:
    """The table at evenly spaced places around the foot."""
    return around(STATIONS, count)


def ring(v: float | np.ndarray, count: int = 200) -> np.ndarray:
    """Parameters once around at a height."""
    return FORM.ring(v, count)


def outside(mesh: Mesh) -> Mesh:
    """Turn a mesh so that it faces away from the shoe's middle."""
    return FORM.outside(mesh)


def eyelets(side: int) -> np.ndarray:
    """Parameters of the six eyelets of a side (−1 inner, 1 outer), from the toe upwards."""
    return np.stack([TOE_U + side * np.linspace(74, 184, 6), np.full(6, V - 8.5)], 1)
