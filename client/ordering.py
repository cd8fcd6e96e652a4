"""What a person at a window does about others: mute, block, report; and for the staff warn, remove, lock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from client.gathering import REASONS, others
from client.intents import About, Complain, Settle
from showroom.protocol import order
from showroom.ui.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from client.visit import Visit
    from showroom.protocol.messages import ClientMessage, Visitor


class Ordering:
    """Carries out what is meant for the people here.

    Args:
        visit: what is known.
        send: sends a message to the server.
        notify: shows a sentence with the name of whom it is about.
    """

    def __init__(self, visit: Visit, send: Callable[[ClientMessage], None], notify: Callable[[str, str], None]) -> None:
        self._visit = visit
        self._send = send
        self._notify = notify
        self.verbs: dict[str, Callable[[], None]] = {
            "people": self._toggle,
            "next-person": self._next,
            "mute": lambda: self._about("mute"),
            "block": lambda: self._about("block"),
            "report": lambda: self._about("report"),
            "remove": lambda: self._about("remove"),
            "lock": self._lock,
            "dismiss-report": lambda: self._settle_first("dismissed"),
            "warn-reported": lambda: self._settle_first("warned"),
        }

    def intend(self, intent: About | Complain | Settle) -> None:
        """Carry one intent out."""
        match intent:
            case About():
                self._visit.gathering = self._visit.gathering.about(intent.person)
                if intent.verb:
                    self._about(intent.verb)
            case Complain():
                self._complain(intent.reason)
            case Settle():
                self._send(order.ResolveReport(self._visit.new_ref(), intent.report, intent.outcome))

    def chooses(self, number: int) -> bool:
        """A number key: it counts for the reasons of a report while they are offered."""
        if not (self._visit.gathering.is_open and self._visit.gathering.reporting):
            return False
        if number <= len(REASONS):
            self._complain(number - 1)
        return True

    def _toggle(self) -> None:
        self._visit.gathering = self._visit.gathering.toggled()

    def _next(self) -> None:
        self._visit.gathering = self._visit.gathering.stepped(self._visit.model)

    def _person(self) -> Visitor | None:
        wanted = self._visit.gathering.person if self._visit.gathering.is_open else None
        return next((visitor for visitor in others(self._visit.model) if visitor.id == wanted), None)

    def _about(self, verb: str) -> None:
        visit, visitor = self._visit, self._person()
        if visitor is None:
            return
        match verb:
            case "mute":
                muted = visit.model.muted ^ {visitor.id}
                visit.model = replace(visit.model, muted=muted)
                self._notify("order.muted" if visitor.id in muted else "order.unmuted", visitor.name)
            case "block":
                self._send(order.Block(visit.new_ref(), visitor.id, visitor.number not in visit.model.hidden))
            case "report":
                visit.gathering = replace(visit.gathering, reporting=not visit.gathering.reporting)
            case "remove":
                reason = say("order.out-of-place", visit.language)
                self._send(order.Remove(visit.new_ref(), visitor.id, reason))
            case _:
                raise KeyError(verb)

    def _complain(self, reason: int) -> None:
        visit, visitor = self._visit, self._person()
        if visitor is not None:
            self._send(order.Report(visit.new_ref(), visitor.id, say(REASONS[reason], visit.language)))
            visit.gathering = replace(visit.gathering, reporting=False)
            self._notify("order.reported", visitor.name)

    def _lock(self) -> None:
        self._send(order.SetLock(self._visit.new_ref(), not self._visit.model.locked))

    def _settle_first(self, outcome: order.Outcome) -> None:
        if self._visit.model.reports and self._visit.gathering.is_open:
            self.intend(Settle(self._visit.model.reports[0].report, outcome))
