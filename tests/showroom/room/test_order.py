"""Blocking, reports, removals and the lock: what people are told, what is kept, and what the log says."""

from __future__ import annotations

from typing import get_args

import pytest

from showroom.errors import NotPermitted
from showroom.protocol.closing import CloseCode
from showroom.protocol.codec import decode_client
from showroom.protocol.messages import (
    AcceptCall,
    CallAdviser,
    CancelCall,
    ClientMessage,
    Done,
    Emote,
    Emoted,
    Refused,
    Role,
    Said,
    Say,
    SetAgentStatus,
    Welcome,
)
from showroom.protocol.order import (
    Block,
    Hidden,
    Locked,
    Remove,
    Report,
    Reports,
    ResolveReport,
    SetLock,
    Warned,
)
from showroom.room.order import KEPT_LINES, MAX_REPORTS_OF_ONE
from showroom.room.permissions import check_permitted
from tests.showroom.protocol.test_codec import CLIENT_LINES
from tests.showroom.room.samples import House

AGENTS_ONLY = {SetAgentStatus, AcceptCall, ResolveReport, Remove, SetLock}
VISITORS_ONLY = {CallAdviser, CancelCall}
EXAMPLES = {type(message): message for message in map(decode_client, CLIENT_LINES)}


def crowd() -> tuple[House, int, int, int]:
    house = House()
    return house, house.join("anna"), house.join("ben"), house.join("eva", role="agent")


def code(answers: list[object]) -> str:
    (answer,) = answers
    assert isinstance(answer, Refused)
    return answer.code


@pytest.mark.parametrize("kind", get_args(ClientMessage))
@pytest.mark.parametrize("role", get_args(Role))
def test_every_message_is_checked_against_the_role(kind: type[ClientMessage], role: Role) -> None:
    only = "agent" if kind in AGENTS_ONLY else "visitor" if kind in VISITORS_ONLY else role
    house = House()
    number = house.join("somebody", role=role)
    before = house.room
    refused = [answer for answer in house.act(number, EXAMPLES[kind]) if getattr(answer, "code", "") == "not-permitted"]
    if role == only:
        assert not refused
        check_permitted(role, EXAMPLES[kind])
    else:
        assert len(refused) == 1
        assert house.room == before
        assert not house.notices[1:], "nothing went to the desk but the arrival"
        with pytest.raises(NotPermitted):
            check_permitted(role, EXAMPLES[kind])


def test_who_blocks_somebody_and_the_blocked_one_no_longer_meet() -> None:
    house, anna, ben, eva = crowd()
    assert house.act(anna, Block(1, "ben")) == [Hidden((ben,)), Done(1)]
    assert house.heard(ben, Hidden) == [Hidden((anna,))]
    house.act(ben, Say(2, "psst"))
    house.act(anna, Say(3, "hm"))
    house.act(ben, Emote("wave"))
    assert [said.line.text for said in house.heard(anna, Said)] == ["hm"]
    assert [said.line.text for said in house.heard(ben, Said)] == ["psst"]
    assert [said.line.text for said in house.heard(eva, Said)] == ["psst", "hm"]
    assert not house.heard(anna, Emoted)
    assert house.heard(eva, Emoted) == [Emoted(ben, "wave")]


def test_a_block_outlives_a_restart_and_a_new_visit() -> None:
    house, anna, _, _ = crowd()
    house.act(anna, Block(1, "ben"))
    house.act(anna, Say(2, "not for ben"))
    house = house.restarted()
    anna = house.join("anna")
    ben = house.join("ben")
    assert house.heard(anna, Hidden)[-1] == Hidden((ben,))
    (welcome,) = house.heard(ben, Welcome)
    assert welcome.hidden == (anna,)
    assert not welcome.chat


def test_a_block_is_taken_back() -> None:
    house, anna, ben, _ = crowd()
    house.act(anna, Block(1, "ben"))
    assert house.act(anna, Block(2, "ben", blocked=False)) == [Hidden(()), Done(2)]
    house.act(ben, Say(3, "hello again"))
    assert [said.line.text for said in house.heard(anna, Said)] == ["hello again"]
    assert not any(key.startswith("blocked/") for key in house.documents)
    assert [fact.name for fact in house.facts if "lock" in fact.name] == ["Visitor Blocked", "Visitor Unblocked"]


def test_one_of_two_mutual_blocks_still_counts_when_the_other_is_taken_back() -> None:
    house, anna, ben, _ = crowd()
    house.act(anna, Block(1, "ben"))
    house.act(ben, Block(2, "anna"))
    assert house.act(anna, Block(3, "ben", blocked=False))[0] == Hidden((ben,))


def test_the_staff_and_oneself_cannot_be_blocked() -> None:
    house, anna, _, _ = crowd()
    assert code([*house.act(anna, Block(1, "eva"))]) == "staff-not-blocked"
    assert code([*house.act(anna, Block(2, "anna"))]) == "that-is-you"


def test_a_report_reaches_the_staff_with_what_was_said() -> None:
    house, anna, ben, eva = crowd()
    for word in range(KEPT_LINES + 2):
        house.act(ben, Say(word, f"buy gold {word}"))
    assert house.act(anna, Report(9, "ben", " spam ")) == [Done(9)]
    (reports,) = [told for told in house.heard(eva, Reports) if told.waiting]
    (report,) = reports.waiting
    assert (report.person, report.name, report.by, report.reason) == ("ben", "Ben", "anna", "spam")
    assert [line.text for line in report.lines] == [f"buy gold {word}" for word in range(2, KEPT_LINES + 2)]
    assert not house.heard(ben, Reports)
    assert house.restarted().room.reports == house.room.reports


def test_reports_cannot_be_piled_up() -> None:
    house, anna, _, _ = crowd()
    house.act(anna, Report(1, "ben", "spam"))
    assert code([*house.act(anna, Report(2, "ben", "spam"))]) == "already-reported"
    for person in range(MAX_REPORTS_OF_ONE - 1):
        house.join(f"p{person}")
        house.act(anna, Report(3, f"p{person}", "spam"))
    house.join("one-more")
    assert code([*house.act(anna, Report(4, "one-more", "spam"))]) == "too-many-reports"
    assert code([*house.act(anna, Report(5, "nobody", "spam"))]) == "too-many-reports"
    assert code([*house.act(house.join("fresh"), Report(5, "nobody", "spam"))]) == "unknown-person"


def test_a_warning_reaches_the_person_and_closes_the_report() -> None:
    house, anna, ben, eva = crowd()
    house.act(anna, Report(1, "ben", "spam"))
    (key,) = house.room.reports
    assert house.act(eva, ResolveReport(2, key, "warned", "please stop")) == [Reports("main", ()), Done(2)]
    assert house.heard(ben, Warned) == [Warned("please stop")]
    assert not house.restarted().room.reports
    resolved = house.facts[-1]
    assert (resolved.name, resolved.actor, resolved.subject) == ("Report Resolved", "eva", "ben")
    assert resolved.properties["outcome"] == "warned"
    assert code([*house.act(eva, ResolveReport(3, key, "dismissed"))]) == "unknown-report"


def test_who_is_removed_hears_why_and_may_come_back_later() -> None:
    house, _, ben, eva = crowd()
    told = house.told[ben]
    house.act(eva, Remove(1, "ben", "spam", 30))
    assert isinstance(told[-1], Refused)
    assert (told[-1].code, told[-1].got) == ("removed", "spam")
    assert (house.dropped[-1].number, house.dropped[-1].close_code) == (ben, CloseCode.REMOVED)
    assert house.room.member("ben") is None
    for still in (house, house.restarted()):
        still.clock_s = house.clock_s
        with pytest.raises(NotPermitted, match="asked you to leave") as caught:
            still.join("ben")
        assert caught.value.hint == "you may come back in 30 minutes"
    house.clock_s += 30 * 60
    house.join("ben")
    assert house.room.member("ben") is not None


def test_a_report_may_end_with_a_removal() -> None:
    house, anna, _, eva = crowd()
    house.act(anna, Report(1, "ben", "spam"))
    (key,) = house.room.reports
    house.act(eva, ResolveReport(2, key, "removed"))
    assert house.room.member("ben") is None
    assert [fact.name for fact in house.facts if fact.subject == "ben"][-2:] == ["Report Resolved", "Visitor Removed"]


def test_the_staff_cannot_be_removed() -> None:
    house, _, _, eva = crowd()
    house.join("max", role="agent")
    assert code([*house.act(eva, Remove(1, "max", "no"))]) == "staff-not-removed"
    assert code([*house.act(eva, Remove(2, "nobody", "no"))]) == "unknown-person"


def test_a_locked_room_keeps_newcomers_out_but_not_those_who_lost_the_connection() -> None:
    house, anna, ben, eva = crowd()
    assert house.act(eva, SetLock(1, locked=True)) == [Locked(locked=True), Done(1)]
    assert house.heard(anna, Locked) == [Locked(locked=True)]
    house.part(ben)
    house.join("ben")
    house.join("max", role="agent")
    with pytest.raises(NotPermitted, match="locked"):
        house.join("new")
    house.part(house.room.number_of("ben") or 0)
    house.clock_s += 121.0
    with pytest.raises(NotPermitted, match="locked"):
        house.join("ben")
    assert house.restarted().room.locked
    house.act(eva, SetLock(2, locked=False))
    house.join("new")
    assert not house.restarted().room.locked
