"""Evidence that is spoken of and not there is asked for, not logged."""

import pytest

from storage import evidence, reports
from tests.school import SampleSchool


@pytest.mark.parametrize(
    "said", ["gửi minh chứng V17", "em gửi ảnh V17", "nộp minh chứng", "minh chứng gửi vào đâu ạ"]
)
def test_evidence_without_a_file_is_asked_for(school: SampleSchool, said: str) -> None:
    (prompt,) = school.says("cô Hà", said)
    assert prompt.text == "Cô Hà gửi thẳng tệp vào đây là được ạ."
    assert school.read(lambda day: evidence.standing(day.tx, day.school_id)) == []


def test_evidence_that_is_told_of_is_kept_as_told(school: SampleSchool) -> None:
    school.says("cô Hà", "minh chứng V17: biên bản lưu ở hộp số 2")
    (kept,) = school.read(lambda day: evidence.standing(day.tx, day.school_id))
    assert "biên bản lưu ở hộp số 2" in kept.name


def test_asking_to_drop_evidence_takes_back_no_report(school: SampleSchool) -> None:
    school.says("cô Đào", "V4 được 70%")
    school.says("cô Đào", "xoá minh chứng vừa gửi")
    found = school.read(lambda day: reports.latest(day.tx, day.school_id, range(1, 100)))
    assert [one.percent for one in found.values()] == [70]
