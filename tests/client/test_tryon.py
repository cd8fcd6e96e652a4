"""``showroom tryon``: from a picture file to a picture file and measurements, and every refusal."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest

from client.ar.camera import FilmSource
from client.ar.films import FilmWriter
from client.ar.models import missing, models_path
from client.ar.pictures import read_picture, write_picture
from server.store.folder import open_data_folder
from showroom.catalogue import Publication
from showroom.cli.main import run
from showroom.codes import assign
from showroom.gltf.writer import write
from tests.client.ar.portrait import PATH, placed, portrait, similarity
from tests.client.scene.test_tryon import document, product, red
from tests.showroom.tryon.frames import plain_glasses

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with plain glasses and a shoe."""
    if missing(models_path()):
        pytest.fail("the vision models are missing: run `showroom models install` (make test does)")
    path = tmp_path_factory.mktemp("data")
    folder = open_data_folder(path)
    try:
        model = folder.files.put(write(document(plain_glasses())), "model/gltf-binary")
        shoe = msgspec.structs.replace(product(), id="clog", kind="shoe")
        for tag, sold in enumerate((product(), shoe), start=1):
            book = assign(sold, None, 1, {tag})
            size_mm = (140.0, 46.0, 140.0)
            folder.catalogue.publish(Publication(sold, 1, model, size_mm, 500, book, "2026-11-22T12:00:00Z"))
    finally:
        folder.close()
    return path


def tryon(data: Path, source: Path, output: Path, *more: str) -> int:
    return run(["tryon", str(source), "--data", str(data), "-o", str(output), *(more or ("--product", "plain"))])


def test_a_portrait_wears_the_glasses_and_is_measured(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "worn.png"
    assert tryon(data, PATH, output, "--product", "plain", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["product"] == "plain"
    (face,) = report["faces"]
    assert face["pupils"]["low"] < face["pupils"]["mm"] < face["pupils"]["high"]
    assert 55.0 < face["pupils"]["mm"] < 72.0
    assert face["advice"]["de"].startswith("Diese Fassung")
    shown = read_picture(output)
    assert shown.shape == portrait().shape
    worn = red(shown) & ~red(portrait())
    rows, columns = np.nonzero(worn)
    assert len(rows) > 200
    # Her eyes lie at about (94, 101) and (136, 104) in the portrait.
    assert 90.0 < rows.mean() < 118.0
    assert 108.0 < columns.mean() < 122.0
    assert np.array_equal(shown[170:], portrait()[170:])


def test_a_film_wears_them_in_every_frame(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, output = tmp_path / "film.avi", tmp_path / "worn.avi"
    with FilmWriter(source, (320, 240), 25.0) as film:
        for step in range(4):
            film.write(placed(similarity(0.9, 2.0 * step, (150 + 6 * step, 120)), (320, 240)))
    assert tryon(data, source, output) == 0
    assert "4 of 4 with a face" in capsys.readouterr().out
    frames = list(FilmSource(output).frames())
    assert len(frames) == 4
    middles = [np.nonzero(red(frame.picture))[1].mean() for frame in frames]
    assert middles == sorted(middles)


def test_whoever_stays_keeps_the_glasses_as_they_sit_when_another_leaves(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, output = tmp_path / "film.avi", tmp_path / "worn.avi"
    alone = placed(similarity(1.1, 0.0, (470, 240)))
    with FilmWriter(source, (640, 480), 25.0) as film:
        for _ in range(2):
            film.write(placed(similarity(1.1, 0.0, (160, 240)), onto=alone))
        for _ in range(2):
            film.write(alone)
    assert tryon(data, source, output, "--product", "plain", "--json") == 0
    assert len(json.loads(capsys.readouterr().out)["faces"]) == 2
    frames = list(FilmSource(output).frames())
    right = [red(frame.picture[:, 320:]).sum() for frame in frames]
    assert min(right) > 0.9 * max(right)
    assert red(frames[0].picture[:, :320]).sum() > 200
    assert red(frames[-1].picture[:, :320]).sum() < 20


def test_text_says_the_sizes_with_their_reach_in_german(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tryon(data, PATH, tmp_path / "worn.png", "--product", "plain", "--language", "de") == 0
    said = capsys.readouterr().out
    assert "Pupillenabstand" in said
    assert "±" in said


def test_shoes_need_the_sheet(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tryon(data, PATH, tmp_path / "worn.png", "--product", "clog") == 1
    assert "no-sheet" in capsys.readouterr().err
    assert not (tmp_path / "worn.png").exists()


def test_a_picture_without_a_face_is_told_and_nothing_is_written(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_picture(np.full((120, 160, 3), 90, np.uint8), tmp_path / "wall.png")
    assert tryon(data, tmp_path / "wall.png", tmp_path / "worn.png") == 1
    assert "no-face" in capsys.readouterr().err
    assert not (tmp_path / "worn.png").exists()


def test_a_file_that_is_no_picture_is_told(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "text.png").write_text("no picture")
    assert tryon(data, tmp_path / "text.png", tmp_path / "worn.png") == 1
    assert "unreadable-picture" in capsys.readouterr().err


def test_missing_and_corrupt_models_name_the_command(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = ("--product", "plain", "--models", str(tmp_path / "models"))
    assert tryon(data, PATH, tmp_path / "worn.png", *more) == 1
    assert "showroom models install" in capsys.readouterr().err
    shutil.copytree(models_path(), tmp_path / "models")
    (tmp_path / "models" / "iris_landmark.tflite").write_bytes(b"cut off")
    assert tryon(data, PATH, tmp_path / "worn.png", *more) == 1
    assert "damaged-model" in capsys.readouterr().err


def test_an_unknown_product_names_what_there_is(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tryon(data, PATH, tmp_path / "worn.png", "--product", "monocle") == 1
    assert "plain" in capsys.readouterr().err


@pytest.mark.parametrize("fov", ["5", "wide", "200"])
def test_an_impossible_angle_of_view_is_a_usage_error(data: Path, tmp_path: Path, fov: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        tryon(data, PATH, tmp_path / "worn.png", "--fov", fov)


def test_models_install_says_that_everything_is_there(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    assert data.is_dir()
    assert run(["models", "install", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["installed"] == []
