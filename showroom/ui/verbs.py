"""What a person can do, and with which key. A test sees to it that no verb lacks a text and no two share a key."""

# ruff: noqa: RUF001 - people read these: en dashes and multiplication signs are meant

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from showroom.ui.texts import say

Place = Literal["everywhere", "walking", "inspecting", "desk"]


@dataclass(frozen=True)
class Verb:
    """Something that a person can do.

    Args:
        id: stable, kebab-case; its text is ``verb.<id>``.
        keys: what is pressed, as Panda3D names keys (``control-z``); several where several do the same.
        place: where it makes sense.
        agents_only: only advisers have it.
    """

    id: str
    keys: tuple[str, ...] = ()
    place: Place = "everywhere"
    agents_only: bool = False

    def text(self, language: str) -> str:
        """The words on its button."""
        return say(f"verb.{self.id}", language)


VERBS: Final[tuple[Verb, ...]] = (
    Verb("walk", ("w", "a", "s", "d", "arrow_up", "arrow_left", "arrow_down", "arrow_right"), "walking"),
    Verb("walk-there", ("mouse-click",), "walking"),
    Verb("look", ("mouse-drag",)),
    Verb("map", ("f3",)),
    Verb("inspect", ("e",), "walking"),
    Verb("leave-inspect", ("q", "escape"), "inspecting"),
    Verb("previous-product", ("page_up",)),
    Verb("next-product", ("page_down",)),
    Verb("next-group", ("tab",), "inspecting"),
    Verb("choose", ("1", "2", "3", "4", "5", "6", "7", "8", "9"), "inspecting"),
    Verb("undo", ("control-z",), "inspecting"),
    Verb("redo", ("control-y",), "inspecting"),
    Verb("reset", ("control-r",), "inspecting"),
    Verb("surprise", ("control-d",), "inspecting"),
    Verb("compare", ("control-k",)),
    Verb("wish", ("control-s",), "inspecting"),
    Verb("wishes", ("f4",)),
    Verb("copy-code", ("control-c",), "inspecting"),
    Verb("quote", ("control-p",), "inspecting"),
    Verb("checkout", ("control-o",), "inspecting"),
    Verb("open-code", ("control-v",)),
    Verb("turntable", ("control-t",), "inspecting"),
    Verb("measure", ("control-m",), "inspecting"),
    Verb("next-hotspot", ("control-h",), "inspecting"),
    Verb("switch-state", tuple(f"control-{number}" for number in range(1, 10)), "inspecting"),
    Verb("photo", ("f8",)),
    Verb("take-photo", ("f9",)),
    Verb("take-fix", ("f",), "inspecting"),
    Verb("try-on", ("f12",)),
    Verb("chat", ("enter",)),
    Verb("wave", ("g",)),
    Verb("clap", ("b",)),
    Verb("heart", ("h",)),
    Verb("sit", ("end",)),
    Verb("raise-hand", ("home",)),
    Verb("point", ("insert",)),
    Verb("follow", ("control-f",)),
    Verb("summon", ("control-g",)),
    Verb("private", ("control-u",)),
    Verb("agree", ("f10",)),
    Verb("decline", ("f11",)),
    Verb("people", ("u",)),
    Verb("next-person", ("j",)),
    Verb("mute", ("m",)),
    Verb("block", ("z",)),
    Verb("report", ("r",)),
    Verb("call-adviser", ("c",)),
    Verb("cancel-call", ("x",)),
    Verb("end-conversation", ("control-e",)),
    Verb("go-online", ("o",), "desk", agents_only=True),
    Verb("go-away", ("p",), "desk", agents_only=True),
    Verb("accept-call", ("n",), "desk", agents_only=True),
    Verb("remove", ("t",), "desk", agents_only=True),
    Verb("lock", ("k",), "desk", agents_only=True),
    Verb("dismiss-report", ("v",), "desk", agents_only=True),
    Verb("warn-reported", ("y",), "desk", agents_only=True),
    Verb("next-hint", ("space",)),
    Verb("invite", ("control-i",)),
    Verb("settings", ("f5",)),
    Verb("looks", ("f6",)),
    Verb("account", ("control-a",)),
    Verb("mute-sounds", ("f7",)),
    Verb("mood", ("i",)),
    Verb("quality", ("f2",)),
    Verb("language", ("l",)),
    Verb("help", ("f1",)),
)

_BY_KEY: Final = {key: verb for verb in VERBS for key in verb.keys}
_NAMED: Final = frozenset(
    {"escape", "enter", "delete", "tab", "space", "end", "home", "insert", "page_up", "page_down"}
)
"""Keys that are called otherwise on the keyboards of other languages."""
_KEY_TEXTS: Final = {"arrow_up": "↑", "arrow_down": "↓", "arrow_left": "←", "arrow_right": "→"}


def verb_of_key(key: str) -> Verb | None:
    """The verb behind a key, as Panda3D names it."""
    return _BY_KEY.get(key)


def key_text(key: str, language: str) -> str:
    """How a key is called on the keyboards of a language."""
    if key.startswith("control-"):
        return f"{say('key.ctrl', language)}+{key.removeprefix('control-').upper()}"
    if key == "mouse-drag":
        return say("key.drag", language)
    if key == "mouse-click":
        return say("key.click", language)
    if key in _NAMED:
        return say(f"key.{key}", language)
    return _KEY_TEXTS.get(key, key.upper() if len(key) == 1 else key.title())


@cache
def key_map(language: str, *, agent: bool) -> tuple[tuple[str, str], ...]:
    """Keys and what they do, for the help card."""
    rows = []
    for verb in VERBS:
        if verb.keys and (agent or not verb.agents_only):
            names = [key_text(key, language) for key in verb.keys]
            shown = f"{names[0]} – {names[-1]}" if verb.id in {"choose", "switch-state"} else " ".join(names[:4])
            rows.append((shown, verb.text(language)))
    return tuple(rows)
