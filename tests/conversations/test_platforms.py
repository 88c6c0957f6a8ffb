"""Every transcript once more on Zalo and on Telegram: one file, the same messages."""

import difflib
import re
from pathlib import Path
from typing import TextIO

import pytest
from sqlalchemy import select, update

from nhacviec.console import Console
from nhacviec.sample import PHOTO
from scheduler.clock import ManualClock
from storage.database import Database, Tx
from storage.tables import addresses
from tests.conversations.player import FOLDER, Build, play
from tests.conversations.stage import REFUSED, Stage
from tests.conversations.test_conversations import TRANSCRIPTS
from tests.conversations.theatres import TelegramTheatre, ZaloTheatre
from tests.databases import fresh_sqlite
from tests.telegram_server import TelegramServer
from tests.zalo_server import ZaloServer
from texts.labels import label

_SHORT_CODE = re.compile(r"\n *Trên Zalo, nhắn [^\n]*")
# A picture has a name of its own on a console only.
_PICTURE = re.compile(r"\b(?:anh-\w+\.jpg|photo-\w+\.jpg)")
# The log says from where somebody acted.
_FROM = re.compile(
    r" \((?:"
    + "|".join(label(f"from_{name}") for name in ("console", "zalo", "telegram", "web"))
    + r")\)$",
    re.MULTILINE,
)
# Where a chat is a number.
NUMBERS_FROM = 1000


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_on_zalo(name: str, tmp_path: Path) -> None:
    stages: list[Stage] = []

    def build(
        database: Database, folder: Path, clock: ManualClock, out: TextIO, bot_id: int
    ) -> Console:
        server.world.now = lambda: clock.now().timestamp()
        theatre = ZaloTheatre(server, folder)
        theatre.knows(database.read(_chats))
        stages.append(Stage(database, folder, clock, (theatre, bot_id, out)))
        return stages[0]

    with ZaloServer(messages=10_000) as server:
        same(name, tmp_path, "zalo", build)
    assert server.violations == []
    assert stages[0].both.unseen == []


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_on_telegram(name: str, tmp_path: Path) -> None:
    stages: list[Stage] = []

    def build(
        database: Database, folder: Path, clock: ManualClock, out: TextIO, bot_id: int
    ) -> Console:
        server.world.now = lambda: clock.now().timestamp()
        database.write(_numbered)
        theatre = TelegramTheatre(server, folder)
        theatre.knows(database.read(_chats))
        stages.append(Stage(database, folder, clock, (theatre, bot_id, out)))
        return stages[0]

    with TelegramServer() as server:
        same(name, tmp_path, "telegram", build)
    assert server.violations == []
    assert stages[0].both.unseen == []


def same(name: str, folder: Path, channel: str, build: Build) -> None:
    """Play a transcript; between two lines that are said, the same messages go to the same."""
    shown = (FOLDER / name).read_text("utf-8")
    with fresh_sqlite(folder) as database:
        happened = play(shown, database, folder, channel, build)
    happened = _PICTURE.sub(PHOTO, happened)
    difference = list(
        difflib.unified_diff(in_order(shown), in_order(happened), "shown", "happened", n=12)
    )
    assert not difference, "\n".join(difference)


def in_order(transcript: str) -> list[str]:
    """Put the messages between two lines said in one order: on a platform they go together."""
    first, *rest = re.split(r"\n\n(?=\S)", _FROM.sub("", transcript.strip()))
    ordered, together = [first], list[str]()
    for block in rest:
        head, _, said = block.partition("\n")
        if " → " in head:
            # What Zalo has beside it: a number refused and typed again, a code short to type.
            if not REFUSED.match(said.strip()):
                together.append(_SHORT_CODE.sub("", block))
            continue
        ordered += sorted(together)
        together = []
        ordered.append(block)
    return "\n\n".join([*ordered, *sorted(together)]).splitlines()


def _chats(tx: Tx) -> list[str]:
    return list(tx.execute(select(addresses.c.chat)).scalars())


def _numbered(tx: Tx) -> None:
    for chat in _chats(tx):
        number = str(NUMBERS_FROM + int(chat.removeprefix("m")))
        tx.execute(update(addresses).where(addresses.c.chat == chat).values(chat=number))
