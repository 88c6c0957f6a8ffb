"""Every step of the schema forward and back, on both databases; models equal migrations."""

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import func, select

from followup.create_school import create_school
from storage.database import Database
from storage.migrate import differences, migrate, newest_revision, revision, step_back, steps
from storage.tables import schools
from tests.school import at


def test_the_files_name_the_steps_in_their_order() -> None:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    walk = ScriptDirectory.from_config(config).walk_revisions()
    assert steps() == [step.revision for step in reversed(list(walk))]


def test_models_equal_migrations(database: Database) -> None:
    assert revision(database) == newest_revision()
    assert differences(database) == []


def test_each_step_goes_up_down_and_up(database: Database) -> None:
    step_back(database, "base")
    before = "base"
    for step in steps():
        migrate(database, step)
        step_back(database, before)
        migrate(database, step)
        before = step
    assert differences(database) == []


def test_migrating_again_keeps_what_is_there(database: Database) -> None:
    database.write(lambda tx: create_school(tx, "A", at("2024-09-05 07:00")))
    migrate(database)
    count = select(func.count()).select_from(schools)
    assert database.read(lambda tx: tx.execute(count).scalar()) == 1
