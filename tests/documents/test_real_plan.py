"""The real plan reads cell for cell, from the text and from the same table as .docx."""

import json
from typing import Any

import pytest

from plan.documents import Document, read_document
from tests.documents.build import REAL, docx_of_text

NAME = "ke-hoach-cai-tien-2024-2025"
pytestmark = pytest.mark.skipif(
    not (REAL / f"{NAME}.txt").exists(), reason="the real plan is not beside this repository"
)


@pytest.fixture(scope="module", params=["txt", "docx"])
def document(request: pytest.FixtureRequest) -> Document:
    text = (REAL / f"{NAME}.txt").read_text(encoding="utf-8")
    content = text.encode() if request.param == "txt" else docx_of_text(text)
    return read_document(f"{NAME}.{request.param}", content)


@pytest.fixture(scope="module")
def expected() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads((REAL / f"{NAME}.expected.json").read_text())
    return loaded


def test_every_cell_is_as_written(document: Document, expected: list[dict[str, Any]]) -> None:
    read = [
        {
            "criterion": row.criterion,
            "work": row.work,
            "time": row.time,
            "owner": row.owner,
            "budget": row.budget,
            "cond": row.conditions,
            "sol": row.solution,
        }
        for row in document.rows
    ]
    assert read == [{key: row[key] for key in read[0]} for row in expected]


def test_lines_of_the_text_are_named(expected: list[dict[str, Any]]) -> None:
    document = read_document(f"{NAME}.txt", (REAL / f"{NAME}.txt").read_bytes())
    assert [row.line for row in document.rows] == [row["line"] for row in expected]


def test_nothing_is_left_unread(document: Document) -> None:
    assert document.unread == document.set_aside == ()


def test_head_of_the_paper(document: Document) -> None:
    assert document.title.startswith("KẾ HOẠCH CẢI TIẾN")
    assert document.school_years == ("2024-2025",)
    assert document.criteria_set == "18/2018/TT-BGDĐT"


def test_standards_without_a_title_get_the_official_one(document: Document) -> None:
    titles = {row.standard: row.standard_title for row in document.rows}
    assert titles["4"] == "Quan hệ giữa nhà trường, gia đình và xã hội"
    assert titles["5"] == "Hoạt động giáo dục và kết quả giáo dục"


def test_levels(document: Document) -> None:
    assert [row.level for row in document.rows] == ["1-3"] * 17 + ["4"] * 4
    assert {row.level_written for row in document.rows} == {"Mức 1, 2, 3", "MỨC 4"}
