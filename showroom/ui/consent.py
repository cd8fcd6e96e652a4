"""What a person is told once before a camera or picture is used for try-on; a window draws it, a terminal prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from showroom.catalogue import Text

if TYPE_CHECKING:
    from showroom.catalogue import Language

EDITION: Final = 1
"""Of the page; who agreed to an earlier one is asked again. 0 is nobody's."""
_TITLE: Final = Text("Before you try something on", "Bevor Sie etwas anprobieren")
_SECTIONS: Final = (
    (
        Text("What is measured", "Was gemessen wird"),
        Text(
            "In the picture: where eyes, nose and edges of the face are, how the head is turned, the distance of the "
            "pupils and the width of face and nose; of a foot on the sheet its outline, length and width.",
            "Im Bild: wo Augen, Nase und Gesichtsrand sind, wie der Kopf gedreht ist, der Abstand der Pupillen und die "
            "Breite von Gesicht und Nase; bei einem Fuß auf dem Bogen Umriss, Länge und Breite.",
        ),
    ),
    (
        Text("It stays here", "Es bleibt hier"),
        Text(
            "All of it is worked out on this computer. Pictures, points and measurements are not sent to anybody, and "
            "are gone when the program ends. Only the picture that you name to be saved is written.",
            "Alles wird auf diesem Rechner berechnet. Bilder, Punkte und Maße werden niemandem gesendet und sind fort, "
            "wenn das Programm endet. Geschrieben wird nur das Bild, das Sie zum Speichern benennen.",
        ),
    ),
    (
        Text("How to delete it", "Wie Sie es löschen"),
        Text(
            "Kept are only your answer to this page and a count of what was sent: “showroom tryon --forget” deletes "
            "both. “showroom tryon --receipt” shows the count. Pictures that you saved are yours to delete.",
            "Behalten werden nur Ihre Antwort auf diese Seite und eine Zählung des Gesendeten: „showroom tryon "
            "--forget“ löscht beides. „showroom tryon --receipt“ zeigt die Zählung. Gespeicherte Bilder löschen Sie "
            "selbst.",
        ),
    ),
    (
        Text("If you say no", "Wenn Sie nein sagen"),
        Text("Everything else works as before.", "Alles andere geht wie bisher."),
    ),
)
_QUESTION: Final = Text("Do you agree?", "Sind Sie einverstanden?")
_YES: Final = Text("Yes, measure here", "Ja, hier messen")
_NO: Final = Text("No", "Nein")


class Section(Struct, frozen=True):
    """A heading and what it says."""

    heading: str
    words: str


class ConsentPage(Struct, frozen=True):
    """The page, its question and both answers."""

    title: str
    sections: tuple[Section, ...]
    question: str
    agree: str
    refuse: str


def consent_page(language: Language) -> ConsentPage:
    """The page in a language."""
    sections = tuple(Section(head.in_language(language), words.in_language(language)) for head, words in _SECTIONS)
    title, *answers = (text.in_language(language) for text in (_TITLE, _QUESTION, _YES, _NO))
    return ConsentPage(title, sections, *answers)


def consent_text(page: ConsentPage) -> str:
    """The page as plain text, without its question."""
    return "\n".join([page.title, *(f"\n{section.heading}\n  {section.words}" for section in page.sections)])


def is_agreed(answer: str) -> bool:
    """Whether a typed answer is a yes, in either language; anything else is a no."""
    return answer.strip().lower() in {"y", "yes", "j", "ja"}
