"""Who one is: how one is called, and how one looks to those who see."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import msgspec

from client.text.naming import find
from showroom.errors import Rejected, Unavailable
from showroom.looks import LOOK_PARTS, look_of, with_choice
from showroom.protocol.dressing import Dress

if TYPE_CHECKING:
    from client.text.here import Here, Steps
    from showroom.looks import AvatarLook


class Oneself:
    """Carries out the words about oneself."""

    def __init__(self, here: Here) -> None:
        self._here = here

    def looks(self, rest: str) -> Steps | None:
        """Tell how one looks, list what a part may be, or change a part."""
        here = self._here
        if not rest:
            here.introduce("looks")
            here.number([self._line(part_id) for part_id in _IDS], "mylook")
            return None
        words = rest.replace("=", " ").split()
        names = [(part.name.in_language(here.language), part.id) for part in LOOK_PARTS]
        for length in range(len(words), 0, -1):
            try:
                part = LOOK_PARTS[find(" ".join(words[:length]), names, here.language)]
            except Rejected:
                if length == 1:
                    raise
                continue
            return self._choose(part.id, " ".join(words[length:]))
        return None

    def rename(self, rest: str) -> None:
        """Be called otherwise."""
        here = self._here
        if not rest:
            raise Rejected("no-name", here.words("word.rename"))
        here.rename(rest[:40])
        here.tell("settings.renamed", name=rest[:40])

    def _choose(self, part_id: str, value: str) -> Steps | None:
        here = self._here
        part = next(part for part in LOOK_PARTS if part.id == part_id)
        names = [(choice.name.in_language(here.language), choice.id) for choice in part.choices]
        if not value:
            here.tell("spoken.look-part", part=part.name.in_language(here.language))
            number = _IDS.index(part_id) + 1
            here.number([name for name, _ in names], [f"mylook {number} {index}" for index in range(1, len(names) + 1)])
            return None
        chosen = part.choices[find(value, names, here.language)]
        return self._wear(with_choice(self._look(), part_id, chosen.id), part_id)

    def _wear(self, look: AvatarLook, part_id: str) -> Steps:
        here = self._here
        yield from here.ask(lambda ref: Dress(ref, look))
        with contextlib.suppress(Unavailable):  # it is worn anyway
            here.remember(lambda kept: msgspec.structs.replace(kept, look=look))
        here.say_line(f"{self._line(part_id)}.")

    def _look(self) -> AvatarLook:
        return self._here.settings.look or look_of(self._here.model.visitor)

    def _line(self, part_id: str) -> str:
        here = self._here
        part = next(part for part in LOOK_PARTS if part.id == part_id)
        chosen = part.choice(getattr(self._look(), part_id))
        return here.words(
            "spoken.option", group=part.name.in_language(here.language), value=chosen.name.in_language(here.language)
        )


_IDS = tuple(part.id for part in LOOK_PARTS)
