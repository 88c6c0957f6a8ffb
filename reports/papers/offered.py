"""Which documents can be made, in which formats, and of which days when nobody says."""

from collections.abc import Mapping
from datetime import timedelta

from plan.model import Span
from plan.papers import PaperKind
from plan.school_years import first_year_of
from storage.school_day import SchoolDay

OFFICE_FORMATS = ("docx", "pdf", "xlsx")
# In the order they are shown.
OFFERED: Mapping[PaperKind, tuple[str, ...]] = {
    PaperKind.WEEK_PICTURE: ("png",),
    PaperKind.PROGRESS: OFFICE_FORMATS,
    PaperKind.HALF_YEAR: OFFICE_FORMATS,
    PaperKind.YEAR: OFFICE_FORMATS,
    PaperKind.IMPROVEMENT: OFFICE_FORMATS,
    PaperKind.EVIDENCE: OFFICE_FORMATS,
    PaperKind.EVIDENCE_ZIP: ("zip",),
    PaperKind.READING: OFFICE_FORMATS,
    PaperKind.CALENDAR: ("ics",),
}


def right_to(kind: PaperKind) -> str:
    """Name the right to have a document, a deed of the table of rights."""
    special = {
        PaperKind.CALENDAR: "paper_own",
        PaperKind.OWN_DATA: "paper_own",
        PaperKind.WEEK_PICTURE: "paper_week",
    }
    return special.get(kind, "paper_office")


def days_of(day: SchoolDay, kind: PaperKind) -> Span:
    """Give the days of a document: its week, semester or school year."""
    today = day.today
    calendar = day.years.year(first_year_of(today))
    if kind is PaperKind.OWN_DATA:
        return Span(today, today)
    if kind is PaperKind.HALF_YEAR:
        return Span(calendar.gathering, calendar.first_semester_end)
    if kind in {PaperKind.WEEK_PICTURE, PaperKind.PROGRESS}:
        return Span(today - timedelta(days=today.weekday()), today)
    if kind in {PaperKind.EVIDENCE, PaperKind.EVIDENCE_ZIP}:
        return Span(calendar.gathering, today)
    return Span(calendar.gathering, calendar.year_end)
