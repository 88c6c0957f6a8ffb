"""`nhacviec setup`: a few questions, the tokens sealed, the first school and its invite."""

import sys
from contextlib import closing
from dataclasses import dataclass, field

import segno
import typer

from bot.channels.telegram import deep_link
from nhacviec.env_file import leave_env
from nhacviec.run import open_database
from nhacviec.schools import create
from nhacviec.settings import Settings, load_settings
from nhacviec.tokens import (
    PLATFORMS,
    PlatformAwayError,
    RefusedTokenError,
    account_of,
    keep_all_schools,
    name_of,
    read_token,
)
from plan.hours import is_hour
from scheduler.clock import SystemClock
from storage import bots, schools
from storage.database import Tx
from storage.history import Actor, begin
from texts.labels import label


@dataclass(frozen=True, slots=True)
class _Given:
    """A bot that was given: its token, and the name its platform knows it by."""

    channel: str
    token: str = field(repr=False)
    name: str


def ask() -> None:
    """Ask, check, keep; nothing is kept before the tokens answered."""
    settings = load_settings()
    name = typer.prompt(label("setup_school")).strip()
    given = [bot for channel in PLATFORMS if (bot := _bot(settings, channel)) is not None]
    hour = _hour()
    known = _names_of_schools()
    is_own = bool(given and set(known) - {name}) and typer.confirm(label("setup_own_bot"))
    made = create(name, again=name in known)
    _keep(made["school"], hour, given, is_own=is_own)
    for bot in given:
        if leave_env(settings, bot.channel, account_of(bot.token)):
            typer.echo(label("cli_token_left"))
            settings = load_settings()
    _say_what_next(name, made["code"], given)


def _bot(settings: Settings, channel: str) -> _Given | None:
    """Ask for a platform's token until it answers; None where it was left empty."""
    platform = label(f"channel_{channel}")
    while True:
        token = read_token(label("setup_token", platform=platform))
        if not token:
            return None
        try:
            given = _Given(channel, token, name_of(settings, channel, token))
        except RefusedTokenError:
            typer.echo(label("setup_token_refused", platform=platform))
        except PlatformAwayError:
            typer.echo(label("setup_platform_down", platform=platform))
        else:
            typer.echo(label("setup_token_taken", platform=platform, name=given.name))
            return given


def _hour() -> str:
    while True:
        hour: str = typer.prompt(label("setup_hour"), default="06:30").strip()
        if is_hour(hour) and "06:00" <= hour < "20:00":
            return hour
        typer.echo(label("setup_hour_refused"))


def _names_of_schools() -> list[str]:
    with closing(open_database(load_settings())) as database:
        return [school.name for school in database.read(schools.list_all_schools)]


def _keep(school_id: int, hour: str, given: list[_Given], *, is_own: bool) -> None:
    """Keep the school's hour and its bots: their tokens sealed, their names for the invites."""
    now = SystemClock().now()

    def kept(tx: Tx) -> None:
        deed = begin(tx, school_id, "set_hour", Actor(None, "operator"), now)
        schools.set_setting(deed, "digest_at", hour)
        for one in given:
            bot = keep_all_schools(tx, one.channel, (one.token, one.name), now)
            if is_own:
                bots.set_school_all_schools(tx, bot.bot_id, school_id)

    with closing(open_database(load_settings())) as database:
        database.write(kept)


def _say_what_next(name: str, code: str, given: list[_Given]) -> None:
    typer.echo(label("setup_done", name=name, code=code))
    for bot in given:
        typer.echo(label(f"setup_next_{bot.channel}", bot=bot.name, code=code))
        if bot.channel == "telegram":
            link = deep_link(bot.name, code)
            typer.echo(link)
            segno.make(link, micro=False).terminal(out=sys.stdout, compact=True)
    typer.echo(label("setup_next_run" if given else "setup_next_token"))
