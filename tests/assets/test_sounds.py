"""The sounds: all of the table are there, small, loud enough, and those that go on have no seam."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from panda3d.core import Datagram, Filename, MovieAudio

from showroom.sounds import FLOOR_KINDS, SOUND_KINDS, SOUNDS

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

    from showroom.sounds import Sound

BUILT = Path(__file__).resolve().parents[2] / "assets" / "built" / "sounds"
FILES = [(sound, name) for sound in SOUNDS.values() for name in sound.files]


def samples_of(name: str) -> tuple[NDArray[np.float64], int]:
    cursor = MovieAudio.get(Filename.from_os_specific(str(BUILT / name))).open()
    rate = cursor.audio_rate()
    read = Datagram()
    cursor.read_samples(round(cursor.length() * rate), read)
    return np.frombuffer(read.get_message(), "<i2").astype(np.float64) / 32768, rate


def test_the_table_and_the_folder_hold_the_same_files() -> None:
    assert sorted(name for _, name in FILES) == sorted(path.name for path in BUILT.iterdir())


def test_all_sounds_together_are_small() -> None:
    assert sum(path.stat().st_size for path in BUILT.iterdir()) <= 1_000_000


def test_every_kind_has_sounds_and_every_floor_has_steps() -> None:
    assert {sound.kind for sound in SOUNDS.values()} == set(SOUND_KINDS)
    for floor in FLOOR_KINDS:
        assert len(SOUNDS[f"step-{floor}"].files) >= 3


def test_notices_say_in_both_languages_what_they_mean() -> None:
    for sound in SOUNDS.values():
        assert bool(sound.caption.en) == bool(sound.caption.de), sound.id
        assert sound.caption.en or sound.kind != "notices", sound.id


@pytest.mark.parametrize(("sound", "name"), FILES, ids=[name for _, name in FILES])
def test_a_sound_can_be_heard_and_neither_clips_nor_clicks(sound: Sound, name: str) -> None:
    samples, rate = samples_of(name)
    assert 0.05 < len(samples) / rate <= 8.0
    assert 0.1 < np.abs(samples).max() < 0.95
    if sound.loops:
        jump = abs(samples[0] - samples[-1])
        assert jump <= 3 * np.abs(np.diff(samples)).max() + 0.01
    else:
        assert max(abs(samples[0]), abs(samples[-1])) < 0.02


def synthesis() -> ModuleType:
    path = BUILT.parents[1] / "sources" / "sounds" / "synthesis.py"
    spec = importlib.util.spec_from_file_location("synthesis", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_belongs_together_is_equally_loud_and_rooms_are_quieter_than_notices() -> None:
    measure = synthesis().loudness
    loud: dict[str, list[float]] = {}
    for sound, name in FILES:
        samples, _ = samples_of(name)
        loud.setdefault(sound.kind, []).append(float(measure(samples)))
    spread = {kind: max(values) - min(values) for kind, values in loud.items()}
    assert spread["notices"] < 0.5
    assert spread["ambience"] < 0.5
    assert spread["steps"] < 3.0  # a wheelchair rolls on and on
    assert spread["effects"] < 7.0
    assert max(loud["ambience"]) < min(loud["notices"]) - 8.0
    assert all(-30.0 < value < -17.0 for values in loud.values() for value in values)


def test_loudness_is_that_of_the_standard() -> None:
    # ITU-R BS.1770-5, annex 1: a sine of 997 Hz at full scale in one channel reads -3.01 LUFS.
    module = synthesis()
    sine = np.sin(2 * np.pi * 997.0 * np.arange(module.RATE) / module.RATE)
    assert module.loudness(sine) == pytest.approx(-3.01, abs=0.05)


@pytest.mark.parametrize("name", [name for sound, name in FILES if sound.loops])
def test_a_loop_has_no_click_at_its_seam(name: str) -> None:
    samples, _ = samples_of(name)
    bends = np.abs(np.diff(np.concatenate([samples[-400:], samples[:400]]), 2))
    assert bends[395:403].max() <= 1.6 * np.abs(np.diff(samples, 2)).max() + 0.003  # -50 dBFS


def test_steps_on_different_floors_sound_different() -> None:
    def brightness(floor: str) -> float:
        samples, rate = samples_of(f"step-{floor}-1.ogg")
        power = np.abs(np.fft.rfft(samples)) ** 2
        return float((np.fft.rfftfreq(len(samples), 1 / rate) * power).sum() / power.sum())

    carpet, wood, stone = (brightness(floor) for floor in ("carpet", "wood", "stone"))
    assert 1.3 * carpet < wood
    assert 1.3 * wood < stone
