"""The week as one picture for a phone: how much is done, what is late, what comes, the money."""

from collections.abc import Callable
from typing import Any

from reports.charts.canvas import DONE, FAINT, INK, LATE, LINE, OFF, REST, Sheet

WIDTH, MARGIN, PAD, GAP = 1080, 28, 32, 20
INNER = WIDTH - 2 * MARGIN - 2 * PAD
LEFT, RIGHT = MARGIN + PAD, WIDTH - MARGIN - PAD
HEAD, BODY, SMALL, BIG = 34, 30, 26, 64
HATCH = "//"
TILE_HEIGHT, HEADER_HEIGHT, HEADING = 186, 164, 60
ROW, NOTE_ROW, BAR = 52, 46, 28
NAME, VALUE, MONEY = 430, 90, 340  # the room left and right of a bar
MOST_A_DAY = 4
ONE_LINE = 16  # letters under a number that need no second line
DAY_HEAD, CODE_ROW = 82, 38
TONES = {"done": DONE, "late": LATE}

Draw = Callable[[Sheet, dict[str, Any], float], None]


def draw_week(figures: dict[str, Any]) -> bytes:
    """Draw what reports.week_picture gave; gives a PNG."""
    cards: list[tuple[str, Draw, float]] = [
        ("standards", _standards, _standards_height(figures["standards"])),
        ("late", _late, _late_height(figures["late"])),
        ("ahead", _ahead, _ahead_height(figures["ahead"])),
        ("money", _money, _money_height(figures["money"])),
    ]
    top: float = HEADER_HEIGHT + TILE_HEIGHT + GAP
    height = top + sum(tall + GAP for _, _, tall in cards) + MARGIN - GAP
    sheet = Sheet(WIDTH, int(height))
    _header(sheet, figures)
    _tiles(sheet, figures["tiles"])
    for name, draw, tall in cards:
        sheet.card(MARGIN, top, WIDTH - 2 * MARGIN, tall)
        part = {**figures[name], "legend": figures["legend"]}
        sheet.text(LEFT, top + 42, part["heading"], HEAD, bold=True)
        draw(sheet, part, top + HEADING + 16)
        top += tall + GAP
    return sheet.png()


def _header(sheet: Sheet, figures: dict[str, Any]) -> None:
    wide = WIDTH - 2 * MARGIN - 16
    sheet.text(MARGIN + 8, 46, figures["title"], 44, bold=True)
    sheet.text(WIDTH - MARGIN - 8, 48, figures["school"], SMALL, align="right", most=wide * 0.5)
    sheet.text(MARGIN + 8, 92, figures["plan"], BODY, most=wide)
    sheet.text(MARGIN + 8, 128, figures["as_of"], SMALL, colour=FAINT)


def _tiles(sheet: Sheet, tiles: list[dict[str, str]]) -> None:
    wide = (WIDTH - 2 * MARGIN - GAP * (len(tiles) - 1)) / len(tiles)
    for number, tile in enumerate(tiles):
        x = MARGIN + number * (wide + GAP)
        sheet.card(x, HEADER_HEIGHT, wide, TILE_HEIGHT)
        middle = x + wide / 2
        colour = TONES.get(tile["tone"], INK) if tile["value"] != "0" else INK
        sheet.text(
            middle,
            HEADER_HEIGHT + 66,
            tile["value"],
            BIG,
            bold=True,
            align="center",
            colour=colour,
        )
        for line, words in enumerate(_two_lines(tile["words"])):
            sheet.text(middle, HEADER_HEIGHT + 128 + line * 34, words, SMALL, align="center")


def _two_lines(words: str) -> list[str]:
    """Break words near their middle when they are long."""
    if len(words) <= ONE_LINE:
        return [words]
    parts = words.split()
    cut = min(range(1, len(parts)), key=lambda n: abs(len(" ".join(parts[:n])) - len(words) / 2))
    return [" ".join(parts[:cut]), " ".join(parts[cut:])]


def _standards_height(part: dict[str, Any]) -> float:
    notes = NOTE_ROW * (1 + bool(part["note"]))
    return HEADING + len(part["rows"]) * ROW + notes + 26


def _standards(sheet: Sheet, part: dict[str, Any], top: float) -> None:
    most = max((row["total"] for row in part["rows"]), default=1)
    for row in part["rows"]:
        value = f"{row['done']}/{row['total']}"
        sheet.text(LEFT, top + 16, row["name"], BODY, most=NAME - 20)
        sheet.text(RIGHT, top + 16, value, BODY, bold=True, align="right")
        unit = (INNER - NAME - VALUE) / most
        x = float(LEFT + NAME)
        rest = row["total"] - row["done"] - row["late"]
        for count, colour, hatch in (
            (row["done"], DONE, ""),
            (row["late"], LATE, HATCH),
            (rest, REST, ""),
        ):
            if count:
                sheet.box((x, top + 2, count * unit - 3, BAR), colour, hatch)
                x += count * unit
        top += ROW
    _legend(sheet, part["legend"], top + 10)
    if part["note"]:
        sheet.text(LEFT, top + 10 + NOTE_ROW, part["note"], SMALL, colour=FAINT, most=INNER)


def _legend(sheet: Sheet, names: list[str], y: float) -> None:
    x = float(LEFT)
    for name, colour, hatch in zip(names, (DONE, LATE, REST), ("", HATCH, ""), strict=True):
        sheet.box((x, y - 12, 34, 24), colour, hatch)
        sheet.text(x + 46, y, name, SMALL)
        x += 250


def _late_height(part: dict[str, Any]) -> float:
    lines = len(part["rows"]) + bool(part["more"]) or 1
    return HEADING + lines * ROW + 26


def _late(sheet: Sheet, part: dict[str, Any], top: float) -> None:
    y = top + 20
    if not part["rows"]:
        sheet.text(LEFT, y, part["none"], BODY)
        return
    for row in part["rows"]:
        _task(sheet, row, y, LATE)
        y += ROW
    if part["more"]:
        sheet.text(LEFT + 28, y, part["more"], BODY, colour=FAINT)


def _task(sheet: Sheet, row: dict[str, Any], y: float, colour: str) -> None:
    sheet.box((LEFT, y - 14, 12, 28), colour)
    sheet.text(LEFT + 28, y, row["code"], BODY, bold=True)
    sheet.text(LEFT + 122, y, row["work"], BODY, most=INNER - 122 - 220)
    sheet.text(RIGHT, y, row["words"], BODY, align="right", colour=colour)


def _ahead_height(part: dict[str, Any]) -> float:
    listed = len(part["rows"]) * ROW + (10 if part["rows"] else 0)
    return HEADING + DAY_HEAD + max(1, _stacked(part)) * CODE_ROW + listed + 34


def _stacked(part: dict[str, Any]) -> int:
    return min(MOST_A_DAY, max((len(day["codes"]) for day in part["days"]), default=0))


def _ahead(sheet: Sheet, part: dict[str, Any], top: float) -> None:
    wide = INNER / len(part["days"])
    tall = DAY_HEAD + max(1, _stacked(part)) * CODE_ROW
    for number, day in enumerate(part["days"]):
        x = LEFT + number * wide
        if day["off"]:
            sheet.box((x, top - 4, wide, tall + 4), OFF)
        middle = x + wide / 2
        ink = FAINT if day["off"] else INK
        sheet.text(middle, top + 16, day["weekday"], 22, align="center", colour=ink)
        sheet.text(middle, top + 48, day["date"], 24, align="center", bold=number == 0, colour=ink)
        for line, code in enumerate(_shown(day["codes"])):
            y = top + DAY_HEAD + 10 + line * CODE_ROW
            sheet.box((x + 3, y - 16, wide - 6, 32), DONE)
            sheet.text(middle, y, code, 22, bold=True, align="center", colour="#FFFFFF")
    sheet.box((LEFT, top + 68, INNER, 2), LINE)
    sheet.frame(LEFT, top - 4, wide, tall + 4)
    if part["none"]:
        sheet.text(LEFT + INNER / 2, top + DAY_HEAD + 10, part["none"], BODY, align="center")
    for line, row in enumerate(part["rows"]):
        _task(sheet, row, top + tall + 38 + line * ROW, DONE)


def _shown(codes: list[str]) -> list[str]:
    if len(codes) <= MOST_A_DAY:
        return codes
    return [*codes[: MOST_A_DAY - 1], f"+{len(codes) - MOST_A_DAY + 1}"]


def _money_height(part: dict[str, Any]) -> float:
    if part["none"]:
        return HEADING + ROW + 26
    lines = len(part["rows"]) + 1 + bool(part["more"])
    return HEADING + lines * ROW + 26


def _money(sheet: Sheet, part: dict[str, Any], top: float) -> None:
    if part["none"]:
        sheet.text(LEFT, top + 20, part["none"], BODY)
        return
    most = max(max(row["planned"], row["spent"]) for row in part["rows"]) or 1
    unit = (INNER - NAME - MONEY) / most
    for row in part["rows"]:
        x, y = LEFT + NAME, top + 2
        sheet.text(LEFT, top + 16, row["source"], BODY, most=NAME - 20)
        sheet.text(RIGHT, top + 16, row["words"], SMALL, align="right")
        sheet.frame(x, y, max(2.0, row["planned"] * unit), BAR)
        if row["spent"]:
            over = row["spent"] > row["planned"]
            place = (x, y, row["spent"] * unit, BAR)
            sheet.box(place, LATE if over else DONE, HATCH if over else "")
        top += ROW
    if part["more"]:
        sheet.text(LEFT, top + 14, part["more"], SMALL, colour=FAINT)
        top += ROW
    total = part["total"]
    sheet.text(LEFT, top + 14, total["source"], BODY, bold=True)
    sheet.text(RIGHT, top + 14, total["words"], BODY, bold=True, align="right")
