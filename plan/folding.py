"""Folding of Vietnamese text: how a word looks once case and marks no longer matter."""

import unicodedata
from functools import lru_cache

# Letters that carry their mark in the letter itself, so that NFD leaves them whole; and the marks
# that NFD sets apart, all but one that joins letters.
_BARE = str.maketrans({"đ": "d", "ð": "d"}) | dict.fromkeys({*range(0x300, 0x370)} - {0x34F})
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0f"))


def compose(text: str) -> str:
    """Give the text in NFC, without the invisible signs that word processors leave behind."""
    return unicodedata.normalize("NFC", text.translate(_INVISIBLE))


def fold(text: str) -> str:
    """Give the text in lower case without marks: two spellings of one word become equal."""
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFD", text).casefold().translate(_BARE)
    if lowered.isascii():
        return lowered
    return "".join(sign for sign in lowered if not unicodedata.combining(sign))


@lru_cache(maxsize=4096)
def fold_word(word: str) -> str:
    """Fold one word; a plan of thousands of rows has a few thousand of them, again and again."""
    return fold(word)


def has_marks(text: str) -> bool:
    """Whether the writer typed Vietnamese letters, and not their bare Latin stand-ins."""
    return fold(text) != unicodedata.normalize("NFC", text).casefold()


def fold_aligned(text: str) -> str:
    """Fold NFC text sign by sign, so that places in it are places in the original."""
    return "".join((fold_word(sign) or " ")[0] for sign in text)
