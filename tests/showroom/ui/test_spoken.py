"""Every spoken sentence in every language."""

from __future__ import annotations

import string

import pytest

from showroom.ui.spoken import SPOKEN, tell
from showroom.ui.texts import TEXTS


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", sorted(SPOKEN))
def test_a_sentence_says_the_same_in_both_languages(key: str) -> None:
    text = SPOKEN[key]
    assert text.en.strip()
    assert text.de.strip()
    assert fields(text.en) == fields(text.de)


def test_no_sentence_stands_in_two_places() -> None:
    assert SPOKEN.keys().isdisjoint(TEXTS)


def test_a_sentence_of_the_screen_can_be_read_as_well() -> None:
    assert tell("people.count", "de", count=7) == "7 Personen"
    with pytest.raises(KeyError):
        tell("nothing.like-this", "en")
