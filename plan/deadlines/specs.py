"""What a phrase says about time, before any calendar is looked at.

A part that was not said is 0. A year is a calendar year, or RELATIVE_YEAR plus a step ("năm nay"
is RELATIVE_YEAR, "năm sau" one more). The first year names a school year in the same way.
"""

from plan.deadlines.said import Said

RELATIVE_YEAR = 5
LAST_RELATIVE_YEAR = 9


class Bare(Said):
    """A number whose kind its neighbours will tell."""

    number: int


class Day(Said):
    """A day of the solar calendar, with the weekday written beside it (-1 for none)."""

    day: int
    month: int = 0
    year: int = 0
    weekday: int = -1


class DayOf(Said):
    """A day of a month named from today: "ngày 20 tháng sau"."""

    day: int
    months: int


class EdgeDay(Said):
    """The first (1) or the last (3) day of a stretch."""

    edge: int
    of: "Spec | None"


class Lunar(Said):
    """A day of the lunar calendar."""

    day: int
    month: int
    year: int = 0


class Feast(Said):
    """A named day, by its number in the table."""

    number: int
    year: int = 0


class Anchor(Said):
    """A day of the school's own year: opening, gathering, review 1 or 2."""

    name: str
    first_year: int = 0


class Month(Said):
    """A calendar month."""

    month: int
    year: int = 0


class Months(Said):
    """A run of months within a calendar year: "6 tháng đầu năm", "giữa năm"."""

    first: int
    last: int
    year: int = 0


class TeeNumber(Said):
    """A number after a T: T6 is June, or Friday."""

    number: int


class Quarter(Said):
    """A calendar quarter."""

    quarter: int
    year: int = 0


class Year(Said):
    """A calendar year."""

    year: int


class SchoolYear(Said):
    """A school year by its first year."""

    first_year: int = 0


class Semester(Said):
    """A semester: 1, 2, or 0 for each of the two."""

    number: int
    first_year: int = 0


class Stage(Said):
    """Several calendar years."""

    first: int
    last: int


class Summer(Said):
    """The summer after a school year, by its calendar year."""

    year: int = 0


class MonthWeek(Said):
    """A numbered week of a month; -1 is the last."""

    week: int
    month: int = 0
    year: int = 0


class TeachingWeek(Said):
    """A numbered week of teaching, of the year or of a semester."""

    week: int
    semester: int = 0
    first_year: int = 0


class Weekday(Said):
    """A weekday (0 for Monday) of a week; None for the coming one."""

    weekday: int
    week: "Spec | None" = None


class ComingWeekday(Said):
    """The "thứ Sáu tới": of this week or of the next."""

    weekday: int


class NthWeekday(Said):
    """The n-th weekday of a month (-1 the last); of each month when none is named."""

    nth: int
    weekday: int
    of: "Spec | None" = None


class Shift(Said):
    """A calendar period counted from the one that today is in: "tuần sau" is week +1."""

    unit: str
    step: int


class Current(Said):
    """A period named by its unit alone: "trong tháng", "cuối tuần"."""

    unit: str


class Later(Said):
    """A day counted from today: "3 ngày nữa"; half a month is ("half", 1)."""

    unit: str
    number: int


class Part(Said):
    """The beginning (1), middle (2) or end (3) of a stretch, or None for the one said next."""

    which: int
    of: "Spec | None"


class Every(Said):
    """Something that recurs: each `interval` units, on what `on` says, within `within`."""

    unit: str
    interval: int = 1
    on: tuple["Spec", ...] = ()
    before: bool = False
    within: "Spec | None" = None


class Undated(Said):
    """Work with no date to it."""


class Away(Said):
    """Some days before (negative) or after a day: "trước khai giảng 1 tuần"."""

    of: "Spec"
    days: int


class Impossible(Said):
    """Something that does not exist: which kind of thing, and how it was written."""

    code: str
    values: tuple[int, ...] = ()


class Unclear(Said):
    """Words of time that are understood but not enough to name a day."""

    code: str


class Either(Said):
    """Readings that nothing in the phrase decides between."""

    options: tuple["Spec", ...]


class Range(Said):
    """From the first day of one to the last day of the other, or to the day before it."""

    first: "Spec"
    last: "Spec"
    before: bool = False


class Listing(Said):
    """Several, one after the other."""

    items: tuple["Spec", ...]


class Deadline(Said):
    """Until the last day of something, or, when strict, until the day before it begins."""

    of: "Spec"
    strict: bool = False


class Onward(Said):
    """From the first day of something on, or, when after, from the day after its last."""

    of: "Spec"
    after: bool = False


class At(Said):
    """A clock time on what `of` says."""

    of: "Spec"
    hour: int
    minute: int


class Outlook(Said):
    """A school year and the years that follow it: once, or each year."""

    of: "Spec"


Spec = (
    Bare
    | Day
    | DayOf
    | EdgeDay
    | Lunar
    | Feast
    | Anchor
    | Month
    | Months
    | TeeNumber
    | Quarter
    | Year
    | SchoolYear
    | Semester
    | Stage
    | Summer
    | MonthWeek
    | TeachingWeek
    | Weekday
    | ComingWeekday
    | NthWeekday
    | Shift
    | Current
    | Later
    | Part
    | Every
    | Undated
    | Away
    | Impossible
    | Unclear
    | Either
    | Range
    | Listing
    | Deadline
    | Onward
    | Outlook
    | At
)
