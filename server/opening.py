"""What a server finds when it starts: its shop, the rooms as they were stored, its till and its event loop."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from server.first_room import FIRST_ROOM
from server.http.services import OidcDesk, Till
from server.mail.post import PostOffice
from server.mail.senders import FolderSender, SmtpSender
from server.oidc.logins import Logins
from server.oidc.provider import Provider
from server.realtime.world import World
from server.selling.key import NAME, load_key
from server.store.folder import StoreFolder, open_data_folder, open_in_memory
from showroom.checkout import KEY_BYTES, check_template
from showroom.room.room import open_room
from showroom.service.desk import open_desk

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from server.settings import Settings
    from showroom.catalogue import Catalogue
    from showroom.ports import Clock, Randomness


def till_of(settings: Settings) -> Till | None:
    """Where orders are taken; where nothing is kept, each run has a key of its own.

    Raises:
        Rejected: ``bad-checkout`` or ``bad-checkout-key``.
    """
    if not settings.checkout:
        return None
    path = settings.checkout_key or (settings.data / NAME if settings.data is not None else None)
    key = load_key(path) if path is not None else secrets.token_bytes(KEY_BYTES)
    return Till(check_template(settings.checkout), key)


def oidc_desk(settings: Settings, clock: Clock, randomness: Randomness) -> OidcDesk | None:
    """Where the staff log in through a provider; None where there is none."""
    if settings.oidc is None:
        return None
    return OidcDesk(settings.oidc, Provider(settings.oidc, clock), Logins(clock, randomness))


def post_office(settings: Settings) -> PostOffice | None:
    """What sends letters; None where this shop sends none."""
    mail = settings.mail
    if mail is None:
        return None
    if mail.server is not None:
        return PostOffice(SmtpSender(mail.server, mail.password, mail.sender), mail.public_url)
    return None if mail.folder is None else PostOffice(FolderSender(mail.folder, mail.sender), mail.public_url)


def open_shop(settings: Settings, now_s: float) -> StoreFolder:
    """The data folder with a room in it, brought up to date."""
    folder = open_in_memory() if settings.data is None else open_data_folder(settings.data)
    try:
        if not folder.catalogue.catalogue().rooms:
            folder.catalogue.put_room(FIRST_ROOM)
        folder.catalogue.release_due(now_s)
    except BaseException:
        folder.close()
        raise
    return folder


def stored_world(folder: StoreFolder, catalogue: Catalogue, settings: Settings, now_s: float) -> World:
    """Every room and the desk, as they were stored."""
    rooms = {
        plan.id: open_room(
            plan,
            catalogue.products,
            folder.documents.collection(f"room/{plan.id}"),
            revision=catalogue.revision,
            capacity=settings.room_capacity,
        )
        for plan in catalogue.rooms
    }
    return World(rooms, open_desk(folder.documents.collection("desk"), now_s), settings.room_capacity)


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Uvloop where there is one."""
    try:
        import uvloop  # noqa: PLC0415 - absent on Windows
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory
