"""The room socket over real connections: who holds too many, and who jumps too often."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from server.addresses import parse_network
from server.settings import Settings
from showroom.protocol.closing import CloseCode
from showroom.protocol.messages import Said, Say
from tests.client.shop import make_shop
from tests.server.live import Visit, ask, live

if TYPE_CHECKING:
    from pathlib import Path


def test_an_address_behind_the_proxy_holds_so_many_connections_and_others_as_many_again(tmp_path: Path) -> None:
    make_shop(tmp_path)
    proxies = (parse_network("127.0.0.1"),)
    settings = Settings(tmp_path, port=0, connections_per_address=2, trusted_proxies=proxies)
    with live(settings) as addresses, contextlib.ExitStack() as lines:

        def come(address: str) -> int | None:
            """Open a connection; the code with which it is closed at once, None where it stays."""
            line = lines.enter_context(connect(addresses.rooms, additional_headers={"X-Forwarded-For": address}))
            try:
                line.recv(timeout=0.3)
            except TimeoutError:
                return None
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else -1
            raise AssertionError("the server spoke before the hello")

        assert [come("203.0.113.7") for _ in range(3)] == [None, None, CloseCode.TOO_MANY_ERRORS]
        assert come("203.0.113.8") is None
        assert b"showroom_connections_refused_total 1.0" in ask(addresses, "/metrics").body


def test_endless_jumps_reach_nobody_and_are_counted(tmp_path: Path) -> None:
    make_shop(tmp_path)
    settings = Settings(tmp_path, port=0)
    with live(settings) as addresses, Visit(addresses, "Mia") as mia, Visit(addresses, "Ben") as ben:
        for jump in range(1, 25):
            ben.move(jump, 2.0 if jump % 2 else -2.0)
        ben.send(Say(1, "done"))
        mia.until(Said)
        metrics = ask(addresses, "/metrics").body.decode().splitlines()
    leapt = next(float(line.split()[1]) for line in metrics if line.startswith("showroom_poses_leapt_total"))
    # Behind the first six, one of two is left out: going back to where one was seen last is no jump.
    assert 6 <= leapt <= 10
