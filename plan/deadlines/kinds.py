"""The name of the kind of a reading, from what was said."""

from plan.deadlines.specs import (
    Anchor,
    At,
    Away,
    Bare,
    ComingWeekday,
    Current,
    Day,
    DayOf,
    Deadline,
    EdgeDay,
    Either,
    Every,
    Feast,
    Later,
    Listing,
    Lunar,
    Month,
    Months,
    MonthWeek,
    NthWeekday,
    Onward,
    Outlook,
    Part,
    Quarter,
    Range,
    SchoolYear,
    Semester,
    Shift,
    Spec,
    Stage,
    Summer,
    TeachingWeek,
    TeeNumber,
    Undated,
    Weekday,
    Year,
)

KINDS: dict[type, str] = {
    Anchor: "occasion",
    Away: "deadline",
    ComingWeekday: "relative",
    Current: "relative",
    Day: "day",
    DayOf: "day",
    Deadline: "deadline",
    EdgeDay: "day",
    Every: "recurring",
    Feast: "occasion",
    Later: "relative",
    Lunar: "occasion",
    Month: "month",
    Months: "year",
    MonthWeek: "week",
    NthWeekday: "day",
    Onward: "open_end",
    Quarter: "quarter",
    SchoolYear: "school_year",
    Semester: "semester",
    Shift: "relative",
    Stage: "stage",
    Summer: "school_year",
    TeachingWeek: "week",
    TeeNumber: "month",
    Undated: "undated",
    Weekday: "relative",
    Year: "year",
}


def kind_of(spec: Spec, *, is_occasion: bool = False) -> str:
    """Name the kind of what was said; said with "dịp", a day is an occasion."""
    while isinstance(spec, At | Outlook | Either | Listing):
        if isinstance(spec, Either):
            spec = spec.options[0]
        elif isinstance(spec, Listing):
            spec = next(
                (each for each in spec.items if not isinstance(each, Bare)), spec.items[-1]
            )
        else:
            spec = spec.of
    if isinstance(spec, Part):
        return _kind_of_part(spec)
    if isinstance(spec, Range):
        return _kind_of_range(spec)
    if is_occasion and isinstance(spec, Day):
        return "occasion"
    return KINDS.get(type(spec), "none")


def _kind_of_part(spec: Part) -> str:
    if isinstance(spec.of, Semester | SchoolYear | Quarter):
        return KINDS[type(spec.of)]
    return "relative" if isinstance(spec.of, Shift) or _is_of_week(spec) else "part"


def _is_of_week(spec: Part) -> bool:
    return isinstance(spec.of, Current) and spec.of.unit == "week"


def _kind_of_range(spec: Range) -> str:
    if isinstance(spec.last, TeachingWeek | MonthWeek):
        return "week"
    return "stage" if isinstance(spec.last, Year) else "range"
