from __future__ import annotations

import contextlib
import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from showroom.catalogue import Choice, Group, Product, Rule, Text, Value
from showroom.codes import ALPHABET, assign, decode, encode, tag_of
from showroom.configuration import Configuration, initial
from showroom.errors import CodeRefused, Rejected
from showroom.rules import violations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hypothesis.strategies import DataObject, SearchStrategy

    from showroom.codebook import Codebook

NAME = Text(en="x", de="x")


def with_groups(product: Product, groups: Mapping[str, Sequence[str]]) -> Product:
    """`product` without rules and with these groups; the first value of each is initial."""
    made = (
        Group(group, NAME, tuple(Value(value, NAME) for value in values), values[0]) for group, values in groups.items()
    )
    return replace(product, groups=tuple(made), rules=())


def code_of(product: Product, codebook: Codebook, **choices: str) -> str:
    return encode(codebook, initial(product).replace(choices))


def refusal(product: Product, codebook: Codebook, code: str) -> CodeRefused:
    with pytest.raises(CodeRefused) as caught:
        decode(product, codebook, code)
    return caught.value


@given(data=st.data())
def test_a_code_brings_back_its_configuration(small_products: SearchStrategy[Product], data: DataObject) -> None:
    product = data.draw(small_products)
    codebook = assign(product, None, 1, ())
    choices = {group.id: data.draw(st.sampled_from(group.values)).id for group in product.groups}
    configuration = initial(product).replace(choices)
    code = encode(codebook, configuration)
    if violations(product, configuration):
        assert refusal(product, codebook, code).code == "code-breaks-rules"
    else:
        assert decode(product, codebook, code) == configuration
    assert tag_of(code) == codebook.tag


@pytest.mark.parametrize("count", [1, 27, 28, 123, 124, 200])
def test_every_value_of_a_group_of_any_size_has_its_code(runner: Product, count: int) -> None:
    product = with_groups(runner, {"a": [f"v{number}" for number in range(count)], "b": ["x", "y"]})
    codebook = assign(product, None, 1, ())
    for number in range(count):
        configuration = initial(product).replace({"a": f"v{number}", "b": "y"})
        assert decode(product, codebook, encode(codebook, configuration)) == configuration


def test_a_shoe_with_six_groups_has_a_code_of_at_most_14_characters(runner: Product) -> None:
    product = with_groups(runner, {f"g{group}": [f"v{value}" for value in range(20)] for group in range(6)})
    code = code_of(product, assign(product, None, 1, ()), **{f"g{group}": "v19" for group in range(6)})
    assert len(code.replace("-", "")) <= 14
    assert all(len(part) <= 4 for part in code.split("-"))


def samples(product: Product) -> list[str]:
    """Codes of every length from short to longer than the field of the check has powers."""
    codes = []
    for count in (1, 2, 6, 12, 40):
        groups = {f"g{group}": [f"v{value}" for value in range(40)] for group in range(count)}
        sample = with_groups(product, groups)
        chosen = {f"g{group}": f"v{group * 7 % 40}" for group in range(count)}
        codes.append(code_of(sample, assign(sample, None, 1, ()), **chosen).replace("-", ""))
    return codes


def test_every_single_wrong_character_is_found(runner: Product) -> None:
    for code in samples(runner):
        for position, character in itertools.product(range(len(code)), ALPHABET):
            if character != code[position]:
                with pytest.raises(CodeRefused, match="mistake"):
                    tag_of(code[:position] + character + code[position + 1 :])


def test_every_swap_of_neighbours_is_found(runner: Product) -> None:
    for code in samples(runner):
        for position in range(len(code) - 1):
            swapped = code[:position] + code[position + 1] + code[position] + code[position + 2 :]
            if swapped != code:
                with pytest.raises(CodeRefused, match="mistake"):
                    tag_of(swapped)


def test_every_two_wrong_characters_are_found_in_a_short_code(runner: Product) -> None:
    code = samples(runner)[1]
    for first, second in itertools.combinations(range(len(code)), 2):
        for one, other in itertools.product(ALPHABET, repeat=2):
            typed = [*code]
            typed[first], typed[second] = one, other
            if "".join(typed) != code:
                with pytest.raises(CodeRefused):
                    tag_of("".join(typed))


@given(st.text(max_size=400))
def test_no_text_at_all_breaks_the_reader(runner: Product, text: str) -> None:
    with contextlib.suppress(CodeRefused):
        decode(runner, assign(runner, None, 1, ()), text)


def test_codes_are_read_as_people_write_them(runner: Product) -> None:
    codebook = replace(assign(runner, None, 1, ()), tag=0b00001_00000_00001)
    code = code_of(runner, codebook, upper="black")
    assert code.startswith("101")
    sloppy = f"  {code.lower().replace('1', 'l', 1).replace('1', 'I').replace('0', 'o').replace('-', ' ')} "
    assert decode(runner, codebook, sloppy) == decode(runner, codebook, code)


@pytest.mark.parametrize("text", ["", "ABC", "7KQ2-11U4-X9", "1" * 301, "äöü12345"])
def test_what_is_no_code_is_called_malformed(runner: Product, text: str) -> None:
    assert refusal(runner, assign(runner, None, 1, ()), text).code == "code-malformed"


def test_a_code_of_another_product_is_refused(runner: Product) -> None:
    other = replace(runner, id="boot")
    code = code_of(other, assign(other, None, 1, ()))
    assert refusal(runner, assign(runner, None, 1, ()), code).code == "code-other-product"


# ---- revisions ----------------------------------------------------------------------------------------------------


@pytest.fixture
def first(runner: Product) -> Product:
    return with_groups(runner, {"upper": ["white", "black"], "laces": ["white", "gold"]})


@pytest.fixture
def codebook(first: Product) -> Codebook:
    return assign(first, None, 1, ())


def test_new_groups_and_values_leave_old_codes_alone(runner: Product, first: Product, codebook: Codebook) -> None:
    code = code_of(first, codebook, upper="black", laces="gold")
    groups = {"size": ["s", "m"], "laces": ["red", "gold", "white"], "upper": ["pink", "white", "black"]}
    second = with_groups(runner, groups)
    decoded = decode(second, assign(second, codebook, 2, ()), code)
    assert decoded.as_dict() == {"upper": "black", "laces": "gold", "size": "s"}


def test_other_names_and_prices_leave_codes_alone(first: Product, codebook: Codebook) -> None:
    renamed = tuple(replace(group, name=Text(en="y", de="y")) for group in first.groups)
    assert assign(replace(first, groups=renamed, price=1), codebook, 2, ()) == codebook


def test_a_withdrawn_value_is_refused_with_what_there_is_now(
    runner: Product, first: Product, codebook: Codebook
) -> None:
    code = code_of(first, codebook, laces="gold")
    second = with_groups(runner, {"upper": ["white", "black"], "laces": ["white", "silver"]})
    refused = refusal(second, assign(second, codebook, 2, ()), code)
    assert (refused.code, refused.got, refused.allowed) == ("code-withdrawn", "laces=gold", "white, silver")
    assert "revision 2" in refused.message


def test_a_withdrawn_group_is_refused_with_what_there_is_now(
    runner: Product, first: Product, codebook: Codebook
) -> None:
    code = code_of(first, codebook, laces="gold")
    second = with_groups(runner, {"upper": ["white", "black"]})
    refused = refusal(second, assign(second, codebook, 2, ()), code)
    assert (refused.code, refused.got, refused.allowed) == ("code-withdrawn", "laces=gold", "upper")


def test_what_comes_back_is_valid_again(runner: Product, first: Product, codebook: Codebook) -> None:
    code = code_of(first, codebook, laces="gold")
    without = with_groups(runner, {"upper": ["white"]})
    second = assign(without, codebook, 2, ())
    assert decode(first, assign(first, second, 3, ()), code)["laces"] == "gold"


def test_a_code_from_while_a_group_was_gone_takes_its_initial_value(
    runner: Product, first: Product, codebook: Codebook
) -> None:
    without = with_groups(runner, {"laces": ["white", "gold"]})
    second = assign(without, codebook, 2, ())
    code = code_of(without, second, laces="gold")
    assert decode(without, second, code).as_dict() == {"laces": "gold"}
    assert decode(first, assign(first, second, 3, ()), code).as_dict() == {"laces": "gold", "upper": "white"}


def test_a_number_is_never_given_twice(runner: Product, codebook: Codebook) -> None:
    second = assign(with_groups(runner, {"laces": ["silver"]}), codebook, 2, ())
    third = assign(with_groups(runner, {"laces": ["bronze", "silver"]}), second, 3, ())
    laces = next(group for group in third.groups if group.group == "laces")
    assert [(entry.value, entry.number, entry.retired_in) for entry in laces.entries] == [
        ("white", 1, 2),
        ("gold", 2, 2),
        ("silver", 3, None),
        ("bronze", 4, None),
    ]


def test_a_code_of_a_newer_catalogue_is_not_guessed_at(runner: Product, first: Product, codebook: Codebook) -> None:
    newer = with_groups(runner, {"upper": ["white", "black", "red"], "laces": ["white", "gold"], "size": ["s", "m"]})
    second = assign(newer, codebook, 2, ())
    assert refusal(first, codebook, code_of(newer, second, upper="red")).code == "code-unknown-value"
    assert refusal(first, codebook, code_of(newer, second, size="m")).code == "code-unknown-value"


def test_a_code_that_breaks_todays_rules_is_refused_with_their_sentence(first: Product, codebook: Codebook) -> None:
    code = code_of(first, codebook, laces="gold")
    sentence = Text(en="Gold is for black.", de="Gold gibt es zu Schwarz.")
    rule = Rule("r", "requires", (Choice("laces", "gold"),), (Choice("upper", "black"),), sentence)
    refused = refusal(replace(first, rules=(rule,)), codebook, code)
    assert refused.code == "code-breaks-rules"
    assert "Gold is for black." in refused.message


def test_a_taken_tag_is_passed_by(first: Product, codebook: Codebook) -> None:
    assert assign(first, None, 1, {codebook.tag}).tag == (codebook.tag + 1) % 2**15
    assert assign(first, codebook, 2, {codebook.tag}).tag == codebook.tag


def test_a_shop_of_32768_products_is_full(first: Product) -> None:
    with pytest.raises(Rejected) as caught:
        assign(first, None, 1, range(2**15))
    assert caught.value.code == "too-many-products"


@given(data=st.data())
def test_a_code_means_the_same_or_is_refused_in_every_later_revision(runner: Product, data: DataObject) -> None:
    pool = st.dictionaries(
        st.sampled_from("abc"),
        st.lists(st.sampled_from(["v1", "v2", "v3", "v4"]), min_size=1, unique=True),
        min_size=1,
    )
    product = with_groups(runner, data.draw(pool))
    codebook = assign(product, None, 1, ())
    choices = {group.id: data.draw(st.sampled_from(group.values)).id for group in product.groups}
    code = encode(codebook, Configuration(product.id, tuple(sorted(choices.items()))))
    for revision in range(2, 5):
        product = with_groups(runner, data.draw(pool))
        codebook = assign(product, codebook, revision, ())
        offered = {(group.id, value.id) for group in product.groups for value in group.values}
        if choices.items() <= offered:
            assert choices.items() <= decode(product, codebook, code).as_dict().items()
        else:
            assert refusal(product, codebook, code).code == "code-withdrawn"
