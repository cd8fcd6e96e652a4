"""Where hair or ears cover the temples: each temple is followed from the hinge over the skin, as far as it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from showroom.tryon.light import linear

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.tryon.lens import Pinhole
    from showroom.tryon.pose import HeadPose

STEP_M = 0.002
LEAST_M = 0.004
# How far a colour may be from the face's skin: standard deviations, of which each channel has at least this much.
LIMIT, FLOOR = 2.7, 0.022
STEPS_OFF = 2


def temple_reach(
    picture: NDArray[np.uint8], camera: Pinhole, pose: HeadPose, path_m: NDArray[np.float64], skin: NDArray[np.bool_]
) -> float:
    """How far along a temple it is still seen, in metres from its start.

    Args:
        picture: (height, width, 3) uint8 sRGB.
        camera: what took it.
        pose: of the head.
        path_m: (n, 3) places of the temple every `STEP_M`, from the hinge to the ear, in the head's frame.
        skin: (468,) which landmarks lie on skin.
    """
    there = pose.points_m[skin] @ pose.camera_from_head[:3, :3].T + pose.camera_from_head[:3, 3]
    colours = _features(_colours(picture, camera.project(there)))
    middle = np.median(colours, axis=0)
    spread = np.maximum(np.std(colours, axis=0), [FLOOR, FLOOR, 12.0 * FLOOR])
    path = path_m @ pose.camera_from_head[:3, :3].T + pose.camera_from_head[:3, 3]
    off = np.abs(_features(_colours(picture, camera.project(path))) - middle) / spread
    is_off = (off > LIMIT).any(axis=1)
    run = 0
    for index, beside in enumerate(is_off):
        run = run + 1 if beside else 0
        if run > STEPS_OFF:
            return max((index - STEPS_OFF) * STEP_M, LEAST_M)
    return max(len(path_m) * STEP_M, LEAST_M)


def _colours(picture: NDArray[np.uint8], places_px: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean linear colour of 3 by 3 pixels around places; those beside the picture take its edge."""
    height, width = picture.shape[:2]
    column = np.clip(places_px[:, 0].astype(int), 1, width - 2)
    row = np.clip(places_px[:, 1].astype(int), 1, height - 2)
    total = np.zeros((len(places_px), 3))
    for down in (-1, 0, 1):
        for across in (-1, 0, 1):
            total += linear(picture[row + down, column + across])
    return total / 9.0


def _features(colours: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares of red and green, and brightness in powers of e: shading moves only the last."""
    whole = np.maximum(colours.sum(axis=1), 1e-4)
    return np.column_stack([colours[:, 0] / whole, colours[:, 1] / whole, np.log(whole)])
