"""A TOML text that is being read: knows its lines and collects what is wrong with it."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections import Counter
from typing import TYPE_CHECKING, Any

from showroom.toml_source.lines import Path, line_index

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from showroom.errors import AuthoredFileError

MAX_BYTES = 256 * 1024
"""No file that a person wrote is larger."""

MAX_ERRORS = 50
"""Nobody reads more mistakes at once."""

_TWICE = ("Cannot overwrite a value", "Cannot declare", "Duplicate inline table key")
_NO_SECONDS = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?![:\d])")
_AT_LINE = re.compile(r" \(at line (\d+), column (\d+)\)$")


class Source:
    """A file that people write. Mistakes are collected by `refuse`; `finish` raises them together.

    Args:
        text: the file's content.
        name: how errors call the file.
        error: the kind of error to raise.

    Raises:
        AuthoredFileError: ``too-large`` (more than `MAX_BYTES`), ``toml-syntax`` or ``duplicate-key``.
    """

    def __init__(self, text: str, name: str, error: type[AuthoredFileError]) -> None:
        self.name = name
        self.line_of: dict[Path, int] = {}
        self._error = error
        self._errors: list[tuple[int, AuthoredFileError]] = []
        size = len(text.encode(errors="surrogatepass"))
        if size > MAX_BYTES:
            self.refuse("too-large", (), "this file is too large", got=f"{size} bytes", allowed=f"{MAX_BYTES} bytes")
            self.finish()
        text = text.removeprefix("\ufeff").replace("\r\n", "\n")  # as editors on Windows write it
        self.data = self._parse(text)
        self.line_of = line_index(text)

    def _parse(self, text: str) -> dict[str, Any]:
        try:
            return tomllib.loads(text)
        except RecursionError:
            message, line = "brackets are nested too deeply", 1
        except ValueError as error:  # TOMLDecodeError, or a number that Python refuses to convert
            match = _AT_LINE.search(str(error))
            message = _AT_LINE.sub("", str(error)).removesuffix(" (at end of document)")
            line = int(match[1]) if match else text.count("\n", 0, len(text.rstrip())) + 1
        place = f"{self.name}:{line}"
        if message.startswith(_TWICE):
            raise self._error("duplicate-key", "this key or table is written twice", place=place)
        here = text.splitlines()[line - 1] if 0 < line <= len(text.splitlines()) else ""
        hint = "a time has seconds in TOML: 2026-10-01T09:00:00" if _NO_SECONDS.search(here) else ""
        raise self._error("toml-syntax", f"not valid TOML: {message}", place=place, hint=hint)

    def refuse(
        self, code: str, path: Path, message: str, *, got: object = "", allowed: str = "", hint: str = ""
    ) -> None:
        """Note a mistake at `path` (or the nearest key above it that stands in the file)."""
        line = nearest(self.line_of, path)
        place = f"{self.name}:{line}"
        short = "".join(character if character.isprintable() else "?" for character in str(got)[:80])
        self._errors.append((line, self._error(code, message, got=short, allowed=allowed, hint=hint, place=place)))

    def refuse_unknown(self, code: str, path: Path, message: str, *, got: str, known: Collection[str]) -> None:
        """Note that `got` is none of the `known` names, with a guess at what was meant."""
        allowed, hint = listed(known), meant(got, known)
        self.refuse(code, path, message, got=got, allowed=allowed, hint=hint)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was refused so far."""
        return not self._errors

    def finish(self) -> None:
        """Do nothing where nothing was refused.

        Raises:
            AuthoredFileError: the first mistake in the order of lines; `others` holds the rest, at most `MAX_ERRORS`.
        """
        raise_together(self._errors)


def refuse_duplicates(source: Source, ids: Sequence[tuple[str, Path]]) -> None:
    """Note every id that was there before (``duplicate-id``)."""
    seen: Counter[str] = Counter()
    for name, path in ids:
        seen[name] += 1
        if name and seen[name] > 1:
            source.refuse("duplicate-id", path, "this id is taken", got=name, allowed="every id once")


def raise_together(located: Sequence[tuple[int, AuthoredFileError]]) -> None:
    """Raise the error of the smallest line with the others in it; do nothing where there is none."""
    if located:
        first, *others = (error for _, error in sorted(located, key=lambda pair: pair[0]))
        first.others = tuple(others[: MAX_ERRORS - 1])
        raise first


def nearest(line_of: Mapping[Path, int], path: Path) -> int:
    """The line of `path` or, where it does not stand in the file, of the nearest thing around it; 1 at last."""
    for length in range(len(path), 0, -1):
        if path[:length] in line_of:
            return line_of[path[:length]]
    return 1


def meant(got: str, known: Collection[str]) -> str:
    """``did you mean …?`` where something known looks like what was got, else empty."""
    folded = {name.casefold(): name for name in sorted(known)}
    close = difflib.get_close_matches(got.casefold(), folded, n=1, cutoff=0.6)
    return f'did you mean "{folded[close[0]]}"?' if close else ""


def listed(names: Collection[str], most: int = 24) -> str:
    """`names` in one line, cut where there are very many."""
    shown = list(names)[:most]
    return ", ".join(shown) + (f" and {len(names) - most} more" if len(names) > most else "")
