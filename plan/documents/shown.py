"""The value of a cell of a sheet as a Vietnamese office sees it: dates, money, shares."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_THOUSAND = 1000
_GROUPED = re.compile(r"#[,.]##0")


def shown(value: Any, number_format: str) -> str:
    """Give the text that the sheet shows for a value.

    Excel makes a date of "6/2025" and of "22/12" and only the format remembers which part was
    typed: reading the whole date would add a day or a year that nobody wrote.
    """
    match value:
        case None:
            text = ""
        case datetime():
            text = _shown_moment(value, number_format)
        case date():
            text = _shown_moment(datetime.combine(value, time.min), number_format)
        case time():
            text = f"{value:%H:%M}"
        case timedelta():
            minutes = int(value.total_seconds()) // 60
            text = f"{minutes // 60}:{minutes % 60:02}"
        case int() | float() if not isinstance(value, bool):
            text = _shown_number(value, number_format)
        case _:
            text = str(value)
    return text


def _shown_moment(moment: datetime, number_format: str) -> str:
    code = _LITERAL.sub("", number_format or "").lower()
    has_hour = "h" in code
    # "m" beside hours is minutes; the months of such a format stand with the days.
    has_day, has_year = "d" in code, "y" in code
    has_month = "m" in code and (has_day or has_year or not has_hour)
    parts = []
    if has_day:
        parts.append(f"{moment:%d}" if has_year else str(moment.day))
    if has_month:
        is_padded = (has_day and has_year) or ("mm" in code and "mmm" not in code)
        parts.append(f"{moment:%m}" if is_padded else str(moment.month))
    if has_year:
        parts.append(str(moment.year))
    day = "/".join(parts)
    is_midnight = (moment.hour, moment.minute) == (0, 0)
    hour = f"{moment:%H:%M}" if has_hour and not (day and is_midnight) else ""
    return " ".join(part for part in (hour, day) if part) or f"{moment:%d/%m/%Y}"


def _shown_number(value: float, number_format: str) -> str:
    code = number_format or ""
    if "%" in code:
        return f"{_plain(round(value * 100, 6))}%"
    if _GROUPED.search(code) and abs(value) >= _THOUSAND:
        whole = f"{value:,.2f}".rstrip("0").rstrip(".")
        return whole.translate(str.maketrans(",.", ".,"))
    return _plain(value)


def _plain(value: float) -> str:
    """Give a number with a comma before its fraction, none when it is whole."""
    if value == int(value):
        return str(int(value))
    return f"{value:.6f}".rstrip("0").replace(".", ",")
