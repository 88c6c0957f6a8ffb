"""Dates of a school year, days off, and lunar days: what turns words about time into days."""

from plan.calendar.days_off import Break, DayOff
from plan.calendar.lunar import lunar_day, tet
from plan.calendar.own import own_calendar, with_days
from plan.calendar.school import CalendarError, SchoolCalendar, default_calendar

__all__ = [
    "Break",
    "CalendarError",
    "DayOff",
    "SchoolCalendar",
    "default_calendar",
    "lunar_day",
    "own_calendar",
    "tet",
    "with_days",
]
