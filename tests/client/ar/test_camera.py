"""Sources of frames: files, folders, films, and a camera that misbehaves."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from client.ar.camera import FilmSource, FolderSource, StillSource, Webcam, open_source
from client.ar.films import FilmWriter
from client.ar.pictures import decode_picture, read_picture, write_picture
from showroom.errors import Rejected, Unavailable

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


class Fake:
    """A capture that gives what the test says; after `pictures` it has gone."""

    def __init__(self, pictures: list[NDArray[np.uint8]], *, opens: bool = True) -> None:
        self._pictures = list(pictures)
        self._opens = opens
        self.go_on = threading.Event()
        self.go_on.set()
        self.released = False

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return self._opens

    def set(self, _name: int, _value: float) -> bool:
        return True

    def get(self, _name: int) -> float:
        return 30.0

    def read(self) -> tuple[bool, NDArray[np.uint8] | None]:
        self.go_on.wait(5.0)
        return (True, self._pictures.pop(0)) if self._pictures else (False, None)

    def release(self) -> None:
        self.released = True


def grey(level: int, size: tuple[int, int] = (48, 64)) -> NDArray[np.uint8]:
    return np.full((*size, 3), level, dtype=np.uint8)


def test_a_camera_that_is_unplugged_says_so_and_is_let_go() -> None:
    fake = Fake([grey(level) for level in range(100, 140)])
    camera = Webcam(3, open_capture=lambda _: fake)  # type: ignore[arg-type,return-value] # a capture of ours
    with camera, pytest.raises(Unavailable, match="camera-lost"):
        camera.newest(after=1000)
    assert fake.released


def test_frames_are_numbered_frozen_and_red_first() -> None:
    blue = grey(60)
    blue[..., 0] = 200
    fake = Fake([blue] * 100_000)
    fake.go_on.clear()
    with Webcam(3, open_capture=lambda _: fake) as camera:  # type: ignore[arg-type,return-value] # a capture of ours
        assert camera.newest(timeout_s=0.01) is None
        fake.go_on.set()
        first = camera.newest()
        assert first is not None
        second = camera.newest(after=first.number + 50)
    assert second is not None
    assert second.number > first.number + 50  # nothing was kept for a slow reader
    assert second.time_s >= first.time_s
    assert first.picture[0, 0].tolist() == [60, 60, 200]
    assert not first.picture.flags.writeable


def test_a_black_picture_is_told_as_a_closed_shutter() -> None:
    fake = Fake([grey(0) for _ in range(40)])
    camera = Webcam(3, open_capture=lambda _: fake)  # type: ignore[arg-type,return-value] # a capture of ours
    with camera, pytest.raises(Unavailable, match="camera-black"):
        camera.newest(after=1000)


def test_a_camera_that_is_not_there_says_so() -> None:
    with pytest.raises(Unavailable, match=r"no-camera.*camera 99"):
        Webcam(99, open_capture=lambda _: Fake([], opens=False))  # type: ignore[arg-type,return-value] # of ours


def test_stills_folders_and_films_are_told_apart(tmp_path: Path) -> None:
    write_picture(grey(90), tmp_path / "still.png")
    with FilmWriter(tmp_path / "film.avi", (64, 48), 25.0) as film:
        for level in (60, 120, 180):
            film.write(grey(level))
    assert isinstance(open_source(tmp_path / "still.png"), StillSource)
    assert isinstance(open_source(tmp_path), FolderSource)
    found = open_source(tmp_path / "film.avi")
    assert isinstance(found, FilmSource)
    assert found.rate_hz == pytest.approx(25.0)
    frames = list(found.frames())
    assert [frame.number for frame in frames] == [0, 1, 2]
    assert frames[2].time_s == pytest.approx(0.08)
    assert [round(float(frame.picture.mean())) for frame in frames] == pytest.approx([60, 120, 180], abs=4)


def test_a_folder_is_read_by_name_and_must_have_one_size(tmp_path: Path) -> None:
    write_picture(grey(20), tmp_path / "b.png")
    write_picture(grey(10), tmp_path / "a.png")
    assert [int(frame.picture[0, 0, 0]) for frame in FolderSource(tmp_path).frames()] == [10, 20]
    write_picture(grey(30, (20, 20)), tmp_path / "c.png")
    with pytest.raises(Rejected, match="another size"):
        list(FolderSource(tmp_path).frames())


@pytest.mark.parametrize("name", ["nothing.png", "no-film.mp4"])
def test_what_does_not_exist_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(Rejected, match="no-such-file"):
        open_source(tmp_path / name)


def test_an_empty_folder_and_a_false_film_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="holds no pictures"):
        list(FolderSource(tmp_path).frames())
    (tmp_path / "false.mp4").write_bytes(b"this is no film" * 100)
    with pytest.raises(Rejected, match="unreadable-film"):
        open_source(tmp_path / "false.mp4")


def test_pictures_survive_writing_and_reading(tmp_path: Path) -> None:
    picture = np.random.default_rng(0).integers(0, 255, (20, 30, 3), dtype=np.uint8)
    write_picture(picture, tmp_path / "deep" / "down.png")
    assert np.array_equal(read_picture(tmp_path / "deep" / "down.png"), picture)


def test_garbage_in_a_picture_is_refused_and_never_crashes() -> None:
    random = np.random.default_rng(5)
    whole = np.asarray(cv2.imencode(".png", grey(80))[1])
    for _ in range(60):
        broken = whole[: random.integers(0, len(whole))].copy()
        if len(broken):
            broken[random.integers(0, len(broken))] ^= 255
        codes = set()
        try:
            assert decode_picture(broken, "broken.png").dtype == np.uint8
        except Rejected as error:
            codes.add(error.code)
        assert codes <= {"unreadable-picture", "bad-picture-size"}


def test_formats_and_sizes_are_bounded(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="unknown-format"):
        write_picture(grey(1, (20, 20)), tmp_path / "out.xyz")
    write_picture(grey(1, (2, 2)), tmp_path / "tiny.png")
    with pytest.raises(Rejected, match="bad-picture-size"):
        read_picture(tmp_path / "tiny.png")


def test_films_are_written_only_in_known_formats(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="unknown-format"):
        FilmWriter(tmp_path / "film.gif", (64, 48), 25.0)
