"""The moods: which light falls into a picture, prefiltered once and kept in the user's cache folder."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from client import settings
from client.render.environment import Lobes, Softbox, Studio, paint, paint_lobes, read_radiance
from client.render.prefilter import LEVELS, BakedLight, bake

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.catalogue import Vector3

# Grows when the prefilter changes, so that old files in a cache are not read.
CACHE_VERSION = 1


@dataclass(frozen=True)
class Mood:
    """The light of a picture.

    Args:
        name: what people choose.
        surroundings: a painted studio, lobes, or the bytes of an .hdr picture.
        key_towards: direction to the one lamp that casts shadows.
        key_radiance: its linear RGB; 1 makes a white surface that faces it 1 brighter.
        exposure: factor before tone mapping.
        strength: factor on the surroundings.
        backdrop: linear RGB of a studio's paper backdrop.
        falloff: how much darker the backdrop is away from the product, 0..1.
        pool: how far the light lies on the floor around its middle, in lengths of the product.
        behind: how far behind the product that middle lies, in the same lengths: light to look through glass at.
        dusk: factor on the backdrop's linear RGB there: another lamp's colour, or none's.
        polish: how much a studio's floor mirrors, 0..1.
        painted: factor on light that a room carries in its own colours, linear RGB.
        apart: factors where a room says which part of that light comes from lamps: on the sky's part and on the
            lamps', linear RGB, and after it on what is not light itself. Without it, both are `painted`.
    """

    name: str
    surroundings: Studio | Lobes | bytes
    key_towards: Vector3
    key_radiance: Vector3
    exposure: float = 1.0
    strength: float = 1.0
    backdrop: Vector3 = (0.8, 0.8, 0.8)
    falloff: float = 0.3
    pool: float = 9.0
    behind: float = 0.0
    dusk: Vector3 = (1.0, 1.0, 1.0)
    polish: float = 1.0
    painted: Vector3 = (1.0, 1.0, 1.0)
    apart: tuple[tuple[float, float, float, float], tuple[float, float, float, float]] | None = None

    @property
    def key(self) -> str:
        """The content's hash: equal surroundings share one cache file."""
        content = self.surroundings if isinstance(self.surroundings, bytes) else repr(self.surroundings).encode()
        return hashlib.sha256(b"%d:" % CACHE_VERSION + content).hexdigest()


# Lamps are placed for a camera in front (+Z); studios turn them with the camera.
STUDIO = Mood(
    name="studio",
    surroundings=Studio(
        floor=(0.5, 0.5, 0.51),
        horizon=(0.36, 0.37, 0.39),
        ceiling=(0.5, 0.51, 0.53),
        lamps=(
            Softbox((-1.0, 0.75, 0.75), (0.5, 0.5), (6.2, 6.1, 5.9), 0.2),
            Softbox((1.25, 0.3, 0.35), (0.22, 0.8), (3.4, 3.5, 3.7), 0.3),
            Softbox((0.1, 1.0, -0.6), (0.95, 0.32), (5.4, 5.4, 5.5), 0.3),
            Softbox((-1.2, 0.3, -0.9), (0.18, 0.8), (4.4, 4.5, 4.8), 0.3),
            Softbox((1.1, 0.3, -1.0), (0.18, 0.8), (4.0, 4.1, 4.4), 0.3),
            Softbox((0.15, 0.12, 1.0), (0.75, 0.3), (0.9, 0.9, 0.92), 0.6),
        ),
    ),
    key_towards=(-0.75, 1.0, 0.4),
    key_radiance=(0.72, 0.7, 0.67),
    strength=0.4,
    backdrop=(0.66, 0.67, 0.69),
    falloff=0.5,
)
DAY = Mood(
    name="day",
    surroundings=Studio(
        floor=(0.55, 0.51, 0.45),
        horizon=(0.5, 0.51, 0.53),
        ceiling=(0.6, 0.72, 0.92),
        lamps=(
            Softbox((1.0, 0.5, 0.7), (0.75, 0.5), (4.2, 4.4, 4.7), 0.12),
            Softbox((-1.0, 0.4, 0.2), (0.4, 0.6), (2.0, 2.2, 2.5), 0.15),
            Softbox((0.0, 1.0, -0.5), (0.8, 0.25), (4.2, 4.2, 4.2), 0.3),
            Softbox((-1.0, 0.3, -1.0), (0.25, 0.8), (3.4, 3.5, 3.7), 0.3),
        ),
    ),
    key_towards=(0.75, 0.95, 0.3),
    key_radiance=(0.98, 0.9, 0.77),
    strength=0.38,
    exposure=0.92,
    backdrop=(0.72, 0.69, 0.64),
    falloff=0.35,
)
# A warm lamp on the product's side, a pool of its light on the paper behind, without which tinted glass would be dark,
# and the blue of a window after sunset: four panes, whose bars are seen in whatever shines.
EVENING = Mood(
    name="evening",
    surroundings=Studio(
        floor=(0.075, 0.055, 0.042),
        horizon=(0.07, 0.085, 0.13),
        ceiling=(0.06, 0.075, 0.12),
        lamps=(
            Softbox((-1.0, 0.7, 0.75), (0.45, 0.4), (9.2, 6.9, 4.6), 0.25),
            Softbox((0.0, 1.0, -0.8), (0.9, 0.2), (6.8, 4.9, 3.3), 0.3),
            Softbox((1.0, 0.66, 0.22), (0.15, 0.2), (2.5, 4.5, 9.0), 0.06),
            Softbox((1.0, 0.66, -0.28), (0.15, 0.2), (2.5, 4.5, 9.0), 0.06),
            Softbox((1.0, 0.16, 0.22), (0.15, 0.2), (2.2, 4.0, 8.2), 0.06),
            Softbox((1.0, 0.16, -0.28), (0.15, 0.2), (2.2, 4.0, 8.2), 0.06),
            Softbox((-1.2, 0.35, -0.9), (0.16, 0.8), (1.6, 3.2, 7.0), 0.3),
            Softbox((0.2, 0.1, 1.0), (0.8, 0.25), (0.5, 0.44, 0.4), 0.6),
        ),
    ),
    key_towards=(-0.7, 1.0, 0.35),
    key_radiance=(1.2, 0.88, 0.6),
    strength=0.55,
    exposure=1.15,
    backdrop=(0.4, 0.335, 0.28),
    falloff=0.9,
    pool=1.6,
    behind=1.0,
    dusk=(0.3, 0.85, 2.3),
)
# Rooms carry part of their light in their own colours; the lamp is the sun through the windows at +X. The strips on
# the ceiling draw the lines that make paint look like paint.
ROOM = Mood(
    name="room",
    surroundings=Studio(
        floor=(0.42, 0.36, 0.3),
        horizon=(0.62, 0.6, 0.57),
        ceiling=(0.45, 0.44, 0.42),
        lamps=(
            Softbox((0.0, 1.0, 0.02), (0.035, 1.6), (17.0, 16.4, 15.4), 0.4),
            Softbox((0.75, 1.0, 0.02), (0.035, 1.4), (17.0, 16.4, 15.4), 0.4),
            Softbox((-0.75, 1.0, 0.02), (0.035, 1.4), (17.0, 16.4, 15.4), 0.4),
            Softbox((1.0, 0.3, 0.1), (0.95, 0.32), (3.4, 3.6, 3.9), 0.08),
            Softbox((-0.5, 0.35, 1.0), (0.6, 0.25), (1.8, 1.75, 1.7), 0.3),
        ),
    ),
    key_towards=(0.7, 1.0, 0.35),
    key_radiance=(0.5, 0.47, 0.42),
    strength=0.44,
    exposure=0.98,
)
# The sun comes in, or only the lamps are on: what rooms carry in their colours follows.
ROOM_DAY = replace(
    ROOM,
    name="room-day",
    key_radiance=(1.35, 1.22, 1.0),
    strength=0.5,
    exposure=0.95,
    painted=(1.04, 1.02, 0.98),
)
ROOM_EVENING = replace(
    ROOM,
    name="room-evening",
    surroundings=Studio(
        floor=(0.1, 0.08, 0.07),
        horizon=(0.14, 0.12, 0.12),
        ceiling=(0.12, 0.1, 0.1),
        lamps=(
            Softbox((0.0, 1.0, 0.02), (0.05, 1.6), (15.0, 11.6, 8.2), 0.4),
            Softbox((0.75, 1.0, 0.02), (0.05, 1.4), (15.0, 11.6, 8.2), 0.4),
            Softbox((-0.75, 1.0, 0.02), (0.05, 1.4), (15.0, 11.6, 8.2), 0.4),
            Softbox((1.0, 0.3, 0.1), (0.95, 0.32), (0.16, 0.22, 0.4), 0.08),
        ),
    ),
    key_towards=(0.15, 1.0, 0.2),
    key_radiance=(0.3, 0.22, 0.15),
    strength=0.42,
    exposure=1.1,
    painted=(0.26, 0.215, 0.19),
    apart=((0.035, 0.05, 0.1, 0.5), (1.05, 0.86, 0.66, 1.35)),
)
ROOM_MOODS: dict[str, Mood] = {"studio": ROOM, "day": ROOM_DAY, "evening": ROOM_EVENING}
MOODS: dict[str, Mood] = {mood.name: mood for mood in (STUDIO, DAY, EVENING)}


def mood_from_file(data: bytes, base: Mood = STUDIO) -> Mood:
    """A mood whose surroundings are an .hdr picture, with the key light of `base`."""
    return replace(base, name="file", surroundings=data)


@lru_cache(maxsize=8)
def baked(mood: Mood) -> BakedLight:
    """The prefiltered surroundings, from the cache folder where they were made before.

    Raises:
        Rejected: ``bad-environment``.
    """
    path = settings.cache_path().parent / "light" / f"{mood.key}.npz"
    found = _read(path)
    if found is None:
        found = bake(_picture(mood.surroundings))
        _write(path, found)
    return found


def _picture(surroundings: Studio | Lobes | bytes) -> NDArray[np.float32]:
    if isinstance(surroundings, bytes):
        return read_radiance(surroundings)
    return paint_lobes(surroundings) if isinstance(surroundings, Lobes) else paint(surroundings)


def _read(path: Path) -> BakedLight | None:
    try:
        # NumPy leaves a damaged file open that it opened itself.
        with path.open("rb") as file, np.load(file) as stored:
            return BakedLight(tuple(stored[f"level{level}"] for level in range(LEVELS)), stored["irradiance"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None  # not made yet, or damaged: it is made again


def _write(path: Path, light: BakedLight) -> None:
    # A cache that cannot be written only costs time at the next start.
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".npz")
        with os.fdopen(handle, "wb") as file:
            levels = {f"level{index}": level for index, level in enumerate(light.specular)}
            np.savez(file, irradiance=light.irradiance, **levels)  # type: ignore[arg-type]
        Path(name).replace(path)
