"""Questions and money in chat: answered from the data, and only to who may know."""

import pytest

from reports.money import spending
from tests.school import SampleSchool


def plain(text: str) -> str:
    return text.replace("<b>", "").replace("</b>", "")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("tiêu chí 1.6 tới đâu rồi", "Tiêu chí 1.6"),
        ("tieu chuan 3 the nao roi?", "Tiêu chuẩn 3"),
        ("V4 đến đâu rồi ạ", "V4 (tiêu chí 1.6)"),
        ("việc của kế toán", "Việc của Kế toán: 2"),
        ("việc của tổ Toán", "tổ Toán - Tin"),
        ("tháng 3 có gì", "V17 Sinh hoạt chuyên môn theo nghiên…: hạn thứ Năm 06/03/2025"),
        ("tuần sau có việc gì", "thứ Hai 09/12 - Chủ nhật 15/12"),
        ("kinh phí xã hội hóa còn bao nhiêu", "còn 55 tr"),
        ("còn bao nhiêu tiền", "415,5 tr"),
        ("kinh phí còn lại bao nhiêu", "415,5 tr"),
        ("đã chi bao nhiêu ạ", "415,5 tr"),
        ("kinh phí xã hội hóa còn lại bao nhiêu", "còn 55 tr"),
        ("ai đang trễ việc", "Quá hạn: 0"),
        ("tình hình chung thế nào", "Tuần 02/12-06/12"),
        ("kế hoạch tới đâu rồi?", "Tuần 02/12-06/12"),
        ("còn bao nhiêu việc chưa xong", "Tuần 02/12-06/12"),
        ("cô Đào làm tới đâu rồi", "Việc của cô Đào: 2"),
        ("cô Đào còn mấy việc", "Việc của cô Đào: 2"),
        ("tôi còn việc gì", "Việc của thầy Nam"),
        ("kế toán còn mấy việc chưa xong", "Việc của Kế toán: 2"),
        ("tổ Toán còn việc gì", "tổ Toán - Tin"),
        ("tiêu chuẩn 3 còn mấy việc", "Tiêu chuẩn 3"),
        ("tháng 1 có mấy việc", "thứ Tư 01/01 - thứ Sáu 31/01"),
        ("việc nào sắp tới hạn", "Đến hạn trong 14 ngày"),
        ("có việc nào đang trễ không", "Quá hạn: 0"),
        ("liệt kê các việc quá hạn", "Quá hạn: 0"),
        ("danh sách việc trễ", "Quá hạn: 0"),
        ("những việc nào đang vướng?", "Đang vướng: 0"),
        ("thầy cô nào chưa báo cáo", "Chưa trả lời"),
        ("còn những ai chưa trả lời vậy", "Chưa trả lời"),
        ("việc nào chưa có người làm", "Chưa có đầu mối: 4"),
        ("còn công việc nào chưa phân công không", "Chưa có đầu mối: 4"),
        ("còn việc nào chưa có hạn", "Chờ hỏi lại: 3"),
        ("còn ai chưa tham gia", "đã tham gia"),
        ("danh sách giáo viên nào chưa tham gia", "đã tham gia"),
        ("xem việc của cô Đào", "Việc của cô Đào: 2"),
        ("xem việc 4", "V4 (tiêu chí 1.6)"),
        ("tiêu chuẩn 3", "Tiêu chuẩn 3"),
        ("việc của tiêu chí 1.6", "Tiêu chí 1.6"),
        ("tiêu chí 1.6 có những việc gì", "Tiêu chí 1.6"),
        ("kinh phí V4 còn bao nhiêu", "V4 (tiêu chí 1.6)"),
        ("tiến độ chung", "Tuần 02/12-06/12"),
        ("trường mình xong mấy việc rồi", "Tuần 02/12-06/12"),
        ("có bao nhiêu việc", "Tuần 02/12-06/12"),
        ("tuần này có gì gấp", "thứ Hai 02/12 - Chủ nhật 08/12"),
        ("có gì gấp không", "Đến hạn trong 14 ngày"),
        ("gửi tôi danh sách việc trễ", "Quá hạn: 0"),
        ("việc tháng 1 của cô Đào", "thứ Tư 01/01 - thứ Sáu 31/01, cô Đào: 1"),
        ("cô Đào tháng 1 có gì", "thứ Tư 01/01 - thứ Sáu 31/01, cô Đào: 1"),
        ("cô Đào có việc gì trong tháng 1", "thứ Tư 01/01 - thứ Sáu 31/01, cô Đào: 1"),
        ("tháng 1 này cô Đào phải làm gì", "thứ Tư 01/01 - thứ Sáu 31/01, cô Đào: 1"),
        ("trường có việc gì trong tháng 12", "thứ Hai 02/12 - thứ Ba 31/12"),
        ("hôm qua có ai báo gì không", "Nhật ký của trường"),
        ("gửi báo cáo tháng 11", "từ thứ Sáu 01/11 đến thứ Bảy 30/11/2024"),
        ("tiêu chí 3.2 ai làm", "Tiêu chí 3.2"),
        ("việc quá hạn của tổ Toán", "tổ Toán - Tin"),
        ("tiến độ", "Tuần 02/12-06/12"),
        ("báo cáo tình hình", "Tuần 02/12-06/12"),
        ("báo cáo tuần này", "từ thứ Hai 02/12 đến Chủ nhật 08/12/2024"),
        ("việc nào chưa xong", "Tuần 02/12-06/12"),
    ],
)
def test_a_question_is_answered_from_the_data(
    line: str, wanted: str, school: SampleSchool
) -> None:
    (said,) = school.says("thầy Nam", line)
    assert wanted in plain(said.text)


def test_who_leads_nothing_is_told_of_the_own_tasks(school: SampleSchool) -> None:
    for line in (
        "tình hình tới đâu rồi",
        "em còn mấy việc",
        "còn bao nhiêu việc",
        "còn việc gì chưa xong không",
        "tiến độ kế hoạch",
    ):
        assert "Việc của cô Đào: 2" in plain(school.says("cô Đào", line)[0].text)
    assert "người phụ trách" in school.says("cô Đào", "cô Hà còn mấy việc")[0].text


@pytest.mark.parametrize(
    "line", ["chi 2tr5 cho V4", "chi V4 2tr5", "V4 chi 2tr5", "V4 đã chi hết 2.500.000đ"]
)
def test_money_is_logged_whichever_comes_first(line: str, school: SampleSchool) -> None:
    (said,) = school.says("cô Đào", line)
    assert "V4 chi 2,5 tr" in plain(said.text)
    assert school.read(spending).total.spent == 2_500_000


@pytest.mark.parametrize(
    "line",
    ["V4 chi tiết em gửi sau", "V4 chi hội 10A1 góp 2 triệu", "V4 chi 2 triệu, xong 70%"],
)
def test_what_is_more_than_an_amount_after_a_code_is_a_report(
    line: str, school: SampleSchool
) -> None:
    school.says("cô Đào", line)
    assert school.read(spending).total.spent == 0


@pytest.mark.parametrize("line", ["sao mãi chưa có lương?", "lợn quay", "thời tiết mai sao rồi"])
def test_what_fits_no_form_is_said_not_to_be_understood(line: str, school: SampleSchool) -> None:
    (said,) = school.says("thầy Nam", line)
    assert "chưa hiểu" in said.text
    assert "việc của kế toán" in said.text


def test_two_of_one_name_are_asked_about(school: SampleSchool) -> None:
    (asked,) = school.says("thầy Nam", "việc của cô Lan")
    assert len(asked.choices) == 2
    (said,) = school.says("thầy Nam", "2")
    assert "Việc của cô Lan (tổ Ngữ văn)" in plain(said.text)


def test_a_head_sees_the_units_tasks_and_no_others(school: SampleSchool) -> None:
    assert "V17" in school.says("cô Lan (Toán)", "việc của tổ")[0].text
    assert "người phụ trách" in school.says("cô Lan (Toán)", "việc của cô Đào")[0].text
    assert "người phụ trách" in school.says("thầy Tuấn", "việc của cô Đào")[0].text


def test_who_has_not_answered_is_listed_in_the_order_of_the_roster(school: SampleSchool) -> None:
    school.says("cô Hà", "xong V17")
    (said,) = school.says("thầy Nam", "ai chưa trả lời")
    names = [line.split(":")[0] for line in plain(said.text).splitlines() if "V17" in line]
    assert "cô Hà" not in names
    assert names[:2] == ["thầy Định", "cô Lan (tổ Toán - Tin)"]


@pytest.mark.parametrize(
    "line", ["khi nào tới hạn V4 vậy", "V4 hạn ngày nào ạ", "ai giao việc V4", "V4 là việc gì"]
)
def test_a_question_that_a_row_answers_is_answered_by_it(line: str, school: SampleSchool) -> None:
    (said,) = school.says("cô Đào", line)
    assert "V4 (tiêu chí 1.6)" in plain(said.text)
    assert not [text for text in school.told("thầy Nam") if "hỏi về V4" in plain(text)]
    school.presses("cô Đào", "Vẫn hỏi người giao")
    assert line in school.told("thầy Nam")[-1]


def test_any_other_question_goes_to_who_gave_the_task(school: SampleSchool) -> None:
    school.says("cô Đào", "V4 làm theo mẫu nào ạ?")
    assert "làm theo mẫu nào" in school.told("thầy Nam")[-1]


def test_days_of_ones_own_are_ones_own(school: SampleSchool) -> None:
    (said,) = school.says("cô Đào", "tháng 1 em có việc gì không")
    assert "V4 " in plain(said.text)
    (said,) = school.says("thầy Nam", "tháng 1 tôi có việc gì")
    assert "V4 " not in plain(said.text)
    (said,) = school.says("thầy Nam", "tháng 1 có việc gì không")
    assert "V4 " in plain(said.text)


@pytest.mark.parametrize("line", ["danh sách việc", "xem tất cả việc", "các công việc"])
def test_the_own_tasks_are_asked_for_in_many_ways(line: str, school: SampleSchool) -> None:
    assert "Việc của cô Đào: 2" in plain(school.says("cô Đào", line)[0].text)


def test_money_beside_a_report_is_not_lost_in_silence(school: SampleSchool) -> None:
    (said,) = school.says("cô Đào", "V4 chi 2 triệu, xong 70%")
    assert "70 %" in said.text
    assert "«V4 chi 2 triệu»" in said.text
    (said,) = school.says("cô Đào", "V4 60%, chi hội góp 2 triệu")
    assert "chi" not in plain(said.text)


def test_spent_money_is_held_against_the_plan(school: SampleSchool) -> None:
    school.says("cô Đào", "chi V11 8tr")
    school.says("thầy Tâm", "chi V11 8.500.000đ nguồn ngân sách")
    found = school.read(spending)
    socialised = found.of_source("XHH")
    assert socialised is not None
    assert (socialised.planned, socialised.spent) == (55_000_000, 8_000_000)
    (of_task,) = [line for line in found.by_task if line.name == "V11"]
    assert (of_task.planned, of_task.spent, of_task.left) == (10_000_000, 16_500_000, -6_500_000)
    (standard,) = [line for line in found.by_standard if line.name == "3"]
    assert standard.spent == 16_500_000
    assert found.total.planned == 415_500_000
    school.says("thầy Tâm", "hoàn tác")
    assert school.read(spending).total.spent == 8_000_000
    school.says("cô Đào", "bỏ chi V11")
    assert school.read(spending).total.spent == 0
    school.says("cô Đào", "hoàn tác")
    assert school.read(spending).total.spent == 8_000_000


@pytest.mark.parametrize("what", ["2-3tr", "-2tr", "8", "mấy triệu"])
def test_an_amount_in_doubt_is_not_logged(what: str, school: SampleSchool) -> None:
    (said,) = school.says("cô Đào", f"chi V11 {what}")
    assert "chưa ghi gì" in said.text
    assert school.read(spending).total.spent == 0


def test_who_has_nothing_to_do_with_a_task_logs_no_money(school: SampleSchool) -> None:
    school.says("thầy Tuấn", "chi V11 1tr")
    assert school.read(spending).total.spent == 0


@pytest.mark.parametrize(
    "line",
    [
        "việc của tổ",
        "tổ em còn ai chưa nộp",
        "việc nào của tổ đang trễ",
        "to em con viec gi",
        "trong tổ ai chưa nộp",
        "tổ mình tới đâu rồi",
    ],
)
def test_a_head_asks_of_the_own_unit(school: SampleSchool, line: str) -> None:
    (prompt,) = school.says("cô Hà", line)
    assert plain(prompt.text).startswith("Việc đang làm của tổ Ngữ văn")


@pytest.mark.parametrize("line", ["tổ em xong V17 rồi", "Tổ em chưa xong V17"])
def test_what_is_said_of_the_unit_is_a_report(school: SampleSchool, line: str) -> None:
    (prompt,) = school.says("cô Hà", line)
    assert plain(prompt.text).startswith("Đã ghi: V17")


def test_the_days_of_somebody_else_are_for_who_may_see_them(school: SampleSchool) -> None:
    (prompt,) = school.says("thầy Tâm", "tháng 1 cô Đào có gì")
    assert prompt.text.startswith("Phần này dành cho người phụ trách")
