r"""Phrase patterns: a small language over tokens, and the labels that its rules leave behind.

A pattern is words with blanks between. `{class}` is any word or phrase of a list; `[a|b c]` one of
several; `?` after either makes it optional, `*` any number of it; `_` is any one word, `..` up to
three, `...` up to seven (as few as will do, at the end of a pattern as many); `^` and `$` are the
start and the end of a clause. A word with marks is met by itself and, in a message typed without
them, by its bare form; `!word` only with its marks. What stands before `~` is looked for and left
alone.
`@label` is a label left by an earlier rule; `#num`, `#pct`, `#frac`, `#date` a number. Rules run
in order, and what one has labelled is no longer words for the next; a label that begins with "_"
takes its words away.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from msgspec import Struct

from bot.replies.tables import table
from bot.replies.tokens import Token, settle_tone
from plan.folding import fold

_ANY = r"<[^<>@|][^<>|]*>"
_SHORT_GAP, _LONG_GAP = f"(?:{_ANY}){{0,3}}?", f"(?:{_ANY}){{0,7}}?"
_PIECE = re.compile(
    r"\{(?P<list>\w+)\}|\[(?P<choice>[^\]]+)\]|(?P<gap>\.{2,3})|(?P<word>[^\s\[\]{}]+)"
)
_EDGE = "<|>"
_KEPT = "(?:)"  # an empty group marks where the label begins
_RESERVED = frozenset("<>|")
_SIGNS = {"^": r"(?<=\|>)", "$": r"(?=<[^<>]*\|>)", "_": _ANY, "~": _KEPT}


class Label(Struct, frozen=True):
    """A phrase that was understood: its name and the tokens it covers."""

    name: str
    first: int
    last: int


class Rule(Struct, frozen=True):
    """All patterns of one label; the longest that holds at a place counts."""

    label: str
    patterns: tuple[str, ...]

    def search(self, text: str, start: int) -> tuple[int, int] | None:
        """Give the first and last place of the words to be labelled."""
        found = _compiled(_one_of(self.patterns)).search(text, start)
        if found is None:
            return None
        spans = [
            (match.end("kept"), match.end())
            for pattern in self.patterns
            if (match := _alone(pattern).match(text, found.start()))
        ]
        best = max(spans, key=lambda span: span[1] - span[0])
        return best if best[0] < best[1] else None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _alone(pattern: str) -> re.Pattern[str]:
    """Compile one pattern so that what is left alone before the label ends the group "kept"."""
    before, _, after = pattern.rpartition(_KEPT)
    return re.compile(f"(?P<kept>{before}){after}")


@cache
def _lists(*, lenient: bool) -> Mapping[str, str]:
    made: dict[str, str] = {}
    for name, phrases in table("words")["lists"].items():
        made[name] = _one_of([_pattern(phrase, made, lenient=lenient) for phrase in phrases])
    return made


def _one_of(patterns: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(patterns, key=len, reverse=True)) + ")"


def _word(word: str, *, lenient: bool) -> str:
    if word in _SIGNS:
        return _SIGNS[word]
    if word[0] in "@#":
        return f"<{re.escape(word)}[^<>]*>"
    if word.isdigit():
        return f"<#num {word}>"
    exact = settle_tone(word.removeprefix("!"))
    bare = fold(exact)
    if exact == bare or word.startswith("!") or not lenient:
        return f"<{re.escape(exact)}>"
    return f"<(?:{re.escape(exact)}|{re.escape(bare)})>"


def _pattern(phrase: str, lists: Mapping[str, str], *, lenient: bool) -> str:
    made = []
    place = 0
    while place < len(phrase):
        found = _PIECE.search(phrase, place)
        if found is None:
            break
        place = found.end()
        piece, mark = _piece(found, lists, lenient=lenient)
        if found["gap"] and place == len(phrase):
            piece = piece.removesuffix("?")
        if place < len(phrase) and phrase[place] in "?*" and found["word"] is None:
            mark, place = phrase[place], place + 1
        made.append(f"(?:{piece}){mark}+" if mark else piece)
    return "".join(made)


def _piece(found: re.Match[str], lists: Mapping[str, str], *, lenient: bool) -> tuple[str, str]:
    if found["list"]:
        return lists[found["list"]], ""
    if found["choice"]:
        return _one_of(
            _pattern(choice, lists, lenient=lenient) for choice in found["choice"].split("|")
        ), ""
    if found["gap"]:
        return (_SHORT_GAP if found["gap"] == ".." else _LONG_GAP), ""
    word, mark = found["word"], ""
    if len(word) > 1 and word[-1] in "?*":
        word, mark = word[:-1], word[-1]
    return _word(word, lenient=lenient), mark


@cache
def rules(name: str, *, lenient: bool) -> tuple[Rule, ...]:
    """Compile one file of rules, in its order; lenient ones meet words typed without marks."""
    return tuple(
        Rule(
            row["label"],
            tuple(
                _pattern(phrase, _lists(lenient=lenient), lenient=lenient)
                for phrase in (*row["patterns"], *(row.get("bare", ()) if lenient else ()))
            ),
        )
        for row in table(name)["rules"]
    )


def compile_rules() -> Iterator[str]:
    """Compile what replies are read by, a rule at a time; gives the label of each.

    Else the first reply waits half a second for it, and on SQLite everybody with it.
    """
    for lenient in (False, True):
        for rule in rules("rules", lenient=lenient):
            _compiled(_one_of(rule.patterns))
            yield rule.label


class Stream:
    """The tokens of a clause as one string in which rules find phrases and leave labels."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._cells = [self._cell(token) for token in tokens]
        self._spans = [(place, place) for place in range(len(tokens))]
        self.labels: list[Label] = []

    @staticmethod
    def _cell(token: Token) -> str:
        if token.is_break:
            return f"<{token.text}|>"
        if token.kind:
            return f"<#{token.kind} {token.text}>"
        return f"<{token.text}>" if token.text not in _RESERVED else "<_>"

    def apply(self, rule: Rule) -> None:
        """Label every place where the rule's patterns hold, from left to right."""
        start = 0
        while True:
            text, offsets = self._text()
            if start >= len(self._cells):
                return
            found = rule.search(text, offsets[start] if start else 0)
            if found is None:
                return
            first = bisect_left(offsets, found[0])
            last = bisect_left(offsets, found[1]) - 1
            if rule.label.startswith("_"):
                del self._cells[first : last + 1], self._spans[first : last + 1]
                start = first
            else:
                self._replace(first, last, rule.label)
                start = first + 1

    def _text(self) -> tuple[str, list[int]]:
        offsets, place = [], len(_EDGE)
        for cell in self._cells:
            offsets.append(place)
            place += len(cell)
        return _EDGE + "".join(self._cells) + _EDGE, offsets

    def _replace(self, first: int, last: int, label: str) -> None:
        span = (self._spans[first][0], self._spans[last][1])
        self.labels.append(Label(label, *span))
        self._cells[first : last + 1] = [f"<@{label}>"]
        self._spans[first : last + 1] = [span]

    def words_left(self) -> list[int]:
        """Give the places of the word tokens that no rule has labelled."""
        return [
            span[0]
            for cell, span in zip(self._cells, self._spans, strict=True)
            if cell[1].isalpha()
        ]
