"""Several plans side by side, and the plan of the next school year."""

from pathlib import Path

from plan.model import Task
from storage import occurrences, plans, tasks
from storage.database import Database
from tests.school import SampleSchool


def test_each_plan_has_a_week_under_its_own_name(school: SampleSchool) -> None:
    other = """KẾ HOẠCH NĂM HỌC
Năm học 2024-2025
TT	Nội dung công việc	Thời gian	Người thực hiện
1	Tổ chức ngày hội đọc sách	20/12/2024	Thư viện
2	Thi nghi thức Đội	10/1/2025	Đoàn
3	Sơ kết học kỳ I	17/1/2025	Văn thư
"""
    school.platform.files["other"] = other.encode()
    file = {"reference": "other", "name": "nam-hoc.txt"}
    school.says("thầy Nam", "", kind="file", files=[file])
    school.presses("thầy Nam", "Nhận kế hoạch")
    (said,) = school.says("thầy Nam", "tuần này")
    assert "2 kế hoạch" in said.text
    assert "đang chạy 3" in said.text
    assert "đang chạy 18" in said.text
    (opened,) = school.says("thầy Nam", "", kind="choice", choice=said.choices[1].key)
    assert "Kế hoạch năm học" in opened.text
    assert "Đang chạy 3" in opened.text


def live(school: SampleSchool) -> list[Task]:
    return school.read(lambda day: tasks.list_live(day.tx, day.school_id))


def test_next_years_plan_is_made_in_two_taps(database: Database, tmp_path: Path) -> None:
    school = SampleSchool(database, tmp_path, "2024-12-02 09:00")
    school.imports_the_sample_plan()
    school.presses("thầy Nam", "Để sau")
    school.says("cô Đào", "xong V4")
    school.clock.move_to(school.clock.now().replace(year=2025, month=6, day=2))
    (asked,) = school.says("thầy Nam", "năm học mới")
    assert "2025-2026" in asked.text
    (made,) = school.presses("thầy Nam", asked.choices[0].label)
    assert "Đã lập kế hoạch năm học 2025-2026" in made.text
    new = [task for task in live(school) if task.carried_from is not None]
    carried = {task.carried_from for task in new}
    old = {task.number: task.task_id for task in live(school) if task.carried_from is None}
    assert old[4] not in carried  # done for good
    assert {old[1], old[6], old[21]} <= carried  # unfinished, monthly, for years
    monthly = next(task for task in new if task.carried_from == old[6])
    days = school.read(lambda day: occurrences.of_task(day.tx, day.school_id, monthly.task_id))
    assert days[0].due_on.year == 2025
    assert days[0].due_on.month >= 8
    (running,) = school.read(lambda day: plans.list_active(day.tx, day.school_id))
    assert running.first_year == 2025
    school.says("thầy Nam", "hoàn tác")
    (running,) = school.read(lambda day: plans.list_active(day.tx, day.school_id))
    assert running.first_year == 2024


def test_without_a_plan_there_is_no_next_one(database: Database, tmp_path: Path) -> None:
    school = SampleSchool(database, tmp_path, "2025-06-02 09:00")
    (said,) = school.says("thầy Nam", "năm học mới")
    assert "chưa có kế hoạch nào" in said.text
