"""What an answer of Zalo, or its silence, proves about the call."""

from collections.abc import Awaitable
from typing import Any, TypeVar

from bot.channels.errors import (
    ChannelDownError,
    ChannelError,
    ChannelRefusedError,
    TokenRefusedError,
)
from bot.channels.zalo_wire import NoAnswerError, NotSentError, RefusedError
from followup.ports import Failed, NotYet, Outcome, Sent, Unknown

UNAUTHORIZED, FORBIDDEN, NOT_FOUND = 401, 403, 404
REQUEST_TIMEOUT, TOO_MANY = 408, 429
# Zalo gives 403 both to who may not and, by its own list of codes, to an error inside.
_INTERNAL = "internal"

_RECONNECT_SECONDS = 5.0
_TOKEN_SECONDS = 300.0  # a refused token needs a person; the queue must not burn meanwhile
_OTHER_SECONDS = 30.0
# Zalo names no time to wait: longer each time, up to an hour.
_FLOOD_SECONDS = (30.0, 60.0, 300.0, 900.0, 3600.0)

T = TypeVar("T")


class Patience:
    """How long to wait after a 429, which says nothing of it: longer while they go on."""

    def __init__(self) -> None:
        self._refused = 0

    def took(self) -> None:
        """Note that a message was taken."""
        self._refused = 0

    def wait(self) -> float:
        """Give the seconds to wait now, and more the next time."""
        step = min(self._refused, len(_FLOOD_SECONDS) - 1)
        self._refused += 1
        return _FLOOD_SECONDS[step]


async def outcome_of(doing: Awaitable[Any], patience: Patience) -> Outcome:
    """Do one call that sends, and say what it proves."""
    try:
        done = await doing
    except NotSentError as error:
        return NotYet(_RECONNECT_SECONDS, str(error))
    except RefusedError as error:
        return _refused(error, patience)
    except NoAnswerError as error:
        return Unknown(str(error))
    patience.took()
    message_id = done.get("message_id") if isinstance(done, dict) else None
    return Sent(message_id if isinstance(message_id, str) else "")


def _refused(error: RefusedError, patience: Patience) -> Outcome:
    if error.code == TOO_MANY:
        return NotYet(patience.wait(), error.description)
    if error.code == REQUEST_TIMEOUT:
        return Unknown(error.description)
    if not error.by_zalo:
        return NotYet(_OTHER_SECONDS, f"{error.description}, not from Zalo")
    if error.code == UNAUTHORIZED:
        return NotYet(_TOKEN_SECONDS, "token refused")
    if error.code == FORBIDDEN and _INTERNAL in error.description.lower():
        return Unknown(error.description)
    return Failed(error.description, blocked=error.code == FORBIDDEN)


async def checked(doing: Awaitable[T]) -> T:
    """Do one call that sends no message; what it raises knows nothing of the URL."""
    try:
        return await doing
    except RefusedError as error:
        failure = _failure(error)
    except (NotSentError, NoAnswerError) as error:
        failure = ChannelDownError(str(error), _RECONNECT_SECONDS)
    raise failure


def _failure(error: RefusedError) -> ChannelError:
    is_internal = error.code == FORBIDDEN and _INTERNAL in error.description.lower()
    if error.code in {REQUEST_TIMEOUT, TOO_MANY} or not error.by_zalo or is_internal:
        return ChannelDownError(error.description, _OTHER_SECONDS)
    if error.code == UNAUTHORIZED:
        return TokenRefusedError(error.description)
    return ChannelRefusedError(error.description)
