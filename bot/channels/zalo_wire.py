"""Calls to the Zalo Bot Platform: explicit timeouts, and errors sorted by what they prove."""

from typing import Any, Final

import httpx
from msgspec import Struct

from bot.channels.quiet import hush
from plan.errors import NhacViecError

_OK, _REDIRECTS, _CLIENT_ERRORS, _SERVER_ERRORS = 200, 300, 400, 500
# Raised before the first byte of the request: connecting, the TLS handshake, the proxy's tunnel,
# the wait for a free connection. A failed write is not here: its bytes may have arrived whole.
_NEVER_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


class NotSentError(NhacViecError):
    """No byte of the request left this machine for Zalo."""


class NoAnswerError(NhacViecError):
    """The request may have been carried out: no answer came, or none that says."""


class RefusedError(NhacViecError):
    """An answer that says no, as an HTTP status or as `ok` false under a status of 200.

    `by_zalo` is False when something in between (a proxy, a filter) gave the answer.
    """

    def __init__(self, code: int, description: str, *, by_zalo: bool) -> None:
        super().__init__(description or f"HTTP {code}")
        self.code = code
        self.by_zalo = by_zalo
        self.description = description or f"HTTP {code}"


class Timeouts(Struct, frozen=True):
    """How long each stage of a call may take, in seconds; a poll adds the wait it asked for."""

    connect: float = 5.0
    read: float = 15.0
    write: float = 5.0
    pool: float = 1.0


class Wire:
    """The one place that knows the token: it stands in the path of every call."""

    def __init__(self, base: str, token: str, timeouts: Timeouts, proxy: str = "") -> None:
        self._root = f"{base}/bot{token}/"
        self._timeouts = timeouts
        limits = httpx.Timeout(
            connect=timeouts.connect,
            read=timeouts.read,
            write=timeouts.write,
            pool=timeouts.pool,
        )
        # The proxy is a setting; one found in the environment would surprise.
        self._client = httpx.AsyncClient(timeout=limits, proxy=proxy or None, trust_env=False)

    def __repr__(self) -> str:
        return "Wire()"

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def call(self, method: str, body: dict[str, Any], wait_seconds: float = 0) -> Any:
        """Call a method; gives `result`, None where there is none.

        Raises:
            NotSentError, NoAnswerError, RefusedError: as they say; without a word of the URL.
        """
        if self._client.is_closed:
            raise NotSentError("closed")
        try:
            request = self._client.build_request("POST", self._root + method, json=body)
            if wait_seconds:
                request.extensions["timeout"]["read"] = wait_seconds + self._timeouts.read
            answer = await self._client.send(request)
        except httpx.InvalidURL:
            fault: NhacViecError = NotSentError("InvalidURL")
        except httpx.HTTPError as error:
            # Only the class is told: the words of some of these quote the URL.
            reason = type(error).__name__
            sent = not isinstance(error, _NEVER_SENT)
            fault = NoAnswerError(reason) if sent else NotSentError(reason)
        else:
            return _result_of(answer)
        raise fault


def _result_of(answer: httpx.Response) -> Any:
    envelope = _envelope(answer)
    code = answer.status_code
    if envelope is not None and envelope["ok"] is True and _OK <= code < _REDIRECTS:
        return envelope.get("result")
    if envelope is not None and envelope["ok"] is False:
        raise _refusal(envelope, code)
    if _CLIENT_ERRORS <= code < _SERVER_ERRORS:
        raise RefusedError(code, "", by_zalo=False)
    raise NoAnswerError(f"HTTP {code}")


def _refusal(envelope: dict[str, Any], status: int) -> NhacViecError:
    # One answer of Zalo's spells the key differently.
    own = envelope.get("error_code", envelope.get("errorCode"))
    code = own if isinstance(own, int) and not isinstance(own, bool) else status
    if code >= _SERVER_ERRORS:
        return NoAnswerError(f"error {code}")
    return RefusedError(code, str(envelope.get("description") or ""), by_zalo=True)


def _envelope(answer: httpx.Response) -> dict[str, Any] | None:
    try:
        read = answer.json()
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) and isinstance(read.get("ok"), bool) else None


hush()
