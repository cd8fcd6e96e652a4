"""The way to the shop's checkout and quotes on paper, over real sockets."""

from __future__ import annotations

import io
import urllib.parse
from typing import TYPE_CHECKING

import msgspec
import pytest
from PIL import Image

from server.selling.key import NAME, load_key
from server.settings import Settings
from server.store.folder import open_data_folder
from showroom import codes
from showroom.checkout import verify
from showroom.configuration import complete
from showroom.errors import Rejected
from showroom.protocol.entry import Problem
from showroom.protocol.handover import Checkout, CheckoutRequest
from tests.server.live import Answer, ask, live
from tests.server.samples import codebook, product, publication, room_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from server.app import Addresses

SHOP = "https://shop.example/cart/add?order={token}"
CODE = codes.encode(codebook(product()), complete(product(), {"upper": "blue"}))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shop")
    folder = open_data_folder(path)
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), (180, 40, 40)).save(picture, "WEBP")
    poster = folder.files.put(picture.getvalue(), "image/webp")
    folder.catalogue.publish(publication(folder.files.put(b"glTF", "model/gltf-binary"), poster=poster))
    folder.catalogue.put_room(room_plan())
    folder.close()
    return path


@pytest.fixture(scope="module")
def selling(data: Path) -> Iterator[Addresses]:
    with live(Settings(data=data, port=0, checkout=SHOP)) as addresses:
        yield addresses


def hand_over(addresses: Addresses, code: str) -> Answer:
    return ask(addresses, "/api/v1/checkout", "POST", body=CheckoutRequest(code, "de"))


def test_an_order_goes_to_the_shop_signed_with_its_key_and_priced_by_the_server(selling: Addresses, data: Path) -> None:
    told = msgspec.json.decode(hand_over(selling, CODE).body, type=Checkout)
    assert told.address.startswith("https://shop.example/cart/add?order=")
    token = urllib.parse.parse_qs(urllib.parse.urlsplit(told.address).query)["order"][0]
    order = verify(token, load_key(data / NAME), told.expires_s - 60)
    assert (order.product, order.code, order.choices) == ("runner", CODE, {"upper": "blue", "sole": "white"})
    assert (order.total, order.currency) == (13900, "EUR")
    assert [(line.name, line.amount) for line in order.lines] == [("L\u00e4ufer <Eins>", 12900), ("upper: blue", 1000)]
    again = msgspec.json.decode(hand_over(selling, CODE).body, type=Checkout)
    assert again.address != told.address, "every order has a number of its own"


def test_the_key_is_for_the_operator_alone_and_stays(selling: Addresses, data: Path) -> None:
    assert hand_over(selling, CODE).status == 200
    assert (data / NAME).stat().st_mode & 0o077 == 0
    assert load_key(data / NAME) == load_key(data / NAME)
    (data / "short.key").write_text("abcd")
    with pytest.raises(Rejected) as refused:
        load_key(data / "short.key")
    assert refused.value.code == "bad-checkout-key"


def test_a_wrong_code_is_not_handed_over(selling: Addresses) -> None:
    answer = hand_over(selling, CODE[:-1] + ("2" if CODE[-1] != "2" else "3"))
    assert answer.status == 422


def test_a_shop_without_a_checkout_says_so() -> None:
    with live(Settings(data=None, port=0)) as addresses:
        told = msgspec.json.decode(hand_over(addresses, CODE).body, type=Problem)
    assert (told.status, told.code) == (404, "no-checkout")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Runner <One>", "Quote", "Total", "\u20ac139.00", "\u20ac10.00", "VAT 19 %")),
        ("de", ("L\u00e4ufer <Eins>", "Angebot", "Summe", "139,00 \u20ac", "10,00 \u20ac", "Ihr Code")),
    ],
)
def test_a_quote_is_one_page_with_every_line_in_both_languages(
    selling: Addresses, language: str, words: tuple[str, ...]
) -> None:
    answer = ask(selling, f"/quotes/{CODE}?language={language}")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body.startswith(b"%PDF-")
    assert answer.body.count(b"/Type /Page\n") == 1
    for word in (*words, CODE):
        assert _in_pdf(word) in answer.body, word
    assert b"/Subtype /Image" in answer.body, "the poster is on it"
    assert len(answer.body) < 60_000


def test_a_quote_in_a_language_that_nobody_wrote_is_refused(selling: Addresses) -> None:
    assert ask(selling, f"/quotes/{CODE}?language=fr").status == 400


def _in_pdf(word: str) -> bytes:
    """Words as a content stream writes them: Windows-1252, octal beyond ASCII, brackets escaped."""
    return b"".join(bytes([byte]) if byte < 128 else f"\\{byte:03o}".encode() for byte in word.encode("cp1252"))
