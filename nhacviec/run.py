"""`nhacviec run`: the bots of this installation, or the console when there is none."""

import asyncio
import importlib
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TextIO

from bot.channels.console import CHANNEL, ConsoleChannel
from nhacviec.console import Console, name_of, start_of
from nhacviec.engine import Engine
from nhacviec.instance import Instance
from nhacviec.keeping import keep_backups
from nhacviec.logs import configure_logs
from nhacviec.restore import refuse_unfinished
from nhacviec.sample import open_sample
from nhacviec.settings import Settings, load_settings
from nhacviec.workshop import Workshop
from plan.hours import ZONE
from scheduler.clock import ManualClock, SystemClock
from storage import bots, schools
from storage.database import Database, sqlite_url
from storage.files import FileStore
from storage.migrate import install, migrate, revision
from texts.labels import label

# The year of the sample plan begins here, so that the first "/tua" has everything ahead.
SAMPLE_START = datetime(2024, 9, 5, 7, 0, tzinfo=ZONE)


def open_database(settings: Settings) -> Database:
    """Open the installation's database at the newest schema."""
    refuse_unfinished(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_address)
    migrate(database)
    if not database.is_sqlite:
        cluster = importlib.import_module("scheduler.cluster")
        install(database, cluster.SCHEMA, cluster.tables())
    return database


def run() -> None:
    """Run what the settings ask for."""
    settings = load_settings()
    configure_logs(settings)
    if not settings.telegram_tokens and not settings.zalo_tokens:
        run_console(settings)
        return
    # A console needs neither the platforms' libraries nor a web server.
    serve = importlib.import_module("nhacviec.serve").serve
    watching = importlib.import_module("nhacviec.watching")
    with Instance(settings) as instance:
        port = watching.take_port(settings)
        database = open_database(settings)
        try:
            with suppress(KeyboardInterrupt):
                beside = [
                    lambda _: instance.watch(),
                    lambda engine: keep_backups(settings, engine.clock),
                    lambda engine: watching.watch(engine, settings, port),
                ]
                asyncio.run(serve(settings, database, beside))
        finally:
            database.close()
            if port is not None:
                port.close()


def migrate_only() -> str:
    """Bring the database to the newest schema; gives what to print."""
    database = open_database(load_settings())
    try:
        return label("cli_migrated", revision=revision(database))
    finally:
        database.close()


def run_console(settings: Settings) -> None:
    """Speak in lines: on the installation's schools, or on the sample where there is none."""
    lines: Iterator[str] = iter(sys.stdin)
    first = next(lines, "") if not sys.stdin.isatty() else ""
    asked = start_of(first)
    if first and asked is None:
        lines = chain([first], lines)
    database = open_database(settings)
    if database.read(schools.list_all_schools):
        with Instance(settings):
            _converse(database, settings.data_dir, asked or SystemClock().now(), lines)
        return
    database.close()
    with _sample_database(asked or SAMPLE_START) as (sample, folder):
        sys.stderr.write(label("console_welcome") + "\n\n")
        _converse(sample, folder, asked or SAMPLE_START, lines)


@contextmanager
def _sample_database(start: datetime) -> Iterator[tuple[Database, Path]]:
    """Make the sample anew, so that the same lines always give the same answers."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        database = Database(sqlite_url(Path(folder) / "sample.sqlite"))
        migrate(database)
        bot = database.write(lambda tx: bots.ensure_bot_all_schools(tx, CHANNEL, "console", start))
        database.write(lambda tx: open_sample(tx, label("sample_school"), bot.bot_id, start))
        yield database, Path(folder)
        database.close()


def _converse(database: Database, folder: Path, start: datetime, lines: Iterator[str]) -> None:
    workshop = Workshop()
    try:
        console = build_console(database, folder, ManualClock(start), (sys.stdout, workshop))
        asyncio.run(console.run(lines))
    finally:
        workshop.close()
        database.close()


def build_console(
    database: Database, folder: Path, clock: ManualClock, tools: tuple[TextIO, Workshop]
) -> Console:
    """Put a console together on a database: where it prints, and who reads its documents."""
    out, workshop = tools
    bot = database.write(
        lambda tx: bots.ensure_bot_all_schools(tx, CHANNEL, "console", clock.now())
    )
    channel = ConsoleChannel(out, clock.now, lambda chat: name_of(engine, bot.bot_id, chat))
    files = FileStore(folder / "files")
    engine = Engine(database, {bot.bot_id: channel}, clock, (files, workshop.read))
    engine.makes_papers(workshop.make)
    echoes = out is not sys.stdout or not sys.stdin.isatty()
    return Console(engine, channel, (bot.bot_id, clock), echoes=echoes)
