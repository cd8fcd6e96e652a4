"""Several people configure one product: the room orders their changes, everybody gets every result."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from showroom.catalogue import Choice
from showroom.codes import decode, tag_of
from showroom.configuration import Configuration, Reason
from showroom.errors import CodeRefused, ConfigurationRefused, NotFound, Rejected
from showroom.events import Fact
from showroom.protocol.messages import Configure, Configured, Done, History, OpenCode, Redo, Undo
from showroom.room.documents import store_history, store_standing
from showroom.room.effects import Record, Tell, TellAll, ToDesk
from showroom.room.notices import ProductChanged
from showroom.room.refusal import refused
from showroom.room.state import MAX_EDITORS, Room, VisitorHistory
from showroom.room.steps import Taken, advanced, counts, redone, remembered, undone
from showroom.rules import change, violations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from showroom.catalogue import Product, Publication
    from showroom.room.effects import Effect
    from showroom.room.state import Member

Edit = Configure | Undo | Redo | OpenCode
_NOTHING = VisitorHistory()


def edit(room: Room, member: Member, message: Edit, at_s: float) -> tuple[Room, tuple[Effect, ...]]:
    """Carry out one visitor's edit, or tell them why not."""
    product: Product | None = None
    number = member.visitor.number
    try:
        publication, wish = _target(room, message)
        product = publication.product
        taken = _taken(room, member.visitor.id, publication, message, wish)
    except Rejected as error:
        return room, (Tell(number, refused(message.ref, error, product, member.language)),)
    if taken is None:
        return room, (Tell(number, Done(message.ref)),)
    return _applied(room, member, product, taken, message, at_s)


def _target(room: Room, message: Edit) -> tuple[Publication, Mapping[str, str]]:
    """The product that an edit is about, and the values that it wishes for."""
    if isinstance(message, OpenCode):
        tag = tag_of(message.code)
        for publication in room.publications.values():
            if publication.codebook.tag == tag:
                wish = decode(publication.product, publication.codebook, message.code).as_dict()
                return publication, wish
        raise CodeRefused("code-other-product", "this code belongs to no product of this shop", got=message.code[:80])
    found = room.publications.get(message.product)
    if found is None:
        raise NotFound(
            "unknown-product",
            "no such product is in this room",
            got=message.product,
            allowed=", ".join(room.publications),
        )
    return found, message.changes if isinstance(message, Configure) else {}


def _taken(
    room: Room, visitor_id: str, publication: Publication, message: Edit, wish: Mapping[str, str]
) -> Taken | None:
    """What the edit comes to; None where everything stands as wished already."""
    product = publication.product
    standing = room.standings[product.id]
    history = room.histories.get((product.id, visitor_id), _NOTHING)
    if isinstance(message, Configure | OpenCode):
        configuration = change(product, standing.configuration(product.id), wish).configuration
        if configuration.as_dict() == standing.choices:
            return None
        after, step = advanced(standing, visitor_id, configuration.as_dict())
        return Taken(after, remembered(history, step))
    turn = undone if isinstance(message, Undo) else redone
    taken = turn(standing, history, visitor_id, lambda other: _name(room, other))
    _check_rules(product, standing.choices, taken.standing.choices)
    return taken


def _check_rules(product: Product, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Others have chosen in the meantime: what is taken back may clash with that."""
    broken = violations(product, Configuration(product.id, tuple(sorted(after.items()))))
    if broken:
        wish = tuple(Choice(group, value) for group, value in after.items() if before[group] != value)
        wished = {choice.group for choice in wish}
        involved = {choice for rule in broken[:1] for choice in (*rule.when, *rule.then)}
        standing = sorted({Choice(c.group, after[c.group]) for c in involved if c.group not in wished}, key=str)
        raise ConfigurationRefused("the rules", Reason(broken[:1], tuple(standing)), (), wish=wish)


def _applied(
    room: Room, member: Member, product: Product, taken: Taken, message: Edit, at_s: float
) -> tuple[Room, tuple[Effect, ...]]:
    visitor = member.visitor
    standing = taken.standing
    histories, forgotten = _with_history(room, product.id, visitor.id, taken.history)
    after = replace(room, standings={**room.standings, product.id: standing}, histories=histories)
    undoable, redoable = counts(standing, taken.history, visitor.id)
    properties = {
        "room": room.id,
        "version": standing.version,
        "how": type(message).__name__.lower(),
        "choices": standing.choices,
    }
    return after, (
        store_standing(room.id, product.id, standing),
        store_history(room.id, product.id, visitor.id, taken.history),
        *(store_history(room.id, *key, None) for key in forgotten),
        Record(Fact("Product Configured", at_s, visitor.id, product.id, properties)),
        TellAll(Configured(product.id, standing.version, standing.choices, visitor.number)),
        Tell(visitor.number, History(product.id, undoable, redoable)),
        Tell(visitor.number, Done(message.ref)),
        ToDesk(ProductChanged(room.id, product.id, standing.choices)),
    )


def _with_history(
    room: Room, product_id: str, visitor_id: str, history: VisitorHistory
) -> tuple[dict[tuple[str, str], VisitorHistory], list[tuple[str, str]]]:
    """All histories with this one as the latest touched, and the keys of those that are forgotten for it."""
    key = (product_id, visitor_id)
    histories = {**room.histories}
    histories.pop(key, None)
    histories[key] = history
    same_product = [known for known in histories if known[0] == product_id] if len(histories) > MAX_EDITORS else []
    forgotten = same_product[: max(0, len(same_product) - MAX_EDITORS)]
    for old in forgotten:
        del histories[old]
    return histories, forgotten


def _name(room: Room, visitor_id: str) -> str:
    number = room.number_of(visitor_id)
    return "somebody who left" if number is None else room.members[number].visitor.name
