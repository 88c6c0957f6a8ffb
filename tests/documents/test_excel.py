"""What only a .xlsx has: real dates, merged cells, hidden rows, several sheets."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest

from plan.documents import Document, Field, NoticeCode, Why, read_document
from plan.documents.shown import shown
from tests.documents.build import saved
from tests.documents.hostile import with_part

moment = datetime.fromisoformat  # a sheet knows no time zones
MONTH: list[list[Any]] = [
    ["TRƯỜNG THPT RẠCH XANH"],
    ["KẾ HOẠCH CÔNG TÁC THÁNG 9"],
    ["Năm học 2024-2025"],
    [],
    ["TT", "Nội dung công việc", "Thời gian", "Người phụ trách", "Kinh phí (đồng)"],
    [1, "Khai giảng", moment("2024-09-05"), "BGH", 10000000],
    [2, "Họp tổ", "Tuần 2", "TTCM", None],
    [3, "Nộp kế hoạch", date(2025, 6, 1), "nt", None],
    [4, "Việc bị lọc đi", "20/9", "VT", None],
    [5, "Mít tinh", moment("2024-12-22"), "Đoàn", None],
    [6, "Chưa rõ hạn", None, "HT", None],
    ["Tổng", None, None, None, "=SUM(E6:E9)"],
    [],
    [None, "Nơi nhận: Lưu VT", None, "HIỆU TRƯỞNG"],
    [None, None, None, "Lê Văn Bưởi"],
]


def filled(sheet: Any, rows: Sequence[Sequence[Any]]) -> Any:
    for row in rows:
        sheet.append(row)
    return sheet


@pytest.fixture(scope="module")
def document() -> Document:
    book = openpyxl.Workbook()
    first = filled(book.create_sheet("Tháng 9", 0), MONTH)
    first["C6"].number_format = "dd/mm/yyyy"
    first["C8"].number_format = "mmm-yy"
    first["C10"].number_format = "d-mmm"
    first["E6"].number_format = "#,##0"
    first.row_dimensions[9].hidden = True
    first.merge_cells("A1:E1")
    first.merge_cells("A2:E2")
    second = filled(
        book.create_sheet("Tháng 10", 1),
        [
            ["TT", "Nội dung công việc", "Thời gian", "Người phụ trách"],
            [1, "Hội nghị", 15, "CTCĐ"],
            [2, "Kiểm tra", None, "HT"],
            [3, "Báo cáo", None, None],
        ],
    )
    second.merge_cells("C2:C3")
    second.merge_cells("D3:D4")
    draft = filled(book.create_sheet("Nháp"), [["TT", "Nội dung", "Thời gian"], [1, "Bỏ", "5/9"]])
    draft.sheet_state = "hidden"
    filled(
        book.create_sheet("DS"), [["TT", "Họ và tên", "SĐT"], [1, "Lê Thị Mận", "0912 345 678"]]
    )
    return read_document("thang-9.xlsx", saved(book))


def test_dates_read_as_they_were_typed(document: Document) -> None:
    assert [row.time for row in document.rows] == [
        "05/09/2024",
        "Tuần 2 tháng 9",
        "6/2025",
        "22/12",
        "Tháng 9",
        "ngày 15 tháng 10",
        "ngày 15 tháng 10",
        "Tháng 10",
    ]


def test_time_from_the_sheet_or_a_merged_cell_is_inherited(document: Document) -> None:
    inherited = [Field.TIME in row.inherited for row in document.rows]
    assert inherited == [False, True, False, False, True, True, True, True]
    assert document.rows[1].raw["Thời gian"] == "Tuần 2"


def test_rows_are_found_again_by_sheet_and_line(document: Document) -> None:
    assert [(row.sheet, row.line) for row in document.rows[4:6]] == [
        ("Tháng 9", 11),
        ("Tháng 10", 2),
    ]


def test_merged_owner_holds_for_each_row(document: Document) -> None:
    assert [row.owner for row in document.rows[-3:]] == ["CTCĐ", "HT", "HT"]


def test_money_is_grouped_as_shown(document: Document) -> None:
    assert document.rows[0].budget == "10.000.000"
    assert document.header[Field.BUDGET] == "Kinh phí (đồng)"


def test_hidden_rows_and_sheets_are_listed_not_read(document: Document) -> None:
    assert [item.text for item in document.unread if item.why is Why.HIDDEN] == [
        "TT | Nội dung | Thời gian",
        "1 | Bỏ | 5/9",
        "4 | Việc bị lọc đi | 20/9 | VT",
    ]
    assert {note.code: note.count for note in document.notices} == {
        NoticeCode.HIDDEN_ROWS: 1,
        NoticeCode.HIDDEN_SHEETS: 1,
        NoticeCode.FORMULAS: 1,
    }


def test_total_signature_and_staff_are_set_aside(document: Document) -> None:
    assert [(item.text, item.why) for item in document.set_aside] == [
        ("Tổng", Why.TOTAL),
        ("Nơi nhận: Lưu VT | HIỆU TRƯỞNG", Why.SIGNATURE),
        ("Lê Văn Bưởi", Why.SIGNATURE),
        ("TT | Họ và tên | SĐT", Why.ROSTER),
        ("1 | Lê Thị Mận | ••••••", Why.ROSTER),
    ]


def test_what_the_library_cannot_write_back_is_no_matter() -> None:
    book = openpyxl.Workbook()
    filled(book.create_sheet("KH", 0), [["TT", "Nội dung", "Hạn"], [1, "Họp", "5/9"]])
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(saved(book))) as package:
        sheet = package.read(part)
    extension = b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    content = with_part(saved(book), part, sheet.replace(b"</worksheet>", extension))
    assert [row.work for row in read_document("a.xlsx", content).rows] == ["Họp"]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (None, "General", ""),
        ("  6/2025", "General", "  6/2025"),
        (2025, "General", "2025"),
        (2025.0, "General", "2025"),
        (1.5, "General", "1,5"),
        (0.8, "0%", "80%"),
        (1234567, "#,##0", "1.234.567"),
        (1234.5, "#,##0.00", "1.234,5"),
        (True, "General", "True"),
        (moment("2025-06-01"), "mmm-yy", "6/2025"),
        (moment("2025-06-01"), "mm/yyyy", "06/2025"),
        (moment("2024-12-22"), "d-mmm", "22/12"),
        (moment("2024-12-22"), "dd/mm", "22/12"),
        (moment("2024-09-05"), "mm-dd-yy", "05/09/2024"),
        (moment("2024-09-05"), "[$-42A]dd mmmm yyyy", "05/09/2024"),
        (moment("2024-09-05"), '"Năm" yyyy', "2024"),
        (moment("2024-09-05 07:30"), "dd/mm/yyyy h:mm", "07:30 05/09/2024"),
        (moment("2024-09-05"), "General", "05/09/2024"),
        (date(2024, 9, 5), "dd/mm/yyyy", "05/09/2024"),
        (time(14, 5), "h:mm", "14:05"),
        (timedelta(hours=26), "[h]:mm", "26:00"),
        ("#REF!", "General", "#REF!"),
    ],
)
def test_shown(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text
