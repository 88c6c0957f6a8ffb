"""From what is asked for to the call that makes it, with the values it takes."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from plan.model import Member
from plan.papers import PaperKind, Wanted
from plan.school_years import school_year_name
from reports.evidence_list import EvidenceRow, evidence_part
from reports.papers.calendar import calendar_of
from reports.papers.evidence_list import evidence_paper
from reports.papers.improvement import improvement_paper
from reports.papers.own_data import own_data_paper
from reports.papers.paper import Paper
from reports.papers.progress import progress_paper
from reports.papers.reading import reading_paper
from reports.week_picture import week_picture
from storage.school_day import SchoolDay
from texts.papers import paper_word

PAPERS: Mapping[PaperKind, Callable[[SchoolDay, Wanted], Paper | None]] = {
    PaperKind.PROGRESS: progress_paper,
    PaperKind.HALF_YEAR: progress_paper,
    PaperKind.YEAR: progress_paper,
    PaperKind.IMPROVEMENT: improvement_paper,
    PaperKind.EVIDENCE: evidence_paper,
    PaperKind.READING: reading_paper,
}


class Call(Struct, frozen=True):
    """What is to be run in the child, and the name of the file that comes of it.

    `template` names the Word template that a school may replace, empty for other formats. An
    archive has no function: it holds `files`, read where they are kept.
    """

    function: str
    args: tuple[Any, ...]
    file_name: str
    template: str = ""
    files: tuple[EvidenceRow, ...] = ()


def call_for(day: SchoolDay, wanted: Wanted, who: Member) -> Call | None:
    """Gather a document's values as of now; None when there is nothing to write about."""
    name = file_name(day, wanted)
    if wanted.kind is PaperKind.WEEK_PICTURE:
        figures = week_picture(day, who)
        return None if figures is None else Call("make_picture", (figures,), name)
    if wanted.kind is PaperKind.CALENDAR:
        return Call("make_ics", (calendar_of(day, who),), name)
    if wanted.kind is PaperKind.EVIDENCE_ZIP:
        rows = evidence_part(day, wanted.part)
        return Call("", (), name, files=rows) if rows else None
    is_own = wanted.kind is PaperKind.OWN_DATA
    paper = own_data_paper(day, who) if is_own else PAPERS[wanted.kind](day, wanted)
    return None if paper is None else _written(paper, wanted.format, name)


def _written(paper: Paper, ending: str, name: str) -> Call:
    if ending == "docx":
        return Call("make_docx", (paper.docx_context(),), name, paper.template)
    if ending == "pdf":
        return Call("make_pdf", (paper.template, paper.pdf_context()), name)
    return Call("make_xlsx", (paper.xlsx_sheets(),), name)


def file_name(day: SchoolDay, wanted: Wanted) -> str:
    """Name a file so that it is found again: what it is, of which days."""
    year = school_year_name(day.years.of(wanted.span.last).first_year)
    span = wanted.span
    stem = paper_word(f"files.{wanted.kind}", first=span.first, last=span.last, year=year)
    stem = f"{stem}-{wanted.part}" if wanted.part else stem
    return f"{stem}.{wanted.format}"
