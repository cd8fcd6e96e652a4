"""What can be heard: every sound's file, what kind it is, whether it goes on, and its caption in both languages.

The files lie in ``assets/built/sounds`` and come with the program, so nothing is fetched; ``assets/sources/sounds``
makes them. Who plays them chooses by `kind` how loud; a caption is for those who read what others hear.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from showroom.catalogue import FloorKind, Text

SoundKind = Literal["ambience", "steps", "effects", "notices"]
SOUND_KINDS: Final[dict[SoundKind, Text]] = {
    "ambience": Text("Room", "Raum"),
    "steps": Text("Steps", "Schritte"),
    "effects": Text("Things", "Dinge"),
    "notices": Text("Notices", "Hinweise"),
}
"""Groups that have a volume of their own."""
FLOOR_KINDS: Final[tuple[FloorKind, ...]] = get_args(FloorKind)


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound: `files` are as good as each other, so that no two steps sound alike; `loops` goes on without a seam.

    An empty caption is for what says nothing by itself, such as one's own steps.
    """

    id: str
    files: tuple[str, ...]
    kind: SoundKind
    caption: Text
    loops: bool = False


def _sound(
    sound_id: str, kind: SoundKind, caption: tuple[str, str] = ("", ""), *, count: int = 1, loops: bool = False
) -> Sound:
    names = (sound_id,) if count == 1 else tuple(f"{sound_id}-{number}" for number in range(1, count + 1))
    return Sound(sound_id, tuple(f"{name}.ogg" for name in names), kind, Text(*caption), loops)


_ALL: Final = (
    _sound("room-tone", "ambience", loops=True),
    _sound("garden", "ambience", ("Birds outside", "Vögel draußen"), loops=True),
    *(_sound(f"step-{floor}", "steps", count=4) for floor in FLOOR_KINDS),
    _sound("wheelchair", "steps", ("A wheelchair rolls", "Ein Rollstuhl rollt"), loops=True),
    _sound("door", "effects", ("A door", "Eine Tür")),
    _sound("car-door-open", "effects", ("A car door opens", "Eine Autotür geht auf")),
    _sound("car-door-close", "effects", ("A car door shuts", "Eine Autotür fällt zu")),
    _sound("engine-start", "effects", ("An engine starts", "Ein Motor springt an")),
    _sound("engine-idle", "effects", ("An engine runs", "Ein Motor läuft"), loops=True),
    _sound("electric-start", "effects", ("An electric car wakes up", "Ein Elektroauto wacht auf")),
    _sound("turntable", "effects", ("The turntable turns", "Die Drehscheibe dreht sich"), loops=True),
    _sound("click", "effects"),
    _sound("choose", "effects"),
    _sound("take-up", "effects"),
    _sound("put-down", "effects"),
    _sound("shutter", "effects", ("A picture is taken", "Ein Bild wird gemacht")),
    _sound("applause", "effects", ("Applause", "Applaus")),
    _sound("refused", "notices", ("That does not go together", "Das passt nicht zusammen")),
    _sound("done", "notices", ("Done", "Erledigt")),
    _sound("notification", "notices", ("News", "Neuigkeit")),
    _sound("chat", "notices", ("Somebody writes", "Jemand schreibt")),
    _sound("joined", "notices", ("Somebody comes in", "Jemand kommt herein")),
    _sound("left", "notices", ("Somebody leaves", "Jemand geht")),
    _sound("call", "notices", ("Somebody calls an adviser", "Jemand ruft nach Beratung")),
    _sound("adviser", "notices", ("An adviser is here", "Eine Beraterin ist da")),
)
SOUNDS: Final[dict[str, Sound]] = {sound.id: sound for sound in _ALL}
