"""Sentences about quotes and the shop's checkout."""

from __future__ import annotations

from typing import Final

from showroom.catalogue import Text

BUYING_TEXTS: Final[dict[str, Text]] = {
    "verb.quote": Text("Quote as PDF", "Angebot als PDF"),
    "verb.checkout": Text("Order at the shop", "Im Shop bestellen"),
    "buying.quote": Text("The quote is kept: {path}", "Das Angebot liegt in: {path}"),
    "buying.checkout": Text("Your order goes on in the browser, at {shop}.", "Weiter geht es im Browser, bei {shop}."),
    "buying.copied": Text(
        "The way to the checkout of {shop} is copied; paste it into your browser.",
        "Der Weg zur Kasse von {shop} ist kopiert; fügen Sie ihn in den Browser ein.",
    ),
    "buying.no-checkout": Text(
        "This shop takes no orders here. The quote has everything that one needs.",
        "Dieser Shop nimmt hier keine Bestellungen an. Im Angebot steht alles, was man braucht.",
    ),
    "buying.failed": Text("That did not work: {reason}", "Das hat nicht geklappt: {reason}"),
    "buying.address": Text("Order here: {address}", "Hier bestellen: {address}"),
}
