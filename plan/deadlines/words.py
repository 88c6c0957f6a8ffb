"""The tables of words as one tree, so that a phrase is looked up a word at a time."""

import importlib
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from msgspec import Struct

from plan.deadlines.folding import plain

# A number, taking the look-alikes l, I and O beside a digit; a word; or one sign.
TOKEN = re.compile(
    r"(?P<number>[0-9][0-9lio]*+(?![a-z])|[0-9]+|[lio]+[0-9][0-9lio]*+(?![a-z]))"
    r"|(?P<word>[a-z]+)"
    r"|(?P<sign>\n|-+>|=+>|[^\sa-z0-9])"
)

OTHER = "word"
LOADED_LATE = ("importlib.resources", "tomllib")  # on first need: they take 10 ms to load


class Meaning(Struct, frozen=True):
    """What a word is to the grammar, and its value there."""

    kind: str
    value: int


class Feast(Struct, frozen=True):
    """A named day: solar or lunar, from one day and month to another (mostly the same)."""

    is_lunar: bool
    first: tuple[int, int]
    last: tuple[int, int]


class Node:
    """One word deep in the tree: what the words so far mean, and the words that may follow."""

    __slots__ = ("forms", "meaning", "next", "spelt")

    def __init__(self) -> None:
        self.next: dict[str, Node] = {}
        self.meaning: Meaning | None = None
        # Spellings with accents that mean something else (None: nothing to do with time).
        self.forms: dict[str, Meaning | None] | None = None
        # The accented spelling of a name of several words, to tell "Tuấn Lê" from "tuần lễ".
        self.spelt: tuple[str, ...] = ()


class Names(Struct, frozen=True):
    """Words to know by sight: with their accents, and without for those who type none."""

    spelt: frozenset[str]
    plain: frozenset[str]

    def has(self, typed: str) -> bool:
        """Tell whether a word, as it was typed, is one of them."""
        word = typed.lower()
        return word in (self.plain if word.isascii() else self.spelt)


class Words(Struct, frozen=True):
    """Everything the tables say."""

    root: dict[str, Node]
    feasts: tuple[Feast, ...]
    solar: dict[tuple[int, int], int]
    topics: Names
    titles: Names
    numbered: Names
    moves: Names


@lru_cache(maxsize=1)
def words() -> Words:
    """Read the tables once, on first need."""
    tables = _table("words.toml")
    forms = tables.pop("forms")
    nouns = {
        name: Names(frozenset(row), frozenset(map(plain, row)))
        for name, row in tables.pop("nouns").items()
    }
    root = Node()
    for kind, table in tables.items():
        for value, names in table.items():
            for name in names:
                _add(root, name, Meaning(kind, int(value)))
    feasts = tuple(_feasts(root, _table("feasts.toml")))
    for word, spellings in forms.items():
        _spell(root.next.setdefault(word, Node()), spellings)
    solar = {
        feast.first: number
        for number, feast in enumerate(feasts)
        if not feast.is_lunar and feast.first == feast.last
    }
    return Words(root.next, feasts, solar, **nouns)


def _table(name: str) -> dict[str, Any]:
    resources, tomllib = map(importlib.import_module, LOADED_LATE)
    text = resources.files("plan.deadlines").joinpath(name).read_text("utf-8")
    table: dict[str, Any] = tomllib.loads(text)
    return table


def _add(root: Node, name: str, meaning: Meaning) -> None:
    node = root
    spelt = []
    for match in TOKEN.finditer(plain(name)):
        node = node.next.setdefault(match.group(), Node())
        spelt.append(name[match.start() : match.end()])
    node.meaning = meaning
    node.spelt = tuple(spelt)


def _feasts(root: Node, table: dict[str, dict[str, list[str]]]) -> Iterator[Feast]:
    number = 0
    for kind, days in table.items():
        for day, names in days.items():
            first, _, last = day.partition("-")
            yield Feast(kind == "lunar", _day(first), _day(last or first))
            for name in names:
                _add(root, name, Meaning("feast", number))
            number += 1


def _day(text: str) -> tuple[int, int]:
    day, month = text.split("/")
    return int(day), int(month)


def _spell(node: Node, spellings: list[str]) -> None:
    node.forms = {}
    for spelling in spellings:
        form, _, said = spelling.partition(" = ")
        kind, _, value = said.partition(" ")
        meaning = Meaning(kind, int(value)) if kind and kind != OTHER else None
        if form == "*":
            node.meaning = meaning
        else:
            node.forms[form] = meaning
