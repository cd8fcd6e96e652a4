"""Building view state out of the domain's values: pure functions, one per part of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from showroom.catalogue import Choice
from showroom.codes import encode
from showroom.configuration import complete
from showroom.money import format_money, format_surcharge
from showroom.pricing import quote
from showroom.rules import included
from showroom.rules.wording import name_of
from showroom.supply import availability, is_sold_out
from showroom.ui.mentions import is_mentioned
from showroom.ui.state import (
    ChatLineView,
    ChatView,
    CustomerView,
    DeskView,
    DimensionView,
    FixView,
    GroupView,
    HotspotView,
    LineView,
    ProductView,
    RefusalView,
    StateView,
    TopView,
    ValueView,
    WaitingView,
)
from showroom.ui.texts import say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from showroom.catalogue import Catalogue, Group, Product, Publication, Value
    from showroom.pricing import Line, Quote
    from showroom.protocol.messages import AdviserState, ChatLine, OfferedFix, Refused, Waiting
    from showroom.ui.state import ConnectionState

_BASIS_POINTS = 100
FEW = 5
"""So many pieces or fewer are told as the last ones."""


def product_view(
    publication: Publication,
    choices: Mapping[str, str],
    language: str,
    *,
    undoable: int = 0,
    redoable: int = 0,
    states_on: Collection[str] = (),
) -> ProductView:
    """The panel of a configured product; groups without a choice stand at their initial value."""
    product = publication.product
    configuration = complete(product, choices)
    price = quote(product, configuration)
    free = included(product, configuration)
    chosen = configuration.as_dict()
    width, height, depth = (round(size) for size in publication.size_mm)
    return ProductView(
        id=product.id,
        name=product.name.in_language(language),
        description=product.description.in_language(language),
        size=say("product.size", language, width=width, height=height, depth=depth),
        price=format_money(price.total, price.currency, language),
        groups=tuple(_group_view(publication, group, chosen, free, language) for group in product.groups),
        lines=tuple(_line_view(line, price.currency, language) for line in price.lines),
        tax=_tax_words(price, language),
        code=code_of(publication, choices),
        undoable=undoable,
        redoable=redoable,
        availability=_availability(publication, chosen, language),
        states=tuple(
            StateView(state.id, state.name.in_language(language), on=state.id in states_on) for state in product.states
        ),
    )


def dimension_views(publication: Publication, language: str) -> tuple[DimensionView, ...]:
    """The lengths of a product: those that its anchors tell, else width, height and depth along its box."""
    if publication.dimensions:
        return tuple(
            DimensionView(one.start, one.end, _named_length(one.name.in_language(language), one.mm, language))
            for one in publication.dimensions
        )
    width, height, depth = publication.size_mm
    x, y, z = width / 2000, height / 1000, depth / 2000
    out = 0.06 * max(2 * x, y, 2 * z)
    corners = (
        ((-x, 0.0, z + out), (x, 0.0, z + out), width),
        ((x + out, 0.0, z), (x + out, y, z), height),
        ((-x - out, 0.0, -z), (-x - out, 0.0, z), depth),
    )
    return tuple(
        DimensionView(start, end, say("dimension.plain", language, mm=_millimetres(mm, language)))
        for start, end, mm in corners
    )


def hotspot_views(product: Product, language: str) -> tuple[HotspotView, ...]:
    """What the points of a product tell, numbered from 1."""
    return tuple(
        HotspotView(number, one.name.in_language(language), one.text.in_language(language), one.position, one.facing)
        for number, one in enumerate(product.hotspots, start=1)
    )


def _named_length(name: str, mm: float, language: str) -> str:
    return say("dimension.named", language, name=name, mm=_millimetres(mm, language))


def _millimetres(mm: float, language: str) -> str:
    """Whole millimetres with the language's mark between thousands."""
    grouped = f"{round(mm):,}"
    return grouped.replace(",", ".") if language == "de" else grouped


def _availability(publication: Publication, choices: Mapping[str, str], language: str) -> str:
    """What is in stock and when it comes; empty where nobody keeps it."""
    found = availability(publication.supply, choices)
    words = []
    if found.stock is not None:
        key = "supply.sold-out" if found.stock == 0 else "supply.few" if found.stock <= FEW else "supply.in-stock"
        words.append(say(key, language, count=found.stock))
    if found.delivery_days is not None:
        few, most = found.delivery_days
        days = f"{few}" if few == most else f"{few} {say('supply.to', language)} {most}"
        words.append(say("supply.day" if (few, most) == (1, 1) else "supply.days", language, days=days))
    return " · ".join(words)


def code_of(publication: Publication, choices: Mapping[str, str]) -> str:
    """The code of a configured product."""
    return encode(publication.codebook, complete(publication.product, choices))


def _group_view(
    publication: Publication, group: Group, choices: Mapping[str, str], free: frozenset[Choice], language: str
) -> GroupView:
    product, chosen = publication.product, choices[group.id]
    values = tuple(
        ValueView(
            id=value.id,
            name=value.name.in_language(language),
            surcharge=_surcharge(product, group, value, free, language),
            swatch=value.swatch,
            selected=value.id == chosen,
            sold_out=is_sold_out(publication.supply, choices, group.id, value.id),
        )
        for value in group.values
    )
    name = next((value.name for value in values if value.selected), say("product.no-value", language))
    colours = sum(value.swatch is not None for value in group.values)
    shape: Literal["swatches", "chips"] = "swatches" if 2 * colours > len(group.values) else "chips"
    return GroupView(group.id, group.name.in_language(language), shape, name, values)


def _surcharge(product: Product, group: Group, value: Value, free: frozenset[Choice], language: str) -> str:
    if Choice(group.id, value.id) in free and value.price:
        return say("product.included", language)
    return format_surcharge(value.price, product.currency, language) if value.price else ""


def _line_view(line: Line, currency: str, language: str) -> LineView:
    amount = say("product.included", language) if line.included else format_money(line.amount, currency, language)
    return LineView(line.name.in_language(language), amount)


def _tax_words(price: Quote, language: str) -> str:
    rate = f"{price.tax_rate_bp / _BASIS_POINTS:g} %"
    return say(
        "product.tax-included" if price.tax_included else "product.tax-added",
        language,
        rate=rate.replace(".", ",") if language == "de" else rate,
        name=price.tax_name.in_language(language),
        amount=format_money(price.tax, price.currency, language),
    )


def refusal_view(
    product: Product, wish: Mapping[str, str], refused: Refused, language: str, choices: Mapping[str, str] | None = None
) -> RefusalView:
    """Explain a refused wish by the rules' own sentences, with each way out and what it costs.

    `choices` are what stands: where they are known, a way out is priced as `product` is, which may be that of another
    market than the server's.
    """
    sentences = [rule.sentence.in_language(language) for rule in product.rules if rule.id in refused.rules]
    return RefusalView(
        product=product.id,
        sentence=" ".join(sentences) or refused.message,
        fixes=tuple(
            FixView(
                words=_change_words(product, fix.changes, wish, language),
                price_change=_price_change(_change_of_price(product, choices, wish, fix), product.currency, language),
                changes=tuple(sorted({**wish, **fix.changes}.items())),
            )
            for fix in refused.fixes
        ),
        wish=", ".join(name_of(product, Choice(group, value), language) for group, value in wish.items()),
    )


def _change_words(product: Product, changes: Mapping[str, str], wish: Mapping[str, str], language: str) -> str:
    others = {group: value for group, value in changes.items() if wish.get(group) != value} or changes
    return ", ".join(name_of(product, Choice(group, value), language) for group, value in others.items())


def _change_of_price(
    product: Product, choices: Mapping[str, str] | None, wish: Mapping[str, str], fix: OfferedFix
) -> int:
    abroad = product.market in {market.id for market in product.markets}
    if choices is None or not abroad:
        return fix.price_change  # the server priced it as it is priced here
    after, now = (quote(product, complete(product, those)) for those in ({**choices, **wish, **fix.changes}, choices))
    return sum(line.amount for line in after.lines) - sum(line.amount for line in now.lines)


def _price_change(amount: int, currency: str, language: str) -> str:
    return format_surcharge(amount, currency, language) if amount else say("refusal.same-price", language)


def desk_view(advisers: AdviserState, position: int | None, talking_to: str | None, language: str) -> DeskView:
    """Say honestly whether anybody is there, and where in the queue I stand."""
    if talking_to is not None:
        sentence = say("adviser.talking", language, name=talking_to)
        return DeskView(sentence, "end-conversation", somebody=True, waiting=False, talking=True)
    somebody = advisers.online > 0
    if position is None:
        return DeskView(_presence(advisers, language), "call-adviser", somebody=somebody, waiting=False, talking=False)
    if not somebody:
        sentence = say("adviser.waiting-nobody", language)
    elif position == 1:
        sentence = say("adviser.waiting-first", language)
    else:
        sentence = say("adviser.waiting", language, position=position)
    return DeskView(sentence, "cancel-call", somebody=somebody, waiting=True, talking=False)


def _presence(advisers: AdviserState, language: str) -> str:
    if advisers.online == 0:
        return say("adviser.nobody", language)
    if advisers.free == 0:
        return say("adviser.all-busy", language)
    return say("adviser.one" if advisers.online == 1 else "adviser.many", language, count=advisers.online)


def chat_view(
    lines: Iterable[ChatLine],
    me: str,
    conversation: str | None,
    talking_to: str | None,
    language: str,
    *,
    called: str = "",
    companions: str = "",
) -> ChatView:
    """The lines of the conversation that I am in, else of the room; `called` is my name, for lines that call me.

    `companions` are those with whom I am in a private group: what I say to the room, only they hear.
    """
    private = conversation is not None
    shown = tuple(
        ChatLineView(
            line.id,
            line.name,
            line.text,
            own=line.sender == me,
            adviser=line.role == "agent",
            mentioned=line.sender != me and is_mentioned(line.text, called),
        )
        for line in lines
        if line.conversation == conversation
    )
    name = talking_to or companions
    few = "-private" if name else ""
    return ChatView(
        title=say("chat.private" if name else "chat.room", language, name=name),
        placeholder=say(f"chat.placeholder{few}", language, name=name),
        private=private,
        lines=shown,
        empty=say(f"chat.empty{few}", language, name=name),
    )


def waiting_view(waiting: Waiting, catalogue: Catalogue, now_s: float, language: str) -> WaitingView:
    """Someone in the queue, with what they look at in words and colours."""
    looking = customer_view(waiting.name, waiting.focus, waiting.choices, catalogue, language)
    minutes, seconds = divmod(max(0, int(now_s - waiting.since_s)), 60)
    return WaitingView(
        request=waiting.request,
        name=waiting.name,
        waits=say("agent.waits" if waiting.present else "agent.lost", language, time=f"{minutes}:{seconds:02}"),
        looks_at=looking.looks_at,
        language=say("agent.speaks", language, language=say(f"language.{waiting.language}", language)),
        topic=waiting.topic,
        choices=looking.choices,
        price=looking.price,
        code=looking.code,
        present=waiting.present,
    )


def customer_view(
    name: str, focus: str | None, choices: Mapping[str, str], catalogue: Catalogue, language: str
) -> CustomerView:
    """Somebody, with what they look at in words and colours."""
    publication = next((entry for entry in catalogue.products if entry.product.id == focus), None)
    if publication is None:
        return CustomerView(name, say("agent.looks-around", language), ())
    product = publication.product
    looks_at = say("agent.looks-at", language, name=product.name.in_language(language))
    known = {
        group.id: choices[group.id]
        for group in product.groups
        if choices.get(group.id) in {value.id for value in group.values}
    }
    price = quote(product, complete(product, known))
    return CustomerView(
        name,
        looks_at,
        _choice_words(product, known, language),
        price=format_money(price.total, price.currency, language),
        code=code_of(publication, known),
    )


def _choice_words(
    product: Product, choices: Mapping[str, str], language: str
) -> tuple[tuple[str, str, str | None], ...]:
    return tuple(
        (group.name.in_language(language), value.name.in_language(language), value.swatch)
        for group in product.groups
        for value in group.values
        if choices.get(group.id, group.initial) == value.id
    )


def top_view(room: str, connection: ConnectionState, people: int, language: str) -> TopView:
    """The bar at the top."""
    words = say("people.alone", language) if people <= 1 else say("people.count", language, count=people)
    return TopView(room, connection, say(f"connection.{connection}", language), words)
