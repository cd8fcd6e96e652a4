"""Where in a TOML text every key and every array item stands, because the standard library's reader forgets it."""

from __future__ import annotations

import re
import tomllib

Path = tuple[str | int, ...]
"""The way to a value: keys and positions in arrays, e.g. ``("groups", 0, "values", 2, "price")``."""

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BASIC = re.compile(r'"(?:[^"\\]|\\.)*"')
_LITERAL = re.compile(r"'[^']*'")
_LONG_BASIC = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}(?!")', re.DOTALL)
_LONG_LITERAL = re.compile(r"'''.*?'{3,5}(?!')", re.DOTALL)
_PLAIN = re.compile(r"[^,\]}#\r\n]+")


def line_index(text: str) -> dict[Path, int]:
    """Map the path of every key, table and array item of a valid TOML text to its line, counted from 1.

    A table that has several headers stands where its first one does. The text must have been read successfully
    before: this scanner follows TOML 1.0 and does not look for mistakes.
    """
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.counted = 0
        self.line = 1
        self.lines: dict[Path, int] = {}
        self.array_lengths: dict[Path, int] = {}

    def document(self) -> None:
        table: Path = ()
        self.skip_blank()
        while self.position < len(self.text):
            if self.text.startswith("[", self.position):
                table = self.header()
            else:
                self.pair(table)
            self.skip_blank()

    def header(self) -> Path:
        line = self.current_line()
        is_array = self.text.startswith("[[", self.position)
        self.position += 2 if is_array else 1
        path: Path = ()
        keys = self.key()
        for key in keys[:-1]:
            path = self.inside((*path, key))
            self.lines.setdefault(path, line)
        path = (*path, keys[-1])
        self.lines.setdefault(path, line)
        if is_array:
            self.array_lengths[path] = self.array_lengths.get(path, 0) + 1
            path = self.inside(path)
            self.lines[path] = line
        self.position += 2 if is_array else 1
        return path

    def inside(self, path: Path) -> Path:
        """The newest item where `path` is an array of tables, else `path` itself."""
        length = self.array_lengths.get(path)
        return path if length is None else (*path, length - 1)

    def pair(self, table: Path) -> None:
        line = self.current_line()
        path = table
        for key in self.key():
            path = (*path, key)
            self.lines.setdefault(path, line)
        self.position += 1  # the equals sign
        self.skip_blank()
        self.value(path)

    def key(self) -> list[str]:
        keys = []
        while True:
            self.skip_blank()
            keys.append(self.simple_key())
            self.skip_blank()
            if not self.text.startswith(".", self.position):
                return keys
            self.position += 1

    def simple_key(self) -> str:
        if self.text[self.position] not in "\"'":
            return self.take(_BARE_KEY)
        quoted = self.take(_BASIC if self.text[self.position] == '"' else _LITERAL)
        return str(tomllib.loads(f"key = {quoted}")["key"])

    def value(self, path: Path) -> None:
        match self.text[self.position]:
            case "[":
                self.array(path)
            case "{":
                self.inline_table(path)
            case '"':
                self.take(_LONG_BASIC if self.text.startswith('"""', self.position) else _BASIC)
            case "'":
                self.take(_LONG_LITERAL if self.text.startswith("'''", self.position) else _LITERAL)
            case _:
                self.take(_PLAIN)

    def array(self, path: Path) -> None:
        self.position += 1
        item = 0
        while not self.closes("]"):
            self.lines[(*path, item)] = self.current_line()
            self.value((*path, item))
            item += 1

    def inline_table(self, path: Path) -> None:
        self.position += 1
        while not self.closes("}"):
            self.pair(path)

    def closes(self, bracket: str) -> bool:
        """Step over blanks and a comma; whether the closing bracket came, which is stepped over too."""
        self.skip_blank()
        if self.text.startswith(",", self.position):
            self.position += 1
            self.skip_blank()
        closed = self.text.startswith(bracket, self.position)
        self.position += closed
        return closed

    def skip_blank(self) -> None:
        self.take(_BLANK)

    def take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.position)
        if match is None:
            raise AssertionError(f"no {pattern.pattern} at {self.position}: line_index wants valid TOML")
        self.position = match.end()
        return match.group()

    def current_line(self) -> int:
        self.line += self.text.count("\n", self.counted, self.position)
        self.counted = self.position
        return self.line
