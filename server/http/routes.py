"""The one table of routes: the application and the OpenAPI document are both made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from server.http import (
    account_pages,
    accounts,
    catalogue,
    entry,
    files,
    health,
    invitation,
    landing,
    oidc,
    openapi,
    publishing,
    selling,
    uploads,
)
from server.store.staff import STAFF_ROLES
from showroom.arranging.model import LayoutRevision
from showroom.catalogue import Catalogue, FileRef, Publication
from showroom.protocol import accounts as wire
from showroom.protocol import publishing as messages
from showroom.protocol.entry import Login, LoginRequest, OidcSessionRequest, Ticket, TicketRequest
from showroom.protocol.handover import Checkout, CheckoutRequest
from showroom.releases import Release

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp import web

    from showroom.protocol.access import Principal
    from showroom.protocol.publishing import StaffRole


@dataclass(frozen=True)
class Route:
    """One address.

    Args:
        method: the HTTP method; HEAD comes with GET.
        path: with parameters in braces.
        handler: what answers; the first line of its docstring is the summary.
        response: the type of the JSON body, or a media type.
        status: of success.
        request: the type of the JSON body to send, None for none.
        errors: the statuses of refusals, all as problem+json.
        variants: other statuses without a body of their own (304, 206, …).
        staff: whether a session may be sent along.
        roles: whose session must be sent along; empty where anybody may ask.
    """

    method: str
    path: str
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    response: type | str
    status: int = 200
    request: type | None = None
    errors: tuple[int, ...] = ()
    variants: tuple[int, ...] = ()
    staff: bool = False
    roles: tuple[Principal, ...] = ()


_ANYBODY: Final = STAFF_ROLES
_LOOKERS: Final[tuple[StaffRole, ...]] = ("merchandiser", "approver", "admin")
_PUBLISHERS: Final[tuple[StaffRole, ...]] = ("merchandiser", "admin")
_PRODUCT: Final = "/api/v1/publishing/products/{product}"
_REFUSED: Final = (400, 401, 403, 404, 409, 413, 503)

PUBLISHING: Final = (
    Route("GET", "/api/v1/staff/me", entry.get_me, messages.Me, errors=(401,), roles=_ANYBODY),
    Route(
        "PUT",
        "/api/v1/publishing/files/{sha256}",
        uploads.put_file,
        FileRef,
        status=201,
        variants=(200,),
        errors=(400, 401, 403, 413, 503),
        roles=_PUBLISHERS,
    ),
    Route("GET", "/api/v1/publishing/waiting", publishing.get_waiting, messages.Releases, roles=_LOOKERS),
    Route("GET", "/api/v1/publishing/tags", publishing.get_tags, messages.Tags, roles=_LOOKERS),
    Route("GET", _PRODUCT, publishing.get_releases, messages.Releases, errors=(401, 403, 404), roles=_LOOKERS),
    Route(
        "POST",
        _PRODUCT,
        publishing.post_publication,
        Release,
        status=201,
        request=messages.PublishRequest,
        errors=_REFUSED,
        roles=_PUBLISHERS,
    ),
    Route("DELETE", _PRODUCT, publishing.delete_product, messages.Changed, errors=_REFUSED, roles=_PUBLISHERS),
    Route(
        "POST",
        _PRODUCT + "/approve",
        publishing.post_approval,
        Release,
        request=messages.ApproveRequest,
        errors=_REFUSED,
        roles=_LOOKERS,
    ),
    Route(
        "POST",
        _PRODUCT + "/rollback",
        publishing.post_rollback,
        Release,
        status=201,
        request=messages.RollbackRequest,
        errors=_REFUSED,
        roles=_PUBLISHERS,
    ),
    Route(
        "PUT",
        _PRODUCT + "/pictures",
        publishing.put_pictures,
        Release,
        request=messages.IllustrateRequest,
        errors=_REFUSED,
        roles=_PUBLISHERS,
    ),
    Route(
        "PUT",
        "/api/v1/publishing/rooms/{room}",
        publishing.put_room,
        messages.Changed,
        request=messages.RoomRequest,
        errors=_REFUSED,
        roles=_PUBLISHERS,
    ),
    Route("GET", "/api/v1/publishing/layouts", publishing.get_layouts, messages.Layouts, roles=_LOOKERS),
    Route(
        "POST",
        "/api/v1/publishing/layouts",
        publishing.post_layout,
        LayoutRevision,
        status=201,
        request=messages.LayoutRequest,
        errors=_REFUSED,
        roles=_PUBLISHERS,
    ),
    Route(
        "POST",
        "/api/v1/publishing/data",
        publishing.post_data,
        messages.Changed,
        request=messages.DataRequest,
        errors=_REFUSED,
        roles=_PUBLISHERS,
    ),
    Route(
        "PUT",
        "/api/v1/publishing/avatars/{avatar}",
        publishing.put_avatar,
        messages.Changed,
        request=messages.AvatarRequest,
        errors=_REFUSED,
        roles=_PUBLISHERS,
    ),
    Route("GET", "/api/v1/publishing/settings", publishing.get_settings, messages.ShopSettings, roles=_LOOKERS),
    Route(
        "PUT",
        "/api/v1/publishing/settings",
        publishing.put_settings,
        messages.ShopSettings,
        request=messages.ShopSettings,
        errors=(400, 401, 403),
        roles=("admin",),
    ),
)
"""For the staff, by `showroom assets --server` or by programs of the shop's own."""


_SHOPPERS: Final[tuple[Principal, ...]] = ("shopper",)
_ACCOUNT: Final = "/api/v1/account"
_OPEN: Final = (400, 413, 429, 503)
_OWN: Final = (400, 401, 403, 413, 429, 503)

ACCOUNTS: Final = (
    Route("GET", "/account/{page}", account_pages.get_page, "text/html", errors=(404,)),
    Route("POST", "/account/{page}", account_pages.post_page, "text/html", errors=(400, 404, 413)),
    Route("GET", "/account.js", account_pages.get_script, "text/javascript"),
    Route("POST", _ACCOUNT, accounts.post_account, wire.SignUp, status=202, request=wire.SignUpRequest, errors=_OPEN),
    Route(
        "POST",
        _ACCOUNT + "/session",
        accounts.post_session,
        wire.SignIn,
        status=201,
        request=wire.SignInRequest,
        errors=(*_OPEN, 401),
    ),
    Route("DELETE", _ACCOUNT + "/session", accounts.delete_session, "", status=204, errors=(401, 403), roles=_SHOPPERS),
    Route("GET", _ACCOUNT, accounts.get_account, wire.AccountView, errors=(401, 403), roles=_SHOPPERS),
    Route(
        "PUT",
        _ACCOUNT + "/wishes",
        accounts.put_wishes,
        wire.AccountView,
        request=wire.WishesRequest,
        errors=_OWN,
        roles=_SHOPPERS,
    ),
    Route(
        "POST",
        _ACCOUNT + "/password",
        accounts.post_password,
        "",
        status=204,
        request=wire.PasswordRequest,
        errors=_OWN,
        roles=_SHOPPERS,
    ),
    Route(
        "POST",
        _ACCOUNT + "/deletion",
        accounts.post_deletion,
        "",
        status=204,
        request=wire.DeletionRequest,
        errors=_OWN,
        roles=_SHOPPERS,
    ),
    Route(
        "POST",
        _ACCOUNT + "/recovery",
        accounts.post_recovery,
        wire.SignUp,
        status=202,
        request=wire.RecoveryRequest,
        errors=_OPEN,
    ),
    Route(
        "POST",
        _ACCOUNT + "/confirmation",
        accounts.post_confirmation,
        "",
        status=204,
        request=wire.CodeRequest,
        errors=(*_OPEN, 401),
    ),
    Route(
        "POST",
        _ACCOUNT + "/recovery/finish",
        accounts.post_recovery_finish,
        "",
        status=204,
        request=wire.CodeRequest,
        errors=(*_OPEN, 401),
    ),
)
"""For shoppers."""

HEALTH: Final[tuple[Route, ...]] = (
    Route("GET", "/healthz", health.get_health, health.Health),
    Route("GET", "/readyz", health.get_ready, health.Health, variants=(503,)),
    Route("GET", "/metrics", health.get_metrics, "text/plain"),
)
"""What whoever watches a server asks."""

ROUTES: Final = (
    Route("GET", "/", landing.get_page, "text/html"),
    Route("GET", "/i/{code}", invitation.get_invitation, "text/html", errors=(404, 422)),
    Route("GET", "/i/{code}/picture", invitation.get_picture, "image/png", errors=(404, 422, 429), variants=(302,)),
    Route("GET", "/quotes/{code}", selling.get_quote, "application/pdf", errors=(400, 404, 422, 429)),
    Route(
        "POST",
        "/api/v1/checkout",
        selling.post_checkout,
        Checkout,
        request=CheckoutRequest,
        errors=(400, 404, 413, 422, 429),
    ),
    Route("GET", "/style.css", landing.get_style, "text/css"),
    Route("GET", "/api/v1/catalogue", catalogue.get_catalogue, Catalogue, variants=(304,)),
    Route("GET", "/api/v1/products/{product}", catalogue.get_product, Publication, errors=(404, 422), variants=(304,)),
    Route(
        "GET",
        "/api/v1/products/{product}/code/{code}",
        catalogue.get_code,
        catalogue.CodeReading,
        errors=(404, 422),
    ),
    Route(
        "GET",
        "/files/{sha256}",
        files.get_file,
        "application/octet-stream",
        errors=(404,),
        variants=(206, 304, 416),
    ),
    Route(
        "POST",
        "/api/v1/tickets",
        entry.post_ticket,
        Ticket,
        status=201,
        request=TicketRequest,
        errors=(400, 401, 403, 404, 413, 429, 503),
        staff=True,
    ),
    Route(
        "POST",
        "/api/v1/login",
        entry.post_login,
        Login,
        status=201,
        request=LoginRequest,
        errors=(400, 401, 413, 429, 503),
    ),
    Route("GET", "/oidc/start", oidc.get_start, "", status=302, errors=(400, 404, 429, 503)),
    Route("GET", "/oidc/callback", oidc.get_callback, "", status=302, errors=(403, 404)),
    Route(
        "POST",
        "/api/v1/oidc/session",
        oidc.post_session,
        Login,
        status=201,
        request=OidcSessionRequest,
        errors=(400, 401, 404, 413, 429),
    ),
    Route("POST", "/api/v1/logout", entry.post_logout, "", status=204, errors=(401,), staff=True),
    *ACCOUNTS,
    *PUBLISHING,
    Route("GET", "/openapi.json", openapi.get_document, "application/json"),
    *HEALTH,
)
