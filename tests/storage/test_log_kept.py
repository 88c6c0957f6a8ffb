"""The database itself keeps the log: added to, and of a member's row blanked, nothing else."""

import json

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from storage import erasing, people
from storage.database import Database, Tx
from storage.history import Actor, begin
from storage.migrate import migrate, step_back
from storage.migrations.log_0002 import PERSONAL, REFUSED
from tests.school import at
from tests.upgrade import RELEASED, fill

NOW = at("2024-12-02 09:00")
FORBIDDEN = (
    "DELETE FROM changes",
    "DELETE FROM deeds",
    "UPDATE deeds SET member_id = NULL",
    "UPDATE deeds SET name = 'x'",
    "UPDATE changes SET before = NULL",
    "UPDATE changes SET subject_id = 0",
    "UPDATE changes SET deed_id = deed_id + 1",
    """UPDATE changes SET "after" = '{}'""",
)


def refused(database: Database, statement: str, **values: object) -> bool:
    """Whether the database itself refuses a statement; what it did is taken back."""
    try:
        database.write(lambda tx: tx.execute(text(statement), values))
    except DatabaseError as error:
        return REFUSED in str(error)
    return False


def a_member(database: Database) -> int:
    """Make a school with one member whose row was changed; gives the member's number."""

    def made(tx: Tx) -> int:
        school = "INSERT INTO schools (name, created_at, last_number, settings)"
        tx.execute(text(f"{school} VALUES ('Trường thử', 0, 0, '{{}}')"))
        deed = begin(tx, 1, "import_roster", Actor(None, "operator"), NOW)
        number = people.add_member(deed, full_name="Vũ Thị Thử", folded="vu thi thu")
        people.change_member(deed, number, full_name="Vũ Thị Thử Lại", call_name="Thử")
        return number

    return database.write(made)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_log_is_only_added_to(database: Database, statement: str) -> None:
    a_member(database)
    assert refused(database, statement)


def test_of_a_members_row_the_personal_values_alone_are_blanked(database: Database) -> None:
    number = a_member(database)
    kept = _after(database)
    blanked = {name: "" if name in PERSONAL else value for name, value in kept.items()}
    for wrong in (
        {**kept, "full_name": "Người Khác"},
        {**blanked, "school_id": ""},
        {**blanked, "created_at": "2020-01-01T00:00:00+00:00"},
        {name: value for name, value in blanked.items() if name != "folded"},
        {**blanked, "more": ""},
    ):
        assert refused(database, _SET, said=json.dumps(wrong))
    assert not refused(database, _SET, said=json.dumps(blanked))
    assert _after(database) == blanked
    # Once blanked, nothing comes back.
    assert refused(database, _SET, said=json.dumps(kept))
    assert number


_SET = """UPDATE changes SET "after" = :said WHERE change_id = 1"""


def _after(database: Database) -> dict[str, object]:
    query = text('SELECT "after" FROM changes WHERE change_id = 1')
    found = database.read(lambda tx: tx.execute(query).scalar_one())
    return dict(json.loads(found) if isinstance(found, str) else found)


def test_erasing_blanks_what_the_history_kept_of_a_member(database: Database) -> None:
    number = a_member(database)

    def erased(tx: Tx) -> None:
        deed = begin(tx, 1, "erase_member", Actor(None, "operator"), NOW)
        erasing.erase_member(deed, number, {"full_name": "Người 1", "folded": "nguoi 1"})

    database.write(erased)
    after = _after(database)
    assert {after[name] for name in PERSONAL if name in after} == {""}
    assert after["school_id"] == 1


def test_the_schools_own_row_is_not_blanked(database: Database) -> None:
    a_member(database)
    database.write(lambda tx: tx.execute(text(_INSERT)))
    statement = """UPDATE changes SET "after" = '{"call_name": ""}' WHERE subject = 'tasks'"""
    assert refused(database, statement)


_INSERT = """INSERT INTO changes (deed_id, subject, subject_id, before, "after")
    VALUES (1, 'tasks', 1, 'null', '{"call_name": "x"}')"""


def test_an_upgraded_database_keeps_its_log_and_a_rolled_back_one_goes_up_again(
    database: Database,
) -> None:
    step_back(database, "base")
    fill(database)
    for _ in range(2):
        migrate(database)
        assert refused(database, "DELETE FROM changes")
        assert refused(database, "UPDATE deeds SET name = 'x'")
        step_back(database, RELEASED)


def test_the_names_that_may_be_blanked_are_those_that_erasing_blanks() -> None:
    assert erasing.PERSONAL == PERSONAL
