"""Plain lists of the TOML files, asked word by word."""

from collections.abc import Mapping
from functools import cache

from bot.replies.tables import table
from bot.replies.tokens import Token, settle_tone
from plan.folding import fold

_LONGEST_PHRASE = 4


@cache
def words(section: str, key: str, book: str = "words") -> frozenset[str]:
    """Give a list with each word as tokens write it, and without marks."""
    spelt = [" ".join(map(settle_tone, word.split())) for word in table(book)[section][key]]
    return frozenset((*spelt, *map(fold, spelt)))


@cache
def exact(section: str, key: str) -> frozenset[str]:
    """Give a list as it is written, so that a word without marks is not in it."""
    return frozenset(settle_tone(word) for word in table("words")[section][key])


@cache
def _phrases(section: str, key: str, book: str) -> Mapping[str, list[list[str]]]:
    """Give a list's phrases, word by word, under their bare forms."""
    found: dict[str, list[list[str]]] = {}
    for phrase in table(book)[section][key]:
        spelt = [settle_tone(word) for word in phrase.split()]
        found.setdefault(" ".join(map(fold, spelt)), []).append(spelt)
    return found


def phrase_at(tokens: list[Token], place: int, section: str, key: str, book: str = "words") -> int:
    """Give how many tokens from `place` on make the longest phrase of a list; 0 for none.

    Each word counts with its marks or without any, whatever its neighbours do.
    """
    known = _phrases(section, key, book)
    for size in range(min(_LONGEST_PHRASE, len(tokens) - place), 0, -1):
        said = [token.text for token in tokens[place : place + size]]
        for phrase in known.get(" ".join(map(fold, said)), ()):
            pairs = zip(said, phrase, strict=True)
            if all(word in (spelt, fold(spelt)) for word, spelt in pairs):
                return size
    return 0


def is_word(tokens: list[Token], place: int, section: str, key: str) -> bool:
    """Whether the token there, if any, is a word of a list."""
    return 0 <= place < len(tokens) and tokens[place].text in words(section, key)
