"""One work in two plans: offered, reported once, reminded of once, taken apart."""

from datetime import date
from functools import partial

import pytest

from plan.model import Occurrence, OccurrenceState, Task
from reports.dossier import dossier
from reports.overview import overview
from reports.task_history import task_history
from reports.year_results import year_results
from storage import evidence, links, occurrences, plans, tasks
from tests.school import SampleSchool

FIRST = """KẾ HOẠCH CẢI TIẾN CHẤT LƯỢNG GIÁO DỤC
Năm học 2024-2025
TT	Tiêu chuẩn, tiêu chí	Nội dung công việc	Thời gian	Người thực hiện
1	Tiêu chí 1.6	Đối chiếu sổ tài sản từng phòng	02/2025	Kế toán
2	Tiêu chí 3.6	Bổ sung sách tham khảo	03/2025	Nhân viên thư viện
"""
SECOND = """KẾ HOẠCH NĂM HỌC
Năm học 2024-2025
TT	Nội dung công việc	Thời gian	Người thực hiện
1	Đối chiếu sổ tài sản của từng phòng	28/2/2025	Kế toán
2	Thi nghi thức Đội	10/1/2025	Đoàn
"""


def imports(school: SampleSchool, name: str, text: str) -> None:
    school.platform.files[name] = text.encode()
    school.says("thầy Nam", "", kind="file", files=[{"reference": name, "name": f"{name}.txt"}])
    school.presses("thầy Nam", "Nhận kế hoạch")


@pytest.fixture
def two(school: SampleSchool) -> SampleSchool:
    """Give a school with two plans, V1 and V3 being one work, as the principal said."""
    imports(school, "first", FIRST)
    imports(school, "second", SECOND)
    school.says("thầy Nam", "hỏi tiếp")
    school.presses("thầy Nam", "Là một việc")
    return school


def task(school: SampleSchool, number: int) -> Task:
    found = school.read(lambda day: tasks.by_number(day.tx, day.school_id, number))
    assert found is not None
    return found


def occurrence(school: SampleSchool, number: int) -> Occurrence:
    wanted = task(school, number).task_id
    (one,) = school.read(lambda day: occurrences.of_task(day.tx, day.school_id, wanted))
    return one


def state(school: SampleSchool, number: int) -> OccurrenceState:
    return occurrence(school, number).state


def test_it_is_asked_never_guessed(school: SampleSchool) -> None:
    imports(school, "first", FIRST)
    imports(school, "second", SECOND)
    assert school.read(lambda day: links.firsts(day.tx, day.school_id)) == {}
    (doubt,) = school.read(lambda day: plans.unanswered(day.tx, day.school_id))
    assert doubt.subject == {"first": task(school, 1).task_id}
    school.says("thầy Nam", "hỏi tiếp")
    school.presses("thầy Nam", "Hai việc khác nhau")
    assert school.read(lambda day: links.firsts(day.tx, day.school_id)) == {}
    assert school.read(lambda day: plans.unanswered(day.tx, day.school_id)) == []


def test_a_report_of_one_counts_for_the_other(two: SampleSchool) -> None:
    (said,) = two.says("cô Đào", "xong V3")
    assert "V1" in said.text
    assert state(two, 1) is state(two, 3) is OccurrenceState.DONE
    (said,) = two.says("cô Đào", "hoàn tác")
    assert "V1" in said.text
    assert state(two, 1) is state(two, 3) is OccurrenceState.OPEN


def test_it_is_reminded_of_once(two: SampleSchool) -> None:
    two.forward("2025-03-05 12:00")
    told = two.told("cô Đào")
    assert any("<b>V1</b>" in text for text in told)
    assert not any("<b>V3</b>" in text for text in told)


def test_a_day_moved_is_moved_for_both(two: SampleSchool) -> None:
    (asked,) = two.says("thầy Nam", "lùi V1 đến 14/3/2025")
    two.presses("thầy Nam", asked.choices[0].label)
    assert occurrence(two, 1).due_on == occurrence(two, 3).due_on == date(2025, 3, 14)


def test_what_is_taken_apart_is_reminded_of_again(two: SampleSchool) -> None:
    two.says("thầy Nam", "tách V3")
    two.forward("2025-03-05 12:00")
    assert any("<b>V3</b>" in text for text in two.told("cô Đào"))
    two.says("cô Đào", "xong V1")
    assert state(two, 3) is OccurrenceState.OPEN


def test_once_the_first_is_dropped_the_other_is_reminded_of(two: SampleSchool) -> None:
    two.says("thầy Nam", "bỏ V1")
    two.presses("thầy Nam", "Bỏ việc này")
    two.forward("2025-03-05 12:00")
    assert any("<b>V3</b>" in text for text in two.told("cô Đào"))


def pieces(school: SampleSchool, number: int) -> int:
    counted = occurrence(school, number).occurrence_id
    found = school.read(lambda day: evidence.count(day.tx, day.school_id, [counted]))
    return found.get(counted, 0)


def sends_photo(school: SampleSchool, words: str) -> None:
    school.platform.files["a"] = b"\x89PNG\r\n\x1a\nxx"
    file = {"reference": "a", "name": "a.png", "mime": "image/png"}
    school.says("cô Hà", words, kind="photo", files=[file])


def test_what_proves_one_proves_the_other(two: SampleSchool) -> None:
    two.says("cô Hà", "xong V1")
    assert [pieces(two, number) for number in (1, 2, 3)] == [0, 0, 0]
    sends_photo(two, "V3 biên bản đối chiếu")
    assert [pieces(two, number) for number in (1, 2, 3)] == [1, 0, 1]
    views = {view.task.number: view for view in two.read(overview)}
    assert (views[1].evidence, views[2].evidence, views[3].evidence) == (1, 0, 1)
    nam = two.member("thầy Nam")
    for number in (1, 3):
        seen = two.read(partial(task_history, me=nam, number=number))
        assert seen is not None
        assert [piece.words for piece in seen.evidence] == ["biên bản đối chiếu"]
    about = two.read(lambda day: dossier(day, "18/2018", "1.6", day.today))
    assert ("no_evidence", "V1") not in about.missing
    results = two.read(lambda day: year_results(day, overview(day)))
    assert [results[task(two, number).task_id].pieces for number in (1, 2, 3)] == [1, 0, 1]


def test_taken_apart_each_has_its_own_evidence(two: SampleSchool) -> None:
    two.says("cô Hà", "xong V1")
    sends_photo(two, "V3 biên bản đối chiếu")
    two.says("thầy Nam", "tách V3")
    assert [pieces(two, number) for number in (1, 3)] == [0, 1]


def test_evidence_that_is_taken_back_counts_for_neither(two: SampleSchool) -> None:
    sends_photo(two, "V3 biên bản đối chiếu")
    two.says("cô Hà", "hoàn tác")
    assert [pieces(two, number) for number in (1, 3)] == [0, 0]
