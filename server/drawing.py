"""Pictures of configurations: drawn by ``showroom shot`` in a process of its own, one after the other, and kept.

The server itself has no graphics: where the client's packages are installed beside it and the operator asks for it
(``serve --draw``), an invitation shows exactly what was configured, else the product's poster.
"""

from __future__ import annotations

import asyncio
import hashlib
import importlib.util
import logging
import shutil
import sys
from asyncio.subprocess import DEVNULL
from typing import TYPE_CHECKING, Final

from showroom.codes import encode
from showroom.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from showroom.catalogue import Publication
    from showroom.configuration import Configuration

FOLDER: Final = "drawn"
SIZE_PX: Final = (960, 720)
MAX_WAITING: Final = 8
"""So many pictures may be asked for at once; whoever asks for more gets the poster."""
MAX_KEPT: Final = 500
DEADLINE_S: Final = 120.0
_log = logging.getLogger(__name__)


class Easel:
    """Draws configurations.

    Args:
        data: the shop's folder; pictures are kept in it.
        command: what draws, in the words of ``showroom shot``.
        size_px: how large.

    Raises:
        Unavailable: ``no-renderer``.
    """

    def __init__(self, data: Path, command: Sequence[str] | None = None, size_px: tuple[int, int] = SIZE_PX) -> None:
        if command is None and importlib.util.find_spec("panda3d") is None:
            message = "nothing here can draw; install the client's packages beside the server (the extra client)"
            raise Unavailable("no-renderer", message)
        # Visitors who walk come before pictures that are drawn.
        gently = ("nice", "-n", "15") if shutil.which("nice") else ()
        self._command = tuple(command or (*gently, sys.executable, "-m", "showroom.cli", "shot"))
        self._data = data
        self._folder = data / FOLDER
        self._size = f"{size_px[0]}x{size_px[1]}"
        self._turn = asyncio.Lock()
        self._waiting: dict[str, asyncio.Task[bytes | None]] = {}

    @property
    def waiting(self) -> int:
        """How many pictures are being drawn, or wait for it."""
        return len(self._waiting)

    async def picture(self, publication: Publication, configuration: Configuration) -> bytes | None:
        """A PNG of a configuration; None where it cannot be drawn, or too much is being drawn already."""
        code = encode(publication.codebook, configuration)
        name = f"{hashlib.sha256(f'{code} {publication.revision} {self._size}'.encode()).hexdigest()[:32]}.png"
        path = self._folder / name
        known = await asyncio.to_thread(_read, path)
        if known is not None:
            return known
        task = self._waiting.get(name)
        if task is None:
            if len(self._waiting) >= MAX_WAITING:
                return None
            task = self._waiting[name] = asyncio.create_task(self._draw(code, publication.product.id, path))
            task.add_done_callback(lambda _: self._waiting.pop(name, None))
        # Whoever goes away does not stop it for those who wait for the same.
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Give up what is being drawn."""
        tasks = list(self._waiting.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _draw(self, code: str, product: str, path: Path) -> bytes | None:
        async with self._turn:
            await asyncio.to_thread(self._make_room)
            draft = path.with_suffix(".draft.png")
            arguments = ["--product", product, "--config", code, "--size", self._size, "--data", str(self._data)]
            process = await asyncio.create_subprocess_exec(
                *self._command, *arguments, "-o", str(draft), stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL
            )
            try:
                async with asyncio.timeout(DEADLINE_S):
                    status = await process.wait()
            except (TimeoutError, asyncio.CancelledError) as ended:
                process.kill()
                await process.wait()
                if isinstance(ended, asyncio.CancelledError):
                    raise
                status = -1
            if status != 0:
                _log.warning("a picture was not drawn", extra={"product": product, "status": status})
                return None
            return await asyncio.to_thread(_keep, draft, path)

    def _make_room(self) -> None:
        """Forget the pictures that nobody has asked for longest."""
        self._folder.mkdir(exist_ok=True)
        kept = sorted(self._folder.glob("*.png"), key=lambda path: path.stat().st_mtime)
        for path in kept[: max(0, len(kept) + 1 - MAX_KEPT)]:
            path.unlink(missing_ok=True)


def _read(path: Path) -> bytes | None:
    try:
        data = path.read_bytes()
        path.touch()
    except OSError:
        return None
    return data


def _keep(draft: Path, path: Path) -> bytes:
    draft.replace(path)
    return path.read_bytes()
