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


def is_made_of(text: str, kind: str) -> bool:
    """Whether a text is nothing but words of a list: "dạ vâng"."""
    said = " ".join(fold(text).split())
    for word in sorted(folded(kind), key=len, reverse=True):
        if said == word or (said.startswith(f"{word} ") and is_made_of(said[len(word) :], kind)):
            return True
    return False


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
    while (rest := without_first(said, "before_asked")) != said:
        said = rest
    heads = ((kind, word) for kind in ("asks_who", "asks_which") for word in words(kind))
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
    while (rest := _without_last(said, "after_asked")) != said:
        said = rest
    return said


def _begins(text: str, word: str) -> bool:
    rest = text[len(word) :]
    return fold(text[: len(word)]) == fold(word) and bool(rest) and not rest[0].isalnum()


def _without_last(text: str, kind: str) -> str:
    found = next((word for word in words(kind) if fold(text).endswith(f" {fold(word)}")), "")
    return text[: len(text) - len(found)].rstrip()


def _dropped(text: str, word: str) -> str:
    if fold(text).endswith(" " + fold(word)):
        text = text[: -len(word) - 1]
    if fold(text).startswith(fold(word) + " "):
        text = text[len(word) + 1 :]
    return text.strip(" .!,")
