"""Finding what somebody means: by number, by name or its beginning, with umlauts or without, with a slip."""

from __future__ import annotations

import difflib
import unicodedata
from typing import TYPE_CHECKING, Final

from showroom.errors import Rejected
from showroom.ui.spoken import tell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAX_NAMED: Final = 12
_ALIKE: Final = 0.75
_WRITTEN_OUT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})

Names = tuple[str, ...]


def folded(text: str) -> str:
    """The same words for comparing: small letters, umlauts written out, no accents, single spaces."""
    written = text.casefold().translate(_WRITTEN_OUT)
    plain = "".join(each for each in unicodedata.normalize("NFKD", written) if not unicodedata.combining(each))
    return " ".join(plain.split())


def find(got: str, candidates: Sequence[Names], language: str, *, slips: bool = True) -> int:
    """Which of `candidates` is meant; each is called by any of its names, or by its number from 1.

    Args:
        got: what was typed.
        candidates: the names of each thing.
        language: of the refusal.
        slips: whether a name that is only alike will do.

    Raises:
        Rejected: ``ambiguous`` or ``nothing-called``, naming what there is.
    """
    wanted = folded(got)
    if wanted.isdigit() and 1 <= int(wanted) <= len(candidates):
        return int(wanted) - 1
    known = [tuple(map(folded, names)) for names in candidates]
    for matches in _TIERS if slips else _TIERS[:-1]:
        found = [index for index, names in enumerate(known) if wanted and any(matches(wanted, name) for name in names)]
        if len(found) == 1:
            return found[0]
        if found:
            raise _refused("ambiguous", got, [candidates[index][0] for index in found], language)
    raise _refused("nothing-called", got, [names[0] for names in candidates], language)


def _refused(code: str, got: str, names: list[str], language: str) -> Rejected:
    if not names:
        return Rejected(code, tell("failed.nothing-at-all", language))
    shown = ", ".join(names[:MAX_NAMED]) + (", …" if len(names) > MAX_NAMED else "")
    return Rejected(code, tell(f"failed.{code}", language, got=got[:60], names=shown))


def _word_begins(wanted: str, name: str) -> bool:
    return any(name[start:].startswith(wanted) for start in _word_starts(name))


def _word_starts(name: str) -> list[int]:
    return [0, *(index + 1 for index, letter in enumerate(name) if letter in " -")]


def _alike(wanted: str, name: str) -> bool:
    return difflib.SequenceMatcher(None, wanted, name).ratio() >= _ALIKE


_TIERS: Final[tuple[Callable[[str, str], bool], ...]] = (
    lambda wanted, name: wanted == name,
    lambda wanted, name: name.startswith(wanted),
    _word_begins,
    lambda wanted, name: wanted in name,
    _alike,
)
