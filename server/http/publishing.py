"""Publishing over HTTP: what `showroom assets --server` does, for the staff."""

from __future__ import annotations

import asyncio
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from server.http.bodies import answer, body
from server.http.callers import USER
from server.http.services import SERVICES, in_thread
from server.publishing.validation import (
    check_layout,
    check_model,
    check_pictures,
    check_publication,
    check_room,
    check_supplies,
)
from showroom.errors import NotPermitted
from showroom.events import Fact
from showroom.pipeline.revisions.history import history, rollback
from showroom.pipeline.revisions.publishing import publish
from showroom.protocol.publishing import (
    MAX_DOCUMENT_BYTES,
    ApproveRequest,
    AvatarRequest,
    Changed,
    DataRequest,
    IllustrateRequest,
    LayoutRequest,
    Layouts,
    PublishRequest,
    Releases,
    RollbackRequest,
    RoomRequest,
    ShopSettings,
    Tags,
)
from showroom.releases import fact as release_fact

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp import web

    from server.http.services import Services
    from showroom.releases import Release

CHECK_DEADLINE_S: Final = 60.0
_checking = asyncio.Semaphore(1)
"""Reading a model takes a core; the rooms need theirs."""
T = TypeVar("T")


async def get_waiting(request: web.Request) -> web.StreamResponse:
    """Every draft and every scheduled revision."""
    services = request.app[SERVICES]
    return answer(Releases(await in_thread(services.folder.catalogue.waiting)))


async def get_tags(request: web.Request) -> web.StreamResponse:
    """Every product that was ever published, with the tag of its codes."""
    services = request.app[SERVICES]
    return answer(Tags(await in_thread(services.folder.catalogue.tags)))


async def get_releases(request: web.Request) -> web.StreamResponse:
    """Every revision of a product with its state, oldest first."""
    services, product = _asked(request)
    return answer(Releases(tuple(reversed(await in_thread(lambda: history(services.folder, product))))))


async def post_publication(request: web.Request) -> web.StreamResponse:
    """Publish the next revision of a product, whose files are stored already."""
    services, product = _asked(request)
    asked = await body(request, PublishRequest, MAX_DOCUMENT_BYTES)
    folder, now_s = services.folder, services.clock.now()
    await _checked(lambda: check_publication(folder, services.files, asked.publication, product))
    terms = msgspec.structs.replace(asked.terms, by=request[USER].name)
    published, _ = await in_thread(lambda: publish(folder, asked.publication, terms, now_s, asked.details))
    await in_thread(lambda: folder.catalogue.release_due(now_s))
    return answer(await _release(services, product, published.revision), HTTPStatus.CREATED)


async def post_approval(request: web.Request) -> web.StreamResponse:
    """Let a draft go live, now or at a date."""
    services, product = _asked(request)
    asked = await body(request, ApproveRequest)
    by, now_s, catalogue = request[USER], services.clock.now(), services.folder.catalogue
    if by.role == "merchandiser" and await in_thread(catalogue.approval) == "second-person":
        raise NotPermitted("wrong-role", "the shop wants an approver for that", got=by.role, allowed="approver, admin")
    approved = await in_thread(
        lambda: catalogue.approve(product, asked.revision, by=by.name, live_s=asked.live_s, now_s=now_s)
    )
    return answer(approved)


async def post_rollback(request: web.Request) -> web.StreamResponse:
    """Publish an old revision anew."""
    services, product = _asked(request)
    asked = await body(request, RollbackRequest)
    now_s, by = services.clock.now(), request[USER].name
    again = await in_thread(lambda: rollback(services.folder, product, asked.revision, now_s, by))
    return answer(await _release(services, product, again.publication.revision), HTTPStatus.CREATED)


async def put_pictures(request: web.Request) -> web.StreamResponse:
    """Give the newest revision of a product other pictures."""
    services, product = _asked(request)
    asked = await body(request, IllustrateRequest, MAX_DOCUMENT_BYTES)

    def illustrate() -> None:
        check_pictures(services.files, asked.pictures)
        services.folder.catalogue.illustrate(product, asked.revision, asked.pictures, asked.origin)

    await in_thread(illustrate)
    return answer(await _release(services, product, asked.revision))


async def delete_product(request: web.Request) -> web.StreamResponse:
    """Take a product off the catalogue; its revisions stay."""
    services, product = _asked(request)
    fact = Fact("Product Removed", services.clock.now(), f"u-{request[USER].name}", product)
    await in_thread(lambda: services.folder.catalogue.remove(product, [fact]))
    return await _changed(services)


async def put_room(request: web.Request) -> web.StreamResponse:
    """Add or replace a room."""
    services, room = request.app[SERVICES], request.match_info["room"]
    asked = await body(request, RoomRequest, MAX_DOCUMENT_BYTES)
    catalogue = services.shelf.current.catalogue
    await _checked(lambda: check_room(catalogue, services.files, asked.plan, room))
    await in_thread(lambda: services.folder.catalogue.put_room(asked.plan))
    return await _changed(services)


async def get_layouts(request: web.Request) -> web.StreamResponse:
    """Every layout that was applied, and the rooms that they arrange."""
    store = request.app[SERVICES].folder.layouts
    return answer(await in_thread(lambda: Layouts(store.rooms(), store.history())))


async def post_layout(request: web.Request) -> web.StreamResponse:
    """Apply a layout; the rooms change at once."""
    services = request.app[SERVICES]
    asked = await body(request, LayoutRequest, MAX_DOCUMENT_BYTES)
    now_s, actor = services.clock.now(), f"u-{request[USER].name}"
    properties = {} if asked.back_to is None else {"back_to": asked.back_to}
    await _checked(lambda: check_layout(services.folder, asked.layout))
    store = services.folder.layouts
    number = await in_thread(lambda: store.put(asked.layout, now_s, actor, properties))
    return answer(await in_thread(lambda: store.revision(number)), HTTPStatus.CREATED)


async def post_data(request: web.Request) -> web.StreamResponse:
    """Change prices, texts and stock of several products: all or nothing."""
    services, actor = request.app[SERVICES], f"u-{request[USER].name}"
    asked = await body(request, DataRequest, MAX_DOCUMENT_BYTES)
    folder, now_s = services.folder, services.clock.now()
    for publication in asked.publications:
        await _checked(partial(check_publication, folder, services.files, publication, publication.product.id))
    await in_thread(lambda: check_supplies(folder.catalogue.catalogue(), asked.publications, asked.supplies))
    facts = [release_fact(one, "live", now_s, request[USER].name) for one in asked.publications]
    properties = {"products": len(asked.supplies), "revisions": len(asked.publications)}
    facts.append(Fact("Catalogue Data Imported", now_s, actor, "catalogue", properties))
    await in_thread(lambda: folder.catalogue.put_data(asked.publications, asked.supplies, facts))
    return await _changed(services)


async def put_avatar(request: web.Request) -> web.StreamResponse:
    """Add or replace an avatar."""
    services, name = request.app[SERVICES], request.match_info["avatar"]
    asked = await body(request, AvatarRequest)
    await _checked(lambda: check_model(services.files, asked.model))
    await in_thread(lambda: services.folder.catalogue.put_avatar(name, asked.model))
    return await _changed(services)


async def get_settings(request: web.Request) -> web.StreamResponse:
    """What the shop has set about publishing."""
    services = request.app[SERVICES]
    return answer(ShopSettings(await in_thread(services.folder.catalogue.approval)))


async def put_settings(request: web.Request) -> web.StreamResponse:
    """Set who may let a draft go live."""
    services = request.app[SERVICES]
    asked = await body(request, ShopSettings)
    await in_thread(lambda: services.folder.catalogue.set_approval(asked.approval))
    return answer(asked)


def _asked(request: web.Request) -> tuple[Services, str]:
    return request.app[SERVICES], request.match_info["product"]


async def _checked(check: Callable[[], T]) -> T:
    async with asyncio.timeout(CHECK_DEADLINE_S), _checking:
        return await asyncio.to_thread(check)


async def _release(services: Services, product: str, revision: int) -> Release:
    releases = await in_thread(lambda: services.folder.catalogue.releases(product))
    return next(one for one in releases if one.publication.revision == revision)


async def _changed(services: Services) -> web.StreamResponse:
    return answer(Changed(await in_thread(services.folder.catalogue.revision)))
