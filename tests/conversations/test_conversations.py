"""Every transcript is what really happens, on both databases."""

import difflib
from pathlib import Path

import pytest

from storage.database import Database
from tests.conversations.player import FOLDER, play

TRANSCRIPTS = sorted(
    place.name for place in FOLDER.glob("*.txt") if place.read_text("utf-8")[0] == "@"
)


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_the_transcript_is_what_happens(name: str, database: Database, tmp_path: Path) -> None:
    shown = (FOLDER / name).read_text("utf-8")
    happened = play(shown, database, tmp_path)
    difference = difflib.unified_diff(
        shown.splitlines(), happened.splitlines(), "shown", "happened"
    )
    assert shown == happened, "\n".join(difference)


def test_the_same_lines_give_the_same_answers(database: Database, tmp_path: Path) -> None:
    lines = "@2024-12-02 09:00\nthầy Nam> bắt đầu nhắc\nthầy Nam> nhắc tôi gọi Sở chiều mai\n"
    first = play(lines, database, tmp_path)
    assert "gọi Sở" in first
    assert "sự cố" not in first
