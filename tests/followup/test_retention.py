"""What is old is let go: words of messages and updates, ways in, chats of nobody; records stay."""

import asyncio
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from followup.retention import Retention
from nhacviec import keeping
from storage.tables import (
    addresses,
    changes,
    deeds,
    deliveries,
    entries,
    inbox,
    reports,
    sessions,
)
from tests.school import SampleSchool

KEEP = Retention(timedelta(days=30), timedelta(days=90), timedelta(days=30))


def purge(school: SampleSchool) -> int:
    return asyncio.run(keeping.purge(school.database, KEEP, school.clock))


def look(school: SampleSchool, query: Any) -> list[Any]:
    return school.database.read(lambda tx: list(tx.execute(query).scalars()))


def counts(school: SampleSchool) -> list[Any]:
    record = (deeds, changes, reports)
    return [look(school, select(func.count()).select_from(table)) for table in record]


def lives(school: SampleSchool) -> None:
    school.engine.intake.pages_at = "https://nhacviec.invalid"
    school.says("thầy Nam", "giao cô Hà nộp báo cáo CSVC hạn 5/12")
    school.presses("thầy Nam", "Giao")
    school.says("cô Hà", "V1 70%")
    school.says("cô Hà", "bảng")
    school.arrives({"chat": "khach", "text": "chào"})
    school.settle()


def test_words_go_with_their_time_and_the_record_stays(school: SampleSchool) -> None:
    lives(school)
    counted = [
        look(school, select(func.count()).select_from(t)) for t in (deeds, changes, reports)
    ]
    assert purge(school) == 0
    school.clock.move_to(school.clock.now() + timedelta(days=31))
    assert purge(school) > 0
    assert not any(look(school, select(inbox.c.raw)))
    assert all(look(school, select(deliveries.c.content)))
    assert look(school, select(entries.c.entry_id)) == []
    assert look(school, select(sessions.c.session_id)) == []
    school.clock.move_to(school.clock.now() + timedelta(days=60))
    assert purge(school) > 0
    assert not any(look(school, select(deliveries.c.content)))
    assert purge(school) == 0
    assert counts(school) == counted


def test_a_stranger_is_forgotten_and_met_anew(school: SampleSchool) -> None:
    lives(school)
    school.clock.move_to(school.clock.now() + timedelta(days=91))
    purge(school)
    assert "khach" not in look(school, select(addresses.c.chat))
    assert school.chat("cô Hà") in look(school, select(addresses.c.chat))
    before = len(school.platform.sent)
    school.arrives({"chat": "khach", "text": "chào lần nữa"})
    school.settle()
    assert school.platform.sent[before:][0][0] == "khach"


def test_what_waits_is_never_emptied(school: SampleSchool) -> None:
    lives(school)
    school.arrives({"chat": school.chat("cô Hà"), "text": "V1 xong"})
    school.clock.move_to(school.clock.now() + timedelta(days=100))
    purge(school)
    (waiting,) = look(school, select(inbox.c.raw).where(inbox.c.state == "NEW"))
    assert waiting["text"] == "V1 xong"
