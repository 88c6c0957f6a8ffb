"""Cuts a text in HTML that is too long for one message where a reader would pause."""

import re

from msgspec import Struct

_TOKEN = re.compile(r"<(?P<close>/?)(?P<tag>[a-z]+)[^<>]*>|&(?:#\w+|\w+);|.", re.DOTALL)
_LAST_OF_BMP = 0xFFFF


class _Token(Struct, frozen=True):
    """A tag (no width) or one visible character, perhaps written as an entity."""

    raw: str
    width: int = 0
    opens: str = ""
    closes: str = ""


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    for match in _TOKEN.finditer(text):
        raw, tag = match[0], match["tag"]
        if tag:
            found.append(_Token(raw, closes=tag) if match["close"] else _Token(raw, opens=tag))
        else:
            found.append(_Token(raw, _width(raw)))
    return found


def _width(raw: str) -> int:
    # Counted in UTF-16 units, the strictest way a platform counts: an emoji is two.
    return 2 if raw.startswith("&#") or ord(raw[0]) > _LAST_OF_BMP else 1


def visible_width(text: str) -> int:
    """Length as the platform counts it: tags are nothing, an entity is its character."""
    return sum(token.width for token in _tokens(text))


def split_html(text: str, limit: int) -> list[str]:
    """Cut at a paragraph, else a line, else a word; tags are closed and opened again."""
    if 2 * len(text) <= limit:
        return [text]  # nearly every message; no character is wider than two
    tokens = _tokens(text)
    if sum(token.width for token in tokens) <= limit:
        return [text]
    pieces: list[str] = []
    still_open: list[_Token] = []
    start = 0
    while start < len(tokens):
        end = _cut(tokens, start, limit)
        piece, still_open = _write(tokens[start:end], still_open)
        if any(token.width and not token.raw.isspace() for token in tokens[start:end]):
            pieces.append(piece)
        start = end
    return pieces


def _cut(tokens: list[_Token], start: int, limit: int) -> int:
    """Where the piece that begins at `start` ends: the best pause in its second half."""
    width, half, end = 0, start, start
    while end < len(tokens) and width + tokens[end].width <= limit:
        width += tokens[end].width
        end += 1
        if width <= limit // 2:
            half = end
    if end == len(tokens):
        return end
    raws = [token.raw for token in tokens[half:end]]
    for pause in ("\n\n", "\n", " "):
        at = _last_pause(raws, pause)
        if at:
            return half + at
    return end


def _last_pause(raws: list[str], pause: str) -> int:
    """Index just after the last `pause`, 0 when there is none."""
    for end in range(len(raws), len(pause) - 1, -1):
        if raws[end - len(pause) : end] == list(pause):
            return end
    return 0


def _write(tokens: list[_Token], opened: list[_Token]) -> tuple[str, list[_Token]]:
    still_open = list(opened)
    for token in tokens:
        if token.opens:
            still_open.append(token)
        elif token.closes and still_open and still_open[-1].opens == token.closes:
            still_open.pop()
    before = "".join(token.raw for token in opened)
    after = "".join(f"</{token.opens}>" for token in reversed(still_open))
    body = "".join(token.raw for token in tokens)
    return f"{before}{body}{after}".strip(), still_open
