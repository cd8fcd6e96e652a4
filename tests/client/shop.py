"""A small shop on disk for client tests: two products of simple solids, a room without a model, an adviser."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec.structs import replace

from client.scene import solids
from server.store.folder import open_data_folder
from showroom.catalogue import (
    Choice,
    Door,
    Group,
    Hotspot,
    Part,
    Place,
    Plinth,
    Product,
    Publication,
    RoomPlan,
    Rule,
    Surface,
    Tax,
    Text,
    Value,
)
from showroom.codes import assign
from showroom.gltf.writer import write

if TYPE_CHECKING:
    from pathlib import Path

    from showroom.catalogue import Color
    from showroom.gltf.model import Document

USER = "eva"
PASSWORD = "a long password for tests"  # noqa: S105 - of a user that lives as long as a test
WHITE: Color = (0.9, 0.9, 0.9, 1.0)
RED: Color = (0.6, 0.03, 0.03, 1.0)
GOLD: Color = (0.8, 0.6, 0.1, 1.0)

EDGE = Hotspot("edge", Text("Edge", "Kante"), Text("Milled from one piece.", "Aus einem Stück."), (0.0, 0.15, 0.15))


def make_shop(folder: Path) -> None:
    """Publish everything into a new data folder."""
    data = open_data_folder(folder)
    try:
        data.staff.add(USER, PASSWORD, "agent")
        data.catalogue.put_room(room())
        for tag, product_id in enumerate(("block", "disc"), start=1):
            model = data.files.put(write(model_document()), "model/gltf-binary")
            sold = product(product_id)
            book = assign(sold, None, 1, {tag})
            data.catalogue.publish(
                Publication(sold, 1, model, (300.0, 200.0, 300.0), 100, book, "2026-11-22T12:00:00Z")
            )
    finally:
        data.close()


def open_atelier(folder: Path) -> None:
    """A second room behind a door in the right wall of the first one, with the disc in it as well."""
    data = open_data_folder(folder)
    try:
        there = Door("to-atelier", "atelier", Place((3.2, 0.0, 1.5), math.pi / 2))
        data.catalogue.put_room(replace(room(), doors=(there,)))
        plinth = Plinth("bench", Place((1.0, 0.9, -1.5)), ("other",), (0.4, 0.4), "disc")
        data.catalogue.put_room(
            RoomPlan(
                "atelier",
                Text("Atelier", "Werkstatt"),
                (3.0, 3.0),
                Place((0.0, 0.0, 2.0), math.pi),
                (plinth,),
                doors=(Door("to-main", "main", Place((-2.2, 0.0, 0.0), -math.pi / 2)),),
            )
        )
    finally:
        data.close()


def room() -> RoomPlan:
    """A room of eight by eight metres with two plinths."""
    plinths = tuple(
        Plinth(name, Place((x, 0.9, -1.5)), ("other",), (0.4, 0.4), product_id)
        for name, x, product_id in (("left", -1.2, "block"), ("right", 1.2, "disc"))
    )
    return RoomPlan("main", Text("Test room", "Prüfraum"), (4.0, 4.0), Place((0.0, 0.0, 2.5), 3.14159), plinths)


def product(product_id: str) -> Product:
    """A thing with a cover and a lid; a golden lid wants a red cover."""
    cover = Group(
        "cover",
        Text("Cover", "Hülle"),
        (
            Value("white", Text("White", "Weiß"), swatch="#f0f0f0", surface=Surface(base_color=WHITE)),
            Value("red", Text("Red", "Rot"), price=500, swatch="#b02020", surface=Surface(base_color=RED)),
        ),
        "white",
        ("cover",),
    )
    lid = Group(
        "lid",
        Text("Lid", "Deckel"),
        (
            Value("white", Text("White", "Weiß"), swatch="#f0f0f0", surface=Surface(base_color=WHITE)),
            Value("gold", Text("Gold", "Gold"), price=900, swatch="#d4af37", surface=Surface(base_color=GOLD)),
        ),
        "white",
        ("lid",),
    )
    rule = Rule(
        "gold-on-red",
        "requires",
        (Choice("lid", "gold"),),
        (Choice("cover", "red"),),
        Text("A golden lid goes with a red cover.", "Ein goldener Deckel passt zu einer roten Hülle."),
    )
    return Product(
        id=product_id,
        kind="other",
        name=Text(f"The {product_id}", f"Das Stück {product_id}"),
        description=Text("For tests.", "Für Prüfungen."),
        currency="EUR",
        price=10000,
        tax=Tax(Text("VAT", "MwSt."), 1900, included=True),
        parts=(
            Part("cover", Text("Cover", "Hülle"), ("cover",)),
            Part("lid", Text("Lid", "Deckel"), ("lid",)),
        ),
        groups=(cover, lid),
        rules=(rule,),
        hotspots=(EDGE,),
    )


def model_document() -> Document:
    """A box with a lid."""
    cover = solids.matt("cover", 0.9, 0.9, 0.9)
    lid = solids.matt("lid", 0.5, 0.5, 0.5)
    return solids.document(
        [
            solids.node("thing", [solids.box((0, 0.075, 0), (0.15, 0.075, 0.15), cover)]),
            solids.node("top", [solids.box((0, 0.175, 0), (0.15, 0.025, 0.15), lid)]),
        ]
    )
