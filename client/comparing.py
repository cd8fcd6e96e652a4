"""What is done with a whole configuration: begin anew, be surprised, compare two."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from client.cards import Opened
from client.intents import OpenCode
from client.presenter import known_choices, published
from showroom.codes import decode, encode
from showroom.configuration import complete, initial
from showroom.errors import Rejected
from showroom.rules.surprising import surprising
from showroom.ui.comparing import compare_view
from showroom.ui.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from client.intents import Intent
    from client.visit import Visit
    from showroom.catalogue import Product, Publication
    from showroom.configuration import Configuration
    from showroom.ui.cards import CompareView

_TAKE, _KEEP = 0, 1


class Comparing:
    """A card: the configuration that was noted beside the one that one looks at; and the verbs around it.

    Args:
        visit: what one looks at.
        choose: asks for a change of a product.
        intend: carries out what opening a code means.
        chance: what surprises are drawn from.
    """

    def __init__(
        self,
        visit: Visit,
        choose: Callable[[str, dict[str, str]], object],
        intend: Callable[[Intent], None],
        chance: Random | None = None,
    ) -> None:
        self._visit = visit
        self._choose = choose
        self._intend = intend
        self._chance = chance or Random()  # noqa: S311 - a surprise, not a secret
        self._noted: tuple[str, str] | None = None
        self.verbs: dict[str, Callable[[], None]] = {
            "reset": lambda: self._put(initial),
            "surprise": lambda: self._put(self._surprise),
            "compare": self._compare,
        }

    # ---- the card --------------------------------------------------------------------------------------------------

    def view(self, row: int) -> CompareView | None:
        """Both configurations; None where one of them is no longer there."""
        now, noted = self._now(), self._before()
        if now is None or noted is None:
            return None
        return compare_view((noted[0], noted[1].as_dict()), (now[0], now[1].as_dict()), self._visit.language, row)

    def count(self) -> int:
        """Two lines: taking the left one, and noting the right one."""
        return 2

    def take(self, row: int) -> bool:
        """Take the noted configuration, or note the one that one looks at instead."""
        if row == _TAKE and self._noted is not None:
            self._intend(OpenCode(self._noted[1]))
        elif row == _KEEP:
            self._note()
        return True

    def turn(self, row: int, by: int) -> None:
        """Go to the other button."""
        self._visit.opened = Opened("compare", (row + by) % 2)

    def remove(self, row: int) -> None:
        """Nothing can be taken away."""

    # ---- verbs -----------------------------------------------------------------------------------------------------

    def _compare(self) -> None:
        """Note what one looks at; once something else is looked at, show both."""
        visit = self._visit
        if visit.opened is not None and visit.opened.name == "compare":
            visit.opened = None
            return
        now, noted = self._now(), self._before()
        if now is None:
            self._tell("notice.no-product")
        elif noted is None or (noted[0].product.id, noted[1]) == (now[0].product.id, now[1]):
            self._note()
        else:
            visit.opened = Opened("compare")

    def _note(self) -> None:
        now = self._now()
        if now is not None:
            self._noted = (now[0].product.id, encode(now[0].codebook, now[1]))
            self._tell("compare.noted")

    def _put(self, make: Callable[[Product], Configuration]) -> None:
        now = self._now()
        if now is None:
            return
        wanted = make(now[0].product)
        if wanted == now[1]:
            self._tell("notice.unchanged")
        else:
            self._choose(now[0].product.id, wanted.as_dict())

    def _surprise(self, product: Product) -> Configuration:
        return surprising(product, self._chance)

    # ---- what is compared ------------------------------------------------------------------------------------------

    def _now(self) -> tuple[Publication, Configuration] | None:
        publication = published(self._visit.catalogue, self._visit.inspected)
        if publication is None:
            return None
        return publication, complete(publication.product, known_choices(publication, self._visit.model))

    def _before(self) -> tuple[Publication, Configuration] | None:
        """What was noted, as far as it is still offered like this."""
        publication = published(self._visit.catalogue, self._noted[0] if self._noted else None)
        if publication is None or self._noted is None:
            return None
        try:
            return publication, decode(publication.product, publication.codebook, self._noted[1])
        except Rejected:
            return None

    def _tell(self, key: str) -> None:
        self._visit.notify(say(key, self._visit.language))
