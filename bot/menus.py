"""The menus of the platform: to each chat only the commands its person may use."""

from datetime import datetime

from bot.table import COMMANDS
from plan.rights import Kind, is_for_everybody, may
from storage import bots, people, schools
from storage.database import Tx
from storage.school_day import SchoolDay

Menu = tuple[tuple[str, str], ...]


def everybody() -> Menu:
    """Give the commands that need no role."""
    return tuple(
        (row.name, row.help) for row in COMMANDS if is_for_everybody(Kind.COMMAND, row.name)
    )


def menus(tx: Tx, bot_id: int, now: datetime) -> dict[str, Menu]:
    """Give the menu of each private chat whose person may use more than everybody."""
    found: dict[str, Menu] = {}
    for school in schools.list_all_schools(tx):
        staff = SchoolDay(tx, school, now).staff
        for member in people.list_members(tx, school.school_id):
            rows = tuple(
                (row.name, row.help)
                for row in COMMANDS
                if may(staff, member.member_id, Kind.COMMAND, row.name)
            )
            address = bots.open_address(tx, school.school_id, member.member_id)
            if address is None or address.bot_id != bot_id or rows == everybody():
                continue
            # Who works at two schools may do in the one chat what either school allows.
            before = found.get(address.chat, ())
            found[address.chat] = tuple(dict.fromkeys((*before, *rows)))
    return found
