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
