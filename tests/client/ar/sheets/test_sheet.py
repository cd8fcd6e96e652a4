from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from client.ar.sheets.finder import find_sheet
from client.ar.sheets.page import sheet_pdf
from showroom.cli.main import run
from showroom.tryon.plane import fit_plane
from showroom.tryon.sheet import KINDS, PAPERS, SIZES_MM, floor_points, ring_sheets, sheet
from tests.client.ar.sheets.printed import photographed, printed, view

if TYPE_CHECKING:
    from pathlib import Path

    from showroom.tryon.sheet import Kind, Paper

SIZE, FOCAL = (640, 480), 520.0


def test_the_command_writes_a_pdf_of_the_papers_true_size(tmp_path: Path) -> None:
    out = tmp_path / "new" / "sheet.pdf"
    assert run(["sheet", "--paper", "letter", "-o", str(out)]) == 0
    assert b"/MediaBox [0 0 612 792]" in out.read_bytes().replace(b"611.9999", b"612")


@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_of_the_files_table_points_at_its_object(kind: Kind) -> None:
    data = sheet_pdf(kind, "a4")
    table = data[int(data.rsplit(b"startxref\n", 1)[1].split()[0]) :]
    for number, place in enumerate(re.findall(rb"(\d{10}) 00000 n", table), start=1):
        assert data[int(place) :].startswith(b"%d 0 obj" % number)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("paper", PAPERS)
def test_every_page_has_a_line_of_exactly_100_mm(kind: Kind, paper: Paper) -> None:
    strokes = re.findall(rb"([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l S", sheet_pdf(kind, paper))
    lengths = [np.hypot(float(c) - float(a), float(d) - float(b)) / 72.0 * 25.4 for a, b, c, d in strokes]
    assert max(lengths) == pytest.approx(100.0, abs=0.01)


def test_no_two_sheets_share_a_marker() -> None:
    ids = np.concatenate([plan.ids for plan in ring_sheets()])
    assert len(ids) == len(set(ids.tolist()))
    assert ids.max() < 250


def test_nothing_is_printed_closer_to_a_marker_than_its_quiet_zone() -> None:
    for plan in ring_sheets():
        if plan.feet is None:
            continue
        x, y = np.abs(plan.corners_mm[..., 0]), np.abs(plan.corners_mm[..., 1])
        assert ((x > plan.feet.right + 3.0) | (y > plan.feet.upper + 3.0)).all()


@pytest.mark.parametrize("kind", ["floor", "foot-left", "foot-right"])
def test_a_printed_sheet_is_found_and_its_plane_is_true(kind: Kind) -> None:
    plan = sheet(kind, "a4")
    true = view(30.0, 12.0, 0.62)
    picture = photographed(printed(sheet_pdf(kind, "a4")), SIZES_MM["a4"], true, FOCAL, SIZE)
    sighting = find_sheet(picture)
    assert sighting is not None
    assert sighting.sheet is plan
    assert sighting.seen > 0.9
    plane = fit_plane(floor_points(sighting.places_mm), sighting.places_px, None, SIZE)
    assert plane.error_px < 0.4
    assert plane.camera.focal_px == pytest.approx(FOCAL, rel=0.06)
    apart = plane.on_floor(sighting.places_px) * 1000.0 - floor_points(sighting.places_mm) * 1000.0
    assert np.linalg.norm(apart, axis=1).mean() < 0.5
    assert abs(plane.tilt_deg - 30.0) < 2.0


def test_corners_count_from_the_pictures_corner() -> None:
    true = view(10.0, 20.0, 0.6)
    picture = photographed(printed(sheet_pdf("floor", "a4")), SIZES_MM["a4"], true, FOCAL, SIZE)
    sighting = find_sheet(picture)
    assert sighting is not None
    points = floor_points(sighting.places_mm) @ true[:3, :3].T + true[:3, 3]
    places = points[:, :2] / -points[:, 2:] * [FOCAL, -FOCAL] + np.array(SIZE) / 2.0
    assert np.abs((sighting.places_px - places).mean(axis=0)).max() < 0.12


def test_an_empty_floor_shows_no_sheet() -> None:
    noise = np.random.default_rng(0).integers(0, 255, (240, 320, 3), dtype=np.uint8)
    assert find_sheet(noise) is None
