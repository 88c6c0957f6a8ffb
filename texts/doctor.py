"""The words of `nhacviec doctor`: what was found in an installation, and how to mend it."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from plan.hours import local
from texts.dates import full_day, hour

MINUTE, HOUR, DAY = 60, 3600, 86400
STEP = 1024


@cache
def _words() -> dict[str, dict[str, str]]:
    text = files("texts").joinpath("vi", "doctor.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text))


def area_words(area: str) -> str:
    """Name a part of the installation."""
    return _words()["area"][area]


def level_words(level: str) -> str:
    """Say in a word how a part stands."""
    return _words()["level"][level]


def found_words(code: str, values: Mapping[str, object]) -> str:
    """Say what was found."""
    return _words()["found"][code].format(**_said(values))


def mend_words(code: str, values: Mapping[str, object]) -> str:
    """Say what to do, empty where nothing is to be done."""
    return _words()["mend"].get(code, "").format(**_said(values))


def last_words(troubles: int) -> str:
    """Say how the whole stands."""
    words = _words()["last"]
    return words["troubles"].format(count=troubles) if troubles else words["fine"]


def in_bytes(size: int) -> str:
    """Write a size: "12 MB"."""
    for unit in ("B", "KB", "MB"):
        if size < STEP:
            return f"{size} {unit}"
        size //= STEP
    return f"{size} GB"


def _said(values: Mapping[str, object]) -> dict[str, object]:
    return {name: _value(value) for name, value in values.items()}


def _value(value: object) -> object:
    if isinstance(value, datetime):
        at = local(value)
        return f"{hour(at)} {full_day(at.date())}"
    if isinstance(value, timedelta):
        return _span(int(abs(value).total_seconds()))
    return value


def _span(seconds: int) -> str:
    words = _words()["span"]
    for name, size in (("days", DAY), ("hours", HOUR), ("minutes", MINUTE)):
        if seconds >= 2 * size:
            return words[name].format(count=seconds // size)
    return words["seconds"].format(count=seconds)
