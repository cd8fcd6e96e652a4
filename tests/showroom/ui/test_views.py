"""View state out of the domain's values."""

from __future__ import annotations

import pytest

from showroom.catalogue import Catalogue, FileRef, Publication
from showroom.protocol.messages import AdviserState, ChatLine, OfferedFix, Refused, Waiting
from showroom.ui.views import chat_view, desk_view, product_view, refusal_view, top_view, waiting_view
from tests.server.samples import publication, room_plan

MODEL = FileRef("0" * 64, 10, "model/gltf-binary")


@pytest.fixture
def runner() -> Publication:
    return publication(MODEL)


def test_the_panel_shows_price_lines_that_add_up_in_the_shoppers_language(runner: Publication) -> None:
    panel = product_view(runner, {"upper": "blue"}, "de")
    assert panel.price == "139,00 €"
    assert [line.amount for line in panel.lines] == ["129,00 €", "10,00 €"]
    assert panel.tax == "inkl. 19 % VAT: 22,19 €"
    assert product_view(runner, {"upper": "blue"}, "en").price == "€139.00"


def test_exactly_one_value_of_a_group_is_selected(runner: Publication) -> None:
    panel = product_view(runner, {"upper": "gold"}, "en")
    for group in panel.groups:
        assert sum(value.selected for value in group.values) == 1
    assert panel.groups[0].chosen == "gold"


def test_groups_without_colours_are_chips(runner: Publication) -> None:
    assert {group.shape for group in product_view(runner, {}, "en").groups} == {"chips"}


def test_a_refusal_names_the_rule_and_what_each_way_out_costs(runner: Publication) -> None:
    refused = Refused(
        7,
        "configuration-refused",
        "no",
        rules=("no-gold-on-black",),
        fixes=(OfferedFix({"sole": "white"}, 0), OfferedFix({"sole": "white", "upper": "gold"}, 4000)),
    )
    view = refusal_view(runner.product, {"upper": "gold"}, refused, "de")
    assert view.sentence == "no"
    assert [fix.words for fix in view.fixes] == ["sole: white", "sole: white"]
    assert [fix.price_change for fix in view.fixes] == ["gleicher Preis", "+ 40,00 €"]
    assert dict(view.fixes[0].changes) == {"upper": "gold", "sole": "white"}


@pytest.mark.parametrize(
    ("state", "position", "talking_to", "sentence", "action"),
    [
        (AdviserState(0, 0, 0), None, None, "Nobody is here right now", "call-adviser"),
        (AdviserState(1, 1, 0), None, None, "1 adviser online", "call-adviser"),
        (AdviserState(2, 2, 0), None, None, "2 advisers online", "call-adviser"),
        (AdviserState(2, 0, 3), None, None, "All advisers are busy", "call-adviser"),
        (AdviserState(2, 0, 3), 1, None, "You are next", "cancel-call"),
        (AdviserState(2, 0, 3), 3, None, "You are number 3", "cancel-call"),
        (AdviserState(0, 0, 1), 1, None, "Nobody is here right now. Your call is kept.", "cancel-call"),
        (AdviserState(1, 0, 0), None, "Anna", "Anna is with you", "end-conversation"),
    ],
)
def test_the_desk_says_honestly_whether_anybody_is_there(
    state: AdviserState, position: int | None, talking_to: str | None, sentence: str, action: str
) -> None:
    desk = desk_view(state, position, talking_to, "en")
    assert desk.sentence == sentence
    assert desk.action == action


def test_the_chat_shows_the_conversation_that_i_am_in_and_nothing_else() -> None:
    lines = (
        ChatLine(1, "a", "Mia", "visitor", "to all", 0.0),
        ChatLine(2, "b", "Anna", "agent", "to you", 0.0, "talk"),
    )
    assert [line.text for line in chat_view(lines, "a", None, None, "en").lines] == ["to all"]
    private = chat_view(lines, "a", "talk", "Anna", "en")
    assert [line.text for line in private.lines] == ["to you"]
    assert private.private
    assert private.lines[0].adviser


def test_an_empty_chat_says_who_will_read_it() -> None:
    assert "everybody in this room" in chat_view((), "a", None, None, "en").empty
    assert chat_view((), "a", "talk", "Anna", "en").empty == "Only Anna and you can read this."
    assert chat_view((), "a", "talk", "Anna", "de").empty == "Nur Anna und Sie können das lesen."


def test_an_adviser_reads_what_somebody_looks_at_and_for_how_long_they_wait(runner: Publication) -> None:
    catalogue = Catalogue(1, (runner,), (room_plan(),))
    waiting = Waiting("r", "v", "Mia", "main", 100.0, "", "de", "runner", {"upper": "blue"})
    view = waiting_view(waiting, catalogue, 165.0, "en")
    assert view.waits == "waits 1:05"
    assert view.looks_at == "looks at Runner <One>"
    assert ("upper", "blue", None) in view.choices
    assert ("sole", "white", None) in view.choices
    assert view.language == "speaks German"


def test_the_bar_counts_people_in_words() -> None:
    assert top_view("Room", "online", 1, "en").people == "Only you"
    assert top_view("Room", "offline", 5, "de").people == "5 Personen"
    assert top_view("Room", "offline", 5, "de").connection_words.startswith("Keine Verbindung")
