from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest

from client.ar.camera import Frame, StillSource
from client.ar.cameras import Device, Recording, list_cameras, open_camera
from client.ar.following import Faces
from client.ar.live import Live, Seen
from client.ar.pictures import write_picture
from showroom.errors import Rejected, Unavailable
from tests.client.ar.portrait import placed, similarity

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from client.ar.face_tracker import FaceTracker
    from client.ar.following import Followed
    from showroom.tryon.lens import Pinhole


class Shutter:
    """A camera of our own: frames come when the test says so."""

    def __init__(self, picture: np.ndarray) -> None:
        self.picture = picture
        self.latest = -1
        self.closed = False
        self.failure: Unavailable | None = None
        self.more = threading.Condition()

    def release(self, number: int) -> None:
        with self.more:
            self.latest = number
            self.more.notify_all()

    def fail(self, error: Unavailable) -> None:
        with self.more:
            self.failure = error
            self.more.notify_all()

    def newest(self, after: int = -1, timeout_s: float = 5.0) -> Frame | None:
        with self.more:
            self.more.wait_for(lambda: self.latest > after or self.failure is not None, timeout_s)
            if self.failure is not None:
                raise self.failure
            return Frame(self.picture, self.latest / 30.0, self.latest) if self.latest > after else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closed = True


class Slow(Faces):
    """Looks at a frame for as long as the test wants."""

    def __init__(self, tracker: FaceTracker) -> None:
        super().__init__(tracker)
        self.begun, self.go_on = threading.Event(), threading.Event()

    def look(self, frame: Frame, camera: Pinhole, *, still: bool = False) -> dict[int, Followed]:
        self.begun.set()
        assert self.go_on.wait(20.0)
        return super().look(frame, camera, still=still)


def wait_for(live: Live, number: int) -> Seen:
    for _ in range(2000):
        seen = live.newest()
        if seen is not None and seen.frame.number >= number:
            return seen
        threading.Event().wait(0.01)
    raise AssertionError(f"frame {number} was never seen")


def test_the_newest_frame_wins_and_says_how_far_behind_it_is(tracker: FaceTracker) -> None:
    shutter, faces = Shutter(placed(similarity(1.2, 0.0, (320.0, 240.0)))), Slow(tracker)
    live = Live(lambda: shutter, lambda: faces)
    try:
        assert live.newest() is None  # nobody waits for a camera
        shutter.release(0)
        assert faces.begun.wait(20.0)
        shutter.release(7)
        faces.go_on.set()
        wait_for(live, 0)
        seen = wait_for(live, 7)
        assert seen.frame.number == 7  # 1 to 6 were passed over
        assert seen.behind == 0
        assert len(seen.people) == 1
    finally:
        live.close()
    assert shutter.closed


@pytest.mark.parametrize("code", ["camera-lost", "camera-black"])
def test_a_camera_that_fails_is_told_to_who_draws_and_let_go_of(tracker: FaceTracker, code: str) -> None:
    shutter = Shutter(placed(similarity(1.2, 0.0, (320.0, 240.0))))
    live = Live(lambda: shutter, lambda: Faces(tracker))
    shutter.release(0)
    wait_for(live, 0)
    shutter.fail(Unavailable(code, "told"))
    with pytest.raises(Unavailable, match=code):
        wait_for(live, 99)
    live.close()
    assert shutter.closed


def test_a_recording_is_played_over_and_over_as_a_camera(tmp_path: Path) -> None:
    write_picture(np.full((32, 48, 3), 90, dtype=np.uint8), tmp_path / "a.png")
    with Recording(StillSource(tmp_path / "a.png")) as camera:
        first = camera.newest()
        assert first is not None
        later = camera.newest(first.number + 2)
    assert later is not None
    assert later.number > first.number + 2
    assert later.time_s > first.time_s


def test_a_recording_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"no picture")
    with open_camera(str(tmp_path / "a.png")) as camera, pytest.raises(Rejected, match="unreadable-picture"):
        camera.newest()
    with pytest.raises(Rejected, match="no-such-file"):
        open_camera(str(tmp_path / "none.mp4"))


def test_cameras_are_listed_by_name_without_their_metadata_entries(tmp_path: Path) -> None:
    for entry, name, index in (("video0", "Integrated Webcam", "0"), ("video1", "Integrated Webcam", "1")):
        (tmp_path / entry).mkdir()
        (tmp_path / entry / "name").write_text(f"{name}\n")
        (tmp_path / entry / "index").write_text(f"{index}\n")
    (tmp_path / "video10").mkdir()
    assert list_cameras(tmp_path) == (Device("0", "Integrated Webcam"), Device("10", "10"))
