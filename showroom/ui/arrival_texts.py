"""Every sentence of arriving, for windows and terminals, in every language."""

# ruff: noqa: RUF001 - people read these: en dashes are meant

from __future__ import annotations

from typing import Final

from showroom.catalogue import Text

ARRIVAL_TEXTS: Final[dict[str, Text]] = {
    "arrival.title": Text("Welcome to {room}", "Willkommen im {room}"),
    "arrival.title-unknown": Text("Welcome", "Willkommen"),
    "arrival.lead": Text(
        "Walk through, look closely, make it yours – alone or with friends.",
        "Umsehen, genau hinsehen, selbst gestalten – allein oder mit anderen.",
    ),
    "arrival.name": Text("Your name", "Ihr Name"),
    "arrival.name-hint": Text("What the others will see", "Was die anderen sehen"),
    "arrival.avatar": Text("Your looks", "Ihr Aussehen"),
    "arrival.look": Text("Look {number} of {count}", "Aussehen {number} von {count}"),
    "arrival.own-look": Text("Your own look", "Ihr eigenes Aussehen"),
    "arrival.make-looks": Text("Make your own …", "Selbst gestalten …"),
    "arrival.language": Text("Language", "Sprache"),
    "arrival.invitation": Text("Invited? Paste the code or link", "Eingeladen? Code oder Link einfügen"),
    "arrival.invitation-hint": Text("Code or showroom:// link (optional)", "Code oder showroom://-Link (freiwillig)"),
    "arrival.enter": Text("Walk in", "Eintreten"),
    "arrival.keys": Text(
        "{tab} next line · {left} {right} change · {enter} walk in",
        "{tab} nächste Zeile · {left} {right} ändern · {enter} eintreten",
    ),
    "arrival.later": Text("You can change everything later.", "Sie können alles später ändern."),
    "arrival.no-name": Text("Please write your name.", "Bitte schreiben Sie Ihren Namen."),
    "arrival.bad-invitation": Text(
        "This is no invitation: a code such as {example}, or a link.",
        "Das ist keine Einladung: ein Code wie {example} oder ein Link.",
    ),
    "failed.client-too-old": Text(
        "The showroom is newer than this client. Update the client, then come back: "
        "your name, looks and wish list are kept.",
        "Der Showroom ist neuer als dieser Client. Aktualisieren Sie den Client und kommen Sie wieder: "
        "Name, Aussehen und Merkzettel bleiben erhalten.",
    ),
    "failed.server-too-old": Text(
        "The showroom is older than this client. Ask the shop to update its server, or use an older client.",
        "Der Showroom ist älter als dieser Client. Bitten Sie den Händler, den Server zu aktualisieren, "
        "oder nutzen Sie einen älteren Client.",
    ),
    "arrival.unreachable": Text(
        "{server} does not answer. We keep trying.", "{server} antwortet nicht. Wir versuchen es weiter."
    ),
    "arrival.crashed": Text(
        "Last time the program ended by mistake. A report lies in {path}; it was not sent to anybody.",
        "Beim letzten Mal endete das Programm durch einen Fehler. Ein Bericht liegt in {path}; er wurde niemandem "
        "gesendet.",
    ),
    "ending.signal": Text(
        "The showroom was ended from outside ({signal}). Your settings and your place are kept.",
        "Der Showroom wurde von außen beendet ({signal}). Ihre Einstellungen und Ihr Platz sind gemerkt.",
    ),
    "ending.window-lost": Text(
        "Another program has closed the showroom's window. Your settings and your place are kept.",
        "Ein anderes Programm hat das Fenster geschlossen. Ihre Einstellungen und Ihr Platz sind gemerkt.",
    ),
    "ending.display-lost": Text(
        "The connection to the display has broken. Your settings and your place are kept.",
        "Die Verbindung zum Bildschirm ist abgerissen. Ihre Einstellungen und Ihr Platz sind gemerkt.",
    ),
    "arrival.you-look": Text("{name} – that is you", "{name} – das sind Sie"),
    "key.space": Text("Space", "Leertaste"),
    "key.tab": Text("Tab", "Tab"),
    # loading
    "loading.connecting": Text("Looking for {server} …", "{server} wird gesucht …"),
    "loading.products": Text("{done} of {all} are in place", "{done} von {all} stehen bereit"),
    "loading.entering": Text("Opening the door …", "Die Tür geht auf …"),
    # hints
    "hint-card.walk": Text("Walk about", "Gehen Sie umher"),
    "hint-card.walk-words": Text(
        "Use these keys, or click on the floor. Drag with the mouse to look around.",
        "Mit diesen Tasten oder mit einem Klick auf den Boden. Zum Umsehen mit der Maus ziehen.",
    ),
    "hint-card.inspect": Text("Look closely", "Sehen Sie genau hin"),
    "hint-card.inspect-words": Text(
        "Click on a product, or stand before it and press this key. There you choose colours and sizes.",
        "Ein Produkt anklicken oder davor diese Taste drücken. Dort wählen Sie Farben und Größen.",
    ),
    "hint-card.call": Text("Somebody helps", "Jemand hilft gern"),
    "hint-card.call-words": Text(
        "Call an adviser whenever you like. {help} shows everything that you can do.",
        "Rufen Sie eine Beratung, wann immer Sie möchten. {help} zeigt alles, was Sie tun können.",
    ),
    "hint-card.done": Text("Got it", "Verstanden"),
    "hint-card.step": Text("{number} of {count}", "{number} von {count}"),
    "verb.next-hint": Text("Next hint", "Nächster Hinweis"),
    "verb.invite": Text("Copy an invitation", "Einladung kopieren"),
    "notice.invited": Text(
        "The invitation is copied: whoever opens it comes to this showroom.",
        "Die Einladung ist kopiert: Wer sie öffnet, kommt in diesen Showroom.",
    ),
}
