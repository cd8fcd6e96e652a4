"""Arriving: the start screen by keys alone, hints that go when they are followed, oneself at the right place."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from msgspec import structs

from client.arriving import READY_LOOKS, Answers, Arriving
from client.cards import Opened
from client.hints import HINTS, Hints
from client.intents import Fill
from client.journal import Journal
from client.keeping import Keeping
from client.lobby import first_room, lobby_at
from client.looks_card import Wardrobe
from client.settings import Settings
from client.ui.clipboard import Clipboard
from client.visit import Visit
from showroom.catalogue import Catalogue, FileRef, Place
from showroom.ui.arrival import ARRIVAL_ROWS
from showroom.ui.invitation import Invitation
from showroom.ui.texts import say
from tests.client.shop import room

FILE = FileRef("0" * 64, 1, "model/gltf-binary")


def visit() -> Visit:
    found = Visit("en", agent=False, journal=Journal(None), clipboard=Clipboard())
    found.catalogue = Catalogue(1, (), (room(),), (FILE, FILE, FILE), ("ada", "adviser", "ben"))
    return found


def press(arriving: Arriving, *keys: str) -> str:
    """Press keys; returns the line at which the keyboard is then."""
    for key in keys:
        arriving.press(key)
    return arriving.answers.row


def test_keys_alone_fill_the_start_screen_in() -> None:
    here = visit()
    arriving = Arriving(here, Answers())
    arriving.fill(Fill("name", "  Nora "))
    press(arriving, "text-tab", "arrow_right", "tab", "arrow_right", "tab", "text-tab")
    view = arriving.view(None)
    assert (view.looks, view.language, view.row) == ("Aussehen 2 von 12", "Deutsch", "enter")
    assert here.look == READY_LOOKS[1]
    assert arriving.entered is None
    press(arriving, "enter")
    assert arriving.entered == Invitation()
    assert here.language == "de"


def test_every_line_is_reached_both_ways() -> None:
    arriving = Arriving(visit(), Answers(name="Nora"))
    there = [arriving.answers.row, *(press(arriving, "tab") for _ in ARRIVAL_ROWS[1:])]
    assert tuple(there) == ARRIVAL_ROWS
    back = [press(arriving, "shift-tab") for _ in ARRIVAL_ROWS]
    assert set(back) == set(ARRIVAL_ROWS)


def test_nobody_walks_in_without_a_name_or_with_a_broken_invitation() -> None:
    arriving = Arriving(visit(), Answers())
    arriving.enter()
    assert (arriving.entered, arriving.view(None).problem) == (None, say("arrival.no-name", "en"))
    arriving.fill(Fill("name", "Nora"))
    assert not arriving.view(None).problem
    arriving.fill(Fill("invitation", "nonsense"))
    press(arriving, "text-enter")
    assert arriving.entered is None
    assert (arriving.view(None).row, bool(arriving.view(None).problem)) == ("invitation", True)


def test_looks_go_round_and_ones_own_is_made_in_the_maker() -> None:
    here = visit()
    arriving = Arriving(here, Answers(row="avatar"))
    press(arriving, "arrow_left")
    assert here.look == READY_LOOKS[-1]
    press(arriving, "enter")
    assert here.opened == Opened("looks")
    Wardrobe(here, lambda _: None).card.turn(1, 1)
    assert here.look not in READY_LOOKS
    assert arriving.view(None).looks == say("arrival.own-look", "en")
    press(arriving, "arrow_right")
    assert here.look == READY_LOOKS[0]


def test_a_hint_goes_when_it_is_followed_and_stays_gone() -> None:
    here = visit()
    hints = Hints(here, 0)
    assert hints.view() is None
    here.arrived = True
    hints.watch()
    first = hints.view()
    assert first is not None
    assert (first.number, first.count, first.keys[:2]) == (1, len(HINTS), ("W", "A"))
    x, z = here.player.position
    here.player = replace(here.player, position=(x + 2.0, z))
    hints.watch()
    assert hints.view() != first
    here.inspected = "block"
    hints.watch()
    here.inspected = None
    hints.next()
    assert hints.view() is None
    keeping = Keeping(None, Settings())
    hints.remember(keeping)
    assert keeping.settings.hints == len(HINTS)
    assert Hints(here, keeping.settings.hints).view() is None


@pytest.mark.parametrize("heading", [0.0, 1.0, math.pi, -2.0])
def test_one_sees_oneself_at_the_right_facing_the_eye(heading: float) -> None:
    lobby = lobby_at(Place((1.0, 0.0, -2.0), heading))
    eye, target, figure = (
        np.array(point) for point in (lobby.camera.position, lobby.camera.target, lobby.shown.position)
    )
    ahead = (target - eye) * [1, 0, 1]
    right = np.cross(ahead, [0.0, 1.0, 0.0])
    assert (figure - eye) @ ahead > 0
    assert (figure - eye) @ right > 0.2


def test_before_one_is_in_one_stands_at_the_room_that_one_will_come_into() -> None:
    hall, annex = room(), structs.replace(room(), id="annex")
    assert first_room(Catalogue(1, (), (annex, hall))) == hall
    assert first_room(Catalogue(1, (), (annex,))) == annex
    assert first_room(Catalogue(1, (), ())) is None
