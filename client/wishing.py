"""The wish list: what one wants to buy at a server, kept in the settings by its code, for windows and terminals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from client.intents import OpenCode
from client.presenter import known_choices, published
from client.settings import Settings, Wish
from showroom.codes import decode
from showroom.configuration import initial
from showroom.errors import Rejected, Unavailable
from showroom.money import format_money
from showroom.pricing import quote
from showroom.ui.cards import WishesView, WishView
from showroom.ui.texts import say
from showroom.ui.views import code_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from client.intents import Intent
    from client.keeping import Keeping
    from client.net.front import Front
    from client.visit import Visit
    from showroom.catalogue import Catalogue, Publication
    from showroom.configuration import Configuration


def configured(catalogue: Catalogue | None, wish: Wish) -> tuple[Publication, Configuration] | None:
    """What a wish is today; None where it is no longer offered like this."""
    publication = published(catalogue, wish.product)
    if publication is None:
        return None
    try:
        return publication, decode(publication.product, publication.codebook, wish.code)
    except Rejected:
        return None


def total_words(catalogue: Catalogue | None, wishes: Iterable[Wish], language: str) -> str:
    """What all wishes cost together, by currency; empty where there is nothing to pay for."""
    sums: dict[str, int] = {}
    for publication, configuration in filter(None, (configured(catalogue, wish) for wish in wishes)):
        price = quote(publication.product, configuration)
        sums[price.currency] = sums.get(price.currency, 0) + price.total
    return ", ".join(format_money(amount, currency, language) for currency, amount in sums.items())


def with_wishes(settings: Settings, wishes: tuple[Wish, ...]) -> Settings:
    """The same settings with other wishes."""
    return msgspec.structs.replace(settings, wishes=wishes)


class WishList:
    """A card: the wish list of this server.

    Args:
        visit: what one looks at.
        keeping: where wishes are kept.
        front: the server whose products they are.
        intend: carries out what opening a wish means.
        changed: is called when the list has changed.
    """

    def __init__(
        self,
        visit: Visit,
        keeping: Keeping,
        front: Front,
        intend: Callable[[Intent], None],
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._visit = visit
        self._keeping = keeping
        self._front = front
        self._intend = intend
        self._changed = changed

    def view(self, row: int) -> WishesView:
        """The list with the chosen line."""
        wishes = self._own()
        lines = tuple(self._line(wish, chosen=index == row) for index, wish in enumerate(wishes))
        return WishesView(lines, total_words(self._visit.catalogue, wishes, self._visit.language))

    def count(self) -> int:
        """How many wishes there are."""
        return len(self._own())

    def take(self, row: int) -> bool:
        """Show a wish in the room."""
        self._intend(OpenCode(self._own()[row].code))
        return True

    def turn(self, row: int, by: int) -> None:
        """A wish has nothing to change."""

    def remove(self, row: int) -> None:
        """Strike a wish off."""
        wish = self._own()[row]
        self._keep(lambda kept: with_wishes(kept, tuple(each for each in kept.wishes if each != wish)))

    def add(self) -> None:
        """Put what one looks at on the list."""
        visit = self._visit
        publication = published(visit.catalogue, visit.inspected)
        if publication is None:
            return
        code = code_of(publication, known_choices(publication, visit.model))
        wish = Wish(self._front.server, publication.product.id, code)
        if wish in self._own():
            self._tell("wishes.already")
        elif self._keep(lambda kept: with_wishes(kept, (*kept.wishes, wish))):
            line = self._line(wish, chosen=False)
            visit.journal.write("wished", product=publication.product.id)
            self._tell("wishes.added", name=line.name, price=line.price)

    def _own(self) -> list[Wish]:
        return [wish for wish in self._keeping.settings.wishes if wish.server == self._front.server]

    def _line(self, wish: Wish, *, chosen: bool) -> WishView:
        language = self._visit.language
        found = configured(self._visit.catalogue, wish)
        if found is None:
            return WishView(wish.code, say("wishes.gone", language), "", gone=True, selected=chosen)
        product, now = found[0].product, found[1].as_dict()
        first = initial(product).as_dict()
        changed = [
            value.name.in_language(language)
            for group in product.groups
            for value in group.values
            if now[group.id] == value.id != first[group.id]
        ]
        price = quote(product, found[1])
        return WishView(
            product.name.in_language(language),
            ", ".join(changed) or say("wishes.first", language),
            format_money(price.total, price.currency, language),
            gone=False,
            selected=chosen,
        )

    def _keep(self, change: Callable[[Settings], Settings]) -> bool:
        try:
            self._keeping.change(change)
        except Unavailable as error:
            self._tell("wishes.unwritable", reason=error.message)
            return False
        self._changed()
        return True

    def _tell(self, key: str, **fields: str) -> None:
        self._visit.notify(say(key, self._visit.language, **fields))
