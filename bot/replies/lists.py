"""Plain lists of the TOML files, asked word by word."""

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


def phrase_at(tokens: list[Token], place: int, section: str, key: str, book: str = "words") -> int:
    """Give how many tokens from `place` on make the longest phrase of a list; 0 for none."""
    known = words(section, key, book)
    for size in range(_LONGEST_PHRASE, 0, -1):
        said = " ".join(token.text for token in tokens[place : place + size])
        if place + size <= len(tokens) and said in known:
            return size
    return 0


def is_word(tokens: list[Token], place: int, section: str, key: str) -> bool:
    """Whether the token there, if any, is a word of a list."""
    return 0 <= place < len(tokens) and tokens[place].text in words(section, key)
