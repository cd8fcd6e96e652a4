"""The desk comes back out of its documents."""

from __future__ import annotations

import pytest

from showroom.errors import Unavailable
from showroom.service.desk import open_desk
from tests.showroom.service.samples import Shop


@pytest.mark.parametrize("key", ["agent/eva", "request/request-1", "conversation/conversation-1", "line/1"])
def test_a_damaged_document_is_named(key: str) -> None:
    with pytest.raises(Unavailable, match=key) as caught:
        open_desk({key: b"{"}, 0.0)
    assert caught.value.code == "damaged-document"


def test_ids_go_on_after_a_restart_even_if_the_clock_went_back() -> None:
    shop = Shop()
    shop.agent("eva")
    old = shop.accept("eva", shop.call("anna"))
    again = Shop(documents=shop.documents, now_s=5.0)
    again.agent("tom")
    new = again.accept("tom", again.call("ben"))
    assert int(new.split("-")[1]) > int(old.split("-")[1])
