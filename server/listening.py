"""Sockets to listen on, and what is said where one cannot."""

from __future__ import annotations

import errno
import ssl
from typing import TYPE_CHECKING

from aiohttp import web

from showroom.errors import Unavailable

if TYPE_CHECKING:
    from websockets.asyncio.server import Server

    from server.realtime.gate import Gate
    from server.settings import Settings


async def listen(front: web.AppRunner, settings: Settings, tls: ssl.SSLContext | None) -> int:
    """Open the HTTP side; returns its port.

    Raises:
        Unavailable: ``port-in-use``, ``port-forbidden`` or ``bad-address``.
    """
    site = web.TCPSite(front, settings.host, settings.port, ssl_context=tls)
    try:
        await site.start()
    except OSError as error:
        raise _cannot_listen(settings.host, settings.port, error) from error
    port: int = front.addresses[0][1]
    return port


async def open_rooms(gate: Gate, settings: Settings, tls: ssl.SSLContext | None) -> Server:
    """Open the room socket.

    Raises:
        Unavailable: ``port-in-use``, ``port-forbidden`` or ``bad-address``.
    """
    try:
        return await gate.open(settings, tls)
    except OSError as error:
        raise _cannot_listen(settings.host, settings.room_port, error) from error


def _cannot_listen(host: str, port: int, error: OSError) -> Unavailable:
    if error.errno == errno.EADDRINUSE:
        return Unavailable(
            "port-in-use",
            f"port {port} is taken by another program; choose another one with --port (it and the next one are "
            "used), or --port 0 for any free ones",
        )
    if error.errno == errno.EACCES:
        return Unavailable("port-forbidden", f"port {port} needs more rights; choose one above 1024 with --port")
    return Unavailable("bad-address", f"cannot listen on {host}: {error.strerror or error}; check --host")


def tls_context(settings: Settings) -> ssl.SSLContext | None:
    """What both ports speak TLS with; None where they do not.

    Raises:
        Unavailable: ``bad-certificate``.
    """
    if settings.tls_certificate is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(settings.tls_certificate, settings.tls_key)
    except (OSError, ssl.SSLError) as error:
        raise Unavailable("bad-certificate", f"the TLS certificate or key cannot be used: {error}") from error
    return context
