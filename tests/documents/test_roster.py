"""A staff list: from a file or pasted, with titles or without, never with phone numbers."""

import docx
import openpyxl
import pytest

from plan.documents import (
    DocumentError,
    RosterRow,
    Why,
    read_document_text,
    read_roster,
    read_roster_text,
)
from tests.documents.build import SAMPLE, add_table, saved

PASTED = """Danh sách của trường em ạ:
1. Nguyễn Thị Lựu, TTCM, tổ Toán, 10A1
2/ Cô Trần Thị Mận - GVCN 11B2 - 0912 345 678
Thầy Lê Văn Bưởi (HT)
Tổ Văn:
NGUYỄN VĂN NHÃN; GV; nhan@truong.edu.vn
Ka Sô Liễu, bảo vệ
H'Hen Mít, GV, tổ Anh
Trương Văn Ổi\tTTCM tổ Toán - Tin\t
cô Lựu dạy toán
"""


def test_pasted_lines() -> None:
    roster = read_roster_text(PASTED)
    assert roster.rows == (
        RosterRow("Nguyễn Thị Lựu", 2, duties="TTCM", unit="tổ Toán", homeroom="10A1"),
        RosterRow("Trần Thị Mận", 3, address="Cô", duties="GVCN 11B2", homeroom="11B2"),
        RosterRow("Lê Văn Bưởi", 4, address="Thầy", duties="HT"),
        RosterRow("Nguyễn Văn Nhãn", 6, duties="GV", unit="Tổ Văn"),
        RosterRow("Ka Sô Liễu", 7, duties="bảo vệ", unit="Tổ Văn"),
        RosterRow("H'Hen Mít", 8, duties="GV", unit="tổ Anh"),
        RosterRow("Trương Văn Ổi", 9, duties="TTCM tổ Toán - Tin", unit="tổ Toán - Tin"),
    )
    assert [(item.line, item.text) for item in roster.unread] == [
        (1, "Danh sách của trường em ạ"),
        (10, "cô Lựu dạy toán"),
    ]


def test_columns_of_a_sheet() -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("CBGVNV", 0)
    for row in [
        ["TRƯỜNG THPT RẠCH XANH"],
        ["DANH SÁCH CÁN BỘ, GIÁO VIÊN"],
        ["TT", "Họ và đệm", "Tên", "Giới tính", "Chức vụ", "Tổ chuyên môn", "CN lớp", "Số ĐT"],
        [1, "Lê Văn", "Bưởi", "Nam", "Hiệu trưởng", None, None, "0912345678"],
        ["Tổ Toán - Tin"],
        [2, "Nguyễn Thị", "Lựu", "Nữ", "TTCM", None, "10A1", 84912345678],
        [3, "Đỗ Thị", "Lựu", "Nữ", "GV", "Ngữ văn", None, None],
    ]:
        sheet.append(row)
    roster = read_roster("ds.xlsx", saved(book))
    assert [
        (row.full_name, row.duties, row.unit, row.homeroom, row.line) for row in roster.rows
    ] == [
        ("Lê Văn Bưởi", "Hiệu trưởng", "", "", 4),
        ("Nguyễn Thị Lựu", "TTCM", "Tổ Toán - Tin", "10A1", 6),
        ("Đỗ Thị Lựu", "GV", "Ngữ văn", "", 7),
    ]
    assert roster.unread == ()


def test_units_merged_down_in_a_document() -> None:
    document = docx.Document()
    table = add_table(
        document,
        [
            ["STT", "Họ và tên", "Nhiệm vụ", "Tổ"],
            ["1", "Thầy Lê Văn Bưởi", "TTCM", "Toán"],
            ["2", "Cô Trần Thị Mận", "GVCN lớp 12A3", ""],
        ],
    )
    table.cell(1, 3).merge(table.cell(2, 3)).text = "Toán"
    rows = read_roster("ds.docx", saved(document)).rows
    assert [(row.address, row.full_name, row.unit, row.homeroom) for row in rows] == [
        ("Thầy", "Lê Văn Bưởi", "Toán", ""),
        ("Cô", "Trần Thị Mận", "Toán", "12A3"),
    ]


@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
def test_delimited_with_titles(delimiter: str) -> None:
    lines = [["Họ tên", "Chức vụ", "Tổ", "Email"], ["Lê Văn Bưởi", "HT", "", "b@x.vn"]]
    content = "\n".join(delimiter.join(line) for line in lines).encode()
    assert read_roster("ds.csv", content).rows == (RosterRow("Lê Văn Bưởi", 2, duties="HT"),)


def test_no_contact_is_kept_anywhere() -> None:
    roster = read_roster_text(PASTED + "0987654321\nGọi 0987.654.321 nhé\n")
    assert "345" not in repr(roster)
    assert "654" not in repr(roster)
    assert "@" not in repr(roster)


def test_a_plan_is_no_roster_and_the_other_way_round() -> None:
    with pytest.raises(DocumentError, match="is_plan"):
        read_roster("a.txt", (SAMPLE / "ke-hoach-cai-tien.txt").read_bytes())
    with pytest.raises(DocumentError, match="is_roster"):
        read_document_text((SAMPLE / "danh-sach.txt").read_text(encoding="utf-8"))
    with pytest.raises(DocumentError, match="is_roster"):
        read_document_text(PASTED)
    with pytest.raises(DocumentError, match="not_a_roster"):
        read_roster_text("Mai họp lúc 14 giờ nhé thầy cô.")


@pytest.mark.parametrize(
    "line",
    [
        "Hiệu trưởng",
        "Trường THPT Rạch Xanh",
        "Tổ Toán - Tin",
        "Năm Học Mới",
        "Lan",
        "GV, HT",
        "12 người",
    ],
)
def test_what_is_no_name_makes_no_person(line: str) -> None:
    roster = read_roster_text(f"Lê Văn Bưởi, HT\n{line}\n")
    assert [row.full_name for row in roster.rows] == ["Lê Văn Bưởi"]
    assert all(item.why is Why.LOOSE_LINE for item in roster.unread)
