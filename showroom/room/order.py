"""Keeping order: who does not want to meet whom, reports and what comes of them, removals, and the lock.

Every decision is a fact of the log, with who took it and why: that is the audit trail. A visitor is known by the token
that their client keeps; who throws it away comes back as somebody new, so a room that is under attack can be locked.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from showroom.errors import NotFound, NotPermitted, Rejected
from showroom.events import Fact
from showroom.protocol.closing import CloseCode
from showroom.protocol.messages import Done, Refused
from showroom.protocol.order import (
    Block,
    Locked,
    OpenReport,
    Remove,
    Report,
    ReportedLine,
    Reports,
    ResolveReport,
    SetLock,
    Warned,
)
from showroom.room.documents import store_blocked, store_lock, store_removed, store_report
from showroom.room.effects import Drop, Record, Tell, TellAgents, TellAll, TellPerson
from showroom.room.entering import part
from showroom.room.refusal import refused
from showroom.room.state import Room
from showroom.room.talking import clean

if TYPE_CHECKING:
    from showroom.events import FactName
    from showroom.protocol.order import OrderRequest
    from showroom.room.effects import Effect
    from showroom.room.state import Member

MAX_REPORTS = 100
MAX_REPORTS_OF_ONE = 5
MAX_BLOCKED = 200
KEPT_LINES = 5

Result = tuple[Room, tuple["Effect", ...]]


def keep_order(room: Room, member: Member, request: OrderRequest, at_s: float) -> Result:
    """Carry out one request, or tell why not; whether the role allows it is checked before."""
    try:
        match request:
            case Block():
                after, effects = _block(room, member, request, at_s)
            case Report():
                after, effects = _report(room, member, request, at_s)
            case ResolveReport():
                after, effects = _resolve(room, member, request, at_s)
            case Remove():
                after, effects = _remove(room, member, request, at_s)
            case SetLock():
                after, effects = _set_lock(room, member, request, at_s)
            case _:
                assert_never(request)
    except Rejected as error:
        return room, (Tell(member.visitor.number, refused(request.ref, error)),)
    return after, (*effects, Tell(member.visitor.number, Done(request.ref)))


def reports_of(room: Room) -> Reports:
    """The open reports as agents see them."""
    return Reports(room.id, tuple(room.reports.values()))


# ---- blocking -----------------------------------------------------------------------------------------------------


def _block(room: Room, member: Member, request: Block, at_s: float) -> Result:
    own, theirs = member.visitor.id, request.person
    _refuse_oneself(own, theirs)
    blocked = room.blocked.get(own, frozenset())
    if (theirs in blocked) == request.blocked:
        return room, ()
    if request.blocked:
        if _is_staff(room, theirs):
            raise NotPermitted("staff-not-blocked", "the staff cannot be blocked", hint="end the conversation instead")
        if len(blocked) >= MAX_BLOCKED:
            raise Rejected("too-many-blocked", "you have blocked as many as can be", allowed=str(MAX_BLOCKED))
    now = blocked | {theirs} if request.blocked else blocked - {theirs}
    after = replace(room, blocked={**room.blocked, own: now})
    name: FactName = "Visitor Blocked" if request.blocked else "Visitor Unblocked"
    return after, (
        store_blocked(room.id, own, now),
        Record(Fact(name, at_s, own, theirs, {"room": room.id})),
        *(TellPerson(person, after.hidden(person)) for person in (own, theirs)),
    )


# ---- reports ------------------------------------------------------------------------------------------------------


def _report(room: Room, member: Member, request: Report, at_s: float) -> Result:
    visitor = member.visitor
    _refuse_oneself(visitor.id, request.person)
    own = [report for report in room.reports.values() if report.by == visitor.id]
    if any(report.person == request.person for report in own):
        raise Rejected("already-reported", "you have reported this person, and the staff has not decided yet")
    if len(own) >= MAX_REPORTS_OF_ONE or len(room.reports) >= MAX_REPORTS:
        raise Rejected("too-many-reports", "too many reports wait for the staff", hint="call an adviser")
    report = _evidence(room, member, request, at_s)
    after = replace(room, reports={**room.reports, report.report: report})
    properties = {"room": room.id, "report": report.report, "reason": report.reason}
    return after, (
        store_report(room.id, report.report, report),
        Record(Fact("Visitor Reported", at_s, visitor.id, request.person, properties)),
        TellAgents(reports_of(after)),
    )


def _evidence(room: Room, member: Member, request: Report, at_s: float) -> OpenReport:
    said = [line for line in room.lines if line.sender == request.person][-KEPT_LINES:]
    known = room.member(request.person)
    if known is None and not said:
        raise NotFound("unknown-person", "nobody like that is here, nor has said anything", got=request.person)
    name = known.visitor.name if known else said[-1].name
    key = f"{int(at_s * 1000):x}-{member.visitor.number}"
    lines = tuple(ReportedLine(line.id, line.text, line.time_s) for line in said)
    reason = clean(request.reason)
    visitor = member.visitor
    return OpenReport(key, request.person, name, visitor.id, visitor.name, reason, at_s, lines)


def _resolve(room: Room, member: Member, request: ResolveReport, at_s: float) -> Result:
    report = room.reports.get(request.report)
    if report is None:
        raise NotFound("unknown-report", "no such report waits any more", got=request.report)
    own = member.visitor.id
    left = {key: other for key, other in room.reports.items() if key != request.report}
    after = replace(room, reports=left)
    properties = {"room": room.id, "report": report.report, "outcome": request.outcome, "note": request.note}
    effects: list[Effect] = [
        store_report(room.id, report.report, None),
        Record(Fact("Report Resolved", at_s, own, report.person, properties)),
        TellAgents(reports_of(after)),
    ]
    if request.outcome == "warned":
        effects.append(TellPerson(report.person, Warned(request.note or report.reason)))
    elif request.outcome == "removed":
        removal = Remove(request.ref, report.person, request.note or report.reason)
        after, more = _remove(after, member, removal, at_s)
        effects += more
    return after, tuple(effects)


# ---- removing and locking -----------------------------------------------------------------------------------------


def _remove(room: Room, member: Member, request: Remove, at_s: float) -> Result:
    _refuse_oneself(member.visitor.id, request.person)
    known = room.member(request.person)
    if _is_staff(room, request.person):
        raise NotPermitted("staff-not-removed", "the staff cannot be removed", hint="ask your administrator")
    if known is None and request.person not in room.places:
        raise NotFound("unknown-person", "nobody like that is or was here", got=request.person)
    until_s = at_s + 60.0 * request.minutes
    after = replace(room, removed={**_still_removed(room, at_s), request.person: until_s})
    forgotten = [person for person, end_s in room.removed.items() if end_s <= at_s and person != request.person]
    properties = {"room": room.id, "reason": request.reason, "minutes": request.minutes}
    effects: list[Effect] = [
        store_removed(room.id, request.person, until_s),
        *(store_removed(room.id, person, None) for person in forgotten),
        Record(Fact("Visitor Removed", at_s, member.visitor.id, request.person, properties)),
    ]
    if known is not None:
        number = known.visitor.number
        after, parted = part(after, number, at_s)
        hint = f"you may come back in {request.minutes} minutes"
        told = Refused(None, "removed", "the staff has asked you to leave this room", got=request.reason, hint=hint)
        effects += [Tell(number, told), *parted, Drop(number, CloseCode.REMOVED, request.reason)]
    return after, tuple(effects)


def _still_removed(room: Room, at_s: float) -> dict[str, float]:
    return {person: until_s for person, until_s in room.removed.items() if until_s > at_s}


def _set_lock(room: Room, member: Member, request: SetLock, at_s: float) -> Result:
    if room.locked == request.locked:
        return room, ()
    name: FactName = "Room Locked" if request.locked else "Room Unlocked"
    return replace(room, locked=request.locked), (
        store_lock(room.id, locked=request.locked),
        Record(Fact(name, at_s, member.visitor.id, room.id)),
        TellAll(Locked(request.locked)),
    )


def _refuse_oneself(own: str, person: str) -> None:
    if own == person:
        raise Rejected("that-is-you", "that is you", got=person)


def _is_staff(room: Room, person: str) -> bool:
    known = room.member(person)
    return known is not None and known.visitor.role == "agent"
