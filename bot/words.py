"""The short words of answers and commands, as lists that anybody may extend."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from plan.folding import compose, fold, fold_word

# What is longer is no command and no answer: a pasted list, a plan, a flood.
LONGEST = 400
_WORDS = re.compile(r"\w+")
# Lists of what is asked about; the first word of each is how the command table says it.
_ASKED = ("asks_who", "asks_which", "asks_evidence")


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


def is_made_of(text: str, *kinds: str) -> bool:
    """Whether a text is nothing but words of some lists: "dạ vâng"."""
    said = fold(text[: LONGEST + 1]).split()
    phrases = [phrase.split() for kind in kinds for phrase in folded(kind)]
    # Up to where the words before are all of the list, in whatever way.
    reached = {0}
    for place in range(len(said)):
        if place in reached:
            ends = (place + len(one) for one in phrases if said[place : place + len(one)] == one)
            reached |= set(ends)
    return bool(said) and len(said) in reached


def words_in(text: str) -> list[str]:
    """List the words of a text, without marks, case and signs."""
    return _WORDS.findall(fold(text))


def has_any(text: str, kind: str) -> bool:
    """Whether words of a list stand anywhere in a text, marks, case and signs apart."""
    said = f" {' '.join(words_in(text))} "
    return any(f" {words} " in said for words in folded(kind))


def behind(before: str, kind: str) -> tuple[str, ...]:
    """Give the phrases of a list, alone and behind each of another: "chết em nhầm"."""
    return (*words(kind), *(f"{b} {one}" for b in words(before) for one in words(kind)))


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
    while len(said) <= LONGEST:
        rest = said
        for word in words(kind):
            rest = _dropped(rest, word)
        if rest == said or not rest:
            break
        said = rest
    return said


def without_first(text: str, kind: str) -> str:
    """Drop the first word of a text where it is one of a list."""
    found = next((word for word in words(kind) if _begins(text, word)), "")
    return text[len(found) :].lstrip(" :")


def as_asked(text: str) -> str:
    """Word what is asked about people or tasks as the command table does.

    "còn những thầy cô nào chưa nộp không" is "ai chưa nộp", "xem các việc đang trễ" "việc trễ";
    any other text stays as it is.
    """
    said = text.rstrip("?？ ")
    if len(said) > LONGEST:
        return text
    while (rest := without_first(said, "before_asked")) != said:
        said = rest
    heads = ((kind, word) for kind in _ASKED for word in words(kind))
    named = ((k, word) for k, word in heads if _begins(said, word) or fold(said) == fold(word))
    kind, head = next(named, ("", ""))
    if not head:
        return text
    about = (w for w in said[len(head) :].split() if fold(w) not in folded("inside_asked"))
    said = " ".join([words(kind)[0], *about])
    return as_ended(said)


def as_ended(text: str) -> str:
    """Drop what only ends a question: "không", "vậy"."""
    said = text.rstrip("?？ ")
    while len(said) <= LONGEST and (rest := _without_last(said, "after_asked")) != said:
        said = rest
    return said


def is_whole(rest: str, said: str) -> bool:
    """Whether what is asked about is all of a line: the row's form is "…" alone."""
    return rest == as_ended(said)


def _begins(text: str, word: str) -> bool:
    rest = text[len(word) :]
    return fold(text[: len(word)]) == fold_word(word) and bool(rest) and not rest[0].isalnum()


def _without_last(text: str, kind: str) -> str:
    said = fold(text)
    found = next((word for word in words(kind) if said.endswith(f" {fold_word(word)}")), "")
    return text[: len(text) - len(found)].rstrip()


def _dropped(text: str, word: str) -> str:
    size = len(word)
    if fold(text).endswith(" " + fold_word(word)) and not is_another_word(text[-size:], word):
        text = text[: -size - 1]
    if fold(text).startswith(fold_word(word) + " ") and not is_another_word(text[:size], word):
        text = text[size + 1 :]
    return text.strip(" .!,")


def is_another_word(said: str, phrase: str) -> bool:
    """Whether one syllable typed with its marks is another word: "mới mua" is no "mời"."""
    if " " in phrase or said.isascii():
        return False
    return compose(said).casefold() != compose(phrase).casefold()
