from __future__ import annotations

import pytest

from showroom.errors import RoomFileError
from showroom.toml_source import Source, Table
from showroom.toml_source.source import MAX_ERRORS, listed, meant


def test_mistakes_are_raised_in_the_order_of_lines_whatever_their_order_of_discovery() -> None:
    source = Source("a = 1\nb = 2", "room.toml", RoomFileError)
    source.refuse("late", ("b",), "second")
    source.refuse("early", ("a",), "first")
    with pytest.raises(RoomFileError) as caught:
        source.finish()
    assert [caught.value.code, *(other.code for other in caught.value.others)] == ["early", "late"]


def test_nobody_is_told_of_more_mistakes_than_they_read() -> None:
    source = Source("a = 1", "room.toml", RoomFileError)
    for _ in range(1000):
        source.refuse("again", ("a",), "once more")
    with pytest.raises(RoomFileError) as caught:
        source.finish()
    assert len(caught.value.others) == MAX_ERRORS - 1


def test_what_does_not_stand_in_the_file_is_placed_at_what_is_around_it() -> None:
    source = Source("\n\n[table]\na = 1", "room.toml", RoomFileError)
    source.refuse("missing", ("table", "b"), "b is missing")
    with pytest.raises(RoomFileError) as caught:
        source.finish()
    assert caught.value.place == "room.toml:3"


def test_a_byte_order_mark_and_windows_line_ends_do_not_move_lines() -> None:
    assert Source("\ufeffa = 1\r\n\r\nb = 2\r\n", "", RoomFileError).line_of["b",] == 3


def test_what_was_got_cannot_write_to_the_terminal() -> None:
    source = Source("a = 1", "room.toml", RoomFileError)
    source.refuse("bad", ("a",), "no", got="\x1b[2Jx")
    with pytest.raises(RoomFileError) as caught:
        source.finish()
    assert caught.value.got == "?[2Jx"


def test_a_clean_file_finishes_quietly() -> None:
    source = Source("a = 1", "room.toml", RoomFileError)
    source.finish()
    assert source.is_clean


def test_a_date_is_called_a_date() -> None:
    source = Source("a = 2020-01-01", "room.toml", RoomFileError)
    Table(source, (), source.data).string("a")
    with pytest.raises(RoomFileError, match="a text"):
        source.finish()


def test_guesses_ignore_capitals_and_stay_silent_when_nothing_is_close() -> None:
    assert meant("MESH", ["mesh", "sole"]) == 'did you mean "mesh"?'
    assert meant("heel", ["mesh", "wing"]) == ""


def test_long_lists_are_cut() -> None:
    assert listed([str(number) for number in range(30)]).endswith("22, 23 and 6 more")


def test_a_time_without_seconds_is_told_how_to_be_written() -> None:
    with pytest.raises(RoomFileError) as caught:
        Source("a = 1\nfrom = 2026-10-01T09:00\n", "m.toml", RoomFileError)
    assert (caught.value.place, "09:00:00" in caught.value.hint) == ("m.toml:2", True)
    with pytest.raises(RoomFileError) as caught:
        Source("from = 2026-10-01T09:00:00 x\n", "m.toml", RoomFileError)
    assert caught.value.hint == ""
