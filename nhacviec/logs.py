"""Logs as lines on standard error, without tokens and without people's words."""

import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterable, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import structlog
from pydantic import SecretStr

from nhacviec.settings import Settings

Event = MutableMapping[str, Any]

HIDDEN = "[hidden]"
# What holds people's words or secrets by its very name, wherever it comes from.
PRIVATE = frozenset(
    {
        "authorization",
        "caption",
        "chat",
        "content",
        "full_name",
        "name",
        "password",
        "payload",
        "person",
        "phone",
        "proxy",
        "raw",
        "secret",
        "text",
        "title",
        "token",
        "url",
        "words",
    }
)
# A bot's token, also inside an address, and whoever signs in within one.
TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{10,}|(?<=://)[^/@\s]+(?=@)")
# What a platform quotes of a message it refuses.
QUOTED = re.compile(r'"[^"]*"|«[^»]*»')
# Our codes, paths and numbers have no such letters; people's words do.
LETTERS = re.compile(r"[^\W\d_a-zA-Z]")
FRAMES = 8
# Secrets that came to be known after the logs were set up: opened in the database.
_opened: set[str] = set()

_log = structlog.get_logger(__name__)


def configure_logs(settings: Settings) -> None:
    """Set up structlog, the libraries' own logging, and what is said of a crash."""
    number = logging.getLevelNamesMapping()[settings.log_level]
    as_json = settings.log_format == "json"
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            without_words,
            Redactor(secrets_of(settings)),
            structlog.processors.JSONRenderer()
            if as_json
            else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(
        level=max(number, logging.WARNING), handlers=[LibraryHandler()], force=True
    )
    logging.captureWarnings(capture=True)
    sys.excepthook = _crashed
    threading.excepthook = lambda crash: _log.critical("thread_crashed", exc_info=crash.exc_value)
    sys.unraisablehook = lambda failed: _log.error("unraisable", exc_info=failed.exc_value)


def secrets_of(settings: Settings) -> frozenset[str]:
    """List the values of the settings that no log may hold."""
    values = [getattr(settings, name) for name in type(settings).model_fields]
    secret = [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
    # Several tokens may stand in one setting.
    found = {part for whole in secret for part in (whole, *re.split(r"[,\s]+", whole))}
    found.add(urlsplit(settings.database_url).password or "")
    return frozenset(found - {""})


def hide(secrets: Iterable[str]) -> None:
    """Let no line of a log show these from now on, whoever set the logs up and when."""
    _opened.update(secret for secret in secrets if secret)


class Redactor:
    """A processor that hides secrets by their value and by their look, and words by their key."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = tuple(sorted(secrets, key=len, reverse=True))

    def __call__(self, _logger: Any, _method: str, event: Event) -> Event:
        """Give the event with everything private replaced."""
        return {
            key: HIDDEN if key in PRIVATE else self._clean(value) for key, value in event.items()
        }

    def _clean(self, value: object) -> object:
        if isinstance(value, bool | int | float) or value is None:
            return value
        if isinstance(value, list | tuple | set | frozenset):
            return [self._clean(one) for one in value]
        if isinstance(value, dict):
            return self(None, "", value)
        text = str(value)
        for secret in (*self._secrets, *tuple(_opened)):
            text = text.replace(secret, HIDDEN)
        text = QUOTED.sub(HIDDEN, TOKEN.sub(HIDDEN, text))
        return HIDDEN if LETTERS.search(text) else text


def without_words(_logger: Any, _method: str, event: Event) -> Event:
    """Replace an exception by its kind and the places it passed through.

    Its own words may quote a message, a row or an address.
    """
    asked = event.pop("exc_info", None)
    error = sys.exc_info()[1] if asked is True else asked
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        cause = error.__cause__ or error.__context__
        if cause is not None:
            event["cause"] = type(cause).__name__
        frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
        event["where"] = [f"{_short(f.filename)}:{f.lineno} {f.name}" for f in frames]
    return event


class LibraryHandler(logging.Handler):
    """Says that a library said something, and where in it: what it said may be anybody's words."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line of the library's name and place."""
        error = record.exc_info[1] if record.exc_info else None
        place = f"{_short(record.pathname)}:{record.lineno} {record.funcName}"
        event = {"logger": record.name, "at": place, "exc_info": error}
        _log.log(min(record.levelno, logging.CRITICAL), "library", **event)


def _short(path: str) -> str:
    return "/".join(Path(path).parts[-2:])


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        _log.critical("crashed", exc_info=error)
