"""After a start somebody is answered in vain: it leaves nothing, and takes the waiting away."""

import asyncio
import logging
from typing import Any

import pytest
from sqlalchemy import select, text
from structlog.testing import capture_logs

from bot.desk import Arrived, Prepared
from bot.dispatch import handle
from bot.rehearsal import ASKS, REPORTS, rehearse
from followup.ports import Inbound, InboundKind
from storage.database import Database
from storage.tables import metadata
from tests.databases import KEYRING
from tests.school import SampleSchool, at

CLOSES = "em làm xong V4 rồi ạ"


def everything(database: Database) -> dict[str, list[Any]]:
    """Give every row there is."""
    tables = metadata.sorted_tables
    return database.read(lambda tx: {t.name: list(tx.execute(select(t))) for t in tables})


@pytest.mark.parametrize("line", [ASKS, REPORTS, CLOSES])
def test_a_rehearsal_leaves_nothing(school: SampleSchool, line: str) -> None:
    before, told = everything(school.database), len(school.platform.sent)
    bot_ids, now = [school.bot.bot_id], school.clock.now()
    assert school.database.write(lambda tx: rehearse(tx, (bot_ids, line), now))
    school.settle()
    assert everything(school.database) == before
    assert len(school.platform.sent) == told


def test_nobody_is_answered_in_vain_where_nobody_has_joined(database: Database) -> None:
    now = at("2024-12-02 09:00")
    assert not database.write(lambda tx: rehearse(tx, ([1, 2], ASKS), now))


def test_who_asks_first_waits_for_no_statement_to_be_made(
    school: SampleSchool, caplog: pytest.LogCaptureFixture
) -> None:
    now = school.clock.now()
    chat, bot_id = school.chat("cô Đào"), school.bot.bot_id
    said = Inbound("", bot_id, chat, chat, "1", InboundKind.TEXT, now, ASKS)
    made: dict[bool, int] = {}
    for rehearsed in (False, True):
        # As after a start: nothing was asked of it yet.
        fresh = Database(school.database.url, KEYRING)
        if rehearsed:
            fresh.write(lambda tx: rehearse(tx, ([bot_id], ASKS), now))
        with caplog.at_level(logging.INFO, "sqlalchemy.engine"):
            caplog.clear()
            answered = fresh.write(lambda tx: handle(tx, Arrived(0, said, Prepared(), now)))
        fresh.close()
        made[rehearsed] = sum("generated in" in line for line in caplog.messages)
        assert answered
    assert made[False] > made[True] == 0


def test_a_rehearsal_that_fails_stops_nothing(school: SampleSchool) -> None:
    school.database.write(lambda tx: tx.execute(text("DROP TABLE task_links")))
    with capture_logs() as lines:
        asyncio.run(school.engine.intake.rehearse(ASKS))
    assert [line["event"] for line in lines] == ["rehearsal_failed"]
