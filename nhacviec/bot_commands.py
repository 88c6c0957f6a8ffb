"""`nhacviec bot ...` on the command line."""

import importlib
import json
from typing import Annotated, Any

import typer

from nhacviec.refusals import refusals
from texts.labels import label

bot_app = typer.Typer(no_args_is_help=True)

BotNumber = Annotated[int, typer.Argument(help="The bot's number, by `nhacviec bot list`.")]


@bot_app.command("add")
def bot_add(
    channel: Annotated[str, typer.Argument(help="telegram or zalo.")],
    school: Annotated[str, typer.Option(help="The school; left out, every school.")] = "",
) -> None:
    """Ask for a bot's token (or read it from standard input) and keep it sealed."""
    with refusals():
        _say_kept("cli_bot_added", importlib.import_module("nhacviec.bots").add(channel, school))


@bot_app.command("renew-token")
def bot_renew_token(bot: BotNumber) -> None:
    """Ask for the new token of a bot that is there, in place of the old one."""
    with refusals():
        _say_kept("cli_token_renewed", importlib.import_module("nhacviec.bots").renew_token(bot))


def _say_kept(words: str, kept: dict[str, Any]) -> None:
    whose = kept["school"] or label("cli_bot_shared")
    typer.echo(label(words, **(kept | {"school": whose})))
    if kept["left"]:
        typer.echo(label("cli_token_left"))
    if kept["still"]:
        typer.echo(label("cli_token_still", name=kept["still"]))


@bot_app.command("remove")
def bot_remove(
    bot: BotNumber,
    *,
    anyway: Annotated[bool, typer.Option(help="Also where people are in its chats.")] = False,
) -> None:
    """Forget a bot's token and write to nobody by it; a running service lets go of it."""
    with refusals():
        done = importlib.import_module("nhacviec.bots").remove(bot, anyway=anyway)
        words = "cli_bot_leaving" if done["messages"] is None else "cli_bot_removed"
        typer.echo(label(words, **done))


@bot_app.command("list")
def bot_list(
    *, as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False
) -> None:
    """List the bots: number, channel, name, whose it is, people, where its token stands."""
    with refusals():
        found: list[dict[str, Any]] = importlib.import_module("nhacviec.bots").list_bots()
    for bot in found:
        if as_json:
            typer.echo(json.dumps(bot, ensure_ascii=False))
        else:
            whose = bot["school"] or label("cli_bot_shared")
            token = label(f"token_{bot['token']}")
            typer.echo(label("cli_bot", **(bot | {"school": whose, "token": token})))


@bot_app.command("assign")
def bot_assign(
    bot: BotNumber,
    school: Annotated[str, typer.Option(help="The school; left out, every school.")] = "",
) -> None:
    """Let a bot serve one school only, or again every school."""
    with refusals():
        importlib.import_module("nhacviec.bots").assign(bot, school)
        whose = school or label("cli_bot_shared")
        typer.echo(label("cli_bot_assigned", bot=bot, school=whose))
