"""The cells of a ruled table on a picture, from its lines: merged ones too."""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from PIL import Image

from nhacviec.scan.strokes import INK, Along, Stroke, find_strokes

_FINEST = 40  # the shortest line is the page's longer side through this
_COVERED = 0.7  # share of a cell's side that has to be ruled, for the side to be there
_FEWEST_LINES = 2


class Box(Struct, frozen=True):
    """A place on a picture, in pixels; right and bottom are just outside of it."""

    left: int
    top: int
    right: int
    bottom: int

    def holds(self, across: float, down: float) -> bool:
        """Say whether a point lies in it."""
        return self.left <= across < self.right and self.top <= down < self.bottom


class GridCell(Struct, frozen=True):
    """A cell that covers `rows` and `columns` (first, last + 1) of its table."""

    box: Box
    rows: tuple[int, int]
    columns: tuple[int, int]


class Grid(Struct, frozen=True):
    """One table: where it is, how many rows and columns, its cells in reading order."""

    box: Box
    height: int
    width: int
    cells: tuple[GridCell, ...]


def tolerance_of(picture: Image.Image) -> int:
    """Give how many pixels a line may be off: half a letter or less."""
    return max(4, max(picture.size) // 350)


def strokes_of(ink: Image.Image, spread: int) -> tuple[list[Stroke], list[Stroke]]:
    """Find the lines across and down."""
    shortest = max(ink.size) // _FINEST
    across = find_strokes(ink, Along.ACROSS, shortest, spread)
    return across, find_strokes(ink, Along.DOWN, shortest, spread)


def find_grids(ink: Image.Image) -> list[Grid]:
    """Find the tables, from top to bottom; a box around one text is none."""
    near = tolerance_of(ink)
    grids = [
        grid
        for across, down in tables_of(*strokes_of(ink, spread=1), near)
        if (grid := _grid(ink, across, down, near)) is not None
    ]
    return sorted(grids, key=lambda grid: grid.box.top)


def tables_of(
    across: Sequence[Stroke], down: Sequence[Stroke], near: float
) -> Iterator[tuple[list[Stroke], list[Stroke]]]:
    """Part the lines into those that hang together: a table each."""
    left_across, left_down = list(across), list(down)
    while left_across:
        rows, columns = [left_across.pop()], []
        grew = True
        while grew:
            met = [line for line in left_down if any(_meet(row, line, near) for row in rows)]
            left_down = [line for line in left_down if line not in met]
            columns += met
            more = [row for row in left_across if any(_meet(row, line, near) for line in columns)]
            left_across = [row for row in left_across if row not in more]
            rows += more
            grew = bool(met or more)
        if len(rows) >= _FEWEST_LINES and len(columns) >= _FEWEST_LINES:
            yield rows, columns


def _meet(across: Stroke, down: Stroke, near: float) -> bool:
    left, top = down.at(across.middle), across.at(down.middle)
    return (
        across.start - near <= left <= across.end + near
        and down.start - near <= top <= down.end + near
    )


def _grid(
    ink: Image.Image, across: Sequence[Stroke], down: Sequence[Stroke], near: int
) -> Grid | None:
    tops = _places(across, (line for stroke in down for line in (stroke.start, stroke.end)), near)
    lefts = _places(down, (line for stroke in across for line in (stroke.start, stroke.end)), near)
    ruled = _Ruled(ink, tops, lefts, near)
    tops = [top for row, top in enumerate(tops) if ruled.is_used_across(row)]
    lefts = [left for column, left in enumerate(lefts) if ruled.is_used_down(column)]
    if len(tops) <= 1 or len(lefts) <= 1:
        return None
    cells = tuple(_cells(_Ruled(ink, tops, lefts, near)))
    if len(cells) <= 1:
        return None
    box = Box(lefts[0], tops[0], lefts[-1], tops[-1])
    return Grid(box, len(tops) - 1, len(lefts) - 1, cells)


def _places(lines: Sequence[Stroke], ends: Iterator[float], near: int) -> list[int]:
    """Give where lines lie, close ones as one; an open side is where the others end."""
    found: list[list[float]] = []
    for place in sorted(line.middle for line in lines):
        if found and place - found[-1][-1] <= near:
            found[-1].append(place)
        else:
            found.append([place])
    places = [round(sum(group) / len(group)) for group in found]
    reached = sorted(ends)
    if reached[0] < places[0] - 3 * near:
        places.insert(0, round(reached[0]))
    if reached[-1] > places[-1] + 3 * near:
        places.append(round(reached[-1]))
    return places


class _Ruled:
    """Says which sides of the places of a grid are ruled."""

    def __init__(
        self, ink: Image.Image, tops: Sequence[int], lefts: Sequence[int], near: int
    ) -> None:
        self.tops, self.lefts, self._near = tops, lefts, near
        self._ink = ink
        self._turned = ink.transpose(Image.Transpose.TRANSPOSE)
        self.height, self.width = len(tops) - 1, len(lefts) - 1

    def above(self, row: int, column: int) -> bool:
        """Say whether there is a line above a place; `row` may be one past the last."""
        side = (self.lefts[column], self.lefts[column + 1])
        return self._is_ruled(self._turned, side, self.tops[row])

    def before(self, row: int, column: int) -> bool:
        """Say whether there is a line to the left of a place."""
        side = (self.tops[row], self.tops[row + 1])
        return self._is_ruled(self._ink, side, self.lefts[column])

    def is_used_across(self, row: int) -> bool:
        """Say whether a line across is the side of any place; the outer ones are."""
        outer = row in {0, self.height}
        return outer or any(self.above(row, column) for column in range(self.width))

    def is_used_down(self, column: int) -> bool:
        """Say the same of a line down."""
        outer = column in {0, self.width}
        return outer or any(self.before(row, column) for row in range(self.height))

    def _is_ruled(self, ink: Image.Image, side: tuple[int, int], at: int) -> bool:
        """Count the pixels along a side that have ink near it; the corners count for nothing."""
        first, last = side[0] + self._near, side[1] - self._near
        if last <= first:
            return True
        wide = 2 * self._near + 1
        strip = ink.crop((at - self._near, first, at + self._near + 1, last)).tobytes()
        ruled = sum(INK in strip[place : place + wide] for place in range(0, len(strip), wide))
        return ruled >= _COVERED * (last - first)


def _cells(ruled: _Ruled) -> Iterator[GridCell]:
    """Join the places between which nothing is ruled; every cell is a rectangle."""
    taken: set[tuple[int, int]] = set()
    for row in range(ruled.height):
        for column in range(ruled.width):
            if (row, column) in taken:
                continue
            right = column + 1
            while (
                right < ruled.width and (row, right) not in taken and not ruled.before(row, right)
            ):
                right += 1
            bottom = row + 1
            while bottom < ruled.height and not any(
                (bottom, place) in taken or ruled.above(bottom, place)
                for place in range(column, right)
            ):
                bottom += 1
            taken |= {(r, c) for r in range(row, bottom) for c in range(column, right)}
            box = Box(ruled.lefts[column], ruled.tops[row], ruled.lefts[right], ruled.tops[bottom])
            yield GridCell(box, (row, bottom), (column, right))
