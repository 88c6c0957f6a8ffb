"""Made files are let go once nobody needs them; what somebody sent in stays."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from nhacviec.keeping import forget_made
from storage import papers
from storage.database import Database
from storage.files import FileStore
from tests.bot.test_evidence import PICTURE, send
from tests.school import SampleSchool
from tests.workshops import shared_workshop


@pytest.fixture
def school(database: Database, tmp_path: Path) -> SampleSchool:
    """Give the sample school with a workshop that makes, and one document made."""
    made = SampleSchool(database, tmp_path, "2024-12-02 09:00")
    made.imports_the_sample_plan()
    made.engine.makes_papers(shared_workshop().make)
    made.says("cô Đào", "lịch")
    return made


def kept(school: SampleSchool) -> set[str]:
    return {path.name for path in school.files.glob("??/*")}


def tidied(school: SampleSchool, **later: float) -> int:
    """Tidy up so much later; every file is as old as the school's clock says it is."""
    made_at = school.clock.now().timestamp()
    for path in school.files.glob("??/*"):
        os.utime(path, (made_at, made_at))
    now = school.clock.now() + timedelta(**later)
    return forget_made(school.database, FileStore(school.files), now)


def made(school: SampleSchool) -> str:
    (sent,) = [p.attachments for _, p in school.platform.sent if p.attachments][-1:]
    return sent[0].reference.partition("/")[2]


def test_a_document_goes_after_thirty_days(school: SampleSchool) -> None:
    digest = made(school)
    assert tidied(school, days=29) == 0
    assert digest in kept(school)
    assert tidied(school, days=31) == 1
    assert digest not in kept(school)
    assert tidied(school, days=31) == 0


def test_an_archive_goes_after_eight(school: SampleSchool) -> None:
    send(school, "cô Đào", "V4 biên bản kiểm kê", PICTURE)
    school.says("cô Mai", "xếp minh chứng")
    school.says("cô Mai", "1.6")
    school.says("cô Mai", "xuất minh chứng")
    archive, evidence = made(school), kept(school)
    assert tidied(school, days=7) == 0
    assert tidied(school, days=9) == 1
    assert kept(school) == evidence - {archive}


def test_what_was_sent_in_as_evidence_stays(school: SampleSchool) -> None:
    digest = made(school)
    content = school.files.joinpath(digest[:2], digest).read_bytes()
    send(school, "cô Đào", "V4 lịch của tổ", content, name="lich.ics")
    assert tidied(school, days=31) == 1
    assert digest in kept(school)


def test_what_was_stored_again_stays(school: SampleSchool) -> None:
    digest = made(school)
    store = FileStore(school.files)
    now = school.clock.now() + timedelta(days=31)
    store.keep(store.read(digest))
    assert not store.forget_older(digest, now - timedelta(days=30))
    assert digest in kept(school)


def test_the_row_says_that_it_was_removed(school: SampleSchool) -> None:
    tidied(school, days=31)
    key = school.read(lambda day: papers.hashes_all_schools(day.tx, {made(school)}))
    assert key == set()
