"""`nhacviec bot ...`: which bots this installation has, their tokens, the school each serves."""

from contextlib import closing
from typing import Any

from msgspec.structs import replace

from nhacviec.bot_watch import give_up_all_schools
from nhacviec.env_file import leave_env
from nhacviec.instance import AlreadyRunningError, Instance
from nhacviec.run import open_database
from nhacviec.schools import named
from nhacviec.settings import Settings, load_settings
from nhacviec.tokens import (
    PLATFORMS,
    account_of,
    keep_all_schools,
    name_of,
    read_token,
    tokens_set,
)
from plan.errors import NhacViecError
from scheduler.clock import SystemClock
from storage import bot_tokens, bots, schools, usage
from storage.bots import Bot
from storage.database import Tx
from texts.labels import label


class NoBotError(NhacViecError):
    """There is no bot of that number."""


class NoPlatformError(NhacViecError):
    """There is no platform of that name."""


class BotTakenError(NhacViecError):
    """People of other schools use a bot that one school is to have alone: how many."""


class BotInUseError(NhacViecError):
    """People have their chat at a bot that is to go: how many."""


class OtherBotError(NhacViecError):
    """A token speaks for another bot than the one it was given for: which one that is."""


class TokenInSettingError(NhacViecError):
    """The token of a bot that is to go stands in a setting: which one."""


class TokenMissingError(NhacViecError):
    """No token was given."""


def add(channel: str, school: str) -> dict[str, Any]:
    """Keep the token that is asked for, sealed; gives the bot and where else its token stands.

    Raises:
        NoPlatformError, TokenMissingError, RefusedTokenError, PlatformAwayError: nothing was kept.
        NoSchoolError, BotTakenError: of the school it is to serve; nothing was kept.
    """
    if channel not in PLATFORMS:
        raise NoPlatformError(channel)
    settings = load_settings()
    token, name = _asked(settings, channel)
    now = SystemClock().now()

    def kept(tx: Tx) -> Bot:
        bot = keep_all_schools(tx, channel, (token, name), now)
        return _assigned(tx, bot.bot_id, school) if school else bot

    with closing(open_database(settings)) as database:
        bot = database.write(kept)
        return _told(settings, bot, name, database.read(_names).get(bot.school_id))


def renew_token(bot_id: int) -> dict[str, Any]:
    """Keep the new token of a bot that is there; gives the same as `add`.

    Raises:
        NoBotError, TokenMissingError, RefusedTokenError, PlatformAwayError: nothing was kept.
        OtherBotError: the token is another bot's; nothing was kept.
    """
    settings, now = load_settings(), SystemClock().now()
    with closing(open_database(settings)) as database:
        bot = database.read(lambda tx: _known(tx, bot_id))
        token, name = _asked(settings, bot.channel)
        if account_of(token) != bot.account:
            raise OtherBotError(name)
        database.write(lambda tx: keep_all_schools(tx, bot.channel, (token, name), now))
        return _told(settings, bot, name, database.read(_names).get(bot.school_id))


def _asked(settings: Settings, channel: str) -> tuple[str, str]:
    """Ask for a token until the end of the line; gives it with its bot's name."""
    token = read_token(label("bot_token", platform=label(f"channel_{channel}")))
    if not token:
        raise TokenMissingError
    return token, name_of(settings, channel, token)


def _told(settings: Settings, bot: Bot, name: str, school: str | None) -> dict[str, Any]:
    left = leave_env(settings, bot.channel, bot.account)
    found = {account_of(token) for token in tokens_set(load_settings(), bot.channel)}
    still = PLATFORMS[bot.channel][2] if bot.account in found else ""
    said = {"bot": bot.bot_id, "channel": label(f"channel_{bot.channel}"), "name": name}
    return said | {"school": school, "left": left, "still": still}


def remove(bot_id: int, *, anyway: bool) -> dict[str, Any]:
    """Do without a bot: its token is forgotten, what waits goes to people's other chats.

    The people in it are shown to their principals as not reached. Adding it again brings the
    chats back. A service that runs lets go of it by itself and then ends what waits: how much
    that is (`messages`, `updates`) is None here.

    Raises:
        NoBotError, TokenInSettingError: nothing was changed.
        BotInUseError: it has people and `anyway` was not said; nothing was changed.
    """
    settings, now = load_settings(), SystemClock().now()

    def removed(tx: Tx) -> dict[str, Any]:
        bot = _known(tx, bot_id)
        if bot.account in {account_of(token) for token in tokens_set(settings, bot.channel)}:
            raise TokenInSettingError(PLATFORMS[bot.channel][2])
        people = usage.people_all_schools(tx, bot_id)
        if people and not anyway:
            raise BotInUseError(str(people))
        bot_tokens.forget_all_schools(tx, bot_id)
        bots.end_all_schools(tx, bot_id, now)
        return {"bot": bot_id, "name": bot.username, "people": people}

    with closing(open_database(settings)) as database:
        try:
            with Instance(settings):
                said = database.write(removed)
                waited = database.write(lambda tx: give_up_all_schools(tx, bot_id, now))
        except AlreadyRunningError:
            return database.write(removed) | {"messages": None, "updates": None}
    return said | {"messages": waited[0], "updates": waited[1]}


def _known(tx: Tx, bot_id: int) -> Bot:
    known = {bot.bot_id: bot for bot in bots.list_all_schools(tx)}
    if bot_id not in known:
        raise NoBotError(str(bot_id))
    return known[bot_id]


def list_bots() -> list[dict[str, Any]]:
    """List the bots: number, channel, name, its school (None when shared), people in its chats.

    `token` says where it stands: kept, lost, setting, none.
    """
    settings = load_settings()
    with closing(open_database(settings)) as database:
        return database.read(lambda tx: _listed(tx, settings))


def _names(tx: Tx) -> dict[int | None, str]:
    return {school.school_id: school.name for school in schools.list_all_schools(tx)}


def _listed(tx: Tx, settings: Settings) -> list[dict[str, Any]]:
    names = _names(tx)
    kept = {one.bot.bot_id: one.token for one in bot_tokens.list_all_schools(tx)}
    return [
        {
            "bot": bot.bot_id,
            "channel": bot.channel,
            "name": bot.username,
            "school": names.get(bot.school_id),
            "people": usage.people_all_schools(tx, bot.bot_id),
            "token": _standing(settings, bot, kept),
        }
        for bot in bots.list_all_schools(tx)
    ]


def _standing(settings: Settings, bot: Bot, kept: dict[int, str | None]) -> str:
    """Say where a bot's token stands."""
    if kept.get(bot.bot_id):
        return "kept"
    named_by = tokens_set(settings, bot.channel) if bot.channel in PLATFORMS else ()
    if bot.account in {account_of(token) for token in named_by}:
        return "setting"
    return "lost" if bot.bot_id in kept else "none"


def assign(bot_id: int, name: str) -> Bot:
    """Let a bot serve one school only; with an empty name, all of them.

    Raises:
        NoBotError: there is no such bot.
        NoSchoolError: there is no such school.
        BotTakenError: joined people of other schools would no longer be reached by it.
    """
    with closing(open_database(load_settings())) as database:
        return database.write(lambda tx: _assigned(tx, bot_id, name))


def _assigned(tx: Tx, bot_id: int, name: str) -> Bot:
    bot = _known(tx, bot_id)
    school_id = named(tx, name).school_id if name else None
    if school_id is not None:
        others = bots.count_of_other_schools_all_schools(tx, bot_id, school_id)
        if others:
            raise BotTakenError(str(others))
    bots.set_school_all_schools(tx, bot_id, school_id)
    return replace(bot, school_id=school_id)
