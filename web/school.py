"""The school's settings: the dates of its year, when it reminds, what its bots have left."""

import re
from datetime import time
from http import HTTPStatus
from typing import Any

from starlette.routing import Route

from followup.quota import standings_of
from followup.set_calendar import moved_tasks, set_calendar
from followup.set_reminding import set_reminding
from plan.calendar import (
    DATES,
    DAYS,
    CalendarError,
    SchoolCalendar,
    runs,
    with_days,
    without_days,
)
from plan.hours import Hours, is_hour
from plan.ladder import OWN, is_in_order
from plan.model import Span
from plan.school_years import school_year_name
from storage import schools
from texts.labels import label
from web.forms import day_of, version_of
from web.pages import STALE, Page, Refused, Seen, page, post
from web.site import Site

SCHOOL = "/truong"
REMINDING = SCHOOL + "/nhac"
HOURS = ("digest_at", "weekly_at", "quiet_from", "quiet_until")
MOST_DAYS = 60
_WRONG_DATES = Refused("calendar", HTTPStatus.BAD_REQUEST)
_WRONG_HOURS = Refused("hours", HTTPStatus.BAD_REQUEST)
_WRONG_LADDER = Refused("ladder", HTTPStatus.BAD_REQUEST)


def school_routes(site: Site) -> list[Route]:
    """Make the page of the settings, and where its forms go."""
    return [
        page(site, SCHOOL, _school),
        post(site, SCHOOL + "/khung", _set_calendar),
        post(site, REMINDING, _set_reminding),
    ]


def _school(seen: Seen) -> Page:
    day, shown = seen.day, _shown(seen)
    values = {
        "year": school_year_name(shown.first_year),
        "dates": [
            (name, label(f"calendar_{name}"), getattr(shown, name), name in shown.unconfirmed)
            for name in DATES
        ],
        "saturday_works": shown.saturday_works,
        "days": [(name, runs(getattr(shown, name))) for name in DAYS],
        "breaks": [one.span for one in shown.breaks(shown.opening, shown.year_end)],
        "calendar_version": version_of(_overrides(seen)),
        "hours": day.hours,
        "ladder": [(name, getattr(day.ladder, name)) for name in OWN],
        "ladder_length": (day.ladder.short_days, day.ladder.middle_days),
        "reminding_version": version_of(_reminding(seen)),
        "may_set": seen.may_post(REMINDING),
        "bots": standings_of(day),
        "kept": seen.query.get("roi", ""),
    }
    return Page("school", values)


def _shown(seen: Seen) -> SchoolCalendar:
    return seen.day.years.of(seen.day.today)


def _overrides(seen: Seen) -> dict[str, Any]:
    day = seen.day
    return schools.calendar_overrides(day.tx, day.school_id, _shown(seen).first_year)


def _reminding(seen: Seen) -> list[object]:
    """Give what the page of the reminders was filled in beside."""
    day = seen.day
    return [day.hours, *(getattr(day.ladder, name) for name in OWN)]


def _set_calendar(seen: Seen) -> str | Page | Refused:
    """Keep dates, or days off; what would move along is shown first, as in chat."""
    schools.hold(seen.day.tx, seen.day.school_id)
    if seen.said("ban") != version_of(_overrides(seen)):
        return STALE
    first_year, values = _shown(seen).first_year, _typed_calendar(seen)
    if values is None:
        return _WRONG_DATES
    try:
        moved = moved_tasks(seen.day, first_year, values)
    except CalendarError:
        return _WRONG_DATES
    if moved and not seen.said("chac"):
        typed = [(name, value) for name, value in seen.form.multi_items() if name != "dau"]
        year = school_year_name(first_year)
        return Page("calendar_asked", {"moved": moved, "typed": typed, "year": year})
    set_calendar(seen.day, seen.actor, first_year, values)
    return f"{SCHOOL}?roi=calendar"


def _typed_calendar(seen: Seen) -> dict[str, Any] | None:
    """Read a form into the values of a calendar; None for days that are none."""
    shown, values = _shown(seen), _overrides(seen)
    name = seen.said("loai")
    try:
        if name in DAYS:
            span = Span(*(day_of(seen.said(end)) for end in ("tu", "den")))
            change = without_days if seen.said("y") == "drop" else with_days
            return change(values, name, span) if 0 < span.days <= MOST_DAYS else None
        typed = {name: day_of(seen.said(name)) for name in DATES}
    except ValueError:
        return None
    own = {n: day.isoformat() for n, day in typed.items() if day != getattr(shown, n)}
    works = seen.said("saturday_works") == "1"
    saturday = {} if works == shown.saturday_works else {"saturday_works": works}
    return {**values, **own, **saturday}


def _set_reminding(seen: Seen) -> str | Page | Refused:
    """Keep the school's hours and the days of its ladder."""
    day = seen.day
    schools.hold(day.tx, day.school_id)
    if seen.said("ban") != version_of(_reminding(seen)):
        return STALE
    # "7:00" is an hour too.
    said = {name: seen.said(name).rjust(len("07:00"), "0") for name in HOURS}
    if not all(map(is_hour, said.values())):
        return _WRONG_HOURS
    hours = Hours(**{name: time.fromisoformat(hour) for name, hour in said.items()})
    if not hours.is_in_order:
        return _WRONG_HOURS
    typed = {name: _numbers(seen.said(name)) for name in OWN}
    ladder = day.ladder.changed(typed)
    if not all(typed.values()) or not is_in_order(ladder):
        return _WRONG_LADDER
    set_reminding(day, seen.actor, hours, ladder)
    return f"{SCHOOL}?roi=reminding"


def _numbers(text: str) -> list[int]:
    """Read "14, 7, 3, 1"; empty for what is not that."""
    words = re.split(r"[\s,;]+", text.strip(" ,;"))
    known = all(word.isdecimal() and word.isascii() and len(word) <= len("120") for word in words)
    return [int(word) for word in words] if known else []
