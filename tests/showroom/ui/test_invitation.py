"""Invitations are read as people paste them, and written so that they can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.codes import assign, encode
from showroom.configuration import initial
from showroom.errors import Rejected
from showroom.ui.invitation import Invitation, invitation_link, invitation_page, parse_invitation
from tests.client.shop import product

BLOCK = product("block")
CODE = encode(assign(BLOCK, None, 1, ()), initial(BLOCK))


@pytest.mark.parametrize(
    ("text", "server", "code"),
    [
        ("", None, ""),
        (f"  {CODE}\n", None, CODE),
        (f"showroom://shop.example/{CODE}", "https://shop.example", CODE),
        (f"showroom://shop.example:8765/{CODE}/", "https://shop.example:8765", CODE),
        (f"showroom://127.0.0.1:8765/{CODE}", "http://127.0.0.1:8765", CODE),
        (f"showroom://[::1]:8765/{CODE}", "http://[::1]:8765", CODE),
        (f"showroom+http://192.168.1.7:8765/{CODE}", "http://192.168.1.7:8765", CODE),
        (f"https://shop.example/i/{CODE}", "https://shop.example", CODE),
        ("http://127.0.0.1:8765", "http://127.0.0.1:8765", ""),
    ],
)
def test_an_invitation_says_where_to_go_and_what_to_see(text: str, server: str | None, code: str) -> None:
    assert parse_invitation(text) == Invitation(server, code)


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        f"{CODE}X",
        "ftp://shop.example/x",
        "showroom://",
        f"showroom://user@shop.example/{CODE}",
        "javascript://x",
        f"https://shop.example/i/{CODE}?x=1",
    ],
)
def test_what_is_none_is_refused_with_what_one_looks_like(text: str) -> None:
    with pytest.raises(Rejected, match="bad-invitation") as refused:
        parse_invitation(text)
    assert "showroom://" in refused.value.allowed


@given(
    web=st.sampled_from(["http", "https"]),
    host=st.from_regex(r"[a-z][a-z0-9-]{0,20}(\.[a-z]{2,6})?|127\.0\.0\.1|\[::1\]", fullmatch=True),
    port=st.none() | st.integers(1, 65535),
)
def test_what_is_written_is_read_again(web: str, host: str, port: int | None) -> None:
    server = f"{web}://{host}" + (f":{port}" if port else "")
    assert parse_invitation(invitation_page(server, CODE)) == Invitation(server, CODE)
    if not (web == "https" and host in {"127.0.0.1", "[::1]", "localhost"}):
        assert parse_invitation(invitation_link(server, CODE)) == Invitation(server, CODE)
