"""Calls to the Bot API over HTTP: explicit timeouts, and errors sorted by what they prove."""

import json
from typing import Any, Final

import httpx
from msgspec import Struct
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.channels.quiet import hush

_OK, _CLIENT_ERRORS, _SERVER_ERRORS = 200, 400, 500
_REDIRECTS = 300

# Raised before the first byte of the request: connecting, the TLS handshake, the proxy's tunnel,
# the wait for a free connection. A WriteTimeout is not here: the bytes already handed to the
# kernel may still arrive whole. (httpcore turns a failed write into a failed read.)
_NEVER_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


class NotSentError(TelegramError):
    """No byte of the request left this machine for Telegram."""


class NoAnswerError(TelegramError):
    """The request may have been carried out: no answer came, or none that says."""


class RefusedError(TelegramError):
    """An answer of the 4xx kind: the request was not carried out.

    `by_telegram` is False when something in between (a proxy, a filter) gave the answer.
    """

    def __init__(self, code: int, answer: object) -> None:
        envelope = answer if isinstance(answer, dict) and answer.get("ok") is False else {}
        parameters = envelope.get("parameters")
        hints = parameters if isinstance(parameters, dict) else {}
        self.code = code
        self.by_telegram = bool(envelope)
        self.description = str(envelope.get("description") or f"HTTP {code}")
        self.retry_after = _number(hints.get("retry_after"))
        self.migrated_to = str(_number(hints.get("migrate_to_chat_id")) or "")
        super().__init__(self.description)


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


class Timeouts(Struct, frozen=True):
    """How long each stage of a call may take, in seconds; `upload` is for writing a file."""

    connect: float = 5.0
    read: float = 10.0
    write: float = 5.0
    upload: float = 60.0
    pool: float = 1.0


class Wire(HTTPXRequest):
    """PTB's HTTP client, except that what it raises says whether the request was carried out.

    PTB turns a refused connection, a reset and a 5xx into one NetworkError, and its RetryAfter
    warns on creation. Errors raised here keep no link to httpx's own, which hold the URL and so
    the bot's token.
    """

    def __init__(self, timeouts: Timeouts, proxy: str = "", connections: int = 16) -> None:
        super().__init__(
            connection_pool_size=connections,
            connect_timeout=timeouts.connect,
            read_timeout=timeouts.read,
            write_timeout=timeouts.write,
            media_write_timeout=timeouts.upload,
            pool_timeout=timeouts.pool,
            proxy=proxy or None,
            # The proxy is a setting; one found in the environment would surprise.
            httpx_kwargs={"trust_env": False},
        )

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Give the status and body of a 2xx answer, else raise what it proves."""
        if self._client.is_closed:
            raise NotSentError("closed")
        try:
            code, payload = await super().do_request(*args, **kwargs)
        except TelegramError as error:
            fault = _fault_of(error.__cause__)
        except httpx.InvalidURL:
            fault = NotSentError("InvalidURL")
        else:
            if _OK <= code < _REDIRECTS:
                return code, payload
            fault = _refusal_of(code, payload)
        raise fault

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read the envelope of a 2xx answer; PTB would log the whole of an unreadable one."""
        envelope = _json(payload)
        if not isinstance(envelope, dict) or "result" not in envelope:
            raise NoAnswerError("an answer that is not Telegram's")
        return envelope

    async def download(self, url: str, limit: int) -> bytes | None:
        """Fetch a file, or None once it turns out bigger than the limit."""
        body = bytearray()
        try:
            async with self._client.stream("GET", url) as answer:
                if answer.status_code != _OK:
                    fault = _refusal_of(answer.status_code, await answer.aread())
                else:
                    async for chunk in answer.aiter_bytes():
                        body += chunk
                        if len(body) > limit:
                            return None
                    return bytes(body)
        except httpx.HTTPError as error:
            fault = _fault_of(error)
        raise fault


def _fault_of(cause: BaseException | None) -> TelegramError:
    # Only the class is told: the words of some httpx errors quote the URL.
    reason = type(cause).__name__
    return NotSentError(reason) if isinstance(cause, _NEVER_SENT) else NoAnswerError(reason)


def _refusal_of(code: int, payload: bytes) -> TelegramError:
    if _CLIENT_ERRORS <= code < _SERVER_ERRORS:
        return RefusedError(code, _json(payload))
    return NoAnswerError(f"HTTP {code}")


def _json(payload: bytes) -> object:
    try:
        return json.loads(payload)
    except ValueError:
        return None


class BotApi(Bot):
    """telegram.Bot, with updates as raw JSON and a repr that keeps the token to itself."""

    def __init__(self, token: str, base: str, wires: tuple[Wire, Wire]) -> None:
        polls, calls = wires
        super().__init__(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=calls,
            get_updates_request=polls,
        )

    def __repr__(self) -> str:
        return "BotApi()"

    async def raw_updates(
        self, offset: int | None, wait_seconds: int, allowed: list[str]
    ) -> list[dict[str, Any]]:
        """Poll once. Bot.get_updates parses, so one odd update would block all that follow."""
        asked = {"offset": offset, "timeout": wait_seconds, "allowed_updates": allowed}
        patience = wait_seconds + (self._request[0].read_timeout or 0)
        result = await self._post("getUpdates", asked, read_timeout=patience)
        return [raw for raw in result if isinstance(raw, dict)] if isinstance(result, list) else []

    async def close_connections(self) -> None:
        """Close both clients; Bot.shutdown does nothing for a bot that never called getMe."""
        for request in self._request:
            await request.shutdown()


hush()
