"""Every sentence of the cards that lie over the room, in every language."""

from __future__ import annotations

from typing import Final

from showroom.catalogue import Text

CARD_TEXTS: Final[dict[str, Text]] = {
    "verb.walk-there": Text("Walk to where you click", "Dorthin gehen, wohin Sie klicken"),
    "verb.map": Text("Show the map", "Karte zeigen"),
    "notice.no-way": Text("There is no way to that place.", "Dorthin führt kein Weg."),
    "map.title": Text("Where to?", "Wohin?"),
    "map.hint": Text("{up} {down} choose, {enter} takes you there", "{up} {down} wählen, {enter} bringt Sie hin"),
    "key.click": Text("Click", "Klick"),
}
