"""The words of pictures and documents, by their codes; their layouts lie in texts/vi/papers/."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _words() -> dict[str, Any]:
    text = files("texts").joinpath("vi", "papers.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text))


def paper_word(code: str, /, **values: object) -> str:
    """Give the words of "group.name"; raises KeyError for a code that has none."""
    group, _, name = code.partition(".")
    found: str = _words()[group][name]
    return found.format(**values)
