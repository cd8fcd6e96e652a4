"""Drawing a sheet: markers, the chequered place of the feet, a line to hold a ruler to, and words in two languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from client.ar.sheets.markers import board, board_markers, marker_bits
from client.ar.sheets.pdf import Page, document
from showroom.tryon.sheet import (
    BOARD_SQUARES,
    CHECK_MM,
    FACE_MM,
    MARGIN_MM,
    MARKER_MM,
    RULER_MM,
    SIZES_MM,
    SQUARE_MARKER_MM,
    SQUARE_MM,
    sheet,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.tryon.sheet import Area, Kind, Paper, Sheet

# No skin is blue, and on a printer without colour it is still a quarter darker than paper.
TINT = (0.55, 0.78, 0.97)
TINY_MM, SMALL_MM, USUAL_MM, LARGE_MM = 2.3, 2.6, 3.6, 5.2
TITLES = {
    "floor": "Floor sheet · Bodenbogen",
    "foot-left": "Left foot · Linker Fuß",
    "foot-right": "Right foot · Rechter Fuß",
    "face": "Face strip · Gesichtsstreifen",
    "calibration": "Calibration sheet · Kalibrierbogen",
}
PRINT_EN = "Print at 100 %, not “fit to page”. Check: the line is 100 mm long."
PRINT_DE = "Mit 100 % drucken, nicht „an Seite anpassen“. Prüfen: Die Linie ist 100 mm lang."
FOOT_EN = "Lay flat, lower edge at a wall, heel at the wall. Stand along the page. Photo from above the toes."
FOOT_DE = "Flach auslegen, Unterkante und Ferse an die Wand. Längs zum Blatt stehen. Foto von über den Zehen."
FACE_EN = (
    "Cut out between the corners, stick to something stiff, hold it flat against the forehead, and look at the camera."
)
FACE_DE = "Zwischen den Ecken ausschneiden, auf Festes kleben, flach an die Stirn halten und in die Kamera schauen."
FLOOR_STEPS = (
    ("Lay the sheet flat on the floor or on a desk.", "Den Bogen flach auf Boden oder Tisch legen."),
    ("Tape the corners down: a bent sheet is refused.", "Ecken festkleben: Ein gewellter Bogen wird abgelehnt."),
    ("Take a picture with the whole sheet in it.", "Ein Bild machen, auf dem der ganze Bogen ist."),
    ("showroom tryon PHOTO --product ID -o OUT", "showroom tryon FOTO --product ID -o BILD"),
)
BOARD_EN = "Glue to a stiff board. Film it from 10 sides, tilted by up to 45°, near and far, also in the corners."
BOARD_DE = "Auf feste Pappe kleben. Von 10 Seiten filmen, bis 45° geneigt, nah und fern, auch in den Ecken."


def sheet_pdf(kind: Kind, paper: Paper) -> bytes:
    """The sheet as a PDF of one page."""
    page = Page(SIZES_MM[paper])
    if kind == "calibration":
        _draw_board(page, paper)
    else:
        _draw_ring(page, sheet(kind, paper))
    return document([page], TITLES[kind])


def _draw_ring(page: Page, plan: Sheet) -> None:
    if plan.feet is not None:
        _draw_checks(page, plan.feet)
    for number, corners in zip(plan.ids, plan.corners_mm, strict=True):
        _draw_marker(page, marker_bits(int(number)), corners[3], MARKER_MM)
    if plan.kind == "face":
        _face_words(page, plan)
    elif plan.kind == "floor":
        _floor_words(page, plan)
    else:
        _foot_words(page, plan)


def _draw_checks(page: Page, area: Area) -> None:
    columns, rows = (round(size / CHECK_MM) for size in area.size_mm)
    for column in range(columns):
        for row in range(column % 2, rows, 2):
            page.rectangle(area.left + column * CHECK_MM, area.lower + row * CHECK_MM, CHECK_MM, CHECK_MM, TINT)


def _draw_marker(page: Page, bits: NDArray[np.bool_], lower_left: NDArray[np.float64], edge_mm: float) -> None:
    """Runs of black cells as one rectangle each: hairlines between neighbours would show in print."""
    cell = edge_mm / len(bits)
    left, lower = float(lower_left[0]), float(lower_left[1])
    page.rectangle(left, lower, edge_mm, edge_mm)
    for row, cells in enumerate(bits):
        steps = np.flatnonzero(np.diff(np.concatenate([[0], cells.astype(int), [0]])))
        for start, end in zip(steps[::2], steps[1::2], strict=True):
            y = lower + edge_mm - (row + 1) * cell
            page.rectangle(left + float(start) * cell, y, float(end - start) * cell, cell, (1.0, 1.0, 1.0))


def _foot_words(page: Page, plan: Sheet) -> None:
    """Up the two strips beside the foot: German on the left, English on the right, and the ruler."""
    if plan.feet is None:
        return
    bottom = -plan.size_mm[1] / 2.0 + 12.0
    for base, words in ((plan.feet.left - 1.6, (FOOT_DE, PRINT_DE)), (plan.feet.right + 4.0, (FOOT_EN, PRINT_EN))):
        page.text(base, bottom, TITLES[plan.kind], TINY_MM, bold=True, upwards=True)
        page.text(base, bottom + 36.0, "  ".join(words), TINY_MM, upwards=True)
    _ruler_upwards(page, plan.feet.left - 6.0, bottom)


def _face_words(page: Page, plan: Sheet) -> None:
    """The corners to cut between, a word on the strip, and what to do below it."""
    x, y, reach = FACE_MM[0] / 2.0, FACE_MM[1] / 2.0, 12.0
    for across in (-1.0, 1.0):
        for upward in (-1.0, 1.0):
            corner = (across * x, upward * y)
            page.line(corner, (across * (x - reach), upward * y), 0.2)
            page.line(corner, (across * x, upward * (y - reach)), 0.2)
    page.text(-x + 6.0, -y + 4.0, TITLES[plan.kind], SMALL_MM)
    for number, words in enumerate((FACE_EN, FACE_DE, PRINT_EN, PRINT_DE)):
        page.text(-x, -y - 10.0 - 4.6 * number, words, SMALL_MM + 0.3)
    _ruler(page, -x, -y - 34.0)


def _ruler_upwards(page: Page, x: float, start: float) -> None:
    page.line((x, start), (x, start + RULER_MM), 0.3)
    for at in range(0, 101, 10):
        reach = 1.1 if at % 50 == 0 else 0.6
        page.line((x - reach, start + at), (x + reach, start + at), 0.2)


def _ruler(page: Page, left: float, y: float) -> None:
    page.line((left, y), (left + RULER_MM, y), 0.3)
    for at in range(0, 101, 10):
        reach = 2.0 if at % 50 == 0 else 1.2
        page.line((left + at, y - reach), (left + at, y + reach), 0.2)


def _floor_words(page: Page, plan: Sheet) -> None:
    width, height = plan.size_mm
    if plan.feet is not None:
        y = height / 2.0 - MARGIN_MM - MARKER_MM - 3.4
        page.text(plan.feet.left, y, f"{PRINT_EN}  {PRINT_DE}", SMALL_MM)
        page.text(plan.feet.left, y - 3.6, "Both feet, toes up the page. · Beide Füße, Zehen nach oben.", SMALL_MM)
        _ruler(page, plan.feet.left, -height / 2.0 + MARGIN_MM + MARKER_MM + 4.5)
        return
    left, y = -width / 2.0 + MARGIN_MM + MARKER_MM + 6.0, height / 2.0 - MARGIN_MM - MARKER_MM - 16.0
    page.text(left, y, TITLES[plan.kind], LARGE_MM, bold=True)
    for number, (english, german) in enumerate(FLOOR_STEPS, start=1):
        page.text(left, y - 4.0 - number * 14.0, f"{number}. {english}", USUAL_MM)
        page.text(left, y - 9.0 - number * 14.0, f"    {german}", USUAL_MM)
    page.text(left, y - 86.0, PRINT_EN, SMALL_MM + 0.3)
    page.text(left, y - 90.5, PRINT_DE, SMALL_MM + 0.3)
    _ruler(page, left, y - 98.0)


def _draw_board(page: Page, paper: Paper) -> None:
    columns, rows = BOARD_SQUARES[paper]
    left, upper = -columns * SQUARE_MM / 2.0, page.size_mm[1] / 2.0 - 2.0 * MARGIN_MM
    markers = board_markers(board(paper))
    for row in range(rows):
        for column in range(columns):
            x, y = left + column * SQUARE_MM, upper - (row + 1) * SQUARE_MM
            number = markers.get((column, row))
            if number is None:
                page.rectangle(x, y, SQUARE_MM, SQUARE_MM)
                continue
            inset = (SQUARE_MM - SQUARE_MARKER_MM) / 2.0
            _draw_marker(page, marker_bits(number, board=True), np.array([x + inset, y + inset]), SQUARE_MARKER_MM)
    y = upper - rows * SQUARE_MM - 9.0
    page.text(left, y, TITLES["calibration"], USUAL_MM, bold=True)
    for number, words in enumerate((BOARD_EN, BOARD_DE, PRINT_EN, PRINT_DE)):
        page.text(left, y - 5.0 - 4.2 * number, words, SMALL_MM + 0.3)
    _ruler(page, left, y - 26.0)
