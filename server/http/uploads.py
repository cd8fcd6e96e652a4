"""Files from the staff's machines: streamed to the disk, checked against their name, and once only."""

from __future__ import annotations

import asyncio
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import msgspec
from aiohttp import web

from server.http.services import SERVICES, in_thread
from showroom.errors import NotFound, Rejected, Unavailable
from showroom.protocol.publishing import MAX_FILE_BYTES, MEDIA_TYPES

if TYPE_CHECKING:
    from server.store.files import Incoming
    from showroom.catalogue import FileRef

CHUNK_BYTES: Final = 1 << 20
CHUNK_DEADLINE_S: Final = 30.0
MAX_AT_ONCE: Final = 4
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_slots = asyncio.Semaphore(MAX_AT_ONCE)


async def put_file(request: web.Request) -> web.StreamResponse:
    """Store a file under the SHA-256 of its bytes; where it is stored already, nothing is read."""
    services = request.app[SERVICES]
    sha256 = request.match_info["sha256"]
    if not _SHA256.fullmatch(sha256):
        raise Rejected("bad-hash", "the name of a file is its SHA-256", got=sha256[:80], allowed="64 hex digits")
    try:
        return _answer(await in_thread(lambda: services.files.ref(sha256)), HTTPStatus.OK)
    except NotFound:
        pass
    _check_head(request)
    if _slots.locked():
        raise Unavailable("too-many-uploads", "too many files are being uploaded; try again")
    async with _slots:
        incoming = await in_thread(services.files.receive)
        try:
            await _receive(request, incoming)
            stored = await in_thread(lambda: incoming.finish(sha256, request.content_type))
        finally:
            await in_thread(incoming.close)
    return _answer(stored, HTTPStatus.CREATED)


def _check_head(request: web.Request) -> None:
    if request.content_type not in MEDIA_TYPES:
        raise Rejected(
            "bad-media-type", "such files are not published", got=request.content_type, allowed=", ".join(MEDIA_TYPES)
        )
    if (request.content_length or 0) > MAX_FILE_BYTES:
        raise _too_large(request.content_length or 0)


async def _receive(request: web.Request, incoming: Incoming) -> None:
    size = 0
    while True:
        async with asyncio.timeout(CHUNK_DEADLINE_S):
            chunk = await request.content.read(CHUNK_BYTES)
        if not chunk:
            return
        size += len(chunk)
        if size > MAX_FILE_BYTES:
            raise _too_large(size)
        data = chunk
        await in_thread(lambda data=data: incoming.write(data))  # type: ignore[misc] # mypy cannot type a bound default


def _too_large(size: int) -> Rejected:
    return Rejected("too-large", "the file is too large", got=f"{size:,} bytes", allowed=f"{MAX_FILE_BYTES:,} bytes")


def _answer(file: FileRef, status: HTTPStatus) -> web.Response:
    return web.Response(
        status=status,
        body=msgspec.json.encode(file),
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
