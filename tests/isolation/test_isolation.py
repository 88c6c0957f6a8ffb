"""Nothing of one school shows in another: commands, buttons, codes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.dispatch import Answered
from bot.table import COMMANDS
from storage import history, tables, tasks
from storage.database import Database
from tests.isolation.ground import UNSAID
from tests.isolation.three import MARKS, Three, others, statements_without_school
from tests.rights.test_played import Table
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
