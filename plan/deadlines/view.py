"""What a phrase is looked at with: today, the frame, and the notes taken on the way."""

from calendar import monthrange
from datetime import date, timedelta

from plan.calendar import SchoolCalendar
from plan.deadlines.reading import Frame, Note, Value
from plan.deadlines.sharing import FIRST_TERM
from plan.deadlines.specs import LAST_RELATIVE_YEAR, RELATIVE_YEAR
from plan.errors import NhacViecError
from plan.model import Span

DAY = timedelta(days=1)
FAR = 300  # days ahead in chat from which a date without its year is said back with doubt
CYCLE = 60


class ImpossibleError(NhacViecError):
    """Something said does not exist."""

    def __init__(self, code: str, *values: Value) -> None:
        super().__init__(code)
        self.note = Note(code, values)


class UnclearError(NhacViecError):
    """What is said names no day."""

    def __init__(self, code: str, *values: Value) -> None:
        super().__init__(code)
        self.note = Note(code, values)


class View:
    """The frame of one reading, and what was taken for granted so far."""

    __slots__ = ("frame", "is_chat", "notes", "others", "today")

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.today = frame.today
        self.is_chat = frame.context == "chat"
        self.notes: list[Note] = []
        # Readings that are less likely, kept one choice away from the one taken.
        self.others: list[Span] = []

    def note(self, code: str, *values: Value) -> None:
        """Take a note once."""
        note = Note(code, values)
        if note not in self.notes:
            self.notes.append(note)

    def year(self, code: int) -> int:
        """Give a calendar year from how it was said, 0 for unsaid."""
        if 0 < code <= LAST_RELATIVE_YEAR:
            return self.today.year + code - RELATIVE_YEAR
        return code

    def window_year(self, month: int) -> int:
        """Give the year of a month of the plan: from August to July."""
        first = self.frame.calendar.first_year
        return first if month >= FIRST_TERM else first + 1

    def calendar(self, code: int) -> SchoolCalendar:
        """Give the calendar of a school year from how it was said."""
        own = self.frame.calendar
        if code == 0:
            return own
        if code <= LAST_RELATIVE_YEAR:
            return self.frame.calendar_of(own.first_year + code - RELATIVE_YEAR)
        return self.frame.calendar_of(code)

    def uses(self, calendar: SchoolCalendar, *names: str) -> None:
        """Note that values of the national frame were used which the school has not confirmed."""
        for name in names:
            if name in calendar.unconfirmed:
                self.note("calendar_default", name)

    def sure(self, span: Span, *, is_yearless: bool) -> Span:
        """Note that something without its year is past or far, and pass it on."""
        if is_yearless:
            if span.last < self.today:
                self.note("past", span.last)
            elif self.is_chat and (span.first - self.today).days > FAR:
                self.note("far", span.last)
        return span


def exact_day(year: int, month: int, day: int) -> date:
    """Give a day, or say that there is no such day."""
    if not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        raise ImpossibleError("month", month)
    try:
        return date(year, month, day)
    except ValueError:
        raise ImpossibleError("day", day, month, year) from None


def month_span(year: int, month: int) -> Span:
    """Give a whole month."""
    if not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        raise ImpossibleError("month", month)
    return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def add_months(day: date, months: int) -> date:
    """Go some months on, to the last day where the month is shorter."""
    place = day.year * 12 + day.month - 1 + months
    year, month = place // 12, place % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def monday_of(day: date) -> date:
    """Give the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week_of(monday: date) -> Span:
    """Give the week that begins on a Monday."""
    return Span(monday, monday + timedelta(days=6))
