"""The adviser's panel: whether I take calls, who waits and for what, whom I am with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgui_bundle import imgui

from client.intents import Accept, Do
from client.ui import theme as look
from client.ui import widgets
from client.ui.chat_panel import HEIGHT as CHAT_HEIGHT
from client.ui.widgets import Vec2
from showroom.ui.texts import say

if TYPE_CHECKING:
    from client.intents import Intent
    from client.ui.theme import Theme
    from showroom.ui.state import AgentView, CustomerView, WaitingView

WIDTH = 340
_MOST_CHOICES = 6


def draw_agent(theme: Theme, agent: AgentView, size_px: tuple[int, int], language: str) -> list[Intent]:
    """Draw the panel at the left edge, above the chat."""
    intents: list[Intent] = []
    margin = theme.px(16)
    height = size_px[1] - theme.px(80) - theme.px(CHAT_HEIGHT + 32)
    with widgets.card(theme, "agent", (margin, theme.px(80)), theme.px(WIDTH), height, padding=(18, 16)):
        widgets.words(theme, f"{look.ICON_ADVISER}  {say('agent.title', language)}", size=17, bold=True)
        intents += _status(theme, agent, language)
        widgets.rule(theme)
        if agent.customer is not None:
            intents += _talking(theme, agent.customer, language)
        widgets.words(theme, say("agent.queue", language, count=len(agent.waiting)), size=14, bold=True)
        imgui.begin_child("queue", Vec2(0, 0))
        if not agent.waiting:
            widgets.words(theme, say("agent.queue-empty", language), size=14, color=look.MUTED)
        first = next((waiting for waiting in agent.waiting if waiting.present), None)
        for waiting in agent.waiting:
            intents += _waiting(theme, waiting, language, first=waiting is first, online=agent.online)
        imgui.end_child()
    return intents


def _status(theme: Theme, agent: AgentView, language: str) -> list[Intent]:
    """Two halves of a switch; the half that is on has a tick and the accent."""
    intents: list[Intent] = []
    half = (imgui.get_content_region_avail().x - theme.px(8)) / 2
    for on, key, verb in ((True, "agent.online", "go-online"), (False, "agent.away", "go-away")):
        chosen = agent.online is on
        text = f"{look.ICON_CHECK}  {say(key, language)}" if chosen else say(key, language)
        if widgets.button(theme, verb, text, width=half, kind="primary" if chosen else "plain") and not chosen:
            intents.append(Do(verb))
        if on:
            imgui.same_line()
    return intents


def _talking(theme: Theme, customer: CustomerView, language: str) -> list[Intent]:
    words = say("agent.conversation", language, name=customer.name)
    widgets.words(theme, words, size=14, color=look.ACCENT, bold=True)
    widgets.words(theme, customer.looks_at, size=13, color=look.MUTED)
    _choices(theme, customer, language)
    pressed = widgets.button(
        theme, "end", say("verb.end-conversation", language), width=imgui.get_content_region_avail().x
    )
    widgets.rule(theme)
    return [Do("end-conversation")] if pressed else []


def _waiting(theme: Theme, waiting: WaitingView, language: str, *, first: bool, online: bool) -> list[Intent]:
    imgui.push_id(waiting.request)
    widgets.pair(theme, waiting.name, waiting.waits, size=15, bold=True)
    widgets.words(theme, f"{waiting.looks_at} · {waiting.language}", size=13, color=look.MUTED, wrap=True)
    if waiting.topic:
        widgets.words(theme, waiting.topic, size=14, wrap=True)
    _choices(theme, waiting, language)
    text = f"{look.ICON_CHECK}  {say('verb.accept-call', language)}"
    width = imgui.get_content_region_avail().x
    kind = "primary" if first else "plain"
    pressed = widgets.button(theme, "accept", text, width=width, kind=kind, enabled=online and waiting.present)
    widgets.rule(theme)
    imgui.pop_id()
    return [Accept(waiting.request)] if pressed else []


def _choices(theme: Theme, shown: CustomerView | WaitingView, language: str) -> None:
    """The first options, how many follow, and what it all costs under which code."""
    for group, value, swatch in shown.choices[:_MOST_CHOICES]:
        _choice(theme, group, value, swatch)
    if len(shown.choices) > _MOST_CHOICES:
        more = say("agent.more", language, count=len(shown.choices) - _MOST_CHOICES)
        widgets.words(theme, more, size=13, color=look.MUTED)
    if shown.code:
        widgets.pair(theme, shown.code, shown.price, size=13, bold=True)


def _choice(theme: Theme, group: str, value: str, swatch: str | None) -> None:
    widgets.dot(theme, look.from_hex(swatch) if swatch else look.FIELD, 12, outlined=True)
    imgui.same_line(0, theme.px(8))
    widgets.words(theme, group, size=13, color=look.MUTED)
    imgui.same_line()
    widgets.words(theme, value, size=13)
