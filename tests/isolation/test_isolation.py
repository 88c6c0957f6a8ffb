"""Nothing of one school shows in another: commands, buttons, codes."""

import io
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from bot.dispatch import Answered
from bot.table import COMMANDS
from followup.province import agree, invite_officer, invited
from storage import bots, history, provinces, tables, tasks
from storage.database import Database, Tx
from storage.files import FileStore
from tests.isolation.ground import UNSAID
from tests.isolation.three import MARKS, Three, others, statements_without_school
from tests.rights.test_played import Table
from tests.workshops import shared_workshop
from texts.messages.replies import NotYours
from texts.render import render

# What is new in each answer: a code, a secret address.
SECRETS = re.compile(r"\b[A-Z0-9]{4}(-[A-Z0-9]{4})+\b|[\w-]{20,}|\b\d{6,}\b")
# What commands are asked about: the same in every school.
ABOUT = ("", "V4", "3.1", "cô Đào")


@pytest.fixture
def three(database: Database, tmp_path: Path) -> Three:
    return Three(database, tmp_path)


def test_no_command_shows_another_school(three: Three) -> None:
    seen = ""
    with statements_without_school(three.database) as without:
        for mark in MARKS:
            with three.of(mark):
                played = Table(three)
                for name in ("thầy Nam", "cô Đào"):
                    said = "\n".join(everything(played, name))
                    assert not [other for other in others(mark) if other in said]
                    seen += said
    assert all(seen.count(mark) > 50 for mark in MARKS)
    assert not without


def test_a_statement_without_a_school_is_noticed(database: Database) -> None:
    with statements_without_school(database) as without:
        database.read(lambda tx: tx.execute(select(tables.tasks)).all())
        database.read(lambda tx: tasks.list_live(tx, 1))
    assert [found.partition(":")[0] for found in without] == [".elsewhere"]


def test_words_of_another_school_are_words_that_nobody_said(three: Three) -> None:
    with three.of("Borealis"):
        played = Table(three)
        for command in COMMANDS:
            unsaid = answered(played, command.name, UNSAID)
            for other in others("Borealis"):
                assert answered(played, command.name, other) == unsaid, command.name


def answered(played: Table, command: str, word: str) -> str:
    """Give what a command about a word is answered, without the word."""
    said = played.types("thầy Nam", f"/{command} {word}")
    return SECRETS.sub("", "\n".join(shown(one) for one in said).replace(word, ""))


def everything(played: Table, name: str) -> Iterator[str]:
    for command in COMMANDS:
        for about in ABOUT:
            for one in played.types(name, f"/{command.name} {about}".strip()):
                yield shown(one)


def shown(one: Answered) -> str:
    """Give all that a person sees of an answer: its words, its buttons, its files."""
    labels = [option.label for row in one.say.rows for option in row]
    files = [f"{file.name} {file.reference}" for file in one.say.attachments]
    return "\n".join([render(one.say.message), *labels, *files])


def test_no_button_of_another_school_does_anything(three: Three) -> None:
    foreign = {key for mark in MARKS[1:] for key in three.keys_of(mark)}
    own = three.keys_of(MARKS[0])
    assert len(foreign) > len(own) > 10
    assert not foreign & own
    played = Table(three)
    for key in sorted(foreign):
        for name in ("thầy Nam", "cô Đào"):
            (said,) = played.presses_key(name, key)
            assert isinstance(said.say.message, NotYours)


def test_a_code_means_the_own_schools_task(three: Three) -> None:
    before = newest(three)
    with three.of("Borealis"):
        three.says("cô Đào", "xong V4")
        three.says("thầy Nam", "bỏ chi V4")
    after = newest(three)
    assert [a > b for a, b in zip(after, before, strict=True)] == [False, True, False]


def newest(three: Three) -> list[int]:
    found = three.database.read(lambda tx: history.newest_deeds_all_schools(tx, three.numbers))
    return [found[number] for number in three.numbers]


def test_an_officer_is_given_and_erased_alone(three: Three) -> None:
    three.engine.makes_papers(shared_workshop().make)
    for mark in MARKS:
        three.database.write(partial(seated, three, mark))
        said(three, mark, "các trường")
    with statements_without_school(three.database) as without:
        said(three, "Borealis", "/dulieu")
    assert not without
    (file,) = three.platform.sent[-1][1].attachments
    content = FileStore(three.files).read(file.reference.rpartition("/")[2])
    book = load_workbook(io.BytesIO(content))
    cells = str([list(sheet.iter_rows(values_only=True)) for sheet in book])
    assert "Tỉnh Borealis" in cells
    assert not [other for other in others("Borealis") if other in cells]
    said(three, "Borealis", "/xoa")
    assert "đã đóng" in said(three, "Borealis", "Xoá")
    assert "mã mời" in said(three, "Borealis", "các trường")
    for mark in others("Borealis"):
        assert f"Tỉnh {mark}" in said(three, mark, "các trường")


def seated(three: Three, mark: str, tx: Tx) -> None:
    """Let a province of one school have an officer with a chat."""
    now = three.clock.now()
    province = provinces.ensure_all_schools(tx, f"Tỉnh {mark}", now)
    provinces.take_in_all_schools(tx, province.province_id, [three.numbers[MARKS.index(mark)]])
    code = invite_officer(tx, province, f"Bà {mark}", now)
    officer = invited(tx, code, now)
    place = (f"tinh-{mark}", "")
    address = bots.ensure_address_all_schools(tx, three.bot.bot_id, place, "person", now)
    assert officer is not None
    assert agree(tx, address, officer, now)


def said(three: Three, mark: str, text: str) -> str:
    """Let an officer write; gives what is answered."""
    before = len(three.platform.sent)
    three.arrives({"chat": f"tinh-{mark}", "text": text})
    three.settle()
    return "\n".join(p.text for to, p in three.platform.sent[before:] if to == f"tinh-{mark}")
