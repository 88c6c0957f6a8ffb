"""Codes as people paste them: alone, in a line, in a link; and what is no code."""

import pytest

from bot.commands.join import code_in

LONG = "nTWhnTMmCZoR_Cuw1syDOQ"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (f"/start {LONG}", LONG),
        ("/start", ""),
        (LONG, LONG),
        (f"mã của em là {LONG} ạ", LONG),
        (f"https://t.me/nhacviec_bot?start={LONG}", LONG),
        ("48392011", "48392011"),
        ("mã 4839 2011", "48392011"),
        ("ABCDEFGH12345678", "ABCDEFGH12345678"),
        ("mã abc123", "abc123"),
        ("chào", ""),
        ("em là giáo viên trường mình ạ", ""),
        ("0912345678", "0912345678"),
        ("", ""),
    ],
)
def test_what_a_stranger_types(line: str, code: str) -> None:
    assert code_in(line) == code


@pytest.mark.parametrize(
    "line", ["48392011", "abc123", "ke-hoach-to-toan-thang-12", "xong", "ke-hoach-cac-to-dot-mot"]
)
def test_who_has_joined_types_other_things_too(line: str) -> None:
    assert code_in(line, joined=True) == ""
    assert code_in(LONG, joined=True) == LONG
