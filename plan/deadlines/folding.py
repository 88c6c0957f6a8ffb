"""Text as typed, and beside it the same text without accents or capitals, letter for letter."""

import re
import unicodedata

from msgspec import Struct

_LETTERS = (range(0xC0, 0x250), range(0x1EA0, 0x1EFA))
_WIDE_DIGITS = range(0xFF10, 0xFF1A)
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u02d7\ufe58\uff0d~"
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_LOOSE = re.compile(f"[\u0300-\u036f{_UNSEEN}]")
_MOST_MARKS = 8  # a letter has two; a long run of marks would make composing slow


def _folds() -> dict[int, str]:
    table = {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
    for letters in _LETTERS:
        for code in letters:
            base = unicodedata.normalize("NFD", chr(code))[0].lower()
            if base.isascii():
                table[code] = base
    table |= {ord("đ"): "d", ord("Đ"): "d", ord("\u00a0"): " ", ord("⁄"): "/", ord("\uff0f"): "/"}
    table |= {code: str(code - _WIDE_DIGITS.start) for code in _WIDE_DIGITS}
    table |= {ord("→"): ">", ord("⇒"): ">", ord("…"): "."}
    return table | {ord(dash): "-" for dash in _DASHES}


_FOLDS = _folds()


class Text(Struct, frozen=True):
    """The composed text, its plain form of the same length, and where each letter came from.

    `places` is None when the text was composed already, so that its positions are its own.
    """

    typed: str
    plain: str
    places: list[int] | None

    def place(self, position: int) -> int:
        """Give the position in the original text of a position in the composed one."""
        return position if self.places is None else self.places[position]


def fold(text: str) -> Text:
    """Compose a text and fold it: accents and capitals off, dashes and digits made plain."""
    if _LOOSE.search(text) is None:
        return Text(text, text.translate(_FOLDS), None)
    typed, places = _composed(text)
    return Text(typed, typed.translate(_FOLDS), places)


def plain(text: str) -> str:
    """Give a word of the tables in its plain form."""
    return unicodedata.normalize("NFC", text).translate(_FOLDS)


def _composed(text: str) -> tuple[str, list[int]]:
    out: list[str] = []
    places: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and _LOOSE.match(text, end) and end - start < _MOST_MARKS:
            continue
        letters = text[start:end]
        if len(letters) > 1 or letters in _UNSEEN:
            letters = "".join(c for c in unicodedata.normalize("NFC", letters) if c not in _UNSEEN)
        out.append(letters)
        places.extend([start] * len(letters))
        start = end
    places.append(len(text))
    return "".join(out), places
