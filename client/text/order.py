"""Muting, blocking and reporting people, and what advisers do about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, get_args

import msgspec

from client.text.here import Until
from client.text.naming import find
from showroom.errors import Rejected
from showroom.protocol import order

if TYPE_CHECKING:
    from client.text.here import Here, Steps
    from showroom.protocol.messages import Visitor

_OUTCOMES: Final[tuple[order.Outcome, ...]] = get_args(order.Outcome)


class Order:
    """Carries out the words about order."""

    def __init__(self, here: Here) -> None:
        self._here = here

    # ---- for everybody ---------------------------------------------------------------------------------------------

    def mute(self, rest: str) -> None:
        """No longer hear somebody."""
        self._mute(rest, muted=True)

    def unmute(self, rest: str) -> None:
        """Hear somebody again."""
        self._mute(rest, muted=False)

    def block(self, rest: str) -> Steps:
        """No longer meet somebody."""
        return self._block(rest, blocked=True)

    def unblock(self, rest: str) -> Steps:
        """Meet somebody again."""
        return self._block(rest, blocked=False)

    def report(self, rest: str) -> Steps:
        """Tell the staff about somebody."""
        visitor, reason = self._who_and_why(rest, "report")
        yield from self._here.ask(lambda ref: order.Report(ref, visitor.id, reason))
        self._here.tell("order.reported", name=visitor.name)

    # ---- for advisers ----------------------------------------------------------------------------------------------

    def remove(self, rest: str) -> Steps:
        """Make somebody leave."""
        visitor, reason = self._who_and_why(rest, "remove")
        yield from self._here.ask(lambda ref: order.Remove(ref, visitor.id, reason))
        self._here.tell("order.removed", name=visitor.name)

    def lock(self, _: str) -> Steps:
        """Let no new visitors in."""
        return self._set_lock(locked=True)

    def unlock(self, _: str) -> Steps:
        """Let visitors in again."""
        return self._set_lock(locked=False)

    def reports(self, _: str) -> None:
        """What people have reported."""
        here = self._here
        waiting = here.model.reports
        if not waiting:
            here.tell("order.no-reports")
            return
        here.tell("order.reports", count=len(waiting))
        here.number([self.report_words(report) for report in waiting], [f"settle {n + 1}" for n in range(len(waiting))])

    def settle(self, rest: str) -> Steps:
        """Work a report through."""
        here = self._here
        number, _, rest = rest.partition(" ")
        waiting = here.model.reports
        if not waiting:
            raise Rejected("no-reports", here.words("order.no-reports"))
        if not number.isdigit() or not 1 <= int(number) <= len(waiting) or not rest:
            raise Rejected("how", here.words("word.settle"))
        report = waiting[int(number) - 1]
        how, _, note = rest.partition(" ")
        names = [(here.words(f"order.outcome-{each}"), each) for each in _OUTCOMES]
        outcome = _OUTCOMES[find(how, names, here.language)]
        yield from here.ask(lambda ref: order.ResolveReport(ref, report.report, outcome, note.strip()[:300]))
        said = {"dismissed": "order.dismissed", "warned": "order.settled-warned", "removed": "order.removed"}
        here.tell(said[outcome], name=report.name)

    def report_words(self, report: order.OpenReport) -> str:
        """A report in a sentence, with what was said."""
        here = self._here
        words = here.words("order.report", name=report.name, by=report.by_name, reason=report.reason)
        if not report.lines:
            return words
        return here.words("order.report-said", report=words, lines=" / ".join(line.text for line in report.lines))

    # ---- ways ------------------------------------------------------------------------------------------------------

    def _mute(self, rest: str, *, muted: bool) -> None:
        here = self._here
        visitor = self._who(rest)
        now = here.model.muted | {visitor.id} if muted else here.model.muted - {visitor.id}
        here.model = replace(here.model, muted=now)
        here.remember(lambda kept: msgspec.structs.replace(kept, muted=tuple(sorted(now))))
        here.tell("order.muted" if muted else "order.unmuted", name=visitor.name)

    def _block(self, rest: str, *, blocked: bool) -> Steps:
        visitor = self._who(rest)
        yield from self._here.ask(lambda ref: order.Block(ref, visitor.id, blocked))
        self._here.tell("order.blocked" if blocked else "order.unblocked", name=visitor.name)

    def _set_lock(self, *, locked: bool) -> Steps:
        here = self._here
        yield from here.ask(lambda ref: order.SetLock(ref, locked))
        yield Until(lambda: here.model.locked == locked, limit_s=1.0)

    def _others(self) -> list[Visitor]:
        model = self._here.model
        return [visitor for number, visitor in sorted(model.visitors.items()) if number != model.you]

    def _who(self, rest: str, *, slips: bool = True) -> Visitor:
        others = self._others()
        return others[find(rest, [(visitor.name,) for visitor in others], self._here.language, slips=slips)]

    def _who_and_why(self, rest: str, word_id: str) -> tuple[Visitor, str]:
        """Names may hold spaces: the longest beginning that is a name counts."""
        here = self._here
        words = rest.split()
        for end in range(len(words) - 1, 0, -1):
            try:
                return self._who(" ".join(words[:end]), slips=False), " ".join(words[end:])[:300]
            except Rejected:
                if end == 1:
                    raise
        name = next((visitor.name for visitor in self._others()), "Ben")
        example = f"{'melde' if here.language == 'de' else word_id} {name} Spam"
        raise here.failed("who-and-why", example=example)
