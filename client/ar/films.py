"""Writing films."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import cv2
import numpy as np

from showroom.errors import Rejected, Unavailable

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from numpy.typing import NDArray

CODECS = {".mp4": "mp4v", ".m4v": "mp4v", ".mov": "mp4v", ".avi": "MJPG", ".mkv": "MJPG"}


class FilmWriter:
    """Writes frames of one size into a film; use it in a ``with`` statement.

    Args:
        path: the film; its ending says the format.
        size_px: width and height of every frame.
        rate_hz: frames per second.

    Raises:
        Rejected: ``unknown-format``.
        Unavailable: ``cannot-write``.
    """

    def __init__(self, path: Path, size_px: tuple[int, int], rate_hz: float) -> None:
        codec = CODECS.get(path.suffix.lower())
        if codec is None:
            raise Rejected(
                "unknown-format", "films cannot be written in this format", got=path.suffix, allowed=", ".join(CODECS)
            )
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unavailable("cannot-write", f"{path}: {error.strerror}") from error
        self._writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), rate_hz, size_px)
        if not self._writer.isOpened():
            raise Unavailable("cannot-write", f"{path} cannot be written as a film")

    def write(self, picture: NDArray[np.uint8]) -> None:
        """Add a (height, width, 3) uint8 sRGB frame."""
        self._writer.write(np.ascontiguousarray(picture[:, :, ::-1]))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.release()
