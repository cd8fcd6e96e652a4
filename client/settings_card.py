"""The settings: every line changes at once and is kept for the next visit."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from client.rows import Line, RowsCard
from showroom.errors import Unavailable
from showroom.sounds import SOUND_KINDS
from showroom.ui.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from client.keeping import Keeping
    from client.picture import Picture
    from client.settings import Settings
    from client.visit import Visit

SCALES: Final = (75, 100, 125, 150, 175, 200)
_STEP: Final = 10
_LOUDEST: Final = 100


class SettingsCard:
    """Shows and changes settings.

    Args:
        visit: whose.
        keeping: where they are kept.
        picture: quality and light.
        do: does a verb.
        changed: is called with the settings whenever something has changed, and once at the beginning.
        email: who is signed in; empty for a guest.
    """

    def __init__(
        self,
        visit: Visit,
        keeping: Keeping,
        picture: Picture,
        do: Callable[[str], None],
        changed: Callable[[Settings], None],
        email: Callable[[], str] = str,
    ) -> None:
        self._visit = visit
        self._keeping = keeping
        self._picture = picture
        self._do = do
        self._changed = changed
        self._email = email
        self.card = RowsCard("settings", lambda: say("settings.title", visit.language), self.lines)
        changed(keeping.settings)

    def lines(self) -> Sequence[Line]:
        """Every setting as it stands."""
        language, kept, picture = self._visit.language, self._keeping.settings, self._picture
        percent = say("settings.percent", language, value=kept.scale)
        return (
            Line(say("settings.name", language), self._visit.name, written=True),
            *self._account(),
            Line(say("settings.looks", language), say("settings.open", language), take=partial(self._do, "looks")),
            Line(
                say("settings.language", language),
                say(f"language.{language}", language),
                turn=lambda _: self._do("language"),
            ),
            Line(say("settings.scale", language), percent, turn=self._scale),
            self._switch("contrast", on=kept.contrast),
            self._switch("calm", on=kept.calm),
            Line(
                say("settings.quality", language),
                say(f"quality.{picture.quality}", language),
                turn=picture.turn_quality,
            ),
            Line(say("settings.light", language), say(f"mood.{picture.mood}", language), turn=picture.turn_mood),
            self._switch("captions", on=kept.captions),
            self._switch("sounds", on=kept.sounds),
            *(self._volume(kind, kept) for kind in SOUND_KINDS),
        )

    def _account(self) -> Iterator[Line]:
        """Shoppers have accounts; advisers are logged in already."""
        if not self._visit.agent:
            language = self._visit.language
            who = self._email() or say("account.guest", language)
            yield Line(
                say("verb.account", language),
                who,
                take=partial(self._do, "account"),
            )

    def mute(self) -> None:
        """Sound on or off."""
        self._keep(sounds=not self._keeping.settings.sounds)

    def _switch(self, name: str, *, on: bool) -> Line:
        language = self._visit.language
        words = say("settings.on" if on else "settings.off", language)
        return Line(say(f"settings.{name}", language), words, turn=lambda _: self._keep(**{name: not on}))

    def _volume(self, kind: str, kept: Settings) -> Line:
        language = self._visit.language
        volume = kept.volumes.get(kind, _LOUDEST)
        name = next(text for known, text in SOUND_KINDS.items() if known == kind)

        def turn(by: int) -> None:
            louder = max(0, min(_LOUDEST, volume + by * _STEP))
            self._keep(volumes={**self._keeping.settings.volumes, kind: louder})

        words = say("settings.percent", language, value=volume)
        return Line(name.in_language(language), words, turn=turn, level=volume / _LOUDEST)

    def _scale(self, by: int) -> None:
        kept = self._keeping.settings.scale
        nearest = min(range(len(SCALES)), key=lambda index: abs(SCALES[index] - kept))
        self._keep(scale=SCALES[max(0, min(len(SCALES) - 1, nearest + by))])

    def _keep(self, **fields: object) -> None:
        """Change settings; where the home cannot be written they last for this visit."""
        with suppress(Unavailable):
            self._keeping.change(lambda kept: msgspec.structs.replace(kept, **fields))
        self._visit.journal.write("settings", **{name: str(value) for name, value in fields.items()})
        self._changed(self._keeping.settings)
