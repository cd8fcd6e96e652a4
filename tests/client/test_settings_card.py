"""The settings and the avatar maker: arrows change lines, at once and for the next visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from client.cards import Cards, Opened
from client.journal import Journal
from client.keeping import Keeping
from client.looks_card import Wardrobe
from client.model import ClientModel
from client.settings import Settings
from client.settings_card import SCALES, SettingsCard
from client.ui.clipboard import Clipboard
from client.ui.theme import ACCENT, FIELD, INK, MUTED, PANEL, WARM, seen, use_contrast
from client.visit import Visit
from showroom.looks import LOOK_PARTS, look_of
from showroom.protocol.dressing import Dress
from showroom.sounds import SOUND_KINDS
from showroom.ui.texts import say

if TYPE_CHECKING:
    from client.ui.theme import Color


class StandIn:
    """What the picture has to do with settings."""

    quality, mood = "low", "studio"

    def turn_quality(self, by: int) -> None:
        self.quality = "medium" if by > 0 else "low"

    def turn_mood(self, by: int) -> None:
        self.mood = "day" if by > 0 else "evening"


class Person:
    """Somebody with the card open."""

    def __init__(self) -> None:
        self.visit = Visit("en", agent=False, journal=Journal(None), clipboard=Clipboard(), name="Nora")
        self.keeping = Keeping(None, Settings())
        picture: Any = StandIn()
        self.picture = picture
        self.done: list[str] = []
        self.told: list[Settings] = []
        settings = SettingsCard(self.visit, self.keeping, picture, self.done.append, self.told.append)
        self.cards = Cards(self.visit, {"settings": settings.card})
        self.settings = settings
        self.visit.opened = Opened("settings")

    def press(self, *keys: str) -> None:
        for key in keys:
            assert self.cards.press(key)

    def to(self, name: str) -> None:
        names = [line.name for line in self.settings.lines()]
        self.visit.opened = Opened("settings", names.index(say(f"settings.{name}", "en")))


def test_arrows_change_a_line_at_once_and_for_the_next_visit() -> None:
    person = Person()
    person.to("scale")
    person.press("arrow_right", "arrow_right")
    assert person.keeping.settings.scale == 150
    assert person.told[-1].scale == 150
    person.press(*["arrow_right"] * 5)
    assert person.keeping.settings.scale == SCALES[-1] == 200
    person.press(*["arrow_left"] * 9)
    assert person.keeping.settings.scale == SCALES[0] == 75
    person.press("arrow_down", "enter")
    assert person.keeping.settings.contrast


def test_every_kind_of_sound_has_its_own_volume_and_all_can_be_muted() -> None:
    person = Person()
    count = len(person.settings.lines())
    person.visit.opened = Opened("settings", count - 1)
    person.press("arrow_left", "arrow_left")
    last = list(SOUND_KINDS)[-1]
    assert person.keeping.settings.volumes == {last: 80}
    person.settings.mute()
    assert not person.keeping.settings.sounds
    assert [line.level for line in person.settings.lines()].count(1.0) == len(SOUND_KINDS) - 1


def test_light_quality_language_and_looks_are_there_too() -> None:
    person = Person()
    for name in ("quality", "light"):
        person.to(name)
        person.press("arrow_right")
    assert (person.picture.quality, person.picture.mood) == ("medium", "day")
    person.to("language")
    person.press("enter")
    person.to("looks")
    person.press("enter")
    assert person.done == ["language", "looks"]


def test_what_one_wears_is_told_and_goes_round() -> None:
    visit = Visit("de", agent=False, journal=Journal(None), clipboard=Clipboard(), name="Nora")
    visit.model = ClientModel(connection="online", visitor="v-1")
    sent: list[Any] = []
    wardrobe = Wardrobe(visit, sent.append, lambda: 0.5)
    assert wardrobe.look == look_of("v-1")
    first = wardrobe.look
    for _ in LOOK_PARTS[0].choices:
        wardrobe.card.turn(1, 1)
    assert wardrobe.look == first
    assert len({message.look.skin for message in sent}) == len(LOOK_PARTS[0].choices)
    assert all(isinstance(message, Dress) for message in sent)
    wardrobe.card.take(0)
    assert visit.look == look_of("0.5")


def test_high_contrast_sets_words_off_from_their_ground() -> None:
    use_contrast(high=True)
    try:
        for ink in (INK, MUTED, ACCENT, WARM):
            for ground in (PANEL, FIELD):
                assert contrast(seen(ink), seen(ground)) > 7.0
    finally:
        use_contrast(high=False)
    assert seen(MUTED) == MUTED
    assert contrast(INK, PANEL) > 7.0
    assert contrast(MUTED, PANEL) > 4.5


def contrast(one: Color, other: Color) -> float:
    """As WCAG 2.2 defines it (section 1.4.3)."""
    dark, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    linear = [(c / 255 / 12.92) if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in color[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
