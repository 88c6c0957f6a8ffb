"""Rows to tasks: what is a heading, what goes on, what is the same as above."""

import pytest

from plan.documents import Doubt, Field, Why, read_document_text
from plan.documents.header import kind_of_title
from plan.documents.sections import (
    criterion_number,
    is_column_count,
    is_ditto,
    is_ruler,
    is_signature,
    is_total,
    items_of,
    level_number,
    named_section,
)

HEAD = "TT\tNội dung\tThời gian\tPhụ trách\n"


def test_groups_nest_and_restarted_numbers_are_kept() -> None:
    rows = read_document_text(
        HEAD + "A\tBan giám hiệu\t\t\nI\tDạy học\t\t\n1\tDự giờ\t9/2024\tHT\nII\tNền nếp\t\t\n"
        "1\tTrực\t10/2024\tPHT\nB. Công đoàn\t\t\t\n1\tHội thao\t3/2025\tCTCĐ\n"
    ).rows
    assert [(row.number, row.section) for row in rows] == [
        ("1", ("A Ban giám hiệu", "I Dạy học")),
        ("1", ("A Ban giám hiệu", "II Nền nếp")),
        ("1", ("B. Công đoàn",)),
    ]


def test_a_numbered_row_heads_those_that_count_below_it() -> None:
    rows = read_document_text(
        HEAD + "1\tTuyển sinh\t\t\n-\tThông báo\t6/2025\tVT\n2\tChuyên môn\t\t\n"
        "2.1\tDự giờ\tHKI\tTTCM\n3\tKhông hạn không người\t\t\n"
    ).rows
    assert [(row.work, row.section) for row in rows] == [
        ("Thông báo", ("1 Tuyển sinh",)),
        ("Dự giờ", ("2 Chuyên môn",)),
        ("Không hạn không người", ()),
    ]


def test_criteria_as_headings_hold_for_the_rows_below() -> None:
    rows = read_document_text(
        "KẾ HOẠCH CẢI TIẾN NĂM HỌC 2025-2026\nTT\tĐiểm yếu\tBiện pháp khắc phục\tThời gian\n"
        "Tiêu chuẩn 1\t\t\t\nTiêu chí 1.1: Phương hướng\nMức 2\t\t\t\n1\tThiếu\tViết\t9/2025\n"
        "Tiêu chuẩn 2\t\t\t\nTiêu chí 2.2\t\t\t\n1\tThiếu\tTuyển\tHè 2026\n"
    ).rows
    assert [(row.criterion, row.level, row.work) for row in rows] == [
        ("1.1", "2", "Viết"),
        ("2.2", "", "Tuyển"),
    ]
    # No circular is named: the one in force when the year opens gives the title.
    assert rows[0].standard_title == "Tổ chức và quản lý nhà trường"


def test_a_blank_criterion_goes_on_and_level_four_counts_anew() -> None:
    rows = read_document_text(
        "TT\tTiêu chí\tNội dung\tThời gian\n\tTiêu chuẩn 2\t\t\n1\tTC 2.1\tA\t2025\n\t\tB\t2026\n"
        "\t3\tC\t2025\nMức 4\t\t\t\n1\tTiêu chí 3\tD\t2025\n\tTiêu chí chưa rõ\tE\t2025\n"
    ).rows
    assert [row.criterion for row in rows] == ["2.1", "2.1", "", "M4.3", ""]
    assert [row.doubts for row in rows][2:] == [
        (Doubt.CRITERION_UNREAD,),
        (),
        (Doubt.CRITERION_UNREAD,),
    ]
    assert [row.standard for row in rows] == ["2", "2", "2", "", ""]


def test_several_tasks_of_a_row_with_a_time_each_are_parted() -> None:
    rows = read_document_text(
        'TT\tNội dung\tThời gian\tPhụ trách\tKinh phí\n1\t"- Phát động\n- Chấm\n- Trao giải"\t'
        '"01/11\n15/11\n20/11"\t"Đoàn\nTTCM\nHT"\t3 tr\n'
    ).rows
    assert [(row.part, row.work, row.time, row.owner, row.budget) for row in rows] == [
        (1, "Phát động", "01/11", "Đoàn", "3 tr"),
        (2, "Chấm", "15/11", "TTCM", ""),
        (3, "Trao giải", "20/11", "HT", ""),
    ]
    assert {row.doubts for row in rows} == {(Doubt.SPLIT_BY_LINES,)}


def test_two_columns_of_time_or_people() -> None:
    row = read_document_text(
        "TT\tCông việc\tThời gian\t\tPhân công\t\n\t\tBắt đầu\tKết thúc\tChính\tPhối hợp\n"
        "1\tSửa mái\t1/7/2025\t15/8/2025\tCSVC\tKế toán\n"
    ).rows[0]
    assert (row.time, row.owner, row.support) == ("từ 1/7/2025 đến 15/8/2025", "CSVC", "Kế toán")
    row = read_document_text("Tháng\tTuần\tNội dung\tPhụ trách\n9\t2\tHọp\tHT\n").rows[0]
    assert row.time == "Tuần 2 Tháng 9"
    row = read_document_text(
        "Thứ\tNgày\tNội dung\tPhụ trách\tThực hiện\nHai\t30/9\tHọp\tHT\tVT"
    ).rows[0]
    assert (row.time, row.oversee, row.owner) == ("Thứ Hai, 30/9", "HT", "VT")


@pytest.mark.parametrize(
    ("titles", "cells", "budget"),
    [
        ("NSNN\tXHH", "10\t10", "NSNN 10; XHH 10"),
        ("NSNN\tXHH", "\t50 tr", "XHH 50 tr"),
        ("Tổng\tNSNN", "60\t60", "60"),
        ("Số tiền\tNguồn", "50 tr\tngân sách", "50 tr ngân sách"),
        ("NSNN\tXHH", "\t", ""),
    ],
)
def test_money_in_two_columns(titles: str, cells: str, budget: str) -> None:
    text = f"TT\tNội dung\tHạn\tKinh phí\t\n\t\t\t{titles}\n1\tSửa mái\t2025\t{cells}\n"
    assert read_document_text(text).rows[0].budget == budget


def test_a_beginning_beside_a_deadline() -> None:
    text = "Tên công việc\tNgày bắt đầu\tHạn chót\nSoạn đề\t01/12/2024\t10/12/2024"
    assert read_document_text(text).rows[0].time == "từ 01/12/2024 đến 10/12/2024"


def test_a_week_of_a_semester_is_no_week_of_the_year() -> None:
    rows = read_document_text(f"{HEAD}Học kỳ II\t\t\t\n1\tA\tTuần 2\tHT\n2\tB\tTuần 20\tHT").rows
    assert [row.time for row in rows] == ["Tuần 2 Học kỳ II", "Tuần 20"]


def test_people_who_have_a_column_of_their_own_are_the_owners() -> None:
    text = "TT\tHọ và tên\tNhiệm vụ\tThời gian\n1\tLê Văn Bưởi\tTrực cổng\tTháng 9"
    assert read_document_text(text).rows[0].owner == "Lê Văn Bưởi"


def test_crossed_months() -> None:
    rows = read_document_text(
        "TT\tNội dung\tThời gian\t\t\tPhụ trách\n\t\t9\t10\t11\t\n1\tĐo\tx\tX\n2\tVẽ\t\t\tx\tVT"
    ).rows
    assert [row.time for row in rows] == ["tháng 9, 10", "tháng 11"]


def test_tables_side_by_side() -> None:
    rows = read_document_text(
        "TT\tNội dung\tHạn\t\tTT\tNội dung\tHạn\n1\tA\t5/9\t\t3\tC\t7/9\n2\tB\t6/9\t\t\t\t\n"
    ).rows
    assert [(row.number, row.work, row.time) for row in rows] == [
        ("1", "A", "5/9"),
        ("2", "B", "6/9"),
        ("3", "C", "7/9"),
    ]


def test_a_coarser_column_of_work_is_the_theme() -> None:
    rows = read_document_text(
        "Nhiệm vụ\tNội dung cụ thể\tThời gian\nDạy học\tDự giờ\t9/2024\n\tKiểm tra\t10/2024\n"
    ).rows
    assert [(row.section, row.work) for row in rows] == [
        (("Dạy học",), "Dự giờ"),
        (("Dạy học",), "Kiểm tra"),
    ]


def test_months_above_tables_hold_for_their_own_table() -> None:
    rows = read_document_text(
        f"KẾ HOẠCH TỔ TOÁN\n1. Tháng 9/2024\n{HEAD}1\tA\tTuần 1\tHT\n2\tB\t\tHT\n"
        f"2. Tháng 10/2024\n{HEAD}1\tC\tCuối tháng\tHT\nIII. TỔ CHỨC\nPhụ lục\n{HEAD}1\tD\t\tHT\n"
    ).rows
    assert [row.time for row in rows] == [
        "Tuần 1 tháng 9/2024",
        "Tháng 9/2024",
        "Cuối tháng 10/2024",
        "",
    ]


def test_a_line_that_explains_a_term_dates_nothing() -> None:
    rows = read_document_text(f"Học kỳ I: từ 05/9/2024 đến 17/01/2025\n{HEAD}1\tA\t\tHT\n").rows
    assert rows[0].time == ""


def test_time_above_the_table_is_inherited() -> None:
    row = read_document_text(
        "Thời gian: 14 giờ ngày 28/9\nTT\tNội dung\tPhụ trách\n1\tA\tHT"
    ).rows[0]
    assert (row.time, row.inherited) == ("14 giờ ngày 28/9", (Field.TIME,))


def test_nothing_is_dropped() -> None:
    text = (
        HEAD + "\t\t5/9\tHT\n(1)\t(2)\t(3)\t(4)\n1\tHọp\tnt\tHT\nIII\tTrống\t\t\n"
        "\tCộng\t\t10\nGhi chú thêm ở đây\n2\tThi\t10/2024\tPHT\n"
    )
    document = read_document_text(text)
    assert [row.work for row in document.rows] == ["Họp", "Thi"]
    assert [(item.text, item.why) for item in document.unread] == [
        ("5/9 | HT", Why.NO_WORK),
        ("1 | Họp | nt | HT", Why.NOTHING_ABOVE),
    ]
    assert [(item.text, item.why) for item in document.set_aside] == [("Cộng | 10", Why.TOTAL)]
    assert document.rows[1].section == ("III Trống", "Ghi chú thêm ở đây")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Tiêu chí 1.10", "1.10"),
        ("tieu chi 2 . 4: Đối với học sinh", "2.4"),
        ("Tiêu chuẩn 1, tiêu chí 1.2", "1.2"),
        ("Tiêu chí 5", "5"),
        ("TC 3.6", "3.6"),
        ("1.1", "1.1"),
        ("1.1. Phương hướng", "1.1"),
        ("Tiêu chí 1, 2", "1"),
        ("5/9", ""),
        ("10.000.000", ""),
        ("Đối với giáo viên", ""),
    ],
)
def test_criterion_number(text: str, number: str) -> None:
    assert criterion_number(text) == number


@pytest.mark.parametrize(
    ("text", "level"),
    [("1, 2, 3", "1-3"), ("4", "4"), ("1 và 2", "1-2"), ("", ""), ("3-1", "1-3")],
)
def test_level_number(text: str, level: str) -> None:
    assert level_number(text) == level


@pytest.mark.parametrize(
    ("text", "kind", "number", "title"),
    [
        ("Mức 1, 2, 3", "level", "1-3", ""),
        ("B. TIÊU CHÍ ĐÁNH GIÁ MỨC 4", "level", "4", ""),
        ("Tiêu chuẩn 3: Cơ sở vật chất", "standard", "3", "Cơ sở vật chất"),
        ("II. Tiêu chuẩn II. Đội ngũ", "standard", "2", "Đội ngũ"),
        ("Tiêu chí 4.2", "criterion", "4.2", ""),
        ("Tháng 9: An toàn giao thông", "period", "", "Tháng 9"),
        ("THÁNG 10 NĂM 2024", "period", "", "THÁNG 10 NĂM 2024"),
        ("Học kỳ I", "period", "", "Học kỳ I"),
    ],
)
def test_named_section(text: str, kind: str, number: str, title: str) -> None:
    section = named_section(text)
    assert section is not None
    assert (section.kind, section.number, section.title) == (kind, number, title)


@pytest.mark.parametrize(
    "text",
    [
        "Tuần lễ học tập suốt đời",
        "Tháng hành động vì trẻ em",
        "Mức sống của gia đình",
        "Tiêu chuẩn thi đua",
    ],
)
def test_no_section(text: str) -> None:
    assert named_section(text) is None


@pytest.mark.parametrize(
    "text", ["nt", "-nt-", "Nt.", "như trên", "-  Như trên -", '"', "”", "''", "//"]
)
def test_ditto(text: str) -> None:
    assert is_ditto(text)


@pytest.mark.parametrize("text", ["", "-", "Như Trang", "nội trú", "HT"])
def test_no_ditto(text: str) -> None:
    assert not is_ditto(text)


def test_rows_of_the_form() -> None:
    assert is_ruler(["----", "-----", ""])
    assert not is_ruler(["-", "", "-"])
    assert is_column_count(["(1)", "(2)", "(3)"])
    assert is_column_count(["A", "B", "1", "2"])
    assert not is_column_count(["1", "Họp", "3"])
    assert is_total(["", "Tổng cộng:", "53 tr"])
    assert is_total(["III", "Tổng kinh phí dự kiến năm học", ""]) is False
    assert not is_total(["5", "Tổng kết năm học", "5/2025"])
    assert is_signature(["Nơi nhận:\n- Lưu VT", "HIỆU TRƯỞNG"])
    assert not is_signature(["1", "Hiệu trưởng", "5/9"])


def test_items() -> None:
    assert items_of("- Một\n- Hai,\nnối dài\n+ Ba") == ("Một", "Hai, nối dài", "Ba")
    assert items_of("a) Một\nb) Hai") == ("Một", "Hai")
    assert items_of("- Một. - Hai. - Ba") == ("Một.", "Hai.", "Ba")
    assert items_of("- Chỉ một") == items_of("Không có") == ()


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Nội dung công việc cần thực hiện", "work"),
        ("Các nhiệm vụ trọng tâm", "work"),
        ("Đơn vị/ cá nhân triển khai", "owner"),
        ("Thời gian\nhoàn thành", "time"),
        ("Dự kiến kinh phí (triệu đồng)", "budget"),
        ("Kinh phí năm 2025", "budget"),
        ("Lực lượng tham gia", "support"),
        ("Tiêu chuẩn, tiêu chí", "criterion"),
        ("Sản phẩm đầu ra", "result"),
        ("Địa điểm", "other"),
        ("Tiêu chí 4.1", ""),
        ("Đoàn phối hợp GVCN", ""),
        ("Gửi giấy mời trước một tuần", ""),
    ],
)
def test_kind_of_title(title: str, kind: str) -> None:
    assert kind_of_title(title) == kind
