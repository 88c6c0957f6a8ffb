"""The short words of answers and commands, as lists that anybody may extend."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from plan.folding import fold


@cache
def words(kind: str) -> tuple[str, ...]:
    """Give a list of words.toml as written."""
    text = files("bot").joinpath("words.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)[kind])


@cache
def folded(kind: str) -> frozenset[str]:
    """Give a list of words.toml without case and marks."""
    return frozenset(fold(word) for word in words(kind))


def is_one_of(text: str, kind: str) -> bool:
    """Whether a text is one of the words of a list, marks and case apart."""
    return " ".join(fold(text).split()) in folded(kind)


def split_names(text: str) -> list[str]:
    """Split "cô Lan, thầy Hùng và cô Mai" into its names."""
    joined = "|".join(re.escape(word) for word in words("and"))
    parts = re.split(rf",|\s(?:{joined})\s", text, flags=re.IGNORECASE)
    return [part.strip() for part in parts if part.strip()]


def without_politeness(text: str) -> str:
    """Drop what is only polite at both ends of a command."""
    return without_ends(text, "polite")


def without_ends(text: str, kind: str) -> str:
    """Drop the words of a list, and signs, at both ends of a text; never all of it."""
    said = text.strip(" .!,\n")
    while True:
        rest = said
        for word in words(kind):
            rest = _dropped(rest, word)
        if rest == said or not rest:
            return said
        said = rest


def _dropped(text: str, word: str) -> str:
    if fold(text).endswith(" " + fold(word)):
        text = text[: -len(word) - 1]
    if fold(text).startswith(fold(word) + " "):
        text = text[len(word) + 1 :]
    return text.strip(" .!,")
