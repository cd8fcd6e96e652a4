"""Who calls: the peer, or whom a trusted proxy names; and how many connections they may hold."""

from __future__ import annotations

import pytest

from server.addresses import UNKNOWN, Occupancy, Peers, parse_network
from showroom.errors import Rejected

PROXIES = Peers((parse_network("10.0.0.0/8"), parse_network("127.0.0.1")))


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.7", None, "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "1.1.1.1, 198.51.100.1, 10.2.3.4", "198.51.100.1"),
        ("127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "rubbish", UNKNOWN),
        ("::ffff:203.0.113.7", None, "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::"),
        (None, None, UNKNOWN),
        ("10.0.0.1", " , ,198.51.100.9,", "198.51.100.9"),
    ],
)
def test_only_a_trusted_proxy_says_who_calls(peer: str | None, forwarded: str | None, address: str) -> None:
    assert PROXIES.address(peer, forwarded) == address


def test_a_mistyped_network_is_refused() -> None:
    with pytest.raises(Rejected, match="no network"):
        parse_network("10.0.0.0/64")


def test_an_address_holds_so_many_connections_and_no_more() -> None:
    occupancy = Occupancy(2)
    assert [occupancy.take("203.0.113.7") for _ in range(3)] == [True, True, False]
    assert occupancy.take("203.0.113.8")
    occupancy.give_back("203.0.113.7")
    assert occupancy.take("203.0.113.7")


def test_this_machines_own_connections_are_not_counted() -> None:
    occupancy = Occupancy(1)
    assert all(occupancy.take("127.0.0.1") for _ in range(5))
    for _ in range(5):
        occupancy.give_back("127.0.0.1")
    assert occupancy.take("127.0.0.1")
