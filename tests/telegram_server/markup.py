"""HTML as Telegram reads it: which tags it accepts, what is left as text, where entities lie."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

_PIECE = re.compile(
    r"<(?P<close>/?)(?P<tag>[^\s<>/]*)(?P<attributes>[^<>]*)>|(?P<open><)|[^<]+", re.DOTALL
)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_CHARACTER = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")
_ENTITIES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
}


class MarkupError(Exception):
    """Telegram would answer "can't parse entities"."""


@dataclass
class Marked:
    """A text as people see it, and its entities."""

    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class _Open:
    tag: str
    offset: int
    extra: dict[str, str]


def width(text: str) -> int:
    """Length in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> Marked:
    """Read the tags, or say why Telegram would not."""
    text = ""
    still_open: list[_Open] = []
    entities: list[dict[str, Any]] = []
    for match in _PIECE.finditer(source):
        where = f"at byte offset {len(source[: match.start()].encode())}"
        if match["open"] or match["tag"] == "":
            raise MarkupError(f'Unsupported start tag "" {where}')
        if match["tag"] is None:
            # Other named entities stay as they are written.
            text += _CHARACTER.sub(lambda found: html.unescape(found[0]), match[0])
        elif match["close"]:
            entities += _closed(still_open, match["tag"].lower(), text, where)
        else:
            still_open.append(_opened(match, text, where))
    if still_open:
        raise MarkupError(f'Can\'t find end tag corresponding to start tag "{still_open[-1].tag}"')
    return _trimmed(text, entities)


def _opened(match: re.Match[str], text: str, where: str) -> _Open:
    tag = match["tag"].lower()
    if tag not in _ENTITIES:
        raise MarkupError(f'Unsupported start tag "{tag}" {where}')
    found = _ATTRIBUTE.findall(match["attributes"])
    values = {name: html.unescape(a or b or c) for name, a, b, c in found}
    if tag == "span" and values.get("class") != "tg-spoiler":
        raise MarkupError(f'Tag "span" must have class "tg-spoiler" {where}')
    extra = {"url": values["href"]} if tag == "a" and values.get("href") else {}
    return _Open(tag, width(text), extra)


def _closed(still_open: list[_Open], tag: str, text: str, where: str) -> list[dict[str, Any]]:
    if not still_open:
        raise MarkupError(f"Unexpected end tag {where}")
    opened = still_open.pop()
    if opened.tag != tag:
        raise MarkupError(
            f'Unmatched end tag {where}, expected "</{opened.tag}>", found "</{tag}>"'
        )
    length = width(text) - opened.offset
    if not length or (tag == "a" and not opened.extra):
        return []
    entity = {"type": _ENTITIES[tag], "offset": opened.offset, "length": length}
    return [{**entity, **opened.extra}]


def _trimmed(text: str, entities: list[dict[str, Any]]) -> Marked:
    """Blanks at both ends are dropped, and entities with them."""
    skipped = width(text) - width(text.lstrip())
    shown = text.strip()
    kept = []
    for entity in sorted(entities, key=lambda one: (one["offset"], -one["length"])):
        start = max(entity["offset"] - skipped, 0)
        end = min(entity["offset"] - skipped + entity["length"], width(shown))
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return Marked(shown, kept)
