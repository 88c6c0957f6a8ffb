"""What can go wrong on the way to Telegram, on demand: one answer, many, or until told to stop."""

import math
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

from tests.telegram_server.api import ApiError

SENDING = ("sendMessage", "sendPhoto", "sendDocument", "editMessageText")
Play = Literal["flood", "status", "slow", "silent", "reset", "hangup", "garbage"]


@dataclass
class Fault:
    """One way to fail. Without a `method` it meets calls that send; `times` None: until cleared.

    `share` 0.2 meets every fifth call. `stored`: the message is accepted before things go wrong.
    """

    play: Play
    method: str = ""
    chat: int | None = None
    times: int | None = 1
    share: float = 1.0
    stored: bool = False
    status: int = HTTPStatus.INTERNAL_SERVER_ERROR
    body: str = ""  # an answer that is not Telegram's envelope
    seconds: float = 0.0
    met: int = 0
    until: float | None = None

    def meets(self, method: str, chat: int | None) -> bool:
        """Whether it strikes this call; counts."""
        is_meant = method == self.method if self.method else method in SENDING
        if not is_meant or self.chat not in (None, chat) or self.is_over():
            return False
        self.met += 1
        return math.floor(self.met * self.share) > math.floor((self.met - 1) * self.share)

    def is_over(self) -> bool:
        """Whether it has struck often enough, or its penalty is served."""
        if self.until is not None:
            return time.monotonic() >= self.until
        return self.times is not None and self.met * self.share >= self.times


def flood(retry_after: int, chat: int | None = None, times: int | None = None) -> Fault:
    """429; without `times` as Telegram does it: every call until the wait is over."""
    return Fault("flood", chat=chat, times=times, seconds=retry_after)


def fails(status: int, *, stored: bool = False, times: int | None = 1, body: str = "") -> Fault:
    """An HTTP status with Telegram's envelope, or with a body of its own."""
    return Fault("status", status=status, stored=stored, times=times, body=body)


def slow(seconds: float, times: int | None = None) -> Fault:
    """Accepted, and answered late."""
    return Fault("slow", seconds=seconds, times=times, stored=True)


def silent(*, stored: bool = True, times: int | None = 1, share: float = 1.0) -> Fault:
    """No answer until the caller gives up; by default the message was accepted."""
    return Fault("silent", stored=stored, times=times, share=share)


def reset(*, stored: bool = True, times: int | None = 1) -> Fault:
    """A TCP reset once the whole request was read."""
    return Fault("reset", stored=stored, times=times)


def hangup(*, stored: bool = True, times: int | None = 1) -> Fault:
    """The connection closed in good order, without an answer."""
    return Fault("hangup", stored=stored, times=times)


def garbage(*, stored: bool = True, times: int | None = 1) -> Fault:
    """200 with a page that is not Telegram's."""
    return Fault("garbage", stored=stored, times=times)


class Faults:
    """The faults that lie in wait, the oldest first."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let it strike from now on."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Everything works again."""
        self._waiting.clear()

    def pick(self, method: str, chat: int | None) -> Fault | None:
        """The fault that strikes this call."""
        self._waiting = [fault for fault in self._waiting if not fault.is_over()]
        return next((fault for fault in self._waiting if fault.meets(method, chat)), None)


def flood_error(fault: Fault) -> ApiError:
    """429 with the whole seconds that remain."""
    now = time.monotonic()
    if fault.until is None and fault.times is None:
        fault.until = now + fault.seconds
    left = math.ceil(fault.until - now) if fault.until is not None else int(fault.seconds)
    words = f"Too Many Requests: retry after {left}"
    return ApiError(HTTPStatus.TOO_MANY_REQUESTS, words, retry_after=max(left, 1))
