"""`nhacviec setup`: a few questions, a .env, the first school and its principal's invite."""

import asyncio
import sys
from pathlib import Path

import segno
import typer

from bot.channels.errors import ChannelError
from bot.channels.telegram import TelegramAccess, TelegramChannel, deep_link
from nhacviec.run import open_database
from nhacviec.schools import create
from nhacviec.settings import load_settings
from plan.hours import is_hour
from scheduler.clock import SystemClock
from storage import bots, schools
from storage.database import Tx
from storage.history import Actor, begin
from texts.labels import label

ENV = Path(".env")


def ask() -> None:
    """Ask, check, write; nothing is written before the token answered."""
    name = typer.prompt(label("setup_school")).strip()
    token, username = _token()
    hour = _hour()
    _write({"TELEGRAM_BOT_TOKEN": token})
    made = create(name, again=_exists(name))
    _keep(made["school"], hour, username)
    link = deep_link(username, made["code"]) if username else ""
    typer.echo(label("setup_done", name=name, code=made["code"]))
    if link:
        typer.echo(link)
        segno.make(link, micro=False).terminal(out=sys.stdout, compact=True)


def _token() -> tuple[str, str]:
    while True:
        token = typer.prompt(label("setup_token"), default="", show_default=False).strip()
        if not token:
            return "", ""
        try:
            return token, asyncio.run(_username(token))
        except ChannelError:
            typer.echo(label("setup_token_refused"))


async def _username(token: str) -> str:
    settings = load_settings()
    access = TelegramAccess(token, settings.data_dir / "files", settings.telegram_api_base)
    channel = TelegramChannel(access)
    try:
        return (await channel.me())[1]
    finally:
        await channel.close()


def _hour() -> str:
    while True:
        hour: str = typer.prompt(label("setup_hour"), default="06:30").strip()
        if is_hour(hour) and "06:00" <= hour < "20:00":
            return hour
        typer.echo(label("setup_hour_refused"))


def _write(values: dict[str, str]) -> None:
    """Keep the lines of an .env that is there; change only what was asked."""
    before = ENV.read_text(encoding="utf-8").splitlines() if ENV.exists() else []
    kept = [line for line in before if line.partition("=")[0].strip() not in values]
    lines = [*kept, *(f"{name}={value}" for name, value in values.items() if value)]
    partial = ENV.with_suffix(".new")
    partial.write_text("\n".join(lines) + "\n", encoding="utf-8")
    partial.chmod(0o600)
    partial.replace(ENV)


def _exists(name: str) -> bool:
    database = open_database(load_settings())
    try:
        return database.read(lambda tx: schools.by_name_all_schools(tx, name)) is not None
    finally:
        database.close()


def _keep(school_id: int, hour: str, username: str) -> None:
    """Keep the school's hour, and the bot's name so that links can be made before it runs."""
    database = open_database(load_settings())
    now = SystemClock().now()

    def kept(tx: Tx) -> None:
        deed = begin(tx, school_id, "set_hour", Actor(None, "operator"), now)
        schools.set_setting(deed, "digest_at", hour)
        if username:
            for bot in bots.list_all_schools(tx):
                if bot.channel == "telegram":
                    bots.set_username_all_schools(tx, bot.bot_id, username)

    try:
        database.write(kept)
    finally:
        database.close()
