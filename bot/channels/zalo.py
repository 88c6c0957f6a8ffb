"""The Zalo channel: sends a Prompt, polls raw events, fetches pictures; stores nothing."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import structlog

from bot.channels.errors import (
    ChannelDownError,
    ChannelError,
    ChannelRefusedError,
    ChannelSettingError,
    PollTakenError,
    TokenRefusedError,
)
from bot.channels.outside import Outside
from bot.channels.zalo_outcomes import REQUEST_TIMEOUT, Patience, checked, outcome_of
from bot.channels.zalo_pieces import MAX_TEXT, Piece, pieces_of
from bot.channels.zalo_read import read_event
from bot.channels.zalo_wire import RefusedError, Timeouts, Wire
from followup.ports import (
    Attachment,
    Capabilities,
    Failed,
    Inbound,
    InboundKind,
    Outcome,
    Prompt,
    Rates,
    Sent,
    Target,
    Unknown,
)
from texts.labels import label

WEBHOOK_HEADER: Final = "X-Bot-Api-Secret-Token"
QUOTA: Final = "quota"
_POLL_SECONDS = 30
_PHOTOS = ("image/jpeg", "image/png")
# It stands in the path of every call, so nothing in it may end or change the path.
_TOKEN = re.compile(r"[^\s/?#%\\]+:[^\s/?#%\\]+")

# Nothing is written of Zalo's pace: slow enough for a school, and answers are not kept waiting.
_RATES = Rates(overall=4, most=5)
_CAPABILITIES = Capabilities(
    buttons=False,
    edit=False,
    reply_ref=False,
    deep_link=False,
    upload=False,
    groups=True,
    max_text=MAX_TEXT,
    rates=_RATES,
    files_in=frozenset({InboundKind.PHOTO}),
)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ZaloAccess:
    """Where the Bot Platform is and who calls it.

    `address_of` gives the public address of a file that goes out, empty when there is none.
    """

    token: str = field(repr=False)
    api_base: str = "https://bot-api.zaloplatforms.com"
    proxy: str = field(default="", repr=False)  # may hold a password
    timeouts: Timeouts = field(default_factory=Timeouts)
    address_of: Callable[[Attachment], str] = lambda _attachment: ""
    outside: Outside = field(default_factory=Outside)


async def _uncounted() -> bool:
    """Count nothing: there is always one more."""
    return True


class ZaloChannel:
    """One bot of Zalo. Make it inside the loop or outside, close it when done.

    `spend` is asked before each message and counts it; False when the month has none left.
    """

    def __init__(
        self, access: ZaloAccess, spend: Callable[[], Awaitable[bool]] = _uncounted
    ) -> None:
        base = access.api_base.rstrip("/")
        if not base.startswith(("https://", "http://")):
            raise ChannelSettingError("ZALO_API_BASE")
        if not _TOKEN.fullmatch(access.token):
            raise ChannelSettingError("ZALO_BOT_TOKEN")
        try:
            wire = Wire(base, access.token, access.timeouts, access.proxy)
        except (RuntimeError, ValueError):
            wire = None
        if wire is None:  # raised here, so that no linked error quotes the proxy's password
            raise ChannelSettingError("ZALO_PROXY")
        self._wire = wire
        self._access = access
        self._spend = spend
        self._patience = Patience()
        self._names: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "ZaloChannel()"

    @property
    def capabilities(self) -> Capabilities:
        """What this channel can do."""
        return _CAPABILITIES

    async def close(self) -> None:
        """Close the connections."""
        await self._wire.close()

    async def send(self, target: Target, prompt: Prompt) -> Outcome:
        """Hand one message to Zalo; several when the text or the files need it."""
        photos, prompt = self._with_files(prompt)
        pieces = pieces_of(prompt)
        if len(photos) == 1 and len(pieces) == 1:
            outcome = await self._send_photo(target, photos[0], pieces[0].text)
            if not isinstance(outcome, Failed) or outcome.blocked:
                return outcome
            # Zalo could not take the picture: the words alone are better than nothing.
            photos = []
        outcome = Failed("nothing to send")
        calls = [self._send_photo(target, photo) for photo in photos]
        calls += [self._send_text(target, piece) for piece in pieces]
        return await _in_turn(calls, outcome)

    def _with_files(self, prompt: Prompt) -> tuple[list[str], Prompt]:
        """Give the addresses of the pictures, and the prompt that names the other files."""
        photos, lines = [], []
        for file in prompt.attachments:
            address = self._access.address_of(file)
            if address and file.mime in _PHOTOS:
                photos.append(address)
            elif address:
                lines.append(label("file_at", name=file.name, address=address))
            else:
                lines.append(label("file_elsewhere", name=file.name))
        words = "\n".join([prompt.text, *(_escaped(line) for line in lines)]).strip()
        return photos, Prompt(words, prompt.rows)

    async def _send_text(self, target: Target, piece: Piece) -> Outcome:
        body: dict[str, Any] = {"chat_id": target.chat, "text": piece.text}
        if piece.styles:
            body["text_styles"] = list(piece.styles)
        return await self._call("sendMessage", body)

    async def _send_photo(self, target: Target, address: str, caption: str = "") -> Outcome:
        body = {"chat_id": target.chat, "photo": address}
        if caption:
            body["caption"] = caption
        return await self._call("sendPhoto", body)

    async def _call(self, method: str, body: dict[str, Any]) -> Outcome:
        if not await self._spend():
            return Failed(QUOTA)
        return await outcome_of(self._wire.call(method, body), self._patience)

    async def get_events(self, wait_seconds: int = _POLL_SECONDS) -> list[dict[str, Any]]:
        """Wait for the next event, as raw as it came: one, or none for a while.

        Raises PollTakenError while a webhook is set or another process polls.
        """
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            result = await checked(self._poll(wait_seconds))
        except TokenRefusedError:
            raise
        except ChannelRefusedError as error:
            raise PollTakenError(str(error)) from None
        events = result if isinstance(result, list) else [result]
        found = [event for event in events if isinstance(event, dict) and event]
        if not found and loop.time() - began < 1:
            # An idle answer that comes at once must not become a storm of calls.
            await asyncio.sleep(1)
        return found

    async def _poll(self, wait_seconds: int) -> Any:
        try:
            body = {"timeout": wait_seconds}
            return await self._wire.call("getUpdates", body, wait_seconds)
        except RefusedError as error:
            if error.code == REQUEST_TIMEOUT:
                return None  # nothing happened: the normal end of a poll
            raise

    async def me(self) -> tuple[str, str]:
        """The bot's own id and the name people see."""
        account = await checked(self._wire.call("getMe", {}))
        if not isinstance(account, dict) or not account.get("id"):
            raise ChannelDownError("an answer that is not Zalo's", 30.0)
        names = [account.get(name) for name in ("display_name", "account_name")]
        self._names = tuple(name for name in names if isinstance(name, str) and name)
        return str(account["id"]), self._names[0] if self._names else ""

    async def probe(self) -> bool:
        """Whether Zalo answers this bot, by a call that sends nothing."""
        return await self._best_effort("probe", self._wire.call("getMe", {}))

    def read(self, raw: dict[str, Any], bot_id: int, received_at: datetime) -> Inbound | None:
        """Read a stored event; None for what is not for us."""
        return read_event(raw, bot_id, received_at=received_at, names=self._names)

    def link_of(self, code: str) -> str:
        """There are no links into a chat; codes are typed."""
        del code
        return ""

    async def acknowledge(self, inbound: Inbound) -> None:
        """There are no presses."""

    async def typing(self, target: Target) -> None:
        """Show that an answer is being written; it counts as no message of the month."""
        body = {"chat_id": target.chat, "action": "typing"}
        await self._best_effort("typing", self._wire.call("sendChatAction", body))

    async def fetch(self, attachment: Attachment) -> bytes:
        """The bytes of a picture that came in; its address is somebody else's word."""
        return await self._access.outside.picture(attachment.reference)

    async def use_polling(self) -> None:
        """Take the webhook away, so that get_events may be asked."""
        try:
            await checked(self._wire.call("deleteWebhook", {}))
        except TokenRefusedError:
            raise
        except ChannelRefusedError as error:
            # A bot that never had one may be answered with 404; the first poll tells more.
            _log.info("zalo_call_failed", deed="deleteWebhook", reason=str(error))

    async def use_webhook(self, url: str, secret: str) -> None:
        """Have events pushed to our own address, with a secret in the header."""
        await checked(self._wire.call("setWebhook", {"url": url, "secret_token": secret}))

    async def _best_effort(self, deed: str, doing: Awaitable[object]) -> bool:
        try:
            await checked(doing)
        except ChannelError as error:
            _log.info("zalo_call_failed", deed=deed, reason=str(error))
            return False
        return True


async def _in_turn(calls: list[Any], outcome: Outcome) -> Outcome:
    """Make calls one after another; stop at the first that is not taken."""
    for number, call in enumerate(calls):
        outcome = await call
        if isinstance(outcome, Sent):
            continue
        for left in calls[number + 1 :]:
            left.close()
        if number:
            # Earlier pieces arrived: to send again would repeat them.
            return Unknown(f"piece {number + 1} of {len(calls)}: {outcome.reason}")
        return outcome
    return outcome


def _escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
