"""Playing sounds. A machine without an audio device is silent, and says so once; nothing else changes for it."""

from __future__ import annotations

import math
import os
import random
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from panda3d.core import AudioManager, Filename, load_prc_file_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panda3d.core import AudioSound

    from client.hearing import Heard
    from client.player import Camera
    from client.settings import Settings
    from showroom.sounds import Sound

_FOLDER: Final = files("assets") / "built" / "sounds"
_FULL_M: Final = 2.0
_VOICES: Final = 4
_LOUDEST: Final = 100


class Speakers:
    """Plays what is heard.

    Attributes:
        silent: why nothing is heard; empty where it is.
    """

    def __init__(self) -> None:
        self._manager: AudioManager | None = None
        self.silent = ""
        self._volumes: dict[str, float] = {}
        self._known: dict[str, list[AudioSound]] = {}
        self._dice = random.Random(1)  # noqa: S311 - which of four steps is heard is no secret
        self._ambience: AudioSound | None = None
        # The rest of the client wants no sound of Panda3D's, see `client.render.device`.
        load_prc_file_data("", "audio-library-name p3openal_audio")
        with _quiet_drivers():
            manager = AudioManager.create_AudioManager()
        if manager is None or not manager.is_valid():
            self.silent = "no-audio-device"
        else:
            manager.set_concurrent_sound_limit(24)
            self._manager = manager

    def apply(self, settings: Settings) -> None:
        """Be as loud as somebody wants each kind to be."""
        kinds = ("ambience", "steps", "effects", "notices")
        shares = {kind: settings.volumes.get(kind, _LOUDEST) / _LOUDEST for kind in kinds}
        # Ears hear loudness as the square of what a slider says.
        self._volumes = {kind: share * share if settings.sounds else 0.0 for kind, share in shares.items()}
        if self._ambience is not None:
            self._ambience.set_volume(self._volumes["ambience"])

    def play(self, heard: tuple[Heard, ...], camera: Camera) -> None:
        """Begin what is heard now, as loud and as far to the side as it is for this eye."""
        for one in heard:
            share, balance = placed(one, camera)
            volume = self._volumes.get(one.sound.kind, 0.0) * share
            sound = self._sound(one.sound) if volume > 0.0 else None
            if sound is not None:
                sound.set_volume(volume)
                sound.set_balance(balance)
                sound.play()

    def stay(self, ambience: Sound) -> None:
        """Let the tone of a room go on, where it does not already."""
        if self._ambience is None and self._volumes.get("ambience", 0.0) > 0.0:
            self._ambience = self._sound(ambience)
            if self._ambience is not None:
                self._ambience.set_loop(loop=True)
                self._ambience.set_volume(self._volumes["ambience"])
                self._ambience.play()

    def step(self) -> None:
        """Once a frame."""
        if self._manager is not None:
            self._manager.update()

    def close(self) -> None:
        """Be silent."""
        if self._manager is not None:
            self._manager.stop_all_sounds()
            self._known.clear()
            self._ambience = None
            self._manager.shutdown()
            self._manager = None

    def _sound(self, sound: Sound) -> AudioSound | None:
        """One that is not being played, of the files that are as good as each other."""
        if self._manager is None:
            return None
        name = self._dice.choice(sound.files)
        voices = self._known.setdefault(name, [])
        free = next((voice for voice in voices if voice.status() != voice.PLAYING), None)
        if free is None and len(voices) < _VOICES:
            path = Filename.from_os_specific(str(_FOLDER / name))
            free = self._manager.get_sound(path, False)  # noqa: FBT003 - C++: no positional sound, we place it ourselves
            voices.append(free)
        return free


@contextmanager
def _quiet_drivers() -> Iterator[None]:
    """Keep the audio libraries' own complaints off the terminal: where there is no device they fill a page of it.

    They write to the descriptor, past Python's streams. Where there is none to move, they may.
    """
    try:
        kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    except OSError:
        yield
        return
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def placed(heard: Heard, camera: Camera) -> tuple[float, float]:
    """How loud (0..1) a sound is for an eye, and from which side: -1 left, 1 right."""
    if heard.place is None:
        return 1.0, 0.0
    x, z = heard.place[0] - camera.position[0], heard.place[2] - camera.position[2]
    away_m = math.hypot(x, z)
    ahead = (camera.target[0] - camera.position[0], camera.target[2] - camera.position[2])
    long = math.hypot(*ahead)
    if away_m < 1e-6 or long < 1e-6:  # noqa: PLR2004 - at one's ear
        return 1.0, 0.0
    # One's right hand is at (-z, x) of where one looks.
    right = (x * -ahead[1] + z * ahead[0]) / (away_m * long)
    return min(1.0, (_FULL_M / max(away_m, _FULL_M)) ** 1.5), max(-1.0, min(1.0, right))
