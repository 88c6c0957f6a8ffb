"""What only a PDF has: lines broken by the column's width, rows cut by the page's end."""

import json

import pytest

from plan.documents import Doubt, Field, NoticeCode, read_document
from tests.documents.build import REAL, SAMPLE, table_of
from tests.documents.pdf import Page, pdf_of

WIDTHS = [30, 90, 170, 70, 90, 100, 120, 90]


def as_pdf(text: str) -> bytes:
    """The same plan over several pages, the titles again on each."""
    before, (header, *rows), after = table_of(text)
    pages = []
    for start in range(0, len(rows), 8):
        page = Page()
        for line in before if start == 0 else []:
            page.line(line)
        page.table([header, *rows[start : start + 8]], WIDTHS)
        pages.append(page)
    for line in after:
        pages[-1].line(line)
    return pdf_of(pages)


def test_the_sample_reads_as_from_text() -> None:
    text = (SAMPLE / "ke-hoach-cai-tien.txt").read_text(encoding="utf-8")
    head, tail = text.index("TT\t"), text.index("Nơi nhận")
    text = text[text.index("KẾ HOẠCH") : head].replace("\n\n", "\n")[:80] + "\n" + text[head:tail]
    from_pdf = read_document("a.pdf", as_pdf(text))
    from_text = read_document("a.txt", text.encode())
    for name in ("criterion", "level", "standard_title", "work", "time", "owner", "budget"):
        assert [getattr(row, name) for row in from_pdf.rows] == [
            getattr(row, name) for row in from_text.rows
        ]


@pytest.mark.skipif(not REAL.exists(), reason="the real plan is not beside this repository")
def test_the_real_plan_reads_cell_for_cell() -> None:
    text = (REAL / "ke-hoach-cai-tien-2024-2025.txt").read_text(encoding="utf-8")
    expected = json.loads((REAL / "ke-hoach-cai-tien-2024-2025.expected.json").read_text())
    before, rows, _ = table_of(text)
    short = "\n".join([*before[:6], *("\t".join(row) for row in rows)])
    read = read_document("a.pdf", as_pdf(short))
    assert [(row.criterion, row.work, row.time, row.owner, row.budget) for row in read.rows] == [
        (row["criterion"], row["work"], row["time"], row["owner"], row["budget"])
        for row in expected
    ]


def test_a_row_cut_by_the_page_is_joined() -> None:
    first, second = Page(), Page()
    first.table(
        [
            ["TT", "Nội dung công việc", "Thời gian", "Người thực hiện"],
            [
                "1",
                "Rà soát hồ sơ tuyển sinh, báo cáo số liệu cho cấp trên",
                "9/2024",
                "VT",
            ],
            ["2", "Hội nghị viên chức và ký giao ước thi", "10/2024", "CTCĐ"],
        ],
        [40, 200, 80, 100],
    )
    first.line("Trang 1/2")
    second.table(
        [["", "đua giữa các tổ", "", ""], ["3", "Sơ kết", "2024-2025", "HT"]], [40, 200, 80, 100]
    )
    rows = read_document("a.pdf", pdf_of([first, second])).rows
    assert [row.work for row in rows] == [
        "Rà soát hồ sơ tuyển sinh, báo cáo số liệu cho cấp trên",
        "Hội nghị viên chức và ký giao ước thi đua giữa các tổ",
        "Sơ kết",
    ]
    assert rows[1].doubts == (Doubt.JOINED_LINES,)
    assert [(row.sheet, row.line) for row in rows] == [("1", 2), ("1", 3), ("2", 2)]


def test_cells_merged_down_hold_for_each_row() -> None:
    page = Page()
    page.table(
        [
            ["TT", "Nội dung", "Thời gian", "Người thực hiện"],
            ["1", "Họp tổ", "Tháng 9", "TTCM"],
            ["2", "Dự giờ", None, "PHT"],
        ],
        [40, 200, 80, 100],
    )
    rows = read_document("a.pdf", pdf_of([page])).rows
    assert [row.time for row in rows] == ["Tháng 9", "Tháng 9"]
    assert rows[1].inherited == (Field.TIME,)


def test_lines_of_a_list_stay_and_a_cut_word_is_whole() -> None:
    page = Page()
    page.table(
        [
            ["TT", "Nội dung", "Thời gian"],
            ["1", "- Chuẩn bị sân\n- Mời khách dự lễ khai giảng đông đủ", "2024-\n2025"],
        ],
        [40, 130, 80],
    )
    row = read_document("a.pdf", pdf_of([page])).rows[0]
    assert row.work == "- Chuẩn bị sân\n- Mời khách dự lễ khai giảng đông đủ"
    assert row.time == "2024-2025"


def test_pages_that_are_pictures_are_named() -> None:
    words, scan = Page(), Page()
    words.table([["TT", "Nội dung", "Hạn"], ["1", "Họp", "5/9"]], [40, 130, 80])
    scan.picture()
    notices = read_document("a.pdf", pdf_of([words, scan])).notices
    assert [(note.code, note.count) for note in notices] == [(NoticeCode.SCANNED_PAGES, 1)]
