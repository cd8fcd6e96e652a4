"""Beginning anew, being surprised, comparing two and keeping wishes, at a window by keys and clicks."""

from __future__ import annotations

from random import Random
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from client.acting import Acting
from client.cards import Cards
from client.comparing import Comparing
from client.intents import Pick
from client.journal import Journal
from client.keeping import Keeping
from client.model import ClientModel
from client.net.front import Front
from client.settings import Settings, Wish, load_settings, save_settings
from client.ui.clipboard import Clipboard
from client.visit import Visit
from client.wishing import WishList
from showroom import rules
from showroom.catalogue import Text
from showroom.configuration import complete, initial
from showroom.protocol.messages import Configure, OpenCode, ProductState
from showroom.rules.surprising import surprising
from showroom.ui.cards import CompareView, WishesView
from showroom.ui.comparing import compare_view
from showroom.ui.texts import say
from showroom.ui.views import code_of
from tests.client.shop import product
from tests.client.test_app_parts import catalogue

if TYPE_CHECKING:
    from pathlib import Path


BLOCK = catalogue().products[0]
SHOP = "http://shop"


@given(st.integers())
def test_a_surprise_keeps_every_rule(seed: int) -> None:
    assert not rules.violations(product("block"), surprising(product("block"), Random(seed)))


def test_every_valid_configuration_can_be_a_surprise() -> None:
    drawn = {tuple(surprising(product("block"), Random(seed)).as_dict().values()) for seed in range(60)}
    assert drawn == {("white", "white"), ("red", "white"), ("red", "gold")}


def test_two_configurations_differ_where_they_differ() -> None:
    both = compare_view((BLOCK, {}), (BLOCK, {"cover": "red", "lid": "gold"}), "de")
    assert [(row.name, row.left, row.right, row.differs) for row in both.rows] == [
        ("Hülle", "Weiß", "Rot (+ 5,00 €)", True),
        ("Deckel", "Weiß", "Gold (+ 9,00 €)", True),
    ]
    assert both.prices == ("100,00 €", "114,00 €")
    assert both.difference == "+ 14,00 €"
    back = compare_view((BLOCK, {"cover": "red"}), (BLOCK, {}), "en")
    assert [row.differs for row in back.rows] == [True, False]
    assert back.difference.endswith("€5.00")
    assert not back.difference.startswith("+")


def test_two_products_meet_in_what_is_called_the_same() -> None:
    other = product("disc")
    cover = msgspec.structs.replace(other.groups[0], name=Text("Shell", "Schale"))
    disc = msgspec.structs.replace(BLOCK, product=msgspec.structs.replace(other, groups=(cover, other.groups[1])))
    both = compare_view((BLOCK, {}), (disc, {}), "en")
    assert [row.name for row in both.rows] == ["Size", "Cover", "Lid", "Shell"]
    assert both.rows[1].right == "–"  # noqa: RUF001 - people read it


class Person:
    """Somebody who looks closely at the block."""

    def __init__(self, keeping: Keeping | None = None) -> None:
        self.visit = Visit("en", agent=False, journal=Journal(None), clipboard=Clipboard())
        self.visit.catalogue, self.visit.inspected = catalogue(), "block"
        self.visit.model = ClientModel(connection="online", you=1)
        self.sent: list[object] = []
        world: Any = SimpleNamespace(exhibits={}, configure=lambda *_: True)
        screen: Any = SimpleNamespace(chat=SimpleNamespace(focus=lambda: None))
        self.acting = Acting(self.visit, world, world, screen, self.sent.append)
        self.keeping = keeping or Keeping(None, Settings())
        wishes = WishList(self.visit, self.keeping, Front(SHOP), self.acting.intend)
        comparing = Comparing(self.visit, self.acting.choose, self.acting.intend, Random(1))
        self.cards = Cards(self.visit, {"wishes": wishes, "compare": comparing})
        self.acting.learn({**self.cards.verbs, **comparing.verbs, "wish": wishes.add}, self.cards.intend)

    def stands(self, **choices: str) -> None:
        self.visit.model = ClientModel(
            connection="online", you=1, products={"block": ProductState("block", 1, choices)}
        )

    @property
    def told(self) -> str:
        return self.visit.current_notices(0.0)[-1]


def test_beginning_anew_asks_for_the_first_configuration_whole() -> None:
    person = Person()
    person.acting.do("reset")
    assert person.sent == []
    assert person.told == say("notice.unchanged", "en")
    person.stands(cover="red", lid="gold")
    person.acting.do("reset")
    (sent,) = person.sent
    assert isinstance(sent, Configure)
    assert sent.changes == initial(BLOCK.product).as_dict()


def test_a_surprise_is_one_request_that_the_rules_allow() -> None:
    person = Person()
    for _ in range(5):
        person.acting.do("surprise")
    assert person.sent
    for sent in person.sent:
        assert isinstance(sent, Configure)
        assert not rules.violations(BLOCK.product, complete(BLOCK.product, sent.changes))


def test_comparing_notes_first_and_then_shows_both() -> None:
    person = Person()
    person.acting.do("compare")
    person.acting.do("compare")
    assert person.visit.opened is None
    assert person.told == say("compare.noted", "en")
    person.stands(cover="red")
    person.acting.do("compare")
    view = person.cards.view()
    assert isinstance(view, CompareView)
    assert [row.name for row in view.rows if row.differs] == ["Cover"]
    person.cards.press("enter")
    (sent,) = person.sent
    assert isinstance(sent, OpenCode)
    assert sent.code == code_of(BLOCK, {})
    assert person.visit.opened is None


def test_the_right_one_can_be_noted_instead() -> None:
    person = Person()
    person.acting.do("compare")
    person.stands(cover="red")
    person.acting.do("compare")
    person.cards.press("arrow_right")
    person.cards.press("enter")
    person.stands()
    person.acting.do("compare")
    view = person.cards.view()
    assert isinstance(view, CompareView)
    assert view.codes == (code_of(BLOCK, {"cover": "red"}), code_of(BLOCK, {}))


def test_comparing_nothing_is_answered() -> None:
    person = Person()
    person.visit.inspected = None
    person.acting.do("compare")
    assert person.told == say("notice.no-product", "en")


def test_a_wish_is_kept_in_the_file_shown_opened_and_struck_off(tmp_path: Path) -> None:
    path = tmp_path / "client.json"
    elsewhere = Wish("http://other", "block", "X")
    save_settings(path, Settings(wishes=(elsewhere,)))
    person = Person(Keeping(path, load_settings(path)))
    person.stands(cover="red")
    person.acting.do("wish")
    person.acting.do("wish")
    assert person.told == say("wishes.already", "en")
    assert load_settings(path).wishes == (elsewhere, Wish(SHOP, "block", code_of(BLOCK, {"cover": "red"})))
    person.acting.do("wishes")
    view = person.cards.view()
    assert isinstance(view, WishesView)
    assert [(wish.name, wish.words, wish.price) for wish in view.wishes] == [("The block", "Red", "€105.00")]
    assert view.total == "€105.00"
    person.acting.intend(Pick(0, "take"))
    assert [sent.code for sent in person.sent if isinstance(sent, OpenCode)] == [code_of(BLOCK, {"cover": "red"})]
    person.acting.do("wishes")
    person.cards.press("delete")
    assert load_settings(path).wishes == (elsewhere,)
    assert person.cards.press("enter"), "an empty card still keeps the key from the chat"


def test_a_wish_that_is_no_longer_offered_says_so() -> None:
    person = Person(Keeping(None, Settings(wishes=(Wish(SHOP, "gone", "AAAA"),))))
    person.acting.do("wishes")
    view = person.cards.view()
    assert isinstance(view, WishesView)
    assert view.wishes[0].gone
    assert view.total == ""


def test_a_wish_list_that_cannot_be_written_says_so_and_stays(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    person = Person(Keeping(tmp_path / "file" / "client.json", Settings()))
    person.acting.do("wish")
    assert "cannot be kept" in person.told
    assert person.keeping.settings.wishes == ()
