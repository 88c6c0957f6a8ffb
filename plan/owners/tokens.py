"""Tokens of an owner cell, and a tree of phrases to find among them."""

import re
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from msgspec import Struct

from plan.folding import compose, fold_word, has_marks

T = TypeVar("T")
NEWLINE = "\n"
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("–—−‐‑", "-"),  # the dashes that offices type
        **dict.fromkeys("\u00a0\u2007\u202f\t", " "),
        **dict.fromkeys("\r\v\f\u2028\u2029", NEWLINE),
        "’": "'",
        "；": ";",  # full-width signs come out of PDF files
        "，": ",",
        "：": ":",
    }
)
_TOKEN = re.compile(r"\n|\d+(?=[^\W\d_]{2,}(?!\w))|[^\W_]+(?:'[^\W_]+)?|\S")
_NUMBER_FOR_LETTER = re.compile(r"(?<=[^\W\d_])0(?=[^\W\d_])")


class Token(Struct, frozen=True):
    """A word, number or sign, with its place in the tidied text."""

    text: str
    folded: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it holds a letter first."""
        return self.text[0].isalpha()

    @property
    def is_capital(self) -> bool:
        """Whether it opens with a capital letter, as names do."""
        return self.text[0].isupper()


def tidy(text: str) -> str:
    """Give the text composed, with one kind of dash, blank and line break."""
    return _NUMBER_FOR_LETTER.sub("o", compose(text).translate(_SIGNS))


def tokenise(text: str) -> list[Token]:
    """Cut tidied text into tokens; blanks vanish, line breaks stay."""
    return [
        Token(found[0], fold_word(found[0]), found.start(), found.end())
        for found in _TOKEN.finditer(text)
    ]


class Found(Struct, Generic[T], frozen=True):
    """A phrase found: its value, where it ends, and how many words it has."""

    value: T
    end: int
    words: int


class Phrases(Generic[T]):
    """A tree of folded phrases, each with a value; the longest one at a place is found.

    Dots and line breaks inside a phrase do not count: "P. Hiệu trưởng" and a wrapped cell are
    read like the plain words. A strict tree takes a phrase of one word only with the very marks
    of the list or with none: "giáo" is not "giao".
    """

    def __init__(self, *, strict: bool = False) -> None:
        self._root: dict[str, _Node[T]] = {}
        self._strict = strict

    def add(self, phrase: str, value: T) -> None:
        """Hold a phrase and, for longer ones, its form with the blanks lost; the first stays."""
        tokens = [token for token in tokenise(tidy(phrase)) if token.text != "."]
        words = [token.folded for token in tokens]
        node = self._put(words, value)
        node.spelt |= {tokens[0].text.casefold()}
        glued = "".join(words)
        if len(words) > 1 and len(glued) >= _SHORTEST_GLUED and glued.isalpha():
            self._put([glued], value)

    def opens(self, folded: str) -> bool:
        """Whether some phrase begins with this word."""
        return folded in self._root

    def _put(self, words: list[str], value: T) -> "_Node[T]":
        node: _Node[T] = _Node(self._root)
        for word in words:
            node = node.children.setdefault(word, _Node({}))
        if node.value is None:
            node.value = value
        return node

    def find(self, tokens: list[Token], start: int) -> Found[T] | None:
        """Give the longest phrase that begins at `start`."""
        best, children, words = None, self._root, 0
        for place in range(start, len(tokens)):
            token = tokens[place]
            if words and token.text in (".", NEWLINE):
                continue
            node = children.get(token.folded)
            if node is None:
                break
            words += 1
            children = node.children
            if node.value is not None and (words > 1 or self._is_spelt(token, node)):
                best = Found(node.value, place + 1, words)
        return best

    def _is_spelt(self, token: Token, node: "_Node[T]") -> bool:
        if not self._strict or not has_marks(token.text):
            return True
        return token.text.casefold() in node.spelt

    def find_misspelt(self, tokens: list[Token], start: int) -> Found[T] | None:
        """Give a phrase of two words or more in which one word lacks, swaps or adds a letter."""
        best: Found[T] | None = None
        for found in self._misspelt(tokens, start, self._root, letters=0):
            if found.words > (best.words if best else 1):
                best = found
        return best

    def _misspelt(
        self, tokens: list[Token], start: int, children: "dict[str, _Node[T]]", letters: int
    ) -> Iterator[Found[T]]:
        if start >= len(tokens) or not tokens[start].is_word:
            return
        word = tokens[start].folded
        for known, node in children.items():
            if len(known) >= _SHORTEST_MISSPELT and differ_by_one(known, word):
                yield from self._exact(tokens, start + 1, node, letters + len(known))
        if word in children:
            yield from (
                Found(found.value, found.end, found.words + 1)
                for found in self._misspelt(
                    tokens, start + 1, children[word].children, letters + len(word)
                )
            )

    def _exact(
        self, tokens: list[Token], start: int, node: "_Node[T]", letters: int
    ) -> Iterator[Found[T]]:
        words = 1
        while True:
            if node.value is not None and letters >= _SHORTEST_GLUED:
                yield Found(node.value, start, words)
            follower = node.children.get(tokens[start].folded) if start < len(tokens) else None
            if follower is None:
                return
            letters += len(tokens[start].folded)
            node, start, words = follower, start + 1, words + 1


class _Node(Struct, Generic[T]):
    children: "dict[str, _Node[T]]"
    value: T | None = None
    # Most have none: thousands of empty sets would be a megabyte.
    spelt: frozenset[str] = frozenset()


_SHORTEST_GLUED = 6
_SHORTEST_MISSPELT = 3


def differ_by_one(known: str, typed: str) -> bool:
    """Whether one letter was lost, added, changed or swapped with the next."""
    if known[0] != typed[0] and known[-1] != typed[-1]:
        return False  # the usual case, told at once
    if known == typed or abs(len(known) - len(typed)) > 1:
        return False
    head = next(
        (i for i, pair in enumerate(zip(known, typed, strict=False)) if pair[0] != pair[1]),
        min(len(known), len(typed)),
    )
    a, b = known[head:], typed[head:]
    swapped = len(a) == len(b) and a[:2] == b[1::-1] and a[2:] == b[2:]
    return swapped or a[1:] == b or a == b[1:] or a[1:] == b[1:]


def phrases_of(pairs: Iterable[tuple[str, T]], *, strict: bool = False) -> Phrases[T]:
    """Build the tree of many phrases."""
    tree: Phrases[T] = Phrases(strict=strict)
    for phrase, value in pairs:
        tree.add(phrase, value)
    return tree
