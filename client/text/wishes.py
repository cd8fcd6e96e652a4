"""The wish list: what one wants to buy, kept in the settings by its code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from client.presenter import published
from client.settings import Wish
from client.text.naming import find, folded
from client.text.wording import change_words
from client.wishing import configured, total_words, with_wishes
from showroom.codes import decode
from showroom.errors import Rejected, Unavailable
from showroom.money import format_money
from showroom.pricing import quote
from showroom.ui.views import code_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from client.text.here import Here, Steps
    from showroom.catalogue import Publication

_ADD: Final = frozenset({"add", "dazu", "hinzu", "merken"})
_REMOVE: Final = frozenset({"remove", "delete", "weg", "entfernen", "loesche", "streiche"})
_OPEN: Final = frozenset({"open", "show", "oeffne"})


class Wishes:
    """Carries out the words about the wish list.

    Args:
        here: what is known.
        open_code: shows the configuration of a code.
        tell: brings the account's list to what the settings hold.
    """

    def __init__(self, here: Here, open_code: Callable[[str], Steps], tell: Callable[[], None]) -> None:
        self._here = here
        self._open_code = open_code
        self._tell = tell

    def wish(self, rest: str) -> Steps | None:
        """List, add, remove or open."""
        word, _, name = rest.partition(" ")
        asked = folded(word)
        if asked in _ADD:
            self._add(name.strip())
        elif asked in _REMOVE:
            self._remove(self._meant(name.strip()))
        elif asked in _OPEN or asked.isdigit():
            return self._open_code(self._meant(name.strip() if asked in _OPEN else word).code)
        else:
            self._list()
        return None

    def _own(self) -> list[Wish]:
        return [wish for wish in self._here.settings.wishes if wish.server == self._here.server]

    def _list(self) -> None:
        here = self._here
        wishes = self._own()
        if not wishes:
            here.tell("spoken.wishes-empty")
            return
        here.tell("spoken.wishes")
        here.number([self._line(wish) for wish in wishes], "wish open")
        total = total_words(here.catalogue, wishes, here.language)
        here.tell("spoken.total", price=total or "0")

    def _add(self, name: str) -> None:
        here = self._here
        publication = here.focused() if not name else self._named(name)
        wish = Wish(here.server, publication.product.id, code_of(publication, here.choices(publication)))
        if wish in here.settings.wishes:
            here.tell("spoken.wished-already")
            return
        here.remember(lambda kept: with_wishes(kept, (*kept.wishes, wish)))
        self._tell_account()
        name, price = self._name_and_price(publication, wish)
        here.tell("spoken.wished", name=name, price=price)

    def _remove(self, wish: Wish) -> None:
        here = self._here
        here.remember(lambda kept: with_wishes(kept, tuple(each for each in kept.wishes if each != wish)))
        here.tell("spoken.unwished", name=self._product_name(wish))
        self._tell_account()

    def _tell_account(self) -> None:
        try:
            self._tell()
        except (Rejected, Unavailable) as error:
            self._here.tell("account.wishes-later", reason=error.message)

    def _meant(self, name: str) -> Wish:
        wishes = self._own()
        if not wishes:
            raise Rejected("wishes-empty", self._here.words("spoken.wishes-empty"))
        if not name and len(wishes) == 1:
            return wishes[0]
        names = [(self._product_name(wish), wish.code) for wish in wishes]
        return wishes[find(name, names, self._here.language)]

    def _named(self, name: str) -> Publication:
        on_show = self._here.on_show()
        names = [(entry.product.name.in_language(self._here.language), entry.product.id) for entry in on_show]
        return on_show[find(name, names, self._here.language)]

    def _line(self, wish: Wish) -> str:
        here = self._here
        found = configured(here.catalogue, wish)
        if found is None:
            return here.words("spoken.wish-gone", code=wish.code)
        publication, configuration = found
        initial = {group.id: group.initial for group in publication.product.groups}
        choices = change_words(publication, initial, configuration.as_dict(), here.language)
        words = ", ".join(here.words("spoken.option", group=group, value=value) for group, value in choices)
        name, price = self._name_and_price(publication, wish)
        words = words or here.words("spoken.as-first-shown")
        return here.words("spoken.wish", name=name, price=price, choices=words, code=wish.code)

    def _name_and_price(self, publication: Publication, wish: Wish) -> tuple[str, str]:
        language = self._here.language
        configuration = decode(publication.product, publication.codebook, wish.code)
        price = quote(publication.product, configuration)
        return publication.product.name.in_language(language), format_money(price.total, price.currency, language)

    def _product_name(self, wish: Wish) -> str:
        publication = published(self._here.catalogue, wish.product)
        return publication.product.name.in_language(self._here.language) if publication else wish.code
