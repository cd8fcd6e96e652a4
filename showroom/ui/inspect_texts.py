"""Every sentence of looking closely and of photo mode, in every language."""

from __future__ import annotations

from typing import Final

from showroom.catalogue import Text

INSPECT_TEXTS: Final[dict[str, Text]] = {
    "verb.turntable": Text("Turntable", "Drehscheibe"),
    "verb.measure": Text("Show measures", "Maße zeigen"),
    "verb.next-hotspot": Text("Next detail", "Nächstes Detail"),
    "verb.switch-state": Text("Open or switch on", "Öffnen oder einschalten"),
    "verb.photo": Text("Photo mode", "Fotomodus"),
    "verb.take-photo": Text("Take a picture", "Bild aufnehmen"),
    "inspect.turns": Text("The turntable turns.", "Die Drehscheibe dreht sich."),
    "inspect.stands": Text("The turntable stands.", "Die Drehscheibe steht."),
    "inspect.no-state": Text(
        "There is nothing to open or switch here.", "Hier lässt sich nichts öffnen oder schalten."
    ),
    "inspect.no-hotspot": Text("Nothing is pointed out on this product.", "An diesem Produkt ist nichts erklärt."),
    "inspect.hotspot": Text("{number}. {name}: {words}", "{number}. {name}: {words}"),
    "inspect.state": Text("{name}: {words}", "{name}: {words}"),
    "inspect.on": Text("on", "an"),
    "inspect.off": Text("off", "aus"),
    "inspect.moves": Text("What moves: {parts}.", "Es bewegt sich: {parts}."),
    "inspect.shows": Text("What appears: {parts}.", "Es erscheint: {parts}."),
    "inspect.hides": Text("What is gone: {parts}.", "Es verschwindet: {parts}."),
    "inspect.with": Text("{names} looks at this too", "{names} sieht sich das auch an"),
    "inspect.with-many": Text("{names} look at this too", "{names} sehen sich das auch an"),
    "inspect.changed": Text("{name} changed: {what}", "{name} hat geändert: {what}"),
    "dimension.named": Text("{name} {mm} mm", "{name} {mm} mm"),
    "dimension.plain": Text("{mm} mm", "{mm} mm"),
    "photo.kept": Text("Kept as {path}", "Gespeichert als {path}"),
    "photo.kept-with-code": Text("Kept as {path}; the code is copied", "Gespeichert als {path}; der Code ist kopiert"),
    "photo.unwritable": Text("{path} cannot be written: {reason}", "{path} lässt sich nicht schreiben: {reason}"),
}
