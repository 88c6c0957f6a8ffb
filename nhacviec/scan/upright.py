"""A page laid straight: turned, and stretched where a phone was held at an angle."""

from collections.abc import Sequence

from PIL import Image

from nhacviec.scan.grid import strokes_of, tables_of, tolerance_of
from nhacviec.scan.strokes import Stroke, ink_of

_SPREAD = 3  # lines that slope up to one in twelve are found
_LONG = 0.5  # share of the longest line of a table that its outer lines have at least
_PAPER = 255

Point = tuple[float, float]


def laid_straight(picture: Image.Image) -> Image.Image:
    """Give the page with its largest table as a rectangle; without a table it stays as it is."""
    corners = _corners(picture)
    if corners is None:
        return picture
    top_left, bottom_left, bottom_right, top_right = corners
    left = (top_left[0] + bottom_left[0]) / 2
    right = (top_right[0] + bottom_right[0]) / 2
    top = (top_left[1] + top_right[1]) / 2
    bottom = (bottom_left[1] + bottom_right[1]) / 2
    straight = ((left, top), (left, bottom), (right, bottom), (right, top))
    off = max(
        abs(a - b)
        for point, wanted in zip(corners, straight, strict=True)
        for a, b in zip(point, wanted, strict=True)
    )
    if off < 1:
        return picture
    return picture.transform(
        picture.size,
        Image.Transform.PERSPECTIVE,
        _perspective(straight, corners),
        Image.Resampling.BICUBIC,
        fillcolor=_PAPER,
    )


def _corners(picture: Image.Image) -> tuple[Point, Point, Point, Point] | None:
    """Find where the outer lines of the largest table meet."""
    across, down = strokes_of(ink_of(picture), _SPREAD)
    near = 2 * tolerance_of(picture)
    tables = list(tables_of(across, down, near))
    if not tables:
        return None
    rows, columns = max(tables, key=lambda table: sum(line.length for line in table[0]))
    top, bottom = _outer(rows)
    left, right = _outer(columns)
    return (
        _crossing(top, left),
        _crossing(bottom, left),
        _crossing(bottom, right),
        _crossing(top, right),
    )


def _outer(lines: Sequence[Stroke]) -> tuple[Stroke, Stroke]:
    """Give the first and the last of the long lines."""
    longest = max(line.length for line in lines)
    long = sorted((li for li in lines if li.length >= _LONG * longest), key=lambda li: li.middle)
    return long[0], long[-1]


def _crossing(across: Stroke, down: Stroke) -> Point:
    left = down.middle
    for _ in range(4):  # each step divides what is off by the slopes: far below a pixel soon
        left = down.at(across.at(left))
    return left, across.at(left)


def _perspective(
    wanted: Sequence[Point], found: Sequence[Point]
) -> tuple[float, float, float, float, float, float, float, float]:
    """Give the eight numbers that take each wanted point to the one found (Gauss-Jordan)."""
    rows = []
    for (x, y), (u, v) in zip(wanted, found, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    size = len(rows)
    for place in range(size):
        pivot = max(range(place, size), key=lambda row: abs(rows[row][place]))
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [value / rows[place][place] for value in rows[place]]
        for row in range(size):
            if row != place:
                factor = rows[row][place]
                rows[row] = [
                    value - factor * base
                    for value, base in zip(rows[row], rows[place], strict=True)
                ]
    a, b, c, d, e, f, g, h = (row[-1] for row in rows)
    return a, b, c, d, e, f, g, h
