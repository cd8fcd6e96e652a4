"""What somebody means is found by number, beginning, accent and slip."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.text.naming import find, folded
from showroom.errors import Rejected

SHOP = (("Runner One", "runner"), ("Panto 49",), ("Coupé E", "coupe"), ("Größe 42",), ("Rot",), ("Rotbraun",))


@pytest.mark.parametrize(
    ("got", "index"),
    [
        ("1", 0),
        ("runner", 0),
        ("run", 0),
        ("one", 0),
        ("49", 1),
        ("coupe", 2),
        ("COUPÉ", 2),
        ("groesse", 3),
        ("Grösse 42", 3),
        ("rot", 4),
        ("rotb", 5),
        ("runer one", 0),
    ],
)
def test_a_thing_is_found_however_it_is_called(got: str, index: int) -> None:
    assert find(got, SHOP, "en") == index


def test_what_could_be_several_is_asked_back() -> None:
    with pytest.raises(Rejected, match=r'"ro" could be: Rot, Rotbraun\.') as refused:
        find("ro", SHOP, "en")
    assert refused.value.code == "ambiguous"


def test_what_is_not_there_names_what_is() -> None:
    with pytest.raises(Rejected, match=r"„Hut“ gibt es hier nicht. Es gibt: Runner One") as refused:
        find("Hut", SHOP, "de")
    assert refused.value.code == "nothing-called"
    with pytest.raises(Rejected, match="nothing here"):
        find("1", (), "en")


def test_a_number_beyond_the_list_may_still_be_a_name() -> None:
    assert find("42", SHOP, "en") == 3


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=20), max_size=8))
def test_whatever_is_typed_is_found_or_refused(got: str, names: list[str]) -> None:
    with contextlib.suppress(Rejected):
        assert 0 <= find(got, [(name,) for name in names], "en") < len(names)
