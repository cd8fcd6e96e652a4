from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from showroom.catalogue import Choice
from showroom.configuration import initial
from showroom.errors import ConfigurationRefused
from showroom.rules import change, describe_fix, explain
from showroom.rules.wording import name_of

if TYPE_CHECKING:
    from showroom.catalogue import Product


@pytest.fixture
def refused(runner: Product) -> ConfigurationRefused:
    with pytest.raises(ConfigurationRefused) as caught:
        change(runner, initial(runner), {"laces": "gold"})
    return caught.value


def test_a_refusal_names_the_wish_the_rule_and_what_stands_in_the_way(
    runner: Product, refused: ConfigurationRefused
) -> None:
    sentence = "Laces: Gold is not possible. Gold laces go with a black or red upper. In the way: Upper: White."
    assert explain(runner, refused, "en") == sentence
    assert refused.message == sentence


def test_a_refusal_is_said_in_german_too(runner: Product, refused: ConfigurationRefused) -> None:
    sentence = (
        "Schnürsenkel: Gold ist so nicht möglich. Gold gibt es zu Schwarz oder Rot. "
        "Dem steht entgegen: Obermaterial: Weiß."
    )
    assert explain(runner, refused, "de") == sentence


def test_a_standing_configuration_that_breaks_rules_is_refused_without_a_wish(runner: Product) -> None:
    broken = initial(runner).replace({"upper": "black", "sole": "gum"})
    with pytest.raises(ConfigurationRefused) as caught:
        change(runner, broken, {})
    assert explain(runner, caught.value, "en").startswith("This combination is not possible. There is no gum sole")
    assert explain(runner, caught.value, "de").startswith("Diese Zusammenstellung ist so nicht möglich.")


def test_a_fix_is_a_line_for_a_button_with_the_change_of_the_price(
    runner: Product, refused: ConfigurationRefused
) -> None:
    assert [describe_fix(runner, fix, "en") for fix in refused.fixes] == [
        "Upper: Red (+ €10.00)",
        "Upper: Black (+ €14.00)",
    ]
    assert describe_fix(runner, refused.fixes[0], "de") == "Obermaterial: Rot (+ 10,00 €)"


def test_what_the_product_no_longer_has_is_called_by_its_id(runner: Product) -> None:
    assert name_of(runner, Choice("heel", "high"), "en") == "heel=high"
    assert name_of(runner, Choice("sole", "glass"), "de") == "Sohle: glass"
