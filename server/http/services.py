"""What the handlers work with."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from aiohttp import web

from server.addresses import FORWARDED

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from server.addresses import Peers
    from server.catalogue_view import CatalogueShelf
    from server.drawing import Easel
    from server.http.limits import RateLimiter
    from server.mail.post import PostOffice
    from server.metrics import Metrics
    from server.oidc.logins import Logins
    from server.oidc.provider import Provider
    from server.oidc.settings import OidcSettings
    from server.store.accounts import Accounts
    from server.store.files import SqlFileStore
    from server.store.folder import StoreFolder
    from server.store.people import Visitors
    from server.store.staff import Staff
    from server.tickets import Entrances
    from showroom.ports import Clock, Randomness

STORE_DEADLINE_S: Final = 15.0


@dataclass(frozen=True)
class Till:
    """Where the shop takes orders: its address with the token's place in it, and the key that signs them."""

    template: str
    key: bytes


@dataclass(frozen=True)
class OidcDesk:
    """What logging in through a provider needs."""

    settings: OidcSettings
    provider: Provider
    logins: Logins


@dataclass(frozen=True)
class Services:
    """Everything a handler may ask.

    Args:
        problems: what keeps the server from being ready, empty when nothing does.
        degraded: what does not work although the server is ready.
        renew: bring the shelf to what was just written.
        room_port: where the room socket listens.
        login_limit: how often one address may try a password or a link's code.
        account_limit: how often one address may sign up or ask for a link.
        person_limit: how often anybody may try the password of one account.
        letter_limit: how many letters go to one mail address.
        till: where orders are taken; None where this shop takes none here.
        easel: draws configurations; None where only posters are shown.
        post: takes letters; None where this shop sends none.
        oidc: logs the staff in through a provider; None where there is none.
    """

    shelf: CatalogueShelf
    renew: Callable[[], Awaitable[None]]
    folder: StoreFolder
    files: SqlFileStore
    visitors: Visitors
    staff: Staff
    accounts: Accounts
    entrances: Entrances
    clock: Clock
    randomness: Randomness
    metrics: Metrics
    ticket_limit: RateLimiter
    login_limit: RateLimiter
    account_limit: RateLimiter
    person_limit: RateLimiter
    letter_limit: RateLimiter
    peers: Peers
    problems: Callable[[], tuple[str, ...]]
    degraded: Callable[[], tuple[str, ...]]
    room_port: Callable[[], int]
    is_encrypted: bool
    till: Till | None = None
    easel: Easel | None = None
    post: PostOffice | None = None
    oidc: OidcDesk | None = None


SERVICES: Final = web.AppKey("services", Services)
T = TypeVar("T")


def caller_of(request: web.Request) -> str:
    """The address that asks, as far as proxies that are trusted tell it."""
    peers = request.app[SERVICES].peers
    return peers.address(request.remote, ",".join(request.headers.getall(FORWARDED, [])))


async def in_thread(call: Callable[[], T]) -> T:
    """Run a call that waits for the disk beside the event loop, with a deadline."""
    async with asyncio.timeout(STORE_DEADLINE_S):
        return await asyncio.to_thread(call)
