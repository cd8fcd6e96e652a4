"""The avatar maker: each part of how one looks is a line; what is changed is seen by everybody at once."""

from __future__ import annotations

from functools import partial
from random import SystemRandom
from typing import TYPE_CHECKING

import msgspec

from client.rows import Line, RowsCard
from showroom.looks import LOOK_PARTS, look_of, with_choice
from showroom.protocol.dressing import Dress
from showroom.ui.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from client.visit import Visit
    from showroom.looks import AvatarLook, LookPart
    from showroom.protocol.messages import ClientMessage


class Wardrobe:
    """Changes how one looks.

    Args:
        visit: who one is.
        send: sends a message to the server.
        chance: what surprises are drawn from.
    """

    def __init__(
        self, visit: Visit, send: Callable[[ClientMessage], None], chance: Callable[[], float] | None = None
    ) -> None:
        self._visit = visit
        self._send = send
        self._chance = chance or SystemRandom().random
        self.card = RowsCard("looks", lambda: say("looks.title", visit.language), self.lines)

    @property
    def look(self) -> AvatarLook:
        """How one looks; as chance has it for whoever has not chosen."""
        return self._visit.look or look_of(self._visit.model.visitor or self._visit.name)

    def lines(self) -> Sequence[Line]:
        """Every part with its choice."""
        language = self._visit.language
        surprise = Line(say("looks.random", language), say("looks.take", language), take=self.surprise)
        return (surprise, *(self._line(part) for part in LOOK_PARTS))

    def surprise(self) -> None:
        """Look as chance has it."""
        self.wear(look_of(f"{self._chance()}"))

    def wear(self, look: AvatarLook) -> None:
        """Look like this from now on."""
        visit = self._visit
        visit.look = look
        visit.journal.write("dressed", **msgspec.structs.asdict(look))
        if visit.model.connection == "online":
            self._send(Dress(visit.new_ref(), look))

    def _line(self, part: LookPart) -> Line:
        language = self._visit.language
        chosen = part.choice(getattr(self.look, part.id))
        return Line(
            part.name.in_language(language),
            chosen.name.in_language(language),
            turn=partial(self._turn, part),
            swatch=chosen.swatch,
        )

    def _turn(self, part: LookPart, by: int) -> None:
        ids = [choice.id for choice in part.choices]
        index = ids.index(part.choice(getattr(self.look, part.id)).id)
        self.wear(with_choice(self.look, part.id, ids[(index + by) % len(ids)]))
