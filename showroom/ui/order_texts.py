"""Every sentence about keeping order, for windows and terminals, in every language."""

# ruff: noqa: RUF001 - people read these: en dashes are meant

from __future__ import annotations

from typing import Final

from showroom.catalogue import Text

ORDER_TEXTS: Final[dict[str, Text]] = {
    # verbs
    "verb.people": Text("Show who is here", "Zeigen, wer da ist"),
    "verb.mute": Text("Mute", "Stumm schalten"),
    "verb.unmute": Text("Unmute", "Wieder hören"),
    "verb.next-person": Text("Next person", "Nächste Person"),
    "verb.block": Text("Block", "Blockieren"),
    "verb.unblock": Text("Unblock", "Nicht mehr blockieren"),
    "verb.report": Text("Report", "Melden"),
    "verb.remove": Text("Ask to leave", "Hinausbitten"),
    "verb.lock": Text("Lock the room", "Raum abschließen"),
    "verb.unlock": Text("Open the room", "Raum öffnen"),
    "verb.dismiss-report": Text("Dismiss a report", "Meldung verwerfen"),
    "verb.warn-reported": Text("Warn", "Verwarnen"),
    # the words of the text client
    "word.mute": Text(
        "mute NAME: no longer hear somebody; only you notice.",
        "stumm NAME: jemanden nicht mehr hören; nur Sie merken es.",
    ),
    "word.unmute": Text("unmute NAME: hear somebody again.", "hören NAME: jemanden wieder hören."),
    "word.block": Text(
        "block NAME: neither of you sees or hears the other any more.",
        "blockiere NAME: Sie beide sehen und hören einander nicht mehr.",
    ),
    "word.unblock": Text("unblock NAME: take a block back.", "zulassen NAME: eine Blockade zurücknehmen."),
    "word.report": Text(
        "report NAME REASON: tell the staff about somebody.", "melde NAME GRUND: jemanden der Beratung melden."
    ),
    "word.remove": Text(
        "remove NAME REASON: make somebody leave for 30 minutes.",
        "entferne NAME GRUND: jemanden für 30 Minuten hinausbitten.",
    ),
    "word.lock": Text("lock: let no new visitors in.", "abschließen: keine neuen Gäste einlassen."),
    "word.unlock": Text("unlock: let visitors in again.", "aufschließen: wieder Gäste einlassen."),
    "word.reports": Text("reports: what people have reported.", "meldungen: was gemeldet wurde."),
    "word.settle": Text(
        "settle NUMBER dismiss, warn or remove, and a NOTE: work a report through.",
        "erledige NUMMER verwerfen, verwarnen oder entfernen, dazu eine NOTIZ: eine Meldung abschließen.",
    ),
    "family.order": Text("Keeping order", "Ordnung halten"),
    # what became of it
    "order.muted": Text("You no longer hear {name}.", "Sie hören {name} nicht mehr."),
    "order.unmuted": Text("You hear {name} again.", "Sie hören {name} wieder."),
    "order.blocked": Text("You and {name} no longer meet.", "Sie und {name} begegnen sich nicht mehr."),
    "order.unblocked": Text("You and {name} meet again.", "Sie und {name} begegnen sich wieder."),
    "order.reported": Text(
        "Thank you. The staff looks at what {name} did.", "Danke. Die Beratung sieht sich an, was {name} getan hat."
    ),
    "order.removed": Text("{name} had to leave.", "{name} musste gehen."),
    "order.locked": Text("The room is locked: no new visitors.", "Der Raum ist abgeschlossen: keine neuen Gäste."),
    "order.unlocked": Text("The room is open again.", "Der Raum ist wieder offen."),
    "order.warned": Text("The staff asks you: {reason}", "Die Beratung bittet Sie: {reason}"),
    "order.no-reports": Text("No report waits.", "Keine Meldung wartet."),
    "order.reports": Text("{count} reports wait:", "{count} Meldungen warten:"),
    "order.report": Text("{name}, reported by {by}: {reason}", "{name}, gemeldet von {by}: {reason}"),
    "order.report-said": Text("{report} – said: {lines}", "{report} – sagte: {lines}"),
    "order.new-report": Text("New report: {report}", "Neue Meldung: {report}"),
    "order.dismissed": Text("Dismissed.", "Verworfen."),
    "order.outcome-dismissed": Text("dismiss", "verwerfen"),
    "order.outcome-warned": Text("warn", "verwarnen"),
    "order.outcome-removed": Text("remove", "entfernen"),
    "order.settled-warned": Text("{name} was warned.", "{name} wurde verwarnt."),
    "failed.replaced": Text(
        "You entered from another window; this one is closed.",
        "Sie sind in einem anderen Fenster eingetreten; dieses ist geschlossen.",
    ),
    # the window's card
    "people.title": Text("Who is here", "Wer da ist"),
    "people.nobody": Text("Nobody else is here.", "Sonst ist niemand hier."),
    "people.muted": Text("muted", "stumm"),
    "people.blocked": Text("blocked", "blockiert"),
    "people.adviser": Text("adviser", "Beratung"),
    "people.hint": Text("{key} chooses the next person", "{key} wählt die nächste Person"),
    "people.reports": Text("Reports ({count})", "Meldungen ({count})"),
    "people.dismissed": Text("Dismiss", "Verwerfen"),
    "people.warned": Text("Warn", "Verwarnen"),
    "people.removed": Text("Ask to leave", "Hinausbitten"),
    "order.out-of-place": Text("Behaviour that is out of place here.", "Verhalten, das hier nicht passt."),
    "people.said": Text("“{words}”", "„{words}“"),
    "reason.title": Text("Why?", "Warum?"),
    "reason.insult": Text("Insults", "Beleidigung"),
    "reason.spam": Text("Advertising, spam", "Werbung, Spam"),
    "reason.harassment": Text("Harassment", "Belästigung"),
    "reason.other": Text("Something else", "Etwas anderes"),
    # refusals
    "failed.who-and-why": Text("Who, and why? e.g. {example}", "Wen, und warum? z. B. {example}"),
    "failed.staff-not-blocked": Text("The staff cannot be blocked.", "Die Beratung lässt sich nicht blockieren."),
    "failed.staff-not-removed": Text("The staff cannot be removed.", "Die Beratung lässt sich nicht entfernen."),
    "failed.that-is-you": Text("That is you.", "Das sind Sie selbst."),
    "failed.already-reported": Text(
        "You have reported this person; the staff has not decided yet.",
        "Sie haben diese Person schon gemeldet; die Beratung hat noch nicht entschieden.",
    ),
    "failed.too-many-reports": Text(
        "Too many reports wait for the staff.", "Zu viele Meldungen warten auf die Beratung."
    ),
    "failed.unknown-person": Text("Nobody like that is here.", "So jemand ist nicht hier."),
    "failed.unknown-report": Text("This report has been worked through already.", "Diese Meldung ist schon erledigt."),
    "failed.removed": Text(
        "The staff has asked you to leave this room. {got}", "Die Beratung hat Sie aus diesem Raum hinausgebeten. {got}"
    ),
    "failed.room-locked": Text(
        "This room is locked; new visitors cannot come in.",
        "Dieser Raum ist abgeschlossen; neue Gäste kommen nicht hinein.",
    ),
}
