"""The card of who is here, by buttons and by keys alone: what it shows and what goes to the server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from client.gathering import Gathering, others, people_view
from client.intents import About, Complain, Settle
from client.journal import Journal
from client.model import ClientModel, reduce
from client.ordering import Ordering
from client.ui.clipboard import Clipboard
from client.visit import Visit
from showroom.protocol.messages import ChatLine, Said, Visitor
from showroom.protocol.order import (
    Block,
    Hidden,
    Locked,
    OpenReport,
    Remove,
    Report,
    Reports,
    ResolveReport,
    SetLock,
)

if TYPE_CHECKING:
    from showroom.protocol.base import Message

BEN = Visitor(2, "v-ben", "Ben", "visitor")
EVA = Visitor(3, "u-eva", "Eva", "agent")
REPORT = OpenReport("r1", "v-ben", "Ben", "v-mia", "Mia", "spam", 0.0)


class Person:
    """Somebody at a window, with Ben and the adviser Eva in the room."""

    def __init__(self, *, agent: bool = False) -> None:
        self.visit = Visit("en", agent=agent, journal=Journal(None), clipboard=Clipboard())
        people = {1: Visitor(1, "me", "Me", "visitor"), 2: BEN, 3: EVA}
        self.visit.model = ClientModel(connection="online", you=1, visitor="me", room="main", visitors=people)
        self.sent: list[Message] = []
        self.told: list[tuple[str, str]] = []
        self.ordering = Ordering(self.visit, self.sent.append, lambda key, name: self.told.append((key, name)))

    def press(self, *verbs: str) -> None:
        for verb in verbs:
            self.ordering.verbs[verb]()

    def hears(self, message: object) -> None:
        self.visit.model = reduce(self.visit.model, message, 0.0)  # type: ignore[arg-type] # tests name server messages

    @property
    def card(self) -> dict[str, str]:
        view = people_view(self.visit.model, self.visit.gathering, "en", staff=self.visit.agent)
        return {} if view is None else {person.name: person.marks for person in view.people}


def test_the_card_lists_everybody_else_and_says_what_sets_them_apart() -> None:
    person = Person()
    assert person.card == {}
    person.press("people")
    assert person.card == {"Ben": "", "Eva": "adviser"}
    person.press("next-person", "mute")
    person.hears(Hidden((2,)))
    assert person.card == {"Ben": "muted · blocked", "Eva": "adviser"}
    person.press("people")
    assert person.card == {}


def test_keys_step_through_everybody_and_begin_anew() -> None:
    person = Person()
    seen = []
    for _ in range(3):
        person.press("next-person")
        seen.append(person.visit.gathering.person)
    assert seen == ["v-ben", "u-eva", "v-ben"]


@pytest.mark.parametrize("verb", ["mute", "block", "report", "remove"])
def test_nothing_happens_to_anybody_while_the_card_is_closed(verb: str) -> None:
    person = Person()
    person.visit.gathering = Gathering(is_open=False, person="v-ben")
    person.press(verb)
    assert not person.sent
    assert not person.told


def test_who_is_muted_is_no_longer_read_until_unmuted() -> None:
    person = Person()
    person.hears(Said(ChatLine(1, "v-ben", "Ben", "visitor", "psst", 0.0)))
    person.press("next-person", "mute")
    assert person.told == [("order.muted", "Ben")]
    assert not person.visit.model.heard_lines
    assert not person.visit.model.is_heard(2)
    assert not person.sent, "muting is nobody else's business"
    person.press("mute")
    assert [line.text for line in person.visit.model.heard_lines] == ["psst"]


def test_blocking_is_taken_back_by_the_same_key() -> None:
    person = Person()
    person.press("next-person", "block")
    person.hears(Hidden((2,)))
    person.press("block")
    assert [(block.person, block.blocked) for block in person.sent if isinstance(block, Block)] == [
        ("v-ben", True),
        ("v-ben", False),
    ]


def test_a_report_asks_why_and_takes_a_number() -> None:
    person = Person()
    assert not person.ordering.chooses(2), "numbers choose options while no report is being made"
    person.press("next-person", "report")
    assert person.ordering.chooses(9)
    assert not person.sent
    assert person.ordering.chooses(2)
    (report,) = person.sent
    assert isinstance(report, Report)
    assert (report.person, report.reason) == ("v-ben", "Advertising, spam")
    assert not person.visit.gathering.reporting


def test_a_report_begun_about_one_person_is_not_sent_about_another() -> None:
    person = Person()
    person.press("people")
    person.ordering.intend(About("report", "v-ben"))
    person.ordering.intend(About("", "u-eva"))
    assert not person.ordering.chooses(1)
    person.ordering.intend(About("report", "u-eva"))
    person.ordering.intend(Complain(0))
    assert [report.person for report in person.sent if isinstance(report, Report)] == ["u-eva"]


def test_the_staff_locks_removes_and_settles() -> None:
    person = Person(agent=True)
    person.press("lock")
    person.hears(Locked(locked=True))
    person.press("lock", "next-person", "remove")
    person.hears(Reports("main", (REPORT,)))
    person.press("warn-reported")
    person.ordering.intend(Settle("r1", "removed"))
    locked, opened, removed, warned, settled = person.sent
    assert isinstance(locked, SetLock)
    assert isinstance(opened, SetLock)
    assert (locked.locked, opened.locked) == (True, False)
    assert isinstance(removed, Remove)
    assert removed.person == "v-ben"
    assert isinstance(warned, ResolveReport)
    assert isinstance(settled, ResolveReport)
    assert (warned.outcome, settled.outcome) == ("warned", "removed")


def test_only_the_staff_sees_reports_and_only_of_its_own_room() -> None:
    person = Person(agent=True)
    person.press("people")
    person.hears(Reports("elsewhere", (REPORT,)))
    assert person.visit.model.reports == ()
    person.hears(Reports("main", (REPORT,)))
    staff = people_view(person.visit.model, person.visit.gathering, "en", staff=True)
    shopper = people_view(person.visit.model, person.visit.gathering, "en", staff=False)
    assert staff is not None
    assert shopper is not None
    assert [report.title for report in staff.reports] == ["Ben, reported by Mia: spam"]
    assert shopper.reports == ()


def test_people_are_listed_by_name_without_oneself() -> None:
    model = Person().visit.model
    later = replace(model, visitors={7: Visitor(7, "v-anna", "anna", "visitor"), **model.visitors})
    assert [visitor.name for visitor in others(later)] == ["anna", "Ben", "Eva"]
