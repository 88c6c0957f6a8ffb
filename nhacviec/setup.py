"""`nhacviec setup`: a few questions, a .env, the first school and its principal's invite."""

import asyncio
import importlib
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import segno
import typer

from bot.channels.errors import ChannelError, ChannelSettingError, TokenRefusedError
from bot.channels.telegram import deep_link
from nhacviec.run import open_database
from nhacviec.schools import create
from nhacviec.settings import Settings, load_settings
from plan.hours import is_hour
from scheduler.clock import SystemClock
from storage import bots, schools
from storage.database import Tx
from storage.history import Actor, begin
from texts.labels import label

ENV = Path(".env")
# The platforms in the order they are asked for: where each is spoken to, and its setting.
PLATFORMS = {
    "zalo": ("nhacviec.zalo_inlet", "ZaloChannel", "ZALO_BOT_TOKEN"),
    "telegram": ("nhacviec.telegram_inlet", "TelegramChannel", "TELEGRAM_BOT_TOKEN"),
}


@dataclass(frozen=True, slots=True)
class _Given:
    """A bot that was given: its token, and the name its platform knows it by."""

    channel: str
    token: str
    name: str

    @property
    def account(self) -> str:
        return self.token.partition(":")[0]


def ask() -> None:
    """Ask, check, write; nothing is written before the tokens answered."""
    settings = load_settings()
    name = typer.prompt(label("setup_school")).strip()
    given = [bot for channel in PLATFORMS if (bot := _bot(settings, channel)) is not None]
    hour = _hour()
    known = _names_of_schools()
    is_own = bool(given and set(known) - {name}) and typer.confirm(label("setup_own_bot"))
    _write({PLATFORMS[bot.channel][2]: _added(settings, bot) for bot in given})
    made = create(name, again=name in known)
    _keep(made["school"], hour, given, is_own=is_own)
    _say_what_next(name, made["code"], given)


def _bot(settings: Settings, channel: str) -> _Given | None:
    """Ask for a platform's token until it answers; None where it was left empty."""
    platform = label(f"channel_{channel}")
    while True:
        token = typer.prompt(
            label("setup_token", platform=platform), default="", show_default=False
        ).strip()
        if not token:
            return None
        try:
            return _Given(channel, token, asyncio.run(_name(settings, channel, token)))
        except TokenRefusedError:
            typer.echo(label("setup_token_refused", platform=platform))
        except ChannelSettingError as error:
            if str(error) != PLATFORMS[channel][2]:
                raise  # the address or the proxy: another token would not help
            typer.echo(label("setup_token_refused", platform=platform))
        except ChannelError:
            typer.echo(label("setup_platform_down", platform=platform))


async def _name(settings: Settings, channel: str, token: str) -> str:
    room, kind, _ = PLATFORMS[channel]
    module = importlib.import_module(room)
    speaks: Any = getattr(module, kind)(module.access_of(settings, token))
    try:
        name: str = (await speaks.me())[1]
        return name
    finally:
        await speaks.close()


def _added(settings: Settings, bot: _Given) -> str:
    """Give the setting with one more token; one of the same bot takes the old one's place."""
    before: tuple[str, ...] = getattr(settings, f"{bot.channel}_tokens")
    kept = [token for token in before if token.partition(":")[0] != bot.account]
    return ",".join([*kept, bot.token])


def _hour() -> str:
    while True:
        hour: str = typer.prompt(label("setup_hour"), default="06:30").strip()
        if is_hour(hour) and "06:00" <= hour < "20:00":
            return hour
        typer.echo(label("setup_hour_refused"))


def _write(values: dict[str, str]) -> None:
    """Keep the lines of an .env that is there; change only what was given."""
    before = ENV.read_text(encoding="utf-8").splitlines() if ENV.exists() else []
    kept = [line for line in before if line.partition("=")[0].strip() not in values]
    partial = ENV.with_suffix(".new")
    lines = [*kept, *(f"{name}={value}" for name, value in values.items())]
    partial.write_text("\n".join(lines) + "\n", encoding="utf-8")
    partial.chmod(0o600)
    partial.replace(ENV)


def _names_of_schools() -> list[str]:
    with closing(open_database(load_settings())) as database:
        return [school.name for school in database.read(schools.list_all_schools)]


def _keep(school_id: int, hour: str, given: list[_Given], *, is_own: bool) -> None:
    """Keep the school's hour, and its bots by name so that invites can be made before they run."""
    now = SystemClock().now()

    def kept(tx: Tx) -> None:
        deed = begin(tx, school_id, "set_hour", Actor(None, "operator"), now)
        schools.set_setting(deed, "digest_at", hour)
        for bot in given:
            _keep_bot(tx, bot, school_id if is_own else None, now)

    with closing(open_database(load_settings())) as database:
        database.write(kept)


def _keep_bot(tx: Tx, given: _Given, school_id: int | None, now: datetime) -> None:
    bot = bots.ensure_bot_all_schools(tx, given.channel, given.account, now)
    bots.set_username_all_schools(tx, bot.bot_id, given.name)
    if school_id is not None:
        bots.set_school_all_schools(tx, bot.bot_id, school_id)


def _say_what_next(name: str, code: str, given: list[_Given]) -> None:
    typer.echo(label("setup_done", name=name, code=code))
    for bot in given:
        typer.echo(label(f"setup_next_{bot.channel}", bot=bot.name, code=code))
        if bot.channel == "telegram":
            link = deep_link(bot.name, code)
            typer.echo(link)
            segno.make(link, micro=False).terminal(out=sys.stdout, compact=True)
    typer.echo(label("setup_next_run" if given else "setup_next_token"))
