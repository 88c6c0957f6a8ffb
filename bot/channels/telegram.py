"""The Telegram channel: sends a Prompt, polls raw updates, fetches files; stores nothing."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any, Final

import structlog
from msgspec.structs import replace
from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    LinkPreviewOptions,
    MenuButtonCommands,
    MenuButtonWebApp,
    ReplyParameters,
    WebAppInfo,
)
from telegram.constants import ChatAction, ParseMode

from bot.channels.errors import (
    ChannelError,
    ChannelRefusedError,
    ChannelSettingError,
    FileTooBigError,
)
from bot.channels.telegram_outcomes import checked, outcome_of
from bot.channels.telegram_pieces import (
    MAX_TEXT,
    AttachmentError,
    Piece,
    Upload,
    is_too_large,
    keyboard,
    pieces_of,
    read_uploads,
)
from bot.channels.telegram_read import UPDATE_KINDS, read_update
from bot.channels.telegram_wire import BotApi, Timeouts, Wire
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

MAX_FETCH: Final = 20 * 1024 * 1024
EVERYONE, GROUPS = "everyone", "groups"

_CAPABILITIES = Capabilities(
    buttons=True,
    edit=True,
    reply_ref=True,
    deep_link=True,
    upload=True,
    groups=True,
    max_text=MAX_TEXT,
    rates=Rates(),
    files_in=frozenset({InboundKind.PHOTO, InboundKind.FILE, InboundKind.VOICE}),
)
_POLL_SECONDS = 25
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class TelegramAccess:
    """Where the Bot API is and who calls it; `files_dir` holds the files that go out."""

    token: str = field(repr=False)
    files_dir: Path
    api_base: str = "https://api.telegram.org"
    proxy: str = field(default="", repr=False)  # may hold a password
    timeouts: Timeouts = field(default_factory=Timeouts)
    # The public address of a file that goes out, empty when there is none.
    address_of: Callable[[Attachment], str] = lambda _attachment: ""


def deep_link(username: str, code: str) -> str:
    """The link that opens the bot and says "/start CODE"; empty while the name is unknown."""
    return f"https://t.me/{username}?start={code}" if username else ""


class TelegramChannel:
    """One bot of Telegram. Make it inside or outside the loop, close it when done."""

    def __init__(self, access: TelegramAccess) -> None:
        base = access.api_base.rstrip("/")
        if not base.startswith(("https://", "http://")):
            raise ChannelSettingError("TELEGRAM_API_BASE")
        if not _TOKEN.fullmatch(access.token):
            raise ChannelSettingError("TELEGRAM_BOT_TOKEN")
        try:
            polls = Wire(access.timeouts, access.proxy, connections=1)
            calls = Wire(access.timeouts, access.proxy)
        except (RuntimeError, ValueError):
            proxy_is_bad = True
        else:
            proxy_is_bad = False
        if proxy_is_bad:  # raised here, so that no linked error quotes the proxy's password
            raise ChannelSettingError("TELEGRAM_PROXY")
        self._access = access
        self._wire = calls
        self._bot = BotApi(access.token, base, (polls, calls))
        self._username = ""

    def __repr__(self) -> str:
        return f"TelegramChannel({self._username})"

    @property
    def capabilities(self) -> Capabilities:
        """What this channel can do."""
        return _CAPABILITIES

    async def close(self) -> None:
        """Close the connections."""
        await self._bot.close_connections()

    async def send(self, target: Target, prompt: Prompt) -> Outcome:
        """Hand one message to Telegram; several when the text or the files need it."""
        uploads: list[Upload] = []
        # Words alone wait for no thread: documents being read may keep all of them.
        if prompt.attachments:
            try:
                prompt = await asyncio.to_thread(self._without_large, prompt)
                uploads = await self._uploads(prompt)
            except AttachmentError as error:
                return Failed(f"attachment {error}")
        outcome: Outcome = Failed("nothing to send")
        pieces = pieces_of(prompt, uploads)
        for number, piece in enumerate(pieces):
            outcome = await self._send_piece(target, piece, "" if number else prompt.refers_to)
            if isinstance(outcome, Sent):
                continue
            if number:
                # Earlier pieces arrived: to send again would repeat them.
                return Unknown(f"piece {number + 1} of {len(pieces)}: {outcome.reason}")
            return outcome
        return outcome

    async def edit(self, target: Target, message_id: str, prompt: Prompt) -> Outcome:
        """Put new words and choices in a message sent before."""
        doing = self._bot.edit_message_text(
            chat_id=target.chat,
            message_id=int(message_id),
            text=prompt.text,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            reply_markup=keyboard(prompt.rows),
        )
        outcome = await outcome_of(doing, target)
        if isinstance(outcome, Failed) and "message is not modified" in outcome.reason:
            return Sent(message_id)
        return outcome

    def _without_large(self, prompt: Prompt) -> Prompt:
        """Name files larger than Telegram takes in the words, with their address if any."""
        large = [f for f in prompt.attachments if is_too_large(self._access.files_dir, f)]
        if not large:
            return prompt
        lines = [self._line_of(file) for file in large]
        kept = tuple(file for file in prompt.attachments if file not in large)
        return replace(prompt, text="\n".join([prompt.text, *lines]).strip(), attachments=kept)

    def _line_of(self, file: Attachment) -> str:
        address = self._access.address_of(file)
        if not address:
            return escape(label("file_too_large", name=file.name))
        return escape(label("file_at", name=file.name, address=address))

    async def _uploads(self, prompt: Prompt) -> list[Upload]:
        files_dir = self._access.files_dir
        return await asyncio.to_thread(read_uploads, files_dir, prompt.attachments)

    async def _send_piece(self, target: Target, piece: Piece, refers_to: str) -> Outcome:
        options: dict[str, Any] = {
            "chat_id": target.chat,
            "message_thread_id": int(target.thread) if target.thread else None,
            "parse_mode": ParseMode.HTML,
            "reply_markup": piece.buttons,
            "reply_parameters": _reply(refers_to),
        }
        upload = piece.upload
        if upload is None:
            quiet = LinkPreviewOptions(is_disabled=True)
            doing = self._bot.send_message(text=piece.text, link_preview_options=quiet, **options)
        elif upload.is_photo:
            doing = self._bot.send_photo(
                photo=upload.data, filename=upload.name, caption=piece.text or None, **options
            )
        else:
            doing = self._bot.send_document(
                document=upload.data, filename=upload.name, caption=piece.text or None, **options
            )
        return await outcome_of(doing, target)

    async def get_updates(
        self, offset: int | None, wait_seconds: int = _POLL_SECONDS
    ) -> list[dict[str, Any]]:
        """Wait for updates, as raw as they came. Asking confirms all below `offset`.

        Raises PollTakenError while another process polls or a webhook is set.
        """
        return await checked(self._bot.raw_updates(offset, wait_seconds, UPDATE_KINDS))

    async def me(self) -> tuple[int, str]:
        """The bot's own id and username."""
        user = await checked(self._bot.get_me())
        self._username = user.username or ""
        return user.id, self._username

    async def probe(self) -> bool:
        """Whether Telegram answers this bot, by a call that sends nothing."""
        return await self._best_effort("probe", self._bot.get_me())

    def read(self, raw: dict[str, Any], bot_id: int, received_at: datetime) -> Inbound | None:
        """Read a stored update; None for what is not for us."""
        return read_update(raw, bot_id, received_at=received_at, username=self._username)

    def link_of(self, code: str) -> str:
        """The link that joins with a code; empty before `me` was asked."""
        return deep_link(self._username, code)

    async def acknowledge(self, inbound: Inbound, text: str = "") -> None:
        """Stop the clock on a pressed button, with a few words if wanted."""
        if inbound.press:
            doing = self._bot.answer_callback_query(inbound.press, text=text or None)
            await self._best_effort("acknowledge", doing)

    async def typing(self, target: Target) -> None:
        """Show that an answer is being written."""
        thread = int(target.thread) if target.thread else None
        doing = self._bot.send_chat_action(target.chat, ChatAction.TYPING, thread)
        await self._best_effort("typing", doing)

    async def set_commands(
        self, lists: Mapping[str, Sequence[tuple[str, str]]]
    ) -> tuple[str, ...]:
        """Register (command, help) lists; gives the scopes that could not be.

        A scope is EVERYONE (in private), GROUPS, or one chat's id, which hides EVERYONE there.
        What Telegram has already is left as it is.
        """
        failed = []
        for scope, commands in lists.items():
            wanted = [BotCommand(command, words) for command, words in commands]
            doing = self._set_commands(wanted, _scope(scope))
            if not await self._best_effort("set_commands", doing):
                failed.append(scope)
        return tuple(failed)

    async def _set_commands(self, wanted: list[BotCommand], scope: BotCommandScope) -> None:
        if list(await self._bot.get_my_commands(scope)) != wanted:
            await self._bot.set_my_commands(wanted, scope)

    async def set_menu_button(self, words: str, address: str) -> bool:
        """Let the button beside the text field open a page; with no address end what did.

        What Telegram has already is left as it is, and so is a button of others; False where it
        could not be set.
        """
        return await self._best_effort("set_menu_button", self._set_menu_button(words, address))

    async def _set_menu_button(self, words: str, address: str) -> None:
        there = await self._bot.get_chat_menu_button()
        is_ours = isinstance(there, MenuButtonWebApp) and there.text == words
        wanted = MenuButtonWebApp(words, WebAppInfo(address)) if address else MenuButtonCommands()
        if (address or is_ours) and there.to_dict() != wanted.to_dict():
            await self._bot.set_chat_menu_button(menu_button=wanted)

    async def fetch(self, attachment: Attachment, limit: int = MAX_FETCH) -> bytes:
        """The bytes of a file that came in; FileTooBigError as early as its size is known."""
        limit = min(limit, MAX_FETCH)
        _refuse_big(attachment.size, limit)
        try:
            found = await checked(self._bot.get_file(attachment.reference))
        except ChannelRefusedError as error:
            too_big = "file is too big" in str(error)
            raise (FileTooBigError(limit) if too_big else error) from None
        _refuse_big(found.file_size, limit)
        if not found.file_path:
            raise ChannelRefusedError("no path")
        data = await checked(self._wire.download(found.file_path, limit))
        if data is None:
            raise FileTooBigError(limit)
        return data

    async def use_polling(self) -> None:
        """Take the webhook away, keeping what waits, so that get_updates may be asked."""
        await checked(self._bot.delete_webhook(drop_pending_updates=False))

    async def use_webhook(self, url: str, secret: str) -> None:
        """Have updates pushed to our own address, with a secret in the header."""
        await checked(
            self._bot.set_webhook(url, secret_token=secret, allowed_updates=UPDATE_KINDS)
        )

    async def _best_effort(self, deed: str, doing: Awaitable[object]) -> bool:
        try:
            await checked(doing)
        except ChannelError as error:
            _log.info("telegram_call_failed", deed=deed, reason=str(error))
            return False
        return True


def _reply(refers_to: str) -> ReplyParameters | None:
    if not refers_to.isdigit():
        return None
    return ReplyParameters(int(refers_to), allow_sending_without_reply=True)


def _scope(name: str) -> BotCommandScope:
    if name == EVERYONE:
        return BotCommandScopeAllPrivateChats()
    return BotCommandScopeAllGroupChats() if name == GROUPS else BotCommandScopeChat(name)


def _refuse_big(size: int | None, limit: int) -> None:
    if size is not None and size > limit:
        raise FileTooBigError(limit)
