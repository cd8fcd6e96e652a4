"""The three hints of a first visit: each goes when it has been followed, or when somebody has read it."""

from __future__ import annotations

import math
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import msgspec

from showroom.errors import Unavailable
from showroom.ui.arrival import HintView
from showroom.ui.texts import say
from showroom.ui.verbs import VERBS, key_text

if TYPE_CHECKING:
    from client.keeping import Keeping
    from client.settings import Settings
    from client.visit import Visit

HINTS: Final = ("walk", "inspect", "call")
_VERBS: Final = {"walk": "walk", "inspect": "inspect", "call": "call-adviser"}
_WALKED_M: Final = 1.5
_MOST_KEYS: Final = 4


class Hints:
    """Shows one hint after the other.

    Args:
        visit: what one does.
        done: how many were done in earlier visits.

    Attributes:
        done: how many are done.
    """

    def __init__(self, visit: Visit, done: int) -> None:
        self._visit = visit
        self._from: tuple[float, float] | None = None
        self.done = done
        self._kept = done < len(HINTS)

    def watch(self) -> None:
        """Once a frame: see whether somebody does what the hint is about."""
        visit = self._visit
        if self.done >= len(HINTS) or not visit.arrived:
            return
        self._from = self._from or visit.player.position
        followed = {
            "walk": math.dist(self._from, visit.player.position) > _WALKED_M,
            "inspect": visit.inspected is not None,
            "call": visit.shows_help or visit.model.position is not None or visit.model.conversation is not None,
        }
        if followed[HINTS[self.done]]:
            self.next()

    def next(self) -> None:
        """Go on to the next one."""
        self.done = min(len(HINTS), self.done + 1)

    def remember(self, keeping: Keeping) -> None:
        """Keep how many are done; a home that cannot be written costs only that."""
        if self._kept:
            with suppress(Unavailable):
                keeping.change(lambda settings: _with_hints(settings, self.done))

    def view(self) -> HintView | None:
        """The hint that is to be seen; None where all are done, and for advisers."""
        visit = self._visit
        if self.done >= len(HINTS) or visit.agent or not visit.arrived or visit.opened is not None:
            return None
        name, language = HINTS[self.done], visit.language
        if name != "inspect" and visit.inspected is not None:
            return None
        keys = next(verb.keys for verb in VERBS if verb.id == _VERBS[name])
        return HintView(
            number=self.done + 1,
            count=len(HINTS),
            keys=tuple(key_text(key, language) for key in keys[:_MOST_KEYS]),
            title=say(f"hint-card.{name}", language),
            words=say(f"hint-card.{name}-words", language, **_fields(name, language)),
        )


def _fields(name: str, language: str) -> dict[str, str]:
    if name != "call":
        return {}
    return {"help": key_text(next(verb.keys[0] for verb in VERBS if verb.id == "help"), language)}


def _with_hints(settings: Settings, done: int) -> Settings:
    return msgspec.structs.replace(settings, hints=max(settings.hints, done))
