"""Whose request it is: the peer's address, or, behind a proxy that the operator trusts, the one that it names."""

from __future__ import annotations

import ipaddress
from collections import Counter
from typing import TYPE_CHECKING, Final

from showroom.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Sequence

UNKNOWN: Final = "unknown"
FORWARDED: Final = "X-Forwarded-For"

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def parse_network(text: str) -> Network:
    """A proxy's address or network.

    Raises:
        Rejected: ``bad-network``.
    """
    try:
        return ipaddress.ip_network(text)
    except ValueError as error:
        allowed = "an address or a network, e.g. 127.0.0.1 or 10.0.0.0/8"
        raise Rejected("bad-network", f"this is no network: {error}", got=text[:80], allowed=allowed) from None


class Peers:
    """Tells addresses apart.

    Args:
        trusted: the proxies whose word about the caller counts; nobody else's does, for anybody can write the header.
    """

    def __init__(self, trusted: Sequence[Network] = ()) -> None:
        self._trusted = tuple(trusted)

    def address(self, peer: str | None, forwarded: str | None) -> str:
        """Who calls.

        Args:
            peer: the address of the other end of the connection.
            forwarded: the X-Forwarded-For header, whose last entry the nearest proxy wrote.
        """
        address = _normal(peer)
        hops = [_normal(hop) for hop in (forwarded or "").split(",") if hop.strip()]
        while hops and self._is_trusted(address):
            address = hops.pop()
        return address

    def _is_trusted(self, address: str) -> bool:
        if address == UNKNOWN:
            return False
        parsed = ipaddress.ip_address(address)
        return any(parsed in network for network in self._trusted)


def _normal(address: str | None) -> str:
    """One spelling per address; an IPv6 caller counts by its /64, which one home has to itself."""
    try:
        parsed = ipaddress.ip_address((address or "").strip())
    except ValueError:
        return UNKNOWN
    mapped = getattr(parsed, "ipv4_mapped", None)
    if mapped is not None:
        return str(mapped)
    if parsed.version == 6 and not parsed.is_loopback:  # noqa: PLR2004 - the version of the protocol
        return str(ipaddress.ip_network((int(parsed) >> 64 << 64, 64)).network_address)
    return str(parsed)


class Occupancy:
    """How many connections each address holds.

    Args:
        most: how many it may hold; this machine's own are not counted, bots and tests come from there.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: Counter[str] = Counter()

    def take(self, address: str) -> bool:
        """Count one more; False where there are as many as may be."""
        if address == UNKNOWN or not ipaddress.ip_address(address).is_loopback:
            if self._held[address] >= self._most:
                return False
            self._held[address] += 1
        return True

    def give_back(self, address: str) -> None:
        """One that was taken is gone."""
        if self._held[address] > 1:
            self._held[address] -= 1
        else:
            del self._held[address]
