"""`nhacviec school ...`: schools of this installation, for its operator."""

from contextlib import closing
from typing import Any

from bot.channels.telegram import deep_link
from followup.create_school import NewSchool, create_school
from nhacviec.run import open_database
from nhacviec.settings import load_settings
from plan.errors import NhacViecError
from plan.model import School
from reports.rollup import roll_up_all_schools
from scheduler.clock import SystemClock
from storage import bots, schools
from storage.database import Tx


class NoSchoolError(NhacViecError):
    """There is no school of that name."""


def create(name: str, *, again: bool) -> dict[str, Any]:
    """Make a school; gives its number, the principal's code, and a link if a bot is known."""
    now = SystemClock().now()

    def made(tx: Tx) -> dict[str, Any]:
        new = create_school(tx, name.strip(), now, again=again)
        return {"school": new.school_id, "code": new.code, "link": link(tx, new)}

    with closing(open_database(load_settings())) as database:
        return database.write(made)


def counts() -> list[dict[str, Any]]:
    """Count the tasks of every school as of now: the numbers of its principal's week."""
    now = SystemClock().now()
    with closing(open_database(load_settings())) as database:
        rolled_up = database.read(lambda tx: roll_up_all_schools(tx, now))
    return [count.to_json() for count in rolled_up]


def link(tx: Tx, new: NewSchool) -> str | None:
    """Give the link that joins by Telegram, None while no Telegram bot of the school is known."""
    known = [
        bot
        for bot in bots.list_all_schools(tx)
        if bot.channel == "telegram" and bot.username and bot.school_id in {None, new.school_id}
    ]
    return deep_link(known[0].username, new.code) if known else None


def named(tx: Tx, name: str) -> School:
    """Find a school by its name.

    Raises:
        NoSchoolError: there is none.
    """
    school = schools.by_name_all_schools(tx, name.strip())
    if school is None:
        raise NoSchoolError(name)
    return school
