"""Everything can be done with the mouse alone: each verb has a button, or something in the picture to point at."""

from __future__ import annotations

import re
from pathlib import Path

from showroom.ui.verbs import VERBS

UI = Path(__file__).parents[3] / "client" / "ui"
BY_POINTING = {
    "walk": "a click on the floor",
    "walk-there": "a click on the floor",
    "look": "dragging the picture",
    "previous-product": "a click on any product, in the room or on the map",
    "next-product": "a click on any product, in the room or on the map",
    "next-group": "every group has its values on the panel",
    "switch-state": "the chips above the price",
    "next-hotspot": "a click on a mark",
    "take-fix": "a click on a way out",
    "accept-call": "the button at a call",
    "dismiss-report": "the buttons below a report",
    "warn-reported": "the buttons below a report",
    "mute-sounds": "a line of the settings",
    "quality": "a line of the settings",
}


def test_every_verb_has_a_button_or_something_to_point_at() -> None:
    sources = "\n".join(path.read_text() for path in UI.glob("*.py") if path.name != "keyboard.py")
    named = {verb.id for verb in VERBS if re.search(rf'"{verb.id}"', sources)}
    assert named.isdisjoint(BY_POINTING)
    assert named | BY_POINTING.keys() == {verb.id for verb in VERBS}
