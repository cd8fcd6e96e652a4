"""What may leave a client's process, in words: the allow-list of its only exit, and the receipt of its ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from showroom.catalogue import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from showroom.catalogue import Language

CONNECTION: Final = "connection"
POSE: Final = "pose"
ALLOWED: Final[dict[str, Text]] = {
    # asked for over HTTP
    "catalogue": Text("Asked for the catalogue", "Nach dem Katalog gefragt"),
    "file": Text("Asked for a file of a product", "Nach der Datei eines Produkts gefragt"),
    "ticket": Text("Your name, language and room, to enter", "Ihr Name, Ihre Sprache und der Raum, zum Eintreten"),
    "login": Text("An adviser's user name and password", "Name und Passwort eines Beraters"),
    "sign-up": Text("Your e-mail address, name and password, to sign up", "E-Mail, Name und Passwort, für ein Konto"),
    "sign-in": Text("Your e-mail address and password, to sign in", "E-Mail und Passwort, zum Anmelden"),
    "sign-out": Text("Signed out", "Abgemeldet"),
    "account-wishes": Text("Your wish list, into your account", "Ihr Merkzettel, in Ihr Konto"),
    "account-password": Text("The old and the new password", "Das alte und das neue Passwort"),
    "account-deletion": Text("Your password, to delete the account", "Ihr Passwort, um das Konto zu löschen"),
    "account-recovery": Text("Your e-mail address, for a link to it", "Ihre E-Mail-Adresse, für einen Link dorthin"),
    "account-code": Text("The code of a link, and a password", "Der Code eines Links, und ein Passwort"),
    "checkout": Text("What you want to order, by its code", "Was Sie bestellen möchten, durch seinen Code"),
    "quote": Text("Asked for a quote, by its code", "Nach einem Angebot gefragt, durch seinen Code"),
    # said to the room
    CONNECTION: Text("Opening, keeping and closing the line", "Die Leitung öffnen, halten und schließen"),
    "hello": Text("The ticket, shown at the door", "Die Eintrittskarte, vorgezeigt an der Tür"),
    POSE: Text("Where your avatar stands and looks", "Wo Ihr Avatar steht und wohin er sieht"),
    "configure": Text("A choice for a product", "Eine Wahl für ein Produkt"),
    "undo": Text("Taken back", "Rückgängig gemacht"),
    "redo": Text("Done again", "Wiederholt"),
    "open-code": Text("A configuration code", "Ein Konfigurationscode"),
    "say": Text("What you wrote in the chat", "Was Sie im Chat geschrieben haben"),
    "emote": Text("A wave, a clap or a heart", "Ein Winken, Klatschen oder Herz"),
    "focus": Text("Which product you look at", "Welches Produkt Sie ansehen"),
    "call-adviser": Text("A call for an adviser", "Ein Ruf nach Beratung"),
    "cancel-call": Text("Stopped waiting for an adviser", "Nicht länger auf Beratung gewartet"),
    "set-agent-status": Text("Whether an adviser is there", "Ob ein Berater da ist"),
    "accept-call": Text("An adviser took a call", "Ein Berater hat einen Ruf angenommen"),
    "end-conversation": Text("The end of a conversation", "Das Ende eines Gesprächs"),
    "report": Text("A report about somebody", "Eine Meldung über jemanden"),
    "block": Text("Whom you do not want to meet", "Wem Sie nicht begegnen wollen"),
    "set-lock": Text("A room locked or opened", "Ein Raum geschlossen oder geöffnet"),
    "remove": Text("Somebody asked to leave", "Jemand des Raumes verwiesen"),
    "resolve-report": Text("An answer to a report", "Die Antwort auf eine Meldung"),
    "bear": Text("Whether your avatar sits or raises a hand", "Ob Ihr Avatar sitzt oder die Hand hebt"),
    "point": Text("Where your avatar points", "Wohin Ihr Avatar zeigt"),
    "ask": Text("Asking to follow, come or be private", "Die Frage zu folgen, zu kommen, unter sich zu sein"),
    "mingle": Text("The end of a private group", "Das Ende einer privaten Gruppe"),
    "answer": Text("Your answer to such a question", "Ihre Antwort auf so eine Frage"),
    "dress": Text("How your avatar looks", "Wie Ihr Avatar aussieht"),
    "leave": Text("Goodbye", "Abschied"),
}
"""Everything that a client may send, by its kind; what is not named here does not leave the process."""

_TITLE: Final = Text("What has left this computer", "Was diesen Computer verlassen hat")
_NOTHING: Final = Text("Nothing.", "Nichts.")
_PROMISE: Final = Text(
    "No picture, no point of a face or foot and no measurement is among it: there is no kind of message for them.",
    "Kein Bild, kein Punkt eines Gesichts oder Fußes und kein Maß ist darunter: Für sie gibt es keine Art Nachricht.",
)
_COUNTED: Final = Text(
    "Counted is every byte that was handed to the network, headers and frames included; "
    "what encryption and the network itself add is not.",
    "Gezählt ist jedes Byte, das ans Netz ging, samt Kopfzeilen und Rahmen; "
    "was Verschlüsselung und Netz selbst hinzufügen, nicht.",
)
_SINCE: Final = Text("Counted since {day}.", "Gezählt seit dem {day}.")
_DAYS: Final = {"en": "%Y-%m-%d", "de": "%d.%m.%Y"}
_TOTAL: Final = Text("in all", "zusammen")


class Sent(Struct, frozen=True):
    """How often something of one kind was sent, and its bytes as they were handed to the network."""

    count: int
    size_bytes: int

    def plus(self, other: Sent) -> Sent:
        """Both together."""
        return Sent(self.count + other.count, self.size_bytes + other.size_bytes)


class ReceiptLine(Struct, frozen=True):
    """One kind of message: its name for scripts, its words for people."""

    kind: str
    words: str
    count: int
    size_bytes: int


class Receipt(Struct, frozen=True):
    """A page that a person understands; a window draws it, a terminal prints it."""

    title: str
    lines: tuple[ReceiptLine, ...]
    total: Sent
    nothing: str
    total_words: str
    promise: str
    counted: str
    since: str = ""


def receipt(sent: Mapping[str, Sent], language: Language, since: date | None = None) -> Receipt:
    """The page for a ledger, the most bytes first; `since` is the day on which counting began."""
    lines = tuple(
        ReceiptLine(kind, ALLOWED[kind].in_language(language) if kind in ALLOWED else kind, one.count, one.size_bytes)
        for kind, one in sorted(sent.items(), key=lambda item: -item[1].size_bytes)
    )
    total = Sent(sum(line.count for line in lines), sum(line.size_bytes for line in lines))
    nothing, in_all, promise, counted = (text.in_language(language) for text in (_NOTHING, _TOTAL, _PROMISE, _COUNTED))
    day = since.strftime(_DAYS[language]) if since is not None and lines else ""
    said = _SINCE.in_language(language).format(day=day) if day else ""
    return Receipt(_TITLE.in_language(language), lines, total, nothing, in_all, promise, counted, said)


def receipt_text(page: Receipt) -> str:
    """The page as plain text."""
    rows = [(line.words, line.count, line.size_bytes) for line in page.lines]
    rows += [(page.total_words, page.total.count, page.total.size_bytes)] if rows else []
    wide = max((len(words) for words, _, _ in rows), default=0)
    table = [f"  {words:<{wide}}  {count:>6} ×  {size_bytes:>10} B" for words, count, size_bytes in rows]  # noqa: RUF001 - people read it
    since = [page.since] if page.since else []
    return "\n".join([page.title, *(table or [f"  {page.nothing}"]), *since, page.promise, page.counted])
