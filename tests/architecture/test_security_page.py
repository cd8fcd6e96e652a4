"""The page about security answers every requirement once, and names only tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
NUMBER = re.compile(r"\bV\d+\.\d+\.\d+\b")
ROW = re.compile(r"^\| (V\d[^|]*) \|([^|]+)\|([^|]+)\|$", re.MULTILINE)


def test_every_requirement_of_levels_1_and_2_stands_there_once_with_an_answer() -> None:
    known = (Path(__file__).parent / "asvs_5_0_level_2.txt").read_text("utf-8").split()
    assert len(known) == 253
    answered = [number for numbers, _, _ in ROW.findall(PAGE) for number in NUMBER.findall(numbers)]
    assert sorted(answered) == sorted(known)
    assert all(words.strip() and held.strip() for _, words, held in ROW.findall(PAGE))


def test_every_test_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`(tests/[^`]+)`", PAGE))
    assert len(named) > 80
    for reference in named:
        path, _, name = reference.partition("::")
        assert f"def {name}(" in (ROOT / path).read_text("utf-8"), reference


def test_what_falls_short_is_said() -> None:
    for numbers, words, held in ROW.findall(PAGE):
        assert (held.strip() == "open") <= ("Short:" in words), numbers
