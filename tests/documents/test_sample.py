"""Our own sample plan and roster, which the console opens with."""

import pytest

from plan.documents import Document, Field, read_document, read_roster
from tests.documents.build import SAMPLE, docx_of_text, table_of


@pytest.fixture(scope="module", params=["txt", "docx"])
def document(request: pytest.FixtureRequest) -> Document:
    text = (SAMPLE / "ke-hoach-cai-tien.txt").read_text(encoding="utf-8")
    content = text.encode() if request.param == "txt" else docx_of_text(text)
    return read_document(f"ke-hoach.{request.param}", content)


def test_every_task_is_read(document: Document) -> None:
    criteria = "1.1 1.2 1.4 1.6 1.7 1.9 1.10 2.1 2.2 2.4 3.1 3.2 3.5 3.6 4.1 4.2 5.1 5.2"
    assert [row.criterion for row in document.rows] == [*criteria.split(), "M4.1", "M4.2", "M4.4"]
    assert document.unread == ()


def test_oddities_are_kept_as_written(document: Document) -> None:
    by_criterion = {row.criterion: row for row in document.rows}
    assert by_criterion["4.2"].time == "Địp 22/12, 30/4, 27/7"
    assert by_criterion["2.2"].owner == "02 GV"
    assert by_criterion["1.10"].owner == "Toàn trường"
    assert by_criterion["1.7"].time == "2023-2024"
    assert by_criterion["3.1"].budget == "Xã hội hóa 10 tr"
    assert by_criterion["5.1"].standard_title == "Hoạt động giáo dục và kết quả giáo dục"


def test_raw_holds_every_cell_under_its_header() -> None:
    text = (SAMPLE / "ke-hoach-cai-tien.txt").read_text(encoding="utf-8")
    _, (header, *rows), _ = table_of(text)
    document = read_document("ke-hoach.txt", text.encode())
    written = [row for row in rows if row[2]]
    assert [dict(row.raw) for row in document.rows] == [
        dict(zip(header, row, strict=True)) for row in written
    ]
    assert document.header[Field.BUDGET] == "Dự kiến kinh phí (triệu đồng)"


def test_roster_has_people_for_every_role() -> None:
    roster = read_roster("danh-sach.txt", (SAMPLE / "danh-sach.txt").read_bytes())
    duties = " ".join(row.duties for row in roster.rows)
    assert roster.unread == ()
    assert len(roster.rows) == 17
    for duty in ("Hiệu trưởng", "Kế toán", "Thủ quỹ", "Thư viện", "Thiết bị", "Y tế", "TTCM"):
        assert duty in duties


def test_roster_has_two_teachers_called_lan_in_different_units() -> None:
    roster = read_roster("danh-sach.txt", (SAMPLE / "danh-sach.txt").read_bytes())
    named = [row for row in roster.rows if row.full_name.endswith(" Lan")]
    assert [(row.unit, row.homeroom) for row in named] == [
        ("tổ Toán - Tin", "10A1"),
        ("tổ Ngữ văn", "11A2"),
    ]
