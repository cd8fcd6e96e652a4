"""Where frames come from: a camera, a film, a folder of pictures or one picture, all behind one port.

A camera is read on a thread of its own that keeps only the newest frame: who is slow sees fewer frames, never old ones.
"""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

import cv2
import numpy as np

from client.ar.pictures import read_picture
from showroom.errors import Rejected, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from numpy.typing import NDArray

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff"})
FILMS = frozenset({".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v", ".gif"})
USUAL_RATE_HZ = 30.0
# A lens cap or a privacy switch gives frames darker than any room.
BLACK_LEVEL, BLACK_FRAMES = 4.0, 20
FIRST_FRAME_S = 5.0
LOST_READS = 30


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture of a source.

    Args:
        picture: (height, width, 3) uint8 sRGB, origin top left; nobody writes into it.
        time_s: when it was taken, seconds of the source's own clock; it grows.
        number: counts from 0; gaps are frames that were passed over.
    """

    picture: NDArray[np.uint8]
    time_s: float
    number: int


class Source(Protocol):
    """Something that frames come from."""

    @property
    def rate_hz(self) -> float:
        """Frames per second; 0 for a single picture."""
        ...

    def frames(self) -> Iterator[Frame]:
        """Every frame, in order.

        Raises:
            Rejected: ``unreadable-picture``, ``unreadable-film``.
        """
        ...


class StillSource:
    """One picture.

    Args:
        path: the file.
    """

    rate_hz = 0.0

    def __init__(self, path: Path) -> None:
        self._path = path

    def frames(self) -> Iterator[Frame]:
        """The one frame."""
        yield Frame(_frozen(read_picture(self._path)), 0.0, 0)


class FolderSource:
    """The pictures of a folder by their names, as a film.

    Args:
        path: the folder.
        rate_hz: how fast they follow each other.
    """

    def __init__(self, path: Path, rate_hz: float = USUAL_RATE_HZ) -> None:
        self._path = path
        self.rate_hz = rate_hz

    def frames(self) -> Iterator[Frame]:
        """Every picture; all must have one size."""
        paths = sorted(path for path in self._path.iterdir() if path.suffix.lower() in PICTURES)
        if not paths:
            raise Rejected(
                "unreadable-film", f"{self._path.name} holds no pictures", allowed=", ".join(sorted(PICTURES))
            )
        shape = None
        for number, path in enumerate(paths):
            picture = read_picture(path)
            if shape is not None and picture.shape != shape:
                raise Rejected("unreadable-film", f"{path.name} has another size than the pictures before it")
            shape = picture.shape
            yield Frame(_frozen(picture), number / self.rate_hz, number)


class FilmSource:
    """A film in a file.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        capture = self._open()
        rate = float(capture.get(cv2.CAP_PROP_FPS))
        capture.release()
        self.rate_hz = rate if 1.0 <= rate <= 240.0 else USUAL_RATE_HZ  # noqa: PLR2004 - else the file lies

    def frames(self) -> Iterator[Frame]:
        """Every frame of the film."""
        capture = self._open()
        number = 0
        try:
            while True:
                there, picture = capture.read()
                if not there:
                    break
                yield Frame(_frozen(picture[:, :, ::-1]), number / self.rate_hz, number)
                number += 1
        finally:
            capture.release()
        if number == 0:
            raise self._unreadable()

    def _open(self) -> cv2.VideoCapture:
        capture = cv2.VideoCapture(str(self._path))
        if not capture.isOpened():
            raise self._unreadable()
        return capture

    def _unreadable(self) -> Rejected:
        return Rejected(
            "unreadable-film", f"{self._path.name} is no film that can be read", allowed=", ".join(sorted(FILMS))
        )


def open_source(path: Path) -> Source:
    """The source for a path: a folder, a film or a picture.

    Raises:
        Rejected: ``no-such-file``, ``unreadable-film``.
    """
    if path.is_dir():
        return FolderSource(path)
    if not path.is_file():
        raise Rejected("no-such-file", f"{path} does not exist", allowed="a picture, a film or a folder of pictures")
    return FilmSource(path) if path.suffix.lower() in FILMS else StillSource(path)


class Webcam:
    """A camera, read on its own thread; use it in a ``with`` statement.

    Args:
        device: its number, or the address of a network camera (``rtsp://…``, ``http://…``).
        size_px: what to ask it for; it may give another.
        open_capture: opens a capture; tests put their own in.

    Attributes:
        rate_hz: what the camera says it does.
    """

    def __init__(
        self,
        device: int | str = 0,
        size_px: tuple[int, int] = (1280, 720),
        open_capture: Callable[[int | str], cv2.VideoCapture] | None = None,
    ) -> None:
        self._device = device
        self._capture = _open_capture(device) if open_capture is None else open_capture(device)
        if not self._capture.isOpened():
            self._capture.release()
            raise Unavailable("no-camera", _why_not(device))
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, size_px[0])
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, size_px[1])
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        self.rate_hz = float(self._capture.get(cv2.CAP_PROP_FPS)) or USUAL_RATE_HZ
        self._changed = threading.Condition()
        self._newest: Frame | None = None
        self._failure: Unavailable | None = None
        self._ending = False
        self._thread = threading.Thread(target=self._read, name=f"camera-{device}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending = True
        self._thread.join(timeout=2.0)
        self._capture.release()

    @property
    def latest(self) -> int:
        """The number of the newest frame, -1 before there is one."""
        newest = self._newest
        return -1 if newest is None else newest.number

    def newest(self, after: int = -1, timeout_s: float = FIRST_FRAME_S) -> Frame | None:
        """The newest frame with a number above `after`; None where none came in time.

        Raises:
            Unavailable: ``camera-lost``, ``camera-black``.
        """
        with self._changed:
            self._changed.wait_for(
                lambda: self._failure is not None or (self._newest is not None and self._newest.number > after),
                timeout_s,
            )
            if self._failure is not None:
                raise self._failure
            frame = self._newest
        return frame if frame is not None and frame.number > after else None

    def frames(self) -> Iterator[Frame]:
        """The newest frame again and again, until the camera fails."""
        number = -1
        while True:
            frame = self.newest(number)
            if frame is None:
                raise Unavailable("camera-silent", f"camera {self._device} sends nothing; is another program using it?")
            number = frame.number
            yield frame

    def _read(self) -> None:
        number, lost, dark = 0, 0, 0
        start = time.monotonic()
        while not self._ending:
            there, picture = self._capture.read()
            if not there or picture is None:
                lost += 1
                if lost >= LOST_READS:
                    self._fail("camera-lost", f"camera {self._device} has gone: plug it in again")
                    return
                continue
            lost = 0
            dark = dark + 1 if float(picture[::16, ::16].mean()) < BLACK_LEVEL else 0
            if dark >= BLACK_FRAMES:
                self._fail("camera-black", f"camera {self._device} shows only black: open its shutter or switch it on")
                return
            frame = Frame(_frozen(picture[:, :, ::-1]), time.monotonic() - start, number)
            number += 1
            with self._changed:
                self._newest = frame
                self._changed.notify_all()

    def _fail(self, code: str, message: str) -> None:
        with self._changed:
            self._failure = Unavailable(code, message)
            self._changed.notify_all()


def _open_capture(device: int | str) -> cv2.VideoCapture:
    # The binding knows numbers and addresses as two functions.
    if isinstance(device, str):
        return cv2.VideoCapture(device)
    return cv2.VideoCapture(device)


def _why_not(device: int | str) -> str:
    """Why a camera does not open, as far as one can tell."""
    if isinstance(device, str):
        return f"nothing answers at {device}: is the camera on, and the address right?"
    path = Path(f"/dev/video{device}")
    if not sys.platform.startswith("linux"):
        return f"camera {device} does not open: allow camera access in the system's settings, and close other programs"
    if not path.exists():
        return f"there is no camera {device}: plug one in, or use a photo"
    try:
        path.open("rb").close()
    except PermissionError:
        return f"camera {device} may not be used by you: add yourself to the group `video`, then log in again"
    except OSError:
        pass
    return f"camera {device} is busy: close the other program that uses it"


def _frozen(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    own = np.ascontiguousarray(picture)
    own.flags.writeable = False
    return own
