"""Which days nobody works: the public holidays, and breaks decreed for one year."""

import importlib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from msgspec import Struct

from plan.calendar.lunar import day_of_tet
from plan.model import Span

DAY = timedelta(days=1)
SATURDAY = 5
SUNDAY = 6
LONG_BREAK = 3


class DayOff(Struct, frozen=True):
    """Why a day is off.

    Codes: sunday, saturday, tet (value: 1 for the first day of Tết, 0 for its eve, -1 the day
    before), holiday (value: its name), break (value: the name of the decreed break), school (the
    school's own day off).
    """

    code: str
    value: str | int = ""


class Break(Struct, frozen=True):
    """A run of days off that is long enough to be felt, and the first working days after it."""

    span: Span
    working_days_after: tuple[date, date]


@lru_cache(maxsize=1)
def _decreed() -> dict[str, Any]:
    return _table("days_off.toml")


@lru_cache(maxsize=1)
def _public() -> dict[int, list[tuple[date, str]]]:
    table = _table("public_days.toml")
    return {
        int(year): [(date.fromisoformat(f"{year}-{day}"), name) for day, name in rows.items()]
        for year, rows in table.items()
    }


def _table(name: str) -> dict[str, Any]:
    # On first need: they take 10 ms to load.
    resources, tomllib = map(importlib.import_module, ("importlib.resources", "tomllib"))
    text = resources.files("plan.calendar").joinpath(name).read_text("utf-8")
    table: dict[str, Any] = tomllib.loads(text)
    return table


def _public_days(year: int) -> list[tuple[date, str]]:
    """Give the holidays of a year by the law."""
    found = _public().get(year)
    if found is not None:
        return found
    # A year nobody plans for: the package loads 250 countries (12 MB) to give one.
    holidays = importlib.import_module("holidays")
    return list(holidays.country_holidays("VN", years=year, language="vi").items())


@lru_cache(maxsize=256)
def decreed_working_days(year: int) -> frozenset[date]:
    """Give the days worked in exchange for a decreed day off."""
    rows = _decreed()["break"]
    return frozenset(day for row in rows for day in row.get("works", ()) if day.year == year)


@lru_cache(maxsize=256)
def public_days_off(year: int) -> Mapping[date, DayOff]:
    """Give the public days off of a calendar year, Sundays and Saturdays not among them."""
    found: dict[date, DayOff] = {}
    for row in _decreed()["break"]:
        day = row["first"]
        while day <= row["last"]:
            if day.year == year:
                found[day] = _tet(day) or DayOff("break", row["name"])
            day += DAY
    for day, name in _public_days(year):
        found[day] = _tet(day) or DayOff("holiday", name)
    for row in _decreed()["yearly"]:
        if year >= row["since"]:
            found[date(year, row["month"], row["day"])] = DayOff("holiday", row["name"])
    return found


def _tet(day: date) -> DayOff | None:
    # The new year of the solar calendar can fall within the days counted around Tết.
    place = day_of_tet(day)
    return None if place is None or (day.month, day.day) == (1, 1) else DayOff("tet", place)
