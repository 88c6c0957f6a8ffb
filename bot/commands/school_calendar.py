"""The school year's own dates: seen, and changed after a look at what moves along."""

from datetime import date
from typing import Any

from bot.desk import Chosen, Desk
from bot.words import folded, is_one_of
from bot.words import words as said_as
from followup.say import Option, Say
from followup.set_calendar import moved_tasks, set_calendar
from plan.calendar import DATES, DAYS, CalendarError, SchoolCalendar, with_days
from plan.deadlines import Frame, read_deadline
from plan.folding import fold
from plan.model import Span
from plan.school_years import school_year_name
from storage import schools
from texts.labels import label
from texts.messages.calendar import (
    CalendarAsked,
    CalendarDate,
    CalendarRefused,
    CalendarSeen,
    CalendarSet,
)

MOST_DAYS = 40


def calendar(words: str, desk: Desk) -> Say:
    """Show the dates of this school year, or ask whether one is to be changed as typed."""
    shown = desk.day.years.of(desk.day.today)
    if not words:
        return Say(seen(desk, shown))
    if is_one_of(words, "saturday_off") or is_one_of(words, "saturday_works"):
        works = is_one_of(words, "saturday_works")
        values = schools.calendar_overrides(desk.tx, desk.school_id, shown.first_year)
        name = "saturday_works" if works else "saturday_off"
        return _ask(desk, shown.first_year, {**values, "saturday_works": works}, (name, None))
    field, rest = _field(words)
    span = _span(rest, Frame(shown, desk.day.today, "plan")) if field else None
    if span is None:
        return Say(CalendarRefused(desk.me, "unclear", words))
    values = _changed(desk, shown.first_year, field, span)
    return _ask(desk, shown.first_year, values, (field, span))


def takes_days(rest: str, said: str, desk: Desk) -> bool:
    """Take nothing, or what is days and nothing else."""
    del said
    reading = read_deadline(rest, desk.day.frame("plan"))
    return not rest or (bool(reading.spans) and not reading.unread)


def days_off(words: str, desk: Desk) -> Say:
    """Ask whether the whole school is off on some days; without days, show the calendar."""
    return calendar(f"{said_as('calendar_extra_days_off')[0]} {words}" if words else "", desk)


def seen(desk: Desk, shown: SchoolCalendar) -> CalendarSeen:
    """List the dates of a school year; those nobody confirmed are said to be the common ones."""
    dates = tuple(
        CalendarDate(label(f"calendar_{name}"), getattr(shown, name), name in shown.unconfirmed)
        for name in DATES
    )
    return CalendarSeen(
        desk.me,
        school_year_name(shown.first_year),
        dates,
        shown.saturday_works,
        len(shown.extra_days_off),
        len(shown.extra_working_days),
    )


def _field(words: str) -> tuple[str, str]:
    """Split "hết HKI 10/1/2025" into the value it names and the rest, empty for neither."""
    typed = words.replace(":", " ").split()
    for length in range(min(len(typed), 4), 0, -1):
        said = fold(" ".join(typed[:length]))
        for name in (*DATES, *DAYS):
            if said in folded(f"calendar_{name}"):
                return name, " ".join(typed[length:])
    return "", ""


def _span(text: str, frame: Frame) -> Span | None:
    reading = read_deadline(text, frame)
    if reading.status not in {"ok", "assumed"} or len(reading.spans) != 1 or reading.rrule:
        return None
    span = reading.spans[0]
    return span if span.days <= MOST_DAYS else None


def _changed(desk: Desk, first_year: int, field: str, span: Span) -> dict[str, Any]:
    values = schools.calendar_overrides(desk.tx, desk.school_id, first_year)
    if field in DAYS:
        return with_days(values, field, span)
    return {**values, field: span.last.isoformat()}


def _ask(
    desk: Desk, first_year: int, values: dict[str, Any], what: tuple[str, Span | None]
) -> Say:
    field, span = what
    name = label(f"calendar_{field}")
    try:
        moved = moved_tasks(desk.day, first_year, values)
    except CalendarError:
        return Say(CalendarRefused(desk.me, "order", name))
    days = None if span is None else [span.first.isoformat(), span.last.isoformat()]
    message = CalendarAsked(
        desk.me,
        school_year_name(first_year),
        name,
        *_days(days),
        tuple(task.code for task in moved),
    )
    payload = {"first_year": first_year, "values": values, "name": name, "days": days}
    rows = ((Option("yes", label("yes")), Option("no", label("no"))),)
    return Say(message, "calendar", payload, rows)


def _days(days: list[str] | None) -> tuple[date | None, date | None]:
    if days is None:
        return None, None
    first, last = days
    return date.fromisoformat(first), date.fromisoformat(last)


def decide(chosen: Chosen, desk: Desk) -> Say:
    """Keep what was asked about, or leave the calendar as it is."""
    first_year = chosen.payload["first_year"]
    if chosen.value != "yes":
        return Say(seen(desk, desk.day.years.year(first_year)))
    moved = set_calendar(desk.day, desk.actor, first_year, chosen.payload["values"])
    message = CalendarSet(
        desk.me,
        school_year_name(first_year),
        chosen.payload["name"],
        *_days(chosen.payload["days"]),
        len(moved),
    )
    return Say(message)
