"""Lines of chat that call somebody by name."""

from __future__ import annotations

import pytest

from showroom.ui.mentions import is_mentioned


@pytest.mark.parametrize(
    "text", ["@Nora, look!", "look @nora", "Hi @NORA.", "@Nora Berg", "(@Nora)", "@Nora  Berg what do you think"]
)
def test_a_name_after_an_at_sign_calls_somebody(text: str) -> None:
    assert is_mentioned(text, "Nora Berg")


@pytest.mark.parametrize("text", ["Nora, look!", "@Norah", "nora@nora.example", "@", "@Ben", ""])
def test_other_words_call_nobody(text: str) -> None:
    assert not is_mentioned(text, "Nora Berg")


def test_who_has_no_name_is_not_called() -> None:
    assert not is_mentioned("@", "")
    assert not is_mentioned("@ you", " ")


def test_names_may_hold_whatever_a_pattern_would_misread() -> None:
    assert is_mentioned("well @A.(b", "A.(b")
    assert not is_mentioned("well @Axb", "A.b")
