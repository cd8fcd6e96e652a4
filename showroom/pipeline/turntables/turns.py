"""Which turns a product wants, and what each of them shows.

A turn is of the first configuration with one value in its place, and whatever the rules bring along with that: nobody
is shown what cannot be ordered. Values that look the same share a turn, and what looks as at first has the product's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace as with_fields

from showroom.catalogue import Turn
from showroom.configuration import initial
from showroom.errors import ConfigurationRefused
from showroom.pipeline.looks import TURN_PX, TURN_STEPS, turn_looks
from showroom.pipeline.sheets import COLUMNS, turn_frames
from showroom.rules import change

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from showroom.catalogue import FileRef, Product, Publication
    from showroom.pipeline.sheets import Frame


@dataclass(frozen=True)
class View:
    """What a turn goes around: all values (``group=value``) that look so, one way to have them, and how it looks."""

    values: tuple[str, ...]
    choices: Mapping[str, str]
    looks: str

    def frames(self, publication: Publication) -> list[Frame]:
        """Its pictures, in their order."""
        return turn_frames(publication, self.choices)

    def drawn(self, picture: FileRef) -> Turn:
        """The turn, once its picture is stored."""
        return Turn(self.values, picture, TURN_PX, COLUMNS, TURN_STEPS, self.looks)


def views(publication: Publication) -> tuple[View, ...]:
    """A view for every look that a value brings, in the order of the values."""
    product = publication.product
    first = turn_looks(publication, initial(product).as_dict())
    found: dict[str, View] = {}
    for group in product.groups:
        for value in group.values:
            choices = _configured(product, group.id, value.id)
            looks = turn_looks(publication, choices)
            if looks != first:
                before = found[looks].values if looks in found else ()
                found[looks] = View((*before, f"{group.id}={value.id}"), choices, looks)
    return tuple(found.values())


def known_turns(wanted: Iterable[View], publications: Iterable[Publication]) -> dict[str, Turn]:
    """The turns that were drawn for any of `publications` and show what is wanted, by how they look."""
    drawn = {turn.looks: turn for publication in publications for turn in publication.turntables}
    return {view.looks: view.drawn(drawn[view.looks].picture) for view in wanted if view.looks in drawn}


def all_drawn(publication: Publication) -> bool:
    """Whether every turn that the product wants is there."""
    return len(known_turns(views(publication), [publication])) == len(views(publication))


def with_kept_turns(publication: Publication, earlier: Publication | None) -> Publication:
    """A new revision with those turns of an earlier one that still show what it looks like."""
    if earlier is None:
        return publication
    wanted, first = views(publication), earlier.turntable
    known = known_turns(wanted, (earlier, publication))
    turns = tuple(known[view.looks] for view in wanted if view.looks in known)
    stays = first is not None and first.looks == tuple(frame.looks for frame in turn_frames(publication))
    return with_fields(publication, turntables=turns, turntable=publication.turntable or (first if stays else None))


def _configured(product: Product, group: str, value: str) -> Mapping[str, str]:
    """The first configuration with a value, and what has to change with it."""
    first = initial(product)
    try:
        return change(product, first, {group: value}).configuration.as_dict()
    except ConfigurationRefused as refused:
        cheapest = refused.fixes[0].changes if refused.fixes else ()
        return first.replace({group: value, **{one.group: one.value for one in cheapest}}).as_dict()
