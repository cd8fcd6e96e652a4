"""``showroom tryon`` on floors: from a picture file to a picture file, with true sizes and every refusal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest

from client.ar.pictures import read_picture, write_picture
from client.ar.sheets.page import sheet_pdf
from client.scene.mirrored import mirrored
from server.store.folder import open_data_folder
from showroom.catalogue import Publication
from showroom.cli.main import run
from showroom.codes import assign
from showroom.gltf.writer import write
from showroom.tryon.sheet import SIZES_MM
from tests.client.ar.sheets.printed import photographed, printed, view
from tests.client.scene.test_tryon import document, product, red

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

SIZE, FOCAL, AWAY = (420, 560), 480.0, 0.5


def block() -> NDArray[np.float64]:
    """A block 60 mm wide, 20 mm high and 100 mm deep as triangles (m, 3, 3), normals outwards."""
    low, high = np.array([-0.03, 0.0, -0.05]), np.array([0.03, 0.02, 0.05])
    faces = [((0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1)), ((1, 0, 0), (0, 0, 0), (0, 1, 0), (1, 1, 0))]
    faces += [((0, 1, 1), (1, 1, 1), (1, 1, 0), (0, 1, 0)), ((0, 0, 0), (1, 0, 0), (1, 0, 1), (0, 0, 1))]
    faces += [((1, 0, 1), (1, 0, 0), (1, 1, 0), (1, 1, 1)), ((0, 0, 0), (0, 0, 1), (0, 1, 1), (0, 1, 0))]
    triangles = [(q[0], q[1], q[2]) for q in faces] + [(q[0], q[2], q[3]) for q in faces]
    return np.where(np.array(triangles) == 1, high, low)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data")
    folder = open_data_folder(path)
    try:
        model = folder.files.put(write(document(block())), "model/gltf-binary")
        sold = msgspec.structs.replace(product(), id="block", kind="car")
        book = assign(sold, None, 1, {1})
        folder.catalogue.publish(Publication(sold, 1, model, (60.0, 20.0, 100.0), 12, book, "2026-11-22T12:00:00Z"))
    finally:
        folder.close()
    return path


def photo(path: Path, bend_mm: float = 0.0) -> NDArray[np.uint8]:
    page = printed(sheet_pdf("floor", "a4"), 4.0)
    picture = photographed(page, SIZES_MM["a4"], view(0.0 if not bend_mm else 35.0, 0.0, AWAY), FOCAL, SIZE, bend_mm)
    write_picture(picture, path)
    return picture


def tryon(data: Path, source: Path, output: Path, *more: str) -> int:
    return run(["tryon", str(source), "--data", str(data), "-o", str(output), "--json", "--product", "block", *more])


def test_a_block_on_the_sheet_is_as_large_in_the_picture_as_it_is(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = photo(tmp_path / "floor.png")
    assert tryon(data, tmp_path / "floor.png", tmp_path / "out.png", "--fov", "60.5", "--turn", "90") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["sheet"] == "floor a4"
    assert report["distance_mm"] == pytest.approx(1000.0 * AWAY, rel=0.04)
    shown = read_picture(tmp_path / "out.png")
    rows, columns = np.nonzero(red(shown) & ~red(before))
    # Its top is 20 mm nearer to the camera than the sheet.
    edges = sorted(float(np.diff(np.quantile(each, [0.01, 0.99]))[0]) for each in (rows, columns))
    nearer = FOCAL / (AWAY - 0.02) / 1000.0
    assert edges[0] == pytest.approx(60.0 * nearer, abs=5.0)
    assert edges[1] == pytest.approx(100.0 * nearer, abs=5.0)
    assert abs(rows.mean() - SIZE[1] / 2) < 4
    assert np.array_equal(shown[:60], before[:60])


def test_a_bent_sheet_is_refused(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo(tmp_path / "bent.png", bend_mm=14.0)
    assert tryon(data, tmp_path / "bent.png", tmp_path / "out.png") == 1
    assert "sheet-bent" in "".join(capsys.readouterr())
    assert not (tmp_path / "out.png").exists()


def test_without_sheet_or_plane_nothing_can_stand(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_picture(np.full((120, 160, 3), 90, dtype=np.uint8), tmp_path / "grey.png")
    assert tryon(data, tmp_path / "grey.png", tmp_path / "out.png") == 1
    assert "no-sheet" in "".join(capsys.readouterr())


@pytest.mark.parametrize("wrong", [("--scale", "0:3"), ("--plane", "1,2,3"), ("--at", "5"), ("--printed", "nan")])
def test_nonsense_is_a_wrong_use(data: Path, tmp_path: Path, wrong: tuple[str, str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        tryon(data, tmp_path / "any.png", tmp_path / "out.png", *wrong)
    assert stopped.value.code == 2


def test_the_other_shoe_is_the_first_in_a_mirror_with_its_outside_out() -> None:
    one = document(block()[:4] + np.array([0.1, 0.0, 0.0]))
    other = mirrored(one)
    (first,), (second,) = (
        [primitive for root in each.roots for primitive in (root.mesh.primitives if root.mesh else [])]
        for each in (one, other)
    )
    flipped = np.asarray(second.attributes["POSITION"]) * [-1.0, 1.0, 1.0]
    assert np.allclose(flipped, first.attributes["POSITION"])
    corners = np.asarray(second.attributes["POSITION"])[np.asarray(second.indices).reshape(-1, 3)]
    outwards = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert outwards[0, 2] > 0.0
