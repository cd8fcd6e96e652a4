"""What is done with a whole configuration: begin anew, be surprised, compare two."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from client.presenter import published
from showroom.configuration import initial
from showroom.rules.surprising import surprising
from showroom.ui.comparing import compare_view

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from client.text.here import Here, Steps
    from showroom.catalogue import Publication


class Varying:
    """Carries out the words about whole configurations.

    Args:
        here: what is known.
        change: asks for changes of a product and tells what came of them.
        chance: what surprises are drawn from.
    """

    def __init__(
        self,
        here: Here,
        change: Callable[[Publication, Mapping[str, str]], Steps],
        chance: Random | None = None,
    ) -> None:
        self._here = here
        self._change = change
        self._chance = chance or Random()  # noqa: S311 - a surprise, not a secret
        self._noted: tuple[str, dict[str, str]] | None = None

    def reset(self, _: str) -> Steps:
        """Begin anew."""
        publication = self._here.focused()
        return self._change(publication, initial(publication.product).as_dict())

    def surprise(self, _: str) -> Steps:
        """Take a configuration by chance."""
        publication = self._here.focused()
        return self._change(publication, surprising(publication.product, self._chance).as_dict())

    def compare(self, _: str) -> None:
        """Note what one looks at, then tell where something else differs from it."""
        here = self._here
        now = (here.focused(), here.choices(here.focused()))
        noted = published(here.catalogue, self._noted[0] if self._noted else None)
        if noted is None or self._noted is None or self._noted == (now[0].product.id, now[1]):
            self._noted = (now[0].product.id, now[1])
            here.tell("compare.noted")
            return
        both = compare_view((noted, self._noted[1]), now, here.language)
        here.say_line(" / ".join(both.names))
        for row in both.rows:
            if row.differs:
                here.say_line(f"  {here.words('compare.differs', name=row.name, left=row.left, right=row.right)}")
        left, right = both.prices
        name = here.words("compare.price")
        here.say_line(f"  {here.words('compare.differs', name=name, left=left, right=right)} ({both.difference})")
        self._noted = None
