"""Looking through a camera while the room is drawn: capture and tracking on threads of their own, newest frame wins.

Whoever draws takes what is there and never waits. A frame that was passed over is never looked at again, so a slow
computer sees fewer frames and not older ones.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from showroom.errors import Rejected, Unavailable
from showroom.tryon.lens import Pinhole

if TYPE_CHECKING:
    from collections.abc import Callable

    from client.ar.camera import Frame
    from client.ar.cameras import Camera
    from client.ar.following import Faces, Followed

PATIENCE_S: Final = 0.1
SILENT_S: Final = 5.0


@dataclass(frozen=True, eq=False)
class Seen:
    """A frame with everybody in it.

    Args:
        frame: what the camera took.
        camera: the camera as a pinhole.
        people: everybody, by a number that stays theirs.
        behind: how many newer frames the camera had taken when this one was ready.
    """

    frame: Frame
    camera: Pinhole
    people: dict[int, Followed]
    behind: int


class Live:
    """A camera that is looked through; `close` it.

    Args:
        open_camera: opens the camera; called on our thread, for some take a second.
        open_faces: loads the vision models, the same.
        pinhole: the camera's lens, by the size of its pictures.
    """

    def __init__(
        self,
        open_camera: Callable[[], Camera],
        open_faces: Callable[[], Faces],
        pinhole: Callable[[tuple[int, int]], Pinhole] = Pinhole.usual,
    ) -> None:
        self._open_camera = open_camera
        self._open_faces = open_faces
        self._pinhole = pinhole
        self._lock = threading.Lock()
        self._seen: Seen | None = None
        self._failure: Rejected | Unavailable | None = None
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="try-on", daemon=True)
        self._thread.start()

    def newest(self) -> Seen | None:
        """The newest frame that was looked at, None before there is one; never waits.

        Raises:
            Unavailable: ``no-camera``, ``camera-lost``, ``camera-black``, ``camera-silent``, ``no-models``,
                ``damaged-model``, ``no-runtime``.
            Rejected: a recording cannot be read.
        """
        with self._lock:
            if self._failure is not None:
                raise self._failure
            return self._seen

    def close(self) -> None:
        """Let go of the camera."""
        self._ending.set()
        self._thread.join(timeout=5.0)

    def _run(self) -> None:
        try:
            faces = self._open_faces()
            with self._open_camera() as camera:
                self._look(camera, faces)
        except (Rejected, Unavailable) as error:
            with self._lock:
                self._failure = error

    def _look(self, camera: Camera, faces: Faces) -> None:
        number, silent = -1, 0
        while not self._ending.is_set():
            frame = camera.newest(number, PATIENCE_S)
            if frame is None:
                silent += 1
                if silent * PATIENCE_S > SILENT_S:
                    raise Unavailable("camera-silent", "the camera sends nothing; is another program using it?")
                continue
            number, silent = frame.number, 0
            pinhole = self._pinhole((frame.picture.shape[1], frame.picture.shape[0]))
            people = faces.look(frame, pinhole)
            seen = Seen(frame, pinhole, people, camera.latest - frame.number)
            with self._lock:
                self._seen = seen
