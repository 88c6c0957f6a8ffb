"""A province's schools as one picture: four numbers, then done, late and the rest by criterion."""

from typing import Any

from reports.charts.canvas import DONE, FAINT, INK, LATE, REST, Sheet

WIDTH, MARGIN, PAD = 1080, 28, 32
LEFT, RIGHT = MARGIN + PAD, WIDTH - MARGIN - PAD
HEADER, TILE, HEADING, ROW, BAR, GAP = 120, 150, 76, 46, 26, 20
NAME, VALUE = 150, 220  # the room left and right of a bar
HATCH = "//"
BIG, BODY, SMALL = 56, 30, 26
# Digits that fit a tile at that size; more are written smaller.
MOST_BIG, LESS_BIG = 6, 38


def draw_province(figures: dict[str, Any]) -> bytes:
    """Draw {"title", "as_of", "tiles": [[value, words]], "heading", "rows", "legend"}; a PNG.

    A row is [name, total, done, late].
    """
    rows = figures["rows"]
    top = HEADER + TILE + GAP
    tall = HEADING + ROW * (len(rows) + 1)
    sheet = Sheet(WIDTH, top + tall + MARGIN)
    sheet.text(MARGIN + 8, 46, figures["title"], 44, bold=True, most=WIDTH - 2 * MARGIN - 16)
    sheet.text(MARGIN + 8, 90, figures["as_of"], SMALL, colour=FAINT)
    _tiles(sheet, figures["tiles"])
    sheet.card(MARGIN, top, WIDTH - 2 * MARGIN, tall)
    sheet.text(LEFT, top + 40, figures["heading"], BODY + 2, bold=True)
    most = max((total for _, total, _, _ in rows), default=1)
    for number, row in enumerate(rows):
        _bar(sheet, top + HEADING + ROW * number + ROW / 2, row, most)
    _legend(sheet, top + HEADING + ROW * len(rows) + ROW / 2, figures["legend"])
    return sheet.png()


def _tiles(sheet: Sheet, tiles: list[list[str]]) -> None:
    wide = (WIDTH - 2 * MARGIN - GAP * (len(tiles) - 1)) / len(tiles)
    for number, (value, words) in enumerate(tiles):
        x = MARGIN + number * (wide + GAP)
        sheet.card(x, HEADER, wide, TILE)
        middle = x + wide / 2
        size = BIG if len(value) <= MOST_BIG else LESS_BIG
        sheet.text(middle, HEADER + 58, value, size, bold=True, align="center")
        sheet.text(middle, HEADER + 112, words, SMALL, align="center", colour=FAINT)


def _bar(sheet: Sheet, middle: float, row: list[Any], most: int) -> None:
    name, total, done, late = row
    sheet.text(LEFT, middle, name, BODY, most=NAME - 10)
    a_task = (RIGHT - LEFT - NAME - VALUE) / most
    x = float(LEFT + NAME)
    for count, colour, hatch in (
        (done, DONE, ""),
        (late, LATE, HATCH),
        (total - done - late, REST, ""),
    ):
        sheet.box((x, middle - BAR / 2, count * a_task, BAR), colour, hatch)
        x += count * a_task
    sheet.text(RIGHT, middle, f"{done}/{total}", BODY, align="right", colour=INK)


def _legend(sheet: Sheet, middle: float, words: list[str]) -> None:
    x = float(LEFT)
    for said, colour, hatch in zip(words, (DONE, LATE, REST), ("", HATCH, ""), strict=True):
        sheet.box((x, middle - BAR / 2, BAR, BAR), colour, hatch)
        sheet.text(x + BAR + 10, middle, said, SMALL, colour=FAINT)
        x += 300
