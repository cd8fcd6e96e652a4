"""Every sentence of the settings and of the avatar maker, for windows and terminals, in every language."""

from __future__ import annotations

from typing import Final

from showroom.catalogue import Text

SETTINGS_TEXTS: Final[dict[str, Text]] = {
    "verb.settings": Text("Settings", "Einstellungen"),
    "verb.looks": Text("How I look", "Mein Aussehen"),
    "verb.mute-sounds": Text("Sound on or off", "Ton an oder aus"),
    "settings.title": Text("Settings", "Einstellungen"),
    "settings.hint": Text(
        "{up} {down} choose · {left} {right} change · {escape} closes",
        "{up} {down} wählen · {left} {right} ändern · {escape} schließt",
    ),
    "settings.name": Text("Name", "Name"),
    "settings.name-hint": Text("{enter} takes the name", "{enter} übernimmt den Namen"),
    "settings.looks": Text("Looks", "Aussehen"),
    "settings.language": Text("Language", "Sprache"),
    "settings.scale": Text("Size of the panels", "Größe der Bedienung"),
    "settings.contrast": Text("High contrast", "Hoher Kontrast"),
    "settings.calm": Text("Reduced motion", "Weniger Bewegung"),
    "settings.quality": Text("Picture quality", "Bildqualität"),
    "settings.light": Text("Light", "Licht"),
    "settings.captions": Text("Captions for sounds", "Untertitel für Töne"),
    "settings.sounds": Text("Sound", "Ton"),
    "settings.on": Text("on", "an"),
    "settings.off": Text("off", "aus"),
    "settings.percent": Text("{value} %", "{value} %"),
    "settings.open": Text("Change …", "Ändern …"),
    "settings.renamed": Text("You are {name} now.", "Sie heißen jetzt {name}."),
    "looks.title": Text("How you look", "Ihr Aussehen"),
    "looks.random": Text("Surprise me", "Überraschen"),
    "looks.done": Text("Done", "Fertig"),
    "looks.take": Text("Let chance decide", "Den Zufall entscheiden lassen"),
}
