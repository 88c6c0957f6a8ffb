"""`nhacviec read time`: a phrase, its school year and today in; its reading out."""

import re
from datetime import date
from typing import Any, Literal

from nhacviec.read.lines import BadCaseError
from plan.calendar import default_calendar
from plan.deadlines import Frame, read_deadline
from plan.model import Span
from texts.readings import explain

SCHOOL_YEAR = re.compile(r"\s*([0-9]{4})\s*[-–]\s*([0-9]{4})\s*\Z")
FIRST_YEAR, LAST_YEAR = 1900, 2099


def answer(case: dict[str, Any]) -> dict[str, Any]:
    """Read one case."""
    frame = Frame(
        calendar=default_calendar(_first_year(case)),
        today=_today(case),
        context=_context(case),
    )
    reading = read_deadline(_phrase(case), frame)
    return {
        "status": reading.status,
        "kind": reading.kind,
        "occurrences": _pairs(reading.spans),
        "rrule": reading.rrule,
        "time": f"{reading.at:%H:%M}" if reading.at else None,
        "alternatives": [
            {"occurrences": _pairs(other.spans), "rrule": other.rrule}
            for other in reading.alternatives
        ],
        "explain": explain(reading, frame),
    }


def _pairs(spans: tuple[Span, ...]) -> list[list[str]]:
    return [[span.first.isoformat(), span.last.isoformat()] for span in spans]


def _phrase(case: dict[str, Any]) -> str:
    phrase = case.get("phrase")
    if not isinstance(phrase, str):
        raise BadCaseError("phrase", phrase)
    return phrase


def _first_year(case: dict[str, Any]) -> int:
    said = case.get("school_year")
    match = SCHOOL_YEAR.match(said) if isinstance(said, str) else None
    if match is None:
        raise BadCaseError("school_year", said)
    first, last = int(match[1]), int(match[2])
    if last != first + 1 or not FIRST_YEAR <= first <= LAST_YEAR:
        raise BadCaseError("school_year", said)
    return first


def _today(case: dict[str, Any]) -> date:
    said = case.get("today")
    try:
        return date.fromisoformat(said if isinstance(said, str) else "")
    except ValueError:
        raise BadCaseError("today", said) from None


def _context(case: dict[str, Any]) -> Literal["plan", "chat"]:
    said = case.get("context", "plan")
    if said not in {"plan", "chat"}:
        raise BadCaseError("context", said)
    return "chat" if said == "chat" else "plan"
