"""What the server writes to people, in every language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from showroom.catalogue import Text

if TYPE_CHECKING:
    from showroom.catalogue import Language

Letter = Literal["confirm", "recover", "known"]


@dataclass(frozen=True)
class Mail:
    """A letter on its way."""

    to: str
    subject: str
    words: str


_SUBJECTS: Final[dict[Letter, Text]] = {
    "confirm": Text("Confirm your account", "Bestätigen Sie Ihr Konto"),
    "recover": Text("Set a new password", "Setzen Sie ein neues Passwort"),
    "known": Text("You have an account already", "Sie haben schon ein Konto"),
}
_REASONS: Final[dict[Letter, Text]] = {
    "confirm": Text(
        "somebody, hopefully you, has signed up with this address at the showroom {shop}. To confirm it, open this "
        "link and type the password that you chose:",
        "jemand, hoffentlich Sie, hat sich mit dieser Adresse beim Showroom {shop} angemeldet. Öffnen Sie zum "
        "Bestätigen diesen Link und geben Sie das Passwort ein, das Sie gewählt haben:",
    ),
    "recover": Text(
        "somebody, hopefully you, has asked for a new password at the showroom {shop}. To set one, open this link:",
        "jemand, hoffentlich Sie, hat beim Showroom {shop} ein neues Passwort verlangt. Öffnen Sie dafür diesen Link:",
    ),
    "known": Text(
        "somebody, hopefully you, has signed up with this address at the showroom {shop}, where you have an account "
        "already. Should you have forgotten its password, open this link to set a new one:",
        "jemand, hoffentlich Sie, hat sich mit dieser Adresse beim Showroom {shop} angemeldet, wo Sie schon ein Konto "
        "haben. Falls Sie das Passwort vergessen haben, setzen Sie mit diesem Link ein neues:",
    ),
}
_FRAME: Final = Text(
    "Hello,\n\n{reason}\n\n{link}\n\nThe link is good for an hour and works once. Should it not open, this is its "
    "code, for the page and for “showroom text”:\n\n{code}\n\nIf it was not you, do nothing: nothing changes.\n",
    "Guten Tag,\n\n{reason}\n\n{link}\n\nDer Link gilt eine Stunde und nur einmal. Falls er sich nicht öffnet, ist das "
    "sein Code, für die Seite und für „showroom text“:\n\n{code}\n\nWenn Sie das nicht waren, tun Sie nichts: Es "
    "ändert sich nichts.\n",
)


def letter(kind: Letter, to: str, language: Language, public_url: str, code: str) -> Mail:
    """A letter with a one-time link.

    The code stands behind the link's ``#``: browsers keep that to themselves, so it is in no request and no log.
    """
    page = "confirm" if kind == "confirm" else "recover"
    reason = _REASONS[kind].in_language(language).format(shop=public_url)
    link = f"{public_url}/account/{page}#{code}"
    words = _FRAME.in_language(language).format(reason=reason, link=link, code=code)
    return Mail(to, _SUBJECTS[kind].in_language(language), words)
