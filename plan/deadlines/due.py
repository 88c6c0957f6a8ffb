"""The days on which a reading is due."""

import importlib
from datetime import date, datetime, time

from plan.deadlines.reading import Frame, Reading
from plan.model import Span

MOST_DAYS = 2000


def due_days(reading: Reading, frame: Frame) -> tuple[date, ...]:
    """Give the last day of each span, or every day that a rule names within its period."""
    del frame  # a reading carries its own period; the frame is for readings yet to come
    if reading.rrule is None:
        return tuple(sorted(span.last for span in reading.spans))
    return tuple(sorted({day for span in reading.spans for day in _expand(reading.rrule, span)}))


def _expand(rule: str, span: Span) -> list[date]:
    rrule = importlib.import_module("dateutil.rrule")  # on first need
    start = datetime.combine(span.first, time())
    last = datetime.combine(span.last, time())
    found = rrule.rrulestr(rule, dtstart=start).between(start, last, inc=True)
    return [moment.date() for moment in found[:MOST_DAYS]]
