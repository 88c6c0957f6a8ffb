"""One's own data: had as a file, erased on request, the school's record whole; agreed to again."""

import asyncio
import io
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select, text, update

from followup.ports import NotYet, Outcome, Prompt, Target
from nhacviec.sample import chat_of
from storage import data_requests
from storage.database import Database
from storage.files import FileStore
from storage.tables import (
    consents,
    deliveries,
    evidence,
    members,
    metadata,
    moments,
    reminders,
    reports,
)
from tests.school import SampleSchool
from tests.workshops import shared_workshop


def everything(database: Database) -> str:
    """Give every value of every table as this program reads it."""

    def rows(tx: Any) -> list[str]:
        return [str(row) for table in metadata.sorted_tables for row in tx.execute(select(table))]

    return "\n".join(database.read(rows))


def sheets(school: SampleSchool, prompt: Prompt) -> dict[str, list[tuple[Any, ...]]]:
    (file,) = prompt.attachments
    content = FileStore(school.files).read(file.reference.rpartition("/")[2])
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def works(school: SampleSchool) -> None:
    """Let cô Hà have a task, report it, and send a piece of evidence."""
    school.says("thầy Nam", "giao cô Hà nộp báo cáo CSVC hạn 5/12")
    school.presses("thầy Nam", "Giao")
    number = school.database.read(
        lambda tx: tx.execute(text("SELECT max(number) FROM tasks")).scalar()
    )
    school.says("cô Hà", f"V{number} 70% đã gom đủ số liệu phòng thiết bị")
    school.platform.files["anh"] = b"\xff\xd8\xff\xe0" + bytes(100)
    school.says(
        "cô Hà",
        f"V{number}",
        kind="photo",
        files=[{"reference": "anh", "name": "phong-thiet-bi.jpg"}],
    )


def test_everything_held_is_given_as_a_file(school: SampleSchool) -> None:
    school.engine.makes_papers(shared_workshop().make)
    works(school)
    school.says("cô Hà", "nhắc em V17 thứ 5")
    school.says("cô Hà", "dữ liệu của tôi")
    made = sheets(school, school.platform.sent[-1][1])
    full_name = school.member("cô Hà").full_name
    assert any(full_name in row for row in made["Về mình"])
    assert ("Số lần hẹn nhắc lại", "1") in made["Về mình"]
    assert any("số liệu phòng thiết bị" in str(row) for row in made["Đã báo, đã hỏi"])
    assert any("phong-thiet-bi.jpg" in str(row) for row in made["Minh chứng"])
    assert any("70%" in str(row) for row in made["Tin mình đã nhắn"])
    assert len(made["Tin đã gửi tới mình"]) > 1
    assert len(made["Đã làm"]) > 1
    others = school.member("cô Đào").full_name
    assert not any(others in str(row) for rows in made.values() for row in rows)


def test_erasing_is_asked_first_and_can_be_left(school: SampleSchool) -> None:
    (asked,) = school.says("cô Hà", "xoá dữ liệu của tôi")
    assert "không lấy lại" in asked.text
    (kept,) = school.presses("cô Hà", "Thôi, giữ lại")
    assert "Chưa xoá gì" in kept.text
    assert school.member("cô Hà").joined_at is not None
    assert school.read(lambda day: data_requests.open_ones(day.tx, day.school_id)) == []


def test_who_is_erased_is_nowhere_and_the_record_is_whole(school: SampleSchool) -> None:
    works(school)
    hanoi = school.member("cô Hà")
    school.says("cô Hà", "/xoa")
    (gone,) = school.presses("cô Hà", "Xoá")
    assert "Đã xoá" in gone.text
    assert "đã xoá dữ liệu" in school.told("thầy Nam")[-1]
    # The principal is told the name once; then that message is the last place that has it.
    told = deliveries.c.dedup_key.like("notice:erased:%")
    school.database.write(lambda tx: tx.execute(update(deliveries).where(told).values(content={})))
    held = everything(school.database)
    assert hanoi.full_name not in held.replace(f"giao {hanoi.full_name}", "")
    assert school.read(lambda day: day.staff.find("cô Hà")) == ()

    def kept(tx: Any) -> tuple[int, int]:
        by = [tx.execute(select(t.c.member_id)).scalars().all() for t in (reports, evidence)]
        return by[0].count(hanoi.member_id), by[1].count(hanoi.member_id)

    said, sent = school.database.read(kept)
    assert said >= 1
    assert sent >= 1
    (row,) = school.database.read(
        lambda tx: tx.execute(select(members).where(members.c.member_id == hanoi.member_id)).all()
    )
    assert row.full_name.startswith("Người đã xoá dữ liệu")
    assert row.person_id is None
    # What they type now is a stranger's.
    school.arrives({"chat": chat_of(hanoi.member_id), "text": "việc"})
    school.settle()
    to, answer = school.platform.sent[-1]
    assert to == chat_of(hanoi.member_id)
    assert "V1" not in answer.text


@pytest.mark.parametrize("outcome", ["sent", "not yet"])
def test_erased_while_a_reminder_is_on_its_way(school: SampleSchool, outcome: str) -> None:
    works_alone(school)
    chat = school.chat("cô Hà")
    member = school.member("cô Hà")
    others = school.platform.rule
    erased: list[bool] = []

    def rule(target: Target, prompt: Prompt) -> Outcome | None:
        if target.chat == chat and "V1" in prompt.text and not erased:
            erased.append(True)
            return NotYet(60.0, "slow down") if outcome == "not yet" else None
        return others(target, prompt)

    school.platform.rule = rule
    school.says("cô Hà", "/xoa")
    key = school.key("cô Hà", "Xoá")
    # The digest is queued and leaves while the erasing is handled beside it.
    school.clock.move_to(school.clock.now().replace(day=4, hour=6, minute=30))
    asyncio.run(school.engine.tick())
    school.arrives({"chat": chat, "text": "", "kind": "choice", "choice": key})

    async def together() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(school.engine.drain())
            group.create_task(school.engine.intake.run())

    asyncio.run(together())
    school.settle()
    before = len([1 for to, _ in school.platform.sent if to == chat])
    school.forward("2024-12-20 08:00")
    assert len([1 for to, _ in school.platform.sent if to == chat]) == before

    def states(tx: Any) -> tuple[set[str], set[str], int]:
        mine = reminders.c.member_id == member.member_id
        told = set(tx.execute(select(reminders.c.state).where(mine)).scalars())
        sent = deliveries.c.member_id == member.member_id
        left = set(tx.execute(select(deliveries.c.state).where(sent)).scalars())
        undone = tx.execute(select(moments).where(moments.c.next_at <= school.clock.now())).all()
        return told, left, len(undone)

    told, left, undone = school.database.read(states)
    assert "queued" not in told
    assert not left & {"QUEUED", "ATTEMPT"}
    assert undone == 0


def works_alone(school: SampleSchool) -> None:
    school.says("thầy Nam", "giao cô Hà nộp báo cáo CSVC hạn 5/12")
    school.presses("thầy Nam", "Giao")


def test_the_principal_hands_over_first(school: SampleSchool) -> None:
    (said,) = school.says("thầy Nam", "xoá dữ liệu của tôi")
    assert "bàn giao" in said.text
    assert school.member("thầy Nam").joined_at is not None


def test_the_office_notes_a_request_and_the_principal_decides(school: SampleSchool) -> None:
    (said,) = school.says("thầy Nam", "xoá dữ liệu cô Đào")
    assert "04/12" in said.text
    assert "17/12" in said.text
    school.presses("thầy Nam", "Để sau")
    (seen,) = school.says("thầy Nam", "yêu cầu dữ liệu")
    assert "17/12" in seen.text
    assert "Đào" in seen.text
    school.says("thầy Nam", "xoá dữ liệu cô Đào")
    school.presses("thầy Nam", "Xoá")
    assert school.read(lambda day: day.staff.find("cô Đào")) == ()
    (seen,) = school.says("thầy Nam", "yêu cầu dữ liệu")
    assert "không có" in seen.text


def test_others_may_not_ask_to_erase_somebody(school: SampleSchool) -> None:
    (said,) = school.says("cô Hà", "xoá dữ liệu cô Đào")
    assert "Đào" not in said.text
    assert school.member("cô Đào").joined_at is not None


def test_consent_is_asked_again_when_its_wording_changed(school: SampleSchool) -> None:
    member = school.member("cô Hà")
    older = {"school_id": school.school_id, "member_id": member.member_id, "version": 1}
    now = school.clock.now()
    school.database.write(lambda tx: tx.execute(consents.insert().values(agreed_at=now, **older)))
    said = school.says("cô Hà", "giờ 07:15")
    assert "vừa đổi" in said[-1].text
    assert len(school.says("cô Hà", "giờ 07:15")) == 1
    school.says("cô Hà", "", kind="choice", choice=said[-1].choices[0].key)
    versions = select(consents.c.version).where(consents.c.member_id == member.member_id)
    assert school.database.read(lambda tx: list(tx.execute(versions).scalars())) == [1, 2]
    school.wait(days=40)
    assert len(school.says("cô Hà", "giờ 07:15")) == 1
