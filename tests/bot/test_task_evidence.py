"""What is asked of a task's evidence is answered, and nothing is taken for evidence by it."""

import pytest

from storage import evidence
from tests.school import SampleSchool

ASKED = ["minh chứng của V4", "V4 có minh chứng chưa", "xem ảnh V4", "minh chứng V4 đâu rồi"]


def kept(school: SampleSchool) -> list[str]:
    standing = school.read(lambda day: evidence.standing(day.tx, day.school_id))
    return [piece.name for piece in standing]


@pytest.mark.parametrize("said", ASKED)
def test_who_may_know_sees_the_evidence_of_a_task(school: SampleSchool, said: str) -> None:
    (prompt,) = school.says("thầy Nam", said)
    assert prompt.text.startswith("<b>Minh chứng V4: 0</b>")
    school.says("cô Đào", "minh chứng V4: QĐ số 15 ngày 20/11/2024")
    for name in ("thầy Nam", "cô Đào"):
        (prompt,) = school.says(name, said)
        assert prompt.text.startswith("<b>Minh chứng V4: 1</b>")
        assert "QĐ số 15" in prompt.text
    assert kept(school) == ["QĐ số 15 ngày 20/11/2024"]


@pytest.mark.parametrize("said", ASKED)
def test_who_has_sent_none_is_told_where_to(school: SampleSchool, said: str) -> None:
    (prompt,) = school.says("cô Đào", said)
    assert "gửi thẳng tệp vào đây" in prompt.text
    assert kept(school) == []


def test_nobody_else_sees_it(school: SampleSchool) -> None:
    school.says("cô Đào", "minh chứng V4: QĐ số 15")
    (prompt,) = school.says("thầy Tâm", "minh chứng của V4")
    assert "QĐ số 15" not in prompt.text
