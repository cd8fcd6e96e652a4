from __future__ import annotations

import pytest

from showroom.catalogue import Cover, Motion, Surface
from showroom.errors import ProductFileError
from showroom.product_file import parse

STATES = """
[[states]]
id = "open"
en = "Open"
de = "Offen"
moves = [{ part = "spikes", about = [100, 0, -50], axis = [0, 2, 0], turn_deg = 60, shift = [0, 10, 0] }]
covers = [{ part = "upper", emissive = "#ffffff" }]
shows = ["spikes"]
hides = ["laces"]
"""


def codes(text: str) -> list[str]:
    with pytest.raises(ProductFileError) as caught:
        parse(text, "runner.toml")
    return [caught.value.code, *(other.code for other in caught.value.others)]


def test_a_state_moves_and_covers_parts(runner_toml: str) -> None:
    (state,) = parse(runner_toml + STATES, "runner.toml").product.states
    assert (state.id, state.name.en, state.name.de) == ("open", "Open", "Offen")
    assert state.moves == (Motion("spikes", (0.1, 0.0, -0.05), (0.0, 1.0, 0.0), 60.0, (0.0, 0.01, 0.0)),)
    assert state.covers == (Cover("upper", Surface(emissive=(1.0, 1.0, 1.0))),)
    assert (state.shows, state.hides) == (("spikes",), ("laces",))


def test_a_product_without_states_has_none(runner_toml: str) -> None:
    assert parse(runner_toml, "runner.toml").product.states == ()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('part = "spikes"', 'part = "sole"', "missing-key"),
        ('part = "spikes"', 'part = "tongue"', "unknown-part"),
        ('part = "upper"', 'part = "spikes"', "missing-key"),
        ('hides = ["laces"]', 'hides = ["lacing"]', "unknown-part"),
        ("axis = [0, 2, 0]", "axis = [0, 0, 0]", "wrong-type"),
        ("about = [100, 0, -50]", "about = [100, 0]", "wrong-type"),
        ("turn_deg = 60", "turn_deg = 600", "out-of-range"),
        ("turn_deg = 60", "degrees = 60", "unknown-key"),
        ('de = "Offen"', "", "missing-language"),
        ('id = "open"', "", "missing-key"),
    ],
)
def test_mistakes_in_a_state_are_named(runner_toml: str, old: str, new: str, code: str) -> None:
    assert old in STATES
    assert codes(runner_toml + STATES.replace(old, new)) == [code]


def test_a_state_that_changes_nothing_is_refused(runner_toml: str) -> None:
    assert codes(runner_toml + '[[states]]\nid = "idle"\nen = "Idle"\nde = "Ruhe"\n') == ["missing-key"]
