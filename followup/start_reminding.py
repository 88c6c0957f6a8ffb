"""The principal's "Bắt đầu nhắc": from then on the bot writes to people."""

from datetime import date, datetime, timedelta

from followup.lay_moments import lay_all_moments
from followup.review_year import promise_review
from plan.hours import instant, local
from storage import promises, schools
from storage.history import Actor
from storage.school_day import SchoolDay

WEEKLY = "weekly"
FRIDAY = 4


def start_reminding(day: SchoolDay, actor: Actor) -> SchoolDay | None:
    """Start once: lay every ladder from today on, promise the week; None when it runs already."""
    if day.school.started_at is not None:
        return None
    schools.start(day.deed("start_reminding", actor))
    started = SchoolDay.of(day.tx, day.school_id, day.now)
    lay_all_moments(started, after=started.today - timedelta(days=1))
    promise_week(started)
    promise_review(started)
    return started


def promise_week(day: SchoolDay) -> None:
    """Promise the next weekly summary: Friday at the school's hour, later than now."""
    promises.keep(day.tx, day.school_id, WEEKLY, next_weekly_at(day, local(day.now).date()))


def next_weekly_at(day: SchoolDay, today: date) -> datetime:
    """Give the instant of the next summary after now: Friday, or that week's last working day.

    A week of which nobody works a day (Tết) has none.
    """
    friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7)
    while True:
        on = day.years.last_working_day(friday)
        at = instant(on, day.hours.weekly_at)
        if at > day.now and friday - on < timedelta(days=FRIDAY + 1):
            return at
        friday += timedelta(days=7)
