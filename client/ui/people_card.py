"""The card of who is here, with what one can do about each person; for the staff also the reports and the lock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgui_bundle import imgui

from client.intents import About, Complain, Do, Settle
from client.ui import theme as look
from client.ui import widgets
from client.ui.widgets import Vec2
from showroom.ui.texts import say
from showroom.ui.verbs import VERBS, key_text

if TYPE_CHECKING:
    from client.intents import Intent
    from client.ui.theme import Theme
    from showroom.ui.state import PeopleView, PersonView, ReportView

_WIDTH: Final = 420
_MOST_ROWS: Final = 6
_ROW: Final = 40
_AROUND: Final = 160
"""What the card has beside what scrolls: title, end and margins."""
_NEXT: Final = next(verb.keys[0] for verb in VERBS if verb.id == "next-person")


def draw_people(theme: Theme, people: PeopleView, size_px: tuple[int, int], language: str) -> list[Intent]:
    """Draw the card in the middle; where it is taller than the picture, what is between title and end scrolls."""
    intents: list[Intent] = []
    centre = (size_px[0] / 2, size_px[1] / 2)
    with widgets.card(theme, "people", centre, theme.px(_WIDTH), pivot=(0.5, 0.5), padding=(24, 20)):
        _head(theme, people, language)
        most = size_px[1] - theme.px(_AROUND)
        imgui.set_next_window_size_constraints(Vec2(0, 0), Vec2(theme.px(_WIDTH), most))
        imgui.begin_child("body", Vec2(0, 0), imgui.ChildFlags_.auto_resize_y.value)
        intents += _body(theme, people, language)
        imgui.end_child()
        widgets.gap(theme, 2)
        if widgets.button(theme, "people-close", say("verb.close", language), width=_full()):
            intents.append(Do("people"))
    return intents


def _body(theme: Theme, people: PeopleView, language: str) -> list[Intent]:
    """Who is here, what one can do about the chosen one and oneself, and for the staff reports and lock."""
    intents: list[Intent] = []
    if not people.people:
        widgets.words(theme, say("people.nobody", language), size=14, color=look.MUTED)
    rows = min(len(people.people), _MOST_ROWS)
    row = theme.px(_ROW - 4) + imgui.get_style().item_spacing.y
    imgui.begin_child("rows", Vec2(0, row * rows))
    intents += _rows(theme, people.people, row, rows)
    imgui.end_child()
    selected = next((person for person in people.people if person.selected), None)
    if selected is not None:
        intents += _about(theme, selected, people, language)
    elif people.people:
        words = say("people.hint", language, key=key_text(_NEXT, language))
        widgets.words(theme, words, size=13, color=look.MUTED)
    intents += _reports(theme, people.reports, language)
    widgets.rule(theme)
    return intents + _oneself(theme, people, language)


def _full() -> float:
    return imgui.get_content_region_avail().x


def _head(theme: Theme, people: PeopleView, language: str) -> None:
    title = f"{look.ICON_PEOPLE}  {say('people.title', language)}"
    widgets.words(theme, title, size=20, bold=True)
    if people.locked:
        words = f"{look.ICON_LOCK}  {say('order.locked', language)}"
        widgets.words(theme, words, size=13, color=look.ACCENT)
    widgets.gap(theme, 2)


def _oneself(theme: Theme, people: PeopleView, language: str) -> list[Intent]:
    """What one does oneself, whoever is chosen."""
    intents = _pair(theme, ("sit", "point"), language)
    if people.staff:
        words = say("verb.unlock" if people.locked else "verb.lock", language)
        if widgets.button(theme, "lock", f"{look.ICON_LOCK}  {words}", width=_full()):
            intents.append(Do("lock"))
    return intents


def _pair(theme: Theme, verbs: tuple[str, str], language: str) -> list[Intent]:
    """Two verbs beside each other, with their keys."""
    intents: list[Intent] = []
    gap = theme.px(8)
    width = (_full() - gap) / 2
    for index, verb in enumerate(verbs):
        if index:
            imgui.same_line(0, gap)
        if widgets.button(theme, verb, _with_key(verb, language), width=width):
            intents.append(Do(verb))
    return intents


def _with_key(verb: str, language: str) -> str:
    """A verb's words, and its key."""
    key = key_text(next(each.keys[0] for each in VERBS if each.id == verb), language)
    return f"{say(f'verb.{verb}', language)}  ({key})"


def _rows(theme: Theme, people: tuple[PersonView, ...], row: float, shown: int) -> list[Intent]:
    """The lines that are in sight, for there may be hundreds; a line that is chosen by keys is brought into it."""
    intents: list[Intent] = []
    chosen = next((index for index, person in enumerate(people) if person.selected), -1)
    storage, key = imgui.get_state_storage(), imgui.get_id("chosen")
    if storage.get_int(key, -1) != chosen:
        storage.set_int(key, chosen)
        first = int(imgui.get_scroll_y() // row)
        if chosen >= 0 and not first <= chosen < first + shown:
            imgui.set_scroll_y(max(0.0, (chosen - shown // 2) * row))
    top, first = imgui.get_cursor_pos_y(), int(imgui.get_scroll_y() // row)
    for index in range(first, min(len(people), first + shown + 1)):
        imgui.set_cursor_pos_y(top + index * row)
        intents += _row(theme, people[index])
    imgui.set_cursor_pos_y(top + len(people) * row)
    imgui.dummy(Vec2(0, 0))
    return intents


def _row(theme: Theme, person: PersonView) -> list[Intent]:
    """Name and marks; the whole line can be pressed, and the chosen one has a ground and a tick."""
    upper = imgui.get_cursor_screen_pos()
    size = Vec2(_full(), theme.px(_ROW - 4))
    pressed = imgui.invisible_button(f"##{person.id}", size)
    draw = imgui.get_window_draw_list()
    if person.selected or imgui.is_item_hovered():
        lower = Vec2(upper.x + size.x, upper.y + size.y)
        draw.add_rect_filled(upper, lower, look.packed(look.FIELD if person.selected else look.HOVER), theme.px(8))
    tick = f"{look.ICON_CHECK}  " if person.selected else ""
    icon = f"{look.ICON_ADVISER}  " if person.adviser else ""
    name = widgets.clipped(theme, f"{tick}{icon}{person.name}", 15, size.x * 0.62, bold=True)
    middle = upper.y + theme.px(9)
    widgets.draw_text(theme, draw, (upper.x + theme.px(12), middle), name, size=15, bold=True)
    width = widgets.text_size(theme, person.marks, 13)[0]
    right = upper.x + size.x - width - theme.px(12)
    widgets.draw_text(theme, draw, (right, middle + theme.px(1)), person.marks, size=13, color=look.MUTED)
    return [About("", person.id)] if pressed else []


def _about(theme: Theme, person: PersonView, people: PeopleView, language: str) -> list[Intent]:
    """What one can do about the chosen person; the staff is neither blocked nor asked to leave."""
    verbs = [("mute", "unmute" if person.muted else "mute")]
    if not person.adviser:
        verbs.append(("block", "unblock" if person.blocked else "block"))
    verbs.append(("report", "report"))
    if people.staff and not person.adviser:
        verbs.append(("remove", "remove"))
    widgets.rule(theme)
    intents = _company(theme, person, language)
    gap = theme.px(8)
    across = 2 if len(verbs) == 4 else len(verbs)  # noqa: PLR2004 - two lines of two, else one line
    width = (_full() - (across - 1) * gap) / across
    for index, (verb, words) in enumerate(verbs):
        if index % across:
            imgui.same_line(0, gap)
        if widgets.button(theme, verb, say(f"verb.{words}", language), width=width):
            intents.append(About(verb, person.id))
    if people.reasons:
        width = (_full() - gap) / 2
        widgets.words(theme, say("reason.title", language), size=14, bold=True)
        for index, reason in enumerate(people.reasons):
            if index % 2:
                imgui.same_line(0, gap)
            if widgets.button(theme, f"reason{index}", f"{index + 1}  {reason}", width=width):
                intents.append(Complain(index))
    return intents


def _company(theme: Theme, person: PersonView, language: str) -> list[Intent]:
    """What one can ask the chosen person."""
    if person.blocked:
        return []
    intents = _pair(theme, ("follow", "summon"), language)
    if not person.adviser and widgets.button(theme, "private", _with_key("private", language), width=_full()):
        intents.append(Do("private"))
    return intents


def _reports(theme: Theme, reports: tuple[ReportView, ...], language: str) -> list[Intent]:
    """The oldest report whole, and how many wait."""
    if not reports:
        return []
    report = reports[0]
    widgets.rule(theme)
    title = f"{look.ICON_WARNING}  {say('people.reports', language, count=len(reports))}"
    widgets.words(theme, title, size=14, bold=True, color=look.ACCENT)
    widgets.words(theme, report.title, size=14, wrap=True)
    for words in report.said:
        widgets.words(theme, words, size=13, color=look.MUTED, wrap=True)
    intents: list[Intent] = []
    gap = theme.px(8)
    width = (_full() - 2 * gap) / 3
    for outcome in ("dismissed", "warned", "removed"):
        if outcome != "dismissed":
            imgui.same_line(0, gap)
        if widgets.button(theme, outcome, say(f"people.{outcome}", language), width=width):
            intents.append(Settle(report.report, outcome))
    return intents
