"""From what was said to a reading: the days, and how sure they are."""

from collections.abc import Iterator
from datetime import date, time

from msgspec import Struct
from msgspec.structs import astuple

from plan.deadlines.kinds import kind_of
from plan.deadlines.options import Option, options
from plan.deadlines.reading import Alternative, Note, Reading, Status
from plan.deadlines.sharing import FIRST_TERM
from plan.deadlines.specs import At, ComingWeekday, DayOf, Deadline, Later, Shift, Spec
from plan.deadlines.view import ImpossibleError, UnclearError, View

# Notes that say how the words were taken and leave no doubt; every other makes it `assumed`.
PLAIN_NOTES = frozenset({"last_day", "strict_before"})
PERIODS = frozenset(
    {"month", "quarter", "semester", "school_year", "year", "week", "part", "stage"}
)
# What is counted from the day it is read on.
FROM_TODAY = (ComingWeekday, DayOf, Later, Shift)
Unread = tuple[str, ...]


def judge(view: View, spec: Spec, *, unread: Unread = (), is_occasion: bool = False) -> Reading:
    """Turn what was said into days and say how sure that is."""
    kind = kind_of(spec, is_occasion=is_occasion)
    try:
        at = clock_of(spec)
        found = options(view, spec)
        _note_days(view, spec, found[0], kind)
    except ImpossibleError as error:
        return Reading("invalid", "invalid", reason=error.note)
    except UnclearError as error:
        return Reading("partial", kind, unread=unread, reason=error.note)
    except (OverflowError, ValueError):
        # A year before the first or after the last that a calendar has.
        return Reading("partial", kind, unread=unread, reason=Note("too_far"))
    reason = _doubt(view, spec)
    first = found[0]
    return Reading(
        status="partial" if reason else _status(view, found, unread),
        kind="recurring" if first.rrule else kind,
        spans=first.spans,
        at=at,
        rrule=first.rrule,
        assumptions=tuple(view.notes),
        alternatives=_alternatives(view, found),
        unread=unread,
        reason=reason,
    )


def _doubt(view: View, spec: Spec) -> Note | None:
    """Doubt days counted from today in a plan: its writer did not know when it would be read."""
    is_doubted = not view.is_chat and any(isinstance(each, FROM_TODAY) for each in _all_of(spec))
    return Note("from_today") if is_doubted else None


def _all_of(said: object) -> Iterator[object]:
    """Walk through what was said, with all that it is made of."""
    yield said
    inner = astuple(said) if isinstance(said, Struct) else said
    if isinstance(inner, tuple):
        for each in inner:
            yield from _all_of(each)


def _status(view: View, found: list[Option], unread: Unread) -> Status:
    if unread:
        return "partial"
    if len(found) > 1:
        return "ambiguous"
    is_plain = all(note.code in PLAIN_NOTES for note in view.notes)
    return "ok" if is_plain else "assumed"


def _alternatives(view: View, found: list[Option]) -> tuple[Alternative, ...]:
    others = [Alternative(option.spans, option.rrule) for option in found[1:]]
    if not others:
        others = [Alternative((span,)) for span in view.others]
    return tuple(others)


def _note_days(view: View, spec: Spec, first: Option, kind: str) -> None:
    """Note how the last days came about, and which of them are days off or past."""
    if kind in PERIODS and not first.rrule:
        view.note("last_day", kind)
    if isinstance(spec, Deadline) and spec.strict:
        view.note("strict_before")
    if first.rrule:
        return
    for span in first.spans:
        due = span.last
        if due < view.today:
            view.note("past", due)
        _note_day_off(view, due)


def _note_day_off(view: View, due: date) -> None:
    calendar = view.frame.calendar_of(due.year if due.month >= FIRST_TERM else due.year - 1)
    off = calendar.name_of_day_off(due)
    if off is not None:
        view.note("day_off", due, off.code, off.value, calendar.last_working_day(due))


def clock_of(spec: Spec) -> time | None:
    """Give the one clock time said, wherever it stands."""
    found = {time(at.hour, at.minute) for at in _all_of(spec) if isinstance(at, At)}
    if len(found) > 1:
        raise UnclearError("several_times")
    return found.pop() if found else None
