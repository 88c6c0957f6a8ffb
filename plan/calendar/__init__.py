"""Dates of a school year, days off, and lunar days: what turns words about time into days."""

from plan.calendar.days_off import Break, DayOff
from plan.calendar.lunar import lunar_day, tet
from plan.calendar.own import DATES, DAYS, own_calendar, runs, with_days, without_days
from plan.calendar.school import CalendarError, SchoolCalendar, default_calendar

__all__ = [
    "DATES",
    "DAYS",
    "Break",
    "CalendarError",
    "DayOff",
    "SchoolCalendar",
    "default_calendar",
    "lunar_day",
    "own_calendar",
    "runs",
    "tet",
    "with_days",
    "without_days",
]
