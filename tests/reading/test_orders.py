"""Orders: to whom, what, until when; no day is ever guessed."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.replies import OrderKind, OrderReading, read_order, read_wish
from plan.deadlines import Frame
from plan.school_years import SchoolYears
from tests.reading.public import decomposed, without_marks

TODAY = date(2025, 6, 4)  # a Wednesday
FRAME = Frame(SchoolYears().of(TODAY), TODAY, "chat")

# order | kind | whom | work or task | last day, time
TABLE = """
giao cô Lan nộp báo cáo CSVC trước thứ Sáu | give | cô Lan | nộp báo cáo CSVC | 2025-06-05
giao cho cô Lan: nộp báo cáo, hạn thứ 6 | give | cô Lan | nộp báo cáo | 2025-06-06
giao cô Lan, thầy Hùng dọn kho trước 20/6 | give | cô Lan; thầy Hùng | dọn kho | 2025-06-19
giao cô Lan và thầy Hùng soạn đề thi | give | cô Lan; thầy Hùng | soạn đề thi |
giao thầy Hùng cô Lan nộp hồ sơ | give | thầy Hùng; cô Lan | nộp hồ sơ |
giao Lan nộp báo cáo | give | Lan | nộp báo cáo |
giao cô Lan (Văn) soạn đề (bản 2) trước 20/6 | give | cô Lan (Văn) | soạn đề (bản 2) | 2025-06-19
giao cô Lan (tổ Văn) và thầy Bách nộp bài | give | cô Lan (tổ Văn); thầy Bách | nộp bài |
giao cô Mai nộp báo cáo ngày mai | give | cô Mai | nộp báo cáo | 2025-06-05
giao tổ Toán nộp đề cương trước 15/6 | give | tổ Toán | nộp đề cương | 2025-06-14
giao các tổ trưởng nộp kế hoạch | give | các tổ trưởng | nộp kế hoạch |
giao tổ trưởng tổ Lý - CN họp lúc 17h mai | give | tổ trưởng tổ Lý - CN | họp | 2025-06-05 17:00
giao kế toán làm quyết toán quý II hạn 30/6 | give | kế toán | làm quyết toán quý II | 2025-06-30
giao văn thư in 20 bản kế hoạch | give | văn thư | in 20 bản kế hoạch |
phân công thầy Lê Văn Nam coi thi sáng thứ 7 | give | thầy Lê Văn Nam | coi thi | 2025-06-07
yêu cầu GVCN nộp sổ chủ nhiệm trước 10/6 | give | GVCN | nộp sổ chủ nhiệm | 2025-06-09
nhắc cô Lan nộp giáo án thứ Hai tuần sau | give | cô Lan | nộp giáo án | 2025-06-09
nhắc các thầy cô nộp giáo án thứ Hai tuần sau | give | các thầy cô | nộp giáo án | 2025-06-09
nhắc tổ nộp kế hoạch trước thứ Sáu | give | tổ | nộp kế hoạch | 2025-06-05
thu báo cáo của mọi người trước thứ Sáu | collect | mọi người | báo cáo | 2025-06-05
nhắc cả trường nộp phiếu đánh giá trước 5/6 | give | cả trường | nộp phiếu đánh giá | 2025-06-04
giao cô Lan nộp <b>x</b> 🙂 trước 6/6 | give | cô Lan | nộp <b>x</b> 🙂 | 2025-06-05
giao mua máy in cho cô Lan hạn 20/6 | give | cô Lan | mua máy in | 2025-06-20
tạo việc dọn kho cho thầy Hùng trước 20/6 | give | thầy Hùng | dọn kho | 2025-06-19
giao cô Lan | give | cô Lan | |
giao | give | | |
thu các tổ: đề thi tháng 9, hạn 16h thứ 5 | collect | các tổ | đề thi tháng 9 | 2025-06-05 16:00
thu kế hoạch tháng 12 của các tổ trước thứ 5 | collect | các tổ | kế hoạch tháng 12 | 2025-06-04
thu GVCN danh sách HS nghèo, hạn 20/12 | collect | GVCN | danh sách HS nghèo | 2025-12-20
thu các tổ kế hoạch dạy học | collect | các tổ | kế hoạch dạy học |
nhắc tôi gọi Sở chiều mai | remind_me | | gọi Sở | 2025-06-05
nhắc mình họp chi bộ 14h chiều thứ 5 | remind_me | | họp chi bộ | 2025-06-05 14:00
nhắc tôi 7h sáng mai họp giao ban | remind_me | | họp giao ban | 2025-06-05 07:00
Bot ơi nhắc tôi gọi điện cho Sở lúc 8h mai | remind_me | | gọi điện cho Sở | 2025-06-05 08:00
thứ Sáu nhắc em nộp sổ | remind_me | | nộp sổ | 2025-06-06
15/6 nhắc tôi gọi Sở nhé | remind_me | | gọi Sở | 2025-06-15
giao V12 cho thầy Hùng | assign | thầy Hùng | V12 |
giao V12 cho thầy Hùng phụ trách, hạn 20/6 | assign | thầy Hùng | V12 | 2025-06-20
giao thầy Hùng làm V12 | assign | thầy Hùng | V12 |
giao thầy Hùng nộp báo cáo V12 trước 20/6 | give | thầy Hùng | nộp báo cáo V12 | 2025-06-19
giao việc V12 cho thầy Hùng nhé | assign | thầy Hùng | V12 |
giao thầy Hùng V12 | assign | thầy Hùng | V12 |
giao cho kế toán việc 12 | assign | kế toán | V12 |
"""


def rows() -> list[list[str]]:
    return [[cell.strip() for cell in line.split(" |")] for line in TABLE.strip().splitlines()]


def said(order: OrderReading | None) -> list[str]:
    if order is None:
        return []
    day = ""
    if order.deadline is not None:
        at = f" {order.deadline.at:%H:%M}" if order.deadline.at else ""
        day = f"{order.deadline.spans[-1].last}{at}"
    return [str(order.kind), "; ".join(order.whom), order.task or order.work, day]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_an_order_says(row: list[str]) -> None:
    text, *meaning = row
    assert said(read_order(text, FRAME)) == meaning


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_marks_and_unicode_form_do_not_matter(row: list[str]) -> None:
    text, *meaning = row
    assert said(read_order(decomposed(text), FRAME)) == meaning
    bare = read_order(without_marks(text), FRAME)
    assert said(bare)[:3] == [meaning[0], *map(without_marks, meaning[1:3])]
    # A day read without marks is the same day or is left to be asked.
    if bare and bare.deadline and bare.deadline.is_certain:
        assert said(bare)[3] == meaning[3]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "xong V12",
        "giáo án nộp rồi",
        "giao an nop roi",
        "giao nhầm rồi",
        "thu 6 em nop",
        "thứ 6 em nộp",
        "thứ 6 nhắc cô Lan",
        "em nộp rồi",
    ],
)
def test_what_is_no_order(text: str) -> None:
    assert read_order(text, FRAME) is None


def test_an_impossible_day_is_said_to_be_one() -> None:
    order = read_order("giao cô Lan nộp báo cáo trước 40/5", FRAME)
    assert order is not None
    assert order.deadline is not None
    assert order.deadline.status == "invalid"


def test_no_day_is_no_day() -> None:
    order = read_order("giao cô Lan nộp báo cáo tháng 5", FRAME)
    assert order is not None
    assert order.deadline is None or not order.deadline.is_certain


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["giao ", "thu ", "nhắc ", "giao V12 ", ""]), st.text(max_size=50))
def test_any_order_is_read(head: str, text: str) -> None:
    order = read_order(head + text, FRAME)
    assert order is None or order.kind in OrderKind


@pytest.mark.parametrize(
    ("text", "whom", "work"),
    [
        ("cô Đào nộp báo cáo tài chính trước thứ Sáu nhé", "Đào", "nộp báo cáo tài chính"),
        ("các tổ nộp kế hoạch trước 15/6", "các tổ", "nộp kế hoạch"),
        ("mọi người nộp phiếu trước 15/6", "mọi người", "nộp phiếu"),
        ("yêu cầu cô Đào nộp báo cáo thuế", "cô Đào", "nộp báo cáo thuế"),
        ("đề nghị các tổ trưởng nộp đề cương", "các tổ trưởng", "nộp đề cương"),
        ("nhờ cô Đào in giấy mời trước 20/6", "cô Đào", "in giấy mời"),
        ("bảo cô Đào nộp báo cáo V4 trước thứ 6", "cô Đào", "nộp báo cáo V4"),
        ("nhắn kế toán làm quyết toán trước 20/6", "kế toán", "làm quyết toán"),
    ],
)
def test_an_order_in_plain_words(text: str, whom: str, work: str) -> None:
    found = read_wish(text, FRAME)
    assert found is not None
    assert (found.whom, found.work) == ((whom,), work)


@pytest.mark.parametrize(
    "text",
    [
        "cô Đào nộp báo cáo",
        "cô Đào nộp báo cáo rồi",
        "cô Lan nghỉ ốm đến thứ Sáu",
        "thầy Tâm xin lùi đến 20/6",
        "cô Đào đã nộp báo cáo trước thứ Sáu",
        "cô Đào nộp V4 trước thứ Sáu",
        "cô Đào nộp báo cáo trước thứ Sáu chưa?",
        "đề nghị lùi đến 15/6",
        "báo cô Đào V4 lùi đến 15/6",
        "bảo cô Đào làm V4",
        "bao V12 xong roi, nop truoc thu 6",
        "nhờ cô Yến làm thay",
        "nộp báo cáo trước thứ Sáu",
        "báo cáo xong",
        "ok",
        "",
    ],
)
def test_what_is_no_order_in_plain_words(text: str) -> None:
    assert read_wish(text, FRAME) is None
