"""Keeps libraries from logging addresses of calls, which hold a bot's token."""

import logging

# Below warning these write URLs, and the texts of messages.
_TALKATIVE = ("httpx", "telegram.Bot")


def _is_warning(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING


def hush() -> None:
    """Let these loggers pass only warnings, whatever level somebody sets later."""
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        if _is_warning not in logger.filters:
            logger.addFilter(_is_warning)
