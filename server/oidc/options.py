"""How `showroom serve` is told about a provider."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from server.oidc.provider import require_safe
from server.oidc.settings import OidcSettings
from server.store.staff import STAFF_ROLES
from showroom.errors import Rejected, Unavailable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from showroom.protocol.publishing import StaffRole


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--oidc-issuer", default="", metavar="URL", help="the provider that logs the staff in")
    parser.add_argument("--oidc-client", default="", metavar="ID", help="as what this shop is registered there")
    parser.add_argument("--oidc-secret-file", type=Path, metavar="FILE", help="this shop's secret there")
    parser.add_argument(
        "--oidc-claim", default="groups", metavar="NAME", help="tells what somebody is (%(default)s); a.b goes deeper"
    )
    parser.add_argument(
        "--oidc-role",
        action="append",
        default=[],
        metavar="VALUE=ROLE",
        help="who has VALUE in that claim is ROLE here, e.g. showroom-advisers=agent; repeatable, the first counts",
    )


def settings(arguments: Namespace, public_url: str) -> OidcSettings | None:
    """The provider; None where there is none.

    Raises:
        Rejected: ``half-a-provider``, ``bad-provider``, ``bad-oidc-role`` or ``no-oidc-secret``.
    """
    if not arguments.oidc_issuer:
        return None
    if not arguments.oidc_client or not public_url or not arguments.oidc_role:
        allowed = "--oidc-client, --oidc-role and --public-url beside it"
        raise Rejected("half-a-provider", "a provider alone logs nobody in", allowed=allowed)
    try:
        require_safe(arguments.oidc_issuer)
    except Unavailable as error:
        raise Rejected("bad-provider", error.message, allowed="https://…, or a provider on this machine") from None
    roles = tuple(map(_role, arguments.oidc_role))
    secret = _secret(arguments.oidc_secret_file)
    return OidcSettings(arguments.oidc_issuer, arguments.oidc_client, public_url, secret, arguments.oidc_claim, roles)


def _role(text: str) -> tuple[str, StaffRole]:
    value, _, role = text.rpartition("=")
    if not value or role not in STAFF_ROLES:
        allowed = f"VALUE=ROLE with one of {', '.join(STAFF_ROLES)}"
        raise Rejected("bad-oidc-role", "this gives nobody a role", got=text[:80], allowed=allowed)
    return value, role


def _secret(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text("utf-8").partition("\n")[0].rstrip("\r")
    except OSError as error:
        raise Rejected("no-oidc-secret", f"{path} cannot be read: {error.strerror}") from None
