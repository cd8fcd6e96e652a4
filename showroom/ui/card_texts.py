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
    # configurations
    "verb.reset": Text("Begin anew", "Neu beginnen"),
    "verb.surprise": Text("Surprise me", "Überraschen"),
    "verb.compare": Text("Compare", "Vergleichen"),
    "verb.wish": Text("Put on the wish list", "Auf den Merkzettel"),
    "verb.wishes": Text("Show the wish list", "Merkzettel zeigen"),
    "notice.unchanged": Text("That is how it is already.", "So ist es schon."),
    "notice.no-product": Text("Look closely at a product first.", "Sehen Sie sich zuerst ein Produkt genau an."),
    "compare.title": Text("Side by side", "Nebeneinander"),
    "compare.noted": Text(
        "Noted. Now change something or look at another product, and compare once more.",
        "Gemerkt. Ändern Sie nun etwas oder sehen Sie ein anderes Produkt an und vergleichen Sie noch einmal.",
    ),
    "compare.size": Text("Size", "Maße"),
    "compare.supply": Text("Stock", "Verfügbarkeit"),
    "compare.price": Text("Price", "Preis"),
    "compare.difference": Text("Difference", "Unterschied"),
    "compare.take": Text("Take the left one", "Das linke nehmen"),
    "compare.keep": Text("Compare with the right one", "Mit dem rechten vergleichen"),
    "compare.differs": Text("{name}: {left} / {right}", "{name}: {left} / {right}"),
    "wishes.title": Text("Wish list", "Merkzettel"),
    "wishes.empty": Text("Nothing yet. {key} keeps what you look at.", "Noch nichts. {key} merkt, was Sie ansehen."),
    "wishes.hint": Text("{enter} opens, {delete} removes", "{enter} öffnet, {delete} entfernt"),
    "wishes.added": Text("{name} is on your wish list, {price}.", "{name} steht auf Ihrem Merkzettel, {price}."),
    "wishes.already": Text("That is on your wish list already.", "Das steht schon auf Ihrem Merkzettel."),
    "wishes.gone": Text("no longer offered like this", "so nicht mehr im Angebot"),
    "wishes.unwritable": Text(
        "The wish list cannot be kept: {reason}", "Der Merkzettel lässt sich nicht behalten: {reason}"
    ),
    "wishes.first": Text("As first shown", "Wie zuerst gezeigt"),
    "key.delete": Text("Del", "Entf"),
    "key.end": Text("End", "Ende"),
    "key.home": Text("Home", "Pos1"),
    "key.insert": Text("Insert", "Einfg"),
    "key.page_up": Text("PgUp", "Bild ↑"),
    "key.page_down": Text("PgDn", "Bild ↓"),
}
