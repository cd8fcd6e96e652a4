"""Which provider, and who is what here by its claims."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from showroom.protocol.publishing import StaffRole


@dataclass(frozen=True)
class OidcSettings:
    """How the staff logs in through a provider.

    Args:
        issuer: its address, as its discovery document and its tokens name it.
        client: as what this shop is known there.
        public_url: this shop's address; ``/oidc/callback`` below it is registered there.
        secret: of this shop there; empty for a public client.
        claim: which claim tells what somebody is; dots lead into objects (``realm_access.roles``).
        roles: role by value of that claim; the first that somebody has counts.
    """

    issuer: str
    client: str
    public_url: str
    secret: str = field(default="", repr=False)
    claim: str = "groups"
    roles: tuple[tuple[str, StaffRole], ...] = ()

    @property
    def redirect(self) -> str:
        """Where the provider sends browsers back to."""
        return f"{self.public_url}/oidc/callback"

    def role_of(self, claims: Mapping[str, Any]) -> StaffRole | None:
        """What somebody is here; None for nobody."""
        value: object = claims
        for name in self.claim.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        has = value if isinstance(value, list) else [value]
        return next((role for name, role in self.roles if name in has), None)
