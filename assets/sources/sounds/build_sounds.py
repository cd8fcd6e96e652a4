"""Makes every sound: ``python build_sounds.py [OUT_DIR]``; with Blender's module. `showroom/sounds.py` is the table."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[2])]

import bpy  # noqa: E402, F401 - brings the audio library
import numpy as np  # noqa: E402
import synthesis as sy  # noqa: E402

from showroom.sounds import SOUNDS  # noqa: E402

BUILT = HERE.parents[1] / "built" / "sounds"
LUFS = {"ambience": -27.0, "steps": -27.0, "effects": -20.0, "notices": -18.0}
QUIETER = {"click": 6.0, "choose": 4.0, "take-up": 4.0, "turntable": 6.0, "engine-idle": 3.0, "wheelchair": 2.0}
"""What is heard over and over, or for long, stays below its kind by so many decibels."""
C5, D5, E5, G5, A5, C6, E6 = 523.25, 587.33, 659.26, 783.99, 880.0, 1046.5, 1318.5


def room_tone() -> sy.Samples:
    """Air that moves through a large, quiet room, and the faintest hum."""
    air = sy.coloured(5.0, 1, 60, 700, -0.9)
    swell = 1 + 0.18 * np.sin(2 * np.pi * sy.seconds(5.0) / 5.0)
    return air * swell + 0.05 * sy.tone(5.0, 100.0, (1.0, 0.4))


def garden() -> sy.Samples:
    """Leaves, and two birds that answer each other."""
    length = 6.0
    leaves = 0.10 * sy.coloured(length, 2, 900, 4200, -0.5) * (1 + 0.4 * np.sin(2 * np.pi * sy.seconds(length) / 3.0))
    calls = []
    for start, high, turns in ((0.5, 3300, 3), (2.1, 4100, 2), (2.6, 3900, 2), (4.2, 3500, 4)):
        for turn in range(turns):
            time = sy.seconds(0.11)
            sweep = high + 500 * np.sin(np.pi * time / 0.11 * 1.4) - 180 * turn
            chirp = sy.tone(0.11, sweep) * np.sin(np.pi * time / 0.11) ** 2
            calls.append((start + 0.15 * turn, 0.5 * chirp))
    return leaves + sy.in_a_room(sy.laid(length, *calls), 3, 0.4, 0.7)


def step(floor: str, number: int) -> sy.Samples:
    """A heel, then the ball of the foot, on wood, stone or carpet."""
    seed, length = 100 * number + len(floor), 0.28
    vary = np.random.default_rng(seed).uniform(0.94, 1.06)

    def contact(strength: float, shift: int) -> sy.Samples:
        if floor == "wood":
            modes = [(92 * vary, 0.12, 1.0), (188 * vary, 0.09, 0.5), (410 * vary, 0.05, 0.25), (905 * vary, 0.03, 0.12)]
            return strength * (sy.struck(length, modes) + 0.35 * sy.burst(length, seed + shift, 300, 2600, 0.05))
        if floor == "stone":
            modes = [(150 * vary, 0.05, 0.6), (1240 * vary, 0.035, 0.22), (2310 * vary, 0.02, 0.14)]
            return strength * (sy.struck(length, modes) + 0.7 * sy.burst(length, seed + shift, 900, 5200, 0.035))
        modes = [(70 * vary, 0.10, 1.0), (130 * vary, 0.06, 0.3)]
        return strength * (sy.struck(length, modes) + 0.4 * sy.burst(length, seed + shift, 120, 900, 0.09, 0.008))

    both = sy.laid(length, (0.0, contact(1.0, 0)), (0.075 * vary, contact(0.45, 1)))
    return sy.in_a_room(both, seed, 0.05 if floor == "carpet" else 0.14, 0.25)


def wheelchair() -> sy.Samples:
    """Rubber on a floor, with the round of a wheel in it."""
    length = 1.6
    roll = sy.coloured(length, 11, 80, 900, -0.6)
    return roll * (1 + 0.3 * np.sin(2 * np.pi * sy.seconds(length) / 0.8))


def door() -> sy.Samples:
    """A latch, air, and a heavy leaf that closes softly."""
    latch = sy.struck(0.2, [(1450, 0.05, 0.5), (2600, 0.03, 0.3)]) + 0.5 * sy.burst(0.2, 21, 800, 5000, 0.03)
    air = sy.shaped(sy.coloured(0.9, 22, 150, 1200, -0.4), (0, 0), (0.35, 0.35), (0.9, 0))
    close = sy.struck(0.5, [(84, 0.25, 1.0), (141, 0.18, 0.5), (310, 0.08, 0.3)]) + 0.3 * sy.burst(0.5, 23, 200, 1800, 0.08)
    return sy.in_a_room(sy.laid(1.5, (0.0, 0.6 * latch), (0.1, air), (0.95, close)), 24)


def car_door_open() -> sy.Samples:
    """A handle, the lock, and the seal that lets go."""
    lock = sy.struck(0.2, [(620, 0.05, 0.6), (1830, 0.03, 0.4)]) + 0.6 * sy.burst(0.2, 31, 500, 4200, 0.03)
    seal = sy.shaped(sy.coloured(0.3, 32, 200, 2200, -0.3), (0, 0), (0.04, 0.5), (0.3, 0))
    return sy.in_a_room(sy.laid(0.7, (0.0, 0.4 * lock), (0.09, lock), (0.13, seal)), 33)


def car_door_close() -> sy.Samples:
    """The dull, short thud by which people judge a car."""
    thud = sy.struck(0.6, [(58, 0.28, 1.0), (97, 0.2, 0.7), (176, 0.1, 0.35)]) + 0.4 * sy.burst(0.6, 41, 90, 900, 0.09)
    lock = sy.struck(0.15, [(700, 0.04, 0.35), (1500, 0.03, 0.2)])
    return sy.in_a_room(sy.laid(0.8, (0.0, thud), (0.045, lock)), 42, 0.1)


def _firing(length: float, rounds_hz: sy.Samples, seed: int) -> sy.Samples:
    """Six cylinders: pulses at three a round, with the exhaust's colour."""
    phase = np.cumsum(rounds_hz * 3) / sy.RATE
    pulse = np.exp(-9 * (phase % 1.0)) * (1 + 0.12 * np.sin(2 * np.pi * phase / 3) + 0.08 * np.sin(2 * np.pi * phase / 6))
    breath = sy.coloured(length, seed, 80, 1500, -0.4) * np.exp(-5 * (phase % 1.0))
    hum = sy.tone(length, rounds_hz * 3, (0.8, 0.45, 0.22, 0.12, 0.06))
    raw = pulse - pulse.mean() + 0.5 * breath + 0.5 * hum
    return np.convolve(np.pad(raw, 9, mode="wrap"), np.hanning(18) / 9, "same")[9:-9]


def engine_start() -> sy.Samples:
    """A starter, the first bark, and the idle."""
    length = 2.6
    time = sy.seconds(length)
    crank = sy.tone(length, 165 + 25 * np.sin(2 * np.pi * 9 * time), (0.5, 0.3, 0.3, 0.2)) * (1 + 0.5 * np.sin(2 * np.pi * 9 * time))
    crank = sy.shaped(crank + 0.4 * sy.coloured(length, 51, 400, 3000), (0, 0), (0.05, 0.5), (0.62, 0.5), (0.75, 0))
    rounds = np.interp(time, [0, 0.6, 0.85, 1.6, 2.6], [8, 9, 31, 15, 13.5])
    fire = sy.shaped(_firing(length, rounds, 52), (0, 0), (0.58, 0), (0.8, 1.0), (1.5, 0.7), (2.3, 0.45), (2.6, 0))
    return sy.in_a_room(0.35 * crank + fire, 53, 0.12)


def engine_idle() -> sy.Samples:
    """A whole number of firings, so that it goes on without a seam."""
    length = 1.6
    return _firing(length, np.full(round(length * sy.RATE), 13.75), 61)


def electric_start() -> sy.Samples:
    """A friendly rising chord over a hum that wakes up."""
    length = 1.9
    hum = sy.tone(length, np.interp(sy.seconds(length), [0, 1.9], [96, 148]), (0.6, 0.3, 0.15))
    hum = sy.shaped(hum, (0, 0), (0.5, 0.3), (1.2, 0.3), (1.9, 0))
    chord = [(0.12 * k, 0.8 * sy.bell(1.4, hz, 1.2)) for k, hz in enumerate((C5 / 2, G5 / 2, C5, E5))]
    return sy.in_a_room(hum + sy.laid(length, *chord), 71, 0.2, 0.6)


def turntable() -> sy.Samples:
    """A slow motor under a floor."""
    return sy.tone(1.5, 58.0, (1.0, 0.5, 0.2)) + 0.5 * sy.coloured(1.5, 81, 60, 400, -0.6)


def shutter() -> sy.Samples:
    """A curtain opens, a curtain shuts."""
    one = sy.burst(0.1, 91, 900, 6500, 0.03) + sy.struck(0.1, [(410, 0.03, 0.4)])
    return sy.laid(0.22, (0.0, one), (0.075, 0.8 * one))


def applause() -> sy.Samples:
    """A dozen people who clap, each in their own time."""
    rng, length, parts = np.random.default_rng(5), 2.2, []
    for person in range(12):
        pace, pitch = rng.uniform(0.19, 0.27), rng.uniform(0.8, 1.25)
        for k in range(int(length / pace)):
            loud = rng.uniform(0.5, 1.0)
            clap = sy.burst(0.09, person * 40 + k, 600 * pitch, 3200 * pitch, 0.035)
            parts.append((k * pace + rng.uniform(0, 0.05), loud * clap))
    whole = sy.in_a_room(sy.laid(length, *parts), 92, 0.3, 0.5)
    return sy.shaped(whole, (0, 0.5), (0.4, 1), (1.4, 1), (2.2, 0))


def melody(*notes: tuple[float, float], decay_s: float = 0.7) -> sy.Samples:
    """Bars struck at (second, Hz)."""
    length = max(start for start, _ in notes) + decay_s
    whole = sy.laid(length, *((start, sy.bell(length - start, hz, decay_s)) for start, hz in notes))
    return sy.in_a_room(whole, 95, 0.18, 0.45)


RECIPES: dict[str, Callable[[], sy.Samples]] = {
    "room-tone": room_tone,
    "garden": garden,
    **{
        f"step-{floor}-{number}": (lambda floor=floor, number=number: step(floor, number))
        for floor in ("wood", "stone", "carpet")
        for number in range(1, 5)
    },
    "wheelchair": wheelchair,
    "door": door,
    "car-door-open": car_door_open,
    "car-door-close": car_door_close,
    "engine-start": engine_start,
    "engine-idle": engine_idle,
    "electric-start": electric_start,
    "turntable": turntable,
    "click": lambda: sy.struck(0.06, [(1900, 0.02, 0.6), (3400, 0.012, 0.3)]) + 0.2 * sy.burst(0.06, 96, 2000, 8000, 0.01),
    "choose": lambda: sy.bell(0.22, A5, 0.2) + 0.15 * sy.burst(0.22, 97, 1500, 6000, 0.015),
    "take-up": lambda: sy.shaped(sy.coloured(0.3, 98, 300, 2400, -0.3), (0, 0), (0.14, 0.8), (0.3, 0)),
    "put-down": lambda: sy.in_a_room(sy.struck(0.3, [(118, 0.12, 1.0), (260, 0.07, 0.4)]) + 0.2 * sy.burst(0.3, 99, 200, 1800, 0.05), 99),
    "shutter": shutter,
    "applause": applause,
    "refused": lambda: melody((0.0, 311.1), (0.13, 277.2), decay_s=0.4),
    "done": lambda: melody((0.0, E5), (0.09, A5), decay_s=0.5),
    "notification": lambda: melody((0.0, G5), (0.11, C6), decay_s=0.7),
    "chat": lambda: melody((0.0, E6), decay_s=0.35),
    "joined": lambda: melody((0.0, D5), (0.10, G5), decay_s=0.45),
    "left": lambda: melody((0.0, G5), (0.10, D5), decay_s=0.45),
    "call": lambda: melody((0.0, A5), (0.16, E5), (0.48, A5), (0.64, E5), decay_s=0.6),
    "adviser": lambda: melody((0.0, C5), (0.12, E5), (0.24, G5), (0.36, C6), decay_s=0.8),
}


def build(out: Path) -> None:
    """Write every sound beside `out` (the builder gives a folder per script)."""
    out.parent.mkdir(parents=True, exist_ok=True)
    for sound in SOUNDS.values():
        for name in sound.files:
            lufs = LUFS[sound.kind] - QUIETER.get(sound.id, 0.0)
            samples = sy.finished(RECIPES[name.removesuffix(".ogg")](), lufs, loop=sound.loops)
            sy.write(out.parent / name, samples, loop=sound.loops)


if __name__ == "__main__":
    build(Path(sys.argv[1]) / "sounds" if len(sys.argv) > 1 else BUILT / "sounds")
