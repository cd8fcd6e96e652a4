"""The card of who is here: which person it is about, and what it shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from showroom.geometry import heading_from_quaternion
from showroom.protocol.messages import Body
from showroom.room.places import beside
from showroom.ui.state import PeopleView, PersonView, ReportView
from showroom.ui.texts import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from client.model import ClientModel
    from showroom.catalogue import RoomPlan
    from showroom.protocol.messages import Quaternion, Visitor
    from showroom.protocol.order import OpenReport
    from showroom.walking import Point

REASONS: Final = ("reason.insult", "reason.spam", "reason.harassment", "reason.other")


@dataclass(frozen=True)
class Gathering:
    """The card of who is here.

    Args:
        is_open: whether it is shown.
        person: the id of whom it is about, None for nobody yet.
        reporting: whether it asks for the reason of a report.
    """

    is_open: bool = False
    person: str | None = None
    reporting: bool = False

    def toggled(self) -> Gathering:
        """Opened or closed."""
        return Gathering(is_open=not self.is_open)

    def about(self, person: str) -> Gathering:
        """The same about somebody; a report begins anew."""
        return replace(self, person=person, reporting=self.reporting and person == self.person)

    def stepped(self, model: ClientModel) -> Gathering:
        """The same about the next person of the list; it opens where it was closed."""
        ids = [visitor.id for visitor in others(model)]
        if not ids:
            return replace(self, is_open=True, person=None)
        index = (ids.index(self.person) + 1) % len(ids) if self.person in ids else 0
        return Gathering(is_open=True, person=ids[index])


def others(model: ClientModel) -> list[Visitor]:
    """Everybody else here, by name; private groups are not there for those who are in none.

    Whoever is in one knows of all, and can ask somebody in.
    """
    unseen = frozenset() if model.together else model.apart
    people = [visitor for number, visitor in model.visitors.items() if number != model.you and number not in unseen]
    return sorted(people, key=lambda visitor: (visitor.name.casefold(), visitor.number))


def place_beside(
    plan: RoomPlan, person: Visitor, at: Point, turn: Quaternion, others: Sequence[Point] = ()
) -> tuple[Point, float]:
    """Where to stand, and the heading, so that somebody sees who has come: in their picture, not before their product.

    Args:
        plan: the room.
        person: who is come to.
        at: where they stand.
        turn: how they are turned.
        others: where everybody else stands.
    """
    body = beside(plan, Body((at[0], 0.0, at[1]), turn), person.focus, others)
    return (body.position[0], body.position[2]), heading_from_quaternion(body.rotation)


def people_view(model: ClientModel, gathering: Gathering, language: str, *, staff: bool) -> PeopleView | None:
    """What the card shows; None while it is closed."""
    if not gathering.is_open:
        return None
    people = tuple(_person(model, visitor, gathering, language) for visitor in others(model))
    known = any(person.selected for person in people)
    return PeopleView(
        people=people,
        reasons=tuple(say(reason, language) for reason in REASONS) if gathering.reporting and known else (),
        locked=model.locked,
        staff=staff,
        reports=tuple(_report(report, language) for report in model.reports) if staff else (),
    )


def _person(model: ClientModel, visitor: Visitor, gathering: Gathering, language: str) -> PersonView:
    muted, blocked = visitor.id in model.muted, visitor.number in model.hidden - model.apart
    adviser = visitor.role == "agent"
    marks = {
        "people.adviser": adviser,
        "company.together": visitor.number in model.together,
        "company.elsewhere": visitor.number in model.apart,
        "company.hand": visitor.hand,
        "company.sits": visitor.sitting,
        "people.muted": muted,
        "people.blocked": blocked,
    }
    words = " · ".join(say(key, language) for key, holds in marks.items() if holds)
    return PersonView(visitor.id, visitor.name, words, muted, blocked, adviser, selected=visitor.id == gathering.person)


def _report(report: OpenReport, language: str) -> ReportView:
    title = say("order.report", language, name=report.name, by=report.by_name, reason=report.reason)
    said = tuple(say("people.said", language, words=line.text) for line in report.lines)
    return ReportView(report.report, title, report.reason, said)
