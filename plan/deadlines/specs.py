"""What a phrase says about time, before any calendar is looked at.

A part that was not said is 0. A year is a calendar year, or RELATIVE_YEAR plus a step ("năm nay"
is RELATIVE_YEAR, "năm sau" one more). The first year names a school year in the same way.
"""

from msgspec import Struct

RELATIVE_YEAR = 5
LAST_RELATIVE_YEAR = 9


class Bare(Struct, frozen=True):
    """A number whose kind its neighbours will tell."""

    number: int


class Day(Struct, frozen=True):
    """A day of the solar calendar, with the weekday written beside it (-1 for none)."""

    day: int
    month: int = 0
    year: int = 0
    weekday: int = -1


class DayOf(Struct, frozen=True):
    """A day of a month named from today: "ngày 20 tháng sau"."""

    day: int
    months: int


class EdgeDay(Struct, frozen=True):
    """The first (1) or the last (3) day of a stretch."""

    edge: int
    of: "Spec | None"


class Lunar(Struct, frozen=True):
    """A day of the lunar calendar."""

    day: int
    month: int
    year: int = 0


class Feast(Struct, frozen=True):
    """A named day, by its number in the table."""

    number: int
    year: int = 0


class Anchor(Struct, frozen=True):
    """A day of the school's own year: opening, gathering, review 1 or 2."""

    name: str
    first_year: int = 0


class Month(Struct, frozen=True):
    """A calendar month."""

    month: int
    year: int = 0


class Months(Struct, frozen=True):
    """A run of months within a calendar year: "6 tháng đầu năm", "giữa năm"."""

    first: int
    last: int
    year: int = 0


class TeeNumber(Struct, frozen=True):
    """A number after a T: T6 is June, or Friday."""

    number: int


class Quarter(Struct, frozen=True):
    """A calendar quarter."""

    quarter: int
    year: int = 0


class Year(Struct, frozen=True):
    """A calendar year."""

    year: int


class SchoolYear(Struct, frozen=True):
    """A school year by its first year."""

    first_year: int = 0


class Semester(Struct, frozen=True):
    """A semester: 1, 2, or 0 for each of the two."""

    number: int
    first_year: int = 0


class Stage(Struct, frozen=True):
    """Several calendar years."""

    first: int
    last: int


class Summer(Struct, frozen=True):
    """The summer after a school year, by its calendar year."""

    year: int = 0


class MonthWeek(Struct, frozen=True):
    """A numbered week of a month; -1 is the last."""

    week: int
    month: int = 0
    year: int = 0


class TeachingWeek(Struct, frozen=True):
    """A numbered week of teaching, of the year or of a semester."""

    week: int
    semester: int = 0
    first_year: int = 0


class Weekday(Struct, frozen=True):
    """A weekday (0 for Monday) of a week; None for the coming one."""

    weekday: int
    week: "Spec | None" = None


class ComingWeekday(Struct, frozen=True):
    """The "thứ Sáu tới": of this week or of the next."""

    weekday: int


class NthWeekday(Struct, frozen=True):
    """The n-th weekday of a month (-1 the last); of each month when none is named."""

    nth: int
    weekday: int
    of: "Spec | None" = None


class Shift(Struct, frozen=True):
    """A calendar period counted from the one that today is in: "tuần sau" is week +1."""

    unit: str
    step: int


class Current(Struct, frozen=True):
    """A period named by its unit alone: "trong tháng", "cuối tuần"."""

    unit: str


class Later(Struct, frozen=True):
    """A day counted from today: "3 ngày nữa"; half a month is ("half", 1)."""

    unit: str
    number: int


class Part(Struct, frozen=True):
    """The beginning (1), middle (2) or end (3) of a stretch, or None for the one said next."""

    which: int
    of: "Spec | None"


class Every(Struct, frozen=True):
    """Something that recurs: each `interval` units, on what `on` says, within `within`."""

    unit: str
    interval: int = 1
    on: tuple["Spec", ...] = ()
    before: bool = False
    within: "Spec | None" = None


class Undated(Struct, frozen=True):
    """Work with no date to it."""


class Away(Struct, frozen=True):
    """Some days before (negative) or after a day: "trước khai giảng 1 tuần"."""

    of: "Spec"
    days: int


class Impossible(Struct, frozen=True):
    """Something that does not exist: which kind of thing, and how it was written."""

    code: str
    values: tuple[int, ...] = ()


class Unclear(Struct, frozen=True):
    """Words of time that are understood but not enough to name a day."""

    code: str


class Either(Struct, frozen=True):
    """Readings that nothing in the phrase decides between."""

    options: tuple["Spec", ...]


class Range(Struct, frozen=True):
    """From the first day of one to the last day of the other, or to the day before it."""

    first: "Spec"
    last: "Spec"
    before: bool = False


class Listing(Struct, frozen=True):
    """Several, one after the other."""

    items: tuple["Spec", ...]


class Deadline(Struct, frozen=True):
    """Until the last day of something, or, when strict, until the day before it begins."""

    of: "Spec"
    strict: bool = False


class Onward(Struct, frozen=True):
    """From the first day of something on, or, when after, from the day after its last."""

    of: "Spec"
    after: bool = False


class At(Struct, frozen=True):
    """A clock time on what `of` says."""

    of: "Spec"
    hour: int
    minute: int


class Outlook(Struct, frozen=True):
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
