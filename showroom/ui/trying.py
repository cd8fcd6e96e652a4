"""View state and sentences of the try-on card: the page before the first picture, where to look, and the mirror."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from showroom.catalogue import Text

if TYPE_CHECKING:
    from showroom.ui.consent import Section

Act = Literal["agree", "refuse", "source", "paste", "snapshot", "compare", "flip", "other", "close"]

TRYING_TEXTS: Final[dict[str, Text]] = {
    "verb.try-on": Text("Try on", "Anprobieren"),
    "trying.title": Text("Try on: {name}", "Anprobe: {name}"),
    "trying.where": Text("Where do we see you?", "Wo sehen wir Sie?"),
    "trying.camera": Text("Camera: {name}", "Kamera: {name}"),
    "trying.no-camera": Text(
        "No camera is connected. Use a photo: also your phone's will do.",
        "Keine Kamera angeschlossen. Nehmen Sie ein Foto, auch eines vom Telefon.",
    ),
    "trying.photo": Text("Photo: {name}", "Foto: {name}"),
    "trying.paste": Text("The path of a photo that you have copied", "Der Pfad eines Fotos, den Sie kopiert haben"),
    "trying.opening": Text("One moment …", "Einen Moment …"),
    "trying.nobody": Text(
        "Nobody is seen: come nearer, into even light.", "Niemand zu sehen: Bitte näher kommen, in gleichmäßiges Licht."
    ),
    "trying.snapshot": Text("Keep a picture", "Bild behalten"),
    "trying.kept": Text("Kept on this computer: {path}", "Auf diesem Rechner behalten: {path}"),
    "trying.compare": Text("Up to four side by side", "Bis zu vier nebeneinander"),
    "trying.single": Text("Only this one again", "Wieder nur diese"),
    "trying.flip": Text("As others see you", "Wie andere Sie sehen"),
    "trying.mirror": Text("As in a mirror", "Wie im Spiegel"),
    "trying.other": Text("Another camera or photo", "Andere Kamera oder anderes Foto"),
    "trying.close": Text("Close", "Schließen"),
    "trying.nothing": Text("There are no glasses here to try on.", "Hier gibt es keine Brille zum Anprobieren."),
    "trying.here": Text("Nothing of it leaves this computer.", "Nichts davon verlässt diesen Rechner."),
    "trying.pupils": Text("Pupils {mm:.0f} ± {reach:.0f} mm apart", "Pupillenabstand {mm:.0f} ± {reach:.0f} mm"),
    "trying.no-extra": Text(
        "Trying on needs the extra `ar` of this program ({name} is missing).",
        "Zum Anprobieren fehlt die Erweiterung `ar` dieses Programms ({name}).",
    ),
    "trying.failed": Text("That did not work: {reason}", "Das ging nicht: {reason}"),
}


@dataclass(frozen=True)
class TryOnRow:
    """Something to press."""

    act: Act
    words: str
    selected: bool


@dataclass(frozen=True)
class TryOnView:
    """The card.

    Args:
        title: over it.
        sections: the page about what is measured; empty once it was agreed to.
        words: what is to be said: the question, sizes, advice, a failure.
        picture_px: width and height of the picture to show; None while there is none.
        rows: what can be pressed.
    """

    title: str
    sections: tuple[Section, ...]
    words: tuple[str, ...]
    picture_px: tuple[int, int] | None
    rows: tuple[TryOnRow, ...]
