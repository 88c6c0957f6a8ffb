"""Updates taken from the inbox: kept, in order, tried again, given up with an apology."""

from pathlib import Path

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.tables import inbox
from tests.school import SampleSchool


@pytest.fixture
def school(database: Database, tmp_path: Path) -> SampleSchool:
    return SampleSchool(database, tmp_path, "2024-12-02 09:00")


def inbox_states(school: SampleSchool) -> list[str]:
    query = select(inbox.c.state).order_by(inbox.c.inbox_id)
    return school.database.read(lambda tx: list(tx.execute(query).scalars()))


def test_what_is_not_for_us_is_kept_and_skipped(school: SampleSchool) -> None:
    school.arrives({"chat": "x", "poll": 1})
    school.settle()
    assert inbox_states(school) == ["DONE"]


def test_a_poisonous_update_is_given_up_after_three_tries_and_blocks_only_its_chat(
    school: SampleSchool,
) -> None:
    file = {"reference": "lost", "name": "ke-hoach.docx"}
    school.arrives({"chat": school.chat("thầy Nam"), "text": "", "kind": "file", "files": [file]})
    school.arrives({"chat": school.chat("thầy Nam"), "text": "viec"})
    assert school.says("cô Hà", "viec")
    for _ in range(3):
        school.wait(seconds=3)
    assert inbox_states(school) == ["POISON", "DONE", "DONE"]
    texts = school.told("thầy Nam")
    assert "Mã sự cố" in texts[0]
    assert "việc nào đang mở" in texts[1]


def test_a_file_is_fetched_once_however_often_its_update_is_tried(school: SampleSchool) -> None:
    school.platform.files["a"] = b"\x89PNG\r\n\x1a\nxx"
    file = {"reference": "a", "name": "a.png", "mime": "image/png"}
    school.says("cô Hà", "", kind="photo", files=[file])
    assert school.platform.fetched == 1


def test_a_group_gets_no_name_and_no_task(school: SampleSchool) -> None:
    school.says("thầy Nam", "bắt đầu nhắc")
    school.says("thầy Nam", "giao cô Hà nộp báo cáo thứ Sáu")
    school.presses("thầy Nam", "Giao")
    raw = {"chat": "-100", "text": "xong V1", "group": True}
    school.arrives({**raw, "chat": "-100"})
    before = len(school.platform.sent)
    school.settle()
    # The fake's group messages come from the group's own id: nobody we know, so nobody answers.
    assert school.platform.sent[before:] == []


def test_a_stranger_learns_nothing(school: SampleSchool) -> None:
    school.arrives({"chat": "stranger", "text": "Trường mẫu có những ai?"})
    school.settle()
    (text,) = [prompt.text for to, prompt in school.platform.sent if to == "stranger"]
    assert "Trường mẫu" not in text
    assert "thầy Nam" not in text


def test_wrong_codes_are_throttled(school: SampleSchool) -> None:
    for number in range(7):
        school.arrives({"chat": "guess", "text": f"{number:08d}"})
    school.settle()
    texts = [prompt.text for to, prompt in school.platform.sent if to == "guess"]
    assert sum("chưa đúng" in text and "thử nhiều" not in text for text in texts) == 5
    assert "thử nhiều mã" in texts[-1]
