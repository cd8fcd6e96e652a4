"""The form of the court shoe, and where things lie on it."""

from __future__ import annotations

import numpy as np
from modelling.mesh import Array
from products.footwear.form import Form, low_upper

# One row a station around the foot: where upper and sole meet (x, z), sole height there, the opening (x, y, z), bulge.
STATIONS = np.array(
    [
        # x     z    sole   ox    oy    oz   bulge
        [0, 6, 31, 0, 92, 9, 4.0],  # heel
        [21, 13, 31, 15, 88, 19, 3.8],
        [30, 40, 30, 24, 77, 43, 3.5],
        [31, 78, 29, 28, 71, 72, 3.5],
        [30, 115, 28, 23, 83, 101, 4.0],  # top eyelet
        [35, 152, 27, 19, 80, 134, 4.0],
        [43, 188, 26, 16, 72.5, 163, 3.4],
        [46.5, 217, 25, 13, 63.5, 189, 2.6],
        [42, 246, 24.5, 8.5, 57.2, 205, 2.4],
        [28, 270.5, 25, 4, 54.8, 211, 2.4],
        [5, 282.5, 25, 0, 54.2, 212.5, 2.4],  # toe
        [-19, 275, 25, -4, 54.8, 211, 2.4],
        [-37.5, 253, 24.5, -8.5, 57.2, 205, 2.4],
        [-47.5, 224, 25, -13, 63.5, 189, 2.6],
        [-51, 192, 26, -16, 72.5, 163, 3.4],
        [-47, 152, 27, -19, 80, 134, 4.0],
        [-40, 112, 28, -23, 83, 101, 4.0],
        [-35, 76, 29, -28, 70, 72, 3.5],
        [-32, 40, 30, -24, 76, 43, 3.5],
        [-21, 13, 31, -15, 88, 19, 3.8],
    ],
    dtype=float,
)
U, V = 640.0, 90.0
FORM = Form(low_upper(STATIONS, dome=(1.22, 0.98)), (U, V))
QUARTER, FACING, VAMP = 2.2, 3.35, 0.9
"""Heights of the panels' edges over the form, as they lie on each other."""


def eyelets(side: int) -> Array:
    """Parameters of the six eyelets of a side (−1 inner, 1 outer), from the toe upwards."""
    return np.stack([FORM.toe + side * np.linspace(68, 182, 6), np.full(6, V - 8.2)], 1)
