"""Pages of rectangles, lines and words as a PDF: vectors only, in millimetres, the same bytes every time.

Source: ISO 32000-1:2008, 7.5 (file structure), 8.4 and 8.5 (graphics), 9 (text); fonts are the standard ones (9.6.2.2).
"""

from __future__ import annotations

from dataclasses import dataclass, field

POINTS_PER_MM = 72.0 / 25.4
Color = tuple[float, float, float]
BLACK: Color = (0.0, 0.0, 0.0)
FONTS = {"F1": "Helvetica", "F2": "Helvetica-Bold"}


@dataclass(eq=False)
class Page:
    """One page; places are in millimetres from its middle, x right, y up.

    Args:
        size_mm: width and height.
    """

    size_mm: tuple[float, float]
    _drawn: list[str] = field(default_factory=list)

    def rectangle(self, left: float, lower: float, width: float, height: float, color: Color = BLACK) -> None:
        """A filled rectangle."""
        x, y = self._points(left, lower)
        size = (width * POINTS_PER_MM, height * POINTS_PER_MM)
        self._drawn.append(f"{_numbers(*color)} rg {_numbers(x, y, *size)} re f")

    def line(self, start: tuple[float, float], end: tuple[float, float], width: float, color: Color = BLACK) -> None:
        """A line of a width."""
        strokes = f"{_numbers(*self._points(*start))} m {_numbers(*self._points(*end))} l S"
        self._drawn.append(f"{_numbers(*color)} RG {_numbers(width * POINTS_PER_MM)} w {strokes}")

    def text(
        self, left: float, base: float, words: str, size: float, *, bold: bool = False, upwards: bool = False
    ) -> None:
        """One line of words, `size` millimetres high, to the right or up the page.

        Args:
            left: where it begins.
            base: the line that it stands on; upwards, `left` and `base` still name its first point.
            words: what it says; letters of Windows-1252.
            size: of the font.
            bold: heavier.
            upwards: turned by a quarter to the left.
        """
        turn = "0 1 -1 0" if upwards else "1 0 0 1"
        place = _numbers(*self._points(left, base))
        escaped = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        font = "F2" if bold else "F1"
        shown = f"/{font} {_numbers(size * POINTS_PER_MM)} Tf {turn} {place} Tm ({escaped}) Tj"
        self._drawn.append(f"BT 0 g {shown} ET")

    def content(self) -> bytes:
        """The page's drawing commands."""
        return "\n".join(self._drawn).encode("cp1252")

    def _points(self, x: float, y: float) -> tuple[float, float]:
        return (x + self.size_mm[0] / 2.0) * POINTS_PER_MM, (y + self.size_mm[1] / 2.0) * POINTS_PER_MM


def document(pages: list[Page], title: str) -> bytes:
    """The file. Print scaling is switched off in it, for programs that look (12.2)."""
    first = 4 + len(FONTS)
    numbers = [first + 2 * index for index in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    fonts = " ".join(f"/{name} {4 + index} 0 R" for index, name in enumerate(FONTS))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /ViewerPreferences << /PrintScaling /None >> >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        f"<< /Title ({title}) >>".encode("cp1252"),
        *(
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
            for name in FONTS.values()
        ),
    ]
    for number, page in zip(numbers, pages, strict=True):
        box = _numbers(page.size_mm[0] * POINTS_PER_MM, page.size_mm[1] * POINTS_PER_MM)
        content = page.content()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {box}] /Resources << /Font << {fonts} >> >> "
            f"/Contents {number + 1} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _file(objects)


def _file(objects: list[bytes]) -> bytes:
    data = b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info 3 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (count, table, count, len(data))
    )


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in values)
