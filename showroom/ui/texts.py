"""Every sentence of the clients, in every language. Fields in braces are filled by `say`."""

# ruff: noqa: RUF001 - people read these: en dashes and multiplication signs are meant

from __future__ import annotations

from typing import Final

from showroom.catalogue import Text
from showroom.ui.account_texts import ACCOUNT_TEXTS
from showroom.ui.arrival_texts import ARRIVAL_TEXTS
from showroom.ui.buying_texts import BUYING_TEXTS
from showroom.ui.card_texts import CARD_TEXTS
from showroom.ui.company_texts import COMPANY_TEXTS
from showroom.ui.inspect_texts import INSPECT_TEXTS
from showroom.ui.order_texts import ORDER_TEXTS
from showroom.ui.settings_texts import SETTINGS_TEXTS
from showroom.ui.trying import TRYING_TEXTS

TEXTS: Final[dict[str, Text]] = {
    **ORDER_TEXTS,
    **ACCOUNT_TEXTS,
    **CARD_TEXTS,
    **ARRIVAL_TEXTS,
    **SETTINGS_TEXTS,
    **INSPECT_TEXTS,
    **COMPANY_TEXTS,
    **TRYING_TEXTS,
    **BUYING_TEXTS,
    # verbs
    "verb.walk": Text("Walk", "Gehen"),
    "verb.look": Text("Look around", "Umsehen"),
    "verb.inspect": Text("Look closely", "Genau ansehen"),
    "verb.leave-inspect": Text("Step back", "Zurücktreten"),
    "verb.previous-product": Text("Previous product", "Voriges Produkt"),
    "verb.next-product": Text("Next product", "Nächstes Produkt"),
    "verb.next-group": Text("Next option", "Nächste Option"),
    "verb.choose": Text("Choose a value", "Wert wählen"),
    "verb.undo": Text("Undo", "Rückgängig"),
    "verb.redo": Text("Redo", "Wiederholen"),
    "verb.copy-code": Text("Copy the code", "Code kopieren"),
    "verb.open-code": Text("Open a code", "Code öffnen"),
    "verb.take-fix": Text("Take this way", "So übernehmen"),
    "verb.chat": Text("Write", "Schreiben"),
    "verb.wave": Text("Wave", "Winken"),
    "verb.clap": Text("Clap", "Klatschen"),
    "verb.heart": Text("Send a heart", "Herz senden"),
    "verb.call-adviser": Text("Call an adviser", "Beratung rufen"),
    "verb.cancel-call": Text("Stop waiting", "Nicht mehr warten"),
    "verb.end-conversation": Text("End the conversation", "Gespräch beenden"),
    "verb.go-online": Text("Go online", "Online gehen"),
    "verb.go-away": Text("Take a break", "Pause machen"),
    "verb.accept-call": Text("Accept", "Annehmen"),
    "verb.mood": Text("Change the light", "Licht wechseln"),
    "verb.quality": Text("Picture quality", "Bildqualität"),
    "picture.mood": Text("The light: {mood}.", "Das Licht: {mood}."),
    "picture.quality": Text("Picture quality: {level}.", "Bildqualität: {level}."),
    "picture.stepped-down": Text(
        "This graphics driver cannot draw everything: the picture quality is “{level}” now.",
        "Dieser Grafiktreiber kann nicht alles zeichnen: Die Bildqualität ist jetzt „{level}“.",
    ),
    "mood.studio": Text("studio", "Studio"),
    "mood.day": Text("daylight", "Tageslicht"),
    "mood.evening": Text("evening", "Abend"),
    "quality.automatic": Text("automatic", "automatisch"),
    "quality.low": Text("low", "niedrig"),
    "quality.medium": Text("medium", "mittel"),
    "quality.high": Text("high", "hoch"),
    "verb.language": Text("Change language", "Sprache wechseln"),
    "verb.help": Text("Show the keys", "Tasten zeigen"),
    "verb.close": Text("Close", "Schließen"),
    # keys as people call them
    "key.escape": Text("Esc", "Esc"),
    "key.enter": Text("Enter", "Eingabe"),
    "key.ctrl": Text("Ctrl", "Strg"),
    "key.drag": Text("Drag", "Ziehen"),
    # connection
    "connection.connecting": Text("Connecting …", "Verbinde …"),
    "connection.online": Text("Connected", "Verbunden"),
    "connection.offline": Text("No connection – trying again", "Keine Verbindung – neuer Versuch"),
    "connection.offline-hint": Text(
        "You can keep looking around. We will bring you back to your place.",
        "Sie können sich weiter umsehen. Wir bringen Sie an Ihren Platz zurück.",
    ),
    "connection.never": Text(
        "The showroom at {server} cannot be reached. We keep trying.",
        "Der Showroom unter {server} ist nicht erreichbar. Wir versuchen es weiter.",
    ),
    # people
    "people.alone": Text("Only you", "Nur Sie"),
    "people.count": Text("{count} people", "{count} Personen"),
    "people.you": Text("You", "Sie"),
    # service desk
    "adviser.nobody": Text("Nobody is here right now", "Gerade ist niemand da"),
    "adviser.unknown": Text("No connection to the service desk", "Keine Verbindung zur Beratung"),
    "adviser.one": Text("1 adviser online", "1 Berater online"),
    "adviser.many": Text("{count} advisers online", "{count} Berater online"),
    "adviser.all-busy": Text("All advisers are busy", "Alle Berater sind im Gespräch"),
    "adviser.waiting-first": Text("You are next", "Sie sind als Nächstes dran"),
    "adviser.waiting": Text("You are number {position}", "Sie sind Nummer {position}"),
    "adviser.waiting-nobody": Text(
        "Nobody is here right now. Your call is kept.", "Gerade ist niemand da. Ihr Ruf bleibt stehen."
    ),
    "adviser.talking": Text("{name} is with you", "{name} ist bei Ihnen"),
    # product panel
    "product.included": Text("included", "inklusive"),
    "product.total": Text("Total", "Summe"),
    "product.tax-included": Text("incl. {rate} {name}: {amount}", "inkl. {rate} {name}: {amount}"),
    "product.tax-added": Text("plus {rate} {name}: {amount}", "zzgl. {rate} {name}: {amount}"),
    "product.code-copied": Text("Code copied", "Code kopiert"),
    "product.loading": Text("{name} is being brought …", "{name} wird geholt …"),
    "product.size": Text("{width} × {height} × {depth} mm", "{width} × {height} × {depth} mm"),
    "supply.in-stock": Text("In stock", "Auf Lager"),
    "supply.few": Text("Only {count} left", "Nur noch {count} auf Lager"),
    "supply.sold-out": Text("Not in stock", "Nicht auf Lager"),
    "supply.day": Text("delivered in one day", "Lieferung in einem Tag"),
    "supply.days": Text("delivered in {days} days", "Lieferung in {days} Tagen"),
    "supply.to": Text("to", "bis"),
    "product.failed": Text("This product cannot be shown right now", "Dieses Produkt kann gerade nicht gezeigt werden"),
    "product.no-value": Text("not chosen", "nicht gewählt"),
    "prompt.inspect": Text("Look closely at {name}", "{name} genau ansehen"),
    # refusal
    "refusal.title": Text("That does not go together", "Das passt nicht zusammen"),
    "refusal.fixes": Text("Ways that work", "So geht es"),
    "refusal.no-fix": Text("There is no way to combine these.", "Das lässt sich nicht kombinieren."),
    "refusal.same-price": Text("same price", "gleicher Preis"),
    "refusal.keep": Text("Keep it as it was", "So lassen, wie es war"),
    # chat
    "chat.placeholder": Text("Write to everybody here …", "An alle hier schreiben …"),
    "chat.placeholder-private": Text("Write to {name} …", "An {name} schreiben …"),
    "chat.empty": Text("Say hello – everybody in this room can read it.", "Sagen Sie Hallo – alle im Raum lesen mit."),
    "chat.empty-private": Text("Only {name} and you can read this.", "Nur {name} und Sie können das lesen."),
    "chat.room": Text("Room", "Raum"),
    "chat.private": Text("With {name}", "Mit {name}"),
    # agent
    "agent.title": Text("Service desk", "Beratung"),
    "agent.online": Text("Online", "Online"),
    "agent.away": Text("Away", "Pause"),
    "agent.queue": Text("Waiting ({count})", "Wartende ({count})"),
    "agent.queue-empty": Text("Nobody is waiting.", "Niemand wartet."),
    "agent.waits": Text("waits {time}", "wartet {time}"),
    "agent.lost": Text("line lost, waits {time}", "Verbindung weg, wartet {time}"),
    "agent.looks-at": Text("looks at {name}", "sieht sich {name} an"),
    "agent.looks-around": Text("looks around", "sieht sich um"),
    "agent.conversation": Text("In conversation with {name}", "Im Gespräch mit {name}"),
    "agent.more": Text("+ {count} more", "+ {count} weitere"),
    "agent.speaks": Text("speaks {language}", "spricht {language}"),
    "language.en": Text("English", "Englisch"),
    "language.de": Text("German", "Deutsch"),
    # help
    "help.title": Text("Keys", "Tasten"),
    # notices
    "notice.refused": Text("That did not work: {message}", "Das ging nicht: {message}"),
    "notice.nothing-to-undo": Text("There is nothing to take back.", "Es gibt nichts rückgängig zu machen."),
    "notice.conversation-ended": Text("The conversation has ended.", "Das Gespräch ist beendet."),
    "notice.adviser-came": Text("{name} has come to you.", "{name} ist zu Ihnen gekommen."),
    "notice.no-server": Text("The showroom cannot be reached.", "Der Showroom ist nicht erreichbar."),
    "notice.nothing-near": Text(
        "Nothing is near enough to look at closely.", "Nichts ist nah genug, um es genau anzusehen."
    ),
    "notice.no-code": Text(
        "The clipboard holds no code that can be used.", "Die Zwischenablage enthält keinen gültigen Code."
    ),
    "notice.unsent": Text("Not sent: there is no connection.", "Nicht gesendet: keine Verbindung."),
    "loading.room": Text("The room is being prepared …", "Der Raum wird vorbereitet …"),
}


def say(key: str, language: str, /, **fields: object) -> str:
    """Return the sentence `key` in `language` with its fields filled in; KeyError where there is no such sentence."""
    sentence = TEXTS[key].in_language(language)
    return sentence.format(**fields) if fields else sentence
