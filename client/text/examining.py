"""Looking closely, in words: lengths, points that have something to tell, and what a product's doors and states do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from client.text.naming import find
from showroom.ui.spoken import listed
from showroom.ui.views import dimension_views, hotspot_views

if TYPE_CHECKING:
    from client.text.here import Here
    from showroom.catalogue import Product, State


class Examining:
    """Carries out the words about a product that is looked at.

    Args:
        here: what is known.
    """

    def __init__(self, here: Here) -> None:
        self._here = here
        self._of = ""
        self._on: frozenset[str] = frozenset()

    def measures(self, _: str) -> None:
        """Every length of the product."""
        here = self._here
        for view in dimension_views(here.focused(), here.language):
            here.say_line(f"  {view.words}")

    def details(self, _: str) -> None:
        """What the points of the product tell."""
        here = self._here
        views = hotspot_views(here.focused().product, here.language)
        for view in views:
            words = here.words("inspect.hotspot", number=str(view.number), name=view.name, words=view.words)
            here.say_line(f"  {words}")
        if not views:
            here.tell("inspect.no-hotspot")

    def switch(self, rest: str) -> None:
        """Open, switch on or take apart what is named, or close it again; without a name, tell what there is."""
        here = self._here
        product = here.focused().product
        if product.id != self._of:
            self._of, self._on = product.id, frozenset()
        if not product.states:
            here.tell("inspect.no-state")
        elif not rest:
            here.introduce("states")
            here.number([self._stands(state) for state in product.states], "switch")
        else:
            names = [(state.name.in_language(here.language), state.id) for state in product.states]
            state = product.states[find(rest, names, here.language)]
            self._on ^= {state.id}
            here.say_line(f"{self._stands(state)}.")
            if state.id in self._on:
                self._tell_parts(product, state)

    def _stands(self, state: State) -> str:
        here = self._here
        words = here.words("inspect.on" if state.id in self._on else "inspect.off")
        return here.words("inspect.state", name=state.name.in_language(here.language), words=words)

    def _tell_parts(self, product: Product, state: State) -> None:
        """Which parts a state moves, shows and hides: that is what a picture would show of it."""
        here, names = self._here, {part.id: part.name.in_language(self._here.language) for part in product.parts}
        for key, parts in (
            ("inspect.moves", [motion.part for motion in state.moves]),
            ("inspect.shows", list(state.shows)),
            ("inspect.hides", list(state.hides)),
        ):
            found = list(dict.fromkeys(names[part] for part in parts if part in names))
            if found:
                here.tell(key, parts=listed(found, here.language))
