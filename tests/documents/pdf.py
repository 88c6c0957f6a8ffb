"""A small PDF writer for the tests: ruled tables, Vietnamese text, no font file needed."""

import textwrap
from collections.abc import Sequence

_TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
    b"/CMapName /U def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange "
    b"1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"
)
_SIZE = 9
_LINE = 12.0
_LETTER = _SIZE * 0.5


def _text(x: float, y: float, text: str) -> str:
    return f"BT /F1 {_SIZE} Tf {x:.1f} {y:.1f} Td <{text.encode('utf-16-be').hex()}> Tj ET"


class Page:
    """One page, filled from the top."""

    def __init__(self, width: float = 842, height: float = 595) -> None:
        self.width, self.height = width, height
        self._top = 40.0
        self.drawn: list[str] = []

    def line(self, text: str) -> None:
        self._top += _LINE
        self.drawn.append(_text(40, self.height - self._top, text))

    def table(
        self, rows: Sequence[Sequence[str | None]], widths: Sequence[float], *, rules: bool = True
    ) -> None:
        """Draw rows; None is a place covered by the cell above it."""
        lefts = [40 + sum(widths[:column]) for column in range(len(widths) + 1)]
        self._top += 6
        for index, row in enumerate(rows):
            wrapped = [
                [
                    part
                    for line in (text or "").split("\n")
                    for part in textwrap.wrap(line, int(width / _LETTER) - 1) or [""]
                ]
                for text, width in zip(row, widths, strict=True)
            ]
            height = _LINE * max(map(len, wrapped)) + 4
            for column, lines in enumerate(wrapped):
                left, right = lefts[column], lefts[column + 1]
                for number, line in enumerate(lines, start=1):
                    down = self.height - self._top - number * _LINE + 2
                    self.drawn.append(_text(left + 2, down, line))
                if not rules:
                    continue
                below = rows[index + 1][column] if index + 1 < len(rows) else ""
                top, bottom = self.height - self._top, self.height - self._top - height
                if row[column] is not None:
                    self._rule(left, top, right, top)
                if below is not None:
                    self._rule(left, bottom, right, bottom)
                self._rule(left, top, left, bottom)
                self._rule(right, top, right, bottom)
            self._top += height

    def picture(self) -> None:
        self.drawn.append("q 700 0 0 500 40 40 cm /I1 Do Q")

    def _rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.drawn.append(f"{x0:.1f} {y0:.1f} m {x1:.1f} {y1:.1f} l S")


def _stream(body: bytes, extra: str = "") -> bytes:
    return b"<< /Length %d %s >> stream\n%s\nendstream" % (len(body), extra.encode(), body)


def pdf_of(
    pages: Sequence[Page], *, encrypt: bool = False, contents: tuple[bytes, str] | None = None
) -> bytes:
    """Write the pages as a file."""
    first = 8
    kids = " ".join(f"{first + 2 * index} 0 R" for index in range(len(pages)))
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        (
            b"<< /Type /Font /Subtype /Type0 /BaseFont /U /Encoding /Identity-H "
            b"/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>"
        ),
        (
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /U /DW 500 /FontDescriptor 6 0 R "
            b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
        ),
        _stream(_TO_UNICODE),
        (
            b"<< /Type /FontDescriptor /FontName /U /Flags 4 /FontBBox [0 -200 1000 800] "
            b"/Ascent 800 /Descent -200 /CapHeight 700 /ItalicAngle 0 /StemV 80 >>"
        ),
        _stream(
            b"\x80",
            "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8"
            " /ColorSpace /DeviceGray",
        ),
    ]
    for index, page in enumerate(pages):
        place = first + 2 * index + 1
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width} {page.height}] "
            f"/Resources << /Font << /F1 3 0 R >> /XObject << /I1 7 0 R >> >> "
            f"/Contents {place} 0 R >>".encode()
        )
        drawing = contents or ("\n".join(page.drawn).encode(), "")
        objects.append(_stream(*drawing))
    body = b"%PDF-1.7\n"
    places = []
    for number, written in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    locked = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"
        + b"11" * 32
        + b"> /U <"
        + b"22" * 32
        + b"> >> /ID [<00> <00>]"
        if encrypt
        else b""
    )
    size = len(objects) + 1
    trailer = b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R %s >>\n" % (
        size,
        table,
        size,
        locked,
    )
    return body + trailer + b"startxref\n%d\n%%%%EOF" % len(body)
