"""Zalo and Telegram as stages for transcripts: their servers, their people, their channels."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from bot.channels.telegram import TelegramAccess, TelegramChannel
from bot.channels.telegram_read import update_id
from bot.channels.zalo import ZaloAccess, ZaloChannel
from bot.channels.zalo_pieces import numbered
from bot.channels.zalo_read import key_of
from bot.desk import StoredFile
from bot.uploads import key_of as upload_key
from bot.uploads import raw_upload
from followup.ports import Capabilities, InboundKind, Prompt
from nhacviec.console import STRANGER
from storage.files import FileStore
from storage.inbox import Arrival
from storage.uploads import Upload
from tests.conversations.stage import Shown, file_of, kind_of
from tests.school import at
from tests.telegram_server import Person as TelegramPerson
from tests.telegram_server import TelegramServer
from tests.zalo_server import Person, ZaloServer
from texts.labels import label
from texts.render import plain

NEVER = at("2099-01-01 00:00")


class _Unhurried(ZaloChannel):
    """Zalo without a pace: the clock of a transcript stands while people are answered."""

    @property
    def capabilities(self) -> Capabilities:
        return replace(super().capabilities, rates=None)


class _UnhurriedTelegram(TelegramChannel):
    @property
    def capabilities(self) -> Capabilities:
        return replace(super().capabilities, rates=None)


class Pictures:
    """The outside of a network, where pictures lie at their addresses."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    async def picture(self, url: str) -> bytes:
        return self.kept[url]


class ZaloTheatre:
    """People without buttons: a choice is typed as its number, a file handed in on our page."""

    def __init__(self, server: ZaloServer, folder: Path) -> None:
        self._server = server
        self._pictures = Pictures()
        self._files = FileStore(folder / "files")
        self._people: dict[str, Person] = {}
        self._uploads = 0
        outside: Any = self._pictures
        self.channel = _Unhurried(ZaloAccess(server.token, server.url, outside=outside))

    def chat(self, name: str) -> str:
        return name

    def knows(self, chats: Iterable[str]) -> None:
        """Let people have opened the bot before."""
        for chat in chats:
            self._person(chat).has_written()

    def _person(self, chat: str) -> Person:
        if chat not in self._people:
            self._people[chat] = self._server.person(chat.removeprefix(STRANGER), chat)
        return self._people[chat]

    def acts(self, chat: str, said: dict[str, Any], shown: Shown) -> Iterable[Arrival]:
        person, kind, file = self._person(chat), kind_of(said), file_of(said)
        if kind is InboundKind.CHOICE:
            person.says(shown.typed(chat, said["choice_key"]))
        elif file is None:
            person.says(said["text"])
        elif kind is InboundKind.PHOTO:
            url = f"https://anh.zalo.test/{len(self._pictures.kept)}.png"
            self._pictures.kept[url] = file[1]
            person.sends_photo(url, said["text"])
        else:
            self._uploads += 1
            upload = Upload(self._uploads, 1, 1, 1, chat, said["text"], NEVER, None)
            digest = self._files.keep(file[1])
            kept = StoredFile(digest, file[0].name, file[0].mime, len(file[1]))
            yield Arrival(upload_key(upload), chat, raw_upload(upload, kept))

    async def waiting(self, bot_id: int) -> list[Arrival]:
        if not len(self._server.world.events):
            return []
        (event,) = await self.channel.get_events(1)
        said = self.channel.read(event, bot_id, NEVER)
        return [Arrival(key_of(event), "" if said is None else said.chat, event)]

    async def close(self) -> None:
        await self.channel.close()

    def saw(self, chat: str, prompt: Prompt) -> bool:
        files = [label("file_elsewhere", name=file.name) for file in prompt.attachments]
        lines = [plain(prompt.text), *files, *numbered(prompt.rows)]
        return "".join("\n".join(lines).split()) in "".join(
            "".join(seen.text.split()) for seen in self._person(chat).inbox
        )


class TelegramTheatre:
    """People with buttons; a chat's number is the member's, strangers come after."""

    def __init__(self, server: TelegramServer, folder: Path) -> None:
        self._server = server
        self._people: dict[str, TelegramPerson] = {}
        self._offset: int | None = None
        self.channel = _UnhurriedTelegram(
            TelegramAccess(server.token, folder / "files", server.url)
        )

    def chat(self, name: str) -> str:
        number = str(90_000 + len(self._people))
        self._person(number, name.removeprefix(STRANGER))
        return number

    def knows(self, chats: Iterable[str]) -> None:
        """Let people have opened the bot before."""
        for chat in chats:
            self._person(chat)

    def _person(self, chat: str, name: str = "") -> TelegramPerson:
        if chat not in self._people:
            person = self._server.person(int(chat), name or f"m{chat}")
            person.chat.opened = True
            self._people[chat] = person
        return self._people[chat]

    def acts(self, chat: str, said: dict[str, Any], shown: Shown) -> Iterable[Arrival]:
        person, kind, file = self._person(chat), kind_of(said), file_of(said)
        if kind is InboundKind.CHOICE:
            person.presses(said["choice_key"])
        elif file is None:
            told = shown.platform_id(said.get("refers_to", ""))
            person.says(said["text"], reply_to=int(told) if told else None)
        elif kind is InboundKind.PHOTO:
            person.sends_photo(file[1], said["text"])
        else:
            person.sends_file(file[0].name, file[1], said["text"])
        return ()

    async def waiting(self, bot_id: int) -> list[Arrival]:
        if not len(self._server.world.updates):
            return []
        updates = await self.channel.get_updates(self._offset, 0)
        self._offset = max((update_id(raw) or 0) for raw in updates) + 1
        self._server.world.updates.confirm(self._offset)
        found = []
        for raw in updates:
            said = self.channel.read(raw, bot_id, NEVER)
            found.append(Arrival(str(update_id(raw)), "" if said is None else said.chat, raw))
        return found

    async def close(self) -> None:
        await self.channel.close()

    def saw(self, chat: str, prompt: Prompt) -> bool:
        seen = self._person(chat).last
        words = "".join(one.text for one in self._person(chat).inbox)
        labels = [[choice.label for choice in row] for row in prompt.rows]
        return "".join(plain(prompt.text).split()) in "".join(words.split()) and (
            seen.labels == labels
        )
