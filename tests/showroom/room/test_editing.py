"""Several people configure one shoe."""

from __future__ import annotations

from msgspec.structs import replace

from showroom.codes import encode
from showroom.configuration import complete
from showroom.protocol.messages import Configure, Configured, Done, History, OpenCode, Redo, Refused, Undo
from showroom.room.notices import ProductChanged
from showroom.room.room import open_room
from showroom.room.state import MAX_EDITORS, MAX_STEPS
from tests.showroom.room.samples import PLAN, RUNNER, House


def refusal(messages: list[object]) -> Refused:
    (message,) = messages
    assert isinstance(message, Refused)
    return message


def two_in_a_room() -> tuple[House, int, int]:
    house = House()
    return house, house.join("anna"), house.join("ben")


def test_a_change_reaches_everybody_whole_and_is_done_for_the_actor() -> None:
    house, anna, ben = two_in_a_room()
    told = house.act(anna, Configure(9, "runner", {"upper": "red"}))
    choices = {"upper": "red", "sole": "plain", "laces": "white", "size": "eu42"}
    assert told == [Configured("runner", 1, choices, anna), History("runner", 1, 0), Done(9)]
    assert house.heard(ben, Configured) == [Configured("runner", 1, choices, anna)]
    assert not house.heard(ben, Done)
    assert house.notices[-1] == ProductChanged("main", "runner", choices)
    assert (house.facts[-1].name, house.facts[-1].actor, house.facts[-1].subject) == (
        "Product Configured",
        "anna",
        "runner",
    )


def test_what_a_choice_includes_comes_along() -> None:
    house, anna, _ = two_in_a_room()
    house.act(anna, Configure(1, "runner", {"upper": "gold"}))
    assert house.choices()["laces"] == "gold"
    house.act(anna, Undo(2, "runner"))
    assert house.choices()["laces"] == "white"


def test_a_choice_that_stands_already_is_done_without_a_new_version() -> None:
    house, anna, ben = two_in_a_room()
    assert house.act(anna, Configure(1, "runner", {"upper": "white"})) == [Done(1)]
    assert not house.heard(ben, Configured)


def test_a_refused_choice_names_its_rule_in_the_askers_language_and_changes_nothing() -> None:
    house, anna, ben = two_in_a_room()
    house.act(anna, Configure(1, "runner", {"sole": "grip"}))
    told = refusal([*house.act(ben, Configure(2, "runner", {"upper": "red"}))])
    assert (told.ref, told.code, told.rules, told.choices) == (
        2,
        "configuration-refused",
        ("no-red-grip",),
        ("sole=grip",),
    )
    assert "Rot gibt es nicht mit griffiger Sohle" in told.message
    assert house.choices()["upper"] == "white"
    fix = told.fixes[0]
    house.act(ben, Configure(3, "runner", fix.changes))
    assert house.choices()["upper"] == "red"


def test_unknown_products_groups_and_values_are_refused() -> None:
    house, anna, _ = two_in_a_room()
    codes = [
        refusal([*house.act(anna, message)]).code
        for message in (
            Configure(1, "car", {"paint": "red"}),
            Configure(1, "runner", {"wheels": "red"}),
            Configure(1, "runner", {"upper": "pink"}),
            Undo(1, "car"),
            Redo(1, "car"),
        )
    ]
    assert codes == ["unknown-product", "unknown-group", "unknown-value", "unknown-product", "unknown-product"]


def test_everybody_takes_back_only_their_own() -> None:
    house, anna, ben = two_in_a_room()
    house.act(anna, Configure(1, "runner", {"upper": "green"}))
    house.act(ben, Configure(2, "runner", {"laces": "black"}))
    house.act(anna, Undo(3, "runner"))
    assert (house.choices()["upper"], house.choices()["laces"]) == ("white", "black")
    house.act(ben, Undo(4, "runner"))
    assert house.choices()["laces"] == "white"
    assert refusal([*house.act(ben, Undo(5, "runner"))]).code == "nothing-to-undo"


def test_what_somebody_else_changed_since_stands_and_is_named() -> None:
    house, anna, ben = two_in_a_room()
    house.act(anna, Configure(1, "runner", {"upper": "green"}))
    house.act(ben, Configure(2, "runner", {"upper": "red"}))
    told = refusal([*house.act(anna, Undo(3, "runner"))])
    assert (told.code, told.got) == ("changed-since", "Ben")
    assert house.choices()["upper"] == "red"
    house.act(ben, Undo(4, "runner"))
    assert house.choices()["upper"] == "green"
    house.act(anna, Undo(5, "runner"))
    assert house.choices()["upper"] == "white"


def test_the_same_value_of_somebody_else_is_theirs() -> None:
    house, anna, ben = two_in_a_room()
    house.act(anna, Configure(1, "runner", {"upper": "green"}))
    house.act(ben, Configure(2, "runner", {"upper": "red"}))
    house.act(ben, Configure(3, "runner", {"upper": "green"}))
    assert refusal([*house.act(anna, Undo(4, "runner"))]).code == "changed-since"
    assert house.choices()["upper"] == "green"


def test_an_older_change_is_taken_back_where_the_latest_no_longer_stands() -> None:
    house, anna, ben = two_in_a_room()
    house.act(anna, Configure(1, "runner", {"size": "eu40"}))
    house.act(anna, Configure(2, "runner", {"upper": "green", "laces": "black"}))
    house.act(ben, Configure(3, "runner", {"upper": "red", "laces": "gold"}))
    house.act(anna, Undo(4, "runner"))
    assert house.choices() == {"upper": "red", "laces": "gold", "size": "eu42", "sole": "plain"}


def test_only_what_stands_of_a_change_is_taken_back() -> None:
    house, anna, ben = two_in_a_room()
    house.act(anna, Configure(1, "runner", {"upper": "green", "laces": "black"}))
    house.act(ben, Configure(2, "runner", {"laces": "gold"}))
    house.act(anna, Undo(3, "runner"))
    assert (house.choices()["upper"], house.choices()["laces"]) == ("white", "gold")
    house.act(ben, Undo(4, "runner"))
    assert house.choices()["laces"] == "black"
    house.act(anna, Undo(5, "runner"))
    assert house.choices()["laces"] == "white"


def test_redo_brings_back_until_something_new_is_done() -> None:
    house, anna, _ = two_in_a_room()
    house.act(anna, Configure(1, "runner", {"upper": "green"}))
    house.act(anna, Configure(2, "runner", {"upper": "red"}))
    assert house.act(anna, Undo(3, "runner"))[1] == History("runner", 1, 1)
    assert house.act(anna, Undo(4, "runner"))[1] == History("runner", 0, 2)
    assert house.act(anna, Redo(5, "runner"))[1] == History("runner", 1, 1)
    assert house.choices()["upper"] == "green"
    assert house.act(anna, Redo(6, "runner"))[1] == History("runner", 2, 0)
    assert house.choices()["upper"] == "red"
    house.act(anna, Undo(7, "runner"))
    house.act(anna, Configure(8, "runner", {"size": "eu40"}))
    assert refusal([*house.act(anna, Redo(9, "runner"))]).code == "nothing-to-redo"


def test_redo_does_not_run_over_what_others_did() -> None:
    house, anna, ben = two_in_a_room()
    house.act(anna, Configure(1, "runner", {"upper": "green"}))
    house.act(anna, Undo(2, "runner"))
    house.act(ben, Configure(3, "runner", {"upper": "red"}))
    assert refusal([*house.act(anna, Redo(4, "runner"))]).code == "changed-since"


def test_an_undo_that_would_break_a_rule_is_refused_with_the_rule() -> None:
    house, anna, ben = two_in_a_room()
    house.act(anna, Configure(1, "runner", {"upper": "red"}))
    house.act(anna, Configure(2, "runner", {"upper": "white"}))
    house.act(ben, Configure(3, "runner", {"sole": "grip"}))
    told = refusal([*house.act(anna, Undo(4, "runner"))])
    assert (told.code, told.rules, told.choices) == ("configuration-refused", ("no-red-grip",), ("sole=grip",))
    assert house.choices()["upper"] == "white"


def test_histories_are_bounded() -> None:
    house, anna, _ = two_in_a_room()
    for turn in range(MAX_STEPS + 5):
        told = house.act(anna, Configure(turn, "runner", {"upper": ("green", "red")[turn % 2]}))
    assert told[1] == History("runner", MAX_STEPS, 0)


def test_who_has_not_edited_for_longest_is_forgotten_first() -> None:
    house = House(open_room(PLAN, (RUNNER,), {}, capacity=1000))
    numbers = [house.join(f"v{index}") for index in range(MAX_EDITORS + 1)]
    for turn, number in enumerate(numbers):
        house.act(number, Configure(1, "runner", {"upper": ("green", "red")[turn % 2]}))
    assert len(house.room.histories) == MAX_EDITORS
    assert ("runner", "v0") not in house.room.histories
    assert len([key for key in house.documents if key.startswith("history/")]) == MAX_EDITORS


def test_a_code_is_opened_as_one_change_that_can_be_taken_back() -> None:
    house, anna, _ = two_in_a_room()
    wish = complete(RUNNER.product, {"upper": "gold", "laces": "gold", "size": "eu40"})
    house.act(anna, OpenCode(1, encode(RUNNER.codebook, wish)))
    assert house.choices() == wish.as_dict()
    house.act(anna, Undo(2, "runner"))
    assert house.choices()["size"] == "eu42"


def test_a_bad_or_foreign_code_is_refused() -> None:
    house, anna, _ = two_in_a_room()
    foreign = replace(RUNNER, codebook=replace(RUNNER.codebook, tag=(RUNNER.codebook.tag + 1) % 2**15))
    code = encode(foreign.codebook, complete(RUNNER.product, {}))
    assert refusal([*house.act(anna, OpenCode(1, code))]).code == "code-other-product"
    assert refusal([*house.act(anna, OpenCode(2, "nonsense"))]).code.startswith("code-")
