"""Lunar days as solar ones, by Vietnam's own time zone."""

import importlib
from datetime import date
from functools import lru_cache

FIRST_YEAR = 1900
LAST_YEAR = 2100
AROUND_TET = 9


@lru_cache(maxsize=4096)
def lunar_day(day: int, month: int, year: int) -> date | None:
    """Give the solar day of a lunar day; None when a short month or a far year lacks it."""
    core = importlib.import_module("lunar_vn.core")  # on first need: it takes 30 ms to load
    try:
        found: date = core.lunar_to_solar(core.LunarDate(day, month, year))
        back = core.solar_to_lunar(found)
    except ValueError:
        return None
    # The 30th of a short month comes out as the 1st of the next one.
    return found if (back.day, back.month) == (day, month) else None


def tet(year: int) -> date | None:
    """Give the solar day of the first day of a lunar year."""
    return lunar_day(1, 1, year)


def day_of_tet(day: date) -> int | None:
    """Tell which day of Tết a day is: 1 the first, 0 the eve, -1 before it; None when far off."""
    first = tet(day.year) if FIRST_YEAR <= day.year <= LAST_YEAR else None
    if first is None:
        return None
    place = day.toordinal() - first.toordinal() + 1
    return place if -AROUND_TET <= place <= AROUND_TET else None
