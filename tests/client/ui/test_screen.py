"""Panels appear in offscreen pictures, in both languages, wherever they are needed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from imgui_bundle import imgui

from client.gathering import Gathering
from client.intents import Do, Pick
from client.model import ClientModel, Refusal
from client.presenter import Presenter, Situation
from client.render.quality import LOW
from client.render.view import View
from client.ui import theme as look
from client.ui.chat_panel import whole_lines
from client.ui.glyphs import SIZES
from client.ui.labels import Label
from client.ui.screen import Screen
from showroom.catalogue import Catalogue, FileRef, Publication
from showroom.codes import assign
from showroom.protocol.messages import (
    AdviserState,
    ChatLine,
    ConversationStarted,
    OfferedFix,
    ProductState,
    Refused,
    Visitor,
    Waiting,
)
from showroom.ui.cards import GoalView, MapView, WishesView, WishView
from showroom.ui.comparing import compare_view
from showroom.ui.state import RefusalView
from showroom.ui.views import product_view
from tests.client.shop import product, room

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from showroom.ui.state import ViewState

SIZE = (960, 540)
LANGUAGES = ("en", "de")


@pytest.fixture(scope="module")
def view() -> Iterator[View]:
    view = View.offscreen(SIZE, LOW)
    view.set_background((0.3, 0.3, 0.3))
    yield view
    view.close()


@pytest.fixture
def screen(view: View) -> Iterator[Screen]:
    screen = Screen(view.overlay, SIZE)
    yield screen
    screen.close()


def catalogue() -> Catalogue:
    block = product("block")
    model = FileRef("0" * 64, 1, "model/gltf-binary")
    book = assign(block, None, 1, ())
    return Catalogue(1, (Publication(block, 1, model, (300.0, 200.0, 300.0), 10, book, ""),), (room(),))


def model() -> ClientModel:
    refused = Refused(
        1, "configuration-refused", "no", rules=("gold-on-red",), fixes=(OfferedFix({"cover": "red"}, 500),)
    )
    return ClientModel(
        connection="online",
        you=1,
        visitor="me",
        room="main",
        visitors={1: Visitor(1, "me", "Me", "visitor")},
        chat=(ChatLine(1, "mia", "Mia", "visitor", "Schöne Größe 👟", 0.0),),
        advisers=AdviserState(1, 1, 1),
        refusal=Refusal("block", {"lid": "gold"}, refused),
        queue=(Waiting("r", "mia", "Mia", "main", 0.0, "", "de", "block", {"cover": "red"}),),
    )


def state(language: str, *, inspected: str | None = "block", agent: bool = False) -> ViewState:
    situation = Situation(
        model(), catalogue(), language, inspected=inspected, offered="block", agent=agent, online=agent, now_s=60.0
    )
    return Presenter().view_state(situation)


def picture(view: View, screen: Screen, shown: ViewState, *, show_help: bool = False) -> NDArray[np.uint8]:
    for _ in range(3):
        screen.draw(shown, [Label(400, 200, 3.0, "Mia", adviser=False, says="Hallo 👋")], 1 / 60, show_help=show_help)
        view.frame()
    return view.pixels()


def brightness(pixels: NDArray[np.uint8], left: float, top: float, right: float, bottom: float) -> float:
    height, width = pixels.shape[:2]
    part = pixels[int(top * height) : int(bottom * height), int(left * width) : int(right * width)]
    return float(part.mean())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_product_panel_stands_at_the_right_and_who_writes_has_the_chat_at_the_lower_left(
    view: View, screen: Screen, language: str
) -> None:
    shown = replace(state(language), refusal=None)
    screen.chat.focus()
    pixels = picture(view, screen, shown)
    room_alone = brightness(pixels, 0.40, 0.5, 0.6, 0.9)
    assert brightness(pixels, 0.75, 0.3, 0.97, 0.9) > room_alone + 40
    assert brightness(pixels, 0.03, 0.8, 0.28, 0.95) > room_alone + 40
    assert shown.product is not None
    assert shown.product.groups[0].shape == "swatches"


def test_the_two_languages_look_different(view: View, screen: Screen) -> None:
    english, german = (picture(view, screen, state(language)) for language in LANGUAGES)
    assert np.abs(english.astype(int) - german.astype(int)).mean() > 0.5


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_shows_its_sentence_and_its_ways_out(view: View, screen: Screen, language: str) -> None:
    shown = state(language)
    assert isinstance(shown.refusal, RefusalView)
    assert shown.refusal.sentence == catalogue().products[0].product.rules[0].sentence.in_language(language)
    assert shown.refusal.wish == {"en": "Lid: Gold", "de": "Deckel: Gold"}[language]
    assert shown.refusal.fixes[0].price_change in {"+ €5.00", "+ 5,00 €"}
    with_card = picture(view, screen, shown)
    without = picture(view, screen, replace(shown, refusal=None))
    assert np.abs(with_card.astype(int) - without.astype(int)).mean() > 2.0


def test_a_swatch_under_the_mouse_tells_its_name_legibly(view: View, screen: Screen) -> None:
    shown = replace(state("en"), refusal=None)
    pixels = picture(view, screen, shown).astype(int)
    red = (pixels[..., 0] > pixels[..., 1] + 100) & (pixels[..., 0] > pixels[..., 2] + 100)
    rows, columns = np.nonzero(red)
    imgui.get_io().add_mouse_pos_event(float(np.median(columns)), float(np.median(rows)))
    hovered = picture(view, screen, shown).astype(int)
    below = np.s_[int(np.median(rows)) + 14 : int(np.median(rows)) + 60, int(np.median(columns)) :]
    changed = hovered[below][np.abs(hovered[below] - pixels[below]).max(axis=2) > 8]
    assert len(changed) > 100, "no words appeared"
    assert (changed.min(axis=1) > 240).any(), "they stand on a light ground"
    assert (changed.max(axis=1) < 110).any(), "in dark letters"


def test_an_adviser_sees_the_queue(view: View, screen: Screen) -> None:
    shown = state("en", inspected=None, agent=True)
    assert shown.agent is not None
    waiting = shown.agent.waiting[0]
    assert waiting.looks_at == "looks at The block"
    product = catalogue().products[0]
    panel = product_view(product, {"cover": "red"}, "en")
    assert (waiting.price, waiting.code) == (panel.price, panel.code)
    pixels = picture(view, screen, shown)
    assert brightness(pixels, 0.03, 0.2, 0.28, 0.5) > brightness(pixels, 0.45, 0.5, 0.6, 0.7) + 30


def test_accepting_is_for_those_who_take_calls(view: View, screen: Screen) -> None:
    shown = state("en", inspected=None, agent=True)
    assert shown.agent is not None
    away = replace(shown, agent=replace(shown.agent, online=False))
    strong = [
        int((np.abs(pixels[160:400, 30:290].astype(int) - look.ACCENT[:3]).max(axis=2) < 12).sum())
        for pixels in (picture(view, screen, shown), picture(view, screen, away))
    ]
    assert strong[0] > 2000
    assert strong[1] < 500


def test_an_adviser_in_conversation_sees_what_the_shopper_looks_at() -> None:
    talk = ConversationStarted("talk", "mia", "Mia", "me", "Eva", "main")
    mia = Visitor(2, "mia", "Mia", "visitor", focus="block")
    red = {"block": ProductState("block", 3, {"cover": "red", "lid": "white"})}
    talking = replace(model(), visitors={2: mia}, products=red, conversation="talk", talk=talk, refusal=None)
    shown = Presenter().view_state(Situation(talking, catalogue(), "en", agent=True, online=True))
    assert shown.agent is not None
    assert shown.agent.customer is not None
    assert shown.agent.customer.looks_at == "looks at The block"
    assert ("Cover", "Red", "#b02020") in shown.agent.customer.choices


def test_help_covers_the_middle(view: View, screen: Screen) -> None:
    shown = state("de", inspected=None)
    before = brightness(picture(view, screen, shown), 0.4, 0.4, 0.6, 0.6)
    assert brightness(picture(view, screen, shown, show_help=True), 0.4, 0.4, 0.6, 0.6) > before + 30


def test_without_products_there_is_still_a_screen(view: View, screen: Screen) -> None:
    shown = Presenter().view_state(Situation(ClientModel(connection="offline"), None, "de", inspected="block"))
    assert shown.product is None
    assert shown.offline_hint
    assert not shown.desk.enabled
    assert shown.desk.sentence == "Keine Verbindung zur Beratung"
    assert picture(view, screen, shown).std() > 5


def test_what_stands_before_one_is_offered_with_its_key(view: View, screen: Screen) -> None:
    shown = state("de", inspected=None)
    assert shown.prompt == ("E", "Das Stück block genau ansehen")
    assert picture(view, screen, shown).std() > 5


def test_a_screen_can_be_resized(view: View, screen: Screen) -> None:
    screen.backend.resize((640, 360))
    screen.backend.resize(SIZE)
    assert picture(view, screen, state("en")).std() > 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_connection_that_fails_names_the_address(language: str) -> None:
    situation = Situation(ClientModel(connection="offline"), None, language, server="http://127.0.0.1:9", arrived=False)
    assert "http://127.0.0.1:9" in Presenter().view_state(situation).offline_hint
    later = Presenter().view_state(replace(situation, arrived=True)).offline_hint
    assert "http://127.0.0.1:9" not in later


def test_news_stand_between_the_panels(view: View, screen: Screen) -> None:
    shown = state("en", agent=True)
    before = picture(view, screen, shown).astype(int)
    said = (
        "The conversation has ended.",
        "Runner One is on your wish list, for as long as you are and longer, €137.00.",
    )
    news = np.abs(picture(view, screen, replace(shown, notices=said)).astype(int) - before).astype(np.uint8)
    assert brightness(news, 0.42, 0.12, 0.58, 0.18) > 60
    agents, products = screen.theme.px(340 + 16) / SIZE[0], 1.0 - screen.theme.px(344 + 16) / SIZE[0]
    assert brightness(news, agents + 0.03, 0.20, products - 0.03, 0.25) > 60, "and what is long has several lines"
    assert not news[:, round((products + 0.01) * SIZE[0]) :].any(), "never over the product's name"
    assert not news[:, : round((agents - 0.01) * SIZE[0])].any()


def test_the_button_of_the_code_says_that_it_is_copied(view: View, screen: Screen) -> None:
    shown = replace(state("en"), refusal=None)
    before = picture(view, screen, shown).astype(int)
    io = imgui.get_io()
    intents = []
    for pressed in (False, True, False):
        io.add_mouse_pos_event(770.0, 497.0)
        io.add_mouse_button_event(0, pressed)
        intents += screen.draw(shown, [], 1 / 60)
    assert intents == [Do("copy-code")]
    after = picture(view, screen, shown).astype(int)
    assert np.abs(after - before)[485:510, 690:850].mean() > 60


def test_the_oldest_visible_line_of_the_chat_is_whole() -> None:
    tops = [0.0, 20.0, 40.0, 60.0, 80.0]
    assert whole_lines(tops, 100.0, 50.0) == (60.0, 10.0)
    assert whole_lines(tops, 100.0, 60.0) == (40.0, 0.0)
    assert whole_lines(tops, 100.0, 200.0) == (0.0, 0.0)


def geoms(view: View) -> list[int]:
    """What the panels are drawn with, by identity."""
    node = view.overlay.find("**/imgui").node()
    return [node.get_geom(index).this for index in range(node.get_num_geoms())]


def test_panels_that_stand_still_keep_their_geometry_and_one_that_changes_is_drawn_anew(
    view: View, screen: Screen
) -> None:
    presenter = Presenter()
    situation = Situation(model(), catalogue(), "en")
    for _ in range(4):
        screen.draw(presenter.view_state(situation), [], 0.016)
    still = geoms(view)
    screen.draw(presenter.view_state(situation), [], 0.016)
    assert geoms(view) == still
    for _ in range(2):  # a new card takes its size from the frame before
        screen.draw(presenter.view_state(replace(situation, notices=("News",))), [], 0.016)
    changed = geoms(view)
    assert changed != still
    assert set(changed) & set(still)


def test_what_is_seen_is_built_anew_only_when_something_has_changed() -> None:
    presenter = Presenter()
    situation = Situation(model(), catalogue(), "en", now_s=1.0)
    first = presenter.view_state(situation)
    assert presenter.view_state(replace(situation, now_s=2.0)) is first
    assert presenter.view_state(replace(situation, language="de")).language == "de"
    waiting = replace(situation, agent=True)
    assert presenter.view_state(waiting) is not presenter.view_state(replace(waiting, now_s=62.0))


def test_the_map_can_be_read_and_its_pins_pressed(view: View, screen: Screen) -> None:
    goals = (
        GoalView("Entrance", (0.0, 3.0), product=False, selected=False),
        GoalView("The block", (-1.2, -1.5), product=True, selected=True),
    )
    plan = MapView((4.0, 4.0), (), (), goals, (((2.0, 2.0), "Ben", False),), (0.0, 0.0), 0.0)
    shown = replace(state("en", inspected=None), card=plan)
    pixels = picture(view, screen, shown)
    red = np.abs(pixels.astype(int) - look.BAD[:3]).max(axis=2) < 12
    rows, columns = np.nonzero(red)
    assert len(rows) > 40, "an arrow says where I am"
    metre = 340 / 8.0
    pin = (float(np.median(columns)), float(np.median(rows)) + 3.0 * metre)
    io = imgui.get_io()
    intents = []
    for pressed in (False, True, False):
        io.add_mouse_pos_event(*pin)
        io.add_mouse_button_event(0, pressed)
        intents += screen.draw(shown, [], 1 / 60)
    assert intents == [Pick(0, "take")]


def test_letters_are_there_before_they_are_written(screen: Screen) -> None:
    quiet = replace(state("en", inspected=None), notices=())
    for _ in range(2 * len(SIZES)):
        screen.draw(quiet, [], 0.016)
    for font in (screen.theme.regular, screen.theme.bold):
        for size in SIZES:
            baked = font.get_font_baked(screen.theme.type_px(size))
            assert all(baked.is_glyph_loaded(ord(letter)) for letter in "Zß€Ü9")
    assert not screen.theme.regular.get_font_baked(97.0).is_glyph_loaded(ord("Z"))


def click(screen: Screen, shown: ViewState, spot: tuple[float, float]) -> list[object]:
    intents: list[object] = []
    for pressed in (False, True, False):
        imgui.get_io().add_mouse_pos_event(*spot)
        imgui.get_io().add_mouse_button_event(0, pressed)
        intents += screen.draw(shown, [], 1 / 60)
    return intents


def test_the_chosen_wish_is_framed_and_its_bin_removes_it(view: View, screen: Screen) -> None:
    wishes = tuple(WishView(name, "Red", "€105.00", gone=False, selected=name == "B") for name in "AB")
    shown = replace(state("en", inspected=None), card=WishesView(wishes, "€210.00"))
    pixels = picture(view, screen, shown).astype(int)
    ground = np.abs(pixels - look.ACCENT_SOFT[:3]).max(axis=2) < 4
    rows, columns = np.nonzero(ground & (ground.sum(axis=1) > 100)[:, None] & (ground.sum(axis=0) > 10))
    middle = float(np.median(rows))
    assert columns.max() - columns.min() > 250
    assert click(screen, shown, (columns.max() + 30.0, middle)) == [Pick(1, "remove")]
    assert click(screen, shown, (columns.min() + 30.0, middle)) == [Pick(1, "take")]


def test_two_configurations_stand_side_by_side(view: View, screen: Screen) -> None:
    block = catalogue().products[0]
    both = compare_view((block, {}), (block, {"cover": "red"}), "en")
    shown = replace(state("en"), refusal=None, card=both)
    pixels = picture(view, screen, shown).astype(int)
    rows, columns = np.nonzero(np.abs(pixels - look.ACCENT[:3]).max(axis=2) < 4)
    button = columns < 300
    spot = (float(np.median(columns[button])), float(np.median(rows[button])))
    assert click(screen, shown, spot) == [Pick(0, "take")]


def chatting(*lines: ChatLine, inspected: str | None) -> ViewState:
    situation = Situation(replace(model(), chat=lines, refusal=None), catalogue(), "en", inspected=inspected)
    return Presenter().view_state(situation)


def line(number: int, author: str) -> ChatLine:
    return ChatLine(number, author.lower(), author, "visitor", "Hello there", 0.0)


@pytest.mark.parametrize(("inspected", "opens"), [("block", False), (None, True)])
def test_new_words_open_the_chat_only_where_no_product_is_looked_at(
    screen: Screen, inspected: str | None, *, opens: bool
) -> None:
    screen.draw(chatting(line(1, "Mia"), inspected=inspected), [], 0.1)
    assert not screen.chat.is_open, "what was said before one came is no news"
    screen.draw(chatting(line(1, "Mia"), line(2, "Mia"), inspected=inspected), [], 0.1)
    assert screen.chat.is_open == opens
    for _ in range(20):
        screen.draw(chatting(line(1, "Mia"), line(2, "Mia"), inspected=inspected), [], 1.0)
    assert not screen.chat.is_open, "it folds by itself"


def test_of_hundreds_of_people_those_in_sight_are_drawn_and_the_chosen_one_is_in_it(screen: Screen) -> None:
    visitors = {number: Visitor(number, f"v{number}", f"Person {number:03}", "visitor") for number in range(2, 202)}
    crowd = replace(model(), visitors={**model().visitors, **visitors}, refusal=None)

    def corners(count: int, chosen: str) -> int:
        people = crowd if count > 100 else replace(crowd, visitors=dict(list(crowd.visitors.items())[: count + 1]))
        situation = Situation(people, catalogue(), "en", gathering=Gathering(is_open=True, person=chosen))
        shown = Presenter().view_state(situation)
        for _ in range(4):
            screen.draw(shown, [], 1 / 60)
        return int(imgui.get_draw_data().total_vtx_count)

    few = corners(8, "v3")
    assert corners(200, "v3") < 1.2 * few
    scrolled = corners(200, "v150")
    assert 0.7 * few < scrolled < 1.2 * few, "names are drawn at the place that was scrolled to"


def test_what_was_said_before_one_came_is_no_news_however_late_it_comes(screen: Screen) -> None:
    screen.draw(chatting(inspected=None), [], 0.1)
    screen.draw(chatting(line(1, "Mia"), line(2, "Mia"), line(3, "Mia"), inspected=None), [], 0.1)
    assert not screen.chat.is_open
    screen.draw(chatting(line(1, "Mia"), line(2, "Mia"), line(3, "Mia"), line(4, "Mia"), inspected=None), [], 0.1)
    assert screen.chat.is_open


def test_the_chat_of_others_folds_as_soon_as_a_product_is_looked_at(screen: Screen) -> None:
    lines = (line(1, "Mia"), line(2, "Mia"))
    screen.draw(chatting(*lines[:1], inspected=None), [], 0.1)
    screen.draw(chatting(*lines, inspected=None), [], 0.1)
    assert screen.chat.is_open
    screen.draw(chatting(*lines, inspected="block"), [], 0.1)
    assert not screen.chat.is_open


def test_the_pill_of_the_chat_opens_it(screen: Screen) -> None:
    shown = chatting(line(1, "Mia"), inspected="block")
    intents = []
    for pressed in (False, False, True, False):
        imgui.get_io().add_mouse_pos_event(50.0, SIZE[1] - 35.0)
        imgui.get_io().add_mouse_button_event(0, pressed)
        intents += screen.draw(shown, [], 0.1)
    assert intents == [Do("chat")]
    screen.chat.focus()
    screen.draw(shown, [], 0.1)
    assert screen.chat.is_open


def test_a_conversation_keeps_the_chat_open_beside_the_product(screen: Screen) -> None:
    shown = chatting(line(1, "Mia"), inspected="block")
    screen.draw(replace(shown, chat=replace(shown.chat, private=True)), [], 0.1)
    assert screen.chat.is_open
    assert screen.chat.stays


def test_who_is_called_by_name_sees_the_line_until_it_is_read(view: View, screen: Screen) -> None:
    said = chatting(line(1, "Mia"), inspected="block")
    screen.draw(said, [], 0.1)
    lines = (line(1, "Mia"), replace_line(line(2, "Mia"), "@Me look at this"), line(3, "Mia"))
    called = chatting(*lines, inspected="block")
    assert [one.mentioned for one in called.chat.lines] == [False, True, False]
    plain = replace(
        called, chat=replace(called.chat, lines=tuple(replace(one, mentioned=False) for one in called.chat.lines))
    )
    for _ in range(20):
        screen.draw(called, [], 1.0)
    waiting = picture(view, screen, called).astype(int)
    assert np.abs(waiting - picture(view, screen, plain).astype(int))[-60:, :400].mean() > 2.0


def replace_line(said: ChatLine, text: str) -> ChatLine:
    return ChatLine(said.id, said.sender, said.name, said.role, text, said.time_s)
