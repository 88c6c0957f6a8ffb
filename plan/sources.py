"""Where money comes from: one name for the many ways a source is written."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from plan.folding import fold


def source_name(text: str) -> str:
    """Give the one name of a source, as it was written where it is none we know."""
    folded = " ".join(fold(text).split())
    return _known().get(folded, " ".join(text.split()))


def same_source(one: str, other: str) -> bool:
    """Whether two texts name one source."""
    return fold(source_name(one)) == fold(source_name(other))


def is_known(text: str) -> bool:
    """Whether a text is a source that schools write."""
    return " ".join(fold(text).split()) in _known()


def split_source(text: str) -> tuple[str, str]:
    """Split "mua cây nguồn XHH" into what was bought and the source; empty where not said.

    Without a word for it, a text that is itself a known source is one.
    """
    words = text.split()
    for length in (2, 1):
        for place in range(len(words) - length, -1, -1):
            said = fold(" ".join(words[place : place + length]))
            if said in _before() and place + length < len(words):
                return _tidy(words[:place]), _tidy(words[place + length :])
    return ("", _tidy(words)) if is_known(text) else (_tidy(words), "")


def _tidy(words: list[str]) -> str:
    return " ".join(words).strip(" ,.;:-")


@cache
def _table() -> Mapping[str, Any]:
    text = files("plan").joinpath("sources.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _known() -> Mapping[str, str]:
    groups = _table()["groups"].values()
    return {fold(word): group[0] for group in groups for word in group}


@cache
def _before() -> frozenset[str]:
    return frozenset(fold(word) for word in _table()["words"]["before"])
