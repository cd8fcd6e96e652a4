"""JSON bodies in and out, checked and bounded."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec
from aiohttp import web

from showroom.errors import Rejected
from showroom.protocol.messages import MAX_CONTROL_BYTES

if TYPE_CHECKING:
    from msgspec import Struct

BODY_DEADLINE_S: Final = 10.0
_CHUNK_BYTES: Final = 1 << 16
T = TypeVar("T")


async def body(request: web.Request, kind: type[T], most_bytes: int = MAX_CONTROL_BYTES) -> T:
    """The body as a value.

    Raises:
        Rejected: ``bad-body`` or ``too-large``.
    """
    data = bytearray()
    async with asyncio.timeout(BODY_DEADLINE_S):
        while chunk := await request.content.read(_CHUNK_BYTES):
            data += chunk
            if len(data) > most_bytes:
                allowed = f"{most_bytes // 1024} KiB"
                raise Rejected("too-large", "the body is too large", allowed=allowed)
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise Rejected("bad-body", f"the body is no {kind.__name__}: {str(error)[:200]}") from None


def answer(value: Struct, status: HTTPStatus = HTTPStatus.OK) -> web.Response:
    """A value for whoever asked and for no cache."""
    return web.Response(
        status=status,
        body=msgspec.json.encode(value),
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
