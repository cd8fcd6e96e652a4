"""Which cameras there are, and opening one: a device, a network camera, or a recording that is played like a camera."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, Self

from client.ar.camera import FIRST_FRAME_S, USUAL_RATE_HZ, Frame, Webcam, open_source
from showroom.errors import Rejected, Unavailable

if TYPE_CHECKING:
    from types import TracebackType

    from client.ar.camera import Source

DEVICES: Final = Path("/sys/class/video4linux")
MOST_DEVICES: Final = 8
ADDRESSES: Final = ("rtsp://", "http://", "https://")


class Camera(Protocol):
    """Something that is looked through live: only its newest frame counts."""

    @property
    def latest(self) -> int:
        """The number of the newest frame, -1 before there is one."""
        ...

    def newest(self, after: int = -1, timeout_s: float = FIRST_FRAME_S) -> Frame | None:
        """The newest frame with a number above `after`; None where none came in time.

        Raises:
            Unavailable: ``camera-lost``, ``camera-black``.
            Rejected: ``unreadable-film``, ``unreadable-picture``.
        """
        ...

    def __enter__(self) -> Self:
        """Begin."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End, and free the device."""
        ...


@dataclass(frozen=True)
class Device:
    """A camera of this computer: what `open_camera` knows it by, and what its maker calls it."""

    source: str
    name: str


def list_cameras(folder: Path = DEVICES) -> tuple[Device, ...]:
    """The cameras of this computer; none is opened, so that no light goes on.

    Where the system has no list (Windows, macOS), the first one is offered without a name.
    """
    if not folder.is_dir():
        return (Device("0", "0"),) if not DEVICES.parent.is_dir() else ()
    found = []
    for entry in sorted(folder.glob("video*"), key=lambda entry: (len(entry.name), entry.name)):
        # A camera's second entry carries only its metadata.
        if _read(entry / "index") not in ("", "0"):
            continue
        number = entry.name.removeprefix("video")
        if number.isdigit():
            found.append(Device(number, _read(entry / "name") or number))
    return tuple(found[:MOST_DEVICES])


def open_camera(source: str, size_px: tuple[int, int] = (1280, 720)) -> Camera:
    """A camera by its number, its address, or the path of a recording.

    Raises:
        Unavailable: ``no-camera``.
        Rejected: ``no-such-file``, ``unreadable-film``.
    """
    if source.isdigit():
        return Webcam(int(source), size_px)
    if source.lower().startswith(ADDRESSES):
        return Webcam(source, size_px)
    return Recording(open_source(Path(source)))


class Recording:
    """A film, a folder of pictures or a picture, played over and over at its own speed.

    Args:
        source: what is played.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._changed = threading.Condition()
        self._newest: Frame | None = None
        self._failure: Rejected | Unavailable | None = None
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._play, name="recording", daemon=True)

    @property
    def latest(self) -> int:
        """The number of the newest frame, -1 before there is one."""
        newest = self._newest
        return -1 if newest is None else newest.number

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.set()
        self._thread.join(timeout=2.0)

    def newest(self, after: int = -1, timeout_s: float = FIRST_FRAME_S) -> Frame | None:
        """The newest frame with a number above `after`; None where none came in time."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._failure is not None or (self._newest is not None and self._newest.number > after),
                timeout_s,
            )
            if self._failure is not None:
                raise self._failure
            frame = self._newest
        return frame if frame is not None and frame.number > after else None

    def _play(self) -> None:
        rate_hz = self._source.rate_hz or USUAL_RATE_HZ
        begun_s, number = time.monotonic(), 0
        try:
            while not self._ending.is_set():
                for frame in self._source.frames():
                    if self._ending.wait(max(0.0, begun_s + number / rate_hz - time.monotonic())):
                        return
                    self._show(replace(frame, number=number, time_s=time.monotonic() - begun_s))
                    number += 1
        except (Rejected, Unavailable) as error:
            with self._changed:
                self._failure = error
                self._changed.notify_all()

    def _show(self, frame: Frame) -> None:
        with self._changed:
            self._newest = frame
            self._changed.notify_all()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
