"""Requests: decided once, by whoever may, and nobody is late while one waits."""

import threading

from followup.decide_request import Word, decide_request
from plan.model import OccurrenceState
from plan.progress import Standing
from reports.overview import overview
from storage import promises, requests
from storage.history import Actor
from storage.school_day import SchoolDay
from tests.followup.test_deeds import state
from tests.school import SampleSchool


def give(school: SampleSchool) -> None:
    school.says("thầy Nam", "giao cô Hà nộp báo cáo CSVC trước thứ Sáu")
    school.presses("thầy Nam", "Giao")


def ask(school: SampleSchool, words: str = "xin lùi V1 đến 30/12") -> int:
    school.says("cô Hà", words)
    school.presses("cô Hà", "Đúng")
    (request,) = school.read(lambda day: requests.waiting(day.tx, day.school_id))
    return request.request_id


def test_two_people_deciding_at_once_decide_it_once(school: SampleSchool) -> None:
    give(school)
    request_id = ask(school)
    outcomes: list[bool] = []

    def decide(name: str, *, agreed: bool) -> None:
        member = school.member(name)

        def deed(day: SchoolDay) -> None:
            actor = Actor(member.member_id, "fake")
            done = decide_request(day, actor, request_id, Word(agreed=agreed))
            assert done is not None
            outcomes.append(done.is_new)

        school.do(deed)

    people = [
        threading.Thread(target=decide, args=("thầy Nam",), kwargs={"agreed": True}),
        threading.Thread(target=decide, args=("cô Thủy",), kwargs={"agreed": False}),
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(outcomes) == [False, True]
    told = [text for text in school.told("cô Hà") if "lùi" in text and "ồng ý" in text]
    school.settle()
    told = [text for text in school.told("cô Hà") if "đồng ý lùi" in text]
    assert len(told) == 1


def test_who_asked_is_not_late_while_it_waits(school: SampleSchool) -> None:
    give(school)
    ask(school)
    school.forward("2024-12-12 09:00")
    (view,) = school.read(overview)
    assert view.standing is Standing.SILENT
    assert not [text for text in school.told("cô Hà") if "chưa nhận được báo cáo" in text]
    school.says("thầy Nam", "không V1 vì đã đủ thời gian")
    (view,) = school.read(overview)
    assert view.standing is Standing.OVERDUE
    assert "Lời nhắn: «vì đã đủ thời gian»" in school.told("cô Hà")[-1]


def test_who_decides_is_reminded_every_two_working_days_until_decided(
    school: SampleSchool,
) -> None:
    give(school)
    ask(school)
    school.forward("2024-12-04 09:00")
    reminders = [text for text in school.told("thầy Nam") if "hai ngày làm việc" in text]
    assert len(reminders) == 1
    school.presses("thầy Nam", "V1 cô Hà")
    school.presses("thầy Nam", "Đồng ý")
    school.forward("2024-12-10 09:00")
    reminders = [text for text in school.told("thầy Nam") if "hai ngày làm việc" in text]
    assert len(reminders) == 1
    late = school.clock.now().replace(2030)
    kinds = school.database.write(
        lambda tx: [kind for _, kind, _ in promises.due_all_schools(tx, late, 9)]
    )
    assert "decision" not in kinds


def test_a_day_that_is_over_is_not_agreed_to(school: SampleSchool) -> None:
    give(school)
    ask(school, "xin lùi V1 đến 7/12")
    school.forward("2024-12-09 09:00")
    (asked,) = school.says("thầy Nam", "đồng ý")
    assert "đã qua" in asked.text
    (unread,) = school.says("thầy Nam", "30/2")
    assert "Chưa đọc được ngày" in unread.text
    (kept,) = school.says("thầy Nam", "12/12")
    assert "12/12/2024" in kept.text


def test_nobody_else_decides_and_a_stand_in_only_in_her_days(school: SampleSchool) -> None:
    give(school)
    school.says("thầy Nam", "uỷ quyền cô Thủy từ 4/12 đến 5/12")
    school.presses("thầy Nam", "Đúng")
    ask(school)
    assert "không có đề nghị nào" in school.says("cô Thủy", "đồng ý")[0].text
    school.forward("2024-12-04 09:00")
    assert "hai ngày làm việc" in school.told("cô Thủy")[-1]
    assert "đã báo cô Hà" in school.says("cô Thủy", "đồng ý")[0].text


def test_a_result_that_needs_a_word_is_done_only_by_it(school: SampleSchool) -> None:
    give(school)
    school.says("thầy Nam", "cần duyệt V1")
    school.says("cô Hà", "xong V1")
    assert state(school, 1) is OccurrenceState.OPEN
    school.says("cô Hà", "xong V1")
    assert len(school.read(lambda day: requests.waiting(day.tx, day.school_id))) == 1
    school.presses("thầy Nam", "Duyệt")
    assert state(school, 1) is OccurrenceState.DONE
    assert "đã duyệt" in school.told("cô Hà")[-1]
    school.says("thầy Nam", "hoàn tác")
    assert state(school, 1) is OccurrenceState.OPEN
    assert "chờ quyết lại" in school.told("cô Hà")[-1]


def test_a_request_of_a_task_done_meanwhile_needs_no_decision(school: SampleSchool) -> None:
    give(school)
    ask(school)
    school.says("cô Hà", "xong V1")
    (said,) = school.presses("thầy Nam", "Đồng ý")
    assert "không còn cần quyết" in said.text
    assert "đến" not in school.told("cô Hà")[-1].split("hoàn tác")[0]
