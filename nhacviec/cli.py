"""The command line: `nhacviec ...`, each verb's parts imported only when it runs."""

import importlib
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from nhacviec.bot_commands import bot_app
from nhacviec.read.lines import BadCaseError, UnreadableLineError, answer_lines
from nhacviec.refusals import REFUSED, refusals, stop
from texts.labels import label

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
read_app = typer.Typer(no_args_is_help=True)
school_app = typer.Typer(no_args_is_help=True)
app.add_typer(read_app, name="read", help="Read times, owners, replies or a plan.")
province_app = typer.Typer(no_args_is_help=True)
app.add_typer(province_app, name="province", help="Provinces and their officers.")
app.add_typer(school_app, name="school", help="Schools of this installation.")
app.add_typer(bot_app, name="bot", help="Bots of this installation.")

UNREADABLE = 2


@app.callback()
def main() -> None:
    """Nhắc Việc: follows up a school's plan in chat."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a test's stream has no encoding to set
            reconfigure(encoding="utf-8")
    # What is written is people's data: the database, backups, archives are of this user alone.
    os.umask(0o077)


def _stream(what: str) -> None:
    answer = importlib.import_module(f"nhacviec.read.{what}").answer
    try:
        answer_lines(sys.stdin, answer, sys.stdout)
    except UnreadableLineError as error:
        stop(label("cli_no_json", line=error), UNREADABLE)
    except BadCaseError as error:
        said = {"line": error.line, "name": error.name, "value": repr(error.value)}
        stop(label("cli_bad_case", **said), UNREADABLE)


@read_app.command("time")
def read_time() -> None:
    """Read time phrases: JSON Lines in, JSON Lines out."""
    _stream("time")


@read_app.command("owners")
def read_owners() -> None:
    """Read owner cells: JSON Lines in, JSON Lines out."""
    _stream("owners")


@read_app.command("reply")
def read_reply() -> None:
    """Read typed replies: JSON Lines in, JSON Lines out."""
    _stream("reply")


FileToRead = Annotated[Path, typer.Argument(help="The document.")]


@read_app.command("plan")
def read_plan(
    file: FileToRead,
    school_year: Annotated[
        str, typer.Option(help="2024-2025; the document's own if left out")
    ] = "",
    today: Annotated[str, typer.Option(help="2024-09-05; today if left out")] = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="For machines (the default).")] = True,
) -> None:
    """Read a plan document: every row with its readings, and what was not read."""
    del as_json
    reading = importlib.import_module("nhacviec.import_file")
    with refusals():
        document = reading.document_of(_bytes_of(file), file.name)
        first_year, day = reading.frame_of(document, school_year, _day(today))
        answer = importlib.import_module("nhacviec.read.plan").answer
        typer.echo(json.dumps(answer(document, first_year, day), ensure_ascii=False, indent=1))


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        stop(label("cli_no_file", name=file.name), UNREADABLE)
        raise


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        stop(label("cli_bad_day", name=text), UNREADABLE)
        raise


@school_app.command("create")
def school_create(
    name: Annotated[str, typer.Option(help="The school's name.")],
    *,
    again: Annotated[bool, typer.Option(help="A new invite for a school that exists.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Make a school and print its principal's one-time invite."""
    with refusals():
        made: dict[str, Any] = importlib.import_module("nhacviec.schools").create(
            name, again=again
        )
    if as_json:
        typer.echo(json.dumps(made, ensure_ascii=False))
    else:
        typer.echo(label("cli_school_made", **made))


@school_app.command("handover")
def school_handover(
    school: Annotated[str, typer.Option(help="The school's name.")],
    to: Annotated[str, typer.Option(help="The new principal's full name.")],
) -> None:
    """Make somebody the principal; the old one is out at once, the new one is told in chat."""
    with refusals():
        done = importlib.import_module("nhacviec.handover").handover(school, to)
        typer.echo(label("cli_handed_over", **done))


@school_app.command("wording")
def school_wording() -> None:
    """Say which templates of each school's own wording are used, and what is wrong with others."""
    with refusals():
        typer.echo(importlib.import_module("nhacviec.wording").examine())


@school_app.command("counts")
def school_counts() -> None:
    """Print done/total of every school, a line of JSON each."""
    with refusals():
        counts: list[dict[str, Any]] = importlib.import_module("nhacviec.schools").counts()
    for count in counts:
        typer.echo(json.dumps(count, ensure_ascii=False))


ProvinceName = Annotated[str, typer.Option(help="The province's name.")]


@province_app.command("schools")
def province_schools(
    province: ProvinceName,
    school: Annotated[list[str], typer.Option(help="A school's name; may be given again.")],
) -> None:
    """Let a province count schools in; the province is made when it is new."""
    with refusals():
        done = importlib.import_module("nhacviec.provinces").take_in(province, school)
        typer.echo(label("cli_province_schools", **done))


@province_app.command("officer")
def province_officer(
    province: ProvinceName, name: Annotated[str, typer.Option(help="What the officer is called.")]
) -> None:
    """Print the one-time invite of an officer, who sees the roll-up and no teacher's name."""
    with refusals():
        made = importlib.import_module("nhacviec.provinces").invite(province, name)
        typer.echo(label("cli_officer_invited", **made))


@province_app.command("end")
def province_end(
    province: ProvinceName, name: Annotated[str, typer.Option(help="What the officer is called.")]
) -> None:
    """Let an officer see nothing any more, at once, at whatever browser."""
    with refusals():
        done = importlib.import_module("nhacviec.provinces").end(province, name)
        typer.echo(label("cli_officer_ended", **done))


@province_app.command("erase")
def province_erase(
    province: ProvinceName, name: Annotated[str, typer.Option(help="What the officer is called.")]
) -> None:
    """Erase an officer's own data, who asked for it outside the chat; the numbers stay."""
    with refusals():
        done = importlib.import_module("nhacviec.provinces").erase(province, name)
        typer.echo(label("cli_officer_erased", **done))


@app.command("import-plan")
def import_plan(
    file: FileToRead, school: Annotated[str, typer.Option(help="The school's name.")]
) -> None:
    """Take a plan in without chat; the principal answers the doubtful cells later."""
    with refusals():
        done = importlib.import_module("nhacviec.import_file").import_plan(
            _bytes_of(file), file.name, school
        )
        typer.echo(done)


@app.command("export-evidence")
def export_evidence(
    target: Annotated[Path, typer.Argument(help="The .zip to write.")],
    school: Annotated[str, typer.Option(help="The school's name.")],
) -> None:
    """Write all evidence of a school as one .zip, by standard and criterion, with its list."""
    with refusals():
        typer.echo(importlib.import_module("nhacviec.export_evidence").export(target, school))


@app.command("worker")
def worker() -> None:
    """Send beside `nhacviec run`, on this machine or another (PostgreSQL only)."""
    with refusals():
        importlib.import_module("nhacviec.worker").work()


@app.command("migrate")
def migrate(
    *,
    no_backup: Annotated[bool, typer.Option(help="You have a backup of your own.")] = False,
) -> None:
    """Bring the database to the newest schema, after a backup of how it was."""
    with refusals():
        typer.echo(importlib.import_module("nhacviec.run").migrate_only(keeps=not no_backup))


@app.command("new-key")
def new_key(
    old: Annotated[
        Path | None, typer.Option(help="The old key's file; left out where it is lost.")
    ] = None,
) -> None:
    """Go on with another key file; what the old key opens is sealed anew; bots stopped."""
    with refusals():
        typer.echo(importlib.import_module("nhacviec.run").new_key(old))


@app.command("backup")
def backup(
    to: Annotated[
        Path | None, typer.Option(help="Another folder; nothing in it is ever taken away.")
    ] = None,
) -> None:
    """Keep the database, the evidence and their hashes in a dated folder; the bots may run."""
    with refusals():
        typer.echo(importlib.import_module("nhacviec.keeping").backup_now(to))


@app.command("restore")
def restore(
    folder: Annotated[Path, typer.Argument(help="The dated folder of a backup.")],
) -> None:
    """Put a backup back, with the bots stopped; what was due meanwhile is held, not sent."""
    with refusals():
        typer.echo(importlib.import_module("nhacviec.keeping").restore_now(folder))


@app.command("doctor")
def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Say in words how this installation stands; status 1 when something needs a hand."""
    room = importlib.import_module("nhacviec.doctor")
    with refusals():
        found = room.examine()
    typer.echo(room.as_json(found) if as_json else room.told(found))
    if room.troubles(found):
        raise typer.Exit(REFUSED)


@app.command("setup")
def setup() -> None:
    """Ask for the school, its bots' tokens and the hour; show the principal's invite."""
    with refusals():
        importlib.import_module("nhacviec.setup").ask()


@app.command("run")
def run() -> None:
    """Run the bots; with no token, the console."""
    with refusals():
        importlib.import_module("nhacviec.run").run()
