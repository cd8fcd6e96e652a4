"""Taking back and bringing back one's own changes while others change the same product.

A part of a step *stands* while its group still holds my value and nobody has set it since. What stands is taken back
to the value, and to the author, from before; so when I take back a change over yours, yours stands again. What
somebody else has changed since is left alone and kept: it can be taken back once it stands again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.errors import Rejected
from showroom.room.state import MAX_STEPS, Standing, StepPart, VisitorHistory

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from showroom.room.state import Step


@dataclass(frozen=True, slots=True)
class Taken:
    """What undo or redo comes to: the next standing and the visitor's next history."""

    standing: Standing
    history: VisitorHistory


def advanced(standing: Standing, visitor_id: str, after: Mapping[str, str]) -> tuple[Standing, Step]:
    """Put `after` into a standing as `visitor_id`'s change and give the step that takes it back."""
    changed = {group: value for group, value in after.items() if standing.choices[group] != value}
    step = tuple(
        StepPart(group, standing.choices[group], standing.by.get(group, ""), value) for group, value in changed.items()
    )
    by = standing.by | dict.fromkeys(changed, visitor_id)
    return Standing(standing.version + 1, standing.choices | changed, by), step


def remembered(history: VisitorHistory, step: Step) -> VisitorHistory:
    """A history with one more step; what was taken back before can no longer come back."""
    return VisitorHistory((*history.done, step)[-MAX_STEPS:])


def undone(standing: Standing, history: VisitorHistory, visitor_id: str, who: Callable[[str], str]) -> Taken:
    """Take back what stands of the visitor's latest change that still stands.

    Raises:
        Rejected: ``nothing-to-undo``, or ``changed-since`` naming who did (`who` gives a visitor id's name).
    """

    def stands(part: StepPart) -> bool:
        return standing.choices.get(part.group) == part.after and standing.by.get(part.group, "") == visitor_id

    place = _latest(history.done, stands)
    if place is None:
        raise _nothing("undo", standing, history.done, visitor_id, who)
    step = history.done[place]
    taken = tuple(part for part in step if stands(part))
    left = tuple(part for part in step if not stands(part))
    done = (*history.done[:place], *((left,) if left else ()), *history.done[place + 1 :])
    before = {part.group: part.before for part in taken}
    by = {**standing.by, **{part.group: part.before_by for part in taken}}
    after = Standing(standing.version + 1, standing.choices | before, {group: id_ for group, id_ in by.items() if id_})
    return Taken(after, VisitorHistory(done, (*history.undone, taken)[-MAX_STEPS:]))


def redone(standing: Standing, history: VisitorHistory, visitor_id: str, who: Callable[[str], str]) -> Taken:
    """Bring back what the visitor last took back, where nobody has set those groups since.

    Raises:
        Rejected: ``nothing-to-redo``, or ``changed-since`` naming who did.
    """

    def fits(part: StepPart) -> bool:
        return standing.choices.get(part.group) == part.before and standing.by.get(part.group, "") == part.before_by

    place = _latest(history.undone, fits)
    if place is None:
        raise _nothing("redo", standing, history.undone, visitor_id, who)
    step = history.undone[place]
    brought = tuple(part for part in step if fits(part))
    left = tuple(part for part in step if not fits(part))
    rest = (*history.undone[:place], *((left,) if left else ()), *history.undone[place + 1 :])
    after = standing.choices | {part.group: part.after for part in brought}
    by = standing.by | {part.group: visitor_id for part in brought}
    return Taken(Standing(standing.version + 1, after, by), VisitorHistory((*history.done, brought)[-MAX_STEPS:], rest))


def counts(standing: Standing, history: VisitorHistory, visitor_id: str) -> tuple[int, int]:
    """How many steps can be taken back one after the other, and how many brought back, as things stand."""
    return _undoable(standing, history.done, visitor_id), _redoable(standing, history.undone, visitor_id)


def _undoable(standing: Standing, steps: tuple[Step, ...], visitor_id: str) -> int:
    now = {group: (value, standing.by.get(group, "")) for group, value in standing.choices.items()}
    count = 0
    for step in reversed(steps):
        taken = [part for part in step if now.get(part.group) == (part.after, visitor_id)]
        now.update({part.group: (part.before, part.before_by) for part in taken})
        count += bool(taken)
    return count


def _redoable(standing: Standing, steps: tuple[Step, ...], visitor_id: str) -> int:
    now = {group: (value, standing.by.get(group, "")) for group, value in standing.choices.items()}
    count = 0
    for step in reversed(steps):
        brought = [part for part in step if now.get(part.group) == (part.before, part.before_by)]
        now.update({part.group: (part.after, visitor_id) for part in brought})
        count += bool(brought)
    return count


def _latest(steps: tuple[Step, ...], stands: Callable[[StepPart], bool]) -> int | None:
    return next((place for place in reversed(range(len(steps))) if any(map(stands, steps[place]))), None)


def _nothing(
    verb: str, standing: Standing, steps: tuple[Step, ...], visitor_id: str, who: Callable[[str], str]
) -> Rejected:
    others = {standing.by[part.group] for step in steps for part in step if part.group in standing.by} - {visitor_id}
    if not others:
        return Rejected(f"nothing-to-{verb}", f"there is no change of yours to {verb}")
    names = ", ".join(sorted({who(visitor) for visitor in others}))
    return Rejected("changed-since", f"cannot {verb}: changed since by {names}", got=names)
