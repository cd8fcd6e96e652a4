"""What can be switched on a product is told in words: what is open, and which parts move, appear and vanish."""

from __future__ import annotations

from msgspec.structs import replace

from client.text.examining import Examining
from client.text.here import Here
from showroom.catalogue import Catalogue, FileRef, Motion, Part, Publication, State, Text
from showroom.codes import assign
from tests.client.shop import product, room

PARTS = (Part("lid", Text("Lid", "Deckel")), Part("base", Text("Base", "Boden")))
APART = State("apart", Text("Taken apart", "Zerlegt"), (Motion("lid", shift=(0.0, 0.1, 0.0)),), hides=("base",))
LIT = State("lit", Text("Lit", "Beleuchtet"))
BLOCK = replace(product("block"), parts=PARTS, states=(APART, LIT))


def somebody(language: str, sold: object = BLOCK) -> tuple[Examining, list[str]]:
    """Somebody before a block, and what they read."""
    read: list[str] = []
    here = Here(
        language=language,  # type: ignore[arg-type] # one of the two
        agent=False,
        server="",
        scripted=True,
        settings_path=None,
        say_line=read.append,
        send=lambda _: None,
    )
    model = FileRef("0" * 64, 1, "model/gltf-binary")
    entry = Publication(sold, 1, model, (300.0, 200.0, 300.0), 10, assign(BLOCK, None, 1, ()), "")  # type: ignore[arg-type] # a product
    here.catalogue, here.focus = Catalogue(1, (entry,), (room(),)), "block"
    return Examining(here), read


def test_what_is_taken_apart_names_its_parts_and_goes_together_again() -> None:
    examining, read = somebody("en")
    examining.switch("")
    assert read == ["What you can switch: switch NUMBER does it.", "  1. Taken apart: off", "  2. Lit: off"]
    read.clear()
    examining.switch("taken")
    examining.switch("2")
    assert read == ["Taken apart: on.", "What moves: Lid.", "What is gone: Base.", "Lit: on."]
    read.clear()
    examining.switch("apart")
    assert read == ["Taken apart: off."]


def test_it_is_said_in_german_and_that_there_is_nothing() -> None:
    examining, read = somebody("de")
    examining.switch("zerlegt")
    assert read == ["Zerlegt: an.", "Es bewegt sich: Deckel.", "Es verschwindet: Boden."]
    examining, read = somebody("de", replace(BLOCK, states=()))
    examining.switch("")
    assert read == ["Hier lässt sich nichts öffnen oder schalten."]
