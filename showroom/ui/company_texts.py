"""Every sentence of being together, for windows and terminals, in every language."""

from __future__ import annotations

from typing import Final

from showroom.catalogue import Text

COMPANY_TEXTS: Final[dict[str, Text]] = {
    "verb.sit": Text("Sit down, stand up", "Setzen, aufstehen"),
    "verb.raise-hand": Text("Raise your hand", "Hand heben"),
    "verb.point": Text("Point at something", "Auf etwas zeigen"),
    "verb.follow": Text("Follow somebody", "Jemandem folgen"),
    "verb.summon": Text("Ask somebody to come", "Jemanden herbitten"),
    "verb.agree": Text("Say yes", "Ja sagen"),
    "verb.decline": Text("Say no", "Nein sagen"),
    "company.nobody": Text("Nobody is near.", "Niemand ist in der Nähe."),
    "company.asked": Text("{name} has been asked.", "{name} wurde gefragt."),
    "company.follow": Text("{name} would like to follow you.", "{name} möchte Ihnen folgen."),
    "company.summon": Text("{name} asks you to come.", "{name} bittet Sie, herzukommen."),
    "company.follow-yes": Text(
        "You follow {name}. Any step of yours ends it.", "Sie folgen {name}. Ein Schritt beendet es."
    ),
    "company.follow-no": Text("{name} would rather walk alone.", "{name} geht lieber allein."),
    "company.summon-yes": Text("{name} is coming.", "{name} kommt."),
    "company.summon-no": Text("{name} cannot come now.", "{name} kann gerade nicht kommen."),
    "verb.private": Text("Among ourselves, or not", "Unter uns sein oder nicht"),
    "company.private": Text(
        "{name} would like to be among yourselves: only you two see and hear each other.",
        "{name} möchte mit Ihnen unter sich sein: Nur Sie beide sehen und hören einander.",
    ),
    "company.private-yes": Text("{name} is glad to.", "{name} ist dabei."),
    "company.private-no": Text("{name} would rather stay with all.", "{name} bleibt lieber bei allen."),
    "company.together": Text("among yourselves", "unter sich"),
    "company.elsewhere": Text("with the others", "bei den anderen"),
    "company.now-together": Text(
        "You are among yourselves: {names}. Nobody else sees or hears you.",
        "Sie sind unter sich: {names}. Sonst sieht und hört Sie niemand.",
    ),
    "company.now-mingled": Text("You are among everybody again.", "Sie sind wieder unter allen."),
    "failed.staff-is-everywhere": Text(
        "Advisers see everybody, also a private group {got}", "Beratende sehen alle, auch eine private Gruppe {got}"
    ),
    "failed.together-already": Text("You are among yourselves already {got}", "Sie sind schon unter sich {got}"),
    "failed.too-many-questions": Text(
        "Too many people are being asked just now {got}", "Gerade werden zu viele gefragt {got}"
    ),
    "company.ended": Text("You no longer follow.", "Sie folgen nicht mehr."),
    "company.hand": Text("raises a hand", "hebt die Hand"),
    "company.sits": Text("sits", "sitzt"),
    "company.hand-up": Text("Your hand is up.", "Ihre Hand ist oben."),
    "company.hand-down": Text("Your hand is down.", "Ihre Hand ist unten."),
    "company.sat": Text("You sit.", "Sie sitzen."),
    "company.stood": Text("You stand.", "Sie stehen."),
    "company.nobody-asks": Text("Nobody asks you anything.", "Niemand fragt Sie etwas."),
    "failed.not-here": Text("They are not here {got}", "Die Person ist nicht hier {got}"),
}
