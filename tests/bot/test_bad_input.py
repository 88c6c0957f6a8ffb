"""What comes wrong gets one clear answer, and nothing is lost or done twice."""

from sqlalchemy import func, select

from plan.outcome import Outcome, Result
from storage import requests
from storage.requests import Request
from storage.tables import reports
from tests.bot.test_close import may, said_of
from tests.followup.test_requests import ask, give
from tests.school import SampleSchool

__all__ = ["may"]  # a fixture


def request(school: SampleSchool, request_id: int) -> Request:
    found = school.read(lambda day: requests.get(day.tx, day.school_id, request_id))
    assert found is not None
    return found


def test_a_decision_on_a_decided_request_names_the_decision(school: SampleSchool) -> None:
    give(school)
    request_id = ask(school, "xin lùi V22 đến 30/12")
    school.presses("thầy Nam", "Đồng ý")
    decided = request(school, request_id)
    assert decided.state == "agreed"
    (said,) = school.presses("thầy Nam", "Không đồng ý")
    assert "đã" in said.text
    assert "đồng ý" in said.text
    assert request(school, request_id) == decided
    told = [text for text in school.told("cô Hà") if "đồng ý lùi" in text]
    assert len(told) == 1


def test_words_of_the_round_that_begin_like_a_formula_are_words(may: SampleSchool) -> None:
    may.says("thầy Tài", "khép năm học")
    may.says("thầy Tài", "xong: =HYPERLINK(1) là tên sách")
    assert said_of(may)[3] == Outcome(Result.DONE, "=HYPERLINK(1) là tên sách")


def test_an_archive_or_program_in_the_round_is_refused_and_the_question_stays(
    may: SampleSchool,
) -> None:
    may.says("thầy Tài", "khép năm học")
    may.presses("thầy Tài", "Hoàn thành")
    may.platform.files["bad"] = b"MZ" + bytes(600)
    file = {"reference": "bad", "name": "sach.exe"}
    (said,) = may.says("thầy Tài", "", kind="file", files=[file])
    assert "tệp chương trình" in said.text
    (asked,) = may.says("thầy Tài", "hóa đơn, kho thư viện")
    assert "tiêu chí 3.6" in asked.text


def test_a_press_of_the_round_that_was_answered_elsewhere_changes_nothing(
    may: SampleSchool,
) -> None:
    may.says("thầy Tài", "khép năm học")
    may.says("thầy Nam", "khép năm học")
    may.says("thầy Tài", "xong, mức 1: đủ sách")
    for _ in range(2):
        may.presses("thầy Nam", "Để sau")
    # The principal's last question was of V3, which is done meanwhile.
    may.presses("thầy Nam", "Chưa làm")
    assert said_of(may)[3] == Outcome(Result.DONE, "đủ sách", "1")


def test_a_level_the_set_does_not_have_is_said(may: SampleSchool) -> None:
    may.says("thầy Tài", "khép năm học")
    may.says("thầy Tài", "xong")
    may.presses("thầy Tài", "Không có minh chứng")
    (said,) = may.says("thầy Tài", "mức 9")
    assert "«mức 9»: chưa rõ mức nào" in said.text
    assert said_of(may)[3].level == ""


def test_of_a_picture_that_could_not_be_had_nothing_is_logged(school: SampleSchool) -> None:
    school.platform.refused.add("gone")
    picture = {"reference": "gone", "name": "anh.png", "mime": "image/png"}
    logged = select(func.count()).select_from(reports)
    (said,) = school.says("cô Đào", "xong V4", kind="photo", files=[picture])
    assert school.database.read(lambda tx: tx.execute(logged).scalar_one()) == 0
    assert "chưa ghi gì" in said.text
    assert "gửi lại ảnh" in said.text


def test_half_an_emoji_is_taken_as_a_question_mark(school: SampleSchool) -> None:
    """It cannot be written as UTF-8: an update that held one could not be stored at all."""
    said = school.says("cô Hà", "viec \ud83d")
    assert said
    assert school.says("cô Hà", "viec")
