"""Every document, archive, calendar and copy of the own data holds the own school's words only."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pdfplumber
import pytest
from openpyxl import load_workbook

from plan.model import Member
from plan.papers import PaperKind, Wanted
from reports.papers.gather import Call, call_for
from reports.papers.offered import OFFERED, days_of
from storage.database import Database
from storage.files import FileStore
from storage.school_day import SchoolDay
from tests.isolation.ground import OWN, PRINCIPAL, Ground, served
from tests.isolation.three import MARKS, PHOTO, Three, others

# Who asks in chat: who leads the school, and somebody who sees the own tasks.
ASKING = (PRINCIPAL, "cô Đào")
TYPED = ("/dulieu", "/lich", "xuất minh chứng", "xuất minh chứng 1.6", "ảnh tuần")


@pytest.fixture
def ground(database: Database, tmp_path: Path) -> Iterator[Ground]:
    with served(Three(database, tmp_path)) as found:
        yield found


def test_no_document_made_at_a_page_holds_another_school(ground: Ground) -> None:
    browser, whole = ground.browser(), ""
    for kind, ending in every_kind():
        answer = browser.get(f"/van-ban/{kind}.{ending}?tu=1/9/2024&den=31/5/2025")
        # An archive is too large for a browser to wait for.
        assert (answer.status_code == 200) is (kind is not PaperKind.EVIDENCE_ZIP)
        whole += words_of(answer.content, ending) if answer.status_code == 200 else ""
    is_own(whole)


def test_no_document_asked_for_in_chat_holds_another_school(ground: Ground) -> None:
    three = ground.three
    with three.of(OWN):
        three.says(PRINCIPAL, "văn bản")
        buttons = sorted({label for label in _labels(three) if "." in label or "nh tuần" in label})
        assert len(buttons) > len(OFFERED)
        asked = [partial(three.presses, PRINCIPAL, label) for label in buttons]
        asked += [partial(three.says, name, words) for name in ASKING for words in TYPED]
        files = [file for ask in asked for file in made(three, ask)]
    assert {name.rpartition(".")[2] for name, _ in files} == {
        "docx",
        "pdf",
        "xlsx",
        "zip",
        "ics",
        "png",
    }
    whole = "\n".join(name + words_of(content, name.rpartition(".")[2]) for name, content in files)
    is_own(whole)
    assert PHOTO.decode("latin-1") + OWN in whole


def _labels(three: Three) -> Iterator[str]:
    chat = three.chat(PRINCIPAL)
    for to, said in three.platform.sent:
        if to == chat:
            yield from (choice.label for choice in said.choices)


def made(three: Three, ask: Callable[[], object]) -> list[tuple[str, bytes]]:
    """Ask for something, and give the files (name, bytes) that anybody was sent of it."""
    before = len(three.platform.sent)
    ask()
    three.settle()
    store = FileStore(three.files)
    return [
        (file.name, store.read(file.reference.rpartition("/")[2]))
        for _, said in three.platform.sent[before:]
        for file in said.attachments
    ]


def test_what_a_picture_is_drawn_of_is_the_own_schools(ground: Ground) -> None:
    for mark in MARKS:
        with ground.three.of(mark):
            found = ground.three.read(partial(calls_of, me=ground.three.member(PRINCIPAL)))
        assert len(found) > len(OFFERED)
        assert not [other for other in others(mark) if other in repr(found)]


def calls_of(day: SchoolDay, me: Member) -> list[Call]:
    """Gather every document's values."""
    made = (call_for(day, Wanted(kind, e, days_of(day, kind)), me) for kind, e in every_kind())
    return [call for call in made if call is not None]


def every_kind() -> Iterator[tuple[PaperKind, str]]:
    for kind, endings in OFFERED.items():
        for ending in endings:
            yield kind, ending


def is_own(whole: str) -> None:
    assert whole.count(OWN) > 50
    assert not [other for other in others(OWN) if other in whole]


def words_of(content: bytes, ending: str) -> str:
    """Give the words of a document, whatever its format; of a picture none."""
    if ending == "pdf":
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            return "\n".join(page.extract_text() for page in pdf.pages)
    if ending == "ics":
        return content.decode().replace("\r\n ", "")
    if ending == "xlsx":
        rows = (row for sheet in load_workbook(io.BytesIO(content)) for row in sheet.values)
        return "\n".join(str(cell) for row in rows for cell in row)
    if ending == "png":
        return ""
    code = "latin-1" if ending == "zip" else "utf-8"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode(code, "ignore") for name in archive.namelist()}
        return re.sub(r"<[^>]+>", "", "\n".join(name + words for name, words in parts.items()))
