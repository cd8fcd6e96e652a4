"""Every verb has a way in the text client, every sentence both languages, and words are found as people type them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from client.net.front import Front
from client.text.doing import Doing
from client.text.here import Here
from client.text.words import FAMILIES, WITHOUT_A_WORD, WORDS, understand
from showroom.errors import Rejected
from showroom.ui.spoken import SPOKEN, listed, tell
from showroom.ui.texts import TEXTS
from showroom.ui.verbs import VERBS

TEXT_CLIENT = Path(__file__).parents[3] / "client" / "text"


def test_every_verb_has_a_way_in_the_text_client_or_a_reason_why_not() -> None:
    ways = {verb for word in WORDS for verb in word.verbs}
    assert ways.isdisjoint(WITHOUT_A_WORD)
    assert ways | WITHOUT_A_WORD.keys() == {verb.id for verb in VERBS}
    assert all(WITHOUT_A_WORD.values())


def test_what_only_advisers_can_do_elsewhere_only_advisers_can_do_here() -> None:
    of_agents = {verb for word in WORDS if word.who == "agents" for verb in word.verbs}
    assert of_agents == {verb.id for verb in VERBS if verb.agents_only}


def test_something_is_done_for_every_word() -> None:
    here = Here(
        language="en",
        agent=False,
        server="",
        scripted=True,
        settings_path=None,
        say_line=lambda _: None,
        send=lambda _: None,
    )
    assert Doing(here, Front("http://127.0.0.1:9")).known == {word.id for word in WORDS}
    assert {word.family for word in WORDS} == set(FAMILIES)


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_two_words_share_a_name(language: str) -> None:
    names = [name for word in WORDS for name in word.names(language)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.id)
def test_a_words_explanation_begins_with_its_name(word: object, language: str) -> None:
    explained = next(each for each in WORDS if each is word)
    sentence = tell(f"word.{explained.id}", language)
    assert sentence.startswith(explained.names(language)[0])


@pytest.mark.parametrize("language", ["en", "de"])
def test_words_that_sentences_name_are_understood(language: str) -> None:
    pattern = r"\b(\w+) (?:PLACE|ORT|PRODUCT|PRODUKT|NUMBER|NUMMER|TEXT|OPTION|CODE|SECONDS|SEKUNDEN|GESTURE|GESTE)\b"
    named = [name for text in SPOKEN.values() for name in re.findall(pattern, text.in_language(language))]
    assert len(named) > 10
    inner = {"remove", "open", "weg", "öffne", "add"}
    for name in set(named) - inner:
        assert name in understand(name, language, agent=True).names(language)


def test_every_sentence_that_the_text_client_says_exists() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in TEXT_CLIENT.glob("*.py"))
    said = set(re.findall(r"\b(?:tell|words)\(\s*[\"']([a-z]+\.[a-z-]+)[\"']", source))
    failures = {f"failed.{code}" for code in re.findall(r'\bfailed\(\s*"([a-z-]+)"', source)}
    assert len(said) > 40
    lists = re.findall(r'\bintroduce\("([a-z]+)"', source)
    introduced = {f"{kind}.{name}" for kind in ("spoken", "hint") for name in lists}
    assert len(lists) > 5
    assert said | failures | introduced <= SPOKEN.keys() | TEXTS.keys()


def test_no_sentence_is_there_for_nothing() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in TEXT_CLIENT.glob("*.py"))
    made = ("word.", "family.", "gesture.", "hint.", "spoken.you-", "failed.code-")
    from_server = {
        "failed.changed-since",
        "failed.not-online",
        "failed.visitor-away",
        "failed.already-taken",
        *(f"spoken.{each}" for each in ("wave", "clap", "nod", "laugh", "heart", "point")),
    }
    spare = [
        key
        for key in SPOKEN.keys() - from_server
        if not key.startswith(made)
        and not re.search(rf"[\"']{key}[\"']", source)
        and f'"{key.partition(".")[2]}"' not in source
    ]
    assert sorted(spare) == ["spoken.and"]


def test_the_beginning_of_a_word_is_enough_in_either_language() -> None:
    assert understand("loo", "en", agent=False).id == "look"
    assert understand("rueck", "de", agent=False).id == "undo"
    assert understand("rück", "en", agent=False).id == "undo"
    assert understand("WÄHLE", "en", agent=False).id == "choose"
    assert understand("end", "de", agent=False).id == "end"
    assert understand("ad", "en", agent=False).id != "accept"


def test_a_beginning_that_fits_several_words_names_them() -> None:
    with pytest.raises(Rejected, match=r"choose, .*call"):
        understand("c", "en", agent=False)


def test_a_slip_of_the_finger_is_answered_with_what_was_meant() -> None:
    with pytest.raises(Rejected, match="Did you mean: places"):
        understand("plcaes", "en", agent=False)
    with pytest.raises(Rejected, match=r"\? zeigt"):
        understand("xyzzy", "de", agent=False)


def test_a_shopper_is_told_that_a_word_is_for_advisers() -> None:
    with pytest.raises(Rejected, match="Only advisers"):
        understand("accept", "en", agent=False)
    with pytest.raises(Rejected, match="ruft nicht selbst"):
        understand("rufe", "de", agent=True)


def test_names_are_listed_as_a_sentence_lists_them() -> None:
    assert listed([], "en") == ""
    assert listed(["Mia"], "en") == "Mia"
    assert listed(["Mia", "Jonas", "Eva"], "de") == "Mia, Jonas und Eva"
