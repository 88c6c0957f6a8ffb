"""The time of a row when it is written in more than one place: two columns, a title, a heading."""

import re
from collections.abc import Sequence

from plan.documents.letters import fold
from plan.documents.model import Field
from plan.documents.view import View
from plan.documents.words import folded, load_words

_COUNTS = re.compile(r"[\dIVX]{1,4}(?:\s*[-–,;&]\s*[\dIVX]{1,4})*")
_WEEK = re.compile(r"tuan [1-5](?: [1-5])*")
_DAYS = re.compile(r"(?:ngay )?\d{1,2}(?: \d{1,2})*")
_DATE = re.compile(r"\d\s*[/.]\s*\d")
_MONTH_TITLE = re.compile(r"(?:t|thang)?\s*(\d{1,2})")
_MARK = re.compile(r"[xX×✓✔vV●*+]+")
_FINE_TO_COARSE = ("thu", "ngay", "tuan", "thang", "quy")


def time_of(view: View, period: str) -> tuple[str, bool]:
    """Give the time of a row, and whether part of it is written elsewhere than in its row."""
    parts = [_with_unit(title, cell.text) for title, cell in view.of(Field.TIME) if cell.text]
    start, end = view.text(Field.TIME_FROM), view.text(Field.TIME_TO)
    written = _marked_months(view) or _together(list(dict.fromkeys(parts)))
    if start or end:
        written = _between(start, end)
    if not written:
        return period, bool(period)
    within = _within_period(written, period)
    return within, within != written or view.is_merged_down(Field.TIME)


def _phrase(name: str) -> str:
    return str(load_words("sections")["phrases"][name])


def _with_unit(title: str, text: str) -> str:
    """Give a bare count the unit that its column is titled with: "9" under "Tháng"."""
    unit = title.rsplit(" / ", maxsplit=1)[-1].strip()
    if fold(unit) not in folded("headers", "units_of_time"):
        return text
    is_weekday = fold(text) in folded("headers", "weekdays") and not text.lower().startswith("t")
    return f"{unit} {text}" if _COUNTS.fullmatch(text) or is_weekday else text


def _marked_months(view: View) -> str:
    """Read crosses under a row of months as those months."""
    months = []
    for title, cell in view.of(Field.TIME):
        month = _MONTH_TITLE.fullmatch(fold(title.split(" / ")[-1]))
        if month and _MARK.fullmatch(cell.text):
            months.append(month[1])
    return _phrase("months").format(months=", ".join(months)) if months else ""


def _between(start: str, end: str) -> str:
    if start and end and start != end:
        return _phrase("between").format(start=start, end=end)
    return end or start


def _together(parts: Sequence[str]) -> str:
    """Put the cells of several time columns in one phrase, the finest first."""
    if any(_DATE.search(part) for part in parts):
        # A date says it all but the weekday, which checks it.
        parts = [part for part in parts if _DATE.search(part) or _rank(part) == 0] or parts
    ranks = [_rank(part) for part in parts]
    if len(set(ranks)) < len(parts) or len(_FINE_TO_COARSE) in ranks:
        return ", ".join(sorted(parts, key=_rank)) if 0 in ranks else "; ".join(parts)
    return " ".join(part for _, part in sorted(zip(ranks, parts, strict=True)))


def _rank(part: str) -> int:
    first = fold(part).split(" ")[0]
    return _FINE_TO_COARSE.index(first) if first in _FINE_TO_COARSE else len(_FINE_TO_COARSE)


def _within_period(written: str, period: str) -> str:
    """Add what the heading says to a time that leaves it out: "Tuần 1" under "Tháng 9"."""
    words = fold(written)
    if not period or _DATE.search(written):
        return written
    if not fold(period).startswith("thang "):
        # The second week of a semester is not the second of the year: said, for it to be asked.
        return f"{written} {period}" if _WEEK.fullmatch(words) else written
    month = period[0].lower() + period[1:]
    if words in folded("sections", "month_parts"):
        return f"{written.split(' ', maxsplit=1)[0]} {month}"
    if _WEEK.fullmatch(words):
        return f"{written} {month}"
    if _DAYS.fullmatch(words):
        day = written if words.startswith("ngay") else _phrase("day").format(day=written)
        return f"{day} {month}"
    return written
