"""Content-addressed files: a name stands for its bytes for ever, so caches may keep them."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from aiohttp import web

from server.http.ranges import Unsatisfiable, matches, parse_range
from server.http.services import SERVICES, in_thread

if TYPE_CHECKING:
    from pathlib import Path

    from server.http.services import Services
    from showroom.catalogue import FileRef

CHUNK_BYTES: Final = 256 * 1024
WRITE_DEADLINE_S: Final = 60.0
_CACHE: Final = {"Cache-Control": "public, max-age=31536000, immutable", "Accept-Ranges": "bytes"}
# Whatever lies in a file, a browser must not run it as a page of this shop.
_SANDBOX: Final = {"Content-Security-Policy": "default-src 'none'; sandbox"}


async def get_file(request: web.Request) -> web.StreamResponse:
    """Send a file, or the asked part of it."""
    services = request.app[SERVICES]
    sha256 = request.match_info["sha256"]
    file = await in_thread(lambda: services.files.ref(sha256))
    etag = f'"{file.sha256}"'
    headers = {**_CACHE, **_SANDBOX, "ETag": etag}
    if matches(request.headers.get("If-None-Match"), etag):
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    # If-Range with another entity tag, or with a date, asks for the whole.
    ranged = request.headers.get("If-Range", etag) == etag
    try:
        part = parse_range(request.headers.get("Range") if ranged else None, file.size_bytes)
    except Unsatisfiable:
        headers["Content-Range"] = f"bytes */{file.size_bytes}"
        return web.Response(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    return await _send(request, services, file, part, headers)


async def _send(
    request: web.Request, services: Services, file: FileRef, part: tuple[int, int] | None, headers: dict[str, str]
) -> web.StreamResponse:
    start, stop = part or (0, file.size_bytes)
    response = web.StreamResponse(status=HTTPStatus.PARTIAL_CONTENT if part else HTTPStatus.OK, headers=headers)
    if part:
        response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{file.size_bytes}"
    response.content_type = file.media_type
    response.content_length = stop - start
    path = services.files.path(file.sha256)
    data = await in_thread(lambda: services.files.read(file.sha256)) if path is None else b""
    await response.prepare(request)
    while start < stop and request.method != "HEAD":
        end = min(start + CHUNK_BYTES, stop)
        chunk = data[start:end] if path is None else await _read(path, start, end)
        async with asyncio.timeout(WRITE_DEADLINE_S):
            await response.write(chunk)
        start = end
    await response.write_eof()
    return response


async def _read(path: Path, start: int, stop: int) -> bytes:
    def read() -> bytes:
        with path.open("rb") as file:
            file.seek(start)
            return file.read(stop - start)

    return await in_thread(read)
