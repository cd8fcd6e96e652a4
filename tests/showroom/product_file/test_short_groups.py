from __future__ import annotations

import re

import pytest

from showroom.errors import ProductFileError
from showroom.product_file import parse

LONG = """\
[[groups]]
id = "upper"
values = ["white", "black", { use = "red", price = 500 }, "gold"]
[[groups]]
id = "sole"
name = { en = "Sole", de = "Sohle" }
values = ["white", "black", "red"]
initial = "black"
"""
SHORT = """\
[groups]
upper = ["white", "black", { use = "red", price = 500 }, "gold"]
sole = { en = "Sole", de = "Sohle", values = ["white", "black", "red"], initial = "black" }
"""


@pytest.fixture
def head(runner_toml: str) -> str:
    return runner_toml[: runner_toml.index("[[groups]]")]


def refusal(text: str) -> ProductFileError:
    with pytest.raises(ProductFileError) as caught:
        parse(text, "runner.toml")
    return caught.value


def test_both_forms_mean_the_same(head: str) -> None:
    head = re.sub(r"sole = .*|laces = .*", "", head)
    short, long = (
        SHORT.replace("sole = {", 'sole = { parts = ["upper"],'),
        LONG.replace("initial", 'parts = ["upper"]\ninitial'),
    )
    assert parse(head + short, "").product == parse(head + long, "").product


def test_a_mistake_in_the_short_form_is_named_with_its_line(head: str) -> None:
    line = head.count("\n") + 2
    assert refusal(head + SHORT.replace("500", "5.5")).place == f"runner.toml:{line}"
    assert refusal(head + SHORT.replace('"red"]', '"rd"]')).place == f"runner.toml:{line + 1}"


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("sole = {", 'sole = { id = "heel",', "conflicting-keys"),
        ("upper = [", "Upper = [", "bad-id"),
        ('upper = ["white", "black", { use = "red", price = 500 }, "gold"]', "upper = 3", "wrong-type"),
    ],
)
def test_the_short_form_has_its_own_mistakes(head: str, before: str, after: str, code: str) -> None:
    error = refusal(head + SHORT.replace(before, after))
    assert code in {one.code for one in (error, *error.others)}
