"""What people's deeds do, and that they can be taken back."""

from datetime import date

import pytest
from sqlalchemy import Select, select

from followup.take_back import take_back
from plan.model import OccurrenceState
from storage import history, occurrences, requests, taking_back, tasks
from storage.history import Actor
from storage.school_day import SchoolDay
from storage.tables import occurrences as rows
from tests.school import SampleSchool


def state(school: SampleSchool, number: int) -> OccurrenceState:
    def look(day: SchoolDay) -> OccurrenceState:
        task = tasks.by_number(day.tx, day.school_id, number)
        assert task is not None
        return occurrences.of_task(day.tx, day.school_id, task.task_id)[0].state

    return school.read(look)


@pytest.fixture
def plan(school: SampleSchool) -> SampleSchool:
    school.imports_the_sample_plan()
    school.presses("thầy Nam", "Để sau")
    return school


def test_only_the_contact_closes_anothers_done_is_a_note(plan: SampleSchool) -> None:
    plan.says("cô Yến", "xong V12")
    plan.presses("cô Yến", "Xong cả việc")
    assert state(plan, 12) is OccurrenceState.OPEN
    assert "cô Yến báo" in plan.told("thầy Nam")[-1]
    plan.presses("thầy Nam", "Xong")
    plan.presses("thầy Nam", "Xong cả việc")
    assert state(plan, 12) is OccurrenceState.DONE


def test_each_closes_a_part_and_the_last_one_the_whole(school: SampleSchool) -> None:
    school.says("thầy Nam", "thu các tổ: kế hoạch tuần, hạn thứ Sáu")
    school.presses("thầy Nam", "Giao")
    for name in ("thầy Định", "cô Lan (Toán)", "cô Hà", "thầy Bách", "cô Linh"):
        school.says(name, "xong V1")
    assert state(school, 1) is OccurrenceState.OPEN
    school.says("thầy Lực", "xong V1")
    assert state(school, 1) is OccurrenceState.DONE
    assert "đủ 6/6" in school.told("thầy Nam")[-1]


def test_a_message_of_several_actions_is_taken_back_as_one(plan: SampleSchool) -> None:
    plan.says("cô Đào", "V4 xong, V12 30%")
    assert state(plan, 4) is OccurrenceState.DONE
    plan.says("cô Đào", "hoàn tác")
    assert state(plan, 4) is OccurrenceState.OPEN
    nothing = plan.says("cô Đào", "hoàn tác")
    assert "chưa ghi gì để bỏ" in nothing[0].text


def test_after_a_day_nothing_can_be_taken_back(plan: SampleSchool) -> None:
    plan.says("cô Đào", "V4 xong")
    plan.wait(hours=24, minutes=1)
    assert "chưa ghi gì để bỏ" in plan.says("cô Đào", "hoàn tác")[0].text
    assert state(plan, 4) is OccurrenceState.DONE


def test_what_somebody_changed_since_is_not_taken_back(plan: SampleSchool) -> None:
    plan.says("thầy Nam", "lùi V4 đến 10/2")
    plan.presses("thầy Nam", "Đúng")
    plan.do(lambda day: _move(day, 4))
    before = plan.read(lambda day: day.tx.execute(_dues()).scalars().all())
    assert "đã có thay đổi khác" in plan.says("thầy Nam", "hoàn tác")[0].text
    assert plan.read(lambda day: day.tx.execute(_dues()).scalars().all()) == before


def _dues() -> "Select[tuple[date]]":
    return select(rows.c.due_on).order_by(rows.c.occurrence_id)


def _move(day: SchoolDay, number: int) -> None:
    task = tasks.by_number(day.tx, day.school_id, number)
    assert task is not None
    occurrence = occurrences.of_task(day.tx, day.school_id, task.task_id)[0]
    deed = day.deed("move", Actor(None, "operator"))
    occurrences.change(deed, occurrence.occurrence_id, due_on=date(2025, 3, 1))


def test_a_request_moves_the_day_only_when_agreed_and_both_sides_know(plan: SampleSchool) -> None:
    plan.says("cô Đào", "lùi V4 đến 10/2")
    plan.presses("cô Đào", "Đúng")
    assert "xin lùi" in plan.told("thầy Nam")[-1]
    plan.presses("thầy Nam", "Đồng ý")
    assert "đồng ý lùi" in plan.told("cô Đào")[-1]
    assert "10/02/2025" in plan.says("cô Đào", "xem V4")[0].text
    plan.says("thầy Nam", "hoàn tác")
    assert "31/01/2025" in plan.says("cô Đào", "xem V4")[0].text


def test_a_second_decision_meets_the_first(plan: SampleSchool) -> None:
    plan.says("cô Đào", "lùi V4 đến 10/2")
    plan.presses("cô Đào", "Đúng")
    plan.presses("thầy Nam", "Không đồng ý")
    assert "đã có quyết định" in plan.presses("thầy Nam", "Đồng ý")[0].text
    assert plan.read(lambda day: requests.waiting(day.tx, day.school_id)) == []


def test_somebody_elses_button_is_refused(plan: SampleSchool) -> None:
    plan.says("cô Đào", "lùi V4 đến 10/2")
    plan.presses("cô Đào", "Đúng")
    stolen = plan.key("thầy Nam", "Đồng ý")
    answered = plan.says("cô Đào", "", kind="choice", choice=stolen)
    assert "dành cho người khác" in answered[0].text
    made_up = plan.says("cô Đào", "", kind="choice", choice="999.0.abc")
    assert "dành cho người khác" in made_up[0].text


def test_a_task_given_away_is_its_new_persons(plan: SampleSchool) -> None:
    plan.says("thầy Nam", "giao V4 cho thầy Triết")
    assert "giao việc V4" in plan.told("thầy Triết")[-1].replace("<b>", "").replace("</b>", "")
    plan.says("thầy Triết", "xong V4")
    assert state(plan, 4) is OccurrenceState.DONE


def test_names_and_words_arrive_literally(school: SampleSchool) -> None:
    school.says("thầy Nam", "giao cô Hà sửa <b>bảng</b> & ghế 🪑 hạn thứ Sáu")
    school.presses("thầy Nam", "Giao")
    assert "sửa &lt;b&gt;bảng&lt;/b&gt; &amp; ghế 🪑" in school.told("cô Hà")[-1]


def test_a_repeated_update_is_done_once(school: SampleSchool) -> None:
    raw: dict[str, object] = {"chat": school.chat("thầy Nam"), "text": "nhắc tôi gọi Sở mai"}
    for _ in range(5):
        school.arrives(raw, key="same")
    school.settle()
    assert len([t for t in school.told("thầy Nam") if "gọi Sở" in t]) == 1


def test_history_tells_who_did_what(plan: SampleSchool) -> None:
    plan.says("cô Đào", "V4 xong")
    member = plan.member("cô Đào")

    def look(day: SchoolDay) -> list[taking_back.Change]:
        found = history.last_deed(
            day.tx,
            day.school_id,
            member.member_id,
            ["report_progress"],
            day.now.replace(year=2020),
        )
        assert found is not None
        return taking_back.changes_of(day.tx, day.school_id, found[0])

    changes = plan.read(look)
    assert [change.subject for change in changes] == ["reports", "occurrences"]
    assert changes[1].before is not None
    assert changes[1].before["state"] == "open"
    assert (changes[1].after or {})["state"] == "done"


def test_an_edited_plan_keeps_what_was_logged(plan: SampleSchool) -> None:
    plan.says("cô Đào", "V4 60%")
    content = plan.platform.files["plan"].decode().replace("01/2025", "02/2025")
    plan.platform.files["edited"] = content.encode()
    file = {"reference": "edited", "name": "sua.txt"}
    (said,) = plan.says("thầy Nam", "", kind="file", files=[file])
    assert "sửa 1 việc" in said.text
    plan.presses("thầy Nam", "Nhận mọi thay đổi")
    seen = plan.says("cô Đào", "xem V4")[0].text
    assert "28/02/2025" in seen
    assert "60%" in seen


def test_the_same_plan_again_changes_nothing(plan: SampleSchool) -> None:
    before = plan.read(lambda day: tasks.list_live(day.tx, day.school_id))
    file = {"reference": "plan", "name": "lai.txt"}
    (said,) = plan.says("thầy Nam", "", kind="file", files=[file])
    assert "không có gì thay đổi" in said.text
    assert plan.read(lambda day: tasks.list_live(day.tx, day.school_id)) == before


def test_an_import_taken_back_leaves_no_task_to_remind_of(plan: SampleSchool) -> None:
    plan.says("thầy Nam", "hoàn tác")
    assert plan.read(lambda day: tasks.list_live(day.tx, day.school_id)) == []
    before = len(plan.platform.sent)
    plan.forward("2025-01-10 09:00")
    assert plan.platform.sent[before:] == []


def test_codes_are_never_given_twice(plan: SampleSchool) -> None:
    plan.says("thầy Nam", "hoàn tác")
    file = {"reference": "plan", "name": "lai.txt"}
    plan.says("thầy Nam", "", kind="file", files=[file])
    plan.presses("thầy Nam", "Nhận kế hoạch")
    numbers = [t.number for t in plan.read(lambda day: tasks.list_live(day.tx, day.school_id))]
    assert numbers == list(range(22, 43))


def test_nothing_is_taken_back_for_nobody(school: SampleSchool) -> None:
    assert school.do(lambda day: take_back(day, Actor(None, "operator"))) is None
