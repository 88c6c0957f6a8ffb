"""Logs as JSON lines on standard error, without tokens and without people's words."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

# Of an exception only where it came from is told: its text may quote a message or an address.
Event = MutableMapping[str, Any]


def configure_logs(level: str) -> None:
    """Set up structlog and the libraries' own logging."""
    number = logging.getLevelNamesMapping()[level]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            _without_words,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=max(number, logging.WARNING), stream=sys.stderr, format="%(name)s")


def _without_words(_logger: Any, _method: str, event: Event) -> Event:
    """Replace an exception by its kind and the places it passed through."""
    asked = event.pop("exc_info", None)
    error = sys.exc_info()[1] if asked is True else asked
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        frames = traceback.extract_tb(error.__traceback__)
        event["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
    return event
