"""A Prompt -> the messages it takes on Zalo: plain text with styles, choices numbered in words."""

import html
import re
from collections.abc import Iterator
from typing import Any, Final

from markupsafe import escape
from msgspec import Struct

from bot.channels.pieces import split_html
from followup.ports import Choice, Prompt

MAX_TEXT: Final = 2000
# Rows of short choices share a line as long as this; a phone breaks it where it must.
_LINE = 50
_TOKEN = re.compile(r"<(?P<close>/?)(?P<tag>[a-z]+)[^<>]*>|[^<]+|<", re.DOTALL)
_LINK = re.compile(r"<a href=(['\"])(?P<href>.*?)\1>(?P<words>.*?)</a>", re.DOTALL)
_STYLES = {"b": "b", "i": "i"}


class Piece(Struct, frozen=True):
    """One message: its words, and which parts are bold or slanted, in UTF-16 units."""

    text: str
    styles: tuple[dict[str, Any], ...] = ()


def pieces_of(prompt: Prompt) -> list[Piece]:
    """Cut a prompt at 2,000 characters; the choices stand at the end of the last piece."""
    text = _LINK.sub(r"\g<words> (\g<href>)", prompt.text)
    if prompt.rows:
        text = f"{text}\n" + "\n".join(str(escape(line)) for line in numbered(prompt.rows))
    return [piece for part in split_html(text, MAX_TEXT) if (piece := _piece(part)).text]


def numbered(rows: tuple[tuple[Choice, ...], ...]) -> list[str]:
    """Write choices as people answer them: "1 Xong", "2 Đang làm · 3 Có vướng"."""
    lines: list[str] = []
    number = 0
    for row in rows:
        shown = []
        for choice in row:
            number += 1
            shown.append(f"{number} {choice.label}")
        line = " · ".join(shown)
        if lines and len(lines[-1]) + len(line) <= _LINE:
            lines[-1] += f" · {line}"
        else:
            lines.append(line)
    return lines


def _piece(part: str) -> Piece:
    words: list[str] = []
    styles: list[dict[str, Any]] = []
    opened: list[tuple[str, int]] = []
    width = 0
    for token in _TOKEN.finditer(part):
        tag = token["tag"]
        if tag is None:
            plain = html.unescape(token[0])
            words.append(plain)
            width += _width(plain)
        elif not token["close"]:
            opened.append((tag, width))
        else:
            styles += _closed(opened, tag, width)
    return Piece("".join(words), tuple(styles))


def _closed(opened: list[tuple[str, int]], tag: str, width: int) -> Iterator[dict[str, Any]]:
    if not opened or opened[-1][0] != tag:
        return
    _, start = opened.pop()
    if tag in _STYLES and width > start:
        yield {"start": start, "len": width - start, "st": [_STYLES[tag]]}


def _width(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
