"""`nhacviec bot ...`: which bots this installation has, and which school each serves."""

from contextlib import closing
from typing import Any

from nhacviec.run import open_database
from nhacviec.schools import named
from nhacviec.settings import load_settings
from plan.errors import NhacViecError
from storage import bots, schools, usage
from storage.bots import Bot
from storage.database import Tx


class NoBotError(NhacViecError):
    """There is no bot of that number."""


class BotTakenError(NhacViecError):
    """People of other schools use a bot that one school is to have alone: how many."""


def list_bots() -> list[dict[str, Any]]:
    """List the bots: number, channel, name, its school (None when shared), people in its chats."""
    with closing(open_database(load_settings())) as database:
        return database.read(_listed)


def _listed(tx: Tx) -> list[dict[str, Any]]:
    names = {school.school_id: school.name for school in schools.list_all_schools(tx)}
    return [
        {
            "bot": bot.bot_id,
            "channel": bot.channel,
            "name": bot.username,
            "school": None if bot.school_id is None else names[bot.school_id],
            "people": usage.people_all_schools(tx, bot.bot_id),
        }
        for bot in bots.list_all_schools(tx)
    ]


def assign(bot_id: int, name: str) -> Bot:
    """Let a bot serve one school only; with an empty name, all of them.

    Raises:
        NoBotError: there is no such bot.
        NoSchoolError: there is no such school.
        BotTakenError: joined people of other schools would no longer be reached by it.
    """

    def assigned(tx: Tx) -> Bot:
        known = {bot.bot_id: bot for bot in bots.list_all_schools(tx)}
        if bot_id not in known:
            raise NoBotError(str(bot_id))
        school_id = named(tx, name).school_id if name else None
        if school_id is not None:
            others = bots.count_of_other_schools_all_schools(tx, bot_id, school_id)
            if others:
                raise BotTakenError(str(others))
        bots.set_school_all_schools(tx, bot_id, school_id)
        return known[bot_id]

    with closing(open_database(load_settings())) as database:
        return database.write(assigned)
