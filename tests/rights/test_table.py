"""The table of rights and what there is: neither has a row the other lacks."""

from functools import partial

import pytest

from bot.table import ANSWERS, COMMANDS
from plan.owners import roles
from plan.rights import Kind, Role, codes_of, may, roles_of, table
from storage.school_day import SchoolDay
from tests.rights.page import PAGE, written
from tests.rights.people import HOLDERS
from tests.school import SampleSchool


def test_every_command_has_its_row() -> None:
    assert set(table()[Kind.COMMAND]) == {row.name for row in COMMANDS}


def test_every_answer_has_its_row() -> None:
    assert set(table()[Kind.ANSWER]) == set(ANSWERS)


def test_nobody_is_left_out_of_every_row() -> None:
    assert all(row for kind in Kind for row in table()[kind].values())
    strangers = {n for k in Kind for n, row in table()[k].items() if Role.STRANGER in row}
    # Whoever has a chat here may ask what is held about it; nothing else without having joined.
    assert strangers <= set(table()[Kind.PAGE]) | {"dulieu", "xoa"}


def test_each_of_the_people_is_one_role(school: SampleSchool) -> None:
    for role, name in HOLDERS.items():
        number = school.member(name).member_id
        assert school.read(partial(_roles, number)) == {role, Role.MEMBER}


def _roles(number: int, day: SchoolDay) -> frozenset[Role]:
    return roles_of(day.staff, number)


def test_every_code_is_one_that_the_readers_know() -> None:
    held = {Role(role) for role in HOLDERS} - {Role.MEMBER}
    assert all(code in roles() for role in held for code in codes_of(role))


def test_what_has_no_row_is_an_error_and_not_a_right(school: SampleSchool) -> None:
    who = school.member("thầy Nam")
    with pytest.raises(KeyError):
        school.read(lambda day: may(day.staff, who.member_id, Kind.COMMAND, "khong-co"))


def test_who_left_may_nothing(school: SampleSchool) -> None:
    assert school.read(lambda day: roles_of(day.staff, 10**6)) == frozenset()


def test_the_page_of_rights_is_written_from_the_table() -> None:
    assert PAGE.read_text("utf-8") == written(), "python -m tests.rights.page"
