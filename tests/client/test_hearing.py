"""What is heard: steps by the way walked, events once, captions for those who read, sides by where it is."""

from __future__ import annotations

import math
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from client.hearing import CAPTION_S, STRIDE_M, Heard, Hearing
from client.journal import Journal
from client.player import Camera
from client.scene.speakers import Speakers, placed
from client.settings import Settings
from client.ui.clipboard import Clipboard
from client.visit import Visit
from showroom.catalogue import Ground
from showroom.sounds import SOUNDS
from tests.client.shop import room

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAN = msgspec.structs.replace(room(), floor="wood", grounds=(Ground("carpet", (5.0, 0.0), (1.0, 1.0)),))
EYE = Camera((0.0, 1.6, 0.0), (0.0, 1.6, 1.0), 58.0)


def here() -> tuple[Visit, Hearing]:
    visit = Visit("de", agent=False, journal=Journal(None), clipboard=Clipboard())
    visit.arrived = True
    return visit, Hearing(visit, lambda: PLAN)


def walk(visit: Visit, hearing: Hearing, metres: float) -> list[str]:
    """Walk along x in steps of a centimetre; what was heard."""
    x, z = visit.player.position
    heard = []
    for step in range(1, int(metres * 100) + 1):
        visit.player = replace(visit.player, position=(x + step / 100, z))
        heard += [one.sound.id for one in hearing.frame(0.0)]
    return heard


def test_a_step_is_heard_for_every_stride_and_none_while_standing() -> None:
    visit, hearing = here()
    hearing.frame(0.0)
    assert walk(visit, hearing, 3.0) == ["step-wood"] * int(3.0 / STRIDE_M)
    assert [hearing.frame(0.0) for _ in range(50)] == [()] * 50


def test_steps_sound_like_the_floor_and_a_jump_is_no_walk() -> None:
    visit, hearing = here()
    hearing.frame(0.0)
    visit.player = replace(visit.player, position=(4.2, 0.0))
    assert hearing.frame(0.0) == ()
    assert set(walk(visit, hearing, 1.5)) == {"step-carpet"}


def test_others_are_heard_where_they_walk_and_only_the_near_ones() -> None:
    visit, hearing = here()
    x, z = visit.player.position
    for step in range(200):
        visit.bodies = {7: (x + 2.0, z + step / 100), 8: (x + 50.0, z + step / 100)}
        heard = hearing.frame(0.0)
        for one in heard:
            assert one.place is not None
            assert math.isclose(one.place[0], x + 2.0)
    assert visit.bodies


def test_an_event_is_heard_once_and_read_for_a_while() -> None:
    visit, hearing = here()
    visit.sounds += ["chat", "chat", "unknown"]
    assert [one.sound.id for one in hearing.frame(10.0)] == ["chat"]
    assert hearing.frame(10.1) == ()
    assert hearing.captions(10.2) == (SOUNDS["chat"].caption.de,)
    assert hearing.captions(10.1 + CAPTION_S) == ()


@pytest.mark.parametrize(("place", "side"), [((-3.0, 0.0, 0.0), 1.0), ((3.0, 0.0, 0.0), -1.0), ((0.0, 0.0, 3.0), 0.0)])
def test_a_sound_comes_from_its_side(place: tuple[float, float, float], side: float) -> None:
    # Whoever looks towards +Z has +X at the left.
    volume, balance = placed(Heard(SOUNDS["chat"], place), EYE)
    assert math.isclose(balance, side, abs_tol=1e-9)
    assert placed(Heard(SOUNDS["chat"], (0.0, 0.0, 12.0)), EYE)[0] < volume < 1.0


@pytest.fixture
def speakers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Speakers]:
    monkeypatch.setenv("ALSOFT_DRIVERS", "null")
    found = Speakers()
    yield found
    found.close()


def test_every_sound_can_be_played_and_none_needs_a_device(speakers: Speakers) -> None:
    speakers.apply(Settings(volumes={"steps": 50}))
    speakers.play(tuple(Heard(sound) for sound in SOUNDS.values()), EYE)
    speakers.stay(SOUNDS["room-tone"])
    speakers.step()
    speakers.apply(Settings(sounds=False))
    speakers.play((Heard(SOUNDS["chat"]),), EYE)


def test_without_a_device_everything_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing: Any = SimpleNamespace(is_valid=lambda: False)
    monkeypatch.setattr("client.scene.speakers.AudioManager", SimpleNamespace(create_AudioManager=lambda: nothing))
    speakers = Speakers()
    assert speakers.silent
    speakers.apply(Settings())
    speakers.play((Heard(SOUNDS["chat"]),), EYE)
    speakers.stay(SOUNDS["room-tone"])
    speakers.step()
    speakers.close()
