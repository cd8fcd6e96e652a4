"""Orders are signed so that a shop can trust them, and nobody can change them on the way."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from showroom import checkout
from showroom.catalogue import FileRef
from showroom.checkout import LIFE_S, Order, address_of, check_template, order_of, sign, signed, verify
from showroom.codes import encode
from showroom.configuration import complete
from showroom.errors import Rejected
from showroom.pricing import quote
from tests.server.samples import publication

KEY = bytes(range(32))
NOW_S = 1_790_000_000.0


def order() -> Order:
    found = publication(FileRef("0" * 64, 1, "model/gltf-binary"))
    configuration = complete(found.product, {})
    return order_of(
        found,
        configuration,
        quote(found.product, configuration),
        code=encode(found.codebook, configuration),
        language="de",
        issuer="https://show.example",
        now_s=NOW_S,
        number="once",
    )


def test_the_signature_is_that_of_the_standards_own_example() -> None:
    # RFC 7515, appendix A.1
    header = b'{"typ":"JWT",\r\n "alg":"HS256"}'
    payload = b'{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}'
    key = base64.urlsafe_b64decode(
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow=="
    )
    assert signed(header, payload, key) == (
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
        ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    )


def test_a_shop_reads_what_was_signed_with_its_lines_adding_up() -> None:
    read = verify(sign(order(), KEY), KEY, NOW_S + 60)
    assert read == order()
    assert read.net + read.tax == read.total
    assert sum(line.amount for line in read.lines) == (read.total if read.tax_included else read.net)


def test_the_token_is_plain_json_for_any_library() -> None:
    payload = sign(order(), KEY).split(".")[1]
    told = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert told["iss"] == "https://show.example"
    assert told["exp"] - told["iat"] == LIFE_S


@given(place=st.integers(0, 10_000), change=st.integers(1, 255))
def test_a_token_that_was_changed_anywhere_is_refused(place: int, change: int) -> None:
    token = bytearray(sign(order(), KEY), "ascii")
    place %= len(token)
    token[place] = (token[place] + change) % 128
    changed = token.decode("ascii", "replace")
    if changed == sign(order(), KEY):
        return
    with pytest.raises(Rejected, match="not made here"):
        verify(changed, KEY, NOW_S)


def test_another_key_and_an_old_token_are_refused() -> None:
    token = sign(order(), KEY)
    with pytest.raises(Rejected) as wrong:
        verify(token, KEY[::-1], NOW_S)
    with pytest.raises(Rejected) as old:
        verify(token, KEY, NOW_S + LIFE_S)
    assert (wrong.value.code, old.value.code) == ("bad-token", "expired-token")


def test_a_token_without_a_signature_is_refused() -> None:
    _, payload, _ = sign(order(), KEY).split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').rstrip(b"=").decode()
    for token in (f"{none}.{payload}.", f"{none}.{payload}", "", "..", "a.b.c"):
        with pytest.raises(Rejected, match="not made here"):
            verify(token, KEY, NOW_S)


def test_an_order_that_no_link_can_hold_is_refused() -> None:
    with pytest.raises(Rejected) as refused:
        sign(replace(order(), name="x" * 7000), KEY)
    assert refused.value.code == "order-too-large"


def test_the_shops_address_has_one_place_for_the_token_and_is_encrypted() -> None:
    good = check_template("https://shop.example/cart?order={token}&from=showroom")
    assert address_of(good, "a.b.c") == "https://shop.example/cart?order=a.b.c&from=showroom"
    check_template("http://localhost:8000/{token}")
    for bad in ("https://shop.example/cart", "http://shop.example/{token}", "https://x/{token}{token}", "javascript:1"):
        with pytest.raises(Rejected) as refused:
            check_template(bad)
        assert refused.value.code == "bad-checkout"
        assert checkout.TOKEN in refused.value.hint
