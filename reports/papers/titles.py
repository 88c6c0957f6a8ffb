"""How a document is called in chat."""

from plan.papers import PaperKind, Wanted
from plan.school_years import school_year_name
from storage.school_day import SchoolDay
from texts.dates import full_day, short_day
from texts.papers import paper_word


def title_of(day: SchoolDay, wanted: Wanted) -> str:
    """Name a document with its days and its format, if one is chosen: "Báo cáo ... (Word)"."""
    span = wanted.span
    year = school_year_name(day.years.of(span.last).first_year)
    same = span.first == span.last or wanted.kind is not PaperKind.PROGRESS
    first, last = short_day(span.first), full_day(span.last)
    days = last if same else paper_word("names.days", first=first, last=last)
    name = paper_word(f"names.{wanted.kind}", days=days, year=year)
    if wanted.part:
        name = paper_word("names.part", name=name, part=wanted.part)
    return f"{name} ({paper_word(f'formats.{wanted.format}')})" if wanted.format else name
