"""A reading said back in Vietnamese, so that what was understood can be checked at a glance."""

import importlib
import tomllib
from datetime import date
from functools import lru_cache
from typing import Any

from plan.deadlines import Alternative, Frame, Note, Reading
from plan.model import Span
from texts.recurrence import rule_in_words

Texts = dict[str, Any]
NUMBERED_FROM = 1


@lru_cache(maxsize=1)
def texts() -> Texts:
    """Read the sentences once."""
    resources = importlib.import_module("importlib.resources")  # on first need: slow to load
    return tomllib.loads(resources.files("texts.vi").joinpath("readings.toml").read_text("utf-8"))


def explain(reading: Reading, frame: Frame) -> str:
    """Say what was understood; for a certain reading, in words that read back to the same days."""
    words = texts()
    status = words["status"]
    if reading.is_certain:
        return _filled(status["certain"], date=_dates(reading, frame), notes=_notes(reading))
    if reading.status == "ambiguous":
        return _filled(status["ambiguous"], choices=_choices(reading, frame))
    if reading.status == "invalid":
        return _filled(status["invalid"], reason=_reason(reading, "reasons"))
    if reading.status == "none":
        return str(status["none"])
    unread = _filled(status["unread"], words=" ".join(reading.unread)) if reading.unread else ""
    said = _filled(status["partial"], unread=unread, reason=_reason(reading, "doubts"))
    if reading.spans:
        said += _filled(status["tentative"], date=_dates(reading, frame))
    return said


def day_in_words(day: date) -> str:
    """Say a day with its weekday."""
    words = texts()
    return _filled(
        words["date"]["day"],
        weekday=words["weekdays"][day.weekday()],
        day=day.day,
        month=day.month,
        year=day.year,
    )


def choice_in_words(choice: Alternative) -> str:
    """Say one of several readings in few words, for a button: its due days, or its rule."""
    if choice.rrule is not None:
        return rule_in_words(choice.rrule, texts(), "")
    return str(texts()["and"]).join(day_in_words(span.last) for span in choice.spans)


def _filled(template: str, *values: Any, **named: Any) -> str:
    return template.format(*values, **named)


def _dates(reading: Reading, frame: Frame) -> str:
    words = texts()
    if not reading.spans:
        return str(words["status"]["undated"])
    time = f"{reading.at:%H:%M}" if reading.at else ""
    if reading.rrule is not None:
        return _recurring(reading.spans[0], reading.rrule, time)
    is_due = reading.kind == "deadline" and all(
        span.first == min(frame.today, span.last) for span in reading.spans
    )
    said = [_due(span.last, time) if is_due else _span(span, time) for span in reading.spans]
    return str(words["and"]).join(said)


def _due(day: date, time: str) -> str:
    words = texts()["date"]
    return _filled(words["due_timed" if time else "due"], time=time, day=day_in_words(day))


def _span(span: Span, time: str) -> str:
    words = texts()["date"]
    last = day_in_words(span.last)
    if span.first == span.last:
        return _filled(words["timed"], time=time, day=last) if time else last
    name = "span_timed" if time else "span"
    return _filled(words[name], first=day_in_words(span.first), last=last, time=time)


def _recurring(span: Span, rrule: str, time: str) -> str:
    words = texts()
    rule = rule_in_words(rrule, words, time)
    name = "first_time" if span.first == span.last else "within"
    return _filled(
        words["date"][name],
        rule=rule,
        first=day_in_words(span.first),
        last=day_in_words(span.last),
    )


def _choices(reading: Reading, frame: Frame) -> str:
    words = texts()["status"]
    first = Alternative(reading.spans, reading.rrule)
    said = []
    for number, each in enumerate((first, *reading.alternatives), start=NUMBERED_FROM):
        only = Reading("ok", reading.kind, each.spans, reading.at, each.rrule)
        said.append(_filled(words["choice"], number=number, date=_dates(only, frame)))
    return " ".join(said)


def _notes(reading: Reading) -> str:
    said = list(dict.fromkeys(_note(note) for note in reading.assumptions))
    mark = str(texts()["note"])
    return "".join(mark + each for each in said if each)


def _note(note: Note) -> str:
    words = texts()
    if note.code == "last_day":
        return str(words["last_day"].get(note.values[0], ""))
    if note.code == "day_off":
        return _day_off(note)
    if note.code == "calendar_default" and note.values == ("first_week",):
        return str(words["notes"]["teaching_weeks"])
    return _said(words["notes"][note.code], note)


def _day_off(note: Note) -> str:
    words = texts()
    due, code, value, last = note.values
    name = str(code)
    if name == "tet" and isinstance(value, int):
        name = "tet_day" if value > 0 else "tet_eve" if value == 0 else "before_tet"
    return _filled(
        words["notes"]["day_off"],
        day=_day_or_value(due),
        name=_filled(words["day_off"][name], value=value),
        last=_day_or_value(last),
    )


def _day_or_value(value: Any) -> str:
    return day_in_words(value) if isinstance(value, date) else str(value)


def _reason(reading: Reading, table: str) -> str:
    words = texts()[table]
    if reading.reason is None:
        return ""
    template = words.get(reading.reason.code)
    return _said(template if template is not None else words.get("other", ""), reading.reason)


def _said(template: str, note: Note) -> str:
    """Fill a template with the values of a note: its days, its weekday, its numbers."""
    days = [value for value in note.values if isinstance(value, date)]
    numbers = [value for value in note.values if isinstance(value, int)]
    names = texts()["weekdays"]
    weekday = names[numbers[-1] % len(names)] if numbers else ""
    return _filled(
        template,
        *(note.values or (0, 0)),
        day=day_in_words(days[0]) if days else "",
        weekdays=weekday,
        numbers="/".join(str(number) for number in numbers),
    )
