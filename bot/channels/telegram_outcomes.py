"""What an answer of Telegram, or its silence, proves about the call."""

from collections.abc import Awaitable
from typing import TypeVar

from telegram import Message
from telegram.error import TelegramError

from bot.channels.errors import (
    ChannelDownError,
    ChannelError,
    ChannelRefusedError,
    PollTakenError,
    TokenRefusedError,
)
from bot.channels.telegram_wire import NoAnswerError, NotSentError, RefusedError
from followup.ports import Failed, NotYet, Outcome, Sent, Target, Unknown

_BAD_REQUEST, _UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND = 400, 401, 403, 404
_CONFLICT, _TOO_LARGE, _TOO_MANY = 409, 413, 429

_RECONNECT_SECONDS = 5.0
_TOKEN_SECONDS = 300.0  # a refused token needs a person; the queue must not burn meanwhile
_OTHER_SECONDS = 30.0
# A group may get 20 messages a minute, so a longer penalty is about more than that group.
_GROUP_WINDOW_SECONDS = 60

T = TypeVar("T")


async def outcome_of(doing: Awaitable[Message | bool], target: Target) -> Outcome:
    """Do one call that sends, and say what it proves."""
    try:
        done = await doing
    except NotSentError as error:
        return NotYet(_RECONNECT_SECONDS, error.message)
    except RefusedError as error:
        return _refused(error, target)
    except NoAnswerError as error:
        return Unknown(error.message)
    except TelegramError as error:
        return Unknown(type(error).__name__)  # the words of PTB's own errors may quote the URL
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        # It was accepted, and the answer has a shape the library cannot read.
        return Unknown(f"unreadable answer: {type(error).__name__}")
    return Sent(str(done.message_id)) if isinstance(done, Message) else Unknown("no message id")


def _refused(error: RefusedError, target: Target) -> Outcome:
    if error.code == _TOO_MANY:
        wait = error.retry_after or _OTHER_SECONDS
        this_group = target.is_group and wait <= _GROUP_WINDOW_SECONDS
        return NotYet(float(wait), error.description, lane_wide=not this_group)
    if error.migrated_to:
        return Failed(error.description, migrated_to=error.migrated_to)
    if not error.by_telegram:
        return NotYet(_OTHER_SECONDS, f"{error.description}, not from Telegram")
    if error.code in (_UNAUTHORIZED, _NOT_FOUND):
        return NotYet(_TOKEN_SECONDS, "token refused")
    if error.code in (_BAD_REQUEST, _FORBIDDEN, _TOO_LARGE):
        return Failed(error.description, blocked=error.code == _FORBIDDEN)
    return NotYet(_OTHER_SECONDS, error.description)


async def checked(doing: Awaitable[T]) -> T:
    """Do one call that sends no message; what it raises knows nothing of the URL."""
    try:
        return await doing
    except RefusedError as error:
        failure = _failure(error)
    except (NotSentError, NoAnswerError) as error:
        failure = ChannelDownError(error.message, _RECONNECT_SECONDS)
    except TelegramError as error:
        failure = ChannelDownError(type(error).__name__, _RECONNECT_SECONDS)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        failure = ChannelDownError(f"unreadable answer: {type(error).__name__}", _OTHER_SECONDS)
    raise failure


def _failure(error: RefusedError) -> ChannelError:
    if error.code == _TOO_MANY or not error.by_telegram:
        return ChannelDownError(error.description, float(error.retry_after or _OTHER_SECONDS))
    if error.code in (_UNAUTHORIZED, _NOT_FOUND):
        return TokenRefusedError(error.description)
    if error.code == _CONFLICT:
        return PollTakenError(error.description)
    return ChannelRefusedError(error.description)
