"""plan/calendar/public_days.toml, written from the package: `python -m tests.public_days`."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import holidays

PAGE = Path(__file__).parents[1] / "plan" / "calendar" / "public_days.toml"
FIRST, LAST = 2000, 2060
HEAD = """\
# Public holidays of these years as the package `holidays` gives them, which loads every country
# of the world to give one. Written by `python -m tests.public_days`; other years are asked of it.
"""


def of_year(year: int) -> Iterator[tuple[date, str]]:
    """Give the days of a year with their names, as the package has them."""
    yield from sorted(holidays.country_holidays("VN", years=year, language="vi").items())


def written() -> str:
    """Write the file."""
    text = HEAD
    for year in range(FIRST, LAST + 1):
        text += f"\n[{year}]\n"
        text += "".join(f'{day:%m-%d} = "{name}"\n' for day, name in of_year(year))
    return text


if __name__ == "__main__":
    PAGE.write_text(written(), "utf-8")
