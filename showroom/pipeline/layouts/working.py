"""Reading, checking, applying and going back to layouts of a data folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from showroom.arranging.check import checked
from showroom.arranging.file import read_layout
from showroom.arranging.model import Layout, LayoutRevision, arranged, arrangements
from showroom.errors import NotFound, Rejected

if TYPE_CHECKING:
    from showroom.catalogue import RoomPlan
    from showroom.ports import DataFolder


class Applied(Struct, frozen=True):
    """What applying did: the number that stands now, and whether it is a new one."""

    number: int
    changed: bool
    layout: Layout


def check(folder: DataFolder, text: str, name: str) -> Layout:
    """A layout file checked against what a data folder holds.

    Raises:
        LayoutFileError: everything that is wrong with it.
    """
    return checked(read_layout(text, name), folder.layouts.rooms(), folder.catalogue.catalogue())


def apply(folder: DataFolder, text: str, name: str, now_s: float) -> Applied:
    """Check a layout and let it stand, in one transaction; one that stands already is left alone.

    Raises:
        LayoutFileError: it is wrong; nothing changed.
    """
    layout = check(folder, text, name)
    history = folder.layouts.history()
    if history and history[-1].layout == layout:
        return Applied(history[-1].number, changed=False, layout=layout)
    return Applied(folder.layouts.put(layout, now_s), changed=True, layout=layout)


def rollback(folder: DataFolder, number: int, now_s: float) -> Applied:
    """Let an old layout stand anew, checked against today's products; 0 is the time before any layout.

    Raises:
        LayoutFileError: it no longer fits.
        NotFound: ``unknown-layout``.
    """
    if number == 0:
        layout = Layout()
    else:
        old = folder.layouts.revision(number)
        layout = check(folder, old.layout.text, f"layout {number}") if old.layout.text else Layout()
    return Applied(folder.layouts.put(layout, now_s, properties={"back_to": number}), changed=True, layout=layout)


def standing(folder: DataFolder) -> LayoutRevision:
    """The layout that stands.

    Raises:
        NotFound: ``unknown-layout``.
    """
    history = folder.layouts.history()
    if not history:
        hint = "showroom layout apply FILE applies one"
        raise NotFound("unknown-layout", "no layout was applied yet", hint=hint)
    return history[-1]


def plan_at(layout: Layout, rooms: tuple[RoomPlan, ...], room: str | None, moment_s: float) -> RoomPlan:
    """A room as it is at a moment: the named one, or the first that the layout speaks of.

    Raises:
        NotFound: ``unknown-room``.
    """
    there = arrangements(layout, moment_s)
    wanted = room or next(iter(there), rooms[0].id if rooms else "")
    plan = next((plan for plan in rooms if plan.id == wanted), None)
    if plan is None:
        allowed = ", ".join(plan.id for plan in rooms) or "none is published"
        raise NotFound("unknown-room", "no such room is published", got=wanted, allowed=allowed)
    return arranged(plan, there[wanted]) if wanted in there else plan


def refuse_bad_time(word: str) -> Rejected:
    """The error for a moment that cannot be read."""
    return Rejected("bad-time", "this is no date", got=word[:40], allowed="2026-06-01, or 2026-06-01T09:00")
