"""Tokens of a typed message: teencode spelt out, tone marks in one place, smileys known."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from bot.replies.tables import table
from plan.folding import compose, has_marks

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)?\s?%|\d+\s?/\s?\d+(?:[/-]\d{2,4})?|\d+(?:[.,]\d+)*"
    r"|[^\W\d_]+|\.{2,}|\n|[^\w\s]|_"
)
_SMILEY = re.compile(r"(?<!\w)[:;=]'?-?[()DPpvV3*|]+(?!\w)|(?<!\w)\^[_.]?\^|<3")
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_PROOF = re.compile(r"\[?h\d{1,2}-\d{1,2}\.\d{1,2}(?:-\d{1,3})?\]?")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_BREAKS = frozenset(",;.!?\n:")
_MARKED_SHARE = 3  # a third of the words: many carry no mark in any case
_LINK_MARK, _PROOF_MARK = "\ue000", "\ue001"

_MARKS = {_LINK_MARK: "@link", _PROOF_MARK: "@proof"}


class Token(Struct, frozen=True):
    """A word, number or sign: `text` as the rules know it, with its place in the message.

    `kind` is pct, frac, date or num for a number, empty for a word.
    """

    text: str
    start: int
    end: int
    kind: str = ""

    @property
    def is_break(self) -> bool:
        """Whether it parts two clauses."""
        return self.text in _BREAKS


def settle_tone(word: str) -> str:
    """Give a word with its tone mark at the end: "hòa" and "hoà" become one."""
    split = unicodedata.normalize("NFD", word)
    tones = [sign for sign in split if sign in _TONES]
    bare = unicodedata.normalize("NFC", "".join(s for s in split if s not in _TONES))
    return bare + "".join(tones)


@cache
def _teencode() -> Mapping[str, tuple[str, ...]]:
    return {
        settle_tone(short): tuple(settle_tone(word) for word in full.split())
        for short, full in table("words")["teencode"].items()
    }


@cache
def _pictures() -> Mapping[str, str]:
    return {
        picture: word
        for word, pictures in table("words")["pictures"].items()
        for picture in pictures
    }


def tidy(message: str) -> str:
    """Give the message composed and in small letters, same length as its composed form."""
    composed = compose(message)
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in composed)


def tokenise(message: str) -> list[Token]:
    """Cut a message into tokens; teencode may give two for one."""
    text = tidy(message)
    text = _LINK.sub(lambda m: _LINK_MARK + " " * (len(m[0]) - 1), text)
    text = _PROOF.sub(lambda m: _PROOF_MARK + " " * (len(m[0]) - 1), text)
    text = _SMILEY.sub(lambda m: " " * len(m[0]), text)
    tokens: list[Token] = []
    for found in _TOKEN.finditer(text):
        tokens.extend(_spell_out(found[0], found.start(), found.end()))
    return tokens


def _spell_out(text: str, start: int, end: int) -> list[Token]:
    if text in _MARKS:
        return [Token(_MARKS[text], start, end)]
    if text in _pictures():
        return [Token(_pictures()[text], start, end)]
    if text[0].isalpha():
        word = settle_tone(_REPEATED.sub(r"\1", text))
        return [Token(full, start, end) for full in _teencode().get(word, (word,))]
    if text.startswith(".."):
        return [Token(".", start, end)]
    if unicodedata.category(text[0]) in ("So", "Sk", "Cn", "Mn", "Cf"):
        return []  # a picture that says nothing of the work
    number = "".join(text.split())
    return [Token(number or text, start, end, _number_kind(number))]


def _number_kind(text: str) -> str:
    if not text or not text[0].isdigit():
        return ""
    if text.endswith("%"):
        return "pct"
    slashes = text.count("/")
    return ("num", "frac", "date")[min(slashes, 2)] if "-" not in text else "date"


def is_typed_with_marks(message: str) -> bool:
    """Whether the writer uses Vietnamese letters, so that a bare word is meant as it stands."""
    words = [word for word in message.split() if any(sign.isalpha() for sign in word)]
    marked = sum(has_marks(word) for word in words)
    return _MARKED_SHARE * marked >= len(words) > 0
