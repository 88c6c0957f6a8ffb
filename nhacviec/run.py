"""`nhacviec run`: the bots of this installation, or the console when there is none."""

import asyncio
import importlib
import os
import select
import signal
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TextIO, TypeVar

from bot.channels.console import CHANNEL, ConsoleChannel
from bot.channels.local import LocalChannel
from nhacviec.console import Console, name_of, start_of
from nhacviec.engine import Engine
from nhacviec.instance import Instance
from nhacviec.keeping import keep_backups, keep_tidy
from nhacviec.keys import (
    key_words,
    keyring_in,
    keyring_of,
    replace_key_all_schools,
    settle_key,
)
from nhacviec.local import SILENCE_SECONDS, Parts, Trial
from nhacviec.logs import configure_logs
from nhacviec.presence import keep_noting
from nhacviec.restore import refuse_unfinished
from nhacviec.sample import open_sample
from nhacviec.settings import Settings, load_settings
from nhacviec.tokens import has_tokens
from nhacviec.upgrade import bring_up
from nhacviec.workshop import Workshop
from plan.hours import ZONE
from scheduler.clock import ManualClock, SystemClock
from storage import bots, schools
from storage.database import Database, sqlite_url
from storage.files import FileStore
from storage.migrate import install, migrate, revision
from storage.sealing import Keyring
from texts.labels import label

# The year of the sample plan begins here, so that the first "/tua" has everything ahead.
SAMPLE_START = datetime(2024, 9, 5, 7, 0, tzinfo=ZONE)


AnyChannel = TypeVar("AnyChannel", bound=ConsoleChannel)


def open_database(settings: Settings, *, keeps: bool = True) -> Database:
    """Open the installation's database at the newest schema, after a backup of an older one."""
    refuse_unfinished(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_address, keyring_of(settings))
    try:
        bring_up(settings, database, SystemClock().now(), keeps=keeps)
        settle_key(settings, database)
    except BaseException:
        database.close()
        raise
    if not database.is_sqlite:
        cluster = importlib.import_module("scheduler.cluster")
        install(database, cluster.SCHEMA, cluster.tables())
    return database


def run() -> None:
    """Run what the settings ask for."""
    settings = load_settings()
    configure_logs(settings)
    if not _has_bots(settings):
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
                    keep_noting,
                    lambda engine: keep_tidy(settings, database, engine.clock),
                    lambda engine: watching.watch(engine, settings, port),
                ]
                if settings.local_chat == "1":
                    beside.append(lambda _: try_beside())
                asyncio.run(serve(settings, database, beside))
        finally:
            database.close()
            if port is not None:
                port.close()


def _has_bots(settings: Settings) -> bool:
    """Whether there is a bot to run: its token is in the settings, or kept in the database."""
    if settings.telegram_tokens or settings.zalo_tokens:
        return True
    with closing(open_database(settings)) as database:
        return database.read(has_tokens)


def new_key(old: Path | None) -> str:
    """Go on with the key of the file, the old one being another file or lost; gives what to print.

    Raises:
        KeyFileError: one of the two holds no key.
        OldKeyError: the old one is not the one the database is sealed with.
    """
    settings = load_settings()
    opens = None if old is None else keyring_in(old)
    with Instance(settings):
        database = Database(settings.database_address, keyring_of(settings))
        now = SystemClock().now()
        try:
            migrate(database)
            ended = database.write(lambda tx: replace_key_all_schools(tx, now, opens))
        finally:
            database.close()
    return "\n".join(key_words(ended))


def migrate_only(*, keeps: bool = True) -> str:
    """Bring the database to the newest schema; gives what to print."""
    database = open_database(load_settings(), keeps=keeps)
    try:
        return label("cli_migrated", revision=revision(database))
    finally:
        database.close()


def run_console(settings: Settings) -> None:
    """Speak in lines: on the installation's schools, or on the sample where there is none."""
    lines = _lines()
    # A pipe that stays silent is served at once; what it says later is taken then.
    first = next(lines, "") if lines is not None and _speaks() else ""
    asked = start_of(first)
    if lines is not None and first and asked is None:
        lines = chain([first], lines)
    database = open_database(settings)
    if database.read(schools.list_all_schools):
        with Instance(settings):
            _converse(database, settings.data_dir, asked or SystemClock().now(), lines or iter(()))
        return
    database.close()
    with _sample_database(asked or SAMPLE_START) as (sample, folder):
        sys.stderr.write(label("console_welcome") + "\n\n")
        if settings.local_chat == "0":
            _converse(sample, folder, asked or SAMPLE_START, lines or iter(()))
        else:
            _try_out(sample, folder, asked or SAMPLE_START, lines)


def _lines() -> Iterator[str] | None:
    """Give what is typed or piped in; None where the process has no input at all."""
    try:
        kind = os.fstat(sys.stdin.fileno()).st_mode
    except (AttributeError, OSError, ValueError):
        return None
    has_lines = sys.stdin.isatty() or not stat.S_ISCHR(kind)
    return iter(sys.stdin) if has_lines else None


def _speaks() -> bool:
    """Whether the first line comes by itself, and soon: that of a terminal is waited for."""
    if sys.stdin.isatty():
        return False
    if sys.platform == "win32":
        return True
    ready, _, _ = select.select([sys.stdin], [], [], SILENCE_SECONDS)
    return bool(ready)


def _try_out(
    database: Database, folder: Path, start: datetime, lines: Iterator[str] | None
) -> None:
    """Take the lines, with a page beside them once nothing comes."""
    workshop = Workshop()
    silence = 0.0 if lines is None or sys.stdin.isatty() else SILENCE_SECONDS
    try:
        parts = build_trial(database, folder, ManualClock(start), workshop)
        # Told to stop, it ends as by Ctrl-C: the sample's folder goes with it.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with suppress(KeyboardInterrupt):
            asyncio.run(Trial(parts).run(lines, silence))
    finally:
        workshop.close()
        database.close()


def _nowhere() -> TextIO:
    """Give where a trial prints whose people are on a page only."""
    return Path(os.devnull).open("w", encoding="utf-8")


async def try_beside() -> None:
    """Serve a sample school of its own beside the real bots, until cancelled."""
    with _sample_database(SAMPLE_START) as (sample, folder), _nowhere() as nowhere:
        workshop = Workshop()
        try:
            parts = build_trial(sample, folder, ManualClock(SAMPLE_START), workshop, nowhere)
            await Trial(parts).run(None)
        finally:
            workshop.close()


@contextmanager
def _sample_database(start: datetime) -> Iterator[tuple[Database, Path]]:
    """Make the sample anew, so that the same lines always give the same answers."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        database = Database(sqlite_url(Path(folder) / "sample.sqlite"), Keyring.new())
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
    return _build(database, folder, clock, tools, ConsoleChannel)[0]


def build_trial(
    database: Database,
    folder: Path,
    clock: ManualClock,
    workshop: Workshop,
    out: TextIO | None = None,
) -> Parts:
    """Put a console together whose people are on a page too."""
    tools = (out or sys.stdout, workshop)
    console, engine, channel, files = _build(database, folder, clock, tools, LocalChannel)
    return Parts(console, engine, channel, workshop, files)


def _build(
    database: Database,
    folder: Path,
    clock: ManualClock,
    tools: tuple[TextIO, Workshop],
    kind: type[AnyChannel],
) -> tuple[Console, Engine, AnyChannel, FileStore]:
    out, workshop = tools
    bot = database.write(
        lambda tx: bots.ensure_bot_all_schools(tx, CHANNEL, "console", clock.now())
    )
    channel = kind(out, clock.now, lambda chat: name_of(engine, bot.bot_id, chat))
    files = FileStore(folder / "files")
    engine = Engine(database, {bot.bot_id: channel}, clock, (files, workshop.read))
    engine.makes_papers(workshop.make)
    engine.intake.count_pupils = workshop.count_pupils
    echoes = out is not sys.stdout or not sys.stdin.isatty()
    console = Console(engine, channel, (bot.bot_id, clock), echoes=echoes)
    return console, engine, channel, files
