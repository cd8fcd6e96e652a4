"""Lines in and out: whole, in order, harmless."""

from __future__ import annotations

import io
import os

from hypothesis import given
from hypothesis import strategies as st

from client.text import terminal
from client.text.terminal import PipeLines, Printer, ScriptLines, clean


def drained(lines: PipeLines) -> list[str]:
    """All lines until the end."""
    found = []
    while not lines.ended:
        line = lines.next()
        if line is not None:
            found.append(line)
    return found


def test_a_pipe_is_read_line_by_line_also_without_a_last_newline() -> None:
    read, write = os.pipe()
    os.write(write, "look 1\n\nsay Größe 👟\nquit".encode() + b"\xff")
    os.close(write)
    assert drained(PipeLines(read)) == ["look 1", "", "say Größe 👟", "quit\N{REPLACEMENT CHARACTER}"]
    os.close(read)


def test_a_script_ends_after_its_last_line() -> None:
    lines = ScriptLines("one\ntwo\n")
    assert [lines.next(), lines.next(), lines.next()] == ["one", "two", None]
    assert lines.ended


def test_news_wait_while_somebody_types_and_come_in_order() -> None:
    stream = io.StringIO()
    printer = Printer(stream)
    printer.news("Mia came in.")
    printer.flush(is_typing=True)
    assert stream.getvalue() == ""
    printer.news("Mia waves.")
    printer.flush(is_typing=False)
    assert stream.getvalue() == "Mia came in.\nMia waves.\n"


def test_news_do_not_wait_for_ever_and_never_share_a_line() -> None:
    stream = io.StringIO()
    printer = Printer(stream)
    printer.news("An adviser has come to you.")
    printer._held_since_s -= terminal.HOLD_S + 1  # noqa: SLF001 - time that has passed
    printer.flush(is_typing=True)
    assert stream.getvalue() == "\nAn adviser has come to you.\n"


def test_other_peoples_words_make_a_terminal_do_nothing() -> None:
    assert clean("\x1b[2J\x07red\r\nalert\u202eback") == "[2Jredalertback"
    assert clean("👩\u200d🚀 Größe") == "👩\u200d🚀 Größe"


@given(st.text())
def test_whatever_is_said_stays_one_line(text: str) -> None:
    stream = io.StringIO()
    Printer(stream).say(text)
    assert len(stream.getvalue().splitlines()) <= 1
