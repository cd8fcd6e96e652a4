"""What an operator may set, checked once."""

from __future__ import annotations

import ipaddress
import os
import platform
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from showroom.protocol.session import Limits

if TYPE_CHECKING:
    from server.addresses import Network
    from server.mail.senders import SmtpAddress
    from server.oidc.settings import OidcSettings

Role = Literal["all", "front", "room"]
DEFAULT_PORT: Final = 8765
DEFAULT_HOST: Final = "127.0.0.1"


@dataclass(frozen=True)
class Rate:
    """So many a second on average, `burst` at once."""

    per_s: float
    burst: float


@dataclass(frozen=True)
class MailSettings:
    """How letters are sent.

    Args:
        public_url: the shop's address, as links in letters name it: never what a request says of itself.
        sender: the From address.
        folder: where they are written as files; None where a mail server takes them.
        server: the mail server, where there is no folder.
        password: of the mail server's user.
    """

    public_url: str
    sender: str
    folder: Path | None = None
    server: SmtpAddress | None = None
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Settings:
    """How a server runs.

    Args:
        data: the data folder; None keeps everything in memory.
        host: the address to listen on.
        port: of the HTTP front; the room socket takes the next one. 0 picks two free ones.
        origins: web origins whose pages may open the room socket. Native clients send none and are always let in.
        tls_certificate: PEM file; with `tls_key` both ports speak TLS.
        tls_key: PEM file.
        tickets: how often one address may ask for tickets.
        logins: how often one address may try a password or a link's code.
        sign_ups: how often one address may sign up or ask for a link.
        guesses: how often anybody may try the password of one account.
        letters: how many letters go to one mail address.
        room_capacity: how many visitors fit into a room; advisers always do.
        limits: what one connection may send.
        connections_per_address: how many room connections one address may hold; this machine's own are not counted.
        checkout: the shop's address that takes orders, with ``{token}`` in it; empty where none are taken.
        checkout_key: the file of the key that signs them; None for the one in the data folder.
        draws: whether configurations are drawn for invitations, by the client's packages.
        mail: how letters are sent; None where this shop sends none.
        oidc: the provider that logs the staff in; None where there is none.
        role: ``all`` for one server; ``front`` or ``room`` for one of several nodes.
        node: the operator's word for this node.
        advertised: where clients find the rooms of this node, ``ws(s)://host:port``; empty for where it listens.
        bus: the broker between nodes, ``nats://host:4222``; empty for none.
        trusted_proxies: networks whose X-Forwarded-For header tells who calls.
    """

    data: Path | None
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    origins: tuple[str, ...] = ()
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    tickets: Rate = field(default=Rate(50.0, 500.0))
    logins: Rate = field(default=Rate(0.2, 5.0))
    sign_ups: Rate = field(default=Rate(0.02, 10.0))
    guesses: Rate = field(default=Rate(0.1, 10.0))
    letters: Rate = field(default=Rate(1 / 900, 4.0))
    room_capacity: int = 500
    limits: Limits = field(default=Limits())
    connections_per_address: int = 200
    trusted_proxies: tuple[Network, ...] = ()
    checkout: str = ""
    checkout_key: Path | None = None
    draws: bool = False
    mail: MailSettings | None = None
    oidc: OidcSettings | None = None
    role: Role = "all"
    node: str = field(default_factory=platform.node)
    advertised: str = ""
    bus: str = ""

    @property
    def room_port(self) -> int:
        """The port of the room socket; 0 for any free one."""
        return self.port + 1 if self.port else 0

    @property
    def is_encrypted(self) -> bool:
        """Whether both ports speak TLS."""
        return self.tls_certificate is not None

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the server."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def default_data_folder() -> Path:
    """``$XDG_DATA_HOME/showroom``, else ``~/.local/share/showroom`` (XDG Base Directory Specification)."""
    home = os.environ.get("XDG_DATA_HOME", "")
    base = Path(home) if home.startswith("/") else Path.home() / ".local" / "share"
    return base / "showroom"
