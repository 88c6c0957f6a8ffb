"""The other word lists of an owner cell (words.toml), as trees of phrases."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from plan.folding import fold, has_marks
from plan.owners.model import Part
from plan.owners.roles import load_table
from plan.owners.tokens import Phrases, Token, phrases_of


class PartWord(Struct, frozen=True):
    """A word that says what an owner does.

    `prefix` words stand before their owners only; `closing` ones end a clause without changing
    whose part is whose; `asked` and `vague` ones leave a question.
    """

    part: Part
    prefix: bool = False
    asked: bool = False
    vague: bool = False
    closing: bool = False


@cache
def table() -> Mapping[str, Any]:
    """Give words.toml as it is written."""
    return load_table("words.toml")


@cache
def part_phrases() -> Phrases[PartWord]:
    """Give the tree of words that say what an owner does."""
    return phrases_of(_part_words(), strict=True)


def _part_words() -> Iterator[tuple[str, PartWord]]:
    closing = {fold(word) for word in table()["clause"]["closing"]}
    for name, row in table()["parts"].items():
        vague = {fold(word) for word in row.get("vague", ())}
        for column in ("infix", "prefix", "asked"):
            for phrase in row.get(column, ()):
                yield (
                    phrase,
                    PartWord(
                        Part(name),
                        prefix=column == "prefix",
                        asked=column == "asked",
                        vague=fold(phrase) in vague,
                        closing=fold(phrase) in closing,
                    ),
                )


@cache
def other_phrases(section: str, key: str) -> Phrases[bool]:
    """Give the tree of one plain list."""
    return phrases_of(((phrase, True) for phrase in table()[section][key]), strict=True)


@cache
def subject_phrases() -> Phrases[str]:
    """Give the tree of subjects, each with its name as it should be written."""
    return phrases_of((name, name) for name in table()["unit"]["subjects"])


@cache
def _written(section: str, key: str) -> Mapping[str, frozenset[str]]:
    spelt: dict[str, set[str]] = {}
    for word in table()[section][key]:
        spelt.setdefault(fold(word), set()).add(word.casefold())
    return {folded: frozenset(words) for folded, words in spelt.items()}


def is_spelt(token: Token, section: str, key: str) -> bool:
    """Whether a token is in the list, with the very marks of the list or with none at all."""
    words = _written(section, key).get(token.folded)
    if words is None:
        return False
    return token.text.casefold() in words or not has_marks(token.text)
