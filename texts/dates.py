"""Days and hours as people here write them: weekday first, day before month."""

import tomllib
from datetime import date, datetime, time
from functools import cache, lru_cache
from importlib.resources import files

from plan.calendar import DayOff
from plan.hours import local
from texts.labels import label


@cache
def _weekdays() -> tuple[str, ...]:
    text = files("texts").joinpath("vi", "calendar.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["weekdays"])


def weekday(day: date) -> str:
    """Name the day of the week, Monday being the second ("thứ Hai")."""
    return _weekdays()[day.weekday()]


@lru_cache(maxsize=2_000)
def short_day(day: date) -> str:
    """Write a day without its year: "thứ Tư 31/12"."""
    return f"{weekday(day)} {day:%d/%m}"


@lru_cache(maxsize=2_000)
def full_day(day: date) -> str:
    """Write a day with its year: "thứ Tư 31/12/2025"."""
    return f"{weekday(day)} {day:%d/%m/%Y}"


def local_day(at: datetime) -> str:
    """Write the day of an instant by the clock of Vietnam: "thứ Sáu 27/12"."""
    return short_day(local(at).date())


def hour(at: time | datetime) -> str:
    """Write a time of day; an instant is shown by the clock of Vietnam."""
    clock = local(at).time() if isinstance(at, datetime) else at
    return f"{clock:%H:%M}"


def day_off_words(off: DayOff) -> str:
    """Say why a day is off: "mùng 3 Tết", "Chủ nhật", the name of the holiday."""
    if off.code == "tet":
        place = int(off.value)
        return label("tet_day", place=place) if place > 0 else label("tet_eve")
    if off.code in {"holiday", "break"}:
        return label("holiday", name=off.value)
    return label(f"off_{off.code}")
