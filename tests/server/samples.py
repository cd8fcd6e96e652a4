"""Small things that every server test needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argon2 import PasswordHasher

from server.store.passwords import Passwords
from server.store.staff import Staff
from showroom.catalogue import (
    Choice,
    FileRef,
    Group,
    Part,
    Place,
    Plinth,
    Product,
    Publication,
    RoomPlan,
    Rule,
    Tax,
    Text,
    Value,
)
from showroom.codebook import Codebook, CodebookEntry, CodebookGroup

if TYPE_CHECKING:
    from server.store.folder import StoreFolder


def text(word: str) -> Text:
    return Text(en=word, de=word)


def product(product_id: str = "runner", price: int = 12900) -> Product:
    upper = Group(
        "upper",
        text("upper"),
        (Value("red", text("red")), Value("blue", text("blue"), price=1000), Value("gold", text("gold"), price=5000)),
        "red",
        ("body",),
    )
    sole = Group("sole", text("sole"), (Value("white", text("white")), Value("black", text("black"))), "white")
    rule = Rule("no-gold-on-black", "excludes", (Choice("upper", "gold"),), (Choice("sole", "black"),), text("no"))
    return Product(
        id=product_id,
        kind="shoe",
        name=Text(en="Runner <One>", de="Läufer <Eins>"),
        description=Text(en="A running shoe.", de="Ein Laufschuh."),
        currency="EUR",
        price=price,
        tax=Tax(text("VAT"), 1900, included=True),
        parts=(Part("body", text("body"), ("Body",)),),
        groups=(upper, sole),
        rules=(rule,),
    )


def codebook(of: Product, tag: int = 1) -> Codebook:
    return Codebook(
        tag,
        tuple(
            CodebookGroup(group.id, number, tuple(CodebookEntry(v.id, n) for n, v in enumerate(group.values)))
            for number, group in enumerate(of.groups)
        ),
    )


def publication(
    model: FileRef, product_id: str = "runner", revision: int = 1, poster: FileRef | None = None
) -> Publication:
    sold = product(product_id)
    return Publication(
        product=sold,
        revision=revision,
        model=model,
        size_mm=(290.0, 120.0, 105.0),
        triangles=1000,
        codebook=codebook(sold),
        published_at="2026-11-22T12:00:00Z",
        poster=poster,
    )


def room_plan(room_id: str = "main", shown: str | None = "runner") -> RoomPlan:
    plinth = Plinth("first", Place((0.0, 0.9, -2.0)), ("shoe", "glasses"), (0.8, 0.8), shown)
    return RoomPlan(room_id, text(room_id), (8.0, 8.0), Place((0.0, 0.0, 4.0), 3.14159), (plinth,))


QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


def quick_staff(folder: StoreFolder) -> Staff:
    """The staff of a folder with a hash that is cheap, for tests do not guard real passwords."""
    return Staff(folder.database, QUICK)


class SetClock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def now(self) -> float:
        return self.seconds

    def monotonic(self) -> float:
        return self.seconds
