"""The words that the text client understands, in both languages, and which verb of every client each one stands for."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from client.text.naming import folded
from showroom.errors import Rejected
from showroom.ui.spoken import tell

if TYPE_CHECKING:
    from collections.abc import Iterator

Family = Literal["moving", "products", "product", "talking", "adviser", "desk", "order", "oneself", "program"]
FAMILIES: Final[tuple[Family, ...]] = (
    "moving",
    "products",
    "product",
    "talking",
    "adviser",
    "desk",
    "order",
    "oneself",
    "program",
)

WITHOUT_A_WORD: Final = {
    "mood": "nothing is seen",
    "try-on": "nothing is seen; `showroom tryon PHOTO` measures and says it in words",
    "quality": "nothing is seen",
    "look": "turning the eyes with the mouse shows nothing to read; `where` tells what is around",
    "next-person": "people are called by name or number, there is none that waits to be stepped to",
    "settings": "they are about pictures and sounds; `language`, `rename` and `looks` are words",
    "mute-sounds": "nothing is heard; `quiet` is for news",
    "point": "pointing shows nothing to read; `say` names what is meant",
    "turntable": "nothing is seen",
    "photo": "nothing is seen",
    "take-photo": "nothing is seen; `showroom shot` draws one",
    "next-hint": "the greeting says it all at once, and `?` again",
    "next-group": "options are chosen by name or number, there is none that waits to be stepped to",
}
"""The verbs of `showroom.ui.verbs` that make no sense in text, and why."""


@dataclass(frozen=True)
class Word:
    """A word that does something; its explanation is the sentence ``word.<id>``.

    Args:
        id: stable.
        english: how it is called; the first one is shown.
        german: the same.
        family: where it stands in the list of words.
        verbs: the verbs of `showroom.ui.verbs` that it is the way to.
        who: who has it.
    """

    id: str
    english: tuple[str, ...]
    german: tuple[str, ...]
    family: Family
    verbs: tuple[str, ...] = ()
    who: Literal["everybody", "agents", "shoppers"] = "everybody"

    def names(self, language: str) -> tuple[str, ...]:
        """How it is called in a language."""
        return self.german if language == "de" else self.english

    def is_for(self, *, agent: bool) -> bool:
        """Whether somebody has this word."""
        return self.who == "everybody" or (self.who == "agents") == agent


WORDS: Final[tuple[Word, ...]] = (
    Word("where", ("where",), ("wo",), "moving"),
    Word("who", ("who",), ("wer",), "moving", ("people",)),
    Word("places", ("places", "map"), ("orte", "karte"), "moving", ("map",)),
    Word("go", ("go", "walk"), ("gehe", "geh"), "moving", ("walk", "walk-there")),
    Word("stop", ("stop",), ("stopp", "halt"), "moving"),
    Word("products", ("products",), ("produkte",), "products"),
    Word("look", ("look", "inspect"), ("ansehen", "schau", "sieh"), "products", ("inspect",)),
    Word("next", ("next",), ("nächstes", "weiter"), "products", ("next-product",)),
    Word("previous", ("previous",), ("voriges",), "products", ("previous-product",)),
    Word("back", ("back",), ("zurück",), "product", ("leave-inspect",)),
    Word("choose", ("choose", "set"), ("wähle", "setze"), "product", ("choose",)),
    Word("take", ("take", "fix"), ("nimm",), "product", ("take-fix",)),
    Word("keep", ("keep",), ("lassen",), "product"),
    Word("price", ("price",), ("preis",), "product"),
    Word("undo", ("undo",), ("rückgängig",), "product", ("undo",)),
    Word("redo", ("redo",), ("wiederhole",), "product", ("redo",)),
    Word("reset", ("reset",), ("anfang",), "product", ("reset",)),
    Word("surprise", ("surprise", "random"), ("überrasche", "zufall"), "product", ("surprise",)),
    Word("compare", ("compare",), ("vergleiche",), "product", ("compare",)),
    Word("code", ("code", "share"), ("code", "teilen"), "product", ("copy-code",)),
    Word("quote", ("quote", "pdf"), ("angebot", "pdf"), "product", ("quote",)),
    Word("order", ("order", "checkout", "buy"), ("bestelle", "kasse", "kaufe"), "product", ("checkout",)),
    Word("measures", ("measures",), ("maße",), "product", ("measure",)),
    Word("details", ("details",), ("details", "einzelheiten"), "product", ("next-hotspot",)),
    Word("switch", ("switch",), ("schalte",), "product", ("switch-state",)),
    Word("invite", ("invite",), ("einladung", "einladen"), "products", ("invite",)),
    Word("wish", ("wish", "wishlist"), ("merkzettel", "wunschliste", "merke"), "products", ("wish", "wishes")),
    Word("open", ("open",), ("öffne",), "products", ("open-code",)),
    Word("say", ("say",), ("sage", "sag"), "talking", ("chat",)),
    Word("read", ("read", "chat"), ("lies", "chat"), "talking"),
    Word("emote", ("emote",), ("geste",), "talking"),
    Word("wave", ("wave",), ("winke",), "talking", ("wave",)),
    Word("clap", ("clap",), ("klatsche",), "talking", ("clap",)),
    Word("heart", ("heart",), ("herz",), "talking", ("heart",)),
    Word("call", ("call",), ("rufe", "ruf"), "adviser", ("call-adviser",), "shoppers"),
    Word("cancel", ("cancel",), ("abbrechen",), "adviser", ("cancel-call",), "shoppers"),
    Word("position", ("position", "adviser"), ("position", "beratung"), "adviser", (), "shoppers"),
    Word("end", ("end",), ("beenden",), "adviser", ("end-conversation",)),
    Word("online", ("online",), ("online",), "desk", ("go-online",), "agents"),
    Word("away", ("away",), ("pause",), "desk", ("go-away",), "agents"),
    Word("queue", ("queue",), ("warteschlange",), "desk", (), "agents"),
    Word("accept", ("accept",), ("annehmen",), "desk", ("accept-call",), "agents"),
    Word("answer", ("answer",), ("antworte",), "desk", (), "agents"),
    Word("mute", ("mute",), ("stumm",), "order", ("mute",)),
    Word("unmute", ("unmute", "hear"), ("hören",), "order", ("mute",)),
    Word("block", ("block",), ("blockiere",), "order", ("block",)),
    Word("unblock", ("unblock",), ("zulassen",), "order", ("block",)),
    Word("report", ("report",), ("melde",), "order", ("report",)),
    Word("remove", ("remove", "kick"), ("entferne",), "order", ("remove",), "agents"),
    Word("lock", ("lock",), ("abschließen",), "order", ("lock",), "agents"),
    Word("unlock", ("unlock",), ("aufschließen",), "order", ("lock",), "agents"),
    Word("reports", ("reports",), ("meldungen",), "order", (), "agents"),
    Word("settle", ("settle",), ("erledige",), "order", ("dismiss-report", "warn-reported"), "agents"),
    Word("sit", ("sit",), ("setzen",), "talking", ("sit",)),
    Word("hand", ("hand",), ("hand",), "talking", ("raise-hand",)),
    Word("follow", ("follow",), ("folge",), "talking", ("follow",)),
    Word("summon", ("summon",), ("bitte",), "talking", ("summon",)),
    Word("private", ("private", "mingle"), ("privat", "unter-uns"), "talking", ("private",)),
    Word("yes", ("yes",), ("ja",), "talking", ("agree",)),
    Word("no", ("no",), ("nein",), "talking", ("decline",)),
    Word("mylook", ("mylook",), ("aussehen",), "oneself", ("looks",)),
    Word("rename", ("rename",), ("umbenennen",), "oneself"),
    Word("account", ("account",), ("konto",), "oneself", ("account",), "shoppers"),
    Word("signup", ("signup",), ("registrieren",), "oneself", ("account",), "shoppers"),
    Word("signin", ("signin",), ("anmelden",), "oneself", ("account",), "shoppers"),
    Word("signout", ("signout",), ("abmelden",), "oneself", ("account",), "shoppers"),
    Word("password", ("password",), ("passwort",), "oneself", (), "shoppers"),
    Word("confirm", ("confirm",), ("bestätigen",), "oneself", (), "shoppers"),
    Word("recover", ("recover",), ("wiederherstellen",), "oneself", ("account",), "shoppers"),
    Word("deleteaccount", ("deleteaccount",), ("kontolöschen",), "oneself", (), "shoppers"),
    Word("quiet", ("quiet",), ("leise", "still"), "program"),
    Word("wait", ("wait",), ("warte",), "program"),
    Word("language", ("language",), ("sprache",), "program", ("language",)),
    Word("help", ("?", "help"), ("?", "hilfe"), "program", ("help",)),
    Word("quit", ("quit", "exit", "bye"), ("verlassen", "tschüss", "quit"), "program"),
)
_BY_ID: Final = {word.id: word for word in WORDS}


def word(word_id: str) -> Word:
    """A word by its id."""
    return _BY_ID[word_id]


def understand(got: str, language: str, *, agent: bool) -> Word:
    """Which word is meant: whole, by its beginning, in one's own language first.

    Raises:
        Rejected: ``unknown-word``, ``ambiguous``, ``agents-only`` or ``shoppers-only``.
    """
    wanted = folded(got)
    found = list(_meant(wanted, language, agent=agent))
    if len(found) == 1:
        return _allowed(found[0], language, agent=agent)
    if found:
        names = ", ".join(each.names(language)[0] for each in found)
        raise Rejected("ambiguous", tell("failed.ambiguous", language, got=got[:40], names=names))
    own = {folded(name): name for each in WORDS if each.is_for(agent=agent) for name in each.names(language)}
    alike = difflib.get_close_matches(wanted, own, n=3, cutoff=0.6)
    if alike:
        names = ", ".join(own[name] for name in alike)
        raise Rejected("unknown-word", tell("failed.word-like", language, got=got[:40], names=names))
    raise Rejected("unknown-word", tell("failed.word", language, got=got[:40]))


def _allowed(found: Word, language: str, *, agent: bool) -> Word:
    if not found.is_for(agent=agent):
        key = "agents-only" if found.who == "agents" else "shoppers-only"
        raise Rejected(key, tell(f"failed.{key}", language))
    return found


def _meant(wanted: str, language: str, *, agent: bool) -> Iterator[Word]:
    """The words of the best tier: whole before beginning, one's own language first, one's own words first."""
    other = "en" if language == "de" else "de"
    for speech, whole in ((language, True), (other, True), (language, False), (other, False)):
        found = [
            each
            for each in WORDS
            for known in [tuple(map(folded, each.names(speech)))]
            if (wanted in known if whole else any(name.startswith(wanted) for name in known))
        ]
        own = [each for each in found if each.is_for(agent=agent)]
        if own or found:
            yield from own or found
            return
