"""The short words of buttons and of what repeats in many messages."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _labels() -> dict[str, str]:
    text = files("texts").joinpath("vi", "labels.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text))


def label(code: str, /, **values: object) -> str:
    """Give the words of a code; raises KeyError for one that has none."""
    return _labels()[code].format(**values)


def maybe_label(code: str) -> str:
    """Give the words of a code, empty for one that has none."""
    return _labels().get(code, "")


def deed_name(code: str) -> str:
    """Give what somebody did, as a history says it."""
    return _labels().get(f"history_{code}", label("history_other"))


def undone(code: str) -> str:
    """Give what somebody did, as what was taken back."""
    return _labels().get(f"undone_{code}", label("undone_other", deed=deed_name(code)))


def place_name(channel: str) -> str:
    """Give from where somebody did something."""
    return _labels().get(f"from_{channel}", label("from_other"))
