"""When to remind: the ladder of moments of an occurrence (DESIGN, section 6)."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import fields, replace

from plan.calendar import SchoolCalendar
from plan.model import Shape, Span
from plan.school_years import SchoolYears


class RungKind(StrEnum):
    """The places of a moment on the ladder, from first to last."""

    START = "start"
    HALF_YEAR = "half_year"
    REVIEW = "review"
    PULSE = "pulse"
    BEFORE = "before"
    # A day on which somebody asked to be reminded once more; no ladder lays it.
    ASKED = "asked"
    # The last days of a year-long task: told in one guided round instead of one by one.
    CLOSE = "close"
    DUE = "due"
    PHOTO = "photo"
    AFTER = "after"
    WEEKLY = "weekly"


class Rung(Struct, frozen=True):
    """A place on the ladder; `days` counts days before, working days after, or weeks."""

    kind: RungKind
    days: int = 0

    def __str__(self) -> str:
        """Write it as it is stored: "before:7"."""
        return f"{self.kind}:{self.days}" if self.days else str(self.kind)

    @classmethod
    def parse(cls, text: str) -> "Rung":
        """Read what __str__ wrote."""
        return _parsed(text)

    @property
    def is_after(self) -> bool:
        """Whether it is told once the due day is over."""
        return self.kind in {RungKind.AFTER, RungKind.WEEKLY}


@lru_cache(maxsize=256)
def _parsed(text: str) -> Rung:
    kind, _, days = text.partition(":")
    return Rung(RungKind(kind), int(days or 0))


class Moment(Struct, frozen=True):
    """One rung on its day."""

    rung: Rung
    on: date


class Ladder(Struct, frozen=True):
    """The ladder as data, which a school may change; counts are days before the due day."""

    short_days: int = 10
    short: tuple[int, ...] = (7, 3, 1)
    middle_days: int = 45
    middle: tuple[int, ...] = (14, 7, 3, 1)
    year_days: int = 400
    year: tuple[int, ...] = (30, 14, 7, 3, 1)
    occasion: tuple[int, ...] = (21, 10, 3, 1)
    recurring_short: tuple[int, ...] = ()
    recurring: tuple[int, ...] = (3, 1)
    undated: tuple[int, ...] = (7,)
    handed_out: tuple[int, ...] = (1,)
    # Working days after the due day; the second tells who oversees, the third the principal.
    after: tuple[int, ...] = (1, 3, 7)
    long_days: int = 60
    pulse_day: int = 5
    # A task someone is working on rests until so many days before its due day.
    rest_until: int = 3

    def changed(self, values: dict[str, Any]) -> "Ladder":
        """Take a school's own values; unknown names and wrong kinds are left out."""
        own = {f.name: type(getattr(self, f.name)) for f in fields(self)}
        kept: dict[str, Any] = {
            name: tuple(value) if own[name] is tuple else value
            for name, value in values.items()
            if name in own and isinstance(value, list if own[name] is tuple else own[name])
        }
        return replace(self, **kept)

    def is_long(self, span: Span) -> bool:
        """Say whether it is asked after by a monthly pulse and never for a percent."""
        return span.days > self.long_days


DEFAULT_LADDER = Ladder()
# The lists of days a school may change, and how many places and days each may have.
OWN = ("short", "middle", "year", "occasion", "recurring", "handed_out", "after")
MOST_RUNGS, MOST_DAYS = 8, 120


def is_in_order(ladder: Ladder) -> bool:
    """Whether a school's own ladder can be climbed.

    Days before run down to the due day, days after run up; the three places after it stay three,
    since the second and third of them tell somebody above.
    """
    lists: dict[str, tuple[int, ...]] = {name: getattr(ladder, name) for name in OWN}
    if len(ladder.after) != len(DEFAULT_LADDER.after):
        return False
    for name, days in lists.items():
        falls = sorted(set(days), reverse=name != "after")
        if list(days) != falls or not 0 < len(days) <= MOST_RUNGS:
            return False
        if not all(1 <= day <= MOST_DAYS for day in days):
            return False
    return True


def working_due(due_on: date, shape: Shape, years: SchoolYears) -> date:
    """Give the day to count to: the last working day; an occasion is on its own day."""
    return due_on if shape is Shape.OCCASION else years.last_working_day(due_on)


def lay(
    span: Span, shape: Shape, years: SchoolYears, ladder: Ladder = DEFAULT_LADDER
) -> tuple[Moment, ...]:
    """Lay the moments of one occurrence in the order of their days.

    Moments up to the due day move back to a working day, those after it forward; of moments that
    meet on a day the most urgent is kept. The weekly ones after the last rung are laid one at a
    time by `next_weekly`, since they have no end.
    """
    due = working_due(span.last, shape, years)
    before = [
        Moment(rung, years.last_working_day(day))
        for rung, day in _before(span, due, shape, years, ladder)
    ]
    after = [
        Moment(rung, years.next_working_day(day))
        for rung, day in _after(span, shape, years, ladder)
    ]
    return _merged([*before, *after])


def next_weekly(rung: Rung, on: date, years: SchoolYears) -> Moment:
    """Give the moment a week after the last one of an occurrence that is still open."""
    weeks = rung.days + 1 if rung.kind is RungKind.WEEKLY else 1
    later = years.next_working_day(on + timedelta(days=7))
    return Moment(Rung(RungKind.WEEKLY, weeks), later)


def _merged(moments: Iterable[Moment]) -> tuple[Moment, ...]:
    # Within a day the one laid last is the nearest to the due day, hence the most urgent.
    by_day: dict[date, Moment] = {}
    for moment in moments:
        by_day[moment.on] = moment
    return tuple(by_day[day] for day in sorted(by_day))


Step = tuple[Rung, date]


def _before(
    span: Span, due: date, shape: Shape, years: SchoolYears, ladder: Ladder
) -> Iterator[Step]:
    if shape is Shape.PLAIN:
        yield from _plain(span, due, years, ladder)
        return
    counts = {
        Shape.OCCASION: ladder.occasion,
        Shape.UNDATED: ladder.undated,
        Shape.HANDED_OUT: ladder.handed_out,
        Shape.RECURRING: (
            ladder.recurring_short if span.days <= ladder.short_days else ladder.recurring
        ),
    }[shape]
    if shape is Shape.UNDATED:
        yield from _pulses(span, years, ladder)
    for days in counts:
        yield Rung(RungKind.BEFORE, days), due - timedelta(days=days)
    if shape is not Shape.OCCASION:
        yield Rung(RungKind.DUE), due


def _plain(span: Span, due: date, years: SchoolYears, ladder: Ladder) -> Iterator[Step]:
    if span.days <= ladder.short_days:
        counts = ladder.short
    else:
        yield Rung(RungKind.START), span.first
        counts = ladder.middle if span.days <= ladder.middle_days else ladder.year
    if ladder.is_long(span):
        yield from _pulses(span, years, ladder)
    if span.days > ladder.middle_days:
        yield from _reviews(span, years, ladder)
    closes = ladder.is_long(span) and span.last == years.of(span.last).year_end
    for days in counts:
        # The year's close is one round for all its tasks, not the same list five times.
        if closes and days <= max(ladder.middle):
            yield Rung(RungKind.CLOSE, days), due - timedelta(days=days)
        else:
            yield Rung(RungKind.BEFORE, days), due - timedelta(days=days)
    yield Rung(RungKind.CLOSE if closes else RungKind.DUE), due


def _reviews(span: Span, years: SchoolYears, ladder: Ladder) -> Iterator[Step]:
    last_year_from = span.last - timedelta(days=ladder.year_days)
    nearest = span.last - timedelta(days=max(ladder.year))
    for year in _school_years(span, years):
        if span.first < year.first_semester_end < nearest:
            yield Rung(RungKind.HALF_YEAR), year.first_semester_end
        if span.first < year.year_end < last_year_from:
            yield Rung(RungKind.REVIEW), year.year_end


def _school_years(span: Span, years: SchoolYears) -> Iterator[SchoolCalendar]:
    year = years.of(span.first)
    while year.opening <= span.last:
        yield year
        year = years.year(year.first_year + 1)


def _pulses(span: Span, years: SchoolYears, ladder: Ladder) -> Iterator[Step]:
    # One day a month for everybody, so that all the long tasks of a person share one message.
    settled, nearest = span.first + timedelta(days=14), span.last - timedelta(days=30)
    year, month = span.first.year, span.first.month
    while (day := date(year, month, ladder.pulse_day)) < nearest:
        on = years.next_working_day(day)
        if settled < on < nearest and not years.is_summer(on):
            yield Rung(RungKind.PULSE), on
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004 - months


def _after(span: Span, shape: Shape, years: SchoolYears, ladder: Ladder) -> Iterator[Step]:
    if shape is Shape.OCCASION:
        yield Rung(RungKind.PHOTO), years.add_working_days(span.last, 1)
    elif shape is not Shape.UNDATED:
        # What comes back every week is asked after once: soon the next one is due.
        is_short = shape is Shape.RECURRING and span.days <= ladder.short_days
        for days in ladder.after[:1] if is_short else ladder.after:
            yield Rung(RungKind.AFTER, days), years.add_working_days(span.last, days)
