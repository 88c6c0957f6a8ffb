"""Plays a transcript: its lines are said, and everything that happens must be what it shows.

A transcript is what the console prints. A line "cô Lan> xong V12" is somebody speaking and
"/tua 22/12" moves the clock; the rest is what the bot sent. The first line sets the clock.
With "@... trường mới" there is an empty school, whose principal's code is {code}; a code that the
bot shows is remembered and may be said as {code} too.

    python -m tests.conversations.player NAME.txt ...   writes what happens now, to be looked at
"""

import asyncio
import io
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from bot.channels.console import CHANNEL
from followup.create_school import create_school
from nhacviec.console import Console, start_of
from nhacviec.run import build_console
from nhacviec.sample import open_sample
from scheduler.clock import ManualClock
from storage import bots
from storage.database import Database
from tests.databases import fresh_sqlite
from tests.workshops import shared_workshop
from texts.labels import label

FOLDER = Path(__file__).parent
NEW_SCHOOL = "trường mới"
# Codes are random; a transcript shows that one stands there, not which.
_CODE = re.compile(r"(?<=gõ mã )[A-Za-z0-9_-]{8,}")


def inputs_of(transcript: str) -> list[str]:
    """Give the lines somebody says: they begin with a name and "> ", or with "/"."""
    spoken = re.compile(r"^(?:[^ →\n][^→\n]{0,39}> |/)")
    return [line for line in transcript.splitlines() if spoken.match(line)]


# From a database, a folder, a clock, where to print and the bot: who says the lines.
Build = Callable[[Database, Path, ManualClock, TextIO, int], Console]


def on_console(
    database: Database, folder: Path, clock: ManualClock, out: TextIO, bot_id: int
) -> Console:
    """Give the console itself."""
    del bot_id
    return build_console(database, folder, clock, (out, shared_workshop()))


def play(
    transcript: str,
    database: Database,
    folder: Path,
    channel: str = CHANNEL,
    build: Build = on_console,
) -> str:
    """Say the lines of a transcript to a bot on a database; gives the transcript that results."""
    first, _, _ = transcript.partition("\n")
    start = start_of(first.replace(NEW_SCHOOL, "").strip())
    if start is None:
        raise ValueError(first)
    said = _Code()
    bot = database.write(lambda tx: bots.ensure_bot_all_schools(tx, channel, "console", start))
    if NEW_SCHOOL in first:
        name = label("sample_school")
        said.code = database.write(lambda tx: create_school(tx, name, start)).code
    else:
        database.write(lambda tx: open_sample(tx, label("sample_school"), bot.bot_id, start))
    out = _Watched(said)
    console = build(database, folder, ManualClock(start), out, bot.bot_id)
    asyncio.run(console.run(said.filled(inputs_of(transcript))))
    shown = _CODE.sub("{code}", out.getvalue())
    for code in said.used:
        shown = shown.replace(code, "{code}")
    return f"{first}\n\n{shown}"


class _Code:
    """The newest code anybody was shown, and every one that was said."""

    def __init__(self) -> None:
        self.code = ""
        self.used: set[str] = set()

    def filled(self, lines: list[str]) -> Iterator[str]:
        """Put the newest code where a line says {code}, as late as the line is said."""
        for line in lines:
            if "{code}" in line:
                self.used.add(self.code)
            yield line.replace("{code}", self.code)


class _Watched(io.StringIO):
    """What is printed; a code in it is remembered."""

    def __init__(self, said: _Code) -> None:
        super().__init__()
        self._said = said

    def write(self, text: str) -> int:
        found = _CODE.search(text)
        if found:
            self._said.code = found[0]
        return super().write(text)


def rewrite(name: str) -> None:
    """Put what happens now in a transcript: for a new one, or after the bot was changed."""
    place = FOLDER / name
    with tempfile.TemporaryDirectory() as scratch, fresh_sqlite(Path(scratch)) as made:
        place.write_text(play(place.read_text("utf-8"), made, Path(scratch)), "utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        rewrite(name)
