"""Quotes become files and orders go to the shop, beside the frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from client.buying import Buying
from client.journal import Journal
from client.loading import Loaded, Loader
from client.net.front import Front
from client.ui.clipboard import Clipboard
from client.visit import Visit
from showroom.catalogue import Catalogue, FileRef, Publication
from showroom.codes import assign
from showroom.errors import NotFound, ShowroomError, Unavailable
from showroom.protocol.handover import Checkout
from tests.client.shop import product, room

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from showroom.catalogue import Language

SHOP = "https://shop.example/cart?order=a.b.c"


class Shop(Front):
    """A shop that answers at once."""

    def __init__(self, error: ShowroomError | None = None) -> None:
        super().__init__("http://127.0.0.1:9")
        self._error = error
        self.asked: list[tuple[str, str]] = []

    def checkout(self, code: str, language: Language) -> Checkout:
        self.asked.append((code, language))
        if self._error is not None:
            raise self._error
        return Checkout(SHOP, 0.0)

    def quote(self, code: str, language: str) -> bytes:
        self.asked.append((code, language))
        return b"%PDF-1.4"


class AtOnce(Loader):
    """Does what it is asked for at once, in the same thread."""

    def __init__(self) -> None:
        self.done: list[Loaded] = []

    def ask(self, name: str, job: Callable[[], Any], urgency: int = 10) -> None:  # noqa: ARG002 - the port's own
        try:
            self.done.append(Loaded(name, job()))
        except ShowroomError as error:
            self.done.append(Loaded(name, None, error))


@pytest.fixture
def loader() -> AtOnce:
    return AtOnce()


def looking() -> Visit:
    block = product("block")
    model = FileRef("0" * 64, 1, "model/gltf-binary")
    published = Publication(block, 1, model, (300.0, 200.0, 300.0), 10, assign(block, None, 1, ()), "")
    visit = Visit("de", agent=False, journal=Journal(None), clipboard=Clipboard())
    visit.catalogue, visit.inspected = Catalogue(1, (published,), (room(),)), "block"
    return visit


def carried_out(buying: Buying, verb: str, loader: AtOnce) -> None:
    buying.verbs[verb]()
    buying.take(loader.done.pop())


def told(visit: Visit) -> str:
    return visit.notices[-1][0]


def test_a_quote_is_kept_in_the_documents(loader: AtOnce, tmp_path: Path) -> None:
    visit = looking()
    shop = Shop()
    carried_out(Buying(visit, shop, loader, {"SHOWROOM_DOCUMENTS_DIR": str(tmp_path)}), "quote", loader)
    (kept,) = tmp_path.glob("*.pdf")
    assert kept.read_bytes() == b"%PDF-1.4"
    assert shop.asked[0][0] in kept.name
    assert str(kept) in told(visit)


def test_an_order_goes_on_in_the_browser(loader: AtOnce) -> None:
    visit = looking()
    seen: list[str] = []

    def browse(address: str) -> bool:
        seen.append(address)
        return True

    carried_out(Buying(visit, Shop(), loader, {}, browse), "checkout", loader)
    assert seen == [SHOP]
    assert "shop.example" in told(visit)


def test_without_a_browser_the_way_to_the_checkout_is_copied(loader: AtOnce) -> None:
    visit = looking()
    carried_out(Buying(visit, Shop(), loader, {}, lambda _: False), "checkout", loader)
    assert visit.clipboard.paste() == SHOP
    assert "kopiert" in told(visit)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NotFound("no-checkout", "x"), "Im Angebot steht alles"),
        (Unavailable("server-unreachable", "far away"), "far away"),
    ],
)
def test_what_does_not_work_is_said(loader: AtOnce, error: ShowroomError, words: str) -> None:
    visit = looking()
    carried_out(Buying(visit, Shop(error), loader, {}, lambda _: True), "checkout", loader)
    assert words in told(visit)


def test_who_looks_at_nothing_buys_nothing(loader: AtOnce) -> None:
    visit = looking()
    visit.inspected = None
    Buying(visit, Shop(), loader, {}).verbs["checkout"]()
    assert not loader.done
