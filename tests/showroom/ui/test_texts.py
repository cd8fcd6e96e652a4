"""Every sentence in every language."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from showroom.ui.texts import TEXTS, say
from showroom.ui.verbs import VERBS, key_map, key_text, verb_of_key

CLIENT = Path(__file__).parents[3] / "client"


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_a_sentence_says_the_same_in_both_languages(key: str) -> None:
    text = TEXTS[key]
    assert text.en.strip()
    assert text.de.strip()
    assert fields(text.en) == fields(text.de)


def test_every_sentence_that_the_code_says_is_in_the_catalogue() -> None:
    sources = [*CLIENT.rglob("*.py"), *(CLIENT.parent / "showroom" / "ui").glob("*.py")]
    said = {key for path in sources for key in re.findall(r'\bsay\("([a-z.-]+)"', path.read_text())}
    assert said
    assert said <= TEXTS.keys()


def test_fields_are_filled_in() -> None:
    assert say("people.count", "de", count=7) == "7 Personen"
    assert say("people.count", "en", count=7) == "7 people"


def test_every_verb_has_its_words_in_both_languages() -> None:
    for verb in VERBS:
        assert verb.text("en")
        assert verb.text("de")


def test_no_two_verbs_share_a_key() -> None:
    keys = [key for verb in VERBS for key in verb.keys]
    assert len(keys) == len(set(keys))
    assert all(verb_of_key(key) is verb for verb in VERBS for key in verb.keys)


def test_every_verb_can_be_done_from_the_keyboard_or_by_dragging() -> None:
    assert all(verb.keys for verb in VERBS)


def test_keys_are_called_as_on_the_keyboards_of_the_language() -> None:
    assert key_text("control-z", "de") == "Strg+Z"
    assert key_text("control-z", "en") == "Ctrl+Z"
    assert key_text("enter", "de") == "Eingabe"


def test_only_advisers_see_the_keys_of_the_desk() -> None:
    words = {text for _, text in key_map("en", agent=False)}
    assert "Accept" not in words
    assert "Accept" in {text for _, text in key_map("en", agent=True)}
