"""What only a .docx has: merged cells, split tables, tracked changes, text boxes, lists."""

import time
from copy import deepcopy
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from nhacviec.sandbox import Sandbox
from plan.documents import Document, Doubt, Field, NoticeCode, Why, read_document
from tests.documents.build import SAMPLE, add_table, fill, saved, table_of

HEADER = ["TT", "Nội dung", "Thời gian", "Người thực hiện"]


def read(document: Any) -> Document:
    return read_document("ke-hoach.docx", saved(document))


def elements(document: Any, name: str) -> list[Any]:
    return list(document.element.body.iter(qn(name)))


def merge(table: Any, *corners: tuple[int, int]) -> None:
    """Merge two corners; Word keeps the text of the first cell only."""
    (top, left), (bottom, right) = corners
    text = table.cell(top, left).text
    table.cell(top, left).merge(table.cell(bottom, right)).text = text


@pytest.fixture
def merged() -> Document:
    document = docx.Document()
    table = add_table(
        document,
        [
            ["TT", "Tiêu chí", "Nội dung", "Phân công", "", "Thời gian", "Kinh phí"],
            ["", "", "", "Chủ trì", "Phối hợp", "", ""],
            ["I", "CÔNG TÁC CHUYÊN MÔN", "", "", "", "", ""],
            ["1", "Tiêu chí 1.1", "Họp tổ", "TTCM", "GV", "Tháng 9", "10 tr"],
            ["2", "", "Dự giờ", "", "GVBM", "", ""],
            ["3", "", "Nộp giáo án", "", "nt", "", ""],
            ["II", "Nền nếp", "", "", "", "", ""],
            ["1", "Tiêu chí 2.4", "Trực cổng", "Đoàn", "", "hằng ngày", ""],
            ["", "Tổng cộng", "", "", "", "", "10 tr"],
        ],
    )
    for column in (0, 1, 2, 5, 6):
        merge(table, (0, column), (1, column))
    merge(table, (0, 3), (0, 4))
    for row in (2, 6):
        merge(table, (row, 1), (row, 6))
    for column in (1, 3, 5, 6):
        merge(table, (3, column), (5, column))
    return read(document)


def test_titles_in_two_rows(merged: Document) -> None:
    assert merged.header[Field.OWNER] == "Phân công / Chủ trì"
    assert merged.header[Field.SUPPORT] == "Phân công / Phối hợp"


def test_cells_merged_down_hold_for_each_row(merged: Document) -> None:
    assert [(row.criterion, row.owner, row.time) for row in merged.rows[:3]] == [
        ("1.1", "TTCM", "Tháng 9")
    ] * 3
    assert merged.rows[0].inherited == ()
    assert {Field.OWNER, Field.TIME, Field.CRITERION} <= set(merged.rows[1].inherited)


def test_money_merged_down_is_counted_once(merged: Document) -> None:
    assert [row.budget for row in merged.rows] == ["10 tr", "", "", ""]


def test_ditto_takes_the_cell_above(merged: Document) -> None:
    assert merged.rows[2].support == "GVBM"
    assert merged.rows[2].raw["Phân công / Phối hợp"] == "nt"


def test_cells_merged_across_are_headings(merged: Document) -> None:
    assert [row.section for row in merged.rows] == [("I CÔNG TÁC CHUYÊN MÔN",)] * 3 + [
        ("II Nền nếp",)
    ]
    assert [(item.text, item.why) for item in merged.set_aside] == [
        ("Tổng cộng | 10 tr", Why.TOTAL)
    ]


def test_one_work_over_two_rows_is_two_tasks() -> None:
    document = docx.Document()
    rows = [HEADER, ["1", "Kiểm tra", "HKI", "HT"], ["", "", "HKII", "PHT"], ["", "", "", ""]]
    table = add_table(document, rows)
    merge(table, (1, 0), (3, 0))
    merge(table, (1, 1), (3, 1))
    first, second = read(document).rows
    assert (first.work, first.time, first.doubts) == ("Kiểm tra", "HKI", ())
    assert (second.work, second.time, second.doubts) == ("Kiểm tra", "HKII", (Doubt.SAME_WORK,))


def test_cells_merged_across_the_old_way_are_headings() -> None:
    document = docx.Document()
    add_table(
        document, [HEADER, ["Công tác Đoàn", "", "", ""], ["1", "Hội thao", "3/2025", "BTĐ"]]
    )
    for number, cell in enumerate(elements(document, "w:tc")[4:8]):
        way = "restart" if number == 0 else "continue"
        cell.get_or_add_tcPr().append(parse_xml(f'<w:hMerge {nsdecls("w")} w:val="{way}"/>'))
    assert read(document).rows[0].section == ("Công tác Đoàn",)


def test_a_table_goes_on_in_the_next_one() -> None:
    document = docx.Document()
    add_table(document, [HEADER, ["1", "Khai giảng", "5/9", "BGH"]])
    document.add_paragraph("")
    add_table(document, [["2", "Họp phụ huynh", "nt", "GVCN"], ["3", "Thu bảo hiểm", "", "KT"]])
    document.add_paragraph("")
    add_table(document, [HEADER, ["4", "Bế giảng", "28/5", "BGH"]])
    read_rows = read(document).rows
    assert [row.number for row in read_rows] == ["1", "2", "3", "4"]
    assert read_rows[1].time == "5/9"
    assert [(row.table, row.line) for row in read_rows] == [(1, 2), (2, 1), (2, 2), (3, 2)]


def test_tables_beside_the_plan_are_set_aside() -> None:
    document = docx.Document()
    add_table(document, [["SỞ GDĐT\nTRƯỜNG THPT RẠCH XANH", "CỘNG HÒA\nĐộc lập"]])
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Thực hiện nhiệm vụ trọng tâm")
    document.add_paragraph("Năm học 2025 – 2026")
    people = [["TT", "Họ và tên", "Chức vụ", "Nhiệm vụ"], ["1", "Lê Văn Bưởi", "HT", "Trưởng ban"]]
    add_table(document, people)
    week = ["Thứ 2", "Thứ 3", "Thứ 4", "Thứ 5", "Thứ 6", "Thứ 7", "CN"]
    add_table(document, [["Tháng", *week], ["9", *"1234567"]])
    targets = [["Khối", "Số lớp", "Giỏi"], *[[khoi, "8", "20%"] for khoi in ("10", "11", "12")]]
    add_table(document, targets)
    add_table(document, [HEADER, ["1", "Xây thư viện số", "HKII", "Thư viện"]])
    add_table(document, [["Nơi nhận:\n- Lưu: VT.", "HIỆU TRƯỞNG\n\nLê Văn Bưởi"]])
    plan = read(document)
    assert plan.title == "KẾ HOẠCH Thực hiện nhiệm vụ trọng tâm"
    assert plan.school_years == ("2025-2026",)
    assert [row.work for row in plan.rows] == ["Xây thư viện số"]
    assert [item.text for item in plan.unread] == ["Khối | Số lớp | Giỏi"]
    assert {item.why for item in plan.set_aside} == {Why.ROSTER, Why.CALENDAR, Why.OTHER_TABLE}
    assert "TRƯỜNG THPT RẠCH XANH" in plan.context
    assert "HIỆU TRƯỞNG" in plan.context


def test_a_table_in_a_table_is_read() -> None:
    document = docx.Document()
    outer = document.add_table(rows=1, cols=1)
    inner = outer.cell(0, 0).add_table(rows=2, cols=3)
    fill(inner, [["TT", "Công việc", "Hạn"], ["1", "Nộp đề thi", "5/12"]])
    assert [row.work for row in read(document).rows] == ["Nộp đề thi"]


def test_tracked_changes_are_read_as_accepted_and_named() -> None:
    document = docx.Document()
    add_table(document, [HEADER, ["1", "Họp", "5/9", "BGH"], ["2", "Thi", "", "PHT"]])
    struck = f"<w:del {nsdecls('w')}><w:r><w:delText> 6/9</w:delText></w:r></w:del>"
    added = f"<w:ins {nsdecls('w')}><w:r><w:t>10/12</w:t></w:r></w:ins>"
    elements(document, "w:tc")[6][-1].append(parse_xml(struck))
    elements(document, "w:tc")[10][-1].append(parse_xml(added))
    plan = read(document)
    assert [row.time for row in plan.rows] == ["5/9", "10/12"]
    assert {row.doubts for row in plan.rows} == {(Doubt.TRACKED_CHANGE,)}
    assert [(item.text, item.why) for item in plan.unread] == [("6/9", Why.DELETED)]
    assert [(note.code, note.count) for note in plan.notices] == [(NoticeCode.TRACKED_CHANGES, 2)]


def test_hidden_words_and_text_boxes_are_listed() -> None:
    document = docx.Document()
    table = add_table(document, [HEADER, ["1", "Họp", "5/9", "BGH"]])
    table.cell(1, 1).paragraphs[0].add_run(" kín").font.hidden = True
    box = (
        f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
        "<w:txbxContent><w:p><w:r><w:t>Nộp cả bản giấy</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r>"
    )
    document.add_paragraph()
    elements(document, "w:p")[-1].append(parse_xml(box))
    plan = read(document)
    assert plan.rows[0].work == "Họp"
    assert [(item.text, item.why) for item in plan.unread] == [
        ("kín", Why.HIDDEN),
        ("Nộp cả bản giấy", Why.TEXT_BOX),
    ]
    assert [note.code for note in plan.notices] == [NoticeCode.TEXT_BOXES]


def test_numbers_and_bullets_that_word_draws_are_read() -> None:
    document = docx.Document()
    table = add_table(document, [HEADER, ["", "", "9/2024", "HT"], ["", "Thi", "10/2024", "HT"]])
    for row in (1, 2):
        table.cell(row, 0).paragraphs[0].style = "List Number"
    table.cell(1, 1).text = "Chuẩn bị"
    table.cell(1, 1).paragraphs[0].style = "List Bullet"
    table.cell(1, 1).add_paragraph("Tổ chức", style="List Bullet")
    first, second = read(document).rows
    assert (first.number, second.number) == ("1", "2")
    assert first.items == ("Chuẩn bị", "Tổ chức")


def test_legacy_letters_keep_raw_and_are_named() -> None:
    document = docx.Document()
    add_table(
        document,
        [
            ["TT", "Néi dung", "Thêi gian", "Ng\u00adêi thùc hiÖn"],
            ["1", "Häp tæ", "Th¸ng 9", "HiÖu tr\u00adëng"],
        ],
    )
    plan = read(document)
    row = plan.rows[0]
    assert (row.work, row.time, row.owner) == ("Họp tổ", "Tháng 9", "Hiệu trưởng")
    assert row.raw["Người thực hiện"] == "HiÖu tr\u00adëng"
    assert [(note.code, note.detail) for note in plan.notices] == [
        (NoticeCode.LEGACY_LETTERS, "tcvn3")
    ]


def thousand_rows() -> bytes:
    """The sample's rows over and over, as a clerk's Word would hold them."""
    text = (SAMPLE / "ke-hoach-cai-tien.txt").read_text(encoding="utf-8")
    _, (header, *rows), _ = table_of(text)
    tasks = [row for row in rows if row[2]]
    document = docx.Document()
    add_table(document, [header, *tasks])
    _, *made = elements(document, "w:tr")
    for number in range(1000 - len(tasks)):
        made[0].getparent().append(deepcopy(made[number % len(made)]))
    return saved(document)


def test_a_thousand_rows_take_less_than_three_seconds_in_the_child() -> None:
    content = thousand_rows()
    with Sandbox() as sandbox:
        started = time.monotonic()
        plan = sandbox.run("read_document", "ke-hoach.docx", content)
        took = time.monotonic() - started
    assert isinstance(plan, Document)
    assert len(plan.rows) == 1000
    assert took < 3
