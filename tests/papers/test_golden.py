"""Every document, read again by another library, says cell by cell what was looked at once."""

from pathlib import Path

import pytest

from plan.papers import PaperKind
from tests.papers.papers import (
    COMPARED,
    COMPARED_CLOSED,
    GOLDEN,
    call,
    close_the_year,
    made,
    shown_xlsx,
)
from tests.school import SampleSchool


def test_documents_say_what_was_looked_at(school: SampleSchool) -> None:
    for name, kind, ending, span, shown in COMPARED:
        assert shown(made(school, kind, ending, span)) == (GOLDEN / name).read_text("utf-8"), name


def test_what_a_year_came_to_stands_in_its_documents(school: SampleSchool) -> None:
    close_the_year(school)
    for name, kind, ending, span, shown in COMPARED_CLOSED:
        assert shown(made(school, kind, ending, span)) == (GOLDEN / name).read_text("utf-8"), name


@pytest.mark.parametrize("kind", [PaperKind.PROGRESS, PaperKind.IMPROVEMENT])
def test_a_text_that_begins_like_a_formula_is_a_text(
    sample: SampleSchool, kind: PaperKind
) -> None:
    assert "s:=SUM(A1:A9) là cách" in shown_xlsx(made(sample, kind, "xlsx"))


def test_the_numbers_are_those_of_the_week(school: SampleSchool) -> None:
    (week,) = school.says("thầy Nam", "tuần này")
    report = (GOLDEN / "bao-cao-tuan.docx.txt").read_text("utf-8")
    assert "Hoàn thành 1/5 việc đến hạn trong năm học" in week.text
    assert "đến hạn trong năm học: 1/5." in report


@pytest.mark.parametrize(
    "kind", [PaperKind.PROGRESS, PaperKind.YEAR, PaperKind.IMPROVEMENT, PaperKind.EVIDENCE]
)
def test_every_field_of_a_template_is_documented(sample: SampleSchool, kind: PaperKind) -> None:
    page = Path("docs/documents.md").read_text("utf-8")
    (context,) = call(sample, kind, "docx").args
    assert [name for name in context if f"`{name}`" not in page] == []
