"""What can go wrong on the way to Zalo, on demand: one answer, many, or until told to stop."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

SENDING = ("sendMessage", "sendPhoto")
Play = Literal["envelope", "status", "slow", "silent", "reset", "hangup", "garbage"]


@dataclass
class Fault:
    """One way to fail. Without a `method` it meets calls that send; `times` None: always.

    The first `after` calls are left alone.
    `stored`: the message is accepted before things go wrong. An `envelope` is Zalo's own refusal
    with `status` as its error_code, sent with HTTP status 200 when `quietly`.
    """

    play: Play
    method: str = ""
    chat: str = ""
    times: int | None = 1
    stored: bool = False
    status: int = HTTPStatus.INTERNAL_SERVER_ERROR
    words: str = ""
    quietly: bool = False
    seconds: float = 0.0
    after: int = 0
    met: int = 0

    def meets(self, method: str, chat: str) -> bool:
        """Whether it strikes this call; counts."""
        is_meant = method == self.method if self.method else method in SENDING
        if not is_meant or self.chat not in ("", chat):
            return False
        self.met += 1
        struck = self.met - self.after
        return struck > 0 and (self.times is None or struck <= self.times)


def refuses(
    code: int, words: str = "", *, quietly: bool = False, times: int | None = 1, method: str = ""
) -> Fault:
    """Zalo's envelope with an error_code, and with that HTTP status unless `quietly`."""
    return Fault("envelope", method, times=times, status=code, words=words, quietly=quietly)


def fails(status: int, *, stored: bool = False, times: int | None = 1, method: str = "") -> Fault:
    """An HTTP status with a page that is not Zalo's."""
    return Fault("status", method, status=status, stored=stored, times=times)


def slow(seconds: float, *, times: int | None = 1, method: str = "") -> Fault:
    """Accepted, and answered late."""
    return Fault("slow", method, seconds=seconds, times=times, stored=True)


def silent(*, stored: bool = True, times: int | None = 1, method: str = "") -> Fault:
    """No answer until the caller gives up; by default the message was accepted."""
    return Fault("silent", method, stored=stored, times=times)


def reset(*, stored: bool = True, times: int | None = 1, method: str = "") -> Fault:
    """A TCP reset once the whole request was read."""
    return Fault("reset", method, stored=stored, times=times)


def hangup(*, stored: bool = True, times: int | None = 1, method: str = "") -> Fault:
    """The connection closed in good order, without an answer."""
    return Fault("hangup", method, stored=stored, times=times)


def garbage(*, stored: bool = True, times: int | None = 1, method: str = "") -> Fault:
    """A page of something in between, with status 200."""
    return Fault("garbage", method, stored=stored, times=times)
