"""The command line: `nhacviec ...`, each verb imported only when it runs."""

import importlib
import sys
from typing import Annotated

import typer

from nhacviec.read.lines import BadCaseError, UnreadableLineError, answer_lines

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def main() -> None:
    """Nhắc Việc: follows up a school's plan in chat."""


@app.command("read")
def read(what: Annotated[str, typer.Argument(help="time | owners | reply")]) -> None:
    """Read phrases, owners or replies: JSON Lines in, JSON Lines out."""
    answer = importlib.import_module(f"nhacviec.read.{what}").answer
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a real text stream here
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        answer_lines(sys.stdin, answer, sys.stdout)
    except UnreadableLineError as error:
        typer.echo(f"Dòng {error} không phải JSON.", err=True)
        raise typer.Exit(2) from error
    except BadCaseError as error:
        typer.echo(
            f"Dòng {error.line}: «{error.name}» thiếu hoặc không đọc được ({error.value!r}).",
            err=True,
        )
        raise typer.Exit(2) from error
